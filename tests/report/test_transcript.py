"""The transcript: words, deeds, and whose eyes they are seen with."""

import pytest

from report.room import EVERYONE, Room, printed
from roomsix import acts, events
from roomsix.report.deeds import told
from roomsix.report.markdown import markdown
from roomsix.report.papers import Papers
from roomsix.report.transcript import Transcript

HOUSE = {"pay": "o0", "sundays": "o2", "recordings": "o0"}
PLAYERS = {"pay": "o3", "sundays": "o1", "recordings": "o1"}


def test_what_a_model_says_cannot_act_on_the_terminal() -> None:
    room = Room()
    room.turn("chair", events.Said(text="\x1b]0;owned\x07 \u202edrawkcab"))

    drawn = room.drawn()

    assert "␛]0;owned␇ ⟨U+202E⟩drawkcab" in drawn
    assert "\x1b" not in drawn


def test_markup_and_emoji_codes_in_words_mean_nothing() -> None:
    room = Room()
    room.turn("chair", events.Said(text="[bold red]you[/] and [link=x]me[/link] :smile:"))

    assert "[bold red]you[/] and [link=x]me[/link] :smile:" in room.drawn()


@pytest.mark.parametrize("width", [30, 60, 100, 200])
def test_long_words_are_wrapped_to_the_width(width: int) -> None:
    room = Room()
    room.turn("chair", events.Said(text="word " * 80 + "x" * 300))

    assert max(map(len, room.drawn(width=width).splitlines())) <= min(width, 200)


def test_every_act_has_a_line_that_begins_with_a_symbol() -> None:
    room = Room()
    offer = room.turn("theatre-lead", acts.Propose(package=HOUSE))
    papers = Papers()
    papers.add(offer)
    lines = {}
    for act in (
        acts.Pass(),
        acts.Ask(to="chair", issue="pay"),
        acts.Ask(to="chair"),
        acts.State(issue="pay", option="o1", firm=True),
        acts.Present(exhibit="timeline"),
        acts.Disclose(fact="secret"),
        acts.Inform(fact="secret"),
        acts.Propose(package=PLAYERS),
        acts.Draft(package=PLAYERS, brackets=("pay",)),
        acts.Amend(issue="pay", option="o1"),
        acts.Amend(issue="pay"),
        acts.Accept(paper=offer.seq),
        acts.Reject(paper=offer.seq, issue="pay"),
        acts.Advise(advice="trade", paper=offer.seq, issue="pay"),
        acts.Submit(allow=(), need=()),
        acts.Request(what="corridor"),
        acts.Call(what="caucus", to="theatre-lead", homework="Read."),
        acts.Object(seat="chair"),
        acts.Rule(granted=True),
        acts.WalkOut(),
    ):
        event = room.turn("theatre-lead", act)
        line = told(room.scene(), papers, event).plain
        lines[act.kind] = line
        assert line[1] == " " and not line[0].isalnum()

    assert lines.keys() == set(acts.ACTS)
    assert lines["state"] == "▪ states pay: o1, firmly"
    assert lines["reject"] == "✗ rejects #1 over pay"
    assert lines["amend"] == "± suggests for the text: pay in brackets"


def test_a_second_paper_says_what_changed_against_the_first() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}))

    drawn = room.drawn()

    assert "▸ proposes #1: pay: o0 · sundays: o2 · recordings: o0" in drawn
    assert "▸ proposes #2, against #1: pay: o0 → o1\n" in drawn


def test_the_latest_papers_are_compared_after_a_round_with_what_moved_marked() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("orchestra-lead", acts.Propose(package=PLAYERS))
    room.turn("theatre-lead", acts.Propose(package=HOUSE | {"pay": "o1"}), round_=2)
    room.turn("chair", acts.Pass(), round_=3)

    first, second = room.drawn().split("on the table")[1:]

    assert "»" not in first
    moved = next(line for line in second.splitlines() if "»" in line)
    assert moved.split() == ["pay", "»", "o1", "o3"]


def test_a_seat_sees_that_others_confer_and_nothing_of_what_they_whisper() -> None:
    room = Room()
    own = ("theatre-lead",)
    room.log.begin_turn("theatre-lead")
    for what, audience in (
        (events.Thought(text="CANARY-THOUGHT"), ()),
        (events.Said(text="Good morning."), EVERYONE),
        (events.Whispered(text="CANARY-WHISPER"), own),
        (events.Conferred(), EVERYONE[:1] + EVERYONE[2:]),
    ):
        room.log.add(
            what,
            session="plenary",
            round_=1,
            audience=audience,
            seat="theatre-lead",
            turn=room.log.turn,
        )

    theirs = room.drawn(seat="orchestra-lead")

    assert "CANARY" not in theirs
    assert "(confers with its own side)" in theirs
    assert "(whispers) CANARY-WHISPER" in room.drawn()
    assert "(whispers) CANARY-WHISPER" in room.drawn(seat="theatre-lead")
    assert "CANARY-THOUGHT" not in room.drawn()


def test_an_unusable_reply_is_shown_with_its_reason_to_no_seat() -> None:
    room = Room()
    room.log.begin_turn("chair")
    bad = events.Invalid(reason="the reply is not JSON", reply="{")
    room.log.add(bad, session="plenary", round_=1, audience=(), seat="chair", turn=room.log.turn)

    assert "! an unusable reply: the reply is not JSON" in room.drawn()
    assert "unusable" not in room.drawn(seat="chair")


