"""Results as JUnit XML: gates and runs as test cases, for whatever reads those.

A gate that does not hold is a failure, a run that could not be played an error, and what was not
judged or not played to its end is skipped.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from roomsix.evaluation.again import again
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.offending import offenders
from roomsix.evaluation.results import Results
from roomsix.evaluation.row import Row, named
from roomsix.report.evaluation import told
from roomsix.suite import gate

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

PART = "gates are judged by whole suites only"


def as_junit(played: Sequence[Results]) -> str:
    """Return the results as one document, a test suite for each suite."""
    root = Element("testsuites", name="roomsix")
    for results in played:
        _suite(root, results)
    _count(root)
    for each in root:
        _count(each)
    ElementTree.indent(root)
    return f"{HEAD}{ElementTree.tostring(root, encoding='unicode')}\n"


def _suite(root: Element, results: Results) -> None:
    suite = _element(root, "testsuite", name=results.suite.id)
    properties = _element(suite, "properties")
    _element(properties, "property", name="title", value=results.suite.title)
    if results.stopped:
        _element(properties, "property", name="stopped", value=results.stopped)
    for judge in results.judges:
        label = judge.label(results.rows)
        _element(properties, "property", name=judge.column, value=label)
    classname = f"{results.suite.id}.gates"
    verdicts = {verdict.gate: verdict for verdict in results.verdicts}
    for text in results.suite.gates:
        name = str(gate.gate(text))
        case = _element(suite, "testcase", classname=classname, name=name)
        if name in verdicts:
            _judged(case, verdicts[name], results)
        else:
            _element(case, "skipped", message=PART)
    for row in results.rows:
        _played(suite, results, row)


def _judged(case: Element, verdict: Verdict, results: Results) -> None:
    figure = verdict.figure
    said = f"{told(figure)}, n = {figure.n}"
    terms = gate.gate(verdict.gate).value.terms
    judges = (each for each in results.judges if each.column in {term.metric for term in terms})
    said = "; ".join([said, *(f"{each.column}: {each.label(results.rows)}" for each in judges)])
    if verdict.passed is True:
        _element(case, "system-out").text = _fit(said)
        return
    failure = _element(case, "failure", message=f"{verdict.word}: {said}", type="gate")
    worst = offenders(gate.gate(verdict.gate), results.rows)
    lines = [f"{each.row.run} ({each.value:g}): {again(results, each.row)}" for each in worst]
    failure.text = _fit("\n".join([f"{verdict.gate}: {said}", *lines]))


def _played(suite: Element, results: Results, row: Row) -> None:
    classname = f"{results.suite.id}.{row.treatment}"
    case = _element(suite, "testcase", classname=classname, name=named(row))
    if row.state == "failed":
        error = _element(case, "error", message=row.error, type="run")
        error.text = _fit(again(results, row))
    elif row.state == "stopped":
        _element(case, "skipped", message=row.error or "stopped; the same command goes on")
    else:
        _element(case, "system-out").text = _fit(f"{row.ending}: {row.why} ({row.run})")


def _element(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, tag, {name: _fit(value) for name, value in attributes.items()})


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def _count(element: Element) -> None:
    """Say of a suite, or of all, how many cases there are of each kind."""
    counts = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in counts.items():
        if element.tag == "testsuite" or name != "skipped":
            element.set(name, str(sum(1 for _ in element.iter(tag))))
