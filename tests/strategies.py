"""Scenarios drawn by hypothesis, whole and consistent, for any test that needs one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from roomsix.deal import Package
from roomsix.scenario import Scenario

PARTIES = ("north", "south", "east", "west")
ISSUES = ("land", "water", "roads", "tolls")
OPTIONS = ("none", "some", "most", "all")
LEVELS = ("calm", "tense", "brink")
BYTES = 512

checked = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
"""How properties are checked here: the same examples every time, no clock, nothing left behind."""

Issues = Mapping[str, tuple[str, ...]]
Raw = dict[str, Any]
T = TypeVar("T")


def packages(scenario: Scenario) -> st.SearchStrategy[Package]:
    """Draw one option for every issue."""
    return st.fixed_dictionaries(
        {issue: st.sampled_from(tuple(what.options)) for issue, what in scenario.issues.items()}
    )


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    most_parties: int = 4,
    most_issues: int = 4,
    tension: bool | None = None,
) -> Scenario:
    """Draw a scenario of 2 to 4 parties, 1 to 4 issues and 2 to 4 options each.

    Nothing in it contradicts itself. One lead a party and a mediator always sit at the table;
    advisers and an observer may. There are a preliminary with each party, a plenary and a vote.

    Args:
        tension: Whether it has levels of tension; None to leave it to chance.
    """
    thrown = draw(st.binary(min_size=BYTES, max_size=BYTES))
    return drawn(thrown, most_parties=most_parties, most_issues=most_issues, tension=tension)


def drawn(
    thrown: bytes,
    *,
    most_parties: int = 4,
    most_issues: int = 4,
    tension: bool | None = None,
) -> Scenario:
    """Return the scenario that a string of bytes decides."""
    dice = _Dice(thrown)
    parties = PARTIES[: dice.number(2, most_parties)]
    issues = {
        issue: OPTIONS[: dice.number(2, 4)] for issue in ISSUES[: dice.number(1, most_issues)]
    }
    tense = dice.flag() if tension is None else tension
    levels = LEVELS if tense else ("always",)
    obligations = _obligations(dice, parties, issues)
    promises = tuple(obligations)
    sides = {party: _party(dice, party, issues, promises, levels) for party in parties}
    seats = _seats(dice, parties, issues, promises)
    sessions = _sessions(dice, parties, seats)
    facts = _facts(dice, tuple(seats))
    raw: Raw = {
        "scenario": 1,
        "id": "drawn",
        "title": "Drawn talks",
        "summary": "Talks that nobody planned.",
        "situation": "There is a river, and there are those who live along it.",
        "issues": {
            issue: {"name": f"the {issue}", "options": {o: f"{o} of it" for o in options}}
            for issue, options in issues.items()
        },
        "obligations": obligations,
        "parties": sides,
        "seats": seats,
        "facts": facts,
        "sessions": sessions,
        "projections": _projections(dice, tuple(seats)),
        "decision": {"equality": dice.one((">=", ">"))},
    }
    if tense:
        raw |= _tension(dice, sessions, tuple(seats), tuple(facts))
    _in_doubt(dice, raw)
    return Scenario.model_validate(raw)


@dataclass
class _Dice:
    """Throws that a string of bytes decides, all nought once it is used up.

    One draw of bytes is far faster than hundreds of small draws, and shrinks as well.
    """

    thrown: bytes
    place: int = 0

    def number(self, least: int, most: int) -> int:
        """Throw from `least` to `most`, fewer than 256 faces."""
        self.place += 1
        face = self.thrown[self.place - 1] if self.place <= len(self.thrown) else 0
        return least + face % (most - least + 1)

    def flag(self) -> bool:
        return self.number(0, 1) == 1

    def one(self, of: Sequence[T]) -> T:
        return of[self.number(0, len(of) - 1)]

    def some(self, of: Sequence[T]) -> list[T]:
        """Choose from 1 to 3, in their own order."""
        chosen = sorted({self.number(0, len(of) - 1) for _ in range(self.number(1, 3))})
        return [of[number] for number in chosen]

    def shuffled(self, of: Sequence[T]) -> list[T]:
        return sorted(of, key=lambda _: self.number(0, 255))

    def box(self, issues: Issues, *, empty: bool = True) -> dict[str, list[str]]:
        box: dict[str, list[str]] = {}
        for issue, options in issues.items():
            chosen = self.number(0, 2 ** len(options) - 1)
            if 0 < chosen < 2 ** len(options) - 1:
                box[issue] = [option for place, option in enumerate(options) if chosen >> place & 1]
        if not box and not empty:
            issue = next(iter(issues))
            box[issue] = [issues[issue][-1]]
        return box

    def dial(self, issues: Issues, step: int) -> Raw:
        """Throw coarse numbers, four steps at most, so that thresholds are often met exactly."""
        issue = self.one(tuple(issues))
        return {"issue": issue, "by": {o: step * self.number(0, 4) for o in issues[issue]}}

    def card(self, issues: Issues, obligations: tuple[str, ...]) -> Raw:
        points = {i: {o: self.number(0, 12) for o in options} for i, options in issues.items()}
        bonuses = [
            {
                "points": self.number(-8, 8),
                "when": self.box(issues),
                "deterred": self.one((None, *obligations)),
            }
            for _ in range(self.number(0, 2))
        ]
        return {"points": points, "bonuses": bonuses}


def _obligations(dice: _Dice, parties: tuple[str, ...], issues: Issues) -> Raw:
    return {
        name: {
            "name": f"promise to {name}",
            "debtor": dice.one(parties),
            "restrains": dice.box(issues, empty=False),
            "gain": 10 * dice.number(0, 4),
            "detection": dice.dial(issues, 25),
            "loss": dice.dial(issues, 10),
        }
        for name in ("keep-away", "hold-back")[: dice.number(0, 2)]
    }


def _party(
    dice: _Dice,
    party: str,
    issues: Issues,
    obligations: tuple[str, ...],
    levels: tuple[str, ...],
) -> Raw:
    lines = dice.one(("neither", "neither", "red_lines", "mandate"))
    never = dice.box(issues, empty=False)
    limits = [{"never": never, "because": "it was sworn"}]
    opening = {issue: dice.one(options) for issue, options in issues.items()}
    if lines == "red_lines" and all(opening[issue] in refused for issue, refused in never.items()):
        issue, refused = next(iter(never.items()))
        opening[issue] = next(option for option in issues[issue] if option not in refused)
    most = 7 * len(issues)
    return {
        "name": party.title(),
        "principal": {"name": f"the council of {party}", "mood": dice.number(0, 3)},
        "needs": f"{party} needs a quiet border",
        "position": {
            "opening": opening,
            "order": dice.shuffled(tuple(issues)),
            "says": f"{party} wants what is fair",
        },
        "card": dice.card(issues, obligations),
        "red_lines": limits if lines == "red_lines" else [],
        "mandate": limits if lines == "mandate" else [],
        "stakes": {
            level: {"no_deal": dice.number(0, most), "demand": dice.number(0, most)}
            for level in levels
        },
    }


def _seats(
    dice: _Dice, parties: tuple[str, ...], issues: Issues, obligations: tuple[str, ...]
) -> Raw:
    seats: Raw = {"mediator": {"persona": "mediator", "role": "mediator"}}
    if dice.flag():
        seats["observer"] = {"persona": "observer", "role": "observer"}
    for party in parties:
        seats[f"{party}-lead"] = {
            "persona": "lead",
            "role": "lead",
            "party": party,
            "brief": f"you lead {party}",
        }
        for number in range(1, dice.number(0, 2) + 1):
            card = dice.card(issues, obligations)
            seats[f"{party}-adviser-{number}"] = {
                "persona": "adviser",
                "role": "adviser",
                "party": party,
                "brief": f"you advise {party}",
                "leaning": {"card": card, "against_below": dice.number(0, 30)},
            }
    return seats


def _sessions(dice: _Dice, parties: tuple[str, ...], seats: Raw) -> Raw:
    neutral = [seat for seat in seats if "party" not in seats[seat]]
    side = {p: [seat for seat in seats if seats[seat].get("party") == p] for p in parties}
    everyone = [*neutral, *(seat for party in parties for seat in side[party])]
    leads = ["mediator", *(f"{party}-lead" for party in parties)]
    clock = (None, 10, 45)
    plenary = [everyone if dice.flag() else leads]
    if dice.flag():
        plenary.append([plenary[0][0], *reversed(plenary[0][1:])])
    return {
        **{
            f"with-{party}": {
                "kind": "preliminary",
                "title": f"A talk with {party}",
                "party": party,
                "minutes": dice.one(clock),
                "rounds": dice.number(1, 3),
                "turns": [[*neutral, *side[party]]],
            }
            for party in parties
        },
        "plenary": {
            "kind": "plenary",
            "title": "All together",
            "minutes": dice.one(clock),
            "rounds": dice.number(1, 4),
            "turns": plenary,
            "first_mover": dice.one(("as-listed", "drawn")),
            "improve": dice.number(0, 2),
        },
        "vote": {"kind": "ratification", "title": "The vote", "rounds": 1, "turns": [leads]},
    }


def _facts(dice: _Dice, seats: tuple[str, ...]) -> Raw:
    policies = ("free", "never", {"when": ["asked"]}, {"when": ["off-record"], "to": ["mediator"]})
    return {
        name: {
            "text": f"It is so about the {name}.",
            "truth": dice.flag(),
            "about": f"the {name}",
            "known_to": "everyone" if dice.flag() else dice.some(seats),
            "share": dice.one(policies),
            "rating": dice.one(("", "A1", "C3")),
            "beliefs": {seat: dice.number(0, 100) for seat in dice.some(seats)},
            "odds": dice.number(1, 4),
        }
        for name in ("bridge", "ferry", "dam")[: dice.number(0, 3)]
    }


def _in_doubt(dice: _Dice, raw: Raw) -> None:
    """Let one fact bear on another, and parties blame one another, by a last few throws."""
    facts: Raw = raw["facts"]
    if len(facts) > 1 and dice.flag():
        first = next(iter(facts.values()))
        if first["odds"] > 1:
            first["bears_on"] = list(facts)[-1]
    past: list[Raw] = [event for event in raw.get("timeline", ()) if event["score"]]
    if facts and past and dice.flag():
        parties = dice.some(tuple(raw["parties"]))
        past[0]["blames"] = {party: dice.one(tuple(facts)) for party in parties}


def _tension(dice: _Dice, sessions: Raw, seats: tuple[str, ...], facts: tuple[str, ...]) -> Raw:
    incidents: Raw = {}
    for name in ("leak", "fire")[: dice.number(0, 2)]:
        session = dice.one(tuple(sessions))
        unless = {"seats": [dice.one(seats)], "facts": list(facts[:1])}
        incidents[name] = {
            "before": {"session": session, "round": dice.number(1, sessions[session]["rounds"])},
            "what": f"There is a {name}.",
            "gravity": dice.one(("posturing", "violent")),
            "chance": dice.one((0, 50, 100)),
            "score": dice.number(-4, 12),
            "unless": unless if facts and dice.flag() else None,
        }
    past = {"when": "before", "what": "Something happened.", "gravity": "neutral"}
    return {
        "tension": {
            "levels": dict(zip(LEVELS, (-100, 10, 20), strict=True)),
            "rupture": dice.one((None, LEVELS[-1])),
        },
        "timeline": [past | {"score": dice.number(-2, 12)} for _ in range(dice.number(0, 3))],
        "incidents": incidents,
    }


def _projections(dice: _Dice, seats: tuple[str, ...]) -> Raw:
    projections: Raw = {}
    for name in ("almanac", "harbour-office")[: dice.number(0, 2)]:
        week = 100 * dice.number(0, 200)
        projections[name] = {
            "source": f"the {name}",
            "week": week,
            "month": week + 100 * dice.number(0, 200),
            "known_to": "everyone" if dice.flag() else dice.some(seats),
        }
    return projections
