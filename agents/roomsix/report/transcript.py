"""The talks as they are read: sessions as chapters, turns with words and deeds, papers compared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from roomsix import acts, events, rules
from roomsix.events import Event, Record
from roomsix.report import comparison
from roomsix.report.deeds import deed
from roomsix.report.layout import BLANK, GUTTER, Paragraph, set_in
from roomsix.report.papers import Papers
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line, visible
from roomsix.scenario import Session

CLOSINGS = {
    "time": "the time is up",
    "rounds": "that was the last round",
    "agreed": "there is an agreement",
    "walk-out": "a side has left",
    "rupture": "the tension has become too great",
    "adjourned": "the mediator adjourns",
    "called": "back to the table",
}
ENDINGS = {
    "agreed": "every lead has accepted",
    "ratified": "every principal has ratified it",
    "not ratified": "what the leads agreed on was not ratified",
    "walk-out": "a side walked out",
    "rupture": "the tension became too great",
    "out of rounds": "the rounds ran out",
    "out of time": "the time ran out",
    "adjourned": "the mediator adjourned without an agreement",
}


class Transcript:
    """Draws events in the order they come, a turn or more at a time.

    Seen from a seat, it draws only what the seat perceived, and numbers count only that.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._record = Record()
        self._papers = Papers()
        self._compared = comparison.Comparison(scene)
        self._round = 0
        self._turns = 0
        self._sessions = 0
        self._level = ""

    def draw(self, new: Iterable[Event]) -> Iterator[RenderableType]:
        """Yield what the new events look like; a turn's events must come together."""
        seat = self._scene.seat
        perceived = (event for event in new if seat is None or seat in event.audience)
        for turn, several in groupby(perceived, key=lambda event: event.turn):
            if turn is None:
                for event in several:
                    yield from self._aside(event)
            else:
                yield from self._turn(tuple(several))

    def _aside(self, event: Event) -> Iterator[RenderableType]:
        """Draw an event that is nobody's turn."""
        self._take((event,))
        match event.what:
            case events.Opened():
                yield self._chapter(event)
            case events.Happened(what=what, level=level):
                yield from self._entered(event)
                yield BLANK
                lead = Text("! ", f"bold {BAD}")
                yield Paragraph(Text(one_line(what), "italic"), indent=GUTTER, lead=lead)
                tension = self._scene.tension(level)
                yield set_in(Text.assemble(("  tension: ", QUIET), tension))
            case events.Showed(of=of, sign=sign):
                seen = self._scene.seated[of].mark().append(f" {one_line(sign)}", "dim italic")
                yield set_in(seen)
            case events.Fed(text=text):
                (reader,) = event.audience
                lead = Text.assemble(self._scene.seated[reader].mark(), (" reads: ", QUIET))
                yield Paragraph(Text(visible(text), "italic"), indent=GUTTER, lead=lead)
            case events.Unsealed(party=party, allow=allow, need=need):
                yield from self._unsealed(party, allow, need)
            case events.Assessed() | events.Invalid() | events.Thought():
                pass  # the board is shown beside the truth, after the talks
            case events.Told(text=text):
                yield ""
                yield set_in(Text(visible(text), "italic"))
            case events.Ratified(party=party, ratified=good, because=because):
                yield set_in(self._answer(party, good, because))
            case events.Closed(why=why):
                yield from self._compared.table(self._papers)
                if self._sitting(event).kind != "ratification":
                    yield BLANK
                    agreed = f": {self._agreement()}" if why == "agreed" else ""
                    yield set_in(Text(f"— {CLOSINGS[why]}{agreed}", style=QUIET))
            case events.Ended(outcome=outcome, why=why):
                # Whoever sees everything is shown the whole outcome instead.
                if self._scene.seat is not None:
                    yield BLANK
                    symbol, style = ("✓", GOOD) if outcome == "deal" else ("✗", BAD)
                    yield Text(f"{symbol} {outcome}: {ENDINGS[why]}", style=f"bold {style}")
            case other:
                raise AssertionError(f"{other.kind!r} belongs to a turn")

    def _turn(self, several: Sequence[Event]) -> Iterator[RenderableType]:
        first = several[0]
        assert first.seat is not None
        self._papers.turn_to(first.session)
        yield from self._entered(first)
        self._turns += 1
        number = first.turn if self._scene.seat is None else self._turns
        name = self._scene.seated[first.seat].mark(bold=True)
        yield BLANK
        head = Text.assemble((f"{number:>{GUTTER - 2}}  ", QUIET), name)
        if all(isinstance(event.what, acts.Pass | events.Thought) for event in several):
            yield Paragraph(head.append("  passes", QUIET))
            self._take(several)
            return
        yield Paragraph(head)
        did = any(event.what.kind in acts.ACTS and event.what.kind != "pass" for event in several)
        for event in several:
            # Those who do not perceive an act see a pass in its place.
            if not (did and isinstance(event.what, acts.Pass)):
                yield from self._part(event)
            self._take((event,))
            if isinstance(event.what, acts.Accept):
                yield from self._agreed(event)

    def _part(self, event: Event) -> Iterator[RenderableType]:
        """Draw one event of a turn."""
        match event.what:
            case events.Said(text=text, off_record=off_record):
                words = Text(visible(text))
                yield set_in(words.append("  (off the record)", QUIET) if off_record else words)
            case events.Whispered(text=text):
                yield set_in(Text(f"(whispers) {visible(text)}", style="dim italic"))
            case events.Conferred():
                if self._scene.seat is not None:
                    yield set_in(Text("(confers with its own side)", style="dim italic"))
            case events.Thought() | events.Claimed():
                pass
            case events.Invalid(reason=reason):
                yield set_in(Text(f"! an unusable reply: {one_line(reason)}", style=BAD))
            case _:
                yield deed(self._scene, self._papers, event, indent=GUTTER)

    def _agreed(self, event: Event) -> Iterator[RenderableType]:
        """Draw what it means, if this acceptance was the last one that was missing."""
        scenario = self._scene.scenario
        sitting = self._sitting(event)
        paper = rules.agreement(scenario, self._record)
        if paper is None or sitting.kind != "plenary":
            return
        assert isinstance(event.what, acts.Accept)
        if paper.seq != event.what.paper:
            return
        line = Text(f"{self._agreement()} is agreed", style=f"bold {GOOD}")
        if any(other.kind == "ratification" for other in scenario.sessions.values()):
            line.append(", subject to ratification", "not bold")
        if sitting.improve and event.round < sitting.rounds:
            line.append("; it stands while there are rounds to better it", "not bold")
        yield Paragraph(line, indent=GUTTER, lead=Text("= ", f"bold {GOOD}"))

    def _agreement(self) -> str:
        """Return the number of the paper that is agreed."""
        paper = rules.agreement(self._scene.scenario, self._record)
        number = self._papers.number(paper.seq) if paper else None
        return f"#{number or '?'}"

    def _entered(self, event: Event) -> Iterator[RenderableType]:
        """Draw the beginning of a round, if this event is the first in it."""
        if event.round <= self._round:
            return
        self._round = event.round
        yield from self._compared.table(self._papers)
        sitting = self._sitting(event)
        if sitting.rounds > 1:
            line = Text(f"round {event.round} of {sitting.rounds}", style=QUIET)
            if sitting.minutes is not None and self._scene.seat is None:
                used = rules.clock(self._scene.scenario, self._record, event.session)
                line.append(f", {used // 60_000} of {sitting.minutes} min", style=QUIET)
            yield BLANK
            yield set_in(line)

    def _chapter(self, event: Event) -> RenderableType:
        assert isinstance(event.what, events.Opened)
        self._sessions += 1
        self._round = 0
        self._compared.clear()
        sitting = event.what.aside or self._scene.scenario.sessions[event.session]
        title = Text(f"{self._sessions} · {one_line(sitting.title)}", style="bold")
        present = Text(", ").join(self._scene.seated[seat].mark() for seat in event.what.present)
        parts = [set_in(Text(visible(sitting.about), style="italic"))] if sitting.about else []
        if sitting.kind != "ratification":
            parts.append(set_in(Text.assemble(("in the room: ", QUIET), present)))
        return Group(BLANK, Rule(title, align="left", style=QUIET, characters="─"), *parts)

    def _sitting(self, event: Event) -> Session:
        return rules.sitting(self._scene.scenario, self._record, event.session)

    def _unsealed(
        self, party: str, allow: Sequence[acts.Term], need: Sequence[acts.Term]
    ) -> Iterator[RenderableType]:
        known = self._scene.scenario.verification
        name, style = self._scene.sides[party]
        for what, terms in (("will allow", allow), ("needs to see", need)):
            named = [
                f"{self._scene.scenario.obligations[term.obligation].name}: "
                f"{known.measures[term.measure].name}, {known.schedules[term.schedule]}"
                for term in terms
                if known is not None
            ]
            lead = Text.assemble(("▣ ", QUIET), (name, style), (f" {what} ", QUIET))
            yield Paragraph(Text("; ".join(map(one_line, named))), indent=GUTTER, lead=lead)

    def _answer(self, party: str, good: bool, because: str) -> Text:
        symbol, verb, style = ("✓", "ratifies", GOOD) if good else ("✗", "refuses", BAD)
        return Text.assemble(
            (f"{symbol} ", f"bold {style}"),
            (self._scene.principal(party), self._scene.sides[party][1]),
            (f" {verb}", f"bold {style}"),
            f": {one_line(because)}",
        )

    def _take(self, several: Iterable[Event]) -> None:
        for event in several:
            self._record.append(event)
            self._papers.add(event)
            self._compared.add(event)
