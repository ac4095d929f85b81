"""Problems of suites that can be seen in the file alone."""

from collections.abc import Callable

from roomsix.consistency.doubt import NO_DOUBT, Doubt, Found
from roomsix.errors import Problem, UsageError, did_you_mean
from roomsix.suite import Suite, definition, gate

Path = tuple[str | int, ...]


def suite_problems(suite: Suite, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return what in a suite can hold for no scenario."""
    return tuple(doubt.certain((*_parts(suite), *_figures(suite))))


def _parts(suite: Suite) -> Found:
    if not suite.scenarios and suite.drawn is None:
        yield Problem((), "nothing is negotiated", "name `scenarios`, or have games `drawn`")
    if suite.swap and len(suite.sides) < 2:
        hint = "`sides` says who leads for each"
        yield Problem(("swap",), "there are no two sides to swap", hint)
    if suite.stop is not None and (suite.stop.width is None) == (suite.stop.decided is None):
        yield Problem(("stop",), "it takes one of `width` and `decided`")
    rubrics = [each.rubric for each in suite.judges]
    for index, rubric in enumerate(rubrics):
        if rubric in rubrics[:index]:
            said = f"there is a judge by {rubric!r} already"
            yield Problem(("judges", index, "rubric"), said, "one judge for each rubric")
    for key in suite.seats:
        meant = definition.whom(key)
        if meant.seat and meant.seat.startswith("each-"):
            role = meant.seat.removeprefix("each-")
            hint = did_you_mean(role, definition.ROLES) or f"roles: {', '.join(definition.ROLES)}"
            yield Problem(("seats", key), f"no role {role!r}", hint, of_key=True)
    for name, treatment in suite.treatments.items():
        for key in treatment.seats:
            if definition.whom(key).in_turn:
                path = ("treatments", name, "seats", key)
                message = "a treatment is one thing for all its runs, so no seat comes in turn"
                yield Problem(path, message, "put it under `seats`", of_key=True)


def _figures(suite: Suite) -> Found:
    read: list[tuple[Path, gate.Value]] = []
    for index, text in enumerate(suite.gates):
        yield from _read(("gates", index), text, lambda text: gate.gate(text).value, read)
        yield from _hopeless(("gates", index), text)
    if suite.stop is not None:
        yield from _read(("stop", "figure"), suite.stop.figure, gate.value, read)
        for path, value in read:
            if path[0] == "stop" and value.first.how not in ("rate", "mean"):
                yield Problem(path, f"{value.first.how} has no interval to stop by")
    for path, value in read:
        for term in value.terms:
            for name, chosen in term.given:
                if name == "treatment" and chosen not in suite.compared:
                    known = ", ".join(suite.compared)
                    hint = did_you_mean(chosen, suite.compared) or f"there are: {known}"
                    yield Problem(path, f"no treatment {chosen!r}", hint)


def _hopeless(path: Path, text: str) -> Found:
    """Yield a bound that no figure of this kind can be on either side of."""
    try:
        asked = gate.gate(text)
    except UsageError:
        return  # said already
    if asked.value.first.how == "rate":
        least = -1 if asked.value.second else 0
        if not least <= asked.bound <= 1:
            yield Problem(path, f"a rate is from {least} to 1, and never {asked.bound:g}")


def _read(
    path: Path,
    text: str,
    reader: Callable[[str], gate.Value],
    into: list[tuple[Path, gate.Value]],
) -> Found:
    try:
        into.append((path, reader(text)))
    except UsageError as error:
        yield Problem(path, error.message, error.hint)
