"""The talks as they are read: sessions as chapters, turns with words and deeds, papers compared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from roomsix import acts, events, rules
from roomsix.deal import Id, Package
from roomsix.events import Event, Record
from roomsix.report import beliefs, comparison, sealed, worth
from roomsix.report.chapters import Bookmark, ending
from roomsix.report.deeds import deed
from roomsix.report.layout import BLANK, GUTTER, Columns, Paragraph, set_in
from roomsix.report.papers import Papers
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.stage import staged
from roomsix.report.text import one_line, visible
from roomsix.scenario import Session


class Transcript:
    """Draws events in the order they come, a turn or more at a time.

    Seen from a seat, it draws only what the seat perceived, and numbers count only that.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._record = Record()
        self._papers = Papers()
        self._compared = comparison.Comparison(scene)
        self._beliefs = beliefs.Beliefs(scene)
        self._bookmark = Bookmark(scene)
        self._turns = 0
        self._silent = False
        self._level = ""

    def draw(self, new: Iterable[Event]) -> Iterator[RenderableType]:
        """Yield what the new events look like; a turn's events must come together."""
        seat = self._scene.seat
        perceived = (event for event in new if seat is None or seat in event.audience)
        for turn, several in groupby(perceived, key=lambda event: event.turn):
            if turn is None:
                for event, sign in staged(several):
                    yield from self._aside(event, sign)
                    yield from self._believed((event,))
            else:
                together = tuple(several)
                yield from self._turn(together)
                yield from self._believed(together)

    def _believed(self, several: Iterable[Event]) -> Iterator[RenderableType]:
        """Draw the beliefs that moved markedly."""
        moves = beliefs.marked(self._beliefs.moved(several))
        for seat, line in beliefs.lines(self._scene, moves):
            lead = self._scene.seated[seat].mark().append(" believes: ", QUIET)
            yield Paragraph(line, indent=GUTTER, lead=lead)

    def _aside(self, event: Event, sign: str) -> Iterator[RenderableType]:
        """Draw an event that is nobody's turn.

        Args:
            sign: What the others see of someone who is being told something; empty for nothing.
        """
        if isinstance(event.what, events.Opened):
            yield from self._opened(event, event.what)
            return
        entered = [] if event.what.kind in _UNANNOUNCED else list(self._entered(event))
        yield from entered
        self._take((event,))
        match event.what:
            case events.Happened() as what:
                yield from self._happened(what)
            case events.Showed() | events.Fed() as what:
                yield from [BLANK] if entered else []
                yield self._bearing(event, what, sign)
            case events.Unsealed() as what:
                yield from self._unsealed(what)
            case events.Assessed() | events.Invalid() | events.Thought():
                pass  # the board is shown beside the truth, after the talks
            case events.Told(text=text):
                yield Group(BLANK, _rule("What came of it"))
                yield set_in(Text(visible(text), "italic"))
            case events.Ratified(party=party, ratified=good, because=because):
                yield set_in(self._answer(party, good, because))
            case events.Closed(why=why):
                yield from self._closed(event, why)
            case events.Ended() as what:
                # Whoever sees everything is shown the whole outcome instead.
                if self._scene.seat is not None:
                    yield from self._ended(what)
            case other:
                raise AssertionError(f"{other.kind!r} belongs to a turn")

    def _happened(self, what: events.Happened) -> Iterator[RenderableType]:
        yield BLANK
        lead = Text("! ", f"bold {BAD}")
        yield Paragraph(Text(one_line(what.what), "italic"), indent=GUTTER, lead=lead)
        self._level = what.level
        yield set_in(Text.assemble(("  tension: ", QUIET), self._scene.tension(what.level)))

    def _bearing(self, event: Event, what: events.Showed | events.Fed, sign: str) -> RenderableType:
        if isinstance(what, events.Showed):
            mark = self._scene.seated[what.of].mark()
            return set_in(mark.append(f" {one_line(what.sign)}", "dim italic"))
        (reader,) = event.audience
        line = Text().append_text(self._scene.seated[reader].mark())
        line.append(f" {one_line(sign) or 'reads'}: ", "dim italic")
        return set_in(line.append(visible(what.text), "italic"))

    def _turn(self, several: Sequence[Event]) -> Iterator[RenderableType]:
        first = several[0]
        assert first.seat is not None
        yield from self._entered(first)
        self._papers.turn_to(first.session)
        self._turns += 1
        number = first.turn if self._scene.seat is None else self._turns
        name = self._scene.seated[first.seat].mark(bold=True)
        head = Text.assemble((f"{number:>{GUTTER - 2}}  ", QUIET), name)
        kinds = {event.what.kind for event in several}
        silent = kinds <= _SILENT
        if not (silent and self._silent):
            yield BLANK
        self._silent = silent
        if silent:
            yield Paragraph(head.append("  passes", QUIET))
            self._take(several)
            return
        yield Paragraph(head)
        passed = kinds <= {*_SILENT, "invalid"}
        for event in several:
            # Whatever else there is to see tells that the seat did nothing more.
            if passed or not isinstance(event.what, acts.Pass):
                yield from self._part(event)
            self._take((event,))
            if isinstance(event.what, acts.Accept):
                yield from self._agreed(event)

    def _part(self, event: Event) -> Iterator[RenderableType]:
        """Draw one event of a turn."""
        match event.what:
            case events.Said(text=text, off_record=off_record):
                words = Text(visible(text))
                # A meeting that is off the record as a whole says so at its head.
                marked = off_record and not self._sitting(event).off_record
                yield set_in(words.append("  (off the record)", QUIET) if marked else words)
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
        """Draw what it means, if this acceptance was the one that was missing."""
        scenario = self._scene.scenario
        sitting = self._sitting(event)
        paper = rules.agreement(scenario, self._record)
        if paper is None or sitting.kind != "plenary":
            return
        assert isinstance(event.what, acts.Accept)
        own = scenario.seats[event.seat].party if event.seat else None
        if paper.seq != event.what.paper or scenario.carries(paper.accepted - {own}):
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
        """Draw that a session goes on or that a round begins, if it does with this event."""
        if self._bookmark.absent(event, self._record):
            return
        back = self._bookmark.back(event)
        round_ = self._bookmark.round(event)
        if back or round_:
            self._silent = False
            yield from self._table()
        if back:
            yield Group(BLANK, _rule(f"back in {back.title}"))
        chapter = self._bookmark.here
        if round_ and chapter and chapter.sitting.rounds > 1:
            line = Text(f"round {round_} of {chapter.sitting.rounds}", style=QUIET)
            if used := chapter.clock(self._scene, self._record):
                line.append(f", {used}", style=QUIET)
            yield BLANK
            yield set_in(line)

    def _opened(self, event: Event, what: events.Opened) -> Iterator[RenderableType]:
        yield from self._table()
        self._take((event,))
        self._silent = False
        chapter = self._bookmark.open(event, what)
        sitting = chapter.sitting
        parts = [set_in(Text(visible(sitting.about), style="italic"))] if sitting.about else []
        if sitting.kind != "ratification":
            present = Text(", ").join(self._scene.seated[seat].mark() for seat in what.present)
            lead = Text(f"{chapter.room}: ", QUIET)
            parts.append(Paragraph(present, indent=GUTTER, lead=lead))
        if sitting.off_record:
            parts.append(set_in(Text("nothing said here may be repeated", QUIET)))
        yield Group(BLANK, _rule(chapter.title), *parts)
        yield from self._tension()

    def _tension(self) -> Iterator[RenderableType]:
        """Draw the tension where what leads have heard since has changed it; from a seat, nothing.

        It goes by what both leads believe, which a seat's own events do not tell.
        """
        if self._scene.seat is not None:
            return
        level = rules.level(self._scene.scenario, self._record)
        if self._level not in ("", level):
            yield set_in(Text.assemble(("tension: ", QUIET), self._scene.tension(level)))
        self._level = level

    def _closed(self, event: Event, why: events.Closing) -> Iterator[RenderableType]:
        yield from self._table()
        chapter = self._bookmark.of(event)
        if chapter is None or chapter.sitting.kind == "ratification":
            return
        line = Text(f"— {chapter.closing(why)}", QUIET)
        if why == "agreed":
            line.append(f": {self._agreement()}")
        if used := chapter.clock(self._scene, self._record):
            line.append(f", after {used}")
        yield BLANK
        yield set_in(line)

    def _ended(self, what: events.Ended) -> Iterator[RenderableType]:
        """Draw for a seat how it ended: what it knows of the terms, and why there are none."""
        from roomsix.report import reasons

        symbol, style = ("✓", GOOD) if what.outcome == "deal" else ("✗", BAD)
        yield BLANK
        why = ending(self._scene.scenario, what.why)
        title = Text(f"{symbol} {what.outcome}: {why}", style=f"bold {style}")
        yield title
        for reason in reasons.reasons(self._scene, self._record):
            yield set_in(reason)
        paper = rules.agreement(self._scene.scenario, self._record)
        # Someone who was sent out may have missed that it was bettered.
        if what.outcome == "deal" and paper is not None and paper.package == what.package:
            yield from self._terms(paper.package, what.level)

    def _terms(self, package: Package, level: Id) -> Iterator[RenderableType]:
        """Draw what a seat knows was agreed and, for a lead, what that is worth to its side."""
        rows = [
            [Text(self._scene.issue(issue), QUIET), Text(self._scene.option(issue, option), "bold")]
            for issue, option in package.items()
        ]
        for own in worth.worth(self._scene, package, level).values():
            needed = Text.assemble(worth.shown(own), (f", and no deal {own.least}", QUIET))
            rows.append([Text("worth to you", QUIET), needed])
        yield Columns(rows, indent=GUTTER)

    def _table(self) -> Iterator[RenderableType]:
        level = rules.level(self._scene.scenario, self._record)
        yield from self._compared.table(self._papers, level)

    def _sitting(self, event: Event) -> Session:
        return rules.sitting(self._scene.scenario, self._record, event.session)

    def _unsealed(self, what: events.Unsealed) -> Iterator[RenderableType]:
        lead = Text("▣ ", QUIET)
        side = self._scene.side(what.party).append("'s proposal is opened", QUIET)
        yield Group(BLANK, Paragraph(side, indent=GUTTER, lead=lead))
        for label, phrases in sealed.terms(self._scene, what):
            head = Text(f"  {label:<13}", QUIET)
            yield Paragraph(Text("; ".join(phrases)), indent=GUTTER, lead=head)

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


_UNANNOUNCED = {"told", "ended", "assessed", "invalid", "thought"}
"""What begins no round, and does not tell that a session goes on."""


_SILENT = {"pass", "thought"}
"""What nobody in the room hears or sees anything of."""


def _rule(title: str) -> RenderableType:
    return Rule(Text(title, "bold"), align="left", style=QUIET, characters="─")
