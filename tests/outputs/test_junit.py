"""Results as JUnit XML, held against the rules of the schema that Jenkins reads it by."""

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hypothesis import given
from hypothesis import strategies as st

from outputs.made import failed, results, row
from roomsix.outputs import junit

COUNTS = {"tests", "failures", "errors"}

# The elements of jenkins-junit.xsd as far as anything is written: what each must and may have.
MUST: Mapping[str, set[str]] = {
    "testsuites": set(),
    "testsuite": {"name", "tests"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name"},
    "skipped": set(),
    "error": set(),
    "failure": set(),
    "system-out": set(),
}
MAY: Mapping[str, set[str]] = {
    "testsuites": {"name", "time", "disabled", *COUNTS},
    "testsuite": {"time", "timestamp", "hostname", "id", "package", "skipped", *COUNTS},
    "testcase": {"classname", "time", "status", "assertions"},
    "skipped": {"message"},
    "error": {"message", "type"},
    "failure": {"message", "type"},
}
INSIDE: Mapping[str, tuple[str, ...]] = {
    "testsuites": ("testsuite",),
    "testsuite": ("properties", "testcase", "system-out", "system-err"),
    "properties": ("property",),
    "testcase": ("skipped", "error", "failure", "system-out", "system-err"),
}


def valid(element: Element) -> None:
    """Fail where an element, or one inside it, is not as the schema has it."""
    names = set(element.attrib)
    assert MUST[element.tag] <= names <= MUST[element.tag] | MAY.get(element.tag, set())
    allowed = INSIDE.get(element.tag, ())
    order = [allowed.index(each.tag) for each in element]
    assert order == sorted(order)
    for name in COUNTS & names:
        tag = {"tests": "testcase", "failures": "failure", "errors": "error"}[name]
        assert int(element.attrib[name]) == len(list(element.iter(tag)))
    for each in element:
        valid(each)


def cases(text: str) -> dict[str, Element]:
    root = ElementTree.fromstring(text)
    valid(root)
    found = {f"{case.get('classname')}:{case.get('name')}": case for case in root.iter("testcase")}
    assert len(found) == len(list(root.iter("testcase")))
    return found


def test_gates_and_runs_are_cases_of_one_suite() -> None:
    found = cases(junit.as_junit([results(row(2), row(2, "loud"))]))

    assert list(found) == [
        "quarrel.gates:count(breaches) == 0",
        "quarrel.gates:mean(capture | loud) >= 0.9",
        "quarrel.calm:theatre seed=2 side-1=@mock:boulware",
        "quarrel.loud:theatre seed=2 side-1=@mock:boulware",
    ]


def test_a_gate_that_does_not_hold_is_a_failure_that_says_how_to_see_why() -> None:
    found = cases(junit.as_junit([results(row(1), row(2), words=("--chat", "mock:nice"))]))

    failure = found["quarrel.gates:count(breaches) == 0"].find("failure")
    assert failure is not None
    assert failure.get("message") == "failed: 1, n = 2"
    assert "roomsix eval quarrel --chat mock:nice --select scenario=theatre" in (failure.text or "")
    assert "--select seed=1" in (failure.text or "")


def test_too_few_runs_are_a_failure_too() -> None:
    found = cases(junit.as_junit([results(row(2))]))

    failure = found["quarrel.gates:mean(capture | loud) >= 0.9"].find("failure")
    assert failure is not None
    assert "not enough data" in str(failure.get("message"))


def test_a_run_that_could_not_be_played_is_an_error() -> None:
    found = cases(junit.as_junit([results(failed())]))

    error = found["quarrel.calm:theatre seed=9 side-1=@mock:boulware"].find("error")
    assert error is not None
    assert error.get("message") == "the endpoint went away"


def test_gates_of_a_part_and_stopped_runs_are_skipped() -> None:
    stopped = row(3, state="stopped")
    found = cases(junit.as_junit([results(row(1), stopped, judged=False)]))

    skipped = [name for name, case in found.items() if case.find("skipped") is not None]
    assert len(skipped) == 3
    assert all("gates" in name or "seed=3" in name for name in skipped)


def test_several_suites_are_in_one_file() -> None:
    root = ElementTree.fromstring(junit.as_junit([results(row(1)), results(row(2))]))

    valid(root)
    assert len(root) == 2
    assert root.get("failures") == "3"


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_whatever_an_endpoint_says_the_file_can_be_read(error: str) -> None:
    (case,) = [
        case
        for name, case in cases(junit.as_junit([results(failed(error=error))])).items()
        if "gates" not in name
    ]

    assert case.find("error") is not None
