"""What two samples differ by beside what is compared, and what that is: told, never judged."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from roomsix.evaluation.pairing import Match
from roomsix.evaluation.sample import Sample

MOST = 4
"""How many names a line lists before it counts the rest."""

SPREAD = ("drawn", "seats", "sides", "swap", "limits")
"""The parts of a suite that say what is played, beside scenarios, seeds and treatments."""


def warnings(a: Sample, b: Sample) -> tuple[str, ...]:
    """Return what may be behind a difference though nobody asked about it, a line each."""
    return tuple(_warnings(a, b))


def occupants(matches: Sequence[Match]) -> tuple[str, ...]:
    """Return in which seats the rows of pairs differ, and who is there: `chen: x against y`."""
    found: Counter[str] = Counter()
    for match in matches:
        ours, theirs = match.a[0].seats, match.b[0].seats
        for seat in dict.fromkeys((*ours, *theirs)):
            one, other = ours.get(seat, "nobody"), theirs.get(seat, "nobody")
            if one != other:
                found[f"{seat}: {one} against {other}"] += 1
    return tuple(text for text, _ in found.most_common())


def _warnings(a: Sample, b: Sample) -> Iterator[str]:
    made, other = a.results.made, b.results.made
    if a.path.resolve() != b.path.resolve():
        if made.engine != other.engine:
            known = [str(each.engine or "unknown") for each in (made, other)]
            yield f"engine versions differ: {known[0]} in A, {known[1]} in B"
        changed = [
            name
            for name in sorted(made.definitions.keys() & other.definitions.keys())
            if made.definitions[name] != other.definitions[name]
        ]
        if changed:
            yield f"defined otherwise in A and in B under the same name: {listed(changed)}"
        if not made.definitions or not other.definitions:
            yield "it is not known whether the definitions are the same"
        yield from _options(_given(a.results.words), _given(b.results.words))
        yield from _suites(a, b)
        yield from _partly("A", a)
        yield from _partly("B", b)
    else:
        yield from _partly("each", a)
    yield from _seeds(a, b)


def _partly(side: str, sample: Sample) -> Iterator[str]:
    """Yield what keeps a side from being all that its suite comes to."""
    found = sample.results
    if found.stopped:
        yield f"{side} was stopped early by its rule, which these intervals do not allow for"
    elif len(found.rows) < found.planned:
        yield f"{side} has {len(found.rows):,} of the {found.planned:,} runs that were to be played"


def _options(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    for side, one, other in (("A", ours, theirs), ("B", theirs, ours)):
        only = [text for text in one if text not in other]
        if only:
            yield f"only {side} was played with {listed(only)}"


def _given(words: Sequence[str]) -> list[str]:
    """Return options with their values."""
    return [f"{option} {value}" for option, value in zip(words[::2], words[1::2], strict=True)]


def _suites(a: Sample, b: Sample) -> Iterator[str]:
    ours, theirs = a.results.suite, b.results.suite
    shared = ours.compared.keys() & theirs.compared.keys()
    played = {row.treatment for row in a.rows} & {row.treatment for row in b.rows}
    other = [n for n in sorted(shared & played) if ours.compared[n] != theirs.compared[n]]
    if other:
        yield f"another treatment under the same name: {listed(other)}"
    parts = [part for part in SPREAD if getattr(ours, part) != getattr(theirs, part)]
    if parts:
        yield f"the suites differ in {listed(parts)}"
    if ours.primaries != theirs.primaries:
        yield "the suites declare other primaries; A's are taken"


def _seeds(a: Sample, b: Sample) -> Iterator[str]:
    ours, theirs = ({row.seed for row in each.rows} for each in (a, b))
    if ours != theirs:
        yield f"seeds are not the same: {_span(ours)} in A, {_span(theirs)} in B"


def _span(seeds: set[int]) -> str:
    first, last = min(seeds), max(seeds)
    if len(seeds) == 1:
        return str(first)
    if len(seeds) == last - first + 1:
        return f"{first} to {last}"
    return f"{len(seeds)} between {first} and {last}"


def listed(names: Iterable[str]) -> str:
    """Return names in a row, the first few of them."""
    every = list(names)
    more = f" and {len(every) - MOST} more" if len(every) > MOST else ""
    return ", ".join(every[:MOST]) + more
