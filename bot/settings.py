"""The settings of the running program, from the environment or `.env`."""

import re
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BotError

_GUID: Final = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_HOST_NAME: Final = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class SettingsError(BotError):
    """A setting is not usable; the text names each one and says what is allowed."""


class Settings(BaseSettings):
    """Every setting with what it does and its default. Names in the environment are the same in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(3978, ge=1, le=65535, description="port to listen on, 1 to 65535")
    data_dir: Path = Field(Path("data"), description="folder of the SQLite file")
    database_url: str | None = Field(
        None,
        pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg|postgresql)://",
        description="sqlite+aiosqlite:///… or postgresql://…; without it a SQLite file in DATA_DIR",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="origins of other pages that may embed the chat, separated by commas: https://intranet.example.com",
    )
    direct_line_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="secret for servers that make Direct Line tokens, at least 16 characters",
    )
    messages_endpoint: bool = Field(
        True,
        description="false serves the web chat only and refuses Bot Framework channels such as Teams; true or false",
    )
    microsoft_app_id: str = Field(
        "",
        pattern=f"^$|^{_GUID}$",
        description="application (client) ID of the bot registration, a GUID",
    )
    microsoft_app_password: SecretStr = Field(SecretStr(""), description="client secret of the bot registration")
    microsoft_app_type: Literal["MultiTenant", "SingleTenant", "UserAssignedMSI"] = Field(
        "SingleTenant", description="MultiTenant, SingleTenant or UserAssignedMSI"
    )
    microsoft_app_tenant_id: str = Field(
        "",
        pattern=f"^$|^{_GUID}$",
        description="tenant ID of the bot registration, a GUID",
    )
    microsoft_cloud: Literal["Public", "USGovernment", "China"] = Field(
        "Public", description="Public, USGovernment or China, where the bot is registered"
    )
    allowed_callers: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="application IDs of bots that may call this one as a skill, GUIDs separated by commas",
    )
    service_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="hosts other than Microsoft's to which answers may go, separated by commas: bot.contoso.com",
    )
    hand_off_channel: str = Field(
        "",
        pattern=r"^$|^19:[^;/?#\s]{1,200}@thread\.(tacv2|skype)$",
        description="ID of the Teams channel where people ask the network team: 19:…@thread.tacv2",
    )
    hand_off_service_url: str = Field(
        "https://smba.trafficmanager.net/teams/",
        pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])",
        description="address of the Teams service for HAND_OFF_CHANNEL, https",
    )
    hand_off_tenant: str = Field(
        "", pattern=r"^$|^[0-9a-fA-F-]{36}$", description="tenant ID of HAND_OFF_CHANNEL, if it is another one"
    )
    retention_days: int = Field(
        90, ge=0, le=36_500, description="days after which what nobody uses is deleted; 0 keeps it for ever"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            scheme, _, host = origin.partition("://")
            if scheme not in {"http", "https"} or not host or "/" in host or "*" in host:
                raise ValueError(f"`{origin}` is not an origin such as https://intranet.example.com")
        return value

    @field_validator("allowed_callers", "service_hosts", mode="before")
    @classmethod
    def _each_once(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_callers")
    @classmethod
    def _are_app_ids(cls, value: frozenset[str]) -> frozenset[str]:
        for app_id in sorted(value):
            if not re.fullmatch(_GUID, app_id):
                raise ValueError(f"`{app_id}` is not an application ID, a GUID")
        return value

    @field_validator("service_hosts")
    @classmethod
    def _are_host_names(cls, value: frozenset[str]) -> frozenset[str]:
        for host in sorted(value):
            if not is_host_name(host):
                raise ValueError(f"`{host}` is not a host name such as bot.contoso.com")
        return value

    @property
    def on_loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def store_url(self) -> str:
        """Give the SQLAlchemy URL of the store."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'peering-bot.db'}"
        return self.database_url.replace("postgresql://", "postgresql+asyncpg://", 1)


def is_host_name(host: str) -> bool:
    """Tell whether it is a full host name in small letters: no address, no name without a dot, no dot at its end."""
    return _HOST_NAME.fullmatch(host) is not None


@lru_cache(100)
def is_loopback(host: str) -> bool:
    """Tell whether a host name or address, with or without brackets, is this machine's loopback."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings from the environment and `.env`.

    Raises SettingsError naming every setting that is wrong and what is allowed for it.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError(
            "\n".join(_said(found["loc"], found["type"], found["msg"]) for found in error.errors())
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not text in UTF-8. Save it again with that encoding.") from None


def _said(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]) if where else ""
    if kind == "extra_forbidden":
        known = ", ".join(field.upper() for field in Settings.model_fields)
        return f"{name.upper()}: no such setting. Known settings: {known}"
    if not name:
        return message.removeprefix("Value error, ")
    field = Settings.model_fields.get(name)
    allowed = field.description if field else ""
    return f"{name.upper()}: {message.removeprefix('Value error, ')}. Allowed: {allowed}"
