"""A suite made ready to be played: read, planned, narrowed down, with a folder for its runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from roomsix import consistency, store
from roomsix.errors import DefinitionError, NothingSelected, RecordError, UsageError, did_you_mean
from roomsix.evaluation import judges, judging, planning, results
from roomsix.evaluation.evaluating import Evaluation, named, needed
from roomsix.evaluation.planning import Overrides
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.results import FOLDER
from roomsix.evaluation.trial import Trial, chosen, described
from roomsix.seating.tapes import Tapes
from roomsix.suite import Suite
from roomsix.workspace import Workspace
from roomsix.workspace.node import placed


@dataclass(frozen=True)
class Choice:
    """Which trials of a suite are meant.

    Attributes:
        labels: What they have to be; of one name, any of the values will do. None for all.
        part: Which part of how many, both counted from 1; None for all.
        failed: Only those that were begun and have not come to their end, or to their judges'.
    """

    labels: tuple[tuple[str, str], ...] = ()
    part: tuple[int, int] | None = None
    failed: bool = False

    @property
    def whole(self) -> bool:
        """Whether that is all there is."""
        return not self.labels and self.part is None and not self.failed


def prepare(
    wanted: str | Suite,
    workspace: Workspace,
    runs: Path,
    *,
    overrides: Overrides | None = None,
    choice: Choice | None = None,
    into: Path | None = None,
    notify: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Return a suite ready to be played.

    Args:
        wanted: A suite by its name or file, or one that was made otherwise.
        runs: Where runs are kept.
        into: Where this suite's are; None for a folder of its name below `runs`.

    Raises:
        DefinitionError: The suite is wrong, or names what cannot be had.
        UsageError: There is no such suite, or nothing has a label of that name.
        NothingSelected: No trial is left.
    """
    node = None
    if isinstance(wanted, str):
        checked = workspace.check(workspace.find("suite", wanted), Suite)
        suite, node = checked.sound(), checked.node
    else:
        suite = _sound(wanted)
    tapes = Tapes(workspace.root, partial(_found, runs))
    folder = into or runs / FOLDER / suite.id
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder, so no runs are kept there")
    if (other := _kept_there(folder)) not in (None, suite.id):
        raise UsageError(f"{folder} holds the results of {other!r}", hint="another --into")
    try:
        trials = planning.trials(suite, workspace, tapes, overrides, notify)
        appointed = judges.appointed(suite, workspace, tapes, overrides.judges if overrides else ())
    except DefinitionError as error:
        if node is None:
            raise
        raise DefinitionError(
            tuple(each if each.file else placed(each, node) for each in error.problems)
        ) from None
    kit = Kit(
        workspace=workspace,
        tapes=tapes,
        folder=folder,
        scores=needed(suite),
        kept=named(suite),
        judges=appointed,
        notify=notify,
    )
    choice = choice or Choice()
    words = overrides.words if overrides else ()
    left = narrowed(trials, choice, kit)
    return Evaluation(suite, left, trials, kit, words=words, part=choice.part)


def _sound(suite: Suite) -> Suite:
    """Return a suite that was never in a file, if that is all that can be said against it.

    Raises:
        DefinitionError: It is wrong.
    """
    if problems := consistency.suite_problems(suite):
        raise DefinitionError(problems)
    return suite


def _kept_there(folder: Path) -> str | None:
    """Return the suite whose results a folder holds; None for none that can be read."""
    try:
        return results.suite(folder).id
    except (OSError, ValueError):
        return None


def _found(runs: Path, name: str) -> store.Run:
    return store.find(runs, name, lambda _: None)


def narrowed(trials: Sequence[Trial], choice: Choice, kit: Kit) -> list[Trial]:
    """Return the trials that are meant.

    Raises:
        UsageError: Nothing has a label of that name.
        NothingSelected: There are none.
    """
    known = list(dict.fromkeys(name for trial in trials for name in described(trial)))
    for name, _ in choice.labels:
        if name not in known:
            raise UsageError(f"no trial has a {name!r}", hint=f"there are: {', '.join(known)}")
    left = chosen(trials, choice.labels)
    if choice.failed:
        left = [trial for trial in left if unfinished(kit.folder / trial.name, kit)]
    if choice.part is not None:
        number, of = choice.part
        # By the keys, which are as good as drawn: every so many-th would be one scenario's.
        mine = {trial.key for trial in sorted(left, key=lambda trial: trial.key)[number - 1 :: of]}
        if left and not mine:
            raise NothingSelected(f"part {number} of {of} is empty: there are {len(left)} trials")
        left = [trial for trial in left if trial.key in mine]
    if not left and choice.failed:
        raise NothingSelected("no trial was begun that has not come to its end")
    if not left:
        raise NothingSelected("no trial is left of those chosen", hint=_near(trials, choice))
    return left


def _near(trials: Sequence[Trial], choice: Choice) -> str:
    """Return what might have been meant by a label that no trial has."""
    for name, value in choice.labels:
        there = {described(trial).get(name, "") for trial in trials}
        if value not in there:
            return did_you_mean(value, there) or f"no {name} is {value!r}"
    return ""


def unfinished(folder: Path, kit: Kit) -> bool:
    """Tell whether a run was begun there and has not come to its end, or was not all judged."""
    try:
        if not folder.exists():
            return False
        run = store.Run(folder)
        return run.info.status != "finished" or judging.waits(run, kit)
    except RecordError:
        return True
