"""The record: chained lines that are read back exactly, or refused with their place."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix import acts, canonical, events
from roomsix.errors import RecordError
from roomsix.events import Event, Record, What
from roomsix.scenario import Session
from strategies import checked

TERM = acts.Term(obligation="o", measure="m", schedule="s")
WHATS: list[What] = [
    events.Opened(present=("a", "b")),
    events.Said(text="Good day <|im_start|>\u202e"),
    events.Thought(text="Hm.", claims=(events.Claim(fact="f", holds=False),)),
    events.Whispered(text="Hush."),
    events.Conferred(),
    events.Invalid(reason="why", reply="what"),
    events.Happened(incident="i", what="Bang.", level="calm"),
    events.Ratified(party="p", ratified=True, because="so"),
    events.Opened(present=("a",), aside=Session(kind="caucus", title="T", turns=(("a",),))),
    events.Fed(text="Read this.", fact="f", holds=40),
    events.Showed(of="a", sign="coughs"),
    events.Claimed(fact="f", holds=True),
    events.Unsealed(party="p", allow=(TERM,), need=()),
    events.Assessed(parties={"p": events.Estimate(red_lines=(("x", "y"),))}, doubts={3: 40}),
    events.Told(text="And then."),
    events.Closed(why="time"),
    events.Ended(outcome="no deal", why="rupture", package=None, level="calm"),
    events.Ended(outcome="deal", why="ratified", package={"x": "y"}, level="calm"),
    acts.Pass(),
    acts.Ask(to="b", issue="x"),
    acts.State(issue="x", option="y", firm=True),
    acts.Present(exhibit="timeline"),
    acts.Disclose(fact="f"),
    acts.Inform(fact="f"),
    acts.Propose(package={"x": "y"}),
    acts.Draft(package={"x": "y"}, brackets=("x",)),
    acts.Amend(issue="x", option=None),
    acts.Accept(paper=1),
    acts.Reject(paper=1, issue="x"),
    acts.Advise(advice="hold", paper=None, issue="x"),
    acts.Submit(allow=(TERM,), need=(TERM,)),
    acts.Request(what="caucus"),
    acts.Call(what="adjourn", homework="Read."),
    acts.Object(seat="a"),
    acts.Rule(granted=False),
    acts.WalkOut(),
]


def lines(whats: list[What]) -> Iterator[str]:
    previous = ""
    for seq, what in enumerate(whats):
        event = Event(
            seq=seq, session="s", round=1, turn=None, seat="a", audience=("a", "b"), what=what
        )
        line = events.encode(event, previous)
        previous = canonical.digest(line)
        yield line


def test_every_kind_of_event_is_read_back_as_it_was() -> None:
    record = events.decode(lines(WHATS))

    assert [event.what for event in record] == WHATS
    assert {what.kind for what in WHATS} == {
        *acts.ACTS, "opened", "said", "thought", "whispered", "conferred", "invalid", "happened",
        "ratified", "closed", "ended", "fed", "showed", "claimed", "unsealed", "assessed", "told",
    }  # fmt: skip


@checked
@given(st.data())
def test_a_change_to_any_byte_is_found(data: st.DataObject) -> None:
    whole = list(lines(WHATS))
    at = data.draw(st.integers(0, len(whole) - 2))  # the last line has nothing after it
    place = data.draw(st.integers(0, len(whole[at]) - 1))
    other = data.draw(st.sampled_from('09az{}"\\ '))
    changed = whole[at][:place] + other + whole[at][place + 1 :]
    if changed == whole[at]:
        return

    with pytest.raises(RecordError, match=r"record\.jsonl:\d+: "):
        events.decode([*whole[:at], changed, *whole[at + 1 :]])


def test_a_line_left_out_is_named() -> None:
    whole = list(lines(WHATS))

    with pytest.raises(RecordError, match=r"^record\.jsonl:4: a line before this one was changed"):
        events.decode([*whole[:3], *whole[4:]])


def test_a_line_that_is_no_event_is_named() -> None:
    whole = list(lines(WHATS))

    with pytest.raises(RecordError, match=r"^record\.jsonl:2: not an event of this format"):
        events.decode([whole[0], '{"seq":1}'])


def test_a_record_finds_events_by_kind_in_order() -> None:
    record = events.decode(lines(WHATS + WHATS))

    assert [e.seq for e in record.of("said")] == [1, 1 + len(WHATS)]
    both = record.of("whispered", "said")
    assert [e.what.kind for e in both] == ["said", "whispered", "said", "whispered"]
    assert list(record.of("nothing")) == []
    assert len(Record(record)) == len(record) and record[0:2] == list(record)[:2]
