"""Genius's utility spaces: what each option is worth to a party, its reservation, its discount."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from roomsix.exchange import points, source
from roomsix.exchange.game import Extra, Side
from roomsix.exchange.numbers import number, whole
from roomsix.exchange.reading import Issue, Reading, shown
from roomsix.exchange.xml import Element

SPACE = "utility_space"

BOXES = 400
"""The most ranges that count together, each of which becomes a bonus."""

_TINY = Fraction(1, 100_000)
"""Below this, Genius takes an issue's largest evaluation for 0, and all of them with it."""


def nested(tree: Element, tag: str) -> Iterator[Element]:
    """Yield elements at any depth: Genius lets objectives hold objectives, and ignores these."""
    for child in tree.children:
        if child.tag == tag:
            yield child
        elif child.tag in (SPACE, "objective"):
            yield from nested(child, tag)


def index(file: Path, element: Element) -> int:
    """Return what Genius counts an element by.

    Raises:
        DefinitionError: It has no such number.
    """
    return whole(element.attributes.get("index"), "the index", file, element.line)


def side(file: Path, tree: Element, name: str, issues: Sequence[Issue], how: Reading) -> Side:
    """Return what a utility space makes of a domain's issues.

    Raises:
        DefinitionError: It does not fit them, or is of a kind that is not read.
    """
    given: dict[int, Element] = {}
    for one in nested(tree, "issue"):
        of = index(file, one)
        if all(issue.number != of for issue in issues):
            raise source.wrong(file, one.line, f"no issue of the domain has the index {of}")
        given[of] = one
    weights = {index(file, one): one for one in nested(tree, "weight")}
    worth = tuple(
        _weighted(file, tree, issue, given.get(issue.number), weights.get(issue.number), how)
        for issue in issues
    )
    extras = tuple(_boxes(file, tree, issues))
    if len(extras) > BOXES:
        message = f"{len(extras):,} ranges that count together; at most {BOXES} are carried"
        raise source.wrong(file, tree.line, message)
    total = sum((_weight(file, one) for of, one in weights.items() if of in given), Fraction(0))
    if abs(total - 1) > Fraction(1, 1000) and worth and not extras:
        how.account.assumed(
            f"weights as they stand: their sum is {float(total):.4g}, not 1", file.name
        )
    constant = _constant(file, weights, issues, how)
    least = _least(file, tree, how)
    side = Side(name, file.name, worth, extras, least - constant)
    _discount(file, tree, how)
    _capped(file, side, how)
    return side


def _weight(file: Path, one: Element) -> Fraction:
    return number(one.attributes.get("value"), "a weight", file, one.line)


def _weighted(
    file: Path,
    tree: Element,
    issue: Issue,
    one: Element | None,
    weight: Element | None,
    how: Reading,
) -> tuple[Fraction, ...]:
    """Return what each option of an issue adds."""
    nothing = (Fraction(0),) * len(issue.topic.options)
    if one is None:
        how.account.assumed(
            f"nothing for {issue.topic.name!r}, of which it says nothing",
            f"{file.name}:{tree.line}",
        )
        return nothing
    if weight is None and how.evaluations == "genius":
        how.account.assumed(
            f"nothing for {issue.topic.name!r}, which has no weight", f"{file.name}:{one.line}"
        )
        return nothing
    times = Fraction(1) if weight is None else _weight(file, weight)
    values = (
        _evaluated(file, issue, one, how)
        if one.first("evaluator") is None
        else _functional(file, issue, one, how)
    )
    return tuple(times * value for value in values)


def _evaluated(file: Path, issue: Issue, one: Element, how: Reading) -> Sequence[Fraction]:
    """Return the evaluations of items, divided by the largest where Genius would."""
    said: dict[str, Fraction] = {}
    for item in one.all("item"):
        value, given = item.attributes.get("value", ""), item.attributes.get("evaluation")
        if given is None or given == "null":
            continue
        if value not in issue.topic.options and not issue.values:
            raise source.wrong(file, item.line, f"{issue.topic.name!r} has no option {value!r}")
        key = shown(number(value, "a value", file, item.line)) if issue.values else value
        said[key] = number(given, f"the evaluation of {value!r}", file, item.line)
    for option in issue.topic.options:
        if option not in said:
            message = f"{option!r} of {issue.topic.name!r} has no evaluation"
            raise source.wrong(file, one.line, message)
    found = [said[option] for option in issue.topic.options]
    if how.evaluations == "raw":
        return found
    most = max(found)
    if most != 1:
        how.account.changed(
            "evaluations are divided by the largest of their issue, as Genius does"
            " (`--evaluations raw` takes them as they stand)",
            file.name,
        )
    return [value / most if most >= _TINY else Fraction(0) for value in found]


