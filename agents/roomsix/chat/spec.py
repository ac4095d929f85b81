"""A chat by its spec: `mock`, `mock:TACTIC`, `script:NAME`, `openai:MODEL`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from roomsix.calls import Chat
from roomsix.errors import UsageError
from roomsix.script import Script

if TYPE_CHECKING:
    from roomsix.chat.mock.tactics.oracle import Truths

ABOUT = {
    "mock": ("a mocked model that plays any role", "The default; needs no key and no network."),
    "script:NAME": ("turns written beforehand", "A file of evals/scripts, or a path."),
    "openai:MODEL": (
        "a language model",
        "Behind the OpenAI API (OPENAI_API_KEY) or any server that speaks it (OPENAI_BASE_URL).",
    ),
}
"""What answers for any seat, by how it is spelt: what it is, and what more there is to say."""

SPECS = ("mock", "mock:TACTIC", *list(ABOUT)[1:])

TACTIC = "mock:"
"""How the spec of a tactic begins."""


def make(
    spec: str,
    *,
    seed: int,
    script: Callable[[str], Script],
    truths: "Callable[[], Truths]",
    notify: Callable[[str], None] | None = None,
) -> Chat:
    """Return the chat that a spec names.

    Args:
        script: Finds a script by name or path.
        truths: Tells what is so in the scenario. Called for `mock:oracle` and for no other chat:
            this is the only way by which one can know more than it is sent.
        notify: Told, in a line, what keeps a model from answering.

    Raises:
        UsageError: There is no such chat.
        DefinitionError: The script is wrong.
        ChatError: A model's key is missing.
    """
    kind, _, rest = spec.partition(":")
    if spec == "mock":
        from roomsix.chat.mock import MockChat

        return MockChat(seed)
    if spec.startswith(TACTIC):
        from roomsix.chat.mock import tactics

        return tactics.make(tactics.read(spec), seed=seed, truths=truths)
    if kind == "script" and rest:
        from roomsix.chat.script import ScriptChat

        return ScriptChat(script(rest))
    if kind == "openai" and rest:
        from roomsix.chat.model import ModelChat

        return ModelChat(rest, notify=notify)
    raise UsageError(f"no chat {spec!r}", hint=f"there are: {', '.join(SPECS)}")


def check(spec: str, *, seat: str, role: str) -> None:
    """Make sure that a chat can play a role.

    Raises:
        UsageError: It is a tactic for other seats, or there is no such tactic.
    """
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
