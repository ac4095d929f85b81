"""Which family a model is of, by its name: a judge is kinder to its own kind."""

import re
from collections.abc import Iterable

_KNOWN = (
    *("gpt", "claude", "gemini", "gemma", "llama", "qwen", "qwq", "mixtral", "mistral", "deepseek"),
    *("phi", "command", "grok", "nova", "glm", "kimi", "yi", "falcon", "olmo", "granite"),
)
_ONE = {"qwq": "qwen", "mixtral": "mistral", "gemma": "gemini", "o": "gpt"}
"""Other names of a family: of the same makers, mostly on the same data."""


def family(spec: str) -> str | None:
    """Return the family of the model in a chat's spec; None for what is no model, or recorded."""
    kind, _, named = spec.partition(":")
    if kind != "openai" or not named:
        return None
    model = named.rpartition("@")[0] or named
    words = re.findall(r"[a-z]+", model.lower())
    known = next((word for word in words for name in _KNOWN if word == name), None)
    # Names such as chatgpt or codellama end with that of the family.
    known = known or next((n for word in words for n in _KNOWN if word.endswith(n)), None)
    found = known or re.findall(r"[a-z]+", model.lower().rpartition("/")[2] or model)[:1] or None
    if isinstance(found, list):
        found = found[0]
    return _ONE.get(found, found) if found else None


def shared(judge: str, judged: Iterable[str]) -> bool | None:
    """Tell whether a judge is of the family of anything judged.

    None where that cannot be known, as of recorded answers.
    """
    own, others = family(judge), list(judged)
    if own is not None and own in map(family, others):
        return True
    recorded = any(each.partition(":")[0] in ("cassette", "replay") for each in others)
    return None if recorded and own is not None else False
