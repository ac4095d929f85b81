"""What a program asks for, in its own words, as the texts that options have."""

import logging
from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import ValidationError

from roomsix import settings
from roomsix.budget import Limits
from roomsix.errors import UsageError, did_you_mean

Chats = str | Mapping[str, str]
"""Who answers: one chat for everyone, or one for each role named."""

LOG = logging.getLogger("roomsix")
"""Told what keeps a model from answering, and other things that are worth a line."""


def seats(wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Return `SEAT=[PERSONA][@CHAT]` for each seat."""
    return tuple(f"{seat}={who}" for seat, who in wanted.items())


def chats(wanted: Chats) -> tuple[str, ...]:
    """Return `[ROLE=]SPEC` for each chat."""
    if isinstance(wanted, str):
        return (wanted,)
    return tuple(f"{role}={spec}" for role, spec in wanted.items())


def usual(*, models: bool) -> str:
    """Return who answers where nobody is named: as the user's settings have it, if it may be."""
    return settings.load().settings.chat if models else "mock"


def limits(wanted: Limits | Mapping[str, object] | None) -> Limits:
    """Return what may be spent.

    Raises:
        UsageError: There is no such limit, or it cannot be that.
    """
    if wanted is None or isinstance(wanted, Limits):
        return wanted or Limits()
    for name in wanted:
        if name not in Limits.model_fields:
            known = Limits.model_fields
            hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
            raise UsageError(f"no limit is called {name!r}", hint=hint)
    try:
        return Limits.model_validate(dict(wanted))
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        place = ".".join(map(str, found["loc"]))
        raise UsageError(f"limits: {place}: {found['msg'].lower()}") from None


def scores(wanted: Collection[str] | None) -> tuple[str, ...] | None:
    """Return the scores that are to be worked out; None for all.

    Raises:
        UsageError: One is unknown.
    """
    from roomsix.scoring.table import METRICS

    for name in wanted or ():
        if name not in METRICS:
            hint = did_you_mean(name, METRICS) or "`roomsix explain` lists them"
            raise UsageError(f"no score is called {name!r}", hint=hint)
    return None if wanted is None else tuple(wanted)


def folder(root: Path) -> Path:
    """Return the folder that is worked in.

    Raises:
        UsageError: It is not there.
    """
    if not root.is_dir():
        raise UsageError(f"no folder {str(root)!r} to work in")
    return root
