"""Settings, read once: one TOML file, ``JIANBAO_*`` over it, secrets from the environment or a file it names."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnparsableVariable

from digests.errors import DigestError, SettingsError
from digests.models import SEEDS, Source
from digests.settings import EVERY_S, SLUG, Choices, Duration, NewsChoices

PREFIX = "JIANBAO_"
SECRETS = ("telegram_token",)
GRACE = timedelta(hours=6)  # how late a missed edition is still sent
FILE = "jianbao.toml"
SEEDS_NAME = "样例报章"
TOKEN = re.compile(r"[0-9]+:[\w-]+", re.ASCII)
HTTP_URL = r"^https?://\S+$"
PATTERNS = {SLUG: "a slug of a-z, 0-9 and -", HTTP_URL: "an address such as https://host:port"}


class InvalidSettings(DigestError):
    """Every problem found, a line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Limits(Choices):
    """Ceilings the pacer never passes, whatever the server tolerates."""

    per_second: Annotated[float, Field(gt=0, le=1000)] = 30
    per_chat_s: Annotated[float, Field(ge=0, le=60)] = 1
    group_per_minute: Annotated[float, Field(gt=0, le=1000)] = 20


class TelegramChoices(Choices):
    api_url: Annotated[str, Field(pattern=HTTP_URL)] | None = None
    admins: tuple[int, ...] = ()
    limits: Limits = Limits()


class SandboxChoices(Choices):
    port: Annotated[int, Field(ge=0, le=65535)] = 8765


class Unknown(Choices):
    """What becomes of a message whose answer never came."""

    digest: Literal["ask", "resend"] = "ask"
    alert: Literal["ask", "resend"] = "ask"


class DeliveryChoices(Choices):
    grace: Duration = GRACE
    unknown: Unknown = Unknown()


class Settings(NewsChoices, BaseSettings):
    """Every choice, checked."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    telegram_token: SecretStr | None = None
    telegram: TelegramChoices = TelegramChoices()
    sandbox: SandboxChoices = SandboxChoices()
    delivery: DeliveryChoices = DeliveryChoices()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def data(self) -> Path:
        """The data directory: ``home``, else the platform's own."""
        chosen = self.home.expanduser().absolute() if self.home else user_data_path("jianbao", appauthor=False)
        return Path(chosen)

    @property
    def wanted_sources(self) -> tuple[Source, ...]:
        """The configured sources, or the bundled seeds where none are configured."""
        if self.sources is not None:
            return tuple(choice.source() for choice in self.sources)
        folder = str(resources.files("seeds"))
        return (Source(id=SEEDS, kind="folder", location=folder, name=SEEDS_NAME, every_s=EVERY_S["folder"]),)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'jianbao.sqlite3'}"

    @property
    def token(self) -> str | None:
        """The bot token, or None: the sandbox is Telegram then."""
        return self.telegram_token.get_secret_value().strip() if self.telegram_token else None


def load(config: Path | None, environ: Mapping[str, str] | None = None) -> Settings:
    """Reads ``config``, else ``jianbao.toml`` of the working directory if there is one, else nothing.

    Raises:
        InvalidSettings: with every problem of every place, key, value and what was expected.
    """
    environ = os.environ if environ is None else environ
    path = config or (Path(FILE) if Path(FILE).is_file() else None)
    problems = [*_secrets_in(path), *_unknown_variables(environ)]
    found, unreadable = _secret_files(environ)
    problems += unreadable
    chosen = type("Settings", (Settings,), {"model_config": {**Settings.model_config, "toml_file": path}})
    try:
        settings: Settings = chosen(**found)
    except ValidationError as error:
        problems += [_explain(found) for found in error.errors(include_url=False)]
    except UnparsableVariable as error:
        problems.append(_unparsable(error))
    else:
        problems += _unsupported(settings)
    if problems:
        raise InvalidSettings(list(dict.fromkeys(problems)))
    return settings


