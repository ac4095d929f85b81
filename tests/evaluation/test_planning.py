"""A suite's trials: every combination, each once, and everything wrong at its place."""

import pytest

from evaluation.conftest import Prepare
from roomsix.errors import DefinitionError, NothingSelected, UsageError
from roomsix.evaluation.planning import Overrides
from roomsix.evaluation.preparing import Choice


def test_trials_are_the_product_of_all_that_a_suite_names(made: Prepare) -> None:
    found = made(
        "scenarios: [theatre]\nseeds: {first: 5, count: 3}\n"
        "seats: {manager: ['@mock', '@mock:linear'], speaker: ['@mock:boulware']}\n"
        "treatments: {usual: {}, brief: {set: [sessions.plenary.rounds=2]}}\n"
    ).trials

    assert len(found) == len({trial.key for trial in found}) == 2 * 2 * 3
    assert [trial.seed for trial in found] == [5] * 4 + [6] * 4 + [7] * 4
    assert {trial.specs["speaker"] for trial in found} == {"mock:boulware"}
    assert {trial.specs["conciliator"] for trial in found} == {"mock"}
    brief = [trial for trial in found if trial.treatment == "brief"]
    assert {trial.scenario.sessions["plenary"].rounds for trial in brief} == {2}


def test_the_narrower_key_goes_before_the_wider_and_a_treatment_before_both(made: Prepare) -> None:
    found = made(
        "scenarios: [theatre]\n"
        "seats: {manager: ['@mock:linear'], all: ['@mock:no-talk'], lead: ['haddad@mock:micro']}\n"
        "treatments: {t: {seats: {mediator: '@mock:passive'}}}\n"
    ).trials

    assert [dict(trial.specs) for trial in found] == [
        {"manager": "mock:linear", "speaker": "mock:micro", "conciliator": "mock:passive"}
    ]
    # What the narrower leaves out is as the wider has it.
    assert found[0].scenario.seats["manager"].persona == "haddad"


def test_one_seat_after_the_other_leaves_the_rest_alone(made: Prepare) -> None:
    found = made("scenarios: [theatre]\nseats: {each: ['@mock:no-talk']}\n").trials

    silent = [[seat for seat, spec in trial.specs.items() if spec != "mock"] for trial in found]
    assert silent == [["manager"], ["speaker"], ["conciliator"]]
    assert [trial.labels["seat"] for trial in found] == ["manager", "speaker", "conciliator"]


def test_two_keys_of_seats_in_turn_keep_their_trials_apart(made: Prepare) -> None:
    found = made(
        "scenarios: [theatre]\n"
        "seats: {each-lead: ['@mock:no-talk'], each-mediator: ['@mock:passive']}\n"
        "gates: ['count(breaches | each-lead.seat=speaker) == 0']\n"
    ).trials

    assert len({tuple(sorted(trial.labels.items())) for trial in found}) == len(found) == 2
    assert [trial.labels["each-lead.seat"] for trial in found] == ["manager", "speaker"]
    assert {trial.labels["each-mediator.seat"] for trial in found} == {"conciliator"}


