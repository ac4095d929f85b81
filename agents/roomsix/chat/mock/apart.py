"""Meetings apart and what leads to them: objections, wishes, rulings, calls; and candour there.

In a caucus or a corridor a lead names its issues in nearly their true order and tells what its
policy lets it tell there; the mediator asks for what is held back, and that evidence go to the
observer.
"""

from pydantic import JsonValue

from roomsix import draws
from roomsix.chat.mock import packages, shock
from roomsix.chat.mock.confiding import confidence
from roomsix.chat.mock.history import APART
from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.stand import swings
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import IssueId, OptionId, PartyId, SeatId
from roomsix.scenario import Asides, Card

MOST = Asides().most
"""The most meetings apart that the mediator counts on."""

SHORT = 5
"""The most rounds of a session that is too short to be interrupted."""

BRISK = 7
"""The most rounds of a session in which the mediator would rather draft than take a side apart."""

OBJECTS = (0, 0, 0, 100, 100)
"""The chance, in per cent, that a lead objects to being watched, by band of assertiveness."""

REQUESTS = (5, 10, 15, 20, 40)
"""The chance, in per cent, that a lead ever asks for a corridor, by band of patience.

Those who cannot wait say it in the room, or not at all.
"""

CANDID = (40, 60, 75, 90, 100)
"""The chance, in per cent, that an issue named apart follows the true order, by band of candour."""

DISCLOSES = (25, 45, 65, 80, 90)
"""The chance, in per cent, that a fact is ever told apart when it is asked for, by the same."""

UNASKED = 50
"""What that chance is multiplied by, in per cent, when nobody has asked."""


def move(turn: Turn) -> Move | None:
    """Return the move of a mediator or a lead; None where the role's usual turn will do."""
    if turn.brief.role == "mediator":
        found = _mediator(turn)
        said = shock.remark(turn) if found and turn.now.kind == "plenary" else ""
        return shock.before(turn, said, found) if found and said else found
    if turn.brief.role != "lead":
        return None
    if turn.now.kind in APART:
        return _candid(turn)
    return _object(turn) or _request(turn)


def _mediator(turn: Turn) -> Move | None:
    joint = turn.now.kind == "plenary" and "call" in turn.now.acts
    back = _bring_back(turn) if joint else None
    if back is not None:
        return back  # there is a round to do it in; a ruling can wait
    matter = turn.past.meeting.matter
    if "rule" in turn.now.acts and matter is not None:
        return _rule(turn, matter)
    if turn.now.kind in APART:
        return _draw_out(turn)
    return _call_apart(turn) if joint else None


def _rule(turn: Turn, matter: Seen) -> Move:
    """Grant a word apart or off the record; let nobody be sent out and nothing be put off."""
    wish = matter.what
    granted = wish == "off-record" or (wish in APART and _asides(turn) < MOST)
    leads = turn.seated("lead")
    to = matter.seat if matter.kind == "request" else next(iter(leads), None)
    slots = turn.slots(to=to)
    tone = "give" if granted else "hold"
    say = turn.speaker.say(Line(("rule",), slots, must=frozenset({"to"}), tone=tone))
    thinking = "Walls have uses." if granted else "A watched room is a safer one."
    return Move("rule", say, thinking=thinking, arguments={"granted": granted})


def _bring_back(turn: Turn) -> Move | None:
    """Call a side that has walked out into the corridor, before the next round is over."""
    gone = turn.past.meeting.away
    leads = [e.seat for e in turn.past.here if e.kind == "walk-out" and e.seat in gone]
    if not leads or _asides(turn) >= MOST:
        return None
    return _call(turn, "corridor", leads[-1], "They left their coats.")


def _call_apart(turn: Turn) -> Move | None:
    """Take a side apart that refused the last text: where both did, one now and one after it."""
    left = turn.now.rounds - turn.now.round
    if turn.now.rounds <= BRISK or left < 2 or turn.past.agreed or _asides(turn) >= MOST:
        return None
    text = turn.past.text()
    if text is None or text.accepted:
        return None
    sides = [party for party in text.refused if not _apart_since(turn, text.number, party)]
    if not sides:
        return None
    fewest = min(_times_apart(turn, side) for side in sides)
    least = [side for side in turn.table.parties if side in sides]
    least = [side for side in least if _times_apart(turn, side) == fewest]
    party = draws.pick(least, turn.seed, "apart", turn.me, turn.now.turn)
    lead = turn.table.lead(party)
    if lead is None or lead not in turn.present():
        return None
    return _call(turn, "caucus", lead, "Not in front of the others.")


