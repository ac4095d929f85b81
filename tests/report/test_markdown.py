"""The story in Markdown: what it tells, to whom, and that words in it are only words."""

import pytest

from report.room import EVERYONE, Room, cast
from roomsix import acts, events, scoring
from roomsix.deal import SeatId
from roomsix.report.markdown import markdown
from roomsix.report.markup import speech, words
from roomsix.report.scene import scene
from roomsix.scoring import Ending
from test_graph import SUBMITTED, WANTED, play, story

HOUSE = {"pay": "o0", "sundays": "o2", "recordings": "o0"}


def told(room: Room, seat: SeatId | None = None) -> str:
    return markdown(room.scene(seat=seat), room.log.events, seed=1)


def test_words_are_told_in_quotes_with_what_was_done() -> None:
    room = Room()
    room.turn("chair", events.Said(text="Shall we?"), acts.Ask(to="theatre-lead", issue="pay"))

    assert "**◆ Chair:** “Shall we?” *(asks ● Envoy (theatre-lead) about pay)*" in told(room)


def test_offers_are_told_as_they_move() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}))
    room.log.add(events.Closed(why="rounds"), session="plenary", round_=1, audience=EVERYONE)

    story_ = told(room)

    assert "- pay: **o0**\n- sundays: **o2**\n- recordings: **o0**" in story_
    assert "proposes #2, against #1.*\n\n- pay: ~~o0~~ → **o1**\n" in story_
    assert "| on the table | ● Envoy (theatre-lead) #2 |" in story_


def test_an_offer_after_a_meeting_apart_is_held_against_the_one_before_it() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    apart = room.scenario.sessions["plenary"].model_copy(update={"title": "Apart"})
    opened = events.Opened(present=EVERYONE, aside=apart)
    for what in (opened, events.Closed(why="rounds")):
        room.log.add(what, session="plenary-caucus-1", round_=0, audience=EVERYONE)
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}), round_=2)

    story_ = told(room)

    assert story_.index("## 2. Apart") < story_.index("### Back in 1. All")
    assert "proposes #2, against #1" in story_ and "proposes #2, against #1" in room.drawn()


def test_those_who_say_nothing_are_told_of_together() -> None:
    room = Room()
    for seat in EVERYONE:
        room.turn(seat, acts.Pass())
    room.turn("chair", events.Said(text="Well."))

    silent = "*◆ Chair, ● Envoy (theatre-lead) and ▲ Envoy (orchestra-lead) say nothing.*"
    assert told(room).count(silent) == 1


def test_an_act_that_others_take_for_a_pass_is_told_once() -> None:
    room = Room()
    room.log.begin_turn("theatre-lead")
    for what, audience in (
        (acts.Advise(advice="hold"), ("theatre-lead",)),
        (acts.Pass(), ("chair", "orchestra-lead")),
    ):
        room.log.add(what, session="plenary", round_=1, audience=audience, seat="theatre-lead",
                     turn=1)  # fmt: skip

    assert "advises to hold" in told(room) and "nothing" not in told(room)
    assert "advises to hold" in room.drawn() and "passes" not in room.drawn()
    assert "passes" in room.drawn(seat="chair")
    assert "*● Envoy (theatre-lead) says nothing.*" in told(room, "chair")


def secrets() -> Room:
    room = Room()
    room.log.begin_turn("theatre-lead")
    others = ("chair", "orchestra-lead")
    for what, audience in (
        (events.Thought(text="CANARY-THOUGHT"), ()),
        (events.Said(text="Good morning."), EVERYONE),
        (events.Whispered(text="CANARY-WHISPER"), ("theatre-lead",)),
        (events.Conferred(), others),
    ):
        room.log.add(what, session="plenary", round_=1, audience=audience, seat="theatre-lead",
                     turn=1)  # fmt: skip
    fed = events.Fed(text="CANARY-FEED")
    room.log.add(fed, session="plenary", round_=1, audience=("theatre-lead",))
    glance = events.Showed(of="theatre-lead", sign="looks at a tablet")
    room.log.add(glance, session="plenary", round_=1, audience=others)
    return room


