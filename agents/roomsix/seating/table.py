"""Talks put together: a scenario, the people in its seats, and whoever answers for them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from roomsix.errors import UsageError
from roomsix.scenario import Scenario
from roomsix.seating import answering, people
from roomsix.seating.tapes import Tapes

if TYPE_CHECKING:
    from roomsix.calls import Chat
    from roomsix.chat.metering import Meter
    from roomsix.session import Talks
    from roomsix.workspace import Workspace


def talks(
    workspace: "Workspace",
    named: str | Scenario,
    tapes: Tapes,
    *,
    seed: int,
    seats: Sequence[str] = (),
    chats: Sequence[str] = (),
    changes: Sequence[str] = (),
    usual: str = "mock",
    models: bool = True,
    meter: "Meter | None" = None,
    keyless: bool = False,
    person: "Callable[[], Chat] | None" = None,
    notify: Callable[[str], None] = lambda _: None,
) -> "Talks":
    """Return the talks that texts describe, as the options of `run` do.

    Args:
        seats: `SEAT=[PERSONA][@CHAT]`.
        chats: `[ROLE=]SPEC`.
        changes: `PATH=VALUE`.
        usual: Who answers where nobody is named.
        models: Whether any may be asked.
        person: Makes whoever answers at the terminal; None where nobody can be asked there.
        notify: Told, in a line, what is worth one.

    Raises:
        UsageError: A name leads nowhere, or a model would be asked that may not.
        DefinitionError: A definition is wrong.
        RecordError: What a chat is to answer from is damaged.
    """
    from roomsix.session import Talks

    changes = tuple(changes)
    if isinstance(named, str):
        scenario = workspace.scenario(named, changes)
    else:
        scenario = workspace.changed(named, changes)
    wanted = people.read(seats, tuple(scenario.seats))
    scenario, cast = people.seated(workspace, scenario, wanted.personas, changes, notify)
    specs = answering.specs(scenario, list(chats), wanted.chats, usual=usual)
    if not models:
        refuse_models(specs.values())
    made = answering.chats(
        scenario,
        specs,
        seed=seed,
        workspace=workspace,
        tapes=tapes,
        meter=meter,
        keyless=keyless,
        person=person,
        notify=notify,
    )
    return Talks(scenario=scenario, cast=cast, seed=seed, chats=made, settings=changes)


def refuse_models(specs: Iterable[str]) -> None:
    """Make sure that no chat is a model, which would be asked over a network.

    Raises:
        UsageError: One is.
    """
    for spec in specs:
        if spec.startswith("openai:"):
            raise UsageError(f"{spec!r} is a model, and none may be asked here")
