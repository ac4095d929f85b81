"""What a chat can be told in its spec, `KIND:NAME,KEY=VALUE,…`, and the reading of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from roomsix.errors import UsageError, did_you_mean


@dataclass(frozen=True)
class Parameter:
    """A number that a chat can be told.

    Attributes:
        default: What it is unless it is told.
        least: The smallest it may be.
        most: The largest it may be.
        about: What it is, in a phrase.
        whole: Whether it is a whole number.
    """

    default: float
    least: float
    most: float
    about: str
    whole: bool = False

    def told(self) -> str:
        """Return its default, its range and what it is."""
        return f"{self.default:g} (from {self.least:g} to {self.most:g}: {self.about})"


def values(spec: str, told: Sequence[str], known: Mapping[str, Parameter]) -> dict[str, float]:
    """Return every parameter there is, as it is told in `KEY=VALUE` or by its default.

    Args:
        spec: The whole of what was spelt, for messages.

    Raises:
        UsageError: There is no such parameter, it is told twice, or its value is out of range.
    """
    given: dict[str, float] = {}
    for each in told:
        key, equals, text = each.partition("=")
        if not equals:
            name = spec.partition(",")[0]
            raise UsageError(f"{each!r} in {spec!r} says nothing", hint=f"{name},KEY=VALUE")
        if key in given:
            raise UsageError(f"{key!r} is given twice in {spec!r}")
        given[key] = _value(spec, key, text, known)
    return {**{key: parameter.default for key, parameter in known.items()}, **given}


def _value(spec: str, key: str, text: str, known: Mapping[str, Parameter]) -> float:
    parameter = known.get(key)
    if parameter is None:
        there = f"it takes: {', '.join(known)}" if known else "it takes none"
        raise UsageError(
            f"no parameter {key!r} in {spec!r}", hint=did_you_mean(key, known) or there
        )
    try:
        value = int(text) if parameter.whole else float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not parameter.least <= value <= parameter.most:
        kind = "a whole number" if parameter.whole else "a number"
        raise UsageError(
            f"{key} in {spec!r} is {text!r}",
            hint=f"{kind} from {parameter.least:g} to {parameter.most:g}: {parameter.about}",
        )
    return value
