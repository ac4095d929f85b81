"""The talks as plain lines: words as they were said, everything else in square brackets."""

from collections.abc import Iterable, Iterator

from roomsix import acts, events
from roomsix.deal import FactId
from roomsix.events import Event
from roomsix.report import board, sealed
from roomsix.report.chapters import Bookmark, ending
from roomsix.report.deeds import told
from roomsix.report.papers import Papers
from roomsix.report.scene import Scene


class Dialogue:
    """Tells events one after another; papers are numbered as whoever looks on counts them.

    Events that whoever looks on did not perceive must not be given to it.

    Attributes:
        papers: Those told of so far.
    """

    def __init__(self, scene: Scene, *, public: bool = False) -> None:
        """Begin to tell.

        Args:
            public: What only some know of is not named, though the scene is seen by everyone.
        """
        self.papers = Papers()
        self._scene = scene
        self._bookmark = Bookmark(scene)
        self._known = set(_named(scene, public=public))

    def tell(self, several: Iterable[Event], *, own: bool = False) -> list[str]:
        """Return the lines of some events.

        Args:
            own: Leave out whose they are, since whoever reads them knows.
        """
        together = tuple(several)
        spoke = any(isinstance(event.what, events.Said) for event in together)
        lines: list[str] = []
        for event in together:
            if spoke and isinstance(event.what, acts.Pass):
                continue  # whoever spoke and did nothing else has been told of
            self.papers.turn_to(event.session)
            lines += self._lines(event, "" if own else self._name(event.seat))
            self.papers.add(event)
            self._known |= _told_of(event)
        return lines

    def _lines(self, event: Event, who: str) -> Iterator[str]:
        lead = f"{who} " if who else ""
        match event.what:
            case events.Said(text=text, off_record=off_record):
                words = f"{text} (off the record)" if off_record else text
                yield f"{who}: {words}" if who else words
            case events.Whispered(text=text):
                yield f"[{lead}whispers to the own side: {text}]"
            case events.Conferred():
                yield f"[{lead}confers with the own side]"
            case events.Thought(text=text):
                if text:
                    yield f"[{lead}thinks: {text}]"
            case events.Claimed(fact=fact, holds=holds):
                so = "is so" if holds else "is not so"
                yield f"[{lead}claims of “{self._scene.topic(fact)}” that it {so}]"
            case events.Invalid(reason=reason):
                yield f"[{lead}gave an unusable reply: {reason}]"
            case events.Assessed() as what:
                yield from (f"[{lead}notes {line}]" for line in self._assessed(what))
            case what if isinstance(what, _APART):
                yield f"[{self._apart(event)}]"
            case _:
                yield f"[{lead}{self._deed(event)}]"

    def _deed(self, event: Event) -> str:
        """Tell what an act did, without the symbols that are for terminals."""
        plain = told(self._scene, self.papers, self._veiled(event)).plain[2:]
        for each in self._scene.seated.values():
            plain = plain.replace(each.mark().plain, each.name)
        return plain

    def _veiled(self, event: Event) -> Event:
        """Return a question about a fact that a reader knows nothing of as one about no fact."""
        what = event.what
        if not isinstance(what, acts.Ask) or what.fact is None or what.fact in self._known:
            return event
        return event.model_copy(update={"what": what.model_copy(update={"fact": None})})

    def _apart(self, event: Event) -> str:
        """Tell what is nobody's own doing."""
        scene = self._scene
        match event.what:
            case events.Opened(present=present) as what:
                chapter = self._bookmark.open(event, what)
                return f"{chapter.title}; {chapter.room}: {', '.join(map(self._name, present))}"
            case events.Fed(text=text):
                readers = [seat for seat in event.audience if seat != scene.seat]
                names = ", ".join(map(self._name, readers))
                return f"{names} reads: {text}" if names else f"you read: {text}"
            case events.Showed(of=of, sign=sign):
                return f"{self._name(of)} {sign}"
            case events.Unsealed() as what:
                parts = [f"{label} {'; '.join(each)}" for label, each in sealed.terms(scene, what)]
                return f"the sealed proposal of {scene.party(what.party)}: {'. '.join(parts)}"
            case events.Told(text=text):
                return f"afterwards: {text}"
            case events.Happened(what=what_, level=level):
                return f"{what_} The tension is now: {level}"
            case events.Ratified(party=party, ratified=good, because=because):
                return f"{scene.principal(party)} {'ratifies' if good else 'refuses'}: {because}"
            case events.Closed(why=why):
                chapter_ = self._bookmark.of(event)
                return f"it ends: {chapter_.closing(why) if chapter_ else why}"
            case events.Ended(outcome=outcome, why=why):
                return f"the talks are over: {outcome}, {ending(scene.scenario, why)}"
            case other:
                raise AssertionError(f"{other.kind!r} is somebody's doing")

    def _assessed(self, what: events.Assessed) -> Iterator[str]:
        for party, estimate in what.parties.items():
            parts = (
                f"{name}: {text.plain}" for name, text in board.lines(self._scene, estimate, None)
            )
            yield f"of {self._scene.party(party)}: {'; '.join(parts) or 'nothing'}"

    def _name(self, seat: str | None) -> str:
        return "" if seat is None else self._scene.seated[seat].name


_APART = (
    events.Opened
    | events.Fed
    | events.Showed
    | events.Unsealed
    | events.Told
    | events.Happened
    | events.Ratified
    | events.Closed
    | events.Ended
)


def _named(scene: Scene, *, public: bool) -> Iterator[FactId]:
    """Yield the facts whose names a reader may be told from the start."""
    for name, fact in scene.scenario.facts.items():
        if public:
            known = fact.known_to == "everyone"
        else:
            known = scene.seat is None or fact.known_by(scene.seat)
        if known:
            yield name


def _told_of(event: Event) -> set[FactId]:
    """Return the facts that whoever perceives an event knows of from then on."""
    match event.what:
        case acts.Disclose(fact=fact) | acts.Inform(fact=fact) | acts.Present(exhibit=fact):
            return {fact}
        case events.Fed(fact=fact) if fact is not None:
            return {fact}
        case _:
            return set()
