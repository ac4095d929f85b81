"""A sandbox for multi-party negotiations between language models.

For programs and notebooks: `await roomsix.negotiate("theatre")` plays talks, `await
roomsix.evaluate("smoke")` a suite, and `roomsix.frame(…)` makes columns of what came of them.
"""

from typing import TYPE_CHECKING

__all__ = ["ENGINE_VERSION", "__version__", "evaluate", "frame", "negotiate"]

__version__ = "0.1.0"

ENGINE_VERSION = 3
"""Raised by any change of prompts, rules or draws: what may make a journal no longer replay."""

_LATER = {"evaluate": "suites", "frame": "frames", "negotiate": "playing"}
"""The module of `api` that holds a name; loaded when it is first used."""


if TYPE_CHECKING:
    from roomsix.api.frames import frame
    from roomsix.api.playing import negotiate
    from roomsix.api.suites import evaluate
else:  # a checker would let any name pass

    def __getattr__(name: str) -> object:
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"roomsix.api.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
