"""Runs on disk: found by name, written by one process, read back or refused with their place."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from roomsix import running, store
from roomsix.errors import RecordError, UsageError
from roomsix.store import RunInfo, Writer, disk
from tables import cast_of, talks_of
from wall.guards import built_in


def info(id_: str) -> RunInfo:
    return RunInfo(
        id=id_,
        status="running",
        scenario="room-six",
        title="t",
        seed=1,
        seats={},
        definitions="d",
        engine_version=1,
        versions={},
        started="2026-01-01T00:00:00Z",
    )


def write(folder: Path, id_: str) -> Writer:
    return Writer.begin(folder / id_, info(id_), [(built_in(), cast_of(built_in()))])


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    for id_ in (
        "20260101-000000-theatre-aaaa",
        "20260101-000001-theatre-abba",
        "20260102-x-y-zzzz",
    ):
        write(tmp_path, id_).close()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("20260102-x-y-zzzz", "20260102-x-y-zzzz"),
        ("20260102", "20260102-x-y-zzzz"),
        ("@last", "20260102-x-y-zzzz"),
        ("@last-2", "20260101-000000-theatre-aaaa"),
        ("20260101-000001", "20260101-000001-theatre-abba"),
    ],
)
def test_a_run_goes_by_its_id_a_unique_beginning_or_its_place_from_the_end(
    runs: Path, name: str, found: str
) -> None:
    assert store.find(runs, name).info.id == found


def test_a_run_goes_by_its_path(runs: Path) -> None:
    assert store.find(Path("elsewhere"), str(runs / "20260102-x-y-zzzz")).info.id.endswith("zzzz")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("2026010", "is the beginning of 3 runs: 20260101-000000-theatre-aaaa, "),
        ("nothing", "no run 'nothing' in "),
        ("@last-3", "no run '@last-3': there are 3 in "),
        ("@lastly", "no run '@lastly': there are 3 in "),
        ("", "no run '' in "),
        ("../nowhere-at-all", "no run '../nowhere-at-all' in "),
    ],
)
def test_a_name_that_fits_no_run_or_several_says_what_there_is(
    runs: Path, name: str, says: str
) -> None:
    with pytest.raises(UsageError) as caught:
        store.find(runs, name)
    assert says in str(caught.value)


def test_runs_are_listed_oldest_first_and_strangers_passed_over(runs: Path) -> None:
    (runs / "notes").mkdir()
    (runs / "broken").mkdir()
    (runs / "broken" / "run.json").write_text("{")

    assert [run.info.id[-4:] for run in store.runs(runs)] == ["aaaa", "abba", "zzzz"]
    assert store.runs(runs / "nowhere") == ()


def test_ids_sort_by_time_and_are_safe_as_names() -> None:
    ids = [store.new_id("room-six", now=f"20260101-00000{n}") for n in range(3)]

    assert ids == sorted(ids)
    assert all(id_.replace("-", "").isalnum() and id_.islower() for id_ in ids)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path, "one")
    other = os.open(tmp_path / "one" / "calls.jsonl", os.O_WRONLY | os.O_APPEND)
    try:
        with pytest.raises(RecordError, match="one is being written by another process"):
            disk.lock(other, tmp_path / "one")
    finally:
        os.close(other)
        first.close()


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("not a folder")

    with pytest.raises(RecordError, match=r"cannot write .*: (not a directory|file exists)"):
        running.run(talks_of(built_in()), tmp_path / "runs")


def test_a_torn_last_line_is_left_out_and_can_be_told(tmp_path: Path) -> None:
    result = running.run(talks_of(built_in()), tmp_path)
    assert result.folder is not None
    whole = store.Run(result.folder).record()
    file = result.folder / "record.jsonl"
    file.write_bytes(file.read_bytes()[:-9])

    run = store.Run(result.folder)

    assert run.torn("record.jsonl") and not run.torn("calls.jsonl")
    assert list(run.record()) == list(whole)[:-1]


def test_damage_elsewhere_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    result = running.run(talks_of(built_in()), tmp_path)
    assert result.folder is not None
    file = result.folder / "record.jsonl"
    lines = file.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b"said", b"sald").replace(b'"round":1', b'"round":2')
    file.write_bytes(b"\n".join(lines))

    with pytest.raises(RecordError, match=r"record\.jsonl:[56]: "):
        store.Run(result.folder).record()


def test_a_folder_that_is_no_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"is not a run's folder: no run\.json in it"):
        store.Run(tmp_path)
    (tmp_path / "run.json").write_text('{"run": 2}')
    with pytest.raises(RecordError, match=r"run\.json: "):
        store.Run(tmp_path)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    store.write_outcome(tmp_path, {"a": 1})
    store.write_outcome(tmp_path, {"a": 2})

    assert [path.name for path in tmp_path.iterdir()] == ["outcome.json"]
    assert (tmp_path / "outcome.json").read_text() == '{\n  "a": 2\n}\n'


def test_the_file_that_is_synced_is_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = write(tmp_path, "one")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))

    writer.sync()  # nothing is to be synced yet
    writer.call('{"call":"asked"}')
    writer.sync()
    writer.sync()
    writer.close()

    assert synced == [(tmp_path / "one" / "calls.jsonl").stat().st_ino]


def test_the_first_line_on_money_is_on_disk_with_the_name_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = write(tmp_path, "one")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))

    writer.spend("{}")
    writer.spend("{}")
    writer.close()

    folder = tmp_path / "one"
    file = (folder / "spending.jsonl").stat().st_ino
    assert synced == [folder.stat().st_ino, file, file]


def test_a_line_that_the_system_takes_in_pieces_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = write(tmp_path, "one")
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: whole(descriptor, data[:3]))

    for line in ('{"call":"asked"}', '{"ä":"ö"}'):
        writer.call(line)
    monkeypatch.undo()
    writer.close()

    written = (tmp_path / "one" / "calls.jsonl").read_text(encoding="utf-8")
    assert written == '{"call":"asked"}\n{"ä":"ö"}\n'


def test_half_a_folder_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(RecordError, match="no space left on device"):
        write(tmp_path, "one")

    assert list(tmp_path.iterdir()) == []


def test_a_whole_file_is_on_disk_before_it_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.json"
    seen: list[tuple[bool, bool]] = []

    def fsync(descriptor: int) -> None:
        seen.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), file.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    disk.save(file, "text")

    assert seen == [(False, False), (True, True)]


def test_a_run_being_written_is_told_from_one_that_was_left(tmp_path: Path) -> None:
    writer = write(tmp_path, "one")
    file = tmp_path / "one" / "calls.jsonl"
    assert disk.is_locked(file)

    writer.close()
    with file.open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH | fcntl.LOCK_NB)
        assert not disk.is_locked(file)
    assert not disk.is_locked(tmp_path / "nothing")
