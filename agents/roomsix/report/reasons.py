"""Why talks ended as they did, as far as it was perceived: the nearest paper, and who balked."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from roomsix import acts, events, preferences, rules
from roomsix.deal import PartyId
from roomsix.events import Event, Record
from roomsix.report.entries import Entry, entries
from roomsix.report.scene import QUIET, Scene
from roomsix.report.text import one_line


def reasons(scene: Scene, record: Record) -> Iterator[Text]:
    """Yield a line each for what stood in the way; nothing where there is a deal.

    Args:
        record: What whoever looks on perceived, at least; what others did is left out.
    """
    ended = [event.what for event in record.of("ended")]
    if not ended or not isinstance(ended[-1], events.Ended) or ended[-1].outcome == "deal":
        return
    match ended[-1].why:
        case "walk-out":
            yield from _walked_out(scene, record)
        case "rupture":
            yield from _ruptured(scene, record)
        case "not ratified":
            yield from _refused(scene, record)
    if ended[-1].why != "not ratified":
        yield from _papers(scene, record)


def _walked_out(scene: Scene, record: Record) -> Iterator[Text]:
    for event in _seen(scene, record, "walk-out"):
        if event.seat is not None and event.seat == rules.walked_out(record):
            left = Text.assemble(scene.seated[event.seat].mark(), " walked out")
            yield left.append(f" in round {event.round}", QUIET)


def _ruptured(scene: Scene, record: Record) -> Iterator[Text]:
    happened = [e.what for e in _seen(scene, record, "happened")]
    if happened and isinstance(happened[-1], events.Happened):
        yield Text(one_line(happened[-1].what), "italic")


def _refused(scene: Scene, record: Record) -> Iterator[Text]:
    for event in _seen(scene, record, "ratified"):
        if isinstance(event.what, events.Ratified) and not event.what.ratified:
            party = event.what.party
            who = (scene.principal(party), scene.sides[party][1])
            yield Text.assemble(who, f" refused: {one_line(event.what.because)}")


def _papers(scene: Scene, record: Record) -> Iterator[Text]:
    """Yield how the nearest paper fared, and whether a better one had lain on the table."""
    found = entries(scene, record)
    if not found:
        yield Text("no offer and no text was put on the table")
        return
    nearest = max(found, key=lambda entry: (len(_others(scene, entry)), entry.number))
    line = Text("the nearest paper was ").append_text(_named(scene, nearest))
    if accepted := _others(scene, nearest):
        line.append(", accepted by ")
        line.append_text(Text(" and ").join(scene.side(party) for party in accepted))
    yield line
    yield from _stood_off(scene, record, nearest)
    if scene.seat is None:
        yield from _chance(scene, record, found, nearest)


def _others(scene: Scene, entry: Entry) -> list[PartyId]:
    """Return the sides that accepted a paper, without its author's own."""
    own = scene.scenario.seats[entry.seat].party
    return [party for party in entry.accepted if party != own]


def _named(scene: Scene, entry: Entry) -> Text:
    what = "text" if entry.kind == "draft" else "offer"
    line = Text.assemble((f"#{entry.number}", "bold"), f", the {what} of ")
    return line.append_text(scene.seated[entry.seat].mark())


def _stood_off(scene: Scene, record: Record, entry: Entry) -> Iterator[Text]:
    """Yield how the others answered a paper, why if they said, and what the paper was to them."""
    for party in scene.scenario.parties:
        if party in entry.accepted:
            continue
        line = Text().append_text(scene.side(party))
        if party in entry.refused:
            over = _over(scene, record, entry, party)
            line.append(f" rejected it{f' over {over}' if over else ''}")
        else:
            line.append(" did not answer it")
        if party in entry.worth:
            points, least = entry.worth[party].points, entry.worth[party].least
            line.append(f": {points} points to it then, and it needed {least}", QUIET)
            side = scene.scenario.parties[party]
            if preferences.breached(side.red_lines + side.mandate, entry.package):
                line.append("; it crosses a line of its own", QUIET)
        yield line


def _over(scene: Scene, record: Record, entry: Entry, party: PartyId) -> str:
    """Return the issue over which a side last rejected a paper; empty if it named none."""
    named = [
        event.what.issue
        for event in _seen(scene, record, "reject")
        if isinstance(event.what, acts.Reject)
        and event.what.paper == entry.seq
        and event.seat is not None
        and scene.scenario.seats[event.seat].party == party
    ]
    return scene.issue(named[-1]) if named and named[-1] else ""


def _chance(scene: Scene, record: Record, found: Sequence[Entry], nearest: Entry) -> Iterator[Text]:
    """Yield whether there was a paper that every side could have lived with when it was made.

    Where a quorum decides, enough sides.
    """
    scenario = scene.scenario
    who = "every side" if scenario.decision.rule == "unanimity" else "enough sides"
    good = [e for e in found if scenario.carries([p for p, w in e.worth.items() if w.suits])]
    if not good:
        yield Text(f"no paper was put forward that {who} could have lived with")
    elif nearest in good:
        yield Text(f"{who} could have lived with it")
    else:
        line = Text(f"{who} could have lived with ").append_text(_named(scene, good[-1]))
        yield line
        yield from _stood_off(scene, record, good[-1])


def _seen(scene: Scene, record: Record, kind: str) -> tuple[Event, ...]:
    seat = scene.seat
    return tuple(e for e in record.of(kind) if seat is None or seat in e.audience)
