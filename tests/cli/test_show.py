"""`show` and `prompt`: what is shown, to whom, and that prompts are the ones that were sent."""

import json
import re
import shutil
from pathlib import Path

import pytest

from cli.shell import Command, the_run
from handmade import theatre
from roomsix import acts, rules, store, views
from roomsix.cli import main, positions
from roomsix.record import Log
from roomsix.scoring.honesty.ledger import ledger
from roomsix.scoring.verification.table import VERIFICATION


def run_of(root: Path) -> store.Run:
    return store.Run(the_run(root))


@pytest.fixture
def copied(played: Path, tmp_path: Path) -> Path:
    """The same run, to be changed."""
    shutil.copytree(played / "runs", tmp_path / "runs")
    return tmp_path


def test_a_whole_run_shows_every_session_and_the_outcome(roomsix: Command, played: Path) -> None:
    said = roomsix("show", "@last", root=played)

    scenario = run_of(played).scenario
    for number, sitting in enumerate(scenario.sessions.values(), start=1):
        assert f"{number} · {sitting.title}" in said.out
    assert "joint gain" in said.out


def test_a_run_goes_by_any_unique_beginning(roomsix: Command, played: Path) -> None:
    name = the_run(played).name

    assert roomsix("show", name[:-2], root=played).out == roomsix("show", root=played).out


def test_a_seat_is_shown_the_sessions_it_was_in_and_no_scores(
    roomsix: Command, played: Path
) -> None:
    said = roomsix("show", "@last", "--as", "manager", root=played)

    assert "1 · The theatre's side" in said.out
    assert "The orchestra's side" not in said.out
    assert "2 · The rehearsal room" in said.out
    assert "joint gain" not in said.out


def test_a_seats_lines_are_those_of_its_view(roomsix: Command, played: Path) -> None:
    said = roomsix("show", "@last", "--as", "speaker", "--json", root=played)

    run = run_of(played)
    told = views.seen(run.scenario, run.record(), "speaker").lines
    assert json.loads(said.out)["seen"] == [json.loads(line) for line in told]


def test_a_seats_turns_are_numbered_as_it_counts(roomsix: Command, played: Path) -> None:
    said = roomsix("show", "@last", "--as", "speaker", "--turn", "1", "--json", root=played)
    everything = roomsix("show", "@last", "--turn", "1", "--json", root=played)

    assert json.loads(said.out)["seen"][0]["n"] == 2
    assert json.loads(everything.out)["session"] == "house-call"


def test_a_turn_in_json_says_what_it_moved_in_whose_mind(roomsix: Command, tmp_path: Path) -> None:
    roomsix("run", "room-six", "--seed", "3", "--quiet", root=tmp_path)
    run = run_of(tmp_path)
    record = run.record()
    move = next(m for m in rules.moves(run.scenario, record, "kim") if record[m.seq].turn)
    turn = str(record[move.seq].turn)

    said = json.loads(roomsix("show", "--turn", turn, "--json", root=tmp_path).out)
    own = json.loads(roomsix("show", "--as", "kim", "--json", root=tmp_path).out)

    assert said["beliefs"]["kim"][move.fact] == {"before": move.before, "after": move.after}
    told = [line["you_now_hold_true"] for line in own["seen"] if "you_now_hold_true" in line]
    assert told[0][move.fact] == f"{move.after} %"


def test_a_turn_shows_the_thought_to_everyone_but_seats(roomsix: Command, played: Path) -> None:
    record = run_of(played).record()
    thought = record.of("thought")[0]

    everything = roomsix("show", "--turn", str(thought.turn), root=played)
    seat = roomsix("show", "--turn", "1", "--as", "manager", root=played)

    assert "thinks" in everything.out
    assert "perceived by" in everything.out
    assert "thinks" not in seat.out
    assert "perceived by" not in seat.out


def test_offers_show_points_to_everyone_and_a_lead_its_own(roomsix: Command, played: Path) -> None:
    everything = json.loads(roomsix("show", "--offers", "--json", root=played).out)
    manager = json.loads(roomsix("show", "--offers", "--as", "manager", "--json", root=played).out)
    mediator = json.loads(
        roomsix("show", "--offers", "--as", "conciliator", "--json", root=played).out
    )

    assert everything[0]["worth"].keys() == {"theatre", "orchestra"}
    assert {party for entry in manager for party in entry["worth"]} == {"theatre"}
    assert [entry["worth"] for entry in mediator] == [{}] * len(mediator)


