"""`export --to genius` and `--to negmas`: a scenario's points in files for others' programs."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from roomsix.cli import terminal
from roomsix.cli.desk import Desk
from roomsix.errors import RoomsixError, UsageError

if TYPE_CHECKING:
    from roomsix.exchange.account import Account
    from roomsix.scenario import Scenario


def export(
    desk: Desk,
    name: str,
    to: Literal["genius", "negmas"],
    out: Path | None,
    runs: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write a scenario's points into a folder, and tell of all that has no place there.

    Raises:
        UsageError: No scenario and no run is called so, or a file is there already.
    """
    from roomsix.exchange import genius_writing, negmas_writing
    from roomsix.exchange.account import Account

    account = Account()
    writing = genius_writing if to == "genius" else negmas_writing
    files = writing.written(_scenario(desk, name, runs), account)
    if out is None and not as_json:
        raise UsageError(f"--to {to} writes {len(files)} files", hint="say where: --out FOLDER")
    written = [] if out is None else _written(Path(desk.root, out), files)
    if as_json:
        told = {"to": to, "account": account.data()}
        terminal.document(
            told | ({"files": written} if out is not None else {"texts": dict(files)})
        )
        return
    _tell(written, account)


def _scenario(desk: Desk, name: str, runs: Path | None) -> "Scenario":
    workspace = desk.workspace()
    if not name.startswith("@"):
        try:
            workspace.find("scenario", name)
        except UsageError as unknown:
            try:
                return desk.run(name, runs).scenario
            except RoomsixError:
                raise unknown from None
        return workspace.scenario(name)
    return desk.run(name, runs).scenario


def _written(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write new files into a folder, which is made when it is not there."""
    paths = {folder / name: text for name, text in files.items()}
    for path in paths:
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} is there already", hint="give another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in paths.items():
            path.touch(mode=0o600, exist_ok=False)  # points are secrets of their party
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot write into {folder}: {reason}") from None
    return list(map(str, paths))


def _tell(written: list[str], account: "Account") -> None:
    from roomsix.report.text import one_line

    lines = [*written, *map(str, account.items)]
    terminal.write("".join(f"{one_line(line)}\n" for line in lines))
    terminal.complain([f"{len(account.items)} things were not carried as they stood"])
