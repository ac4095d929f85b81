"""What a definition must satisfy beyond its types, one broken rule at a time."""

import json
from typing import Any

import pytest

from roomsix import acts, consistency, replies, views
from roomsix.errors import Problem
from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.script import Script
from sound import CARD, SOUND


def scenario(*changes: tuple[str, Any]) -> Scenario:
    """The sound scenario with values put at dotted paths; None takes a key away."""
    data = json.loads(json.dumps(SOUND))
    for path, value in changes:
        *above, last = path.split(".")
        inner: Any = data
        for step in above:
            inner = inner[int(step) if isinstance(inner, list) else step]
        if value is None:
            del inner[last]
        else:
            inner[int(last) if isinstance(inner, list) else last] = value
    return Scenario.model_validate(data)


def only(*changes: tuple[str, Any]) -> Problem:
    (found,) = consistency.problems(scenario(*changes))
    return found


def test_a_sound_scenario_has_no_problems() -> None:
    assert consistency.problems(scenario()) == ()


def test_no_mediator_is_needed_where_nobody_meets_one_alone() -> None:
    changes: tuple[tuple[str, Any], ...] = (
        ("seats.max", None),
        ("sessions.tea", None),
        ("sessions.gate.turns", [["ann", "bob", "abe"]]),
        ("facts.paint.share", "free"),
        ("incidents", {}),
        ("projections.cost.known_to", "everyone"),
    )

    assert consistency.problems(scenario(*changes)) == ()


