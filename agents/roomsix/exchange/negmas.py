"""NegMAS: an outcome space and utility functions as YAML or JSON, in a folder or in one file.

Read as NegMAS 0.16 reads them: numbers as they stand, a missing reservation taken for minus
infinity.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from roomsix.errors import UsageError
from roomsix.exchange import plain, source
from roomsix.exchange.game import Extra, Game, Side, Topic
from roomsix.exchange.numbers import exact, number
from roomsix.exchange.reading import Issue, Range, Reading, shown
from roomsix.exchange.source import wrong

ENDINGS = (".yml", ".yaml", ".json")

TABLED = 400
"""The most outcomes of a table over whole outcomes, each of which becomes a bonus."""


def recognised(path: Path) -> bool:
    """Tell whether a path is an outcome space, a scenario in one file, or a folder with either."""
    files = [path] if path.is_file() else list(source.files(path, *ENDINGS))
    return any(
        file.suffix.lower() in ENDINGS and b"OutcomeSpace" in source.data(file) for file in files
    )


def read(path: Path, how: Reading) -> Game:
    """Return the game of a folder, of its outcome space's file, or of one file with everything.

    Raises:
        UsageError: There is no outcome space, or there are fewer than two utility functions.
        DefinitionError: A file says what cannot be, or what cannot be carried.
    """
    spaces, ufuns = _parts(path, how)
    if len(spaces) != 1:
        raise UsageError(f"{path} holds {len(spaces)} outcome spaces; there must be one")
    if len(ufuns) < 2:
        raise UsageError(f"{path} holds {len(ufuns)} utility functions; talks need two at least")
    ((file, space),) = spaces
    issues = tuple(_issues(file, space, how))
    names = [str(ufun.get("name") or f.stem) for f, ufun in ufuns]
    sides = tuple(
        _side(f, name if names.count(name) == 1 else f"{name} {place}", ufun, issues, how)
        for place, ((f, ufun), name) in enumerate(zip(ufuns, names, strict=True), start=1)
    )
    return Game(str(space.get("name") or file.stem), tuple(i.topic for i in issues), sides)


Part = tuple[Path, Mapping[str, Any]]


def _parts(path: Path, how: Reading) -> tuple[list[Part], list[Part]]:
    whole = plain.read(path) if path.is_file() else None
    if isinstance(whole, Mapping) and "ufuns" in whole:
        space = whole.get("domain", whole.get("outcome_space"))
        for key in whole.keys() - {"domain", "outcome_space", "ufuns", "name"}:
            how.account.dropped(f"`{key}`", path.name)
        inner = whole["ufuns"]
        found = list(inner.values()) if isinstance(inner, Mapping) else inner
        if not isinstance(space, Mapping) or not isinstance(found, list):
            raise wrong(path, 1, "`ufuns` beside no outcome space (`domain` or `outcome_space`)")
        return [(path, space)], [(path, _map(path, ufun, "a utility function")) for ufun in found]
    folder = path if path.is_dir() else path.parent
    spaces: list[Part] = []
    ufuns: list[Part] = []
    for file in source.files(folder, *ENDINGS):
        data = plain.read(file)
        kind = str(data.get("type", "")) if isinstance(data, Mapping) else ""
        if "OutcomeSpace" in kind:
            if path.is_dir() or file.samefile(path):
                spaces.append((file, data))
        elif "fun" in kind.lower():
            ufuns.append((file, data))
        else:
            how.account.dropped("a file that is neither outcome space nor utility", file.name)
    return spaces, ufuns


def _map(file: Path, data: object, what: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise wrong(file, 1, f"{what} is no map of keys: {str(data)[:40]!r}")
    return data


def _kind(data: Mapping[str, Any]) -> str:
    return str(data.get("type", data.get("__python_class__", ""))).rsplit(".", 1)[-1]


def _issues(file: Path, space: Mapping[str, Any], how: Reading) -> Iterator[Issue]:
    given = space.get("issues")
    if not isinstance(given, list) or not given:
        raise wrong(file, 1, f"an outcome space without a list of issues ({_kind(space)})")
    for place, one in enumerate(given):
        data = _map(file, one, "an issue")
        name = str(data.get("name") or f"issue {place + 1}")
        values = data.get("values")
        if isinstance(values, int) and not isinstance(values, bool):
            values = [0, values - 1]
            kind = "ContiguousIssue"
        else:
            kind = _kind(data)
        if not isinstance(values, list):
            raise wrong(file, 1, f"issue {name!r} has no list of values ({kind})")
        if kind not in ("ContiguousIssue", "ContinuousIssue", "RangeIssue"):
            options = tuple(_shown(value) for value in values)
            if len(options) < 2 or len(set(options)) < len(options):
                raise wrong(file, 1, f"issue {name!r} has no two different options")
            numbers = _numbers(values)
            yield Issue(place, Topic(name, options), numbers)
            continue
        if len(values) != 2:
            raise wrong(file, 1, f"issue {name!r} is a range and has {len(values)} ends, not 2")
        low, high = (number(end, f"an end of {name!r}", file) for end in values)
        yield Range(place, name, low, high, kind == "ContiguousIssue", file, 1).cut(how)


def _shown(value: object) -> str:
    found = exact(value) if isinstance(value, int | float) else None
    return str(value) if found is None else shown(found)


def _numbers(values: Sequence[object]) -> tuple[Fraction, ...]:
    """Return what options stand for where all are numbers; empty where they are not."""
    found = [exact(value) if isinstance(value, int | float) else None for value in values]
    known = tuple(value for value in found if value is not None)
    return known if len(known) == len(found) else ()


def _side(
    file: Path, name: str, ufun: Mapping[str, Any], issues: Sequence[Issue], how: Reading
) -> Side:
    kind = _kind(ufun)
    inner = ufun.get("ufun")
    if isinstance(inner, Mapping):
        how.account.dropped(f"{kind}: what time costs; the utility inside it is carried", file.name)
        known = {"reserved_value": ufun.get("reserved_value", inner.get("reserved_value"))}
        return _side(file, name, {**inner, **known}, issues, how)
    extras: tuple[Extra, ...] = ()
    if kind == "LinearAdditiveUtilityFunction":
        worth = _additive(file, ufun, issues)
    elif kind in ("AffineUtilityFunction", "LinearUtilityFunction"):
        worth = _affine(file, ufun, issues)
    elif kind == "MappingUtilityFunction":
        worth, extras = _tabled(file, ufun, issues, how)
    else:
        raise wrong(file, 1, f"a utility function of the kind {kind!r} is not read")
    for key in ("constraints", "reserved_outcome", "invalid_value"):
        if ufun.get(key):
            how.account.dropped(f"`{key}`", file.name)
    constant = number(ufun.get("bias", 0), "the bias", file)
    if constant:
        how.account.changed(
            f"the bias {float(constant):g}: it is taken off the reservation instead", file.name
        )
    least = _least(file, ufun, how)
    return Side(name, file.name, worth, extras, None if least is None else least - constant)


def _least(file: Path, ufun: Mapping[str, Any], how: Reading) -> Fraction | None:
    given = ufun.get("reserved_value")
    if given is None or plain.is_endless(given):
        how.account.changed(
            "a reservation of minus infinity: it is what the worst package is worth", file.name
        )
        return None
    return number(given, "reserved_value", file)


def _weights(file: Path, ufun: Mapping[str, Any], issues: Sequence[Issue]) -> list[Fraction]:
    given = ufun.get("weights")
    if given is None:
        return [Fraction(1, len(issues))] * len(issues)
    return [number(one, "a weight", file) for one in _listed(file, given, issues, "weights")]


def _listed(file: Path, given: object, issues: Sequence[Issue], what: str) -> list[Any]:
    """Return something for each issue, whether listed or by the issue's name."""
    if isinstance(given, Mapping):
        found = [given.get(issue.topic.name) for issue in issues]
    else:
        found = list(given) if isinstance(given, list) else []
    if len(found) != len(issues) or None in found:
        raise wrong(file, 1, f"`{what}` must have one for each of the {len(issues)} issues")
    return found


