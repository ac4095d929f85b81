"""Commands as a person gives them."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def elsewhere(
    arguments: Sequence[str], *, root: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Give a command to another process."""
    kept = {name: os.environ[name] for name in ("PATH", "XDG_CONFIG_HOME")} | {"LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "roomsix", "-C", str(root), *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def the_run(root: Path) -> Path:
    """Return the folder of the latest run."""
    return max(path.parent for path in root.glob("runs/*/run.json"))


def playing(
    root: Path, *more: str, environ: Mapping[str, str] = os.environ
) -> subprocess.Popen[str]:
    """Begin to play the theatre's talks in another process."""
    command = [sys.executable, "-m", "roomsix", "-C", str(root), "run", "theatre", *more]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**environ}
    )
