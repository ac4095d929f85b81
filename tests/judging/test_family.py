"""Whether judge and judged are of one family."""

import pytest

from roomsix.judging.family import family, shared


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("openai:gpt-4o-mini", "gpt"),
        ("openai:chatgpt-4o-latest", "gpt"),
        ("openai:o3-mini", "gpt"),
        ("openai:ft:gpt-4o:acme::x1", "gpt"),
        ("openai:meta-llama/Llama-3.1-8B-Instruct@home", "llama"),
        ("openai:Qwen2.5-7B-Instruct", "qwen"),
        ("openai:mistralai/Mixtral-8x7B", "mistral"),
        ("openai:claude-sonnet-5@proxy", "claude"),
        ("openai:tiny", "tiny"),
        ("openai:7", None),
        ("mock:boulware", None),
        ("script:opening", None),
        ("cassette:one", None),
    ],
)
def test_a_family_is_told_by_the_name(spec: str, expected: str | None) -> None:
    assert family(spec) == expected


@pytest.mark.parametrize(
    ("judge", "judged", "expected"),
    [
        ("openai:gpt-5", ["mock", "openai:gpt-4o"], True),
        ("openai:gpt-5", ["mock", "openai:qwen3"], False),
        ("openai:gpt-5", ["cassette:one"], None),
        ("openai:gpt-5", ["cassette:one", "openai:o3"], True),
        ("mock", ["mock"], False),
    ],
)
def test_a_judge_of_the_same_family_is_noticed(
    judge: str, judged: list[str], expected: bool | None
) -> None:
    assert shared(judge, judged) is expected
