"""A user's own settings: the chat by default, and the endpoints models are reached at.

They come from a file of the user's and from the environment, never from a workspace: whoever shares
scenarios and personas must not decide where words are sent, or with which key. The file names the
variable or the keyring entry a key is found in; it never holds a key.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from roomsix.deal import Frozen, Id
from roomsix.errors import DefinitionError, Problem, UsageError, did_you_mean
from roomsix.pace import Pace

FILE = "ROOMSIX_SETTINGS"
"""The variable that names another file of settings."""

DEFAULT = "default"
"""The endpoint of a model that names none."""

OPENAI = "https://api.openai.com/v1"
"""Where a model is reached when nothing else is said."""

ADDRESS = "OPENAI_BASE_URL"
"""The variable that says so for the endpoint of models that name none."""

LEAST = 8
"""The fewest characters of what is taken for a key: shorter texts stand in words of any kind."""


class Endpoint(Pace):
    """A server that speaks the OpenAI API, and how fast it may be asked.

    Attributes:
        url: Its address; None for OpenAI's own.
        key_from: The variable of the environment that holds the key.
        keyring: The service and the user name the key is kept under in the system's keyring;
            looked up where the variable is empty.
    """

    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None = None
    key_from: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] = "OPENAI_API_KEY"
    keyring: tuple[str, str] | None = None

    @property
    def pace(self) -> Pace:
        """How fast it may be asked."""
        return Pace.model_validate({name: getattr(self, name) for name in Pace.model_fields})

    @field_validator("url")
    @classmethod
    def _holds_no_password(cls, url: str | None) -> str | None:
        if url is not None and "@" in _split(url).netloc:
            raise PydanticCustomError("password", "an address names nobody and holds no password")
        return url


class Settings(Frozen):
    """What a user has set.

    Attributes:
        chat: Who answers where nobody is named.
        endpoints: By the name that `openai:MODEL@NAME` gives.
    """

    chat: Annotated[str, Field(min_length=1)] = "mock"
    endpoints: Mapping[Id, Endpoint] = {}


@dataclass(frozen=True)
class Set:
    """One setting and where it comes from.

    Attributes:
        origin: A file, a variable of the environment, or that it is the default.
    """

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Origins:
    """The settings in force, and where each comes from."""

    settings: Settings
    file: Path
    environ: Mapping[str, str] = field(repr=False)

    def endpoint(self, name: str = DEFAULT) -> Endpoint:
        """Return an endpoint as the settings have it; the default one need not be set.

        Raises:
            UsageError: There is none of that name.
        """
        known = self.settings.endpoints
        if name in known:
            return known[name]
        if name == DEFAULT:
            return Endpoint()
        hint = did_you_mean(name, known) or f"{self.file} names: {', '.join(known) or 'none'}"
        raise UsageError(f"no endpoint {name!r}", hint=hint)

    def address(self, name: str = DEFAULT) -> str:
        """Return where an endpoint is reached.

        Without a `url` in the file that is OpenAI's own address, whatever the environment says: a
        key that was meant for one server must not be sent to another. The environment speaks for
        the default endpoint alone.
        """
        usual = self.environ.get(ADDRESS, "") if name == DEFAULT else ""
        return self.endpoint(name).url or usual or OPENAI

    def key(self, name: str = DEFAULT) -> str:
        """Return an endpoint's key; empty where there is none.

        Raises:
            UsageError: It is said to be in a keyring that cannot be read.
        """
        endpoint = self.endpoint(name)
        found = self.environ.get(endpoint.key_from, "")
        if found or endpoint.keyring is None:
            return found
        return _from_keyring(name, *endpoint.keyring)

    def secrets(self) -> list[str]:
        """Return what must never be written to a file: every key, and whatever is called a token.

        A key in a keyring that cannot be read now is left out; so is what is too short for a key.
        """
        named = {endpoint.key_from for endpoint in self.settings.endpoints.values()}
        found = [
            value
            for name, value in self.environ.items()
            if name in named or name.endswith(("_API_KEY", "_TOKEN"))
        ]
        found.append(_split(self.address()).password or "")
        for name in self.settings.endpoints:
            with suppress(UsageError):
                found.append(self.key(name))
        return list(dict.fromkeys(each for each in found if len(each) >= LEAST))

    def listed(self) -> Iterator[Set]:
        """Yield every setting; of a key only whether there is one."""
        given = self.settings.model_fields_set
        yield Set("chat", self.settings.chat, self._of("chat" in given, "ROOMSIX_CHAT"))
        for name in dict.fromkeys([DEFAULT, *self.settings.endpoints]):
            endpoint = self.endpoint(name)
            variable = ADDRESS if name == DEFAULT and not endpoint.url else ""
            origin = self._of(bool(endpoint.url), variable)
            yield Set(f"endpoints.{name}.url", _shown(self.address(name)), origin)
            there = bool(self.environ.get(endpoint.key_from))
            where = f"${endpoint.key_from}" if there or not endpoint.keyring else "keyring"
            known = "set" if there or endpoint.keyring else "not set"
            yield Set(f"endpoints.{name}.key", known, where)
            for limit, most in endpoint.pace.model_dump(exclude_none=True).items():
                yield Set(f"endpoints.{name}.{limit}", f"{most}", str(self.file))

    def _of(self, in_file: bool, variable: str) -> str:
        if variable and self.environ.get(variable):
            return f"${variable}"
        return str(self.file) if in_file else "default"


def load(environ: Mapping[str, str] = os.environ) -> Origins:
    """Read the settings in force.

    Raises:
        DefinitionError: The file is wrong, or cannot be read.
    """
    file = path(environ)
    data: dict[str, object] = {}
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if environ.get(FILE):
            raise _wrong(file, "there is no such file", f"{FILE} names it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(file, f"cannot be read: {getattr(error, 'strerror', error)}".lower()) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, str(error)) from None
    if environ.get("ROOMSIX_CHAT"):
        data = {**data, "chat": environ["ROOMSIX_CHAT"]}
    try:
        settings = Settings.model_validate(_as_tuples(data))
    except ValidationError as error:
        raise DefinitionError(tuple(_problems(file, error))) from None
    return Origins(settings, file, environ)


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings are kept; the file need not be there."""
    if environ.get(FILE):
        return Path(environ[FILE])
    home = environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".config"
    return Path(home) / "roomsix" / "settings.toml"