def _call(turn: Turn, what: str, to: SeatId | None, thinking: str) -> Move:
    say = turn.speaker.say(Line(("call",), turn.slots(to=to), must=frozenset({"party"})))
    return Move("call", say, thinking=thinking, arguments={"call": what, "to": to})


def _draw_out(turn: Turn) -> Move:
    """Ask what is held back, then that evidence go to the observer, then go back."""
    own = [seat for seat in turn.present() if turn.party_of(seat) is not None]
    asked = [question.to for question in turn.past.did(turn.me, "ask")]
    lead = next(iter(turn.seated("lead")), None)
    first = lead or next(iter(own), None)
    if first is not None and not asked:
        say = turn.speaker.say(Line(("ask",), turn.slots(to=first), must=frozenset({"to"})))
        thinking = "What would they say if nobody kept the minutes?"
        return Move("ask", say, thinking=thinking, arguments={"to": first})
    watcher = next(iter(turn.seated("observer")), None)
    if own and watcher is not None:
        to = min(own, key=lambda seat: (asked.count(seat), turn.table.seats[seat].role == "lead"))
        slots = turn.slots(to=to)
        say = turn.speaker.say(Line(("inform", "ask"), slots, must=frozenset({"to"})))
        thinking = "Whatever they hold, she should have it."
        return Move("ask", say, thinking=thinking, arguments={"to": to})
    say = turn.speaker.say(Line(("close", "remark"), turn.slots()))
    if turn.now.session in turn.table.sessions or "call" not in turn.now.acts:
        return turn.pass_(say)
    return Move("call", say, thinking="Back to the table.", arguments={"call": "plenary"})


def _object(turn: Turn) -> Move | None:
    """Object to being watched, once, at the opening of a first meeting."""
    watchers = turn.seated("observer")
    if turn.now.kind != "preliminary" or "object" not in turn.now.acts or not watchers:
        return None
    if not turn.happens(OBJECTS[turn.band("assertiveness")], "objects"):
        return None
    if turn.reading.head.lines and not turn.reading.head.lines.get("object"):
        return None  # it has words for much, and none against being watched
    chair = next(iter(turn.seated("mediator")), None)
    say = turn.speaker.say(Line(("object",), turn.slots(to=chair)))
    thinking = "Three seconds. Ask once, then let it go."
    return Move("object", say, thinking=thinking, arguments={"seat": watchers[0]})


def _request(turn: Turn) -> Move | None:
    """Ask for a word in the corridor, once, when a text has been refused and no paper will do."""
    early = 2 < turn.now.round <= turn.now.rounds // 2
    if turn.now.kind != "plenary" or turn.now.rounds <= SHORT or not early:
        return None
    if "request" not in turn.now.acts or turn.past.agreed or turn.past.meeting.matter:
        return None
    requested = any(e.kind == "request" for e in turn.reading.events)
    if requested or not turn.happens(REQUESTS[turn.band("patience")], "requests"):
        return None
    if not any(text.refused for text in turn.past.texts()):
        return None
    bargain = turn.tactic.bargain(turn)
    if any(bargain.accepts(p) for p in turn.papers() if p.party != turn.brief.party):
        return None
    chair = next(iter(turn.seated("mediator")), None)
    if chair is None:
        return None
    say = turn.speaker.say(Line(("request",), turn.slots(to=chair)))
    thinking = "There are things one does not say in a row."
    return Move("request", say, thinking=thinking, arguments={"request": "corridor"})


def _candid(turn: Turn) -> Move:
    """Say what matters most and tell what may be told here, in an order that depends."""
    questions = [q for q in turn.past.questions(turn.me) if q.seat in turn.seated("mediator")]
    question = questions[-1] if questions else None
    told = confidence(turn, question) or _disclose(turn, asked=question is not None)
    named = _name(turn, question.issue if question else None)
    first, second = (named, told) if _says_first(turn) else (told, named)
    if first or second:
        found = first or second
        assert found is not None
        return found
    say = turn.speaker.say(Line(("answer", "remark"), turn.slots()))
    return turn.pass_(say, thinking="That is all of it.")


