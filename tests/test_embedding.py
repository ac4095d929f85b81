"""The examples for LangGraph programs run, and print what docs/embedding.md says they print."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "embedding.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def printed(page: str) -> list[tuple[str, str]]:
    """What stands under each example, and what it prints."""
    names: dict[str, Any] = {"__name__": "embedding"}
    found = []
    for block in _BLOCK.finditer(page):
        code, told = block.groups()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            # One program: types that LangGraph looks up by name must be found in it.
            exec(compile(code, str(PAGE), "exec"), names)
        found.append((told, out.getvalue()))
    return found


def test_every_example_prints_what_stands_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # nothing but what is installed is needed
    page = PAGE.read_text(encoding="utf-8")

    examples = printed(page)

    assert len(examples) == page.count("```python")
    for told, out in examples:
        assert told == out
