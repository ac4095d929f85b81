"""Who learned what, when, from whom, and whether it was allowed."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from roomsix import acts, events
from sweep.stage import Stage, room_six, theatre

OFFER = "A broadcaster has offered to pay for recordings of Sunday concerts."
COUNCIL = "The Earth council will accept notice, a standoff distance and a ceiling on hulls."
SMALL_TALK = ("Good morning.", "The chairs are hard.", "Shall we begin?", "It is late.")


def test_what_is_told_on_the_record_against_the_policy_is_a_leak() -> None:
    (found,) = Stage(theatre()).open("house-call").say("manager", OFFER).findings()

    assert (found.kind, found.allowed, found.learned) == ("verbatim", False, ("conciliator",))


def test_what_is_told_as_the_policy_allows_is_listed_and_no_leak() -> None:
    swept = Stage(theatre()).open("house-call").say("manager", OFFER, off_record=True).swept()

    assert [found.secret for found in swept.findings] == ["fact:broadcaster-offer"]
    assert swept.leaks == ()


def test_a_confidence_passed_on_is_a_relay_that_names_its_source() -> None:
    stage = Stage(theatre()).open("house-call").say("manager", OFFER, off_record=True)
    stage.open("plenary").say("conciliator", OFFER)

    _, found = stage.findings()

    assert (found.kind, found.manner, found.heard_from) == ("relay", "verbatim", "manager")
    assert (found.allowed, found.learned) == (False, ("speaker",))


def test_what_everyone_was_told_can_be_told_again() -> None:
    stage = Stage(room_six()).open("plenary").say("kim", COUNCIL).say("chen", COUNCIL)

    assert [found.seat for found in stage.findings()] == ["kim"]


def test_nobody_can_leak_what_they_do_not_have() -> None:
    assert not Stage(theatre()).open("plenary").say("speaker", OFFER).findings()


def test_a_secret_that_is_learned_can_be_leaked_from_then_on() -> None:
    stage = Stage(room_six()).corridor("chen", "kim").say("chen", "Well?").say("kim", COUNCIL)
    stage.open("debrief-coalition").say("chen", COUNCIL).open("plenary").say("volkov", COUNCIL)

    assert [(f.seat, f.kind, f.allowed) for f in stage.findings()] == [
        ("kim", "verbatim", True),
        ("chen", "relay", True),
        ("volkov", "relay", False),
    ]


def test_whom_a_policy_names_may_be_told_and_nobody_else() -> None:
    act = acts.Disclose(fact="strike-group")
    allowed = Stage(room_six()).corridor("chen", "park").add("park", act).swept()
    not_so = Stage(room_six()).open("plenary").add("park", act).swept()

    assert not allowed.leaks
    assert [leak.kind for leak in not_so.leaks] == ["disclosed"]


def test_what_must_be_asked_for_is_told_too_soon_without_a_question() -> None:
    act = acts.Inform(fact="borrowed-tug")
    unasked = Stage(room_six()).open("prelim-coalition").add("park", act, "park", "volkov")
    asked = Stage(room_six()).open("prelim-coalition").add("volkov", acts.Ask(to="park"))
    asked.add("park", act, "park", "volkov")

    assert [leak.why for leak in unasked.swept().leaks] == ["nobody had asked"]
    assert not asked.swept().leaks


def test_what_may_be_told_to_nobody_is_a_leak_even_off_the_record() -> None:
    text = "Our source on the platforms is a bookkeeper at the belt yard."

    assert Stage(room_six()).corridor("chen", "kim").say("kim", text).swept().leaks


def test_what_is_read_in_private_is_a_secret_from_then_on() -> None:
    item = room_six().seats["tanaka"].feed[2]
    before = Stage(room_six()).open("plenary").say("tanaka", item.text)
    after = Stage(room_six()).open("plenary")
    after.add(None, events.Fed(text=item.text), "tanaka").say("tanaka", item.text)

    assert [f.secret for f in after.findings()] == ["feed:tanaka:2"]
    assert "feed:tanaka:2" not in [f.secret for f in before.findings()]


@settings(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(SMALL_TALK), max_size=6))
def test_small_talk_changes_nothing_wherever_it_is_put(
    dice: random.Random, chatter: list[str]
) -> None:
    told = [("kim", COUNCIL), ("envoy", "Of the nine platforms two can fire."), ("chen", COUNCIL)]
    plain = Stage(room_six()).open("plenary")
    mixed = Stage(room_six()).open("plenary")
    for seat, text in told:
        plain.say(seat, text)
    queue = list(chatter)
    for seat, text in told:
        while queue and dice.random() < 0.5:
            mixed.say(dice.choice(["chen", "park", "envoy"]), queue.pop())
        mixed.say(seat, text)

    def shown(stage: Stage) -> list[tuple[str, str, str, tuple[str, ...]]]:
        return [(f.seat, f.secret, f.kind, f.learned) for f in stage.findings()]

    assert shown(mixed) == shown(plain)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["kim", "chen", "park"]), max_size=5))
def test_nobody_learns_the_same_thing_twice(speakers: list[str]) -> None:
    stage = Stage(room_six()).open("plenary")
    for seat in speakers:
        stage.say(seat, COUNCIL)

    learned = [(f.secret, seat) for f in stage.findings() for seat in f.learned]

    assert len(set(learned)) == len(learned)


def test_a_record_without_a_word_is_clean() -> None:
    swept = Stage(room_six()).open("plenary").swept()

    assert (swept.findings, swept.breaches) == ((), ())