TWO = "scenarios: [theatre]\ntreatments: {a: {}, b: {set: [sessions.plenary.rounds=2]}}\n"


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("mean(gain | a) - mean(gain) > 0", "1 runs would be on both sides"),
        ("mean(gain) - mean(gain) > 0", "2 runs would be on both sides"),
        ("rate(capture) >= 0.5", "capture is no event and no count"),
        ("rate(usd | a) >= 0.5", "usd is no event and no count"),
    ],
)
def test_a_figure_that_says_nothing_is_refused_at_its_place(
    made: Prepare, figure: str, told: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        made(f"{TWO}gates: ['{figure}']\n")

    assert told in str(caught.value)
    assert [problem.path for problem in caught.value.problems] == [("gates", 0)]


def test_two_figures_of_the_same_runs_may_be_held_against_each_other(made: Prepare) -> None:
    assert made(f"{TWO}gates: ['mean(gain.theatre) - mean(gain.orchestra) > -9']\n").trials


def test_sides_are_played_from_every_side_of_the_table_when_swapped(made: Prepare) -> None:
    found = made(
        "scenarios: [theatre]\nsides: [['@mock:linear'], ['@mock:micro', '@mock:linear']]\n"
        "swap: true\n"
    ).trials

    told = [
        (trial.specs["manager"], trial.specs["speaker"], trial.sides["side-1"]) for trial in found
    ]
    assert told == [
        ("mock:linear", "mock:micro", "theatre"),
        ("mock:micro", "mock:linear", "orchestra"),
        ("mock:linear", "mock:linear", "theatre"),
    ]


def test_drawn_games_are_those_of_their_seeds_and_take_treatments(made: Prepare) -> None:
    found = made(
        "drawn: {count: 2, seed: 7, parties: 3, rounds: 4}\n"
        "treatments: {a: {}, b: {set: [sessions.plenary.rounds=5]}}\n"
    ).trials

    assert [trial.scenario.id for trial in found] == ["game-7", "game-7", "game-8", "game-8"]
    assert [trial.scenario.sessions["plenary"].rounds for trial in found] == [4, 5, 4, 5]
    assert len(found[0].scenario.parties) == 3


def test_a_pattern_stands_for_every_script_or_scenario_that_it_fits(made: Prepare) -> None:
    found = made("scenarios: ['theat*']\nseats: {speaker: ['@script:hostile/vote-*']}\n").trials

    assert {trial.scenario.id for trial in found} == {"theatre"}
    assert len(found) > 3
    assert all(t.specs["speaker"].startswith("script:hostile/vote-") for t in found)


def test_a_key_tells_trials_apart_by_all_that_decides_them(made: Prepare) -> None:
    text = "scenarios: [theatre]\nseats: {speaker: ['@script:opening']}\n"
    one = made(text).trials[0]
    (made(text).kit.workspace.root / "evals/scripts").mkdir()
    script = made(text).kit.workspace.root / "evals/scripts/opening.yaml"
    script.write_text("script: 1\nid: opening\nturns: [{say: Well.}]\n", encoding="utf-8")

    assert made(text).trials[0].key != one.key
    script.unlink()
    assert made(text).trials[0].key == one.key
    assert made(text, overrides=Overrides(changes=("title=Other",))).trials[0].key != one.key


def test_only_what_may_answer_anew_is_repeated(made: Prepare) -> None:
    text = "scenarios: [theatre]\n"
    models = Overrides(chats=("lead=openai:any",), repeat=3)

    assert len(made(text, overrides=Overrides(repeat=3)).trials) == 1
    assert len({trial.key for trial in made(text, overrides=models).trials}) == 3


def test_what_the_command_asks_for_goes_before_what_the_suite_says(made: Prepare) -> None:
    asked = Overrides(seats=("manager=haddad@mock:micro",), chats=("mediator=mock:passive",))
    (found,) = made(
        "scenarios: [theatre]\nseats: {lead: ['@mock:linear']}\n", overrides=asked
    ).trials

    assert dict(found.specs) == {
        "manager": "mock:micro",
        "speaker": "mock:linear",
        "conciliator": "mock:passive",
    }


def test_trials_are_chosen_by_their_labels_and_parted(made: Prepare) -> None:
    text = "scenarios: [theatre]\nseeds: 6\ntreatments: {a: {}, b: {}}\n"
    whole = made(text).trials
    some = made(text, choice=Choice(labels=(("treatment", "b"), ("seed", "2"), ("seed", "5"))))
    parts = [made(text, choice=Choice(part=(number, 5))).trials for number in range(1, 6)]

    assert [(trial.treatment, trial.seed) for trial in some.trials] == [("b", 2), ("b", 5)]
    assert sorted(t.key for part in parts for t in part) == sorted(t.key for t in whole)
    with pytest.raises(UsageError, match="no trial has a 'colour'"):
        made(text, choice=Choice(labels=(("colour", "red"),)))
    with pytest.raises(NothingSelected):
        made(text, choice=Choice(labels=(("seed", "7"),)))
    with pytest.raises(NothingSelected):
        made(text, choice=Choice(failed=True))


def test_everything_wrong_is_told_at_once_before_anything_is_played(made: Prepare) -> None:
    with pytest.raises(DefinitionError) as caught:
        made(
            "scenarios: [theatre, nowhere]\n"
            "seats: {managr: ['@mock'], lead: ['mock:linear', '@mock:nothing']}\n"
            "treatments: {a: {}, b: {set: [no.such.path=1]}}\n"
        )

    told = str(caught.value)
    for each in ("nowhere", "'managr'", "'mock:linear' is no persona", "'nothing'", "'no'"):
        assert each in told
    # Each is placed in the suite's own file, a setting's too.
    assert told.count("evals/tried.yaml:") == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seeds: 2\n", "nothing is negotiated"),
        ("scenarios: [theatre]\nswap: true\n", "no two sides to swap"),
        ("scenarios: [theatre]\ngates: [rate(agreement | b) > 0]\n", "no treatment 'b'"),
        ("scenarios: [theatre]\nseats: {each-leed: ['@mock']}\n", "did you mean 'lead'?"),
        (
            "scenarios: [theatre]\nstop: {figure: count(breaches), width: 1}\n",
            "no interval to stop by",
        ),
        ("scenarios: [theatre]\nseats: {lead: ['@openai:m@mine']}\n", "names no endpoint"),
        (
            "scenarios: [theatre]\ntreatments: {a: {seats: {lead: '@openai:m@mine'}}}\n",
            "names no endpoint",
        ),
        (
            "scenarios: [theatre]\ntreatments: {a: {seats: {lead: '@script:hostile/*'}}}\n",
            "a treatment seats one there",
        ),
        ("scenarios: [theatre]\nseats: {all: ['@replay:/tmp/x']}\n", "another run tomorrow"),
        ("scenarios: [theatre]\nseats: {all: ['@replay:@last']}\n", "another run tomorrow"),
        ("scenarios: [theatre]\nseats: {lead: ['@person']}\n", "nobody sits down in a suite"),
        ("scenarios: [theatre]\nsides: [['@mock']]\n", "1 sides for the 2 of 'theatre'"),
        ("scenarios: [theatre]\nseats: {lead: ['@mock:nash']}\n", "is for mediator seats"),
        ("scenarios: [theatre]\nseeds: 0\n", "seeds"),
        ("scenarios: [theatre]\ngates: [mean(captur) > 0]\n", "did you mean 'capture'?"),
        ("scenarios: [theatre]\nscores: [gian]\n", "did you mean 'gain'?"),
        ("scenarios: [theatre]\ngates: [mean(gain.mars) > 0]\n", "nobody is called 'mars'"),
        ("scenarios: [theatre]\ngates: [mean(gain | seed=9) > 0]\n", "no trial has seed=9"),
        ("scenarios: [theatre]\ngates: [mean(gain | colour=red) > 0]\n", "has a 'colour'"),
    ],
)
def test_what_cannot_be_a_suite_is_told_in_a_line(made: Prepare, text: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told.replace("?", r"\?")):
        made(text)
