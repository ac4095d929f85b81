"""What a word in a definition means, and what no definition may hold."""

import re
import unicodedata
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

from roomsix.workspace.node import Scalar


class Fault(NamedTuple):
    """Something a text may not hold.

    Attributes:
        start: Characters from the beginning of the text.
    """

    start: int
    message: str
    hint: str


CONTENT = "a definition is content: endpoints and keys belong to the user's own settings"

# Line and paragraph separators count as control characters here: editors and parsers disagree on
# whether they end a line. Direction marks and tag characters can hide text from whoever reviews it.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_AMBIGUOUS = {
    form: form.lower() in ("y", "yes", "on")
    for word in ("y", "n", "yes", "no", "on", "off")
    for form in (word, word.capitalize(), word.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_OCTAL = re.compile(r"[-+]?0[0-9]+")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?")
_GROUPED = re.compile(r"[-+]?[0-9][0-9_]*")
_LONGEST_NUMBER = 18

_TEMPLATE = r"\{\{|\{%|\$\{"
_URL = r"(?<=[A-Za-z0-9])://"
_SECRET = (
    r"(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{12,}|AKIA[0-9A-Z]{12,}|gh[opsu]_[A-Za-z0-9]{16,}"
    r"|xox[abp]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{16,}"
    r"|Bearer [A-Za-z0-9._-]{16,})|-----BEGIN [A-Z ]{0,20}PRIVATE KEY"
)
_UNFIT = re.compile(
    f"(?P<template>{_TEMPLATE})|(?P<secret>{_SECRET})|(?P<url>{_URL})|(?P<control>{FORBIDDEN.pattern})"
)

_SIGNS = (
    *("{{", "{%", "${", "://", "sk-", "AKIA", "ghp_", "gho_", "ghs_", "ghu_"),
    *("xoxa-", "xoxb-", "xoxp-", "AIza", "hf_", "Bearer ", "-----BEGIN "),
)
"""What every template, address and secret has in it, one or another."""

_SETTINGS = frozenset(
    (
        *("apibase", "apitoken", "authorization", "endpoints", "header", "headers", "model"),
        *("password", "path", "secretkey", "token", "url"),
    )
)
_SETTINGS_ENDINGS = ("apikey", "baseurl", "endpoint", "accesstoken", "authtoken")


def resolve(text: str) -> tuple[Scalar, Fault | None]:
    """Return what an unquoted scalar means, by the core schema of YAML 1.2.

    What other readers of YAML take for something else comes back as the text it is, with the fault.
    """
    if text in _WORDS:
        return _WORDS[text], None
    if text in _AMBIGUOUS:
        boolean = "true" if _AMBIGUOUS[text] else "false"
        message = f"unquoted {text} means text to some readers of YAML and {boolean} to others"
        return text, Fault(0, message, f'write "{text}" or {boolean}')
    if text[0] in "+-.0123456789":
        return _number(text)
    return text, None


def forbidden(text: str) -> Iterator[Fault]:
    """Yield every character that no definition may hold."""
    if _printable(text):
        return
    for found in FORBIDDEN.finditer(text):
        yield _character(found.start(), found.group())


def suspect(text: str) -> bool:
    """Tell, at little cost, whether a text may hold a template, an address or a secret."""
    return any(sign in text for sign in _SIGNS)


def unfit(text: str) -> Iterator[Fault]:
    """Yield what a text in a definition may not hold: templates, addresses, secrets, controls."""
    if _printable(text) and not suspect(text):
        return
    for found in _UNFIT.finditer(text):
        kind, start = found.lastgroup, found.start()
        if kind == "control":
            yield _character(start, found.group())
        elif kind == "template":
            hint = "definitions are never rendered; only a persona's lines have slots, as {issue}"
            yield Fault(start, f"{found.group()} looks like a template", hint)
        else:
            what = "an address" if kind == "url" else "an API key"
            while kind == "url" and start and text[start - 1].isalpha():
                start -= 1
            yield Fault(start, f"this looks like {what}", CONTENT)


def unfit_key(key: str) -> Fault | None:
    """Return the fault of a key that names an endpoint, a secret or another setting."""
    name = re.sub(r"[^a-z0-9]", "", key.removeprefix("x-").lower())
    if name in _SETTINGS or name.endswith(_SETTINGS_ENDINGS):
        return Fault(0, f"{key!r} cannot be a key here", CONTENT)
    return None


def normal(text: str) -> str:
    """Return a text in Unicode's composed form."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _number(text: str) -> tuple[Scalar, Fault | None]:
    quoted = f'write "{text}" for text'
    if _OCTAL.fullmatch(text):
        number = text.lstrip("+-0") or "0"
        message = (
            f"{text[:40]} is a decimal number to some readers of YAML and an octal one to others"
        )
        return text, Fault(0, message, f"write {number[:40]}, or quotes for text")
    if _INTEGER.fullmatch(text):
        if len(text) > _LONGEST_NUMBER:
            return text, Fault(0, f"a number of {len(text)} digits is too long", "")
        return int(text, 0 if text[:2] in ("0x", "0o") else 10), None
    if _FLOAT.fullmatch(text) and len(text) <= 2 * _LONGEST_NUMBER:
        value = float(text)
        return (value, None) if isfinite(value) else (text, _not_finite(text))
    if _NOT_FINITE.fullmatch(text):
        return text, _not_finite(text)
    if _SEXAGESIMAL.fullmatch(text):
        message = (
            f"unquoted {text} is text to some readers of YAML and a number in base 60 to others"
        )
        return text, Fault(0, message, quoted)
    if "_" in text and _GROUPED.fullmatch(text):
        message = f"{text} is text to some readers of YAML and a number to others"
        return text, Fault(0, message, f"write {text.replace('_', '')}, or quotes for text")
    return text, None


def _printable(text: str) -> bool:
    """Tell whether nothing in a text can be forbidden; much faster than looking for it."""
    return text.replace("\n", "").isprintable()


def _not_finite(text: str) -> Fault:
    return Fault(0, f"{text} is not a finite number", "")


def _character(start: int, character: str) -> Fault:
    if character == "\t":
        return Fault(start, "a tab (U+0009)", "use spaces")
    name = unicodedata.name(character, "a control character")
    point = f"U+{ord(character):04X}"
    return Fault(start, f"{point} ({name.lower()}) is not allowed", "delete it")
