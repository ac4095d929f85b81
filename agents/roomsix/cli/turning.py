"""`show --turn` and `show --prompts`: one turn laid open, and the messages behind it."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roomsix import rules, views
from roomsix.cli import terminal
from roomsix.errors import JournalMismatch, UsageError
from roomsix.events import Event
from roomsix.report import turn as report
from roomsix.report.beliefs import Beliefs, Moves
from roomsix.report.papers import Papers
from roomsix.report.text import visible
from roomsix.running.questions import Question, questions

if TYPE_CHECKING:
    from roomsix.cli.show import Shown


def show(shown: "Shown", number: int, *, plain: bool, as_json: bool) -> None:
    """Show a turn; from a seat only what the seat perceived of it.

    Raises:
        UsageError: There is no such turn.
    """
    several = events_of(shown, number)
    asked = [] if shown.seat else [q for q in _questions(shown) if q.turn == several[0].turn]
    if as_json:
        terminal.document(_data(shown, number, several, asked))
        return
    papers = Papers()
    for event in shown.record[: several[0].seq]:
        if shown.seat is None or shown.seat in event.audience:
            papers.add(event)
    sizes = tuple(
        report.Call(
            chat=question.chat.name,
            characters=tuple((each["role"], len(each["content"])) for each in question.messages),
            seen=question.seen,
            asked=question.asked,
            outcome=question.outcome,
        )
        for question in asked
    )
    page = terminal.Page(plain=plain)
    sitting = rules.sitting(shown.scene.scenario, shown.record, several[0].session)
    moves = _moves(shown, several)
    page.show(report.turn(shown.scene, sitting, papers, number, several, sizes, moves))


def show_prompts(shown: "Shown", number: int | None, *, as_json: bool) -> None:
    """Show the exact messages of a turn, or of all turns of the seat that looks on.

    Raises:
        UsageError: Neither a turn nor a seat is given, or the turn is another seat's.
        JournalMismatch: Messages do not have the hash that was journalled.
    """
    found = _wanted(shown, number)
    if not found:
        whom = f"turn {number}" if number is not None else repr(shown.seat)
        raise UsageError(f"the journal holds no question of {whom}")
    if as_json:
        terminal.document([{**q.data(), "messages": q.messages} for q in found])
    else:
        for question in found:
            terminal.write(in_full(question))
    wrong = [question for question in found if not question.sound]
    if wrong:
        raise JournalMismatch(
            f"{len(wrong)} of {len(found)} prompts do not have the hash that was journalled,"
            f" first that of call {wrong[0].index} of {wrong[0].seat!r}"
        )
    many = "1 prompt has" if len(found) == 1 else f"each of {len(found)} prompts has"
    terminal.say(f"{many} the hash that was journalled")


def in_full(question: Question) -> str:
    """Return a question's messages one below the other, each under its role."""
    where = f"turn {question.turn}" if question.turn else "never answered"
    return (
        f"##### call {question.index} of {question.seat}, {where}\n"
        + "".join(f"=== {each['role']}\n{visible(each['content'])}\n" for each in question.messages)
        + _form(question)
    )


def _form(question: Question) -> str:
    """Return what else was sent, where the server did not know schemas."""
    form = question.outcome.form if question.outcome else None
    if form in (None, "json_schema"):
        return ""
    return f"=== asked for JSON as {form}, with the schema of the answer at the end\n"


def events_of(shown: "Shown", number: int) -> Sequence[Event]:
    """Return what there is of a turn, by the number it has for whoever looks on.

    Raises:
        UsageError: There is no such turn.
    """
    seat = shown.seat
    perceived = [e for e in shown.record if e.turn and (seat is None or seat in e.audience)]
    turns = list(dict.fromkeys(event.turn for event in perceived))
    wanted = number if seat is None else turns[number - 1] if number <= len(turns) else None
    if wanted not in turns:
        last = turns[-1] if turns and seat is None else len(turns)
        raise UsageError(f"no turn {number}", hint=f"the last one is {last}")
    return [event for event in perceived if event.turn == wanted]


def _wanted(shown: "Shown", number: int | None) -> list[Question]:
    if number is None and shown.seat is None:
        raise UsageError("whose prompts?", hint="--prompts with --turn N, or with --as SEAT")
    found = list(_questions(shown))
    if number is not None:
        event = events_of(shown, number)[0]
        if shown.seat is not None and event.seat != shown.seat:
            raise UsageError(f"turn {number} is not {shown.seat!r}'s own", hint="leave out --as")
        return [question for question in found if question.turn == event.turn]
    return [question for question in found if question.seat == shown.seat]


def _questions(shown: "Shown") -> Sequence[Question]:
    return tuple(questions(shown.run, shown.record))


def _moves(shown: "Shown", several: Sequence[Event]) -> Moves:
    """Return what a turn moved in the minds of those whose beliefs whoever looks on may see."""
    believed = Beliefs(shown.scene)
    believed.moved(shown.record[: several[0].seq])
    return believed.moved(several)


def _data(
    shown: "Shown", number: int, several: Sequence[Event], asked: Sequence[Question]
) -> dict[str, object]:
    first = several[0]
    if shown.seat is not None:
        turn = {event.seq for event in several}
        view = views.seen(shown.scenario, shown.record, shown.seat)
        pairs = zip(view.lines, view.seqs, strict=True)
        wanted = [json.loads(line) for line, seq in pairs if seq in turn]
        return {"as": shown.seat, "turn": number, "seen": wanted}
    return {
        "turn": number,
        "seat": first.seat,
        "session": first.session,
        "round": first.round,
        "calls": [question.data() for question in asked],
        "events": [event.model_dump(mode="json") for event in several],
        "beliefs": {
            seat: {fact: {"before": m.before, "after": m.after} for fact, m in own.items()}
            for seat, own in _moves(shown, several).items()
        },
    }