def test_sides_and_leads_are_told_apart_without_colour() -> None:
    marks = {seat: seated.symbol for seat, seated in Room().scene().seated.items()}

    assert marks == {"chair": "◆", "theatre-lead": "●", "orchestra-lead": "▲"}


def test_two_seats_of_one_name_are_told_apart() -> None:
    names = [seated.name for seated in Room().scene().seated.values()]

    assert names == ["Chair", "Envoy (theatre-lead)", "Envoy (orchestra-lead)"]


def test_nothing_is_drawn_twice_when_events_come_in_parts() -> None:
    room = Room()
    room.turn("theatre-lead", events.Said(text="One."), acts.Propose(package=HOUSE))
    room.turn("chair", events.Said(text="Two."), round_=2)
    transcript = Transcript(room.scene())
    parts = [room.log.events[:1], room.log.events[1:3], room.log.events[3:]]

    assert "".join(printed(*transcript.draw(part)) for part in parts) == room.drawn()


def test_an_agreement_that_may_be_bettered_is_explained_and_named_at_the_close() -> None:
    room = Room()
    improving = room.scenario.sessions["plenary"].model_copy(update={"improve": 1, "rounds": 4})
    sessions = {**room.scenario.sessions, "plenary": improving}
    room.scenario = room.scenario.model_copy(update={"sessions": sessions})
    first = room.turn("theatre-lead", acts.Propose(package=HOUSE))
    room.turn("orchestra-lead", acts.Accept(paper=first.seq))
    second = room.turn("theatre-lead", acts.Propose(package=PLAYERS), round_=4)
    room.turn("orchestra-lead", acts.Accept(paper=second.seq), round_=4)
    closed = events.Closed(why="agreed")
    room.log.add(closed, session="plenary", round_=4, audience=EVERYONE)

    drawn = room.drawn()

    assert (
        "= #1 is agreed, subject to ratification; it stands while there are rounds to better it"
        in drawn
    )
    assert "= #2 is agreed, subject to ratification\n" in drawn
    assert "— there is an agreement: #2\n" in drawn


def test_an_acceptance_of_one_side_alone_is_no_agreement() -> None:
    room = Room()
    text = room.turn("chair", acts.Draft(package=HOUSE))
    room.turn("orchestra-lead", acts.Accept(paper=text.seq))

    assert "is agreed" not in room.drawn()


def test_what_is_read_in_private_is_told_with_how_it_is_read() -> None:
    room = Room()
    fed = events.Fed(text="The roof leaks.")
    glance = events.Showed(of="theatre-lead", sign="looks at a tablet")
    others = ("chair", "orchestra-lead")
    room.log.add(fed, session="plenary", round_=1, audience=("theatre-lead",))
    room.log.add(glance, session="plenary", round_=1, audience=others)

    whole = "● Envoy (theatre-lead) looks at a tablet: The roof leaks."
    assert whole in room.drawn() and room.drawn().count("looks at a tablet") == 1
    assert "● Envoy (theatre-lead) reads: The roof leaks." in room.drawn(seat="theatre-lead")
    assert "● Envoy (theatre-lead) looks at a tablet\n" in room.drawn(seat="chair")
    markdown_ = markdown(room.scene(), room.log.events, seed=1)
    assert "> *● Envoy (theatre-lead) looks at a tablet:* “The roof leaks.”" in markdown_


def test_what_the_mediator_rules_on_is_named_with_what_comes_of_it() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Object(seat="orchestra-lead"))
    room.turn("chair", acts.Rule(granted=False))
    room.turn("orchestra-lead", acts.Request(what="corridor"))
    room.turn("chair", acts.Rule(granted=True))

    assert "⚖ refuses it: ▲ Envoy (orchestra-lead) stays\n" in room.drawn()
    assert "⚖ grants a word in the corridor\n" in room.drawn()


def test_those_who_pass_one_after_the_other_stand_close_together() -> None:
    room = Room()
    for seat in EVERYONE:
        room.turn(seat, acts.Pass())

    passing = [line for line in room.drawn().splitlines()[-3:] if line.endswith("passes")]
    assert len(passing) == 3


def test_a_whisper_of_someone_who_passes_is_told_without_the_pass() -> None:
    room = Room()
    room.turn("theatre-lead", acts.Pass(), events.Whispered(text="Wait."))

    assert "(whispers) Wait." in room.drawn() and "passes" not in room.drawn()


def test_a_seat_is_told_the_terms_it_knows_and_a_lead_its_own_points() -> None:
    room = Room()
    package = {"pay": "o1", "sundays": "o2", "recordings": "o2"}
    text = room.turn("chair", acts.Draft(package=package))
    for seat in EVERYONE[1:]:
        room.turn(seat, acts.Accept(paper=text.seq))
    ended = events.Ended(outcome="deal", why="ratified", package=package, level="always")
    room.log.add(ended, session="plenary", round_=1, audience=EVERYONE)

    lead, chair = (room.drawn(seat=s).split("✓ deal: ")[1] for s in ("theatre-lead", "chair"))

    assert "recordings    o2\n" in lead and "✓, and no deal 57\n" in lead
    assert "recordings  o2\n" in chair and "worth" not in chair
