"""A real small model, served from a GGUF file: the wire, never what it says.

Run where `[local]` is installed and ROOMSIX_GGUF names a file, such as SmolLM2-135M-Instruct.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import JsonValue

from roomsix import prompts
from roomsix.calls import Outcome, Request
from roomsix.chat.arrival import Limits
from roomsix.chat.model import ModelChat
from roomsix.cli import serving
from roomsix.errors import ChatError
from roomsix.replies import Schema, object_in

MODEL = os.environ.get("ROOMSIX_GGUF", "")

pytestmark = [
    pytest.mark.local_model,
    pytest.mark.skipif(find_spec("xllamacpp") is None, reason="[local] is not installed"),
    pytest.mark.skipif(not Path(MODEL).is_file(), reason="ROOMSIX_GGUF names no file"),
    pytest.mark.skipif(
        bool(serving.flags()) and not serving.flags() >= serving.NEEDED, reason="processor too old"
    ),
]

BODY: JsonValue = {
    "type": "object",
    "properties": {
        "say": {"type": "string", "maxLength": 40},
        "act": {"type": "string", "enum": ["pass", "accept"]},
    },
    "required": ["say", "act"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def environ() -> Iterator[dict[str, str]]:
    """The environment that leads to a model served by the command line."""
    words = ["local", MODEL, "--context", "1024", "--answer", "200", "--threads", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "roomsix", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline() for _ in range(2)]
        told = [line.removeprefix("export ").strip().partition("=") for line in lines]
        yield {name: value for name, _, value in told}
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def ask(environ: dict[str, str], *words: str, form: bool = True) -> tuple[list[Outcome], list[int]]:
    async def asked() -> list[Outcome]:
        chat = ModelChat("local", environ=environ, limits=Limits(total=600, idle=120))
        chat.tell(lambda _, count: came.append(count))
        chat.form = "json_schema" if form else "text"
        try:
            return await asyncio.gather(*(chat.answer(request(each)) for each in words))
        finally:
            await chat.close()

    came: list[int] = []
    return asyncio.run(asked()), came


def request(words: str) -> Request:
    prompt = prompts.build("You sell a boat. Be brief.", [], f"\n\n{words}\n")
    form = Schema(name="turn", digest="", body=BODY)
    return Request.model_construct(seat="kim", index=0, prompt=prompt, form=form)


def test_every_answer_fits_the_schema_and_is_streamed_and_counted(environ: dict[str, str]) -> None:
    answers, came = ask(environ, "What does it cost?", "Does it leak?", "Will you take ten?")

    for answer in answers:
        assert answer.form == "json_schema" and answer.attempts == 1
        assert answer.usage.prompt > 20 and answer.usage.completion > 0
        assert answer.model == Path(MODEL).stem  # and no path of this machine
        if answer.kind == "text":
            assert object_in(answer.text) == answer.text.strip()
        else:
            assert answer.kind in ("truncated", "empty", "wrong language")
    assert len(set(came)) > 10


def test_plain_text_is_an_answer_too(environ: dict[str, str]) -> None:
    (answer,), _ = ask(environ, "What does it cost?", form=False)

    assert answer.form == "text" and answer.attempts == 1


def test_a_prompt_beyond_the_context_is_told_from_other_faults(environ: dict[str, str]) -> None:
    (answer,), _ = ask(environ, "boat " * 3_000)

    assert (answer.kind, answer.text) == ("too long", "")


def test_a_wrong_key_is_told_from_other_faults(environ: dict[str, str]) -> None:
    with pytest.raises(ChatError, match="HTTP 401"):
        ask({**environ, "OPENAI_API_KEY": "sk-another"}, "What does it cost?")
