"""The talks as a story in Markdown: a chapter for every session, for all eyes or one seat's."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roomsix import acts, events, rules
from roomsix.events import Event, Record
from roomsix.report import board, epilogue
from roomsix.report.deeds import told
from roomsix.report.markup import aside, bullets, quoted, speech, table, words
from roomsix.report.papers import Papers, changed
from roomsix.report.scene import Scene
from roomsix.report.transcript import CLOSINGS
from roomsix.scoring import Scores


def markdown(scene: Scene, record: Record, *, seed: int, scores: Scores | None = None) -> str:
    """Return the whole story; from a seat only what it perceived, without any scores.

    Args:
        scores: None for talks that have not come to their end, and from a seat.
    """
    blocks = [*_front(scene, seed), *Story(scene).tell(record)]
    blocks += epilogue.epilogue(scene, record, scores if scene.seat is None else None)
    return "\n\n".join(blocks) + "\n"


def _front(scene: Scene, seed: int) -> Iterator[str]:
    scenario = scene.scenario
    yield f"# {words(scenario.title)}"
    yield aside(scenario.summary)
    if scene.seat is not None:
        yield f"As **{words(scene.seated[scene.seat].mark().plain)}** perceived it, nothing else."
    yield bullets(
        f"**{words(seated.mark().plain)}**, {seated.role}"
        + (f" for {words(seated.side)}" if seated.side else "")
        for seated in scene.seated.values()
    )
    if scenario.situation:
        yield quoted(aside(scenario.situation))
    yield f"*Seed {seed}.*"


class Story:
    """Tells events in the order they come; it remembers what lies on the table."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._record = Record()
        self._papers = Papers()
        self._chapter = ""
        self._chapters = 0
        self._round = 0
        self._silent: list[str] = []

    def tell(self, record: Iterable[Event]) -> Iterator[str]:
        """Yield the blocks of every chapter."""
        seat = self._scene.seat
        perceived = (event for event in record if seat is None or seat in event.audience)
        for turn, several in groupby(perceived, key=lambda event: event.turn):
            together = tuple(several)
            whole = [together] if turn is not None else [(event,) for event in together]
            for part in whole:
                yield from self._told(part)
        yield from self._silence()

    def _told(self, several: Sequence[Event]) -> Iterator[str]:
        """Tell a turn, or an event outside turns; those who pass in a row are told of together."""
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
            blocks = list(self._turn(several) if first.turn is not None else self._event(first))
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

    def _event(self, event: Event) -> Iterator[str]:
        """Tell an event that is nobody's turn."""
        match event.what:
            case events.Opened():
                yield from self._opened(event, event.what)
            case events.Happened(what=what, level=level):
                if event.session == self._chapter:
                    yield from self._entered(event)
                tension = words(self._scene.tension(level).plain)
                yield f"**Meanwhile:** {aside(what)} Tension: {tension}"
            case events.Showed(of=of, sign=sign):
                yield aside(f"{self._name(of)} {sign}.")
            case events.Fed(text=text):
                (reader,) = event.audience
                yield quoted(f"{aside(f'{self._name(reader)} reads:')} {' '.join(speech(text))}")
            case events.Unsealed(party=party, allow=allow, need=need):
                yield self._unsealed(party, allow, need)
            case events.Assessed() as what:
                yield self._assessed(event, what)
            case events.Ratified(party=party, ratified=good, because=because):
                yield from self._entered(event)
                verb = "ratifies" if good else "refuses"
                yield f"**{words(self._scene.principal(party))} {verb}:** {words(because)}."
            case events.Closed(why=why):
                yield from self._table()
                if rules.sitting(self._scene.scenario, self._record, event.session).kind != (
                    "ratification"
                ):
                    yield f"*— {CLOSINGS[why]} —*"
            case events.Thought(text=text) if text and event.seat is not None:
                yield quoted(f"{aside(f'{self._name(event.seat)} thinks:')} {words(text)}")
            case _:
                pass  # the ending and what is told of it stand in the epilogue

    def _opened(self, event: Event, what: events.Opened) -> Iterator[str]:
        self._chapters += 1
        self._chapter, self._round = event.session, 0
        sitting = what.aside or self._scene.scenario.sessions[event.session]
        yield f"## {self._chapters}. {words(sitting.title)}"
        if sitting.about:
            yield aside(sitting.about)
        if sitting.kind != "ratification":
            present = ", ".join(words(self._name(seat)) for seat in what.present)
            apart = " Nothing said here may be repeated." if sitting.off_record else ""
            yield f"*In the room: {present}.{apart}*"

    def _entered(self, event: Event) -> Iterator[str]:
        """Tell that a round begins, or that a meeting apart is over."""
        sitting = rules.sitting(self._scene.scenario, self._record, event.session)
        if event.session != self._chapter:
            self._chapter, self._round = event.session, 0
            back = "" if sitting.kind == "ratification" else "Back in: "
            yield f"### {back}{words(sitting.title)}"
        if event.round > self._round:
            self._round = event.round
            if sitting.rounds > 1:
                yield f"*— round {event.round} of {sitting.rounds} —*"

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
                    said[-1] += " *(off the record)*" if off_record else ""
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
        if isinstance(act, acts.Draft) and act.brackets:
            terms.append(f"in brackets: {words(', '.join(map(scene.issue, act.brackets)))}")
        against = "" if before is None else f", against #{self._papers.number(before)}"
        return done + against, bullets(terms or ["nothing changed"])

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
            parts = "; ".join(f"{label}: {words(text.plain)}" for label, text in thought)
            noted.append(f"**{words(self._scene.side(party).plain)}** {parts}")
        return quoted(f"*{words(self._name(event.seat))} notes:*\n\n{bullets(noted)}".rstrip())

    def _unsealed(self, party: str, allow: Sequence[acts.Term], need: Sequence[acts.Term]) -> str:
        terms = [
            f"{what}: {'; '.join(words(self._term(term)) for term in each) or 'nothing'}"
            for what, each in (("will allow", allow), ("needs to see", need))
        ]
        side = words(self._scene.side(party).plain)
        return f"**The sealed proposal of {side} is opened:**\n\n{bullets(terms)}"

    def _term(self, term: acts.Term) -> str:
        scenario = self._scene.scenario
        assert scenario.verification is not None
        return (
            f"{scenario.obligations[term.obligation].name}:"
            f" {scenario.verification.measures[term.measure].name},"
            f" {scenario.verification.schedules[term.schedule]}"
        )

    def _name(self, seat: str) -> str:
        return self._scene.seated[seat].mark().plain


def _passes(several: Sequence[Event]) -> bool:
    quiet = (acts.Pass, events.Thought)
    return all(isinstance(e.what, quiet) and not getattr(e.what, "text", "") for e in several)
