"""The talks as a story in Markdown: a chapter for every session, for all eyes or one seat's."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roomsix import acts, events, rules
from roomsix.events import Event, Record
from roomsix.report import beliefs, board, epilogue, preface, sealed, worth
from roomsix.report.chapters import Bookmark
from roomsix.report.deeds import told
from roomsix.report.markup import aside, bullets, quoted, speech, table, words
from roomsix.report.papers import Papers, changed
from roomsix.report.scene import Scene
from roomsix.report.stage import staged
from roomsix.scoring import Scores


def markdown(
    scene: Scene, record: Record, *, seed: int | None, scores: Scores | None = None
) -> str:
    """Return the whole story; from a seat only what it perceived, without any scores.

    Args:
        seed: None for talks that were played elsewhere.
        scores: None for talks that have not come to their end, and from a seat.
    """
    blocks = [*preface.preface(scene, record, seed), *Story(scene).tell(record)]
    blocks += epilogue.epilogue(scene, record, scores if scene.seat is None else None)
    return "\n\n".join(blocks) + "\n"


class Story:
    """Tells events in the order they come; it remembers what lies on the table."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._record = Record()
        self._papers = Papers()
        self._beliefs = beliefs.Beliefs(scene)
        self._bookmark = Bookmark(scene)
        self._silent: list[str] = []

    def tell(self, record: Iterable[Event]) -> Iterator[str]:
        """Yield the blocks of every chapter."""
        seat = self._scene.seat
        perceived = (event for event in record if seat is None or seat in event.audience)
        for turn, several in groupby(perceived, key=lambda event: event.turn):
            together = tuple(several)
            if turn is not None:
                yield from self._told(together)
                continue
            for event, sign in staged(together):
                yield from self._told((event,), sign)
        yield from self._silence()

    def _told(self, several: Sequence[Event], sign: str = "") -> Iterator[str]:
        """Tell a turn, or an event outside turns; those who pass in a row are told of together.

        Args:
            sign: What the others see of someone who is being told something; empty for nothing.
        """
        first = several[0]
        self._papers.turn_to(first.session)
        if first.turn is not None and _passes(several):
            blocks = list(self._entered(first))
            if blocks:
                yield from self._silence()
                yield from blocks
            assert first.seat is not None
            self._silent.append(words(self._name(first.seat)))
        else:
            blocks = list(
                self._turn(several) if first.turn is not None else self._event(first, sign)
            )
            blocks += self._believed(several)
            if blocks:
                yield from self._silence()
            yield from blocks
        for event in several:
            self._record.append(event)
            self._papers.add(event)

    def _silence(self) -> Iterator[str]:
        names, self._silent = list(dict.fromkeys(self._silent)), []
        if names:
            those = (
                f"{', '.join(names[:-1])} and {names[-1]} say" if names[1:] else f"{names[0]} says"
            )
            yield f"*{those} nothing.*"

    def _event(self, event: Event, sign: str) -> Iterator[str]:
        """Tell an event that is nobody's turn."""
        if not isinstance(event.what, _APART):
            yield from self._entered(event)
        match event.what:
            case events.Opened():
                yield from self._opened(event, event.what)
            case events.Happened(what=what, level=level):
                tension = words(self._scene.tension(level).plain)
                yield f"**Meanwhile:** {aside(what)} Tension: {tension}"
            case events.Showed(of=of, sign=sign):
                yield aside(f"{self._name(of)} {sign}.")
            case events.Fed(text=text):
                (reader,) = event.audience
                does = sign or "reads"
                yield quoted(f"{aside(f'{self._name(reader)} {does}:')} {' '.join(speech(text))}")
            case events.Unsealed() as what:
                yield self._unsealed(what)
            case events.Assessed() as what:
                yield self._assessed(event, what)
            case events.Ratified(party=party, ratified=good, because=because):
                verb = "ratifies" if good else "refuses"
                yield f"**{words(self._scene.principal(party))} {verb}:** {words(because)}."
            case events.Closed(why=why):
                yield from self._closed(event, why)
            case events.Thought(text=text) if text and event.seat is not None:
                yield quoted(f"{aside(f'{self._name(event.seat)} thinks:')} {words(text)}")
            case _:
                pass  # the ending and what is told of it stand in the epilogue

    def _opened(self, event: Event, what: events.Opened) -> Iterator[str]:
        chapter = self._bookmark.open(event, what)
        sitting = chapter.sitting
        yield f"## {chapter.number}. {words(sitting.title)}"
        if sitting.about:
            yield aside(sitting.about)
        if sitting.kind != "ratification":
            present = ", ".join(words(self._name(seat)) for seat in what.present)
            apart = " Nothing said here may be repeated." if sitting.off_record else ""
            yield f"*{chapter.room.capitalize()}: {present}.{apart}*"

    def _entered(self, event: Event) -> Iterator[str]:
        """Tell that a session goes on or that a round begins, if it does with this event."""
        if self._bookmark.absent(event, self._record):
            return
        back = self._bookmark.back(event)
        if back:
            yield f"### Back in {back.number}. {words(back.sitting.title)}"
        round_ = self._bookmark.round(event)
        chapter = self._bookmark.here
        if round_ and chapter and chapter.sitting.rounds > 1:
            used = chapter.clock(self._scene, self._record)
            yield f"*— round {round_} of {chapter.sitting.rounds}{f', {used}' if used else ''} —*"

    def _closed(self, event: Event, why: events.Closing) -> Iterator[str]:
        yield from self._table()
        chapter = self._bookmark.of(event)
        if chapter is None or chapter.sitting.kind == "ratification":
            return
        used = chapter.clock(self._scene, self._record)
        yield f"*— {chapter.closing(why)}{f', after {used}' if used else ''} —*"

    def _turn(self, several: Sequence[Event]) -> Iterator[str]:
        first = several[0]
        assert first.seat is not None
        yield from self._entered(first)
        name = words(self._name(first.seat))
        said: list[str] = []
        notes: list[str] = []
        done, terms = "", ""
        for event in several:
            match event.what:
                case events.Said(text=text, off_record=off_record):
                    said = list(speech(text))
                    chapter = self._bookmark.of(event)
                    known = chapter is not None and chapter.sitting.off_record
                    said[-1] += " *(off the record)*" if off_record and not known else ""
                case events.Whispered(text=text):
                    notes.append(f"*{name} whispers to its own side:* {' '.join(speech(text))}")
                case events.Conferred() if self._scene.seat is not None:
                    notes.append(f"*{name} confers with its own side.*")
                case events.Thought(text=text) if text:
                    notes.insert(0, f"*{name} thinks:* {words(text)}")
                case events.Claimed():
                    notes += self._claimed(event, event.what)
                case events.Invalid(reason=reason):
                    notes.append(f"*An unusable reply: {words(reason)}*")
                case acts.Propose() | acts.Draft() as paper:
                    done, terms = self._paper(event, paper)
                case events.Conferred() | events.Thought() | acts.Pass():
                    pass
                case _:
                    done = words(told(self._scene, self._papers, event).plain[2:].rstrip("."))
        deed = f" *({done})*" if done else ""
        if said:
            yield from [f"**{name}:** {said[0]}", *said[1:]][:-1]
            yield (said[-1] if said[1:] else f"**{name}:** {said[0]}") + deed
        elif done:
            yield f"*{name} {done}.*"
        yield from filter(None, [terms, *map(quoted, notes)])

    def _believed(self, several: Sequence[Event]) -> Iterator[str]:
        moves = beliefs.marked(self._beliefs.moved(several))
        for seat, line in beliefs.lines(self._scene, moves):
            yield quoted(f"*{words(self._name(seat))} believes: {words(line.plain)}*")

    def _claimed(self, event: Event, what: events.Claimed) -> Iterator[str]:
        """Tell all eyes where words and belief, or words and truth, part."""
        if self._scene.seat is not None or event.seat is None:
            return
        scenario = self._scene.scenario
        claim = events.Claim(fact=what.fact, holds=what.holds)
        untrue = scenario.facts[what.fact].truth != what.holds
        against = rules.against_belief(scenario, self._record, event.seat, claim)
        if untrue or against:
            how = "against its own belief" if against else "in good faith"
            so = "what it says is untrue" if untrue else "what it says is so all the same"
            topic = self._scene.topic(what.fact)
            yield f"*On “{words(topic)}” {words(self._name(event.seat))} speaks {how}; {so}.*"

    def _paper(self, event: Event, act: acts.Propose | acts.Draft) -> tuple[str, str]:
        """Return what is put on the table, and a list of its terms or of what moved."""
        assert event.seat is not None
        scene, number = self._scene, len(self._papers) + 1
        done = f"{'drafts text' if isinstance(act, acts.Draft) else 'proposes'} #{number}"
        before = self._papers.latest.get(event.seat)
        terms = []
        old = None if before is None else self._papers.package(before)
        for issue in act.package if old is None else changed(old, act.package):
            was = f"~~{words(scene.option(issue, old[issue]))}~~ → " if old is not None else ""
            now = words(scene.option(issue, act.package[issue]))
            terms.append(f"{words(scene.issue(issue))}: {was}**{now}**")
        terms = terms or ["nothing changed"]
        if isinstance(act, acts.Draft) and act.brackets:
            terms.append(f"in brackets: {words(', '.join(map(scene.issue, act.brackets)))}")
        level = rules.level(scene.scenario, self._record)
        for party, found in worth.worth(scene, act.package, level).items():
            whose = "you" if scene.seat else words(scene.side(party).plain)
            point = f"worth to {whose}: {worth.shown(found).plain}, and no deal {found.least}"
            terms.append(f"*{point}*")
        leaning = worth.leaning(scene, act.package)
        terms += [] if leaning is None else [f"*by your leaning: {leaning}*"]
        against = "" if before is None else f", against #{self._papers.number(before)}"
        return done + against, bullets(terms)

    def _table(self) -> Iterator[str]:
        """Tell what lay on the table when a session ended."""
        scene, latest = self._scene, self._papers.latest
        order = [seat for seat in scene.scenario.seats if seat in latest]
        if not order:
            return
        head = [f"{words(self._name(s))} #{self._papers.number(latest[s])}" for s in order]
        packages = [self._papers.package(latest[seat]) for seat in order]
        rows = [
            [words(scene.issue(i)), *(words(scene.option(i, package[i])) for package in packages)]
            for i in scene.scenario.issues
        ]
        yield table(["on the table", *head], rows)

    def _assessed(self, event: Event, what: events.Assessed) -> str:
        assert event.seat is not None
        noted = []
        for party, estimate in what.parties.items():
            thought = board.lines(self._scene, estimate, None)
            parts = bullets(f"{label}: {words(text.plain)}" for label, text in thought)
            side = f"*of* **{words(self._scene.side(party).plain)}**"
            noted.append(f"{side}\n\n{parts}" if parts else f"{side}: *nothing*")
        return quoted("\n\n".join([f"*{words(self._name(event.seat))} notes:*", *noted]))

    def _unsealed(self, what: events.Unsealed) -> str:
        phrases = [
            f"{label}: {words('; '.join(each))}" for label, each in sealed.terms(self._scene, what)
        ]
        side = words(self._scene.side(what.party).plain)
        return f"**The sealed proposal of {side} is opened:**\n\n{bullets(phrases)}"

    def _name(self, seat: str) -> str:
        return self._scene.seated[seat].mark().plain


_APART = (
    events.Opened | events.Assessed | events.Thought | events.Invalid | events.Told | events.Ended
)
"""What is told where it comes, without a heading before it."""


def _passes(several: Sequence[Event]) -> bool:
    quiet = (acts.Pass, events.Thought)
    return all(isinstance(e.what, quiet) and not getattr(e.what, "text", "") for e in several)
