"""`extends`: maps merge, lists replace, `key+` appends, null deletes."""

import pytest

from roomsix.errors import Problem
from roomsix.workspace import merge, source
from roomsix.workspace.node import Node, child, plain


def node(text: str, file: str = "a.yaml") -> Node:
    found = source.read(text.encode(), file)
    assert found.node and not found.problems
    return found.node


def merged(parent: str, changes: str) -> object:
    found, problems = merge.merged(node(parent), node(changes))
    assert problems == []
    return plain(found)


def only(parent: str, changes: str) -> Problem:
    (found,) = merge.merged(node(parent), node(changes))[1]
    return found


def test_maps_merge_at_every_depth_in_the_parents_order() -> None:
    found = merged("a: {b: 1, c: {d: 2, e: 3}}\nf: 4\n", "a: {c: {d: 9}, g: 5}\n")

    assert found == {"a": {"b": 1, "c": {"d": 9, "e": 3}, "g": 5}, "f": 4}
    assert list(found) == ["a", "f"]


def test_lists_replace() -> None:
    assert merged("a: [1, 2]", "a: [3]") == {"a": [3]}


def test_a_key_with_a_plus_appends() -> None:
    assert merged("a: {b: [1, 2]}", "a: {b+: [3]}") == {"a": {"b": [1, 2, 3]}}


def test_appending_to_a_list_the_parent_leaves_out_begins_it() -> None:
    assert merged("a: 1", "b: {c+: [3]}") == {"a": 1, "b": {"c": [3]}}


def test_null_deletes_what_the_parent_says() -> None:
    assert merged("a: {b: 1, c: 2}", "a: {b: null}") == {"a": {"c": 2}}


def test_null_stays_where_the_parent_says_nothing() -> None:
    assert merged("a: 1", "b: null") == {"a": 1, "b": None}


def test_a_map_over_a_single_value_replaces_it() -> None:
    assert merged("a: 1", "a: {b: 2}") == {"a": {"b": 2}}


def test_every_value_keeps_the_file_and_place_it_was_written_at() -> None:
    found, _ = merge.merged(node("a: {b: 1}", "parent.yaml"), node("\na:\n  c: 2", "child.yaml"))
    inner = child(found, "a")
    places = [
        (key.at.file, key.at.line) for key in (inner and child(inner, k) for k in "bc") if key
    ]

    assert places == [("parent.yaml", 1), ("child.yaml", 3)]


@pytest.mark.parametrize(
    ("parent", "changes", "message"),
    [
        ("a: {b: 1}", "a:\n  b+: [2]", "'b+' adds to what is not a list (a.yaml:1)"),
        ("a: {b: [1]}", "a:\n  b+: 2", "'b+' adds to a list: expected a list"),
        ("a: {b: [1]}", "a:\n  b+: [2]\n  b: [3]", "both 'b' and 'b+'"),
    ],
)
def test_a_plus_that_cannot_append_is_refused(parent: str, changes: str, message: str) -> None:
    found = only(parent, changes)

    assert (found.line, found.message) == (2, message)


def test_a_plus_without_a_parent_is_refused() -> None:
    (found,) = merge.appending(node("a: 1\nb:\n  - c+: [1]\n"))

    assert (found.line, found.path) == (3, ("b", 0, "c+"))
    assert found.hint == "there is no `extends`: write 'c'"
