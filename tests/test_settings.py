"""Settings: one file, the environment over it, every problem at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import InvalidSettings, Settings, load


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("JIANBAO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def problems(config: Path | None) -> list[str]:
    with pytest.raises(InvalidSettings) as caught:
        load(config)
    return caught.value.problems


def test_defaults() -> None:
    settings = load(None)
    assert settings.token is None
    assert settings.sources is None
    assert settings.timezone == "Asia/Shanghai"
    assert settings.sandbox.port == 8765
    assert settings.delivery.grace == timedelta(hours=6)
    assert settings.delivery.unknown.digest == "ask"
    assert (settings.telegram.limits.per_second, settings.telegram.limits.per_chat_s) == (30, 1)
    assert settings.database == f"sqlite:///{settings.data / 'jianbao.sqlite3'}"


def test_file_of_the_working_directory_is_found(tmp_path: Path) -> None:
    (tmp_path / "jianbao.toml").write_text('timezone = "Asia/Taipei"\n', "utf-8")
    assert load(None).timezone == "Asia/Taipei"


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write(tmp_path, "[telegram]\napi_url = 'http://127.0.0.1:1'\n[telegram.limits]\nper_second = 5\n")
    monkeypatch.setenv("JIANBAO_TELEGRAM__API_URL", "http://127.0.0.1:2")
    monkeypatch.setenv("JIANBAO_HOME", str(tmp_path / "data"))
    settings = load(config)
    assert settings.telegram.api_url == "http://127.0.0.1:2"
    assert settings.telegram.limits.per_second == 5
    assert settings.data == tmp_path / "data"


def test_sources_get_their_kind_s_interval(tmp_path: Path) -> None:
    config = write(
        tmp_path,
        """
        [[sources]]
        id = "paper"
        kind = "folder"
        path = "/news"
        [[sources]]
        id = "feed"
        kind = "feed"
        url = "https://example.org/rss"
        every = "1 h"
        name = "Example"
        """,
    )
    chosen = load(config).sources
    assert chosen is not None
    paper, feed = (choice.source() for choice in chosen)
    assert (paper.every_s, paper.name, paper.location) == (60, "paper", "/news")
    assert (feed.every_s, feed.name, feed.location) == (3600, "Example", "https://example.org/rss")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nonsense = 1", "setting nonsense: no such setting; see the README for those there are"),
        ("[telegram]\nfoo = 1", "setting telegram.foo: no such setting; see the README for those there are"),
        (
            'timezone = "Mars/Phobos"',
            "setting timezone = 'Mars/Phobos': expected an IANA time zone such as Asia/Shanghai",
        ),
        (
            "[sandbox]\nport = 70000",
            "setting sandbox.port = 70000: expected a number less than or equal to 65535",
        ),
        (
            "[delivery]\ngrace = '3 weeks'",
            "setting delivery.grace = '3 weeks': expected a duration such as 60 s, 15 min, 6 h or 1 d",
        ),
        (
            "[telegram]\napi_url = 'example.org'",
            "setting telegram.api_url = 'example.org': expected an address such as https://host:port",
        ),
        (
            "database_url = 'postgresql://user:secret@db/x'",
            "setting database_url = 'postgresql://…': expected sqlite:///PATH; PostgreSQL is not supported yet",
        ),
        (
            "database_url = 'user:secret@db'",
            "setting database_url = '…': expected sqlite:///PATH; PostgreSQL is not supported yet",
        ),
        (
            "database_url = 'sqlite:///:memory:'",
            "setting database_url = 'sqlite:///:memory:': expected sqlite:///PATH; without a file nothing is kept",
        ),
        (
            "[delivery]\ngrace = '99999999999d'",
            "setting delivery.grace = '99999999999d': expected a duration of at most 36500 d",
        ),
        (
            "[telegram]\nadmins = 1",
            "setting telegram.admins = 1: expected a list",
        ),
        (
            "[[sources]]\nid='a'\nkind='folder'\npath='/x'\n[[sources]]\nid='a'\nkind='folder'\npath='/y'",
            "setting sources: two sources have the id a: give each its own",
        ),
    ],
)
def test_one_bad_setting(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(write(tmp_path, text)) == [expected]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('id = "A b"\nkind = "folder"\npath = "/x"', "a slug of a-z, 0-9 and -"),
        ('id = "a"\nkind = "folder"', "a folder source needs `path` and no `url`"),
        ('id = "a"\nkind = "feed"\npath = "/x"', "a feed source needs `url` and no `path`"),
        ('id = "a"\nkind = "page"\nurl = "ftp://x/"', "`url` must begin with http:// or https://"),
        ('id = "a"\nkind = "folder"\npath = "/x"\nevery = "0 s"', "`every` must be 1 s or longer"),
        ('id = "a"\nkind = "folder"\npath = "/x"\nevery = "0.2 s"', "`every` must be 1 s or longer"),
        ('id = "a"\nkind = "folder"\npath = "/x"\nevery = 99999999999999', "a duration of at most 36500 d"),
    ],
)
def test_bad_source(tmp_path: Path, table: str, expected: str) -> None:
    (found,) = problems(write(tmp_path, f"[[sources]]\n{table}\n"))
    assert expected in found


def test_all_problems_come_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_TELEGRAMM__API_URL", "x")
    found = problems(write(tmp_path, "a = 1\n[sandbox]\nport = 'x'\n[telegram]\ntoken = '1:a'\n"))
    for key in ("JIANBAO_TELEGRAMM__API_URL", "setting a:", "sandbox.port", "secrets are not kept in this file"):
        assert any(key in line for line in found), (key, found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"a = ", "not valid TOML"), (b"\xff\xfe", "not UTF-8 text"), (None, "not found")],
)
def test_unusable_file(tmp_path: Path, content: bytes | None, expected: str) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    (found,) = problems(path)
    assert str(path) in found
    assert expected in found


def test_token_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "token"
    secret.write_text("123:abc\n", "utf-8")
    monkeypatch.setenv("JIANBAO_TELEGRAM_TOKEN_FILE", str(secret))
    settings = load(None)
    assert settings.token == "123:abc"
    assert "123:abc" not in repr(settings)


def test_token_file_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_TELEGRAM_TOKEN_FILE", "/nowhere/token")
    (found,) = problems(None)
    assert (
        "JIANBAO_TELEGRAM_TOKEN_FILE = '/nowhere/token': expected a readable file (no such file or directory)" in found
    )


def test_variable_that_is_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_ALLOWED_HOSTS", "secret.example.org")
    (found,) = problems(None)
    assert found.startswith("environment variable JIANBAO_ALLOWED_HOSTS or one below it: expected JSON")
    assert "secret.example.org" not in found


def test_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_TELEGRAM_TOKEN", "")
    assert load(None).token is None


@pytest.mark.parametrize("given", ["geheim", "bot123:geheim", "123:geheim geheim", ":geheim", "123:", " "])
def test_what_is_no_token_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """Telegram answers such a one as if the address were wrong."""
    monkeypatch.setenv("JIANBAO_TELEGRAM_TOKEN", given)
    (found,) = problems(None)
    assert found.startswith("JIANBAO_TELEGRAM_TOKEN ")
    assert "@BotFather" in found
    assert "geheim" not in found


def test_a_token_that_was_pasted_with_its_line_break_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_TELEGRAM_TOKEN", " 123:abc_-\n")
    assert load(None).token == "123:abc_-"


def test_settings_do_not_change() -> None:
    settings = load(None)
    with pytest.raises(ValueError, match="frozen"):
        settings.timezone = "UTC"
    assert isinstance(settings, Settings)