def _says_first(turn: Turn) -> bool:
    """Tell whether priorities come before facts: in the first of several rounds, else by a draw."""
    return turn.now.round == 1 if turn.now.rounds > 1 else turn.speaker.happens(50, "priorities")


def _disclose(turn: Turn, *, asked: bool) -> Move | None:
    """Tell a fact that everyone else here may be told, apart and when asked."""
    if "disclose" not in turn.now.acts:
        return None
    others = [s for s in turn.present() if turn.party_of(s) != turn.brief.party]
    told = {fact for _, fact in turn.past.told}
    chance = DISCLOSES[turn.band("candour")] * (100 if asked else UNASKED) // 100
    for name, known in turn.facts.items():
        secret = known.when and name not in told and (known.belief or 0) >= 50
        if not secret or not all(turn.may_tell(name, known, to) for to in others):
            continue
        if turn.happens(chance, "discloses", name):
            say = turn.speaker.say(Line(("disclose",), turn.slots(topic=known.topic)))
            thinking = "Off the record, then."
            claims = ((name, True),)
            return Move("disclose", say, thinking=thinking, arguments={"fact": name}, claims=claims)
    return None


def _name(turn: Turn, asked: IssueId | None) -> Move | None:
    """State what is really wanted on the issue asked about, or on the next that matters."""
    if "state" not in turn.now.acts:
        return None
    space = packages.valued(turn.reading.head).space
    values = swings(space, turn.brief.card or Card(points={}))
    issue = asked or next(iter(_left(turn, values)), None)
    if issue is None or issue in _named(turn):
        return None
    free = [o for o in turn.table.options[issue] if not _barred(turn, issue, o)]
    option = max(free or turn.table.options[issue], key=lambda o: values[issue][o])
    slots = turn.slots(issue=issue, option=option)
    say = turn.speaker.say(Line(("state",), slots, must=frozenset({"issue", "option"})))
    thinking = "This is what I was sent for, whatever I said in there."
    arguments: dict[str, JsonValue] = {"issue": issue, "option": option, "firm": False}
    return Move("state", say, thinking=thinking, arguments=arguments)


def _left(turn: Turn, values: dict[IssueId, dict[OptionId, int]]) -> list[IssueId]:
    """Return the issues not named apart yet, in the true order or, by a draw, as professed."""
    done = _named(turn)
    swing = {issue: max(each.values()) - min(each.values()) for issue, each in values.items()}
    true = sorted(values, key=lambda issue: -swing[issue])
    professed = [*turn.brief.order, *(issue for issue in true if issue not in turn.brief.order)]
    chance = CANDID[turn.band("candour")]
    honest = draws.happens(chance, turn.seed, "candid", turn.me, len(done))
    return [
        issue for issue in (true if honest else professed) if issue in values and issue not in done
    ]


def _named(turn: Turn) -> set[IssueId]:
    return {stated.issue for stated in turn.past.positions(turn.me) if stated.apart}


def _barred(turn: Turn, issue: IssueId, option: OptionId) -> bool:
    limits = turn.brief.limits
    return any(set(limit.never) == {issue} and option in limit.never[issue] for limit in limits)


def _asides(turn: Turn) -> int:
    return sum(event.aside is not None for event in turn.reading.events if event.kind == "opened")


def _times_apart(turn: Turn, party: PartyId) -> int:
    opened = [e for e in turn.reading.events if e.kind == "opened" and e.aside]
    return sum(any(turn.party_of(seat) == party for seat in e.present) for e in opened)


def _apart_since(turn: Turn, number: int, party: PartyId) -> bool:
    """Tell whether a side has been apart with the mediator since a paper was put forward."""
    events = iter(turn.reading.events)
    any(e.kind in ("propose", "draft") and e.number == number for e in events)
    opened = [e for e in events if e.kind == "opened" and e.aside]
    return any(turn.party_of(seat) == party for e in opened for seat in e.present)
