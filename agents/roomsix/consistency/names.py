"""Problems with single names: unknown ones with the nearest known, repeated ones, missing ones."""

from collections.abc import Collection, Iterable, Mapping

from roomsix.consistency.doubt import REST, Derived, Found, Path, nearest
from roomsix.errors import Problem, did_you_mean

_SECTIONS: Mapping[str, Path] = {
    "fact": ("facts",),
    "issue": ("issues",),
    "obligation": ("obligations",),
    "party": ("parties",),
    "seat": ("seats",),
    "session": ("sessions",),
}
"""Where the names of each kind are defined."""


def known(
    word: str,
    names: Collection[str],
    what: str,
    path: Path,
    *,
    of_key: bool = False,
    defined: Path = (),
) -> Found:
    """Look a name up.

    Args:
        of_key: The name is the key at the path's end, not the value there.
        defined: Where such names are defined, if it cannot be told from what they stand for.
    """
    if word not in names:
        hint = did_you_mean(word, names)
        if not hint:
            hint = f"known: {', '.join(names)}" if names else "there is none"
        section = defined or _SECTIONS.get(what, ())
        needs = ((*section, word),) if section else ()
        yield Derived(Problem(path, f"no {what} called {word!r}", hint, of_key=of_key), needs)


def all_known(
    words: Iterable[str], names: Collection[str], what: str, path: Path, *, defined: Path = ()
) -> Found:
    """Look up every name of the list at a path."""
    for index, word in enumerate(words):
        yield from known(word, names, what, (*path, index), defined=defined)


def twice(words: Iterable[str], what: str, path: Path) -> Found:
    """Find what a list holds already."""
    seen = set()
    for index, word in enumerate(words):
        if word in seen:
            yield Problem((*path, index), f"the {what} {word!r} a second time")
        seen.add(word)


def missing(
    have: Collection[str], want: Collection[str], what: str, path: Path, *, defined: Path = ()
) -> Found:
    """Find what should be there and is not; one problem for all of it.

    A name that is there misspelt is not missing as well.
    """
    absent = unmet(want, have, want)
    if absent:
        plural = "s" if len(absent) > 1 else ""
        message = f"missing: the {what}{plural} {', '.join(map(repr, absent))}"
        section = defined or _SECTIONS.get(what, ())
        needs = [(*path, word) for word in absent] + [(*section, REST)]
        yield Derived(Problem(path, message), tuple(needs))


def unmet(want: Iterable[str], have: Iterable[str], names: Collection[str]) -> list[str]:
    """Return what is wanted and not there, nor meant by anything there that is no name."""
    given = tuple(have)
    absent = [word for word in want if word not in given]
    if not absent:
        return absent
    meant = {nearest(word, names) for word in given if word not in names}
    return [word for word in absent if word not in meant]
