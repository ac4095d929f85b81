"""Whether a run holds together: its account, its definitions, its journal and its record."""

from roomsix.budget import told
from roomsix.errors import ChatError, JournalMismatch, RecordError
from roomsix.record import Log
from roomsix.running import spending
from roomsix.running.questions import questions
from roomsix.running.resuming import replay, sound
from roomsix.store import Run


def checked(run: Run) -> dict[str, str]:
    """Return what holds of a run, in words.

    Raises:
        RecordError: A file of it is damaged, or it is being written.
        JournalMismatch: The definitions are not those it was played with, or the journal does not
            give the record.
    """
    if run.is_written:
        raise RecordError(f"{run.info.id} is being written", hint="check it once it has stopped")
    sound(run)
    spent = spending.whole(run)
    record = run.record()
    asked = list(questions(run, record))
    replayed: list[str] = []
    log = Log(run.scenario_of(0), lambda _, line: replayed.append(line))
    try:
        replay(run, log=log)
        whole = True
    except ChatError:
        whole = False
    epochs = range(len(run.info.in_epochs))
    files = sum(1 + len(run.cast_of(epoch)) for epoch in epochs)
    finished = run.info.status == "finished"
    if finished and not whole:
        raise JournalMismatch("the journal ends before the talks do, and run.json says they ended")
    _compare(run.lines("record.jsonl"), replayed, whole=finished)
    return {
        "definitions": f"the {files} files that the run names",
        "record": f"{len(record)} events in an unbroken chain",
        "journal": f"{len(asked)} calls, each with the prompt it was asked with",
        "seal": f"seed {run.info.seed} and the other settings, as the run began with them",
        **({"spending": told(spent)} if spent.calls else {}),
        "replay": "the same record, byte for byte"
        if finished
        else f"the same record, byte for byte, as far as it goes ({run.status})",
    }


def _compare(kept: list[str], replayed: list[str], *, whole: bool) -> None:
    """Find the first line that differs.

    A run that was stopped between an answer and its event may have recorded less than its journal
    gives; it never has more.
    """
    for number, (one, other) in enumerate(zip(kept, replayed, strict=False), start=1):
        if one != other:
            raise JournalMismatch(f"record.jsonl:{number}: not what the journal gives on replay")
    if len(kept) > len(replayed):
        raise JournalMismatch(f"record.jsonl:{len(replayed) + 1}: the replay ends before this line")
    if whole and len(kept) < len(replayed):
        raise JournalMismatch(
            f"record.jsonl:{len(kept) + 1}: a line that the replay has is missing"
        )
