"""A log of Inspect, written by us and read by Inspect itself."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from exports.games import CANARY, caged, canaries, played
from roomsix import store
from roomsix.cli import main
from roomsix.exports.source import Source
from roomsix.scenario import Scenario
from roomsix.store import Origin
from roomsix.views import Cast
from roomsix.workspace import Workspace
from tables import Answering, improvise
from wall import guards

# Importing inspect-ai takes two seconds a process.
pytestmark = pytest.mark.xdist_group("inspect")


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The theatre's talks, played with mocks."""
    return played(*_theatre(), tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Room six with a canary for everything private."""
    return caged(guards.built_in(), tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def files(theatre: Source, secret: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both runs in one log, whole and public."""
    folder = tmp_path_factory.mktemp("logs")
    for form in ("whole", "public"):
        (folder / f"{form}.eval").write_bytes(_data([theatre, secret], public=form == "public"))
    return folder


def test_inspect_reads_one_sample_a_run(files: Path, theatre: Source, secret: Source) -> None:
    log = _read(files / "whole.eval")

    assert (log.status, log.results.completed_samples) == ("success", 2)
    ids = {theatre.run.info.id, secret.run.info.id}
    assert {sample.id for sample in log.samples} == ids == set(log.eval.dataset.sample_ids)


def test_every_call_is_a_model_event_in_the_span_of_its_turn(files: Path, theatre: Source) -> None:
    sample = _sample(files / "whole.eval", theatre)
    spans = {event.id: event for event in sample.events if event.event == "span_begin"}
    calls = [event for event in sample.events if event.event == "model"]

    assert len(calls) == theatre.run.info.totals["calls"]
    assert {call.role for call in calls} == set(theatre.run.scenario.seats)
    for call in calls:
        span = spans[call.span_id]
        assert (span.type, span.name.split(":")[0]) == ("seat", f"turn {call.metadata['turn']}")
        assert spans[span.parent_id].type == "session"
        assert [message.role for message in call.input] == ["system", "user"]
        assert json.loads(call.output.completion)["act"]


def test_every_event_of_the_record_is_there_in_its_order(files: Path, theatre: Source) -> None:
    told = [e for e in _sample(files / "whole.eval", theatre).events if e.event == "info"]

    assert [each.data["seq"] for each in told] == list(range(len(theatre.record)))
    assert [each.source for each in told] == [event.what.kind for event in theatre.record]
    offers = [each for each in told if each.source in ("propose", "draft")]
    assert [each.data["number"] for each in offers] == list(range(1, len(offers) + 1))
    assert offers[0].data["data"]["package"] == dict(
        getattr(theatre.record.of("propose", "draft")[0].what, "package", {})
    )


def test_scores_come_with_formula_and_source_and_none_becomes_not_scored(
    files: Path, theatre: Source
) -> None:
    scores = _sample(files / "whole.eval", theatre).scores
    assert theatre.scores is not None

    assert scores.keys() == theatre.scores.scores.keys()
    for name, ours in theatre.scores.scores.items():
        theirs = scores[name]
        assert math.isnan(theirs.value) if ours.value is None else theirs.value == ours.value
        assert (theirs.metadata["formula"], theirs.metadata["source"]) == (
            ours.formula,
            ours.source,
        )


def test_what_is_private_in_a_whole_log_is_marked(files: Path, secret: Source) -> None:
    events = _sample(files / "whole.eval", secret).events
    held = [event for event in events if CANARY in event.model_dump_json()]

    assert {event.event for event in held} == {"info", "model"}
    assert {event.source for event in held if event.event == "info"} >= {"thought", "whispered"}
    assert all(event.metadata["private"] for event in held)


def test_nothing_private_is_in_a_public_log(files: Path, secret: Source) -> None:
    log = _read(files / "public.eval")
    sample = _sample(files / "public.eval", secret)

    assert canaries([log.model_dump(mode="json")]) == []
    assert list(sample.scores) == ["deal"]
    assert not {"thought", "whispered", "invalid", "assessed", "fed"} & {
        event.source for event in sample.events if event.event == "info"
    }
    assert not any(event.metadata["private"] for event in sample.events if event.metadata)
    numbers = [event.data for event in sample.events if event.event == "info"]
    assert not any({"seq", "audience", "paper"} & {*each, *each["data"]} for each in numbers)


def test_what_every_side_heard_is_in_a_public_log(files: Path, theatre: Source) -> None:
    sample = _sample(files / "public.eval", theatre)
    told = "\n".join(message.text for message in sample.messages)
    everyone = set(theatre.run.scenario.seats)
    said = [(e.what, e.audience) for e in theatre.record.of("said")]

    assert {set(audience) == everyone for _, audience in said} == {True, False}
    for what, audience in said:
        assert (getattr(what, "text", "?") in told) == (set(audience) == everyone)


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")  # Inspect's own
@pytest.mark.parametrize("form", ["whole", "public"])
def test_inspects_frames_open_it(files: Path, form: str) -> None:
    pytest.importorskip("pandas")
    from inspect_ai.analysis import events_df, messages_df, samples_df

    file, log = str(files / f"{form}.eval"), _read(files / f"{form}.eval")
    events = sum(len(sample.events) for sample in log.samples)

    assert len(samples_df(file, quiet=True)) == 2
    assert "score_deal" in samples_df(file, quiet=True) or form == "whole"
    assert len(events_df(file, quiet=True)) == events
    frame = messages_df(file, quiet=True)
    assert set(frame["role"]) == {"user", "assistant"} | ({"system"} if form == "whole" else set())


def test_the_same_runs_make_the_same_log(files: Path, theatre: Source, secret: Source) -> None:
    from inspect_ai.log import read_eval_log

    again = files / "again.eval"
    again.write_bytes(_data([theatre, secret], public=False))

    one, other = (
        read_eval_log(str(file)).model_dump_json() for file in (again, files / "whole.eval")
    )
    assert one == other


def test_a_run_that_stopped_is_an_error_and_keeps_what_it_has(tmp_path: Path) -> None:
    source = played(*_theatre(), tmp_path, Answering(improvise))
    source.run.info = source.run.info.model_copy(
        update={"status": "paused", "note": f"{CANARY} went wrong", "ending": None}
    )

    (tmp_path / "one.eval").write_bytes(_data([source], public=False))
    (tmp_path / "two.eval").write_bytes(_data([source], public=True))
    whole, public = _read(tmp_path / "one.eval"), _read(tmp_path / "two.eval")

    assert (whole.status, public.status) == ("error", "error")
    assert whole.samples[0].error.message == f"paused: {CANARY} went wrong"
    assert public.samples[0].error.message == "paused"
    assert len(whole.samples[0].events) > len(source.record)


def test_a_run_played_elsewhere_has_its_talks_and_no_prompts(
    theatre: Source, tmp_path: Path
) -> None:
    origin = Origin(format="x", source="their.json", digest="", turns=1, read=1, unread=0, none=0)
    run = store.Run(theatre.run.folder)
    run.info = run.info.model_copy(update={"imported": origin})

    (tmp_path / "log.eval").write_bytes(
        _data([Source(run, theatre.record, theatre.scores)], public=False)
    )
    sample = _read(tmp_path / "log.eval").samples[0]

    assert sample.metadata["imported"]["source"] == "their.json"
    assert sample.metadata["seed"] is None and sample.model_usage == {}
    calls = [event for event in sample.events if event.event == "model"]
    assert {call.metadata["prompt"] for call in calls} == {"none is kept"}
    assert "system" not in {message.role for call in calls for message in call.input}
    assert len(calls) == theatre.run.info.totals["turns"]


def test_tokens_and_money_are_told_by_chat_and_by_seat(tmp_path: Path) -> None:
    from roomsix.calls import Outcome, Request, Usage

    def answer(request: Request) -> Outcome:
        text = json.dumps(improvise(request))
        return Outcome(text=text, usage=Usage(prompt=100, cached=60, completion=7), model="m-1")

    source = played(*_theatre(), tmp_path, Answering(answer))
    source.run.info = source.run.info.model_copy(update={"usd": {"manager": "0.25"}})
    (tmp_path / "log.eval").write_bytes(_data([source], public=False))
    sample = _read(tmp_path / "log.eval").samples[0]
    calls = source.run.info.totals["calls"]
    (usage,) = sample.model_usage.values()

    assert (usage.input_tokens, usage.input_tokens_cache_read) == (40 * calls, 60 * calls)
    assert (usage.output_tokens, usage.total_tokens) == (7 * calls, 107 * calls)
    assert sample.role_usage["manager"].total_cost == 0.25
    assert {e.output.model for e in sample.events if e.event == "model"} == {"m-1"}


@pytest.mark.parametrize("ending", ["eval", "json"])
def test_a_log_is_written_by_a_command_for_its_owner_alone_unless_it_is_public(
    ending: str, theatre: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, files = str(theatre.run.folder), [tmp_path / f"{x}.{ending}" for x in ("one", "two")]
    words = ["export", name, "--to", "inspect", "--out"]

    codes = [main([*words, str(files[0])]), main([*words, str(files[1]), "--public-only"])]

    assert (codes, capsys.readouterr().out) == ([0, 0], "")
    assert [len(_read(file).samples) for file in files] == [1, 1]
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert files[1].stat().st_mode & 0o044
    assert [file.name for file in sorted(tmp_path.iterdir())] == [f"one.{ending}", f"two.{ending}"]


@pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")  # Inspect's own
def test_the_examples_of_the_page_read_what_its_commands_write(
    theatre: Source,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "tools.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    name = str(theatre.run.folder)
    monkeypatch.chdir(tmp_path)
    assert main(["export", name, "--to", "messages", "-o", "talks.jsonl"]) == 0
    assert main(["export", name, "--to", "inspect", "-o", "talks.eval"]) == 0

    for example in examples:
        if "talks." in example:
            exec(compile(example, "docs/tools.md", "exec"), {})

    *seats, frames = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in seats] == list(theatre.run.scenario.seats)
    assert all(
        line.endswith("[the talks are over: deal, every principal has ratified it]")
        for line in seats
    )
    assert frames == "[True] True"


def test_a_key_that_was_said_is_in_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "house_of-[many]_words"
    monkeypatch.setenv("HOUSE_API_KEY", key)
    source = played(*_theatre(), tmp_path, Answering(lambda _: {"say": key, "act": "pass"}))
    file = tmp_path / "log.eval"

    code = main(["export", str(source.run.folder), "--to", "inspect", "--out", str(file)])

    assert (code, file.exists()) == (2, False)
    assert "holds what looks like a key" in capsys.readouterr().err


def _theatre() -> tuple[Scenario, Cast]:
    workspace = Workspace(Path())
    scenario = workspace.scenario("theatre")
    return scenario, workspace.cast(scenario)


def _data(sources: list[Source], *, public: bool) -> bytes:
    from roomsix.exports import evallog

    return evallog.data(evallog.log(sources, public=public), ".eval")


def _read(file: Path) -> Any:
    from inspect_ai.log import read_eval_log

    return read_eval_log(str(file), resolve_attachments=True)


def _sample(file: Path, source: Source) -> Any:
    (found,) = (each for each in _read(file).samples if each.id == source.run.info.id)
    return found