@pytest.mark.parametrize(
    ("change", "path", "message", "hint"),
    [
        (("obligations.painting.debtor", "leftt"), "obligations.painting.debtor",
         "no party called 'leftt'", "did you mean 'left'?"),
        (("obligations.painting.restrains", {"color": ["white"]}),
         "obligations.painting.restrains.color", "no issue called 'color'",
         "did you mean 'colour'?"),
        (("obligations.painting.restrains", {"colour": ["whit"]}),
         "obligations.painting.restrains.colour.0", "no option called 'whit'",
         "did you mean 'white'?"),
        (("obligations.painting.loss.issue", "heigth"), "obligations.painting.loss.issue",
         "no issue called 'heigth'", "did you mean 'height'?"),
        (("obligations.painting.loss.by", {"low": 1}), "obligations.painting.loss.by",
         "missing: the option 'high'", ""),
        (("obligations.painting.detection.by", {"low": 1, "high": 101}),
         "obligations.painting.detection.by.high",
         "a chance of 101 per cent is more than certain", ""),
        (("parties.left.card.points.colour", None), "parties.left.card.points",
         "missing: the issue 'colour'", ""),
        (("parties.left.card.points.colour.white", None), "parties.left.card.points.colour",
         "missing: the option 'white'", ""),
        (("parties.left.card.points.colour.blue", 3), "parties.left.card.points.colour.blue",
         "no option called 'blue'", "known: green, white"),
        (("parties.left.card.points.depth", {"x": 3}), "parties.left.card.points.depth",
         "no issue called 'depth'", None),
        (("parties.left.card.bonuses.0.when", {"colour": ["white", "white"]}),
         "parties.left.card.bonuses.0.when.colour.1", "the option 'white' a second time", ""),
        (("parties.left.card.bonuses.0.deterred", "paint"), "parties.left.card.bonuses.0.deterred",
         "no obligation called 'paint'", "did you mean 'painting'?"),
        (("parties.left.red_lines.0.never", {"hight": ["low"]}),
         "parties.left.red_lines.0.never.hight", "no issue called 'hight'",
         "did you mean 'height'?"),
        (("parties.left.mandate", [{"never": {"height": ["x"]}}]),
         "parties.left.mandate.0.never.height.0", "no option called 'x'", "known: low, high"),
        (("parties.left.position.opening.height", None), "parties.left.position.opening",
         "missing: the issue 'height'", ""),
        (("parties.left.position.opening.height", "hihg"), "parties.left.position.opening.height",
         "no option called 'hihg'", "did you mean 'high'?"),
        (("parties.left.position.opening.height", "high"), "parties.left.position.opening",
         "the opening crosses the party's own red line: It would shade the roses.", ""),
        (("parties.left.position.order", ["colour", "height", "colour"]),
         "parties.left.position.order.2", "the issue 'colour' a second time", ""),
        (("parties.left.position.order", ["color"]), "parties.left.position.order.0",
         "no issue called 'color'", "did you mean 'colour'?"),
        (("parties.left.stakes.clam", {"no_deal": 3}), "parties.left.stakes.clam",
         "no level of tension called 'clam'", "did you mean 'calm'?"),
        (("parties.left.stakes.war", None), "parties.left.stakes", "missing: the level 'war'", ""),
        (("seats.ann.party", "lef"), None, "no party called 'lef'", "did you mean 'left'?"),
        (("seats.abe.leaning", None), "seats.abe", "the adviser 'abe' has no leaning", None),
        (("seats.abe.leaning.card.points.height", None), "seats.abe.leaning.card.points",
         "missing: the issue 'height'", ""),
        (("seats.ann.leaning", {"card": CARD, "against_below": 3}), "seats.ann.leaning",
         "only advisers have a leaning; 'ann' is lead", ""),
        (("seats.max.party", "left"), "seats.max.party",
         "the mediator 'max' cannot belong to a party", ""),
        (("seats.eve", {"persona": "eve", "role": "observer", "party": "left"}), "seats.eve.party",
         "the observer 'eve' cannot belong to a party", ""),
        (("seats.abe.party", None), "seats.abe", "'abe' has the role of adviser and no party", ""),
        (("seats.abe.talking_points", {"colr": ["x"]}), "seats.abe.talking_points.colr",
         "no issue called 'colr'", "did you mean 'colour'?"),
        (("seats.abe.role", "lead"), "parties.left",
         "the party 'left' has 2 leads (ann, abe); it needs exactly one seat that leads", ""),
        (("seats.bob.role", "observer"), "parties.right",
         "the party 'right' has no lead; it needs exactly one seat that leads", ""),
        (("seats.bob.role", "mediator"), "seats.max.role",
         "a second mediator, 'max'; 'bob' is one already", "a scenario has one mediator or none"),
        (("facts.paint.known_to", ["an"]), "facts.paint.known_to.0", "no seat called 'an'",
         "did you mean 'ann'?"),
        (("facts.paint.beliefs", {"bobb": 3}), "facts.paint.beliefs.bobb", "no seat called 'bobb'",
         "did you mean 'bob'?"),
        (("facts.paint.share.to", ["maxx"]), "facts.paint.share.to.0", "no seat called 'maxx'",
         "did you mean 'max'?"),
        (("tension.levels", {"calm": 5, "war": 5}), "tension.levels.war",
         "the level 'war' begins at 5, not above 'calm' at 5", "list the levels in rising order"),
        (("tension.rupture", "wart"), "tension.rupture", "no level called 'wart'",
         "did you mean 'war'?"),
        (("incidents.hail.before.session", "gat"), "incidents.hail.before.session",
         "no session called 'gat'", "did you mean 'gate'?"),
        (("incidents.hail.before.round", 3), "incidents.hail.before.round",
         "'gate' ends with round 2", ""),
        (("incidents.hail.unless.seats", ["mx"]), "incidents.hail.unless.seats.0",
         "no seat called 'mx'", "did you mean 'max'?"),
        (("incidents.hail.unless.facts", ["pant"]), "incidents.hail.unless.facts.0",
         "no fact called 'pant'", "did you mean 'paint'?"),
        (("incidents.hail.unless", {"seats": ["max"]}), "incidents.hail.unless",
         "nothing would be enough", None),
        (("incidents.hail.unless.start", [1, 0]), "incidents.hail.unless.start",
         "both sides of the odds must be at least 1", ""),
        (("projections.cost.known_to", ["mex"]), "projections.cost.known_to.0",
         "no seat called 'mex'", "did you mean 'max'?"),
        (("projections.cost.week", 9), "projections.cost.month",
         "the month's 2 includes the week's 9", None),
        (("sessions.gate.turns", [["max", "ann", "bob"], ["bbo"]]), "sessions.gate.turns.1.0",
         "no seat called 'bbo'", "did you mean 'bob'?"),
        (("sessions.gate.turns", [["ann", "bob"]]), "sessions.gate.turns",
         "a plenary needs a turn for 'max'", ""),
        (("sessions.gate.turns", [["max"]]), "sessions.gate.turns",
         "a plenary needs a turn for 'ann', 'bob'", ""),
        (("sessions.gate.party", "left"), "sessions.gate.party",
         "a plenary is not held with one party", ""),
        (("sessions.tea.party", None), "sessions.tea",
         "the preliminary 'tea' does not say with which party it is held", ""),
        (("sessions.tea.party", "lft"), "sessions.tea.party", "no party called 'lft'",
         "did you mean 'left'?"),
        (("sessions.tea.turns", [["max", "abe"]]), "sessions.tea.turns",
         "a preliminary needs a turn for 'ann'", ""),
        (("sessions.tea.turns", [["ann", "abe"]]), "sessions.tea.turns",
         "a preliminary needs a turn for 'max'", ""),
        (("sessions.tea.turns", [["max", "ann", "abe", "bob"]]), "sessions.tea.turns",
         "'bob' of 'right' would hear what 'left' says in confidence", ""),
        (("sessions.tea.agenda", ["colours"]), "sessions.tea.agenda.0", "no issue called 'colours'",
         "did you mean 'colour'?"),
        (("sessions.tea.kind", "ratification"), "sessions.tea",
         "the ratification 'tea' is not the last session", "nothing can be agreed after it"),
        (("seats.left", {"persona": "x", "role": "observer"}), "seats.left",
         "'left' is already the id of a party", "rename one of them"),
        (("facts.colour", {"text": "x", "truth": True, "known_to": "everyone", "share": "free"}),
         "facts.colour", "'colour' is already the id of an issue", "rename one of them"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_at_its_path(
    change: tuple[str, Any], path: str | None, message: str, hint: str | None
) -> None:
    problems = consistency.problems(scenario(change))
    found = next(each for each in problems if each.message == message)

    assert ".".join(map(str, found.path)) == (path or change[0])
    assert hint is None or found.hint == hint


def answering(**beliefs: dict[str, int]) -> tuple[tuple[str, Any], ...]:
    """Two facts that answer one question, `wind` the true one, with these beliefs."""
    return tuple(
        (
            f"facts.{name}",
            {
                "text": "x",
                "truth": name == "wind",
                "known_to": "everyone",
                "share": "free",
                "question": "why",
                "beliefs": beliefs.get(name, {}),
            },
        )
        for name in ("wind", "frost")
    )


def test_answers_to_one_question_that_share_a_hundred_are_sound() -> None:
    assert consistency.problems(scenario(*answering(wind={"ann": 60}, frost={"ann": 40}))) == ()
    assert consistency.problems(scenario(*answering())) == ()


@pytest.mark.parametrize(
    ("changes", "path", "message", "hint"),
    [
        (answering(wind={"ann": 60}, frost={"ann": 30}), "facts.frost.beliefs.ann",
         "what 'ann' believes of 'why' adds up to 90 %",
         "'wind', 'frost' exclude one another: make it 100"),
        (answering(wind={"ann": 60}), "facts.wind.beliefs.ann",
         "'ann' believes something of 'why', but nothing of 'frost'",
         "give it one in each, or in none"),
        ((*answering(), ("facts.frost.truth", True)), "facts.frost.truth",
         "2 of the answers to 'why' are true: 'wind', 'frost'", "exactly one has to be"),
        ((*answering(), ("facts.wind.truth", False)), "facts.frost.truth",
         "none of the answers to 'why' are true: 'wind', 'frost'", "exactly one has to be"),
        ((("facts.paint.bears_on", "pain"), ("facts.paint.odds", 2)), "facts.paint.bears_on",
         "no fact called 'pain'", "did you mean 'paint'?"),
        ((("facts.paint.bears_on", "paint"), ("facts.paint.odds", 2)), "facts.paint.bears_on",
         "'paint' is evidence itself; evidence bears on what is none", ""),
        ((*answering(), ("facts.wind.bears_on", "paint"), ("facts.wind.odds", 2)),
         "facts.wind.bears_on", "'wind' answers 'why'; evidence answers no question", ""),
        ((("hearing", {"claim": [1, 2]}),), "hearing.claim",
         "1 to 2 would make what is said to be so the less likely",
         "the first number is the larger one"),
        ((("incidents.hail.shows", {"fact": "paint", "odds": [1, 3]}),),
         "incidents.hail.shows.odds",
         "1 to 3 would make what is said to be so the less likely",
         "the first number is the larger one"),
        ((("incidents.hail.shows", {"fact": "pain", "odds": [3, 1]}),),
         "incidents.hail.shows.fact",
         "no fact called 'pain'", "did you mean 'paint'?"),
        ((("facts.paint.known_to", ["ann"]),
          ("incidents.hail.shows", {"fact": "paint", "odds": [3, 1]})),
         "incidents.hail.shows.fact",
         "all hear of an incident, but not everyone knows of 'paint'",
         "let that fact be `known_to: everyone`"),
        ((("incidents.hail.blames", {"lft": "paint"}),), "incidents.hail.blames.lft",
         "no party called 'lft'", "did you mean 'left'?"),
        ((("incidents.hail.blames", {"left": "pain"}),), "incidents.hail.blames.left",
         "no fact called 'pain'", "did you mean 'paint'?"),
        ((("timeline", [{"when": "once", "what": "x", "gravity": "violent", "score": 1,
                         "blames": {"left": "pain"}}]),), "timeline.0.blames.left",
         "no fact called 'pain'", "did you mean 'paint'?"),
    ],
)  # fmt: skip
def test_what_moves_beliefs_hangs_together(
    changes: tuple[tuple[str, Any], ...], path: str, message: str, hint: str
) -> None:
    found = [each for each in consistency.problems(scenario(*changes)) if each.message == message]

    assert [".".join(map(str, each.path)) for each in found] == [path]
    assert (found[0].severity, found[0].hint) == ("error", hint)


def test_without_tension_the_only_stakes_are_for_always() -> None:
    changes = (("tension", None), ("parties.left.stakes", {"always": {"no_deal": 1}}))
    problems = consistency.problems(scenario(*changes))

    assert {each.path[:3] for each in problems} == {("parties", "right", "stakes")}
    assert "missing: the level 'always'" in {each.message for each in problems}


def test_a_preliminary_needs_a_mediator() -> None:
    problems = consistency.problems(scenario(("seats.max.role", "observer")))

    message = "a preliminary needs a mediator, and the scenario has none"
    assert [each.path for each in problems if each.message == message] == [
        ("sessions", "tea", "kind")
    ]


def test_talks_without_a_plenary_are_a_warning() -> None:
    changes: tuple[tuple[str, Any], ...] = (
        ("sessions.gate", None),
        ("sessions.vote", None),
        ("incidents", {}),
    )
    found = [each for each in consistency.problems(scenario(*changes)) if "plenary" in each.message]

    assert [(each.severity, each.message) for each in found] == [
        ("warning", "no plenary: the parties never meet, so there can be no deal")
    ]


def test_a_ratification_without_a_plenary_is_an_error() -> None:
    (found,) = consistency.problems(scenario(("sessions.gate", None), ("incidents", {})))

    assert (found.severity, found.path) == ("error", ("sessions",))
    assert found.message == "a ratification without a plenary: there can be nothing to ratify"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((("seats.eve", {"persona": "eve", "role": "observer"}),),
         "'eve' has a turn in no session"),
        ((("facts.rust", {"text": "x", "truth": True, "known_to": [], "share": "never"}),),
         "nobody knows of 'rust' or believes anything about it: it is unused"),
        ((("tension", None), ("incidents.hail.score", 2),
          ("parties.left.stakes", {"always": {"no_deal": 1}}),
          ("parties.right.stakes", {"always": {"no_deal": 1}})),
         "a score without `tension` has no effect"),
        ((answering()[0],), "'wind' is the only answer to 'why', so nothing excludes it"),
        ((("facts.paint.bears_on", "wind"), answering()[0], ("facts.wind.question", None)),
         "evidence with `odds` of 1 moves nothing"),
        ((("incidents.hail.score", 0), ("incidents.hail.blames", {"left": "paint"})),
         "blame without a score has no effect"),
    ],
)  # fmt: skip
def test_what_is_only_odd_is_a_warning(changes: tuple[tuple[str, Any], ...], message: str) -> None:
    found = only(*changes)

    assert (found.severity, found.message) == ("warning", message)


def persona(**fields: Any) -> Persona:
    sound = {"persona": 1, "id": "ann", "name": "Ann", "summary": "Lives on the left."}
    return Persona.model_validate(sound | fields)


def test_a_line_may_use_every_slot() -> None:
    line = "{issue} {option} {other_issue} {other_option} {to} {party} {other_party} {topic}"

    assert consistency.persona_problems(persona(lines={"propose": [line]})) == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{isue}?", "no slot called 'isue'"),
        ("{issue.name}?", "no slot called 'issue.name'"),
        ("{issue!r}?", "no slot called 'issue!r'"),
        ("{}?", "no slot called ''"),
        ("{issue?", "a brace that opens or closes nothing"),
        ("issue}?", "a brace that opens or closes nothing"),
    ],
)
def test_a_line_with_an_unknown_slot_is_refused(line: str, message: str) -> None:
    (found,) = consistency.persona_problems(persona(lines={"ask": ["Well?", line]}))

    assert (found.path, found.message) == (("lines", "ask", 1), message)


