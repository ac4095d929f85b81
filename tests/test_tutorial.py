"""The tutorial's commands, given one after another, print what the tutorial says they print."""

import re
from pathlib import Path

import consoles
import pytest

ROOT = Path(__file__).parents[1]
MEND = "`python docs/refresh.py` writes it anew"


def rendered(page: str, folder: Path) -> str:
    return consoles.rendered(page.replace("~~~", "```"), folder).replace("```", "~~~")


def test_every_command_of_the_tutorial_prints_what_stands_there(tmp_path: Path) -> None:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")

    assert consoles.rendered(page, tmp_path) == page, MEND


def test_the_tutorial_plays_lints_and_reads() -> None:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    given = {line.split()[2] for line in page.splitlines() if line.startswith("$ roomsix ")}

    assert given >= {"init", "run", "show", "lint", "prompt", "feasibility", "list", "check"}


def printed(command: str) -> str:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    _, found, rest = page.partition(f"$ {command}\n")
    assert found, f"the tutorial does not give {command!r}"
    return re.split(r"^(?:\$ |```)", rest, maxsplit=1, flags=re.MULTILINE)[0]


# What the tutorial says about its runs in words; when one fails, another turn, seed or sentence
# is needed there.


def test_the_turn_that_is_shown_was_told_to_the_observer_alone() -> None:
    assert "informs ◇ Chief Volkov alone" in printed("roomsix show --turn 4")
    assert "○ David Park  passes" in printed("roomsix show @last --as chen")


def test_the_hawk_opens_where_kim_does_and_comes_down_more_slowly() -> None:
    kim, hawk = (
        [int(n) for n in re.findall(r"^.* (\d+) [✓✗] +\d+ [✓✗]", printed(command), re.MULTILINE)]
        for command in (
            "roomsix show @last-1 --offers | grep ' ● '",
            "roomsix show @last --offers | grep ' ● '",
        )
    )

    assert kim[0] == hawk[0]
    assert all(k < h for k, h in zip(kim[1:], hawk[1:], strict=False)), (kim, hawk)


def test_the_hardest_accepts_a_round_later_than_the_meekest_and_has_fewer_deals() -> None:
    table = printed("python benchmarks/quality.py room-six 40 --bands kim")
    bands = [[float(n) for n in line.split()] for line in table.splitlines()[1:]]
    _, rounds, points, deals = zip(*bands, strict=True)

    assert rounds[-1] - rounds[0] > 1
    assert points[-1] > points[0]
    assert deals[-1] < deals[0]


def test_halving_every_difference_is_enough_at_first_and_not_in_the_end() -> None:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")

    assert page.index("difference is already acceptable") < page.index("does not suit everyone")


def test_the_villages_trade_the_mornings_for_the_bill() -> None:
    played = printed("roomsix run well --seed 4")

    assert "✓ Deal" in played
    assert "mornings for the upper village" in played.partition("✓ Deal")[2]
    assert "a bill for the upper village" in played.partition("✓ Deal")[2]


def test_stale_output_is_replaced_and_files_are_written(tmp_path: Path) -> None:
    page = "~~~md notes/a.md\none\n~~~\n\n~~~console\n$ cat notes/a.md\nstale\n~~~\n"

    assert rendered(page, tmp_path) == page.replace("stale", "one")


def test_a_file_grows_and_its_lines_are_replaced(tmp_path: Path) -> None:
    page = (
        "~~~yaml a.yaml\na: 1\n~~~\n~~~yaml a.yaml +\nb: 2\n~~~\n"
        "~~~diff a.yaml\n a: 1\n-b: 2\n+b: 3\n~~~\n"
    )
    rendered(page, tmp_path)

    assert (tmp_path / "a.yaml").read_text() == "a: 1\nb: 3\n"


def test_lines_to_be_replaced_must_be_there(tmp_path: Path) -> None:
    page = "~~~yaml a.yaml\na: 1\n~~~\n~~~diff a.yaml\n-a: 2\n+a: 3\n~~~\n"

    with pytest.raises(consoles.Unshown, match=r"a\.yaml has these lines 0 times"):
        rendered(page, tmp_path)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2", "…\nb\n…\n"),
        ("1..2; -1", "a\nb\n…\ne\n"),
        ("/c/-1..+1", "…\nb\nc\n…\n"),
        ("1; /d/../e/", "a\n…\nd\ne\n"),
        ("1..3; 2..4", "a\nb\nc\nd\n…\n"),
    ],
)
def test_only_the_lines_asked_for_are_kept(tmp_path: Path, asked: str, shown: str) -> None:
    head = f"<!-- show: {asked} -->\n~~~console\n$ printf 'a\\nb\\nc\\nd\\ne\\n'\n"

    assert rendered(f"{head}~~~\n", tmp_path) == f"{head}{shown}~~~\n"


@pytest.mark.parametrize("asked", ["7", "/z/", "/a/..+9", "first"])
def test_a_place_that_is_not_printed_is_refused(tmp_path: Path, asked: str) -> None:
    page = f"<!-- show: {asked} -->\n~~~console\n$ echo a\n~~~\n"

    with pytest.raises(consoles.Unshown, match="echo a"):
        rendered(page, tmp_path)


def test_errors_are_shown_and_what_is_slow_is_left_alone(tmp_path: Path) -> None:
    page = (
        "~~~console\n$ roomsix run nowhere\n~~~\n<!-- slow -->\n~~~console\n$ echo new\nold\n~~~\n"
    )
    shown = rendered(page, tmp_path)

    assert "roomsix: no scenario" in shown
    assert "old" in shown


def test_the_installed_command_is_used_where_a_shell_is_needed(tmp_path: Path) -> None:
    page = "~~~console\n$ roomsix list scenarios | grep -c theatre\n~~~\n"

    assert rendered(page, tmp_path) == page.replace("theatre\n~", "theatre\n1\n~")