def test_the_prompts_of_a_seat_have_the_hashes_that_were_journalled(
    roomsix: Command, played: Path
) -> None:
    said = roomsix("show", "--prompts", "--as", "speaker", "--json", root=played)

    prompts = json.loads(said.out)
    assert said.code == 0
    assert len(prompts) > 1
    assert all(prompt["sound"] for prompt in prompts)


def test_a_prompt_that_was_tampered_with_is_a_mismatch(roomsix: Command, copied: Path) -> None:
    blob = next(the_run(copied).glob("blobs/*.txt"))
    blob.write_text(blob.read_text(encoding="utf-8") + "and be generous", encoding="utf-8")

    codes = {roomsix("show", "--prompts", "--as", seat).code for seat in run_of(copied).info.seats}

    assert codes == {0, 6}


def test_a_prompt_asked_for_beforehand_is_the_one_that_is_sent(
    roomsix: Command, played: Path
) -> None:
    before = roomsix("prompt", "theatre", "--seat", "speaker", "--json")
    sent = roomsix("show", "--prompts", "--as", "speaker", "--json", root=played)

    assert json.loads(before.out) == json.loads(sent.out)[0]["messages"]
    assert "characters: " in before.err


def test_a_later_prompt_can_be_asked_for_as_well(roomsix: Command, played: Path) -> None:
    before = roomsix("prompt", "theatre", "--seat", "speaker", "--turn", "3", "--json")
    sent = roomsix("show", "--prompts", "--as", "speaker", "--json", root=played)

    assert json.loads(before.out) == json.loads(sent.out)[2]["messages"]


def test_a_prompts_roles_stand_on_lines_of_their_own(roomsix: Command) -> None:
    said = roomsix("prompt", "theatre", "--seat", "conciliator")

    assert [line for line in said.out.splitlines() if line.startswith("===")] == [
        "=== system",
        "=== user",
    ]


