"""`openai:` chats: strict schema out, every kind of answer told apart, faults survived."""

import asyncio
import email.utils
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from handmade import theatre
from roomsix import canonical, prompts, replies
from roomsix.calls import Outcome, Request
from roomsix.chat import retrying
from roomsix.chat.arrival import limits
from roomsix.chat.metering import Attempt, Meter
from roomsix.chat.model import ModelChat
from roomsix.chat.retrying import ATTEMPTS, asked_wait
from roomsix.errors import ChatError, UsageError

KEY = "sk-planted-0123456789"


def request() -> Request:
    prompt = prompts.build("You are Kim.", ['{"n":1}'], "\n\nWhat now?\n")
    return Request(seat="kim", index=0, prompt=prompt, form=replies.schema(theatre()))


def completion(content: str | None = '{"act":"pass"}', **changes: Any) -> httpx2.Response:
    message = {"role": "assistant", "content": content, "refusal": changes.pop("refusal", None)}
    choice = {"index": 0, "message": message, "finish_reason": changes.pop("finish", "stop")}
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "tiny-2",
        "choices": [choice],
        "usage": {"prompt_tokens": 30, "completion_tokens": 4, "total_tokens": 34},
    }
    return httpx2.Response(200, json=body | changes)


def streamed(*pieces: Any, cut: bool = False, **changes: Any) -> httpx2.Response:
    """An answer in pieces: texts, or whole deltas; `cut` leaves out its end."""
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "tiny-2"}
    deltas = [{"content": piece} if isinstance(piece, str) else piece for piece in pieces]
    choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
    if not cut:
        choices.append({"index": 0, "delta": {}, "finish_reason": changes.pop("finish", "stop")})
    chunks = [{**head, "choices": [choice]} for choice in choices]
    usage = {"prompt_tokens": 30, "completion_tokens": 4, "total_tokens": 34}
    chunks.append({**head, "choices": [], "usage": usage, **changes})
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    data = "".join([": wait\n\n", *lines, "data: [DONE]\n\n"])
    return httpx2.Response(200, text=data, headers={"content-type": "text/event-stream"})


class Announcing(Meter):
    """A meter that says when something is about to be sent."""

    def __init__(self, announce: Callable[[], None]) -> None:
        super().__init__()
        self._announce = announce

    @asynccontextmanager
    async def attempt(self, name: str, request: Request) -> AsyncIterator[Attempt]:
        self._announce()
        async with super().attempt(name, request) as sent:
            yield sent


