"""What a user has set once: shown by `config`, and in force for every run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.endpoint import Endpoint, serving
from cli.shell import Command
from roomsix import store


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file; it is not there yet."""
    for name in ("ROOMSIX_CHAT", "ROOMSIX_SETTINGS", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    file = home / "roomsix" / "settings.toml"
    file.parent.mkdir(parents=True)
    return file


def seats(root: Path) -> dict[str, str]:
    return dict(store.find(root / "runs", "@last").info.seats)


def test_the_chat_that_is_set_answers_where_nobody_is_named(
    settings: Path, roomsix: Command, tmp_path: Path
) -> None:
    settings.write_text('chat = "mock:random"\n')

    assert roomsix("run", "theatre", "--quiet").code == 2, "a mediator cannot play that"
    done = roomsix("run", "theatre", "--quiet", "--chat", "mediator=mock")

    assert done.code == 0, done.err
    assert seats(tmp_path) == {
        "speaker": "mock:random",
        "manager": "mock:random",
        "conciliator": "mock",
    }


def test_the_environment_and_the_option_come_before_the_file(
    settings: Path, roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('chat = "openai:never-asked"\n')
    monkeypatch.setenv("ROOMSIX_CHAT", "mock")

    assert roomsix("run", "theatre", "--quiet").code == 0
    assert set(seats(tmp_path).values()) == {"mock"}

    assert roomsix("run", "theatre", "--quiet", "--chat", "lead=mock:linear").code == 0
    assert set(seats(tmp_path).values()) == {"mock", "mock:linear"}


def test_a_setting_that_names_no_chat_is_one_line(
    settings: Path, roomsix: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROOMSIX_CHAT", "mok")

    done = roomsix("run", "theatre")

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "no chat 'mok'" in done.err


def test_a_run_goes_on_with_the_chats_it_was_begun_with_whatever_is_set_since(
    settings: Path, roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roomsix("run", "theatre", "--quiet").code == 0
    monkeypatch.setenv("ROOMSIX_CHAT", "openai:never-asked")

    assert roomsix("fork", "--at", "3", "--quiet").code == 0
    assert set(seats(tmp_path).values()) == {"mock"}


def test_a_model_answers_at_the_endpoint_it_names_with_that_endpoint_s_key(
    settings: Path,
    endpoint: Endpoint,
    roomsix: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.write_text(
        f'[endpoints.house]\nurl = "http://127.0.0.1:{endpoint.port}/v1"\nkey_from = "HOUSE_KEY"\n'
    )
    monkeypatch.setenv("HOUSE_KEY", "house-0123456789")
    monkeypatch.setenv("OPENAI_API_KEY", "another-0123456789")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    endpoint.plan({})

    done = roomsix("run", "theatre", "--quiet", "--seat", "manager=@openai:tiny@house")

    assert done.code == 0, done.err
    assert seats(tmp_path)["manager"] == "openai:tiny@house"
    assert {(each["key"], each["model"]) for each in endpoint.received} == {
        ("Bearer house-0123456789", "tiny")
    }
    run = store.find(tmp_path / "runs", "@last").folder
    assert [
        file for file in run.rglob("*") if file.is_file() and b"0123456789" in file.read_bytes()
    ] == []


def test_an_endpoint_nobody_set_is_one_line_that_says_which_there_are(
    settings: Path, roomsix: Command
) -> None:
    settings.write_text('[endpoints.house]\nurl = "http://127.0.0.1:9/v1"\n')

    done = roomsix("run", "theatre", "--seat", "manager=@openai:tiny@hose")

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "no endpoint 'hose'" in done.err and "house" in done.err


def test_a_cassette_never_holds_the_key_of_an_endpoint(
    settings: Path, roomsix: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roomsix("run", "theatre", "--quiet").code == 0
    word = "programme"
    settings.write_text('[endpoints.house]\nkey_from = "HOUSE_KEY"\n')
    assert roomsix("export", "--to", "cassette").code == 0
    assert word in roomsix("export", "--to", "cassette").out
    monkeypatch.setenv("HOUSE_KEY", word)

    assert roomsix("export", "--to", "cassette").code == 2


def test_config_show_names_what_is_set_and_where_it_comes_from(
    settings: Path, roomsix: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('[endpoints.house]\nurl = "http://h/v1"\nkey_from = "HOUSE_KEY"\n')
    monkeypatch.setenv("HOUSE_KEY", "house-0123456789")
    monkeypatch.setenv("ROOMSIX_CHAT", "mock:linear")

    plain, told = roomsix("config", "show"), roomsix("config", "show", "--origin")
    data = json.loads(roomsix("config", "show", "--json").out)

    assert plain.out.splitlines()[0].split() == ["chat", "mock:linear"]
    assert told.out.splitlines()[0].split() == ["chat", "mock:linear", "$ROOMSIX_CHAT"]
    assert data["endpoints.house.url"] == {"value": "http://h/v1", "origin": str(settings)}
    assert data["endpoints.house.key"] == {"value": "set", "origin": "$HOUSE_KEY"}
    assert "0123456789" not in plain.out + told.out
    assert roomsix("config", "path").out == f"{settings}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('chats = "mock"\n', "no setting 'chats' (did you mean 'chat'?)"),
        ('[endpoints.house]\nkey = "sk-1"\n', "no file holds a key"),
        ("chat = mock\n", "not TOML"),
        ('[endpoints.house]\nurl = "ftp://h"\n', "endpoints.house.url"),
    ],
)
def test_a_wrong_file_is_one_line_that_says_what_and_where(
    settings: Path, roomsix: Command, text: str, told: str
) -> None:
    settings.write_text(text)

    for verb in (("config", "show"), ("run", "theatre")):
        done = roomsix(*verb)
        assert (done.code, done.err.count("\n")) == (2, 1), done.err
        assert done.err.startswith(f"{settings}:1:1") or str(settings) in done.err
        assert told in done.err and "sk-1" not in done.err
