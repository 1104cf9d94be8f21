"""Every environment variable the system reads: name, default, meaning. Nothing else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parents[3]
"""The checkout the package runs from; an installed package without one works in the current folder."""

if not (PROJECT / "pyproject.toml").is_file():
    PROJECT = Path.cwd()


class EnvironmentFault(ValueError):
    """A variable holds a value that cannot be used; the message says which, why and what is accepted."""


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One variable: `read` turns its text into a value and raises `ValueError` in words."""

    name: str
    default: T
    meaning: str
    read: Callable[[str], T]

    def value(self, environ: Mapping[str, str] | None = None) -> T:
        """The value in force: the default where the variable is absent or empty."""
        text = (os.environ if environ is None else environ).get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.read(text)
        except ValueError as fault:
            message = f"{self.name}={text!r}: {fault}"
            raise EnvironmentFault(message) from fault


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    message = "write 1 or 0"
    raise ValueError(message)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = "write a whole number"
        raise ValueError(message) from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


DATABASE_URL = Variable("DATABASE_URL", "", "PostgreSQL 15 or later, as the owner of the schema; empty: the embedded server under ANSINH_VAR", str)
APP_DATABASE_URL = Variable(
    "APP_DATABASE_URL",
    "",
    "the same database as the role `ansinh_app`, which owns nothing; needed behind PgBouncer; empty: DATABASE_URL with `-c role=ansinh_app`",
    str,
)
DB_AS_OWNER = Variable("ANSINH_DB_AS_OWNER", False, "1: connect as the owner; set by the commands that change the schema, by nobody else", _flag)  # noqa: FBT003 - the default of a flag
VAR = Variable("ANSINH_VAR", PROJECT / "var", "folder of everything the system writes: data, key, files, screenshots", Path)
DATABASE_FOLDER = Variable(
    "ANSINH_DATABASE_FOLDER", None, "folder of the embedded server; empty: ANSINH_VAR/pg, or /var/lib/ansinh where that is private", Path
)
SECRET_KEY = Variable("SECRET_KEY", "", "signing key; empty: made on the first run and kept in ANSINH_VAR/secret-key (mode 0600)", str)
DEBUG = Variable("DEBUG", False, "1: show programming faults on the page; never where people work", _flag)  # noqa: FBT003 - the default of a flag
DEMO = Variable("DEMO", False, "1: load the demonstration province and its accounts, marked on every page", _flag)  # noqa: FBT003 - the default of a flag
HOST = Variable("HOST", "127.0.0.1", "address the web server listens on", str)
PORT = Variable("PORT", 8000, "port the web server listens on", _whole)
DB_PREPARE = Variable("DB_PREPARE", 3, "after how many times a connection keeps a statement prepared; 0: never, behind a PgBouncer older than 1.21", _whole)
WORKERS = Variable("WEB_WORKERS", 3, "processes that answer pages", _whole)
THREADS = Variable("WEB_THREADS", 4, "threads in each of these processes", _whole)
ALLOWED_HOSTS: Variable[tuple[str, ...]] = Variable("ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"), "host names answered, with commas", _names)
PUBLIC_URL = Variable("PUBLIC_URL", "http://127.0.0.1:8000", "where people reach the site: printed in letters and QR codes", str)
TRUSTED_ORIGINS: Variable[tuple[str, ...]] = Variable(
    "TRUSTED_ORIGINS", (), "origins allowed to post forms besides the own one (https://...), with commas", _names
)
HTTPS = Variable("HTTPS", False, "1: behind a proxy that ends TLS and sets X-Forwarded-Proto: secure cookies, HSTS, redirect", _flag)  # noqa: FBT003 - the default of a flag
TRUSTED_PROXIES = Variable("TRUSTED_PROXIES", 0, "how many own proxies stand before the web server (for the caller's address)", _whole)
OIDC_SERVER_URL = Variable("OIDC_SERVER_URL", "", "OpenID Connect issuer; empty: no sign-in through another system", str)
OIDC_CLIENT_ID = Variable("OIDC_CLIENT_ID", "", "client id at that issuer", str)
OIDC_CLIENT_SECRET = Variable("OIDC_CLIENT_SECRET", "", "client secret at that issuer", str)
OIDC_NAME = Variable("OIDC_NAME", "OpenID Connect", "name of that issuer on the sign-in page", str)
CLIENT_CERTIFICATE_HEADER = Variable(
    "CLIENT_CERTIFICATE_HEADER",
    "",
    "header in which the own proxy hands on a caller's TLS certificate (SHA-256 in hex or base64url, or escaped PEM), after removing it from what came; empty: certificates prove nothing",
    str,
)
CLAMD = Variable("CLAMD", "", "virus scanner ClamAV for papers people send: unix:/run/clamav/clamd.ctl or tcp://host:3310; empty: none", str)
NOTICE_PROVIDERS = Variable(
    "NOTICE_PROVIDERS",
    None,
    "TOML file that names the providers of text messages, Zalo and e-mail (mode 0600: it holds their passwords); empty: nothing is sent",
    Path,
)
SIGNERS = Variable(
    "SIGNERS",
    None,
    "TOML file that names who signs decisions by which key, and whose certificates are trusted (mode 0600: it holds PINs); empty: nothing is signed digitally",
    Path,
)
WEBHOOKS_PRIVATE = Variable("WEBHOOKS_PRIVATE", False, "1: messages to other systems may go to http and inside; for tests and demonstrations", _flag)  # noqa: FBT003 - the default of a flag
LOG_LEVEL = Variable("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR", str.upper)
CHROMIUM = Variable("CHROMIUM", None, "browser for the browser tests; empty: Playwright's own or the system's chromium", Path)

VARIABLES: tuple[Variable[Any], ...] = (
    DATABASE_URL,
    APP_DATABASE_URL,
    DB_AS_OWNER,
    VAR,
    DATABASE_FOLDER,
    SECRET_KEY,
    DEBUG,
    DEMO,
    HOST,
    PORT,
    DB_PREPARE,
    WORKERS,
    THREADS,
    ALLOWED_HOSTS,
    PUBLIC_URL,
    TRUSTED_ORIGINS,
    HTTPS,
    TRUSTED_PROXIES,
    OIDC_SERVER_URL,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_NAME,
    CLIENT_CERTIFICATE_HEADER,
    CLAMD,
    NOTICE_PROVIDERS,
    SIGNERS,
    WEBHOOKS_PRIVATE,
    LOG_LEVEL,
    CHROMIUM,
)


def as_markdown() -> str:
    """The table of docs/operations.md; a test keeps the two equal."""
    rows = [f"| `{v.name}` | `{_shown(v)}` | {v.meaning} |" for v in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _shown(variable: Variable[Any]) -> str:
    default = variable.default
    if isinstance(default, bool):
        return str(int(default))
    if isinstance(default, tuple):
        return ",".join(default) or " "
    if isinstance(default, Path):
        return default.name
    return " " if default in (None, "") else str(default)