class Endpoint:
    """A server made of a list of answers; the last is given again for ever."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.received: list[httpx2.Request] = []
        self.slept: list[float] = []
        self.told: list[str] = []
        self.arrived: list[tuple[str, int]] = []
        self.announce: Callable[[int], None] = lambda _: None

    def __call__(self, received: httpx2.Request) -> httpx2.Response:
        self.received.append(received)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask(self, **environ: str) -> Outcome:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        async def asked() -> Outcome:
            transport = httpx2.MockTransport(self)
            async with httpx2.AsyncClient(transport=transport) as client:
                chat = ModelChat(
                    "tiny",
                    environ={"OPENAI_API_KEY": KEY, **environ},
                    http_client=client,
                    sleep=sleep,
                    notify=self.told.append,
                    meter=Announcing(lambda: self.announce(len(self.received))),
                )
                chat.tell(lambda seat, count: self.arrived.append((seat, count)))
                return await chat.answer(request())

        return asyncio.run(asked())


def fault(status: int, *, code: str | None = None, **headers: str) -> httpx2.Response:
    error = {"error": {"message": "not\nnow", "code": code, "type": "t"}}
    return httpx2.Response(status, json=error, headers=headers)


def test_a_reply_comes_back_with_its_usage_and_the_model_that_gave_it() -> None:
    outcome = Endpoint(completion()).ask()

    assert (outcome.kind, outcome.text) == ("text", '{"act":"pass"}')
    assert (outcome.usage.prompt, outcome.usage.completion) == (30, 4)
    assert (outcome.model, outcome.attempts) == ("tiny-2", 1)


def test_the_request_holds_both_messages_and_the_strict_schema() -> None:
    endpoint = Endpoint(completion())
    endpoint.ask(OPENAI_BASE_URL="http://127.0.0.1:9/v1")

    (received,) = endpoint.received
    body = json.loads(received.content)
    assert str(received.url) == "http://127.0.0.1:9/v1/chat/completions"
    assert body["model"] == "tiny"
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["messages"] == request().messages
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["response_format"]["json_schema"]["schema"] == request().form.body


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (completion(None, refusal="I will not."), "refusal", "I will not."),
        (completion("", finish="content_filter"), "refusal", ""),
        (completion('{"say": "And th', finish="length"), "truncated", '{"say": "And th'),
        (completion(""), "empty", ""),
        (completion(None), "empty", ""),
        (completion(choices=[]), "empty", ""),
        (completion(usage=None), "text", '{"act":"pass"}'),
    ],
)
def test_answers_are_told_apart(answer: httpx2.Response, kind: str, text: str) -> None:
    outcome = Endpoint(answer).ask()

    assert (outcome.kind, outcome.text) == (kind, text)


@pytest.mark.parametrize(
    "answer",
    [
        fault(408),
        fault(409),
        fault(429),
        fault(500),
        fault(503),
        httpx2.ConnectError("no"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("cut"),
    ],
)
def test_a_transient_fault_is_survived(answer: httpx2.Response | Exception) -> None:
    endpoint = Endpoint(answer, answer, completion())

    outcome = endpoint.ask()

    assert (outcome.text, outcome.attempts) == ('{"act":"pass"}', 3)
    assert len(endpoint.received) == 3 and len(endpoint.slept) == 2


@pytest.mark.parametrize(
    "answer",
    [
        fault(400),
        fault(401),
        fault(403),
        fault(404),
        fault(422),
        fault(429, code="insufficient_quota"),
    ],
)
def test_a_request_that_will_never_succeed_is_sent_once(answer: httpx2.Response) -> None:
    endpoint = Endpoint(answer)

    with pytest.raises(ChatError) as caught:
        endpoint.ask()

    assert len(endpoint.received) == 1
    assert "\n" not in str(caught.value) and f"HTTP {answer.status_code}" in str(caught.value)


def test_a_server_that_stays_down_pauses_the_run_after_eight_attempts() -> None:
    endpoint = Endpoint(fault(503))

    with pytest.raises(ChatError, match="'openai:tiny' did not answer 'kim': HTTP 503"):
        endpoint.ask()

    assert len(endpoint.received) == ATTEMPTS == 8
    assert all(0 <= wait <= 60 for wait in endpoint.slept)


def test_every_fault_is_told_of_with_the_next_attempt_and_when_it_will_be() -> None:
    endpoint = Endpoint(fault(503), httpx2.ConnectError("refused"), completion())

    endpoint.ask()

    assert endpoint.told == [
        f"openai:tiny: {what}, attempt {number} of 8 in {wait:.1f} s"
        for what, number, wait in zip(
            ("HTTP 503: not now", "no connection (refused)"), (2, 3), endpoint.slept, strict=True
        )
    ]


def test_a_refused_connection_is_called_that() -> None:
    told: list[str] = []

    async def no_sleep(_: float) -> None:
        """Wait for nothing."""

    # Nobody listens at port 1.
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    chat = ModelChat("tiny", environ=environ, sleep=no_sleep, notify=told.append)
    with pytest.raises(ChatError, match=r"no connection \(connection refused\)"):
        asyncio.run(chat.answer(request()))

    assert told[0].startswith("openai:tiny: no connection (connection refused), attempt 2 of 8")


def test_the_server_s_own_pause_is_kept_within_two_minutes() -> None:
    endpoint = Endpoint(
        fault(429, **{"retry-after": "7"}), fault(429, **{"retry-after": "9999"}), completion()
    )
    endpoint.ask()

    assert 7 <= endpoint.slept[0] <= 7.7
    assert 120 <= endpoint.slept[1] <= 132


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        (email.utils.formatdate(1_000_060), 60.0),
        ("soon", None),
        (None, None),
    ],
)
def test_a_pause_is_read_in_both_its_forms(value: str | None, seconds: float | None) -> None:
    class Asked(Exception):
        response = fault(429, **({} if value is None else {"retry-after": value}))

    assert asked_wait(Asked(), now=1_000_000) == seconds


def test_a_key_is_needed_unless_there_is_a_server_of_one_s_own() -> None:
    with pytest.raises(UsageError, match="no key for 'openai:tiny'"):
        ModelChat("tiny", environ={})
    ModelChat("tiny", environ={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})


@pytest.mark.parametrize("answer", [fault(401), fault(503), httpx2.ConnectError(KEY[:3])])
def test_the_key_is_in_no_message(answer: httpx2.Response | Exception) -> None:
    with pytest.raises(ChatError) as caught:
        Endpoint(answer).ask()

    assert KEY not in str(caught.value) and KEY not in repr(caught.value.__cause__)


# ---- streams -------------------------------------------------------------------------------


def test_a_stream_is_put_together_and_counted_as_it_comes() -> None:
    endpoint = Endpoint(streamed('{"act":', {"reasoning_content": "Hm."}, '"pass"}'))

    outcome = endpoint.ask()

    assert (outcome.kind, outcome.text, outcome.model) == ("text", '{"act":"pass"}', "tiny-2")
    assert (outcome.usage.prompt, outcome.usage.completion) == (30, 4)
    assert endpoint.arrived == [("kim", count) for count in (7, 10, 17, 17, 17)]
    sent = json.loads(endpoint.received[0].content)
    assert sent["stream"] is True and sent["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (streamed({"refusal": "I will "}, {"refusal": "not."}), "refusal", "I will not."),
        (streamed('{"say": "And th', finish="length"), "truncated", '{"say": "And th'),
        (streamed(""), "empty", ""),
        (streamed(), "empty", ""),
    ],
)
def test_streamed_answers_are_told_apart(answer: httpx2.Response, kind: str, text: str) -> None:
    outcome = Endpoint(answer).ask()

    assert (outcome.kind, outcome.text) == (kind, text)


@pytest.mark.parametrize(
    "answer",
    [
        streamed('{"act":', cut=True),
        streamed(cut=True),
        httpx2.Response(
            200, text='data: {"choices": [{"del', headers={"content-type": "text/event-stream"}
        ),
        httpx2.Response(
            200,
            text='data: {"error": {"message": "overloaded"}}\n\n',
            headers={"content-type": "text/event-stream"},
        ),
        httpx2.Response(200, text="[]", headers={"content-type": "application/json"}),
    ],
)
def test_a_stream_that_breaks_off_is_asked_for_again_and_nothing_of_it_used(
    answer: httpx2.Response,
) -> None:
    outcome = Endpoint(answer, streamed('{"act":"pass"}')).ask()

    assert (outcome.text, outcome.attempts) == ('{"act":"pass"}', 2)


def test_only_the_api_itself_is_sent_a_cache_key_the_same_for_every_prompt_of_a_seat() -> None:
    there, elsewhere = Endpoint(completion()), Endpoint(completion())
    there.ask()
    elsewhere.ask(OPENAI_BASE_URL="http://127.0.0.1:9/v1")

    key = json.loads(there.received[0].content)["prompt_cache_key"]
    assert key == canonical.digest(request().prompt.head)[:32]
    assert "prompt_cache_key" not in json.loads(elsewhere.received[0].content)


# ---- before each sending -------------------------------------------------------------------


def test_every_sending_is_announced_those_after_faults_and_in_other_forms_too() -> None:
    form = httpx2.Response(400, json={"error": {"message": "x", "param": "response_format"}})
    endpoint = Endpoint(fault(503), form, fault(429), completion())
    announced: list[int] = []
    endpoint.announce = announced.append

    outcome = endpoint.ask()

    assert announced == [0, 1, 2, 3] and outcome.attempts == 4
    assert outcome.form == "json_object"


def test_a_sending_that_is_not_allowed_is_not_made() -> None:
    def forbid(sent: int) -> None:
        if sent == 1:
            raise UsageError("that is enough")

    endpoint = Endpoint(fault(503), completion())
    endpoint.announce = forbid

    with pytest.raises(UsageError, match="that is enough"):
        endpoint.ask()

    assert len(endpoint.received) == 1


# ---- limits and keys -----------------------------------------------------------------------


def test_the_time_for_an_answer_can_be_set_in_the_environment() -> None:
    assert (limits("").total, limits("").idle) == (180, 30)
    assert limits("600").total == 600
    for wrong in ("soon", "0", "-3", "nan", "1e9"):
        with pytest.raises(UsageError, match="is no number of seconds"):
            limits(wrong)


@pytest.mark.parametrize("key", ["sk-planted key", "sk-pla\nnted", "sk-plänted"])
def test_what_cannot_be_sent_as_a_key_is_refused_without_being_told(key: str) -> None:
    with pytest.raises(UsageError, match="cannot be a key") as caught:
        ModelChat("tiny", environ={"OPENAI_API_KEY": key})

    assert key not in str(caught.value)
    ModelChat("tiny", environ={"OPENAI_API_KEY": f" {KEY}\n"})


@pytest.mark.parametrize("answered", [completion, streamed])
def test_a_key_that_a_server_tells_back_is_kept_nowhere(
    answered: Callable[..., httpx2.Response],
) -> None:
    said = f'{{"say": "Your key is {KEY}."}}'
    head = {"model": f"tiny-{KEY}", "system_fingerprint": KEY}

    outcome = Endpoint(answered(said, **head)).ask()

    assert outcome.text == '{"say": "Your key is [the key]."}'
    assert outcome.fingerprint == "[the key]"
    assert KEY not in outcome.model_dump_json()


@pytest.mark.parametrize("before", [82, 152, 168, 184])
@pytest.mark.parametrize(
    "answer",
    [
        lambda text: httpx2.Response(401, text=text),
        lambda text: httpx2.Response(401, json={"error": {"message": text}}),
        lambda text: httpx2.Response(200, json={"error": text}),
        lambda text: httpx2.Response(200, text=text, headers={"content-type": "application/json"}),
        lambda text: httpx2.Response(
            200,
            text=f'data: {{"error": {{"message": "{text}"}}}}\n\n',
            headers={"content-type": "text/event-stream"},
        ),
        lambda text: httpx2.ConnectError(text),
    ],
    ids=["refused", "refused in JSON", "other JSON", "no JSON", "streamed", "unreached"],
)
def test_no_part_of_a_key_is_told_wherever_a_long_message_is_cut(
    answer: Callable[[str], httpx2.Response | Exception],
    before: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retrying, "ATTEMPTS", 2)
    endpoint = Endpoint(answer(f"{'x' * before} {KEY} was sent"))

    with pytest.raises(ChatError) as caught:
        endpoint.ask()

    for told in (str(caught.value), *endpoint.told):
        assert KEY[:8].lower() not in told.lower()
        assert len(told) < 400


def test_a_key_is_sent_nowhere_but_where_the_settings_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    endpoint = Endpoint(completion())
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")

    endpoint.ask()

    assert str(endpoint.received[0].url) == "https://api.openai.com/v1/chat/completions"


@pytest.mark.parametrize(
    ("status", "hint"), [(401, "HOUSE_KEY is not a key"), (404, "endpoints.house.url is not where")]
)
def test_a_fault_names_the_setting_it_comes_of(status: int, hint: str) -> None:
    async def asked() -> None:
        async with httpx2.AsyncClient(
            transport=httpx2.MockTransport(Endpoint(fault(status)))
        ) as client:
            chat = ModelChat(
                "tiny",
                environ={"OPENAI_BASE_URL": "http://h/v1"},
                http_client=client,
                endpoint="house",
                key_from="HOUSE_KEY",
                url_from="endpoints.house.url",
            )
            await chat.answer(request())

    with pytest.raises(ChatError) as caught:
        asyncio.run(asked())

    assert hint in caught.value.hint


def test_what_cannot_be_a_key_is_named_by_the_variable_it_is_in() -> None:
    with pytest.raises(UsageError, match="HOUSE_KEY cannot be a key of 'openai:tiny@house'"):
        ModelChat("tiny", environ={"OPENAI_API_KEY": "a b"}, endpoint="house", key_from="HOUSE_KEY")
