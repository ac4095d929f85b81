"""Who judges the runs of a suite, as its file or an option says; checked before any run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from roomsix.chat.metering import Meter
from roomsix.errors import DefinitionError, UsageError, did_you_mean
from roomsix.evaluation import standing
from roomsix.evaluation.cells import Faults
from roomsix.evaluation.standing import Appointed
from roomsix.judging import making, noting
from roomsix.suite import Judging, Suite, gate
from roomsix.suite.gate import Value

if TYPE_CHECKING:
    from roomsix.seating.tapes import Tapes
    from roomsix.workspace import Workspace

Path = tuple[str | int, ...]


def appointed(
    suite: Suite, workspace: "Workspace", tapes: "Tapes", instead: Iterable[str] = ()
) -> tuple[Appointed, ...]:
    """Return who judges the runs of a suite.

    Args:
        instead: `RUBRIC=SPEC`: who judges in the place of those that the suite names.

    Raises:
        DefinitionError: There is no such rubric or judge, or something is to be decided by the
            word of one that was not held against people; every such place is in it.
        UsageError: What is to be instead cannot be.
    """
    faults = Faults()
    found = check(suite, workspace, tapes, faults, _instead(suite, instead))
    if faults.problems:
        raise DefinitionError(tuple(dict.fromkeys(faults.problems)))
    return found


def check(
    suite: Suite,
    workspace: "Workspace",
    tapes: "Tapes",
    faults: Faults,
    instead: Mapping[str, str] | None = None,
) -> tuple[Appointed, ...]:
    """Return who judges the runs of a suite, as far as nothing is wrong with it."""
    found = []
    for index, each in enumerate(suite.judges):
        given = (instead or {}).get(each.rubric)
        if given is not None:
            found.append(_one(each.rubric, given, workspace, tapes))
            continue
        with faults.at("judges", index):
            _without_endpoint(each)
            found.append(_one(each.rubric, each.chat, workspace, tapes))
    standings = [each.standing for each in found]
    known = {each.rubric for each in standings}
    for path, value in _decisive(suite):
        if {each.rubric for each in suite.judges} <= known:  # else that is what is wrong
            with faults.at(*path):
                if why := standing.decides(value, standings, ()):
                    raise UsageError(f"what a judge says may decide nothing here: {why}")
    return tuple(found)


def _one(rubric: str, named: str, workspace: "Workspace", tapes: "Tapes") -> Appointed:
    meant = workspace.rubric(rubric)
    judge = making.judge(named, script=workspace.script, tape=tapes, meter=Meter(), keyless=True)
    known = noting.agreements(workspace.root, meant.id)
    return Appointed(meant, named, standing.standing(meant, judge.name, judge.kind, known))


def _without_endpoint(judge: Judging) -> None:
    model, at, _ = judge.chat.rpartition("@")
    if at and judge.chat.startswith("openai:"):
        raise UsageError(
            "a suite names no endpoint",
            hint=f"'{model}' here, the endpoint in --judge {judge.rubric}={judge.chat}",
        )


def _decisive(suite: Suite) -> Iterator[tuple[Path, Value]]:
    """Yield the figures by which something is decided, by their places."""
    for index, text in enumerate(suite.gates):
        yield ("gates", index), gate.gate(text).value
    if suite.stop is not None:
        yield ("stop", "figure"), gate.value(suite.stop.figure)


def _instead(suite: Suite, texts: Iterable[str]) -> Mapping[str, str]:
    there: Sequence[str] = [each.rubric for each in suite.judges]
    found: dict[str, str] = {}
    for text in texts:
        rubric, equals, named = text.partition("=")
        if not (rubric and equals and named):
            raise UsageError(f"--judge {text!r} names no judge", hint="RUBRIC=SPEC")
        if rubric not in there:
            known = f"it has: {', '.join(there)}" if there else "`judges` in its file names some"
            hint = did_you_mean(rubric, there) or known
            raise UsageError(f"the suite {suite.id!r} has nobody judge by {rubric!r}", hint=hint)
        if rubric in found:
            raise UsageError(f"--judge {rubric} is given twice: {found[rubric]!r} and {named!r}")
        found[rubric] = named
    return found
