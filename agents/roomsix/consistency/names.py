"""Problems with single names: unknown ones with the nearest known, repeated ones, missing ones."""

from collections.abc import Collection, Iterable, Iterator

from roomsix.errors import Problem, did_you_mean

Path = tuple[str | int, ...]
Found = Iterator[Problem]


def known(
    word: str, names: Collection[str], what: str, path: Path, *, of_key: bool = False
) -> Found:
    """Look a name up; a map's key is at fault itself where `of_key` is set."""
    if word not in names:
        hint = did_you_mean(word, names)
        if not hint:
            hint = f"known: {', '.join(names)}" if names else "there is none"
        yield Problem(path, f"no {what} called {word!r}", hint, of_key=of_key)


def all_known(words: Iterable[str], names: Collection[str], what: str, path: Path) -> Found:
    """Look up every name of the list at a path."""
    for index, word in enumerate(words):
        yield from known(word, names, what, (*path, index))


def twice(words: Iterable[str], what: str, path: Path) -> Found:
    """Find what a list holds already."""
    seen = set()
    for index, word in enumerate(words):
        if word in seen:
            yield Problem((*path, index), f"the {what} {word!r} a second time")
        seen.add(word)


def missing(have: Collection[str], want: Iterable[str], what: str, path: Path) -> Found:
    """Find what should be there and is not; one problem for all of it."""
    absent = [word for word in want if word not in have]
    if absent:
        plural = "s" if len(absent) > 1 else ""
        yield Problem(path, f"missing: the {what}{plural} {', '.join(map(repr, absent))}")
