"""What every test begins with: nobody's own settings."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest

# Many tests start roomsix anew, and each start would compile all of it where somebody has turned
# bytecode off. It is kept where git does not look.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What has been imported and collected stays; no later collection need go through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def unset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have set what answers, or where; it is not for the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ROOMSIX_")]:
            if name != "ROOMSIX_GGUF":
                patch.delenv(name)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield
