"""Stage business: what happens in the room beside words."""

from collections.abc import Iterable, Iterator

from roomsix import events
from roomsix.events import Event


def staged(several: Iterable[Event]) -> Iterator[tuple[Event, str]]:
    """Yield events, and with what reaches a seat how the others see it being read.

    The glance is told only once where both are perceived; the string is empty for all else.
    """
    held: Event | None = None
    for event in several:
        if held is not None:
            glance = event.what
            if isinstance(glance, events.Showed) and (glance.of,) == held.audience:
                yield held, glance.sign
                held = None
                continue
            yield held, ""
        held = event if isinstance(event.what, events.Fed) else None
        if held is None:
            yield event, ""
    if held is not None:
        yield held, ""
