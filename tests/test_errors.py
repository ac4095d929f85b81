"""Errors, as another process is told of them."""

import importlib
import pickle
import pkgutil
from collections.abc import Callable, Iterator

import roomsix
from roomsix.cli.asking import Asked
from roomsix.cli.terminal import Unwritten
from roomsix.errors import DefinitionError, Problem, RoomsixError
from roomsix.session import Reached

MADE: dict[type[RoomsixError], Callable[[], RoomsixError]] = {
    Asked: lambda: Asked("a request"),  # type: ignore[arg-type]
    DefinitionError: lambda: DefinitionError((Problem(("a",), "wrong"), Problem((), "also"))),
    Reached: lambda: Reached(3, {"buyer": 2}),
    Unwritten: lambda: Unwritten(OSError(28, "No space left")),
}
"""How those are made that are not made from a message."""


def kinds(of: type[RoomsixError] = RoomsixError) -> Iterator[type[RoomsixError]]:
    yield of
    for each in of.__subclasses__():
        yield from kinds(each)


def test_every_kind_comes_out_of_another_process_as_it_was() -> None:
    for _, name, _ in pkgutil.walk_packages(roomsix.__path__, "roomsix."):
        if not name.endswith("__main__"):
            importlib.import_module(name)
    assert {RoomsixError, *MADE} < set(kinds())

    for kind in kinds():
        error = MADE.get(kind, lambda kind=kind: kind("wrong", hint="mend it"))()
        error.add_note("said below")
        found = pickle.loads(pickle.dumps(error))

        assert type(found) is kind
        assert str(found) == str(error)
        assert found.args == error.args
        assert vars(found) == vars(error)
