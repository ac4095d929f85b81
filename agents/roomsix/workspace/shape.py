"""Which keys a frozen type takes, found by walking its annotations."""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from roomsix.deal import Definition
from roomsix.workspace.node import Path


def at(annotation: Any, path: Path) -> Any:
    """Return the type at a path; Any where everything fits, None where nothing does."""
    for step in path:
        annotation = inside(annotation, step)
    return annotation


def inside(annotation: Any, step: str | int) -> Any:
    """Return the type one step further: a field, a value of a map, or an item of a list."""
    if annotation is Any or annotation is None:
        return annotation
    origin = get_origin(annotation)
    if origin is Annotated:
        return inside(get_args(annotation)[0], step)
    if origin in (Union, UnionType):
        branches = (inside(branch, step) for branch in get_args(annotation))
        return next((found for found in branches if found is not None), None)
    if origin is Mapping:
        return get_args(annotation)[1] if isinstance(step, str) else None
    if origin is tuple:
        return get_args(annotation)[0] if isinstance(step, int) else None
    if _is_model(annotation):
        if issubclass(annotation, Definition) and str(step).startswith("x-"):
            return Any
        return _fields(annotation).get(str(step))
    return None if isinstance(annotation, type) or origin else Any


def keys(annotation: Any) -> tuple[str, ...]:
    """Return the keys a type has by name; none for maps with keys of the author's own."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return keys(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(key for branch in get_args(annotation) for key in keys(branch))
    return tuple(_fields(annotation)) if _is_model(annotation) else ()


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """Return the type of each field by the name it has in a file."""
    return {
        field.alias or name: field.annotation
        for name, field in model.model_fields.items()
        if name != "x"
    }
