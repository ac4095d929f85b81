"""Who may know what: a label for every leaf of a scenario, and ways to change the secret ones."""

from collections.abc import Callable, Iterator
from typing import Any

from roomsix.scenario import Scenario

Path = tuple[str | int, ...]
Label = frozenset[str] | None
"""The seats that may see a leaf in their prompts: None for all, none for nobody."""

NOBODY: Label = frozenset()
PUBLIC: Label = None

WORDS = {"text", "about", "brief", "needs", "says", "because", "note", "source", "what"}
"""Keys whose values are free words, so that a test may put others in their place."""


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in a JSON document that holds no others, with its path."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    else:
        yield path, value


def label(scenario: Scenario, path: Path) -> Label:
    """Who may see this leaf of a scenario.

    Raises:
        LookupError: Nobody has said yet: a new field needs its label here.
    """
    match path:
        case (("scenario" | "id" | "title" | "summary" | "extends" | "situation"), *_):
            return PUBLIC
        case ("decision", "bonus", str(party)):
            return frozenset({scenario.lead_of(party)})
        case (("issues" | "obligations" | "decision" | "sessions" | "floor"), *_):
            return PUBLIC
        case ("timeline", *rest):
            return PUBLIC if rest[1:] in (["when"], ["what"]) else NOBODY
        case ("verification", ("looks" | "checks"), *_):
            return NOBODY
        case (("verification" | "assess" | "digest"), *_):
            return PUBLIC
        case (("tension" | "incidents" | "aftermath" | "demeanour" | "asides" | "hearing"), *_):
            return NOBODY
        case ("projections", str(name), *_):
            known = scenario.projections[name].known_to
            return PUBLIC if known == "everyone" else frozenset(known)
        case ("facts", str(name), part, *rest):
            return _fact(scenario, name, part, rest)
        case ("parties", str(party), *rest):
            return _party(scenario, party, rest)
        case ("seats", str(seat), ("persona" | "role" | "party"), *_):
            return PUBLIC
        case ("seats", _, ("fears" | "tells"), *_):
            return NOBODY  # what a seat shows is an event when it comes
        case ("seats", str(seat), *_):
            return frozenset({seat})
        case _:
            raise LookupError(f"who may see {path}?")


def _fact(scenario: Scenario, name: str, part: object, rest: list[Any]) -> Label:
    known = scenario.facts[name].known_to
    everyone = known == "everyone"
    match part:
        case "text" | "about" | "share" | "rating" | "known_to":
            return PUBLIC if everyone else frozenset(known)
        case "question" | "odds" | "bears_on":
            # Nobody is shown these, yet they move the beliefs of those who know of the fact.
            return PUBLIC if everyone else frozenset(known)
        case "beliefs":
            seat = rest[0] if rest else ""
            return frozenset({seat}) if everyone or seat in known else NOBODY
        case _:
            return NOBODY


def _party(scenario: Scenario, party: str, rest: list[Any]) -> Label:
    match rest:
        case ["name"] | ["principal", "name"]:
            return PUBLIC
        case [("card" | "stakes"), *_] | ["principal", "mood"]:
            return frozenset({scenario.lead_of(party)})
        case [("needs" | "position" | "red_lines" | "mandate"), *_]:
            return frozenset(scenario.seats_of(party))
        case _:
            raise LookupError(f"who may see {rest} of a party?")


def is_words(path: Path) -> bool:
    """Tell whether a leaf of a scenario is free words."""
    keys = {key for key in path if isinstance(key, str)}
    return bool(WORDS & keys) or "talking_points" in path


def is_points(path: Path, value: object) -> bool:
    """Tell whether a leaf is a number of points, of which every one may be another."""
    keys = {"points", "no_deal", "demand", "against_below"}
    return isinstance(value, int) and not isinstance(value, bool) and bool(keys & set(path))


def rewritten(scenario: Scenario, change: Callable[[Path, Any], Any]) -> Scenario:
    """A scenario in which each leaf is what `change` makes of it."""
    data = scenario.model_dump(mode="json")
    data.pop("x", None)

    def walk(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: walk(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, (*path, at)) for at, inner in enumerate(value)]
        return change(path, value)

    return Scenario.model_validate(walk(data, ()))


def moves_tension(scenario: Scenario, path: Path) -> bool:
    """Tell whether a leaf is a lead's belief in what it blames another side for, or in a rival.

    Tension is public and goes by these; they show in nothing else but the seat's own doing.
    """
    match path:
        case ("facts", str(name), "beliefs", str(seat)):
            blaming = [event.blames for event in scenario.timeline]
            blaming += [incident.blames for incident in scenario.incidents.values()]
            blamed = {fact for blames in blaming if blames for fact in blames.values()}
            rivals = blamed & set(scenario.answers(name))
            return bool(rivals) and scenario.seats[seat].role == "lead"
        case _:
            return False


def with_other_secrets(scenario: Scenario, outsiders: frozenset[str]) -> Scenario:
    """The scenario with every word and number changed that none of these seats may see."""

    def change(path: Path, value: Any) -> Any:
        allowed = label(scenario, path)
        if allowed is None or allowed & outsiders or path[0] in ("tension", "incidents"):
            return value
        if moves_tension(scenario, path):
            return value
        if is_words(path) and isinstance(value, str) and value:
            return f"{value} Or quite the reverse, some say."
        if is_points(path, value):
            return value + 7
        if "beliefs" in path or "mood" in path:
            return (value + 31) % 50
        if path[-1] == "truth":
            return not value
        if path[0] == "facts" and path[-1] == "rating":
            return "A1" if value != "A1" else "E4"
        if path[0] == "facts" and path[-1] == "odds":
            return value + 2
        if path[-1] in ("week", "month"):
            return value * 3 + 1
        return value

    return rewritten(scenario, change)