def _functional(file: Path, issue: Issue, one: Element, how: Reading) -> Sequence[Fraction]:
    """Return the values of an evaluator: linear or constant."""
    rule = one.first("evaluator")
    assert rule is not None
    kind = rule.attributes.get("ftype", "linear")
    if not issue.values or kind not in ("linear", "constant"):
        message = f"an evaluator of the kind {kind!r} for {issue.topic.name!r} is not read"
        raise source.wrong(file, rule.line, message, "linear or constant, for numbers")

    def given(*names: str, otherwise: str) -> Fraction:
        text = next((rule.attributes[n] for n in names if n in rule.attributes), otherwise)
        return number(text, names[0], file, rule.line)

    offset = given("offset", "parameter0", otherwise="0")
    if kind == "constant":
        return [offset] * len(issue.values)
    # Genius counts an integer issue from its lower bound, and gives a real one as it is.
    integer = one.attributes.get("type") == "integer"
    genius = how.evaluations == "genius"
    slope = given("slope", "parameter1", otherwise="0" if genius else "1")
    start = issue.values[0] if integer and genius else Fraction(0)
    found = [offset + slope * (value - start) for value in issue.values]
    kept = [min(max(value, Fraction(0)), Fraction(1)) for value in found] if genius else found
    if kept != found:
        how.account.changed(
            f"values of {issue.topic.name!r} are kept within 0 and 1, as Genius does",
            f"{file.name}:{rule.line}",
        )
    return kept


def _boxes(file: Path, tree: Element, issues: Sequence[Issue]) -> Iterator[Extra]:
    """Yield what ranges of numbers are worth together: Genius's non-linear spaces."""
    for told in (*tree.all("utility_function"), *_inner(tree, "utility_function")):
        for ufun in told.all("ufun"):
            times = number(ufun.attributes.get("weight", "1"), "a weight", file, ufun.line)
            if ufun.attributes.get("aggregation", "sum") != "sum":
                raise source.wrong(file, ufun.line, "an aggregation other than a sum is not read")
            for rule in ufun.children:
                if rule.tag != "hyperRectangle":
                    raise source.wrong(file, rule.line, f"a <{rule.tag}> is not read")
                yield _box(file, rule, times, issues)


def _inner(tree: Element, tag: str) -> Iterator[Element]:
    for one in tree.all("objective"):
        yield from one.all(tag)


def _box(file: Path, rule: Element, times: Fraction, issues: Sequence[Issue]) -> Extra:
    where: dict[int, tuple[int, ...]] = {}
    for part in rule.all("INCLUDES"):
        of = index(file, part)
        place = next((p for p, issue in enumerate(issues) if issue.number == of), None)
        if place is None or not issues[place].values:
            raise source.wrong(file, part.line, f"no issue of numbers has the index {of}")
        low, high = (
            number(part.attributes.get(end), end, file, part.line) for end in ("min", "max")
        )
        values = issues[place].values
        where[place] = tuple(n for n, value in enumerate(values) if low <= value <= high)
    worth = number(rule.attributes.get("utility"), "a utility", file, rule.line)
    if not all(where.values()):
        return Extra(Fraction(0), {})
    return Extra(times * worth, where)


def _constant(
    file: Path, weights: dict[int, Element], issues: Sequence[Issue], how: Reading
) -> Fraction:
    """Return what NegMAS writes as the weight of an issue that is not there: a constant."""
    numbers = {issue.number for issue in issues}
    strays = [one for of, one in weights.items() if of not in numbers and of > max(numbers)]
    for one in strays:
        where = f"{file.name}:{one.line}"
        if how.evaluations == "raw":
            how.account.changed("a constant: it is taken off the reservation instead", where)
        else:
            how.account.dropped("a weight of no issue, which Genius ignores", where)
    if how.evaluations == "genius":
        return Fraction(0)
    return sum((_weight(file, one) for one in strays), Fraction(0))


def _least(file: Path, tree: Element, how: Reading) -> Fraction:
    one = tree.first("reservation")
    if one is None:
        how.account.assumed("a reservation of 0: none is stated", file.name)
        return Fraction(0)
    return number(one.attributes.get("value"), "the reservation", file, one.line)


def _discount(file: Path, tree: Element, how: Reading) -> None:
    one = tree.first("discount_factor")
    if one is None:
        return
    factor = number(one.attributes.get("value"), "the discount factor", file, one.line)
    if factor != 1:
        how.account.dropped(
            f"the discount factor {float(factor):g}: time costs nothing here",
            f"{file.name}:{one.line}",
        )


def _capped(file: Path, side: Side, how: Reading) -> None:
    _, high = points.bounds(side)
    if how.evaluations == "genius" and high > 1 + Fraction(1, 10**9):
        how.account.dropped(
            f"Genius's ceiling: it counts no package above 1, and one comes to {float(high):.4g}",
            file.name,
        )
