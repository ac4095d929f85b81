"""A chat by its spec: `mock`, `mock:TACTIC`, `fault:KIND`, `script:NAME`, `openai:MODEL`, …"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.calls import Chat
from roomsix.errors import UsageError
from roomsix.script import Script
from roomsix.settings import ADDRESS, DEFAULT, Origins, load
from roomsix.tape import Tape

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.chat.mock.tactics.oracle import Truths
    from roomsix.chat.tape import Asking

ABOUT = {
    "mock": ("a mocked model that plays any role", "The default; needs no key and no network."),
    "script:NAME": ("turns written beforehand", "A file of evals/scripts, or a path."),
    "cassette:NAME": ("recorded answers", "A file of evals/cassettes, made of a run by `export`."),
    "replay:RUN": ("the answers of another run", "Given to the very questions they answered."),
    "openai:MODEL": (
        "a language model",
        "Behind the OpenAI API (OPENAI_API_KEY) or any server that speaks it (OPENAI_BASE_URL);"
        " openai:MODEL@NAME at an endpoint of your settings (`roomsix config show`).",
    ),
    "person": ("you, at this terminal", "`roomsix play SCENARIO --as SEAT` seats you."),
}
"""What answers for any seat, by how it is spelt: what it is, and what more there is to say."""

SPECS = ("mock", "mock:TACTIC", "fault:KIND", *list(ABOUT)[1:])

TAPES = ("cassette", "replay")
"""What answers were recorded in."""

TACTIC = "mock:"
"""How the spec of a tactic begins."""

FAULT = "fault:"
"""How the spec of a mock begins whose answers fail."""

KINDS = tuple(dict.fromkeys(each.partition(":")[0] for each in SPECS))


def is_spelt(text: str) -> bool:
    """Return whether a text is written as the spec of a chat is, though there may be none such."""
    return text.partition(":")[0] in KINDS


@dataclass(frozen=True)
class Sources:
    """What chats are made from.

    Attributes:
        script: Finds a script by name or path.
        tape: Finds what `cassette:NAME` or `replay:RUN` answers from, by that spec.
        truths: Tells what is so in the scenario. Called for `mock:oracle` and for no other chat:
            this is the only way by which one can know more than it is sent.
        asking: What is to be recorded in cassettes.
        notify: Told, in a line, what keeps a model from answering.
        settings: Reads the user's own settings; called for models alone.
        meter: What models spend through; None where nothing is limited.
        keyless: Models are made that are not going to be asked, and need no key.
        person: Makes whoever answers at the terminal; None where nobody can be asked there.
    """

    seed: int
    script: Callable[[str], Script]
    tape: Callable[[str], Tape]
    truths: "Callable[[], Truths]"
    asking: "Asking" = "none"
    notify: Callable[[str], None] | None = None
    settings: Callable[[], Origins] = load
    meter: "Meter | None" = None
    keyless: bool = False
    person: Callable[[], Chat] | None = None


def make(spec: str, sources: Sources) -> Chat:
    """Return the chat that a spec names.

    Raises:
        UsageError: There is no such chat.
        DefinitionError: The script is wrong.
        RecordError: What it is to answer from is damaged.
        UsageError: A model's key is missing.
    """
    kind, _, rest = spec.partition(":")
    if spec == "mock":
        from roomsix.chat.mock import MockChat

        return MockChat(sources.seed)
    if spec.startswith(TACTIC):
        from roomsix.chat.mock import tactics

        return tactics.make(tactics.read(spec), seed=sources.seed, truths=sources.truths)
    if spec.startswith(FAULT):
        from roomsix.chat import failing

        return failing.make(failing.read(spec), seed=sources.seed)
    if kind == "script" and rest:
        return _scripted(rest, sources)
    if kind in TAPES and rest:
        return _taped(spec, sources)
    if kind == "openai" and rest:
        return _model(rest, sources)
    if spec == "person":
        if sources.person is None:
            raise UsageError(
                "no person can be asked here", hint="one sits down with `roomsix play`"
            )
        return sources.person()
    raise UsageError(f"no chat {spec!r}", hint=f"there are: {', '.join(SPECS)}")


def _scripted(named: str, sources: Sources) -> Chat:
    """Return a chat by a script's name, which is its own even in a folder, or by its path."""
    from roomsix.chat.script import ScriptChat

    script = sources.script(named)
    over = None if script.over is None else make(script.over, sources)
    return ScriptChat(script, over, name="" if named.endswith(".yaml") else f"script:{named}")


def _model(named: str, sources: Sources) -> Chat:
    """Return a chat with `MODEL`, or with `MODEL@ENDPOINT`."""
    from roomsix.chat.model import ModelChat

    model, at, endpoint = named.rpartition("@")
    name = endpoint if at else DEFAULT
    found = sources.settings()
    reached = found.endpoint(name)
    key = found.key(name) or ("none" if sources.keyless else "")
    environ = {**found.environ, ADDRESS: found.address(name), "OPENAI_API_KEY": key}
    return ModelChat(
        model if at else named,
        endpoint=endpoint if at else "",
        key_from=reached.key_from,
        url_from=ADDRESS if name == DEFAULT and not reached.url else f"endpoints.{name}.url",
        environ=environ,
        notify=sources.notify,
        meter=sources.meter,
        pace=reached.pace,
    )


def _taped(spec: str, sources: Sources) -> Chat:
    from roomsix.chat.tape import TapeChat

    tape = sources.tape(spec)
    if sources.asking == "none":
        return TapeChat(tape)
    made = {each: make(each, sources) for each in dict.fromkeys(tape.chats.values())}
    chats = {seat: made[each] for seat, each in tape.chats.items()}
    return TapeChat(tape, asking=sources.asking, chats=chats)


def check(spec: str, *, seat: str, role: str) -> None:
    """Make sure that a chat can play a role.

    Raises:
        UsageError: It is a tactic for other seats, or there is no such tactic or fault.
    """
    if spec.startswith(FAULT):
        from roomsix.chat import failing

        failing.read(spec)
    if not spec.startswith(TACTIC):
        return
    from roomsix.chat.mock import tactics

    chosen = tactics.read(spec)
    if role not in chosen.named.roles:
        suited = ", ".join(("mock", *(f"{TACTIC}{name}" for name in tactics.fitting(role))))
        raise UsageError(
            f"{spec!r} is for {' or '.join(chosen.named.roles)} seats, and {seat!r} has the role"
            f" {role!r}",
            hint=f"for {role} seats: {suited}",
        )


def check_scripts(chats: Mapping[str, Chat], roles: Mapping[str, str]) -> None:
    """Make sure that the mocks under scripts can play the roles of their seats.

    Raises:
        UsageError: One is a tactic for other seats.
    """
    from roomsix.chat.script import ScriptChat

    for seat, chat in chats.items():
        if isinstance(chat, ScriptChat) and chat.over is not None:
            check(chat.over.name, seat=seat, role=roles[seat])
