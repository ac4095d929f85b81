"""The chat that is a person: asked at the terminal, until what they typed can be sent."""

from collections.abc import Callable, Mapping
from typing import Protocol

from pydantic import JsonValue
from rich.console import RenderableType
from rich.text import Text

from roomsix.calls import Outcome, Request
from roomsix.cli.seat import completing, draft, meaning, sheets, words
from roomsix.cli.seat.console import Console, console, interruptible
from roomsix.cli.seat.draft import Draft, Unclear
from roomsix.cli.seat.told import Told, told
from roomsix.cli.stopping import Interrupted
from roomsix.cli.watching import PERSON
from roomsix.report.layout import Paragraph
from roomsix.report.scene import BAD, QUIET
from roomsix.report.text import one_line


class Left(Interrupted):
    """The person left the table; the question stays open."""


class Table(Protocol):
    """Where a person sits."""

    def show(self, *what: RenderableType) -> None:
        """Show things, one below the other."""

    def recap(self) -> None:
        """Show what happened since the person's last turn."""

    def listen(self) -> None:
        """Be quiet: the person has the floor."""


class Person:
    """Answers with what is typed at the terminal. Drafts are nowhere but here until they are sent.

    How long a person takes is not measured: floor time comes of what is said.
    """

    def __init__(self, make: Callable[[], Console] = console) -> None:
        """Make a person who is not yet seated.

        Args:
            make: Called for the console when it is first needed.
        """
        self._make = make
        self._console: Console | None = None
        self._table: Table | None = None
        self._greeted = False

    @property
    def name(self) -> str:
        return PERSON

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    def sit(self, table: Table) -> None:
        """Take a place at a table."""
        self._table = table

    async def answer(self, request: Request) -> Outcome:
        """Return what the person sends.

        Raises:
            Left: Nothing is sent; the person has left.
        """
        assert self._table is not None
        self._table.listen()
        known = told(request)
        try:
            # Ctrl-C is a signal too while something is being shown.
            with interruptible():
                self._show(*sheets.moment(known))
                self._greet()
                return Outcome(text=await self._sent(known))
        except (EOFError, KeyboardInterrupt):
            raise Left("you left the table") from None

    def _greet(self) -> None:
        if not self._greeted:
            self._greeted = True
            self._show(Text("  /help says what can be typed, /brief what you know", QUIET))

    async def _sent(self, known: Told) -> str:
        so_far: Draft = ()
        while True:
            line = await self._line(known)
            given = words.command(line)
            word = given[0] if given else ""
            if word in _LOOKS:
                self._look(known, word, given[1] if given else "")
            elif word == "leave":
                raise Left("you left the table")
            elif word == "send" or not line.strip():
                text = self._ready(known, so_far, meant=word == "send")
                if text is not None:
                    return text
            else:
                so_far = self._typed(known, so_far, line)

    async def _line(self, known: Told) -> str:
        if self._console is None:
            self._console = self._make()
        return await self._console.line(lambda line: completing.suggestions(known, line))

    def _typed(self, known: Told, so_far: Draft, line: str) -> Draft:
        """Return the draft after a line that changes it, or shows it."""
        given = words.command(line)
        match given[0] if given else "":
            case "undo" if not so_far:
                self._say("there is nothing to take back")
                return so_far
            case "undo":
                self._show(Text(f"  taken back: {one_line(so_far[-1].typed)}", QUIET))
                after = so_far[:-1]
            case "clear":
                after = ()
            case "show":
                after = so_far
            case _:
                try:
                    after = (*so_far, words.entry(known, so_far, line))
                except Unclear as unclear:
                    self._say(str(unclear))
                    return so_far
                problem = self._problem(known, after)
                # A sealed proposal is put together term by term; until then it lacks something.
                whole = after[-1].kind != "term" and not self._problem(known, so_far)
                if problem and whole:
                    self._say(f"cannot be done: {problem}")
                    return so_far
        self._draft(known, after)
        return after

    def _ready(self, known: Told, so_far: Draft, *, meant: bool) -> str | None:
        """Return what would be sent; None, and why, where it cannot be or is nothing at all."""
        if not so_far and not (meant and known.assessing):
            hint = "" if known.assessing else ", or /pass"
            self._say(f"there is nothing to send yet: say something{hint}")
            return None
        problem = self._problem(known, so_far)
        if problem:
            self._say(f"cannot be sent: {problem}")
            return None
        self._show(Text("  sent", QUIET))
        return _text(known, so_far)

    def _problem(self, known: Told, so_far: Draft) -> str | None:
        """Return why a draft would be refused, by the judge of its question."""
        return known.request.judge(_text(known, so_far)) if so_far else None

    def _draft(self, known: Told, so_far: Draft) -> None:
        nothing = [Text("  nothing drafted", QUIET)]
        self._show(*(meaning.shown(known, so_far) if so_far else nothing))
        if so_far and (problem := self._problem(known, so_far)):
            self._show(Text(f"  not to be sent yet: {one_line(problem)}", BAD))
        elif so_far:
            self._show(Text("  an empty line sends it; /undo takes the last thing back", QUIET))

    def _look(self, known: Told, word: str, rest: str) -> None:
        assert self._table is not None
        if word == "recap":
            self._table.recap()
        elif word == "help":
            self._show(*sheets.manual(known, rest))
        else:
            self._show(*_SHEETS[word](known))

    def _show(self, *what: RenderableType) -> None:
        assert self._table is not None
        self._table.show(*what)

    def _say(self, problem: str) -> None:
        self._show(Paragraph(Text(one_line(problem), BAD), lead=Text("  ! ", BAD)))


_SHEETS: Mapping[str, Callable[[Told], sheets.Sheet]] = {
    "brief": sheets.brief,
    "card": sheets.card,
    "facts": sheets.facts,
    "papers": sheets.papers,
    "offers": sheets.offers,
}
_LOOKS = {*_SHEETS, "recap", "help"}


def _text(known: Told, so_far: Draft) -> str:
    return draft.assessment(so_far) if known.assessing else draft.turn(so_far)
