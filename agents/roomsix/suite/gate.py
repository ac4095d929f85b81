"""What has to come of a suite, as one line: `rate(agreement | treatment=passive) >= 0.5`."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from roomsix.errors import UsageError, did_you_mean

How = Literal["rate", "mean", "count", "min", "max"]
Sign = Literal[">=", "<=", ">", "<", "=="]

HOWS: tuple[How, ...] = get_args(How)

USE = (
    "such as `rate(agreement) >= 0.8`, `count(breaches) == 0` or"
    " `mean(gain | a) - mean(gain | b) > 0`"
)

_TERM = r"(\w+)\(\s*([^|()]+?)\s*(?:\|\s*([^()]*?)\s*)?\)"
_GATE = re.compile(
    rf"(point\s+)?{_TERM}(?:\s*-\s*{_TERM})?\s*(>=|<=|==|>|<)\s*([-+]?\d*\.?\d+(?:e-?\d+)?)"
)
_VALUE = re.compile(rf"{_TERM}(?:\s*-\s*{_TERM})?")
_METRIC = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?")


@dataclass(frozen=True)
class Term:
    """A figure of some of the runs.

    Attributes:
        how: `rate` of what is true or not, `mean` of numbers; `count` adds up, true being one.
        metric: A score's name, or another column of the results.
        who: A party, a seat, or `side-1`; empty for the score of all together.
        given: What the runs have to be, as labels of theirs, such as ("treatment", "passive").
    """

    how: How
    metric: str
    who: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def column(self) -> str:
        """The metric and whose it is, as results name it."""
        return f"{self.metric}.{self.who}" if self.who else self.metric

    def __str__(self) -> str:
        named = " and ".join(
            value if name == "treatment" else f"{name}={value}" for name, value in self.given
        )
        return f"{self.how}({self.column}{f' | {named}' if named else ''})"


@dataclass(frozen=True)
class Value:
    """A figure, or the difference of two."""

    first: Term
    second: Term | None = None

    def __str__(self) -> str:
        return f"{self.first} - {self.second}" if self.second else str(self.first)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The one, or both."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True)
class Gate:
    """What a figure has to be.

    Attributes:
        value: The figure.
        sign: How it has to stand to the bound.
        point: The figure itself is held against the bound, and not the end of its interval that
            is nearer to failing. Counts and extremes have no interval.
    """

    value: Value
    sign: Sign
    bound: float
    point: bool = False

    def __str__(self) -> str:
        return f"{'point ' * self.point}{self.value} {self.sign} {self.bound:g}"


def gate(text: str) -> Gate:
    """Read a gate.

    Raises:
        UsageError: It is none.
    """
    found = _GATE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no gate", hint=USE)
    point, *parts, sign, bound = found.groups()
    read = _value(parts)
    exact = read.first.how in ("count", "min", "max")
    if sign == "==" and not exact:
        raise UsageError(
            f"{text!r}: a {read.first.how} is never held to be one number exactly",
            hint="counts, min and max can be",
        )
    if point and exact:
        raise UsageError(f"{text!r}: {read.first.how} has no interval, so `point` says nothing")
    return Gate(read, cast("Sign", sign), float(bound), bool(point))


def value(text: str) -> Value:
    """Read a figure without a bound, as `stop` names one.

    Raises:
        UsageError: It is none.
    """
    found = _VALUE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no figure", hint="such as `mean(capture)`")
    return _value(list(found.groups()))


def _value(parts: list[str | None]) -> Value:
    first = _term(*parts[:3])
    second = _term(*parts[3:]) if parts[3] else None
    if second is not None and (first.how != second.how or first.how not in ("rate", "mean")):
        raise UsageError(f"{first} - {second}: a difference is of two rates or of two means")
    return Value(first, second)


def _term(how: str | None, column: str | None, given: str | None) -> Term:
    if how not in HOWS:
        near = did_you_mean(how or "", HOWS) or f"there are: {', '.join(HOWS)}"
        raise UsageError(f"no figure {how!r}", hint=near)
    column = column or ""
    if not _METRIC.fullmatch(column):
        raise UsageError(f"{column!r} is no score", hint="such as `capture` or `gain.mars`")
    metric, _, who = column.partition(".")
    return Term(how, metric, who, labels(given) if given else ())


def labels(text: str) -> tuple[tuple[str, str], ...]:
    """Read what runs have to be: a treatment, or NAME=VALUE, joined by `and`.

    Raises:
        UsageError: A part is neither.
    """
    return tuple(map(_given, text.split(" and ")))


def _given(text: str) -> tuple[str, str]:
    name, equals, value = text.strip().partition("=")
    if not (name and (value or not equals)):
        raise UsageError(f"{text!r} picks no runs", hint="a treatment, or NAME=VALUE")
    return (name.strip(), value.strip()) if equals else ("treatment", name)