def _as_tuples(value: object) -> object:
    """Return TOML's lists as tuples, which strict values are made of."""
    if isinstance(value, dict):
        return {name: _as_tuples(each) for name, each in value.items()}
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def _problems(file: Path, error: ValidationError) -> Iterator[Problem]:
    known = {"settings": Settings.model_fields, "endpoint": Endpoint.model_fields}
    for found in error.errors(include_url=False, include_input=False):
        steps = tuple(found["loc"])
        message = found["msg"].lower()
        hint = ""
        if found["type"] == "extra_forbidden":
            message = f"no setting {'.'.join(map(str, steps))!r}"
            names = known["endpoint" if steps[0] == "endpoints" else "settings"]
            hint = did_you_mean(str(steps[-1]), names) or f"known: {', '.join(names)}"
            if steps[-1] in ("key", "api_key"):
                hint = _KEYLESS
        else:
            message = f"{'.'.join(map(str, steps))}: {message}"
            hint = _KEYLESS if found["type"] == "password" else ""
        yield Problem(steps, message, hint, file=str(file), line=1, column=1)


_KEYLESS = "no file holds a key; `key_from` names the variable that does"


def _split(url: str) -> SplitResult:
    """Return the parts of an address; none of what is not one."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return urlsplit("")
    return parts


def own(url: str) -> bool:
    """Tell whether an address is OpenAI's own."""
    return _split(url).hostname == _split(OPENAI).hostname


def _shown(url: str) -> str:
    """Return an address without what may be secret in it: a name, a password, a query."""
    named = re.sub(r"^([^/]*//)?.*@", r"\1…@", url)
    return re.sub(r"\?.*", "?…", named)


def _wrong(
    file: Path, message: str, hint: str = "", *, at: tuple[int, int] = (1, 1)
) -> DefinitionError:
    line, column = at
    return DefinitionError((Problem((), message, hint, file=str(file), line=line, column=column),))


def _not_toml(file: Path, said: str) -> DefinitionError:
    """Return what is wrong with a text, at the place that the reader's message ends with."""
    placed = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", said)
    what, *place = placed.groups() if placed else (said,)
    line, column = map(int, place) if place else (1, 1)
    return _wrong(file, f"not TOML: {what[:1].lower()}{what[1:]}", at=(line, column))


def _from_keyring(endpoint: str, service: str, user: str) -> str:
    try:
        import keyring
    except ImportError:
        raise UsageError(
            f"the key of {endpoint!r} is in the keyring, which nothing here can read",
            hint="pip install keyring",
        ) from None
    try:
        return keyring.get_password(service, user) or ""
    except keyring.errors.KeyringError as error:
        raise UsageError(f"the keyring does not give the key of {endpoint!r}: {error}") from None
