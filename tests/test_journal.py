"""The journal: every question written before it is asked, every answer before it is used."""

import asyncio
import json

import pytest

from roomsix import canonical, prompts
from roomsix.calls import Outcome, Request
from roomsix.errors import ChatError, JournalMismatch, RecordError
from roomsix.journal import Journal
from roomsix.replies import Schema
from tables import Answering

FORM = Schema(name="turn", digest="d", body={})


def request(tail: str = "What now?", *, seat: str = "kim", index: int = 0) -> Request:
    prompt = prompts.build("head", ["{}"], tail)
    return Request(seat=seat, index=index, prompt=prompt, form=FORM)


def ask(journal: Journal, asked: Request, chat: Answering) -> Outcome:
    return asyncio.run(journal.ask(chat, asked))


def test_the_question_is_written_before_the_chat_is_asked() -> None:
    lines: list[str] = []
    seen: list[int] = []

    def answer(_: Request) -> str:
        seen.append(len(lines))
        return "yes"

    ask(Journal(sink=lines.append), request(), Answering(answer))

    assert seen == [1]
    assert [json.loads(line)["call"] for line in lines] == ["asked", "answered"]


def test_a_journalled_answer_is_given_again_and_the_chat_left_alone() -> None:
    lines: list[str] = []
    ask(Journal(sink=lines.append), request(), Answering(lambda _: "yes"))
    chat = Answering(lambda _: "no")
    journal = Journal(lines, sink=lines.append)

    outcome = ask(journal, request(), chat)

    assert (outcome.text, chat.asked, journal.replayed, len(lines)) == ("yes", [], 1, 2)


def test_lines_told_in_short_that_were_told_in_full_are_another_request() -> None:
    lines: list[str] = []
    view = [f'{{"n":{n},"seat":"kim","said":"Well."}}' for n in range(1, 9)]
    whole, short = (prompts.build("head", view, "\n\nAnd?\n", digested=n) for n in (0, 5))
    asked = request().model_copy(update={"prompt": whole})
    ask(Journal(sink=lines.append), asked, Answering(lambda _: "yes"))

    with pytest.raises(JournalMismatch, match="0 of them were told in short, not 5"):
        ask(Journal(lines), asked.model_copy(update={"prompt": short}), Answering(lambda _: "yes"))


def test_another_request_under_the_same_number_is_refused() -> None:
    lines: list[str] = []
    ask(Journal(sink=lines.append), request(), Answering(lambda _: "yes"))

    with pytest.raises(JournalMismatch, match=r"call 0 of 'kim' .* its closing question differs"):
        ask(Journal(lines), request("And now?"), Answering(lambda _: "yes"))
    with pytest.raises(JournalMismatch, match="it was put to 'answering', not to 'other'"):
        ask(Journal(lines), request(), Answering(lambda _: "yes", name="other"))


def test_a_call_cut_off_by_a_crash_is_asked_again_and_marked() -> None:
    lines: list[str] = []
    ask(Journal(sink=lines.append), request(), Answering(lambda _: "yes"))
    cut = lines[:1]

    outcome = ask(Journal(cut, sink=cut.append), request(), Answering(lambda _: "again"))

    assert outcome.text == "again"
    assert [json.loads(line).get("again") for line in cut] == [None, 2, None]
    assert Journal(cut).calls[("kim", 0)].asked == 2


def test_a_closed_journal_asks_nobody() -> None:
    chat = Answering(lambda _: "yes")

    with pytest.raises(ChatError, match="the journal holds no answer to call 0 of 'kim'"):
        ask(Journal(closed=True), request(), chat)
    assert chat.asked == []


def test_a_head_is_kept_once_and_the_journal_names_it_by_digest() -> None:
    kept: list[str] = []
    lines: list[str] = []
    journal = Journal(sink=lines.append, keep=kept.append)

    for index in range(3):
        ask(journal, request(index=index), Answering(lambda _: "yes"))

    assert kept == ["head"]
    assert {json.loads(x)["head"] for x in lines[::2]} == {canonical.digest("head")}


@pytest.mark.parametrize("line", ["", "{}", '{"call":"answered","seat":"kim","index":0}', "[1]"])
def test_a_damaged_line_is_named(line: str) -> None:
    with pytest.raises(RecordError, match=r"calls\.jsonl:1: not a call of this format"):
        Journal([line])
