"""Genius: a domain and a utility space for each party, in XML.

Read as Genius 10.4 reads them: the evaluation of a discrete option is divided by the largest of its
issue, an integer or real issue's linear evaluator is kept within 0 and 1, a weight is taken as it
stands, and an issue without a weight counts for nothing.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from roomsix.errors import UsageError
from roomsix.exchange import source, xml
from roomsix.exchange.game import Game, Topic
from roomsix.exchange.genius_spaces import SPACE, index, nested, side
from roomsix.exchange.numbers import number
from roomsix.exchange.reading import Issue, Range, Reading
from roomsix.exchange.xml import Element

DOMAIN = "negotiation_template"


def recognised(path: Path) -> bool:
    """Tell whether a path is a domain, or a folder with one."""
    files = [path] if path.is_file() else list(source.files(path, ".xml"))
    return any(
        file.suffix.lower() == ".xml" and b"<" + DOMAIN.encode() in source.data(file)
        for file in files
    )


def read(path: Path, how: Reading) -> Game:
    """Return the game of a domain's file, or of a folder that holds one.

    Every utility space beside the domain is a side, in the order of the files' names.

    Raises:
        UsageError: There is no domain, more than one, or fewer than two utility spaces.
        DefinitionError: A file says what cannot be; with its line.
    """
    folder = path if path.is_dir() else path.parent
    trees = {file: xml.read(file) for file in source.files(folder, ".xml")}
    domains = [file for file, tree in trees.items() if tree.tag == DOMAIN]
    if path.is_file():
        domains = [file for file in domains if file.samefile(path)]
    if len(domains) != 1:
        found = ", ".join(file.name for file in domains) or "none"
        raise UsageError(f"{path} holds no single domain: {found}", hint="name the domain's file")
    spaces = {file: tree for file, tree in trees.items() if tree.tag == SPACE}
    if len(spaces) < 2:
        raise UsageError(f"{folder} holds {len(spaces)} utility spaces; talks need two at least")
    for file, tree in trees.items():
        if tree.tag not in (DOMAIN, SPACE):
            how.account.dropped(f"a file that is neither: <{tree.tag}>", file.name)
    issues = tuple(_issues(domains[0], trees[domains[0]], how))
    name = domains[0].stem
    sides = tuple(
        side(file, tree, _called(name, file), issues, how) for file, tree in spaces.items()
    )
    return Game(name, tuple(issue.topic for issue in issues), sides)


def _called(domain: str, file: Path) -> str:
    """Return what a side is called: its file's name, without the domain's where it begins so."""
    rest = file.stem.removeprefix(domain).strip(" -_")
    return rest or file.stem


def _issues(file: Path, tree: Element, how: Reading) -> Iterator[Issue]:
    found = sorted(nested(tree, "issue"), key=lambda one: index(file, one))
    if not found:
        raise source.wrong(file, tree.line, "a domain without issues")
    numbers = [index(file, one) for one in found]
    for place, (one, of) in enumerate(zip(found, numbers, strict=True)):
        if of in numbers[:place]:
            raise source.wrong(file, one.line, f"a second issue with the index {of}")
        name = one.attributes.get("name", "").strip() or f"issue {of}"
        kind = one.attributes.get("type", "discrete")
        if kind == "discrete":
            yield Issue(of, Topic(name, _values(file, one, name, how)))
            continue
        if kind not in ("integer", "real"):
            raise source.wrong(file, one.line, f"issue {name!r} is of an unknown type, {kind!r}")
        low, high = (_bound(file, one, name, end) for end in ("lowerbound", "upperbound"))
        yield Range(of, name, low, high, kind == "integer", file, one.line).cut(how)


def _values(file: Path, one: Element, name: str, how: Reading) -> tuple[str, ...]:
    found: list[str] = []
    for item in one.all("item"):
        value = item.attributes.get("value")
        if value is None:
            raise source.wrong(file, item.line, f"an item of {name!r} without a value")
        where = f"{file.name}:{item.line}"
        if value in found:
            how.account.dropped(f"{value!r}, which is there twice", where)
            continue
        found.append(value)
        if float(number(item.attributes.get("cost", "0"), "a cost", file, item.line)):
            how.account.dropped(f"the cost of {value!r}", where)
        if item.attributes.get("description", value) not in ("", value):
            how.account.dropped(f"the description of {value!r}", where)
    if len(found) < 2:
        raise source.wrong(file, one.line, f"issue {name!r} has {len(found)} options: no choice")
    return tuple(found)


def _bound(file: Path, one: Element, name: str, end: str) -> Fraction:
    inner = one.first("range")
    given = (inner.attributes.get(end) if inner else None) or one.attributes.get(end)
    return number(given, f"the {end} of {name!r}", file, one.line)
