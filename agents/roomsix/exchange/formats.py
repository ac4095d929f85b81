"""The formats there are, and which of them a path is of."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from roomsix.errors import UsageError
from roomsix.exchange import assembly, deliberation, gathering, genius, ids, logs, negmas
from roomsix.exchange.account import Account
from roomsix.exchange.reading import Evaluations, Reading
from roomsix.exchange.result import Imported

Format = Literal["deliberation", "deliberation-log", "genius", "negmas"]
FORMATS: tuple[Format, ...] = get_args(Format)

_RECOGNISED: dict[Format, Callable[[Path], bool]] = {
    "deliberation": deliberation.recognised,
    "deliberation-log": logs.recognised,
    "genius": genius.recognised,
    "negmas": negmas.recognised,
}


def recognised(path: Path) -> Format:
    """Return the format of a file or folder.

    Raises:
        UsageError: It is not there, or of none of them.
    """
    if not path.exists():
        raise UsageError(f"nothing is at {path}")
    for name, is_of in _RECOGNISED.items():
        if is_of(path):
            return name
    raise UsageError(
        f"{path} is of no format that is read here", hint=f"--format {'|'.join(FORMATS)}"
    )


def read(
    path: Path,
    form: Format,
    name: str | None,
    account: Account,
    *,
    rounds: int | None = None,
    steps: int | None = None,
    evaluations: Evaluations = "genius",
) -> Imported:
    """Return a game as definitions.

    Args:
        name: The scenario's id; None for one made of the game's own name.

    Raises:
        UsageError: There is no such game at that path.
        DefinitionError: A file of it says what cannot be, or what cannot be carried.
    """
    if not path.exists():
        raise UsageError(f"nothing is at {path}")
    source = path.resolve().name
    if form == "deliberation":
        if not deliberation.recognised(path):
            raise UsageError(f"{path} is no game's folder: it needs config.txt and scores_files")
        found = deliberation.read(path, account)
        made = name or gathering.name_of(found)
        if sessions := logs.found(path):
            account.dropped(
                f"{len(sessions)} sessions beside the game: --format deliberation-log reads them"
            )
        many = rounds or gathering.ROUNDS
        gathering.tell(found, many, account)
        return gathering.gathered(found, made, account, source=source, rounds=many)
    how = Reading(account, steps, evaluations)
    game = (genius if form == "genius" else negmas).read(path, how)
    return assembly.assembled(
        game,
        name or ids.slug(game.name, "game"),
        account,
        form=form,
        source=source,
        rounds=rounds or assembly.ROUNDS,
    )
