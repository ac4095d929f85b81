"""A mediator's turns: questions and exhibits to one side, then texts at the joint table."""

from roomsix.chat.mock import shock
from roomsix.chat.mock.drafting import Drafted
from roomsix.chat.mock.speech import Cue, Line, Point, spoken
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import Id, IssueId, SeatId

ORDER_OF_EVENTS = "the order of events"
"""What the timeline is called when it is spoken of."""

OWN = "the mediator's "
"""How a source names this role, which would not say it of itself."""

OPEN = 4
"""How many issues a side is to name of its own accord, in an order of its own."""

SHORT = 5
"""The most rounds of a session that is too short for texts in two rounds running."""


def move(turn: Turn) -> Move:
    """Return a mediator's move."""
    if turn.now.kind == "plenary":
        said = shock.remark(turn)
        return shock.before(turn, said, _plenary(turn)) if said else _plenary(turn)
    leads = turn.seated("lead")
    return _hearing(turn, leads[0]) if leads else _debrief(turn)


def _hearing(turn: Turn, lead: SeatId) -> Move:
    """Hear one side: the open question, the exhibits, the agenda, a word to end with."""
    opening = turn.now.round == 1 and not turn.past.did(turn.me, "said")
    if opening:
        thinking = "Let them name what comes first."
        return Move("ask", _welcome(turn, lead), thinking=thinking, arguments={"to": lead})
    if turn.ending:
        if _has_closed(turn):
            return turn.pass_(thinking="Nothing spoils an ending like a second one.")
        say = turn.speaker.say(Line(("close", "remark"), turn.slots(to=lead)))
        return turn.pass_(say, thinking="I have the outline; the rest is for the joint table.")
    waiting = any(_role(turn, q.seat) == "observer" for q in turn.past.news if q.kind == "ask")
    exhibit = _exhibit(turn)
    if exhibit is not None and (waiting or turn.now.round % 2 == 1):
        return _present(turn, exhibit, lead)
    if waiting:
        say = turn.speaker.say(Line(("remark",), turn.slots(to=lead)))
        return turn.pass_(say if turn.speaker.happens(50, "aside") else "")
    stated = {position.issue for position in turn.past.positions(lead)}
    issue = next((i for i in _agenda(turn) if i not in stated and i not in _asked(turn)), None)
    named = [p for p in turn.past.positions(lead) if not p.asked]
    if len(named) < OPEN and issue is not None:
        return _ask(turn, lead, None)
    if issue is None:
        issue = next((p.issue for p in turn.past.positions(lead) if p.firm), None)
        return _ask(turn, lead, issue)
    return _ask(turn, lead, issue)


def _welcome(turn: Turn, lead: SeatId) -> str:
    """Return the first words to a side, with a question in them: it is asked something."""
    slots = turn.slots(to=lead)
    say = turn.speaker.say(Line(("open", "ask"), slots))
    if "?" in say:
        return say
    question = turn.speaker.say(Line(("ask",), slots, must=frozenset({"to"}), strict=True))
    return f"{say} {question}".strip()


def _has_closed(turn: Turn) -> bool:
    """Tell whether this session's last words have been said already."""
    said = [event.text for event in turn.past.did(turn.me, "said")]
    return any(spoken(line, said) for line in turn.reading.head.lines.get("close", ()))


def _plenary(turn: Turn) -> Move:
    if turn.now.round == 1 and not turn.past.did(turn.me, "said"):
        lead = _first(turn)
        aside = () if shock.shaken(turn) else (Line(("remark",), turn.slots()),)
        say = turn.speaker.say(Line(("open",), turn.slots()), *aside)
        if lead is None:
            return turn.pass_(say)
        return turn.pass_(say, thinking="They should hear each other before they read me.")
    if "draft" in turn.now.acts and _time_to_draft(turn):
        drafted = turn.tactic.draft(turn)
        if drafted is not None:
            return _draft(turn, drafted)
    if turn.past.agreed is not None:
        say = turn.speaker.say(Line(("close", "remark"), turn.slots()))
        return turn.pass_(say, thinking="Leave well alone.")
    exhibit = _exhibit(turn)
    shaken = any(event.kind == "happened" for event in turn.past.news)
    if exhibit is not None and (shaken or turn.speaker.happens(25, "exhibit")):
        return _present(turn, exhibit, None)
    lead = _first(turn)
    if lead is None:
        return turn.pass_()
    return _ask(turn, lead, _sticking(turn, lead))


