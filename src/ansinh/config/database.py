"""Which database, as which role: the schema's owner for migrations, `ansinh_app` (owns nothing, bound by row security) for all else."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ansinh.config import embedded, environment

APP_ROLE = "ansinh_app"
SCHEMA = "public"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
APP_LIMITS = {"lock_timeout": "5s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "timezone": "UTC"}
"""Limits of the application role, kept on the role itself so that they hold behind PgBouncer too; a job may `SET LOCAL` longer ones."""
OWNER_LIMITS = {"lock_timeout": "5s", "statement_timeout": "15min"}
"""A migration that cannot get its lock in five seconds gives up instead of queueing every page behind itself."""


def owner_conninfo() -> str:
    """How the owner of the schema connects: DATABASE_URL, else the embedded server."""
    return environment.DATABASE_URL.value() or embedded.address(embedded.OWNER)


def app_conninfo() -> str:
    """How everybody else connects: as `ansinh_app` by its own login, else as the owner who steps down to that role at once."""
    given = environment.APP_DATABASE_URL.value()
    if given:
        return given
    url = environment.DATABASE_URL.value()
    if not url:
        return embedded.address(APP_ROLE)
    stepped_down = {**APP_LIMITS, "role": APP_ROLE}
    before = str(conninfo_to_dict(url).get("options", ""))
    return make_conninfo(url, options=" ".join(filter(None, [before, _options(stepped_down)])))


def django_database() -> dict[str, Any]:
    """Django's entry for the alias `default`: the application role, or the owner for the commands that change the schema."""
    if environment.DB_AS_OWNER.value():
        return as_django(make_conninfo(owner_conninfo(), options=_options(OWNER_LIMITS)))
    return as_django(app_conninfo())


def as_django(conninfo: str) -> dict[str, Any]:
    """A libpq connection string as Django's settings. No server-side cursors: they break behind PgBouncer."""
    parts = dict(conninfo_to_dict(conninfo))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "ansinh"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **{key: value for key, value in parts.items() if value is not None},
            "server_side_binding": True,  # a page asks the same ten questions each time: they are planned once a connection
            "prepare_threshold": environment.DB_PREPARE.value() or None,
        },
    }


def _options(values: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in values.items())
