"""A persona's file: front matter, prose, and what in it is private."""

import pytest

from roomsix.errors import Problem
from roomsix.workspace import markdown
from roomsix.workspace.node import child, plain

FRONT = "---\nid: kim\nname: Kim\n---\n"


def read(text: str) -> object:
    found = markdown.read(text.encode(), "kim.md")
    assert found.problems == () and found.node
    return plain(found.node)


def only(text: str) -> Problem:
    (found,) = markdown.read(text.encode(), "kim.md").problems
    return found


def test_prose_is_split_at_the_private_heading() -> None:
    text = f"{FRONT}\nYou are Kim.\n\n## Habits\nTea.\n\n## Private\n\nYou are tired.\n"

    assert read(text) == {
        "id": "kim",
        "name": "Kim",
        "body": "You are Kim.\n\n## Habits\nTea.",
        "private": "You are tired.",
    }


def test_prose_may_be_left_out() -> None:
    assert read(FRONT) == {"id": "kim", "name": "Kim"}


def test_windows_line_ends_and_a_byte_order_mark_are_accepted() -> None:
    text = "\ufeff" + f"{FRONT}You.\n## Private\nTired.\n".replace("\n", "\r\n")

    assert read(text) == {"id": "kim", "name": "Kim", "body": "You.", "private": "Tired."}


def test_places_are_those_in_the_markdown_file() -> None:
    found = markdown.read(f"{FRONT}\n\nYou.\n\n## Private\n\nTired.\n".encode(), "kim.md").node
    assert found
    lines = {key: node.at.line for key in ("id", "body", "private") if (node := child(found, key))}

    assert lines == {"id": 2, "body": 7, "private": 11}


@pytest.mark.parametrize("text", ["", "You are Kim.\n", "---\nid: kim\n", "--- \nid: kim\n---\n"])
def test_a_file_without_front_matter_says_how_it_should_begin(text: str) -> None:
    found = only(text)

    assert (found.line, found.message) == (1, "no front matter")


def test_a_mistake_in_the_front_matter_has_its_line_in_the_file() -> None:
    assert only("---\nid: kim\nname: no\n---\nYou.\n").line == 3


@pytest.mark.parametrize(
    "heading", ["# Private", "### Private", "## private", "## PRIVATE notes", "##Private"]
)
def test_a_heading_that_nearly_says_private_is_refused(heading: str) -> None:
    found = only(f"{FRONT}You.\n\n{heading}\n\nA secret.\n")

    assert found.line == 7
    assert heading in found.message


def test_a_second_private_heading_is_refused() -> None:
    assert only(f"{FRONT}## Private\nOne.\n## Private\nTwo.\n").line == 7


@pytest.mark.parametrize("key", ["body", "private"])
def test_prose_cannot_stand_in_the_front_matter(key: str) -> None:
    found = only(f"---\nid: kim\n{key}: You.\n---\n")

    assert (found.line, found.message) == (3, f"{key!r} cannot be a key here")


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("Call {{ name }}.", "{{ looks like a template"),
        ("See http://example.org.", "this looks like an address"),
        ("Say sk-abcdefghijklmnopqrst.", "this looks like an API key"),
        ("Hidden \u202e text.", "U+202E (right-to-left override) is not allowed"),
        ("A\ttab.", "a tab (U+0009)"),
    ],
)
def test_prose_is_held_to_the_same_rules(prose: str, message: str) -> None:
    found = only(f"{FRONT}You.\n{prose}\n")

    assert (found.line, found.message) == (6, message)


def test_a_mebibyte_of_faulty_prose_is_cut_short() -> None:
    data = f"{FRONT}{'{{' * 500_000}".encode()

    assert len(markdown.read(data, "kim.md").problems) == 100
