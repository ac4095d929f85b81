"""A user's own settings: where they come from, what they may say, and what they never hold."""

from pathlib import Path

import pytest

from roomsix import settings
from roomsix.errors import DefinitionError, UsageError
from roomsix.settings import Endpoint


def written(folder: Path, text: str, **environ: str) -> dict[str, str]:
    """An environment whose settings are this text."""
    file = folder / "roomsix" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder), **environ}


def test_without_a_file_everything_has_its_usual_value(tmp_path: Path) -> None:
    found = settings.load({"XDG_CONFIG_HOME": str(tmp_path)})

    assert found.settings.chat == "mock"
    assert found.endpoint() == Endpoint()
    assert found.key() == ""


def test_an_endpoint_has_its_own_address_and_key(tmp_path: Path) -> None:
    text = '[endpoints.house]\nurl = "http://127.0.0.1:8080/v1"\nkey_from = "HOUSE_KEY"\n'
    environ = written(tmp_path, text, HOUSE_KEY="h-1", OPENAI_API_KEY="o-1")

    found = settings.load(environ)

    assert found.endpoint("house").url == "http://127.0.0.1:8080/v1"
    assert found.key("house") == "h-1"
    assert found.key() == "o-1"


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    environ = written(tmp_path, 'chat = "openai:small"\n', ROOMSIX_CHAT="mock:linear")

    assert settings.load(environ).settings.chat == "mock:linear"


def test_every_setting_says_where_it_comes_from_and_no_key_is_told(tmp_path: Path) -> None:
    text = 'chat = "openai:small@house"\n[endpoints.house]\nurl = "http://h/v1"\nkey_from = "K"\n'
    environ = written(tmp_path, text, K="secret-1", OPENAI_BASE_URL="http://o/v1")
    file = str(tmp_path / "roomsix" / "settings.toml")

    found = {each.name: (each.value, each.origin) for each in settings.load(environ).listed()}

    assert found == {
        "chat": ("openai:small@house", file),
        "endpoints.default.url": ("http://o/v1", "$OPENAI_BASE_URL"),
        "endpoints.default.key": ("not set", "$OPENAI_API_KEY"),
        "endpoints.house.url": ("http://h/v1", file),
        "endpoints.house.key": ("set", "$K"),
    }
    assert "secret-1" not in repr(settings.load(environ))


def test_only_models_that_name_no_endpoint_are_reached_where_the_environment_says(
    tmp_path: Path,
) -> None:
    text = '[endpoints.default]\nkey_from = "D"\n[endpoints.real]\nkey_from = "REAL_KEY"\n'
    environ = written(tmp_path, text, REAL_KEY="r-1", OPENAI_BASE_URL="http://o/v1")

    found = settings.load(environ)
    shown = {each.name: (each.value, each.origin) for each in found.listed()}

    assert found.address("real") == "https://api.openai.com/v1"
    assert shown["endpoints.real.url"] == ("https://api.openai.com/v1", "default")
    assert found.address() == "http://o/v1"
    assert shown["endpoints.default.url"] == ("http://o/v1", "$OPENAI_BASE_URL")


def test_the_address_in_the_file_goes_before_that_of_the_environment(tmp_path: Path) -> None:
    text = '[endpoints.default]\nurl = "http://f/v1"\n'

    found = settings.load(written(tmp_path, text, OPENAI_BASE_URL="http://o/v1"))

    assert found.address() == "http://f/v1"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:hunter2hunter2@h:80/v1", "http://…@h:80/v1"),
        ("http://h/v1?api-key=hunter2hunter2", "http://h/v1?…"),
        ("http://h/v1/", "http://h/v1/"),
        ("http://me:hunter/2@h/v1", "http://…@h/v1"),
        ("me:hunter2@h", "…@h"),
        ("h", "h"),
    ],
)
def test_a_password_in_the_environment_s_address_is_never_shown(
    tmp_path: Path, url: str, shown: str
) -> None:
    found = settings.load({"XDG_CONFIG_HOME": str(tmp_path), "OPENAI_BASE_URL": url})

    listed = {each.name: each.value for each in found.listed()}

    assert listed["endpoints.default.url"] == shown


def test_what_is_kept_out_of_files_is_every_key_and_no_short_word(tmp_path: Path) -> None:
    text = '[endpoints.house]\nkey_from = "HOUSE"\n'
    environ = written(
        tmp_path,
        text,
        HOUSE="house-0123456789",
        ANY_API_KEY="any-0123456789",
        GIVE_TOKEN="yes",
        OPENAI_BASE_URL="http://me:hunter2hunter2@h/v1",
    )

    found = settings.load(environ).secrets()

    assert set(found) == {"house-0123456789", "any-0123456789", "hunter2hunter2"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[endpoints.h]\nurl = "http://me:hunter2@h/v1"',
            "endpoints.h.url: an address names nobody and holds no password (no file holds a key",
        ),
        ("chat = mock", ":1:8: not TOML: invalid value"),
        ('chta = "mock"', "no setting 'chta' (did you mean 'chat'?)"),
        (
            '[endpoints.h]\nkey = "sk-1"',
            "no setting 'endpoints.h.key' (no file holds a key; `key_from`",
        ),
        ('[endpoints.h]\nurl = "h:80"', "endpoints.h.url: string should match pattern"),
        ('[endpoints."H h"]\nurl = "http://h"', "endpoints.H h"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        settings.load(written(tmp_path, text))

    assert str(refused.value).startswith(str(tmp_path / "roomsix" / "settings.toml"))
    assert told in str(refused.value)


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="there is no such file"):
        settings.load({settings.FILE: str(tmp_path / "none.toml")})


def test_an_endpoint_that_is_not_set_is_refused_with_the_nearest(tmp_path: Path) -> None:
    found = settings.load(written(tmp_path, '[endpoints.house]\nurl = "http://h/v1"\n'))

    with pytest.raises(UsageError, match=r"no endpoint 'huose' \(did you mean 'house'\?\)"):
        found.endpoint("huose")


def test_a_key_may_be_in_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[endpoints.house]\nurl = "http://h/v1"\nkeyring = ["roomsix", "me"]\n'
    found = settings.load(written(tmp_path, text))
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)

    with pytest.raises(UsageError, match="is in the keyring, which nothing here can read"):
        found.key("house")

    class Ring:
        @staticmethod
        def get_password(service: str, user: str) -> str:
            return f"{service}-{user}"

    monkeypatch.setitem(__import__("sys").modules, "keyring", Ring)
    assert found.key("house") == "roomsix-me"