@pytest.mark.parametrize(
    ("seat", "told_of"),
    [
        (None, {"THOUGHT", "WHISPER", "FEED", "looks at a tablet"}),
        ("theatre-lead", {"WHISPER", "FEED"}),
        ("orchestra-lead", {"looks at a tablet", "confers with its own side"}),
        ("chair", {"looks at a tablet", "confers with its own side"}),
    ],
)
def test_what_was_meant_for_few_is_in_their_files_alone(
    seat: SeatId | None, told_of: set[str]
) -> None:
    file = told(secrets(), seat)

    every = {"THOUGHT", "WHISPER", "FEED", "looks at a tablet", "confers with its own side"}
    assert {what for what in every if what in file} == told_of
    assert "Good morning." in file


def test_a_lie_is_told_of_to_all_eyes_alone() -> None:
    scenario = story()
    result = play(
        scenario,
        lambda request: {
            "act": "pass",
            "say": "No debt.",
            "claims": [{"fact": "debt", "holds": False}] if "theatre" in request.seat else [],
        },
    )
    files = {
        seat: markdown(scene(scenario, cast(scenario), seat=seat), result.record, seed=1)
        for seat in (None, *scenario.seats)
    }

    lie = "speaks against its own belief; what it says is untrue"
    assert [seat for seat, file in files.items() if lie in file] == [None]


def test_sealed_proposals_are_told_of_when_they_are_opened() -> None:
    def answer(request: object) -> dict[str, object]:
        own, other = SUBMITTED, WANTED
        if getattr(request, "seat", "") == "orchestra-lead":
            own, other = WANTED, SUBMITTED
        return {"act": "submit", "allow": [own], "need": [other]}

    scenario = story()
    record = play(scenario, answer).record
    file = markdown(scene(scenario, cast(scenario), seat="chair"), record, seed=1)

    assert "**The sealed proposal of ● theatre is opened:**" in file
    assert "- will allow: quiet: visits, once a year" in file
    assert file.index("is opened") > file.index("Between us")


def test_an_ending_has_scores_for_all_eyes_and_none_for_a_seat() -> None:
    room = Room()
    ended = events.Ended(outcome="no deal", why="out of rounds", package=None, level="always")
    for what in (events.Told(text="The house went dark."), ended):
        room.log.add(what, session="plenary", round_=1, audience=EVERYONE)
    end = Ending(package=None, ratified={}, level="always", reason="out of rounds")
    scores = scoring.score(room.scenario, end)

    whole, seat = (
        markdown(room.scene(seat=seat), room.log.events, seed=1, scores=scores)
        for seat in (None, "chair")
    )

    for file in (whole, seat):
        assert "**✗ No deal:** the rounds ran out." in file
        assert "*The house went dark.*" in file
    assert "| ● theatre | 57 | 57 | 0 |" in whole
    assert "reservation" not in seat


@pytest.mark.parametrize(
    "wicked",
    [
        "# no chapter",
        "<script>",
        "![x](y)",
        "a | b",
        "*not so*",
        "`code`",
        "&copy;",
        "[a]: b",
        "$x$",
    ],
)
def test_what_a_seat_says_is_never_markup(wicked: str) -> None:
    shown = words(wicked)

    bare = shown.replace("\\", "")
    assert bare == wicked
    for at, character in enumerate(shown):
        if character in "`*_{}[]<>~|&$":
            assert shown[at - 1] == "\\"


def test_an_address_is_no_link() -> None:
    assert words("see https://example.org or www.example.org") == (
        r"see https\://example.org or www\.example.org"
    )


def test_what_is_said_in_paragraphs_is_quoted_paragraph_by_paragraph() -> None:
    assert list(speech("One,\ntwo.\n\n# Three.")) == ["“One, two.", "“# Three.”"]