def _secrets_in(path: Path | None) -> list[str]:
    """Opens the file once ahead of the library, to name what it would only trip over."""
    if path is None:
        return []
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InvalidSettings([f"settings file {path}: not found; give --config an existing file"]) from None
    except OSError as error:
        raise InvalidSettings([f"settings file {path}: cannot be read ({error.strerror})"]) from error
    except UnicodeDecodeError as error:
        raise InvalidSettings([f"settings file {path}: not UTF-8 text; save it as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings([f"settings file {path}: not valid TOML: {error}"]) from error
    nested = content.get("telegram")
    named = {*content, *(f"telegram_{key}" for key in (nested if isinstance(nested, dict) else ()))}
    return [
        f"setting {key}: secrets are not kept in this file; set {PREFIX}{key.upper()} or {PREFIX}{key.upper()}_FILE"
        for key in SECRETS
        if key in named
    ]


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """A misspelt variable would otherwise be ignored without a word."""
    fields = {name.upper() for name in Settings.model_fields} | {f"{name.upper()}_FILE" for name in SECRETS}
    unknown = [
        name
        for name in sorted(environ)
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).upper().split("__")[0] not in fields
    ]
    return [f"environment variable {name}: no such setting; see the README for those there are" for name in unknown]


def _unparsable(error: UnparsableVariable) -> str:
    """The library's words hold the field's name alone, and that is all a person may be shown of the value."""
    named = re.search(r'field "(\w+)"', str(error))
    variable = f"{PREFIX}{named[1].upper()}" if named else f"{PREFIX}*"
    return (
        f'environment variable {variable} or one below it: expected JSON, a list as ["a", "b"], a table as {{"key": 1}}'
    )


def _secret_files(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    problems: list[str] = []
    for key in SECRETS:
        named = environ.get(f"{PREFIX}{key.upper()}_FILE")
        if not named:
            continue
        try:
            found[key] = Path(named).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = (getattr(error, "strerror", None) or "not UTF-8 text").lower()
            problems.append(f"{PREFIX}{key.upper()}_FILE = {named!r}: expected a readable file ({reason})")
    return found, problems


def _unsupported(settings: Settings) -> list[str]:
    problems = []
    url = settings.database_url
    if url is not None and not url.startswith("sqlite:///"):
        scheme, found, _ = url.partition("://")
        shown = f"{scheme}://…" if found else "…"
        problems.append(f"setting database_url = {shown!r}: expected sqlite:///PATH; PostgreSQL is not supported yet")
    elif url is not None and url.removeprefix("sqlite:///") in ("", ":memory:"):
        problems.append(f"setting database_url = {url!r}: expected sqlite:///PATH; without a file nothing is kept")
    if settings.telegram_token is not None and not TOKEN.fullmatch(settings.token or ""):
        fault = "has not the form of a token" if settings.token else "is empty"
        problems.append(
            f"{PREFIX}TELEGRAM_TOKEN {fault}: set the one that @BotFather gave you, such as 123456:ABC…, or unset it"
            " for the sandbox"
        )
    return problems


def _explain(found: Any) -> str:
    """One problem as pydantic tells it, as a line for a person; a secret's value is never shown."""
    key = ".".join(str(part) for part in found["loc"]) or "sources"
    if found["type"] == "extra_forbidden":
        return f"setting {key}: no such setting; see the README for those there are"
    expected = PATTERNS.get(found.get("ctx", {}).get("pattern", ""), found["msg"].removeprefix("Value error, "))
    expected = expected[0].lower() + expected[1:]
    if found["type"] == "value_error" and not expected.startswith("expected "):
        return f"setting {key}: {expected}"  # about several keys of one table: no value to show
    expected = expected.replace("valid tuple", "list")
    if found["type"] == "missing":
        return f"setting {key}: missing; {expected}"
    expected = re.sub(r"^input should be (?=less|greater)", "a number ", expected).removeprefix("input should be ")
    shown = "…" if key in SECRETS or isinstance(found["input"], dict) else found["input"]
    return str(SettingsError(key, shown, expected.removeprefix("expected ")))


def sandbox_token(home: Path) -> str:
    """The bot token of this home's own sandbox, made at first use: buttons outlive a restart as they do on Telegram."""
    path = home / "sandbox.token"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)[:35]}"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(token)
        return token
