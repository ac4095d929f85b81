"""The page on comparing: its commands print what stands there, and its words are those used."""

from pathlib import Path
from typing import get_args

import consoles

from roomsix.statistics.contrast import Verdict

PAGE = Path(__file__).parents[1] / "docs/comparing.md"
MEND = "`python docs/refresh.py` writes it anew"


def test_every_command_of_the_page_prints_what_stands_there(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")

    assert consoles.rendered(page, tmp_path) == page, MEND


def test_the_page_names_every_verdict_and_every_option_of_planning() -> None:
    page = PAGE.read_text("utf-8")

    assert all(f"**{verdict}**" in page for verdict in get_args(Verdict))
    assert all(option in page for option in ("--difference", "--power", "--alpha", "--sd", "--icc"))


def test_the_example_shows_no_more_than_its_text_says() -> None:
    """The figures change with the mocks; that so few runs show little is what the page tells."""
    page = PAGE.read_text("utf-8")
    printed = page.partition("$ roomsix compare")[2].partition("```")[0]

    assert "no difference shown" in printed
    assert "8 pairs in 4 scenarios" in printed
