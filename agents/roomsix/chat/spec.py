"""A chat by its spec: `mock`, `script:NAME`, `openai:MODEL`."""

from collections.abc import Callable

from roomsix.calls import Chat
from roomsix.errors import UsageError
from roomsix.script import Script

SPECS = ("mock", "script:NAME", "openai:MODEL")


def make(
    spec: str,
    *,
    seed: int,
    script: Callable[[str], Script],
    notify: Callable[[str], None] | None = None,
) -> Chat:
    """Return the chat that a spec names.

    Args:
        script: Finds a script by name or path.
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
    if kind == "script" and rest:
        from roomsix.chat.script import ScriptChat

        return ScriptChat(script(rest))
    if kind == "openai" and rest:
        from roomsix.chat.model import ModelChat

        return ModelChat(rest, notify=notify)
    raise UsageError(f"no chat {spec!r}", hint=f"there are: {', '.join(SPECS)}")
