"""Reading YAML: what is accepted, and the exact line of everything that is not."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomsix.errors import Problem
from roomsix.workspace import scalars, source
from roomsix.workspace.node import child, plain
from roomsix.workspace.source import MAX_BYTES


def read(text: str | bytes) -> object:
    data = text if isinstance(text, bytes) else text.encode()
    found = source.read(data, "a.yaml")
    assert found.problems == () and found.node
    return plain(found.node)


def problems(text: str | bytes) -> tuple[Problem, ...]:
    return source.read(text if isinstance(text, bytes) else text.encode(), "a.yaml").problems


def only(text: str | bytes) -> Problem:
    (found,) = problems(text)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+4", 4),
        ("0", 0),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("2026-11-22", "2026-11-22"),
        ("12:30 sharp", "12:30 sharp"),
        ("nope", "nope"),
        ("-", [None]),
        ("'no'", "no"),
        ('"010"', "010"),
        ("A and B", "A and B"),
        ("-5 degrees", "-5 degrees"),
        (".", "."),
    ],
)
def test_scalars_follow_the_core_schema(text: str, value: object) -> None:
    key = "a:\n  " if text == "-" else "a: "

    assert read(key + text) == {"a": value}


@pytest.mark.parametrize(
    "word", ["no", "No", "NO", "yes", "Yes", "on", "off", "OFF", "y", "N", "1:30", "-12:59:59"]
)
def test_a_word_that_readers_of_yaml_disagree_on_must_be_quoted(word: str) -> None:
    found = only(f"a: 1\nb:\n  - {word}\n")

    assert (found.line, found.column, found.path) == (3, 5, ("b", 0))
    assert word in found.message
    assert f'"{word}"' in found.hint


@pytest.mark.parametrize("word", ["010", "-007", "1_000", ".inf", "-.Inf", ".nan", "1e999"])
def test_a_number_that_readers_of_yaml_disagree_on_is_refused(word: str) -> None:
    found = only(f"a: 1\nb: {word}\n")

    assert (found.line, found.column) == (2, 4)
    assert word in found.message


def test_a_number_of_many_digits_is_refused() -> None:
    found = only("a: " + "9" * 5000)

    assert found.message == "a number of 5000 digits is too long"


def test_a_duplicate_key_names_the_line_of_the_first() -> None:
    found = only("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")

    assert (found.line, found.column) == (5, 3)
    assert found.message == "the key 'c' a second time"
    assert found.hint == "the first is in line 3"


def test_keys_are_duplicates_in_any_unicode_form() -> None:
    assert only("café: 1\ncafe\u0301: 2\n").line == 2


@pytest.mark.parametrize(
    ("key", "shown"), [("1", '"1"'), ("true", '"true"'), ("~", '"~"'), ("1.5", '"1.5"')]
)
def test_a_key_that_is_not_text_must_be_quoted(key: str, shown: str) -> None:
    found = only(f"a: 1\n{key}: 2\n")

    assert (found.line, found.column) == (2, 1)
    assert found.message == "a key that is not text"
    assert shown in found.hint


@pytest.mark.parametrize("text", ["a: 1\n[b]: 2\n", "a: 1\n? {b: 1}\n: 2\n"])
def test_a_list_or_map_cannot_be_a_key(text: str) -> None:
    found = only(text)

    assert found.line == 2
    assert found.message == "a key that is not text"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "tag"),
        ("a: 1\nb: !mine x\n", "tag"),
        ("a: 1\nb: !!str 1\n", "tag"),
        ("a: 1\nb: !!map {}\n", "tag"),
        ("a: 1\nb: &here x\n", "anchor &here"),
        ("a: 1\nb: &here [x]\n", "anchor &here"),
        ("a: 1\nb: *here\n", "alias *here"),
        ("a: 1\n<<: {b: 1}\n", "merge key"),
    ],
)
def test_tags_anchors_aliases_and_merge_keys_are_refused(text: str, message: str) -> None:
    found = only(text)

    assert found.line == 2
    assert message in found.message


def test_an_alias_bomb_is_never_expanded() -> None:
    text = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))

    assert len(problems(text)) == 28


@pytest.mark.parametrize("tab", ["a: 1\n\tb: 2\n", "a: 1\nb:\t2\n", "a: 1\nb: x # \ty\n"])
def test_a_tab_is_named_once_a_line(tab: str) -> None:
    found = problems(tab)

    assert [(each.line, each.message) for each in found] == [(2, "a tab (U+0009)")]


@pytest.mark.parametrize(
    ("character", "point"),
    [
        ("\0", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066"),
        ("\u200f", "U+200F"),
        ("\u2028", "U+2028"),
        ("\ufeff", "U+FEFF"),
        ("\U000e0041", "U+E0041"),
    ],
)
def test_control_and_direction_characters_are_named_by_code_point(
    character: str, point: str
) -> None:
    found = only(f"a: 1\nb: 😀x{character}y\n")

    assert (found.line, found.column) == (2, 6)
    assert point in found.message


@pytest.mark.parametrize("escape", ["\\x07", "\\u202e", "\\0", "\\t", "\\e"])
def test_an_escape_cannot_smuggle_a_control_character_in(escape: str) -> None:
    assert only(f'a: 1\nb: "x{escape}y"\n').line == 2


def test_invalid_utf8_names_the_byte_and_its_place() -> None:
    found = only(b"a: 1\r\nb: x\xff\xfe\n")

    assert (found.line, found.column, found.message) == (2, 5, "not UTF-8: the byte 0xFF")


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    found = source.read(b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\nb: 2\r\n", "a.yaml")

    assert found.node and plain(found.node) == {"a": "x\ny\n", "b": 2}
    last = child(found.node, "b")
    assert last and (last.at.line, last.at.column) == (4, 4)


def test_text_is_composed() -> None:
    assert read("a: cafe\u0301\n") == {"a": "café"}


def test_a_second_document_is_refused() -> None:
    found = only("---\na: 1\n---\nb: 2\n")

    assert (found.line, found.message) == (3, "a second document")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_says_nothing_or_null(text: str) -> None:
    found = source.read(text.encode(), "a.yaml")

    assert found.problems or (found.node and found.node.value is None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: c: d\n", 2),
        ("a: 1\nb: 'x\n", 3),
        ("a: 1\nb: [x, z\n", 3),
        ("a: 1\nb: @x\n", 2),
        ("a: 1\n  b: 2\n", 2),
        ("- a\nb: 1\n", 2),
        ("a: 1\nb\nc: 2\n", 3),
        ('a: 1\nb: "\\q"\n', 2),
        ("a: 1\n%TAG\n", 2),
    ],
)
def test_a_syntax_error_has_its_line_and_says_it_is_no_yaml(text: str, line: int) -> None:
    found = only(text)

    assert found.line == line
    assert found.message.startswith("not YAML: ")


@pytest.mark.parametrize("text", ["[" * 70 + "]" * 70, "{a: " * 70 + "}" * 70, "- " * 70 + "x"])
def test_deep_nesting_is_refused(text: str) -> None:
    found = only("a: 1\nb:\n  " + text)

    assert (found.line, found.message) == (3, "nested more than 64 deep")


def test_sixty_four_levels_are_fine() -> None:
    assert json.dumps(read("[" * 64 + "]" * 64)).count("[") == 64


def test_too_many_values_are_refused() -> None:
    found = only("[" + "1," * 100_001 + "]")

    assert found.message == "more than 100000 values: too many for a definition"


def test_a_file_over_a_mebibyte_is_refused_unread() -> None:
    found = only(b"[" * 10_000_000)

    assert found.message == "more than 1 MiB: too long for a definition"


def test_a_mebibyte_of_brackets_is_refused_at_the_sixty_fifth() -> None:
    assert only(b"[" * MAX_BYTES).column == 65


def test_a_mebibyte_of_faults_is_cut_short() -> None:
    found = problems("- no\n" * (MAX_BYTES // 5))

    assert len(found) == 101
    assert found[-1].message == "too many problems: the rest was not read"


@pytest.mark.parametrize("mark", ["{{ name }}", "{% if x %}", "${HOME}"])
def test_a_template_is_refused_where_it_stands(mark: str) -> None:
    found = only(f"a: |\n  one\n  two {mark}\n")

    assert (found.line, found.column, found.path) == (3, 7, ("a",))
    assert "looks like a template" in found.message


def test_a_template_in_a_comment_is_nobodys_business() -> None:
    assert read("a: 1 # {{ x }}\n") == {"a": 1}


@pytest.mark.parametrize(
    "key",
    [
        *("base_url", "baseURL", "endpoint", "url", "api_key", "API-Key", "apikey", "headers"),
        *("token", "access_token", "authorization", "model", "path", "x-endpoint", "my_api_key"),
    ],
)
def test_a_key_for_settings_is_refused(key: str) -> None:
    found = only(f"a: 1\nb:\n  {key}: x\n")

    assert (found.line, found.column) == (3, 3)
    assert "endpoints and keys belong to the user's own settings" in found.hint


@pytest.mark.parametrize("key", ["models-of-trade", "pathway", "tokens", "curl"])
def test_a_key_that_only_resembles_a_setting_is_fine(key: str) -> None:
    assert read(f"{key}: 1") == {key: 1}


@pytest.mark.parametrize("value", ["see https://example.org/x", "HTTP://LOCALHOST", "ws://x"])
def test_an_address_is_refused(value: str) -> None:
    found = only(f"a: 1\nb: {value}\n")

    assert found.line == 2
    assert found.message == "this looks like an address"


@pytest.mark.parametrize(
    "secret", ["sk-abcdefghijklmnopqrst", "ghp_0123456789abcdefABCDEF", "AKIA0123456789ABCDEF"]
)
def test_a_secret_is_refused_and_never_repeated(secret: str) -> None:
    found = only(f"a: 1\nb: my {secret}\n")

    assert (found.line, found.column) == (2, 7)
    assert found.message == "this looks like an API key"
    assert secret not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        *("a: 'x{{b}}'", "a: {% b", "a: ${b}", "a: b://", 'a: "\\x7b{b"', "a: hf_0123456789abcdef"),
        *("a: xoxp-0123456789", "a: AIza0123456789abcdefghij", "a: Bearer\n  0123456789abcdef"),
        *("a: -----BEGIN PRIVATE KEY", 'a: "s\\\n  k-0123456789ab"'),
    ],
)  # fmt: skip
def test_what_may_not_be_there_is_found_however_it_is_written(text: str) -> None:
    assert len(problems(text + "\n")) == 1


def test_a_character_that_is_forbidden_is_none_that_prints() -> None:
    every = map(chr, range(sys.maxunicode + 1))

    assert not any(scalars.FORBIDDEN.match(each) for each in every if each.isprintable())


def test_risk_averse_is_no_secret() -> None:
    assert read("a: risk-averse-to-an-extraordinary-degree") == {
        "a": "risk-averse-to-an-extraordinary-degree"
    }


def test_problems_are_collected_before_a_syntax_error_ends_reading() -> None:
    found = problems("a: no\nb: !x y\nc: 010\nd: e: f\n")

    assert [each.line for each in found] == [1, 2, 3, 4]


def test_every_value_keeps_its_place() -> None:
    found = source.read(b"a:\n  - x\n  - {b: 'y'}\n", "a.yaml")
    assert found.node
    items = child(found.node, "a")
    assert items and items.key
    second = child(items, 1)
    value = second and child(second, "b")

    assert value and value.key
    assert (items.key.line, items.at.line) == (1, 2)
    assert (value.key.line, value.key.column, value.at.column) == (3, 6, 9)


YAMLISH = st.text(
    alphabet=st.sampled_from(" \n\n:-[]{},&*!|>'\"%@`#?<~\t\r\\/abnoy01._\u202e\x00é")
    | st.characters(),
    max_size=200,
)


@given(YAMLISH)
def test_no_text_is_too_much_for_the_reader(text: str) -> None:
    found = source.read(text.encode("utf-8", "surrogatepass"), "a.yaml")

    assert found.node is not None or found.problems
    assert all(each.line >= 1 and each.column >= 1 for each in found.problems)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_much_for_the_reader(data: bytes) -> None:
    found = source.read(data, "a.yaml")

    assert found.node is not None or found.problems


SENTENCES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | SENTENCES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SENTENCES, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES.filter(lambda value: not {"url", "model", "path", "token"} & set(str(value).split())))
def test_json_is_read_as_json_would_be(value: object) -> None:
    import unicodedata

    composed = unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False))
    found = source.read(composed.encode(), "a.yaml")

    if not found.problems:
        assert found.node and plain(found.node) == json.loads(composed)