def _additive(
    file: Path, ufun: Mapping[str, Any], issues: Sequence[Issue]
) -> tuple[tuple[Fraction, ...], ...]:
    values = _listed(file, ufun.get("values"), issues, "values")
    weights = _weights(file, ufun, issues)
    return tuple(
        tuple(weight * one for one in _valued(file, _map(file, value, "a value function"), issue))
        for weight, value, issue in zip(weights, values, issues, strict=True)
    )


def _affine(
    file: Path, ufun: Mapping[str, Any], issues: Sequence[Issue]
) -> tuple[tuple[Fraction, ...], ...]:
    for issue in issues:
        if not issue.values:
            raise wrong(
                file, 1, f"{issue.topic.name!r} is no issue of numbers, as {_kind(ufun)} needs"
            )
    weights = _weights(file, ufun, issues)
    return tuple(
        tuple(weight * value for value in issue.values)
        for weight, issue in zip(weights, issues, strict=True)
    )


def _valued(file: Path, value: Mapping[str, Any], issue: Issue) -> tuple[Fraction, ...]:
    """Return what a value function gives each option of an issue."""
    kind = _kind(value)
    if kind == "TableFun" or (not kind and "mapping" in value):
        table = {
            _shown(key): one for key, one in _map(file, value.get("mapping"), "a table").items()
        }
        for option in issue.topic.options:
            if option not in table:
                raise wrong(file, 1, f"the table of {issue.topic.name!r} lacks {option!r}")
        return tuple(number(table[o], f"the value of {o!r}", file) for o in issue.topic.options)

    def given(name: str, otherwise: float) -> Fraction:
        return number(value.get(name, otherwise), f"{name} of a {kind}", file)

    rules: dict[str, Callable[[Fraction], Fraction]] = {
        "IdentityFun": lambda x: x,
        "LinearFun": lambda x: given("slope", 1) * x,
        "AffineFun": lambda x: given("slope", 1) * x + given("bias", 0),
        "QuadraticFun": lambda x: given("a2", 0) * x * x + given("a1", 0) * x + given("bias", 0),
    }
    if kind == "ConstFun":
        return (given("bias", 0),) * len(issue.topic.options)
    if kind not in rules:
        raise wrong(file, 1, f"a value function of the kind {kind!r} is not read")
    if not issue.values:
        raise wrong(file, 1, f"a {kind} for {issue.topic.name!r}, whose options are no numbers")
    return tuple(rules[kind](x) for x in issue.values)


