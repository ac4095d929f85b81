"""What a shell completes, asked as a shell asks."""

from pathlib import Path

import pytest

from cli.shell import elsewhere, the_run
from evaluation.samples import kept, row


def completed(words: str, root: Path) -> list[str]:
    """What a shell is offered for the last of the words."""
    asked = {"_ROOMSIX_COMPLETE": "complete_bash"}
    given = ["roomsix", "-C", str(root), *words.split(" ")]
    ran = elsewhere(
        (), root=root, COMP_WORDS=" ".join(given), COMP_CWORD=str(len(given) - 1), **asked
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("run thea", ["theatre"]),
        ("play theatre --as m", ["manager"]),
        ("run theatre --seat m", ["manager="]),
        ("run theatre --seat manager=theatre-m", ["manager=theatre-manager"]),
        ("run theatre --seat manager=@mock:boul", ["manager=@mock:boulware"]),
        ("run theatre --chat open", ["openai:"]),
        ("run theatre --chat fault:wro", ["fault:wrong-language"]),
        ("run theatre --chat lead=mock:boul", ["lead=mock:boulware"]),
        ("prompt theatre --seat s", ["speaker"]),
        ("show @last --as man", ["manager"]),
        ("show @l", ["@last"]),
        ("run theatre --as x --seat nobody", []),
        ("eval smo", ["smoke"]),
        ("prompt no-such-thing --seat s", []),
    ],
)
def test_words_are_completed(words: str, among: list[str], played: Path) -> None:
    found = completed(words, played)

    assert set(among) <= set(found)
    assert found or not among


def test_the_runs_there_are_are_offered(played: Path) -> None:
    id_ = the_run(played).name

    for verb in ("show", "check", "score", "resume", "diff @last", "export", "sweep"):
        assert completed(f"{verb} {id_[:6]}", played) == [id_]


def test_suites_that_were_played_are_offered_and_then_their_treatments(tmp_path: Path) -> None:
    kept(tmp_path / "runs/suites/one", [row()])

    assert completed("compare o", tmp_path) == ["one"]
    assert set(completed("compare one", tmp_path)) >= {"one", "one:default", "one:other"}
