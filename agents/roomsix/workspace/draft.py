"""Frozen values made of data that could only be read in part, so that the rest can be checked."""

from collections.abc import Collection, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from roomsix.workspace.node import Path

M = TypeVar("M", bound=BaseModel)

_BLANKS: Mapping[Any, Any] = {str: "", int: 0, float: 0.0, bool: False}


def draft(model: type[M], data: Mapping[str, Any], unsure: Collection[Path]) -> M:
    """Return what the data describes, with a stand-in for whatever is unsure.

    Nothing is validated: all the faults of the data must lie in what is unsure.
    """
    drafted: M = _built(model, data, (), unsure)
    return drafted


def _built(annotation: Any, data: Any, path: Path, unsure: Collection[Path]) -> Any:
    if path in unsure:
        return _blank(annotation)
    if get_origin(annotation) is Annotated:
        return _built(get_args(annotation)[0], data, path, unsure)
    if get_origin(annotation) in (Union, UnionType):
        meant = next((form for form in get_args(annotation) if _fits(form, data)), Any)
        return _built(meant, data, path, unsure)
    if isinstance(data, dict) and _is_model(annotation):
        return _model(annotation, data, path, unsure)
    if isinstance(data, dict) and get_origin(annotation) is Mapping:
        form = get_args(annotation)[1]
        return {key: _built(form, value, (*path, key), unsure) for key, value in data.items()}
    if isinstance(data, list) and get_origin(annotation) is tuple:
        form = get_args(annotation)[0]
        return tuple(
            _built(form, value, (*path, index), unsure) for index, value in enumerate(data)
        )
    return data


def _model(model: type[M], data: Mapping[str, Any], path: Path, unsure: Collection[Path]) -> M:
    values = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        below = (*path, key)
        if key in data and not (below in unsure and not field.is_required()):
            values[key] = _built(field.annotation, data[key], below, unsure)
        elif field.is_required():
            values[key] = _blank(field.annotation)
    return model.model_construct(**values)


def _blank(annotation: Any) -> Any:
    """Return the emptiest value of a type, which need not be a valid one."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin is Literal:
        return parts[0] if origin is Literal else _blank(parts[0])
    if origin in (Union, UnionType):
        return None if NoneType in parts else _blank(parts[0])
    if origin is tuple:
        return () if parts[-1] is ... else tuple(map(_blank, parts))
    if origin is Mapping:
        return {}
    return _model(annotation, {}, (), ()) if _is_model(annotation) else _BLANKS.get(annotation)


def _fits(annotation: Any, data: Any) -> bool:
    """Tell whether data can be meant for a branch of a union, by its shape."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _fits(get_args(annotation)[0], data)
    if isinstance(data, dict):
        return origin is Mapping or _is_model(annotation)
    if isinstance(data, list):
        return origin is tuple
    if data is None:
        return annotation is NoneType
    return not (origin in (Mapping, tuple) or annotation is NoneType or _is_model(annotation))


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
