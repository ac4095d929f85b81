"""One turn laid open: what was asked and answered, thought, said and done, and who perceived it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from roomsix import events
from roomsix.calls import Outcome
from roomsix.deal import SeatId
from roomsix.events import Event
from roomsix.report import beliefs
from roomsix.report.beliefs import Moves
from roomsix.report.deeds import deed
from roomsix.report.papers import Papers
from roomsix.report.scene import BAD, QUIET, Scene
from roomsix.report.text import one_line, visible
from roomsix.scenario import Session

Row = tuple[str, RenderableType]


@dataclass(frozen=True)
class Call:
    """A question that was asked in the turn, without its text.

    Attributes:
        characters: How long each message was, by role.
        seen: How many lines of the seat's view it held.
        asked: How often it was sent off anew; more than once after a crash.
    """

    chat: str
    characters: tuple[tuple[str, int], ...]
    seen: int
    asked: int
    outcome: Outcome | None


def turn(
    scene: Scene,
    sitting: Session,
    papers: Papers,
    number: int,
    several: Sequence[Event],
    calls: Sequence[Call],
    moves: Moves,
) -> RenderableType:
    """Return everything there is about a turn to whoever looks on.

    Args:
        sitting: The session it falls in.
        papers: What was on the table before.
        several: The turn's events.
        calls: The questions asked, in order; none from a seat.
        moves: What it moved in the minds of those whose beliefs may be seen.
    """
    first = several[0]
    assert first.seat is not None
    title = Text.assemble((f"turn {number} · ", "bold"), scene.seated[first.seat].mark(bold=True))
    title.append(f" · {one_line(sitting.title)}, round {first.round} of {sitting.rounds}", QUIET)
    grid = Table.grid(padding=(0, 2, 1, 0))
    grid.add_column(justify="right")
    believed = _believed(scene, moves)
    for label, what in [*_asked(calls), *_happened(scene, papers, several), *believed]:
        grid.add_row(Text(label, QUIET), what)
    return Group(Rule(title, align="left", style=QUIET, characters="─"), "", grid)


def _asked(calls: Sequence[Call]) -> Iterator[Row]:
    for number, call in enumerate(calls, start=1):
        whole = sum(size for _, size in call.characters)
        sizes = ", ".join(f"{size:,} {role}" for role, size in call.characters)
        asked = Text(f"{one_line(call.chat)}, with {whole:,} characters ({sizes})")
        asked.append(f" and {call.seen} lines of what the seat perceived", QUIET)
        if call.asked > 1:
            asked.append(f", {call.asked} times: the run had stopped in the middle of it")
        yield "asked" if number == 1 else "asked again", asked
        yield "answered", _answered(call.outcome)


def _answered(outcome: Outcome | None) -> Text:
    if outcome is None:
        return Text("not yet", BAD)
    line = Text(f"{len(outcome.text):,} characters")
    if outcome.kind != "text":
        line = Text(f"{outcome.kind}, ", BAD).append(f"{len(outcome.text):,} characters", "default")
    if outcome.usage.prompt or outcome.usage.completion:
        used = outcome.usage
        line.append(
            f", {used.prompt:,} tokens in ({used.cached:,} cached), {used.completion:,} out"
        )
    if outcome.latency_ms:
        line.append(f", {outcome.latency_ms / 1000:.1f} s")
    if outcome.attempts > 1:
        line.append(f", {outcome.attempts} attempts")
    return line.append(f", by {one_line(outcome.model)}") if outcome.model else line


def _happened(scene: Scene, papers: Papers, several: Sequence[Event]) -> Iterator[Row]:
    """Yield what came of the turn and who perceived it, said once where they are always the same.

    Who else perceived something is not for a seat to know.
    """
    heard = list(dict.fromkeys(event.audience for event in several if event.audience))
    for event in several:
        yield from _part(scene, papers, event)
        if scene.seat is None and event.audience and len(heard) > 1:
            yield "", _audience(scene, event.audience)
    if scene.seat is None and len(heard) == 1:
        yield "", _audience(scene, heard[0])


def _part(scene: Scene, papers: Papers, event: Event) -> Iterator[Row]:
    match event.what:
        case events.Invalid(reason=reason, reply=reply):
            yield "failed", Text(one_line(reason), BAD)
            yield "reply", Text(visible(reply) or "(empty)", QUIET)
        case events.Thought(text=text, claims=claims):
            if text:
                yield "thinks", Text(visible(text), "italic")
            yield from (("claims", _claim(scene, claim)) for claim in claims)
        case events.Said(text=text):
            yield "says", Text(visible(text))
        case events.Whispered(text=text):
            yield "whispers", Text(visible(text), "italic")
        case events.Conferred():
            yield "confers", Text("with its own side")
        case events.Claimed(fact=fact, holds=holds) if scene.seat is not None:
            yield "claims", _claim(scene, events.Claim(fact=fact, holds=holds))
        case events.Claimed():
            pass  # they stand beside the thought already
        case _:
            yield "does", deed(scene, papers, event)


def _believed(scene: Scene, moves: Moves) -> Iterator[Row]:
    for seat, line in beliefs.lines(scene, moves):
        yield "moves", Text.assemble(scene.seated[seat].mark(), ": ", line)


def _claim(scene: Scene, claim: events.Claim) -> Text:
    fact = scene.scenario.facts.get(claim.fact)
    said = Text(f"{'it is so' if claim.holds else 'it is not so'}: ", QUIET)
    said.append(one_line(fact.text if fact else claim.fact), "not dim")
    if scene.seat is not None or fact is None or fact.truth == claim.holds:
        return said
    return said.append(" (untrue)", BAD)


def _audience(scene: Scene, seats: Sequence[SeatId]) -> Text:
    marks = Text(", ").join(scene.seated[seat].mark() for seat in seats)
    return Text.assemble(("perceived by ", QUIET), marks)