def _tabled(
    file: Path, ufun: Mapping[str, Any], issues: Sequence[Issue], how: Reading
) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[Extra, ...]]:
    """Return a table over whole outcomes as a bonus for each."""
    table = _map(file, ufun.get("mapping"), "a table")
    size = prod(len(issue.topic.options) for issue in issues)
    if size > TABLED:
        message = f"a table over {size:,} outcomes; at most {TABLED} are carried, a bonus each"
        raise wrong(file, 1, message)
    known = {tuple(map(_shown, key)) if isinstance(key, tuple | list) else (_shown(key),): value
             for key, value in table.items()}  # fmt: skip
    extras = []
    for chosen in product(*(range(len(issue.topic.options)) for issue in issues)):
        names = tuple(i.topic.options[c] for i, c in zip(issues, chosen, strict=True))
        if names not in known:
            raise wrong(file, 1, f"the table lacks the outcome {', '.join(names)}")
        worth = number(known[names], f"the value of {', '.join(names)}", file)
        if worth:
            extras.append(Extra(worth, {place: (c,) for place, c in enumerate(chosen)}))
    how.account.changed(
        "a table over whole outcomes: a bonus for each of them, and no points for options",
        file.name,
    )
    return tuple((Fraction(0),) * len(issue.topic.options) for issue in issues), tuple(extras)