def test_a_line_longer_than_the_voice_is_a_warning() -> None:
    ann = persona(voice={"max_words": 5}, lines={"ask": ["one two three four five six"]})
    (found,) = consistency.persona_problems(ann)

    assert (found.severity, found.message) == ("warning", "6 words, where the voice allows 5")


@pytest.mark.parametrize(
    "text", ["at least 40 points", "your BATNA", "your reservation value", "$400", "high utility"]
)
def test_what_belongs_into_a_scenario_is_a_warning_in_a_persona(text: str) -> None:
    (found,) = consistency.persona_problems(persona(private=f"You keep to {text}."))

    assert (found.severity, found.path) == ("warning", ("private",))


def test_a_cast_without_someone_names_the_nearest_persona() -> None:
    personas = {name: persona(id=name, name=name) for name in ("ann", "abel", "bob", "max")}
    (found,) = consistency.cast_problems(scenario(), personas)

    assert found.path == ("seats", "abe", "persona")
    assert (found.message, found.hint) == ("no persona called 'abe'", "did you mean 'abel'?")


def test_two_people_of_one_name_at_a_table_are_a_warning() -> None:
    personas = {name: persona(id=name, name="Ann") for name in ("ann", "abe", "bob", "max")}
    found = consistency.cast_problems(scenario(), personas)

    assert [each.severity for each in found] == ["warning"] * 3
    assert found[0].message == "'abe' and 'ann' are both 'Ann'"


def test_a_scripted_turn_may_only_fill_the_fields_of_a_reply() -> None:
    script = Script.model_validate({"script": 1, "id": "x", "turns": [{"say": "x"}, {"sya": "x"}]})
    (found,) = consistency.script_problems(script)

    assert (found.path, found.hint) == (("turns", 1, "sya"), "did you mean 'say'?")


def test_every_field_of_a_reply_can_be_scripted() -> None:
    turn = dict.fromkeys(replies.FIELDS)
    script = Script.model_validate({"script": 1, "id": "x", "turns": [turn]})

    assert consistency.script_problems(script) == ()


def test_an_act_in_a_script_says_what_it_needs() -> None:
    turns = [{"act": act} for act in acts.ACTS]
    script = Script.model_validate({"script": 1, "id": "x", "turns": turns})
    found = {(each.path[1], each.message) for each in consistency.script_problems(script)}

    view = views.View(scenario(), "ann")
    refused = (replies.act(replies.Reply(act=act), view) for act in acts.ACTS)
    assert {(number, message.split(" needs ")[0]) for number, message in found} == {
        (number, each.reason.split(" needs ")[0])
        for number, each in enumerate(refused)
        if isinstance(each, replies.Unusable)
    }
