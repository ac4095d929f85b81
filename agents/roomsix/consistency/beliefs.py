"""Problems with what moves beliefs and what they move: hearing, questions, evidence, blame."""

from collections.abc import Mapping

from roomsix.consistency import names
from roomsix.consistency.doubt import Derived, Found, Path
from roomsix.deal import FactId
from roomsix.errors import Problem
from roomsix.evidence import Ratio
from roomsix.scenario import Fact, Incident, PastEvent, Scenario

_WORDS = ("claim", "confided", "own_side", "disclosed", "entrusted", "exhibit")


def hearing(scenario: Scenario) -> Found:
    """Check that what is heard of is the likelier for it."""
    for name in _WORDS:
        ratio: Ratio = getattr(scenario.hearing, name)
        yield from _upward(ratio, ("hearing", name))


def questions(scenario: Scenario) -> Found:
    """Check that facts that answer one question share the truth and every seat's hundred."""
    asked: dict[str, dict[FactId, Fact]] = {}
    for name, fact in scenario.facts.items():
        if fact.question is not None:
            asked.setdefault(fact.question, {})[name] = fact
    for question, answers in asked.items():
        last = list(answers)[-1]
        needs = tuple(
            ("facts", name, part) for name in answers for part in ("question", "beliefs", "truth")
        )
        if len(answers) == 1:
            message = f"{last!r} is the only answer to {question!r}, so nothing excludes it"
            found = Problem(("facts", last, "question"), message, severity="warning")
            yield Derived(found, needs)
            continue
        true = sum(fact.truth for fact in answers.values())
        if true != 1:
            message = f"{true or 'none'} of the answers to {question!r} are true: {_list(answers)}"
            found = Problem(("facts", last, "truth"), message, "exactly one has to be")
            yield Derived(found, needs)
        yield from _hundreds(question, answers, needs)


def _hundreds(question: str, answers: Mapping[FactId, Fact], needs: tuple[Path, ...]) -> Found:
    seats = dict.fromkeys(seat for fact in answers.values() for seat in fact.beliefs)
    for seat in seats:
        stated = {
            name: fact.beliefs[seat] for name, fact in answers.items() if seat in fact.beliefs
        }
        last = list(stated)[-1]
        path = ("facts", last, "beliefs", seat)
        silent = [name for name in answers if name not in stated]
        if silent:
            message = f"{seat!r} believes something of {question!r}, but nothing of {_list(silent)}"
            yield Derived(Problem(path, message, "give it one in each, or in none"), needs)
        elif sum(stated.values()) != 100:
            message = f"what {seat!r} believes of {question!r} adds up to {sum(stated.values())} %"
            hint = f"{_list(answers)} exclude one another: make it 100"
            yield Derived(Problem(path, message, hint), needs)


def bearing(scenario: Scenario) -> Found:
    """Check what evidence bears on."""
    for name, fact in scenario.facts.items():
        if fact.bears_on is None:
            continue
        path = ("facts", name, "bears_on")
        yield from names.known(fact.bears_on, scenario.facts, "fact", path)
        borne = scenario.facts.get(fact.bears_on)
        if borne is not None and (fact.bears_on == name or borne.bears_on is not None):
            message = f"{fact.bears_on!r} is evidence itself; evidence bears on what is none"
            yield Derived(Problem(path, message), (("facts", fact.bears_on, "bears_on"),))
        if fact.question is not None:
            message = f"{name!r} answers {fact.question!r}; evidence answers no question"
            yield Derived(Problem(path, message), (("facts", name, "question"),))
        if fact.odds == 1:
            found = Problem(path, "evidence with `odds` of 1 moves nothing", severity="warning")
            yield Derived(found, (("facts", name, "odds"),))


def blame(scenario: Scenario) -> Found:
    """Check who holds whom to blame for what."""
    blaming: list[tuple[Path, PastEvent | Incident]] = [
        *((("timeline", at), event) for at, event in enumerate(scenario.timeline)),
        *((("incidents", name), incident) for name, incident in scenario.incidents.items()),
    ]
    for path, each in blaming:
        for party, fact in (each.blames or {}).items():
            at = (*path, "blames", party)
            yield from names.known(party, scenario.parties, "party", at, of_key=True)
            yield from names.known(fact, scenario.facts, "fact", at)
        if each.blames and not each.score:
            message = "blame without a score has no effect"
            found = Problem((*path, "blames"), message, severity="warning")
            yield Derived(found, ((*path, "score"),))


def showing(scenario: Scenario) -> Found:
    """Check what incidents let everyone see."""
    for name, incident in scenario.incidents.items():
        shows = incident.shows
        if shows is None:
            continue
        path = ("incidents", name, "shows")
        yield from names.known(shows.fact, scenario.facts, "fact", (*path, "fact"))
        yield from _upward(shows.odds, (*path, "odds"))
        shown = scenario.facts.get(shows.fact)
        if shown is not None and shown.known_to != "everyone":
            message = f"all hear of an incident, but not everyone knows of {shows.fact!r}"
            needs = (("facts", shows.fact, "known_to"),)
            hint = "let that fact be `known_to: everyone`"
            yield Derived(Problem((*path, "fact"), message, hint), needs)


def _upward(ratio: Ratio, path: Path) -> Found:
    if ratio[0] < ratio[1]:
        message = f"{ratio[0]} to {ratio[1]} would make what is said to be so the less likely"
        yield Problem(path, message, "the first number is the larger one")


def _list(words: Mapping[str, object] | list[str]) -> str:
    return ", ".join(map(repr, words))