def _time_to_draft(turn: Turn) -> bool:
    """Tell whether a new text is due.

    After an agreement always; otherwise once every side has offered something since the last text,
    when one side has accepted that text, and in the last two rounds (in short talks, the last).
    """
    left = 0 if turn.ending else turn.now.rounds - turn.now.round
    if turn.past.agreed is not None or left == 0 or (left == 1 and turn.now.rounds > SHORT):
        return True
    text = turn.past.text()
    if text is not None and text.accepted:
        return True
    since = text.number if text else 0
    sides = {p.party for n, p in turn.past.papers.items() if n > since and p.party is not None}
    return sides >= set(turn.table.parties)


def _draft(turn: Turn, drafted: Drafted) -> Move:
    changed = drafted.changed
    issue = changed[0]
    other = changed[1] if len(changed) > 1 else None
    slots = turn.slots(
        issue=issue,
        option=drafted.package[issue],
        other_issue=other,
        other_option=drafted.package[other] if other else None,
    )
    say = turn.speaker.say(Line(("draft",), slots, must=frozenset({"option"})))
    thinking = "Closer for one, and no worse for the other." if turn.past.agreed else ""
    thinking = thinking or "This should give each what it names first."
    return Move("draft", say, thinking=thinking, arguments={"package": dict(drafted.package)})


def _ask(turn: Turn, to: SeatId, issue: IssueId | None) -> Move:
    slots = turn.slots(issue=issue, to=to)
    must = frozenset({"issue"}) if issue else frozenset({"to"})
    cues: list[Cue] = [Line(("ask",), slots, must=must)]
    if issue is not None:
        cues = [Point(issue), *cues] if turn.speaker.happens(65, "point") else [*cues, Point(issue)]
    say = turn.speaker.say(*cues, whole=False)
    arguments = {"to": to, "issue": issue}
    return Move("ask", say, thinking="What is under that?", arguments=arguments)


def _present(turn: Turn, exhibit: Id, lead: SeatId | None) -> Move:
    shown = turn.table.projections.get(exhibit)
    topic = shown.source.replace(OWN, "our ") if shown else ORDER_OF_EVENTS
    say = turn.speaker.say(Line(("present",), turn.slots(topic=topic, to=lead)))
    return Move("present", say, thinking="Let it be looked at.", arguments={"exhibit": exhibit})


def _debrief(turn: Turn) -> Move:
    others = [seat for seat in turn.present() if seat != turn.me]
    if turn.now.round > 1 and not turn.speaker.happens(60, "debrief"):
        return turn.pass_()
    slots = turn.slots(to=others[0] if others else None)
    return turn.pass_(turn.speaker.say(Line(("remark",), slots)), thinking="Let me think aloud.")


def _exhibit(turn: Turn) -> Id | None:
    """Return what is still to be shown in this session: the timeline, then a public projection."""
    if "present" not in turn.now.acts:
        return None
    held = ["timeline"] if turn.table.timeline else []
    shown = turn.past.shown()
    return next((name for name in [*held, *turn.table.projections] if name not in shown), None)


def _agenda(turn: Turn) -> list[IssueId]:
    agenda = turn.table.sessions[turn.now.session].agenda
    return [*agenda, *(issue for issue in turn.table.names if issue not in agenda)]


def _asked(turn: Turn) -> set[IssueId | None]:
    return {question.issue for question in turn.past.did(turn.me, "ask")}


def _first(turn: Turn) -> SeatId | None:
    """Return the lead to turn to: one that refused, else the one asked least in this session."""
    leads = turn.seated("lead")
    text = turn.past.text()
    refusing = [s for s in leads if text and turn.party_of(s) in text.refused]
    asked = [question.to for question in turn.past.did(turn.me, "ask")]
    among = refusing if len(refusing) == 1 else leads
    return min(among, key=asked.count, default=None)


def _sticking(turn: Turn, lead: SeatId) -> IssueId | None:
    """Return what stands in a side's way: the issue it named last, or the next on the agenda."""
    party = turn.party_of(lead)
    asked = _asked(turn)
    text = turn.past.text()
    named = text.refused.get(party) if text and party else None
    if named is not None and named not in asked:
        return named
    return next((issue for issue in _agenda(turn) if issue not in asked), named)


def _role(turn: Turn, seat: SeatId | None) -> str:
    return turn.table.seats[seat].role if seat is not None else ""