def test_a_torn_last_line_is_noted_and_left_out(roomsix: Command, copied: Path) -> None:
    record = the_run(copied) / "record.jsonl"
    record.write_bytes(record.read_bytes()[:-20])

    said = roomsix("show", "@last")

    assert said.code == 0
    assert "record.jsonl: its last line was cut off" in said.err


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the talks of room six were played; not to be changed."""
    root = tmp_path_factory.mktemp("sealed")
    assert main(["-C", str(root), "run", "room-six", "--quiet", "--seed", "12"]) == 0
    return root


def test_verification_shows_what_was_allowed_and_needed_and_whether_it_deters(
    roomsix: Command, sealed: Path
) -> None:
    said = roomsix("show", "--verification", root=sealed)

    assert said.code == 0
    assert "✓ once, at the start" in said.out and "? within two days of asking" in said.out
    assert "seen" in said.out and "40% to 91%, by enforcement" in said.out


def test_a_seat_sees_the_proposals_and_not_what_they_are_worth(
    roomsix: Command, sealed: Path
) -> None:
    said = roomsix("show", "--verification", "--as", "kim", root=sealed)

    assert "✓ once, at the start" in said.out
    assert "by enforcement" not in said.out and "%" not in said.out


def test_verification_as_json_is_its_scores(roomsix: Command, sealed: Path) -> None:
    found = json.loads(roomsix("show", "--verification", "--json", root=sealed).out)

    assert list(found) == [metric.name for metric in VERIFICATION]
    assert found["ask-give-gap"]["parties"] == {"coalition": 1, "mars": 1}


def test_verification_as_json_from_a_seat_is_the_proposals_it_heard_and_no_score(
    roomsix: Command, sealed: Path
) -> None:
    found = json.loads(roomsix("show", "--verification", "--as", "kim", "--json", root=sealed).out)

    assert [each["party"] for each in found] == ["coalition", "mars"]
    assert all(each.keys() == {"party", "allow", "need"} and each["allow"] for each in found)


@pytest.mark.parametrize("other", ["--offers", "--board", "--ledger"])
def test_one_part_of_a_run_is_shown_at_a_time(roomsix: Command, played: Path, other: str) -> None:
    said = roomsix("show", "--verification", other, root=played)

    assert said.code == 2
    assert f"{other} and --verification do not go together" in said.err


def test_talks_without_proposals_say_so(roomsix: Command, played: Path) -> None:
    said = roomsix("show", "--verification", root=played)

    assert said.out.startswith("no sealed proposals were opened")


def test_the_ledger_shows_what_was_said_wanted_and_offered(
    roomsix: Command, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    said = roomsix("show", "--ledger", root=sealed)

    assert said.code == 0
    heads = [line.split() for line in said.out.splitlines() if line.startswith("issue")]
    assert heads == [["issue", "matters", "professed", "said", "offered", "after"]] * 2
    assert "the Earth Coalition" in said.out and "Mars" in said.out and "down to" in said.out


def test_from_a_seat_the_ledger_keeps_the_other_side_s_secrets(
    roomsix: Command, sealed: Path
) -> None:
    found = json.loads(roomsix("show", "--ledger", "--as", "kim", "--json", root=sealed).out)

    own = [line for line in found if line["party"] == "coalition"]
    theirs = [line for line in found if line["party"] == "mars"]
    assert all({"weight", "wants", "limit"} <= line.keys() for line in own)
    assert all(line.keys() == {"party", "issue", "offers", "words"} for line in theirs)
    assert all("bluff" not in word for line in theirs for word in line["words"])
    record = run_of(sealed).record()
    heard = [each["seq"] for line in theirs for each in (*line["offers"], *line["words"])]
    assert heard and all("kim" in record[seq].audience for seq in heard)
    said = roomsix("show", "--ledger", "--as", "kim", root=sealed).out
    assert said.count("down to") < len(own) + 2


def test_a_word_broken_where_a_seat_was_not_is_whole_to_it() -> None:
    table = theatre()
    log = Log(table)
    seat = table.lead_of("theatre")
    package = {issue: next(iter(what.options)) for issue, what in table.issues.items()}
    firm = acts.State(issue="pay", option="o1", firm=True)
    for what, audience in (
        (firm, tuple(table.seats)),
        (acts.Propose(package=package | {"pay": "o2"}), (seat,)),
    ):
        turn = log.begin_turn(seat)
        log.add(what, session="plenary", round_=1, seat=seat, turn=turn, audience=audience)
    line = next(line for line in ledger(table, log.events) if line.issue == "pay")

    there, away = (positions.seen(line, log.events, each) for each in (seat, "chair"))
    assert [line.words[0].broken_at for line in (line, there, away)] == [1, 1, None]
    assert away.offers == ()


def test_the_board_ends_with_what_was_seen_beside_what_it_was_used_for(
    roomsix: Command, sealed: Path
) -> None:
    whole = " ".join(roomsix("show", "--board", root=sealed).out.split())
    scores = json.loads((the_run(sealed) / "outcome.json").read_text())["scores"]
    capture, told = scores["capture"], scores["lie-detection"]["value"] is not None
    seat = roomsix("show", "--board", "--as", "chen", root=sealed).out

    assert re.search(r"seen: order [+-]0\.\d\d · facts [+-]0\.\d\d · .* — used: ", whole)
    assert ("lies d' " in whole) is told
    assert whole.endswith(f"used: {capture['value']:.0%} of the best joint gain")
    assert "used:" not in seat


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_offers_are_whole_at_any_width(
    roomsix: Command, played: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    entries = json.loads(roomsix("show", "--offers", "--json", root=played).out)
    monkeypatch.setenv("COLUMNS", columns)

    said = roomsix("show", "--offers", root=played)

    assert max(map(len, said.out.splitlines())) <= int(columns)
    words = said.out.split()
    for entry in entries:
        for worth in entry["worth"].values():
            assert str(worth["points"]) in words


@pytest.mark.parametrize("part", ["--ledger", "--verification"])
@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_no_word_of_a_part_is_cut_off_at_any_width(
    roomsix: Command, sealed: Path, monkeypatch: pytest.MonkeyPatch, columns: str, part: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)

    said = roomsix("show", part, root=sealed)

    assert max(map(len, said.out.splitlines())) <= int(columns)
    assert "…" not in said.out
    assert part == "--verification" or ("professed" in said.out and "investigations" in said.out)
