"""What the database needs before and after migrations: the role that owns nothing, extensions, rights, the shared cache."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ansinh.config import database

DELETABLE = ("django_session", "axes_%", "mfa_%", "account_%", "socialaccount_%", "procrastinate_%", "shared_cache")
"""Tables whose rows the application may delete: sessions, sign-in attempts, second factors, jobs, cache. No room is among them."""
MIGRATION_LOCK = 6820210701


def prepare(conninfo: str | None = None, *, app_password: str | None = None) -> None:
    """Make the database, the application's role, the extensions and the default rights; doing it again changes nothing.

    `conninfo` connects as the owner of the schema; `app_password` lets the role log in by itself.
    """
    conninfo = conninfo or database.owner_conninfo()
    _make_database(conninfo)
    with alone(conninfo), psycopg.connect(conninfo, autocommit=True) as connection:
        _make_role(connection, app_password)
        for extension in database.EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        _default_rights(connection)


@contextlib.contextmanager
def alone(conninfo: str | None = None) -> Iterator[None]:
    """Hold the lock of whoever changes the schema: two starts at once follow one another."""
    with psycopg.connect(conninfo or database.owner_conninfo(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield


def finish(conninfo: str | None = None) -> None:
    """After migrations: which rows the application may delete, and that it only reads the list of migrations."""
    role = sql.Identifier(database.APP_ROLE)
    with psycopg.connect(conninfo or database.owner_conninfo()) as connection:
        for table in DELETABLE:
            for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s", [database.SCHEMA, table]):
                connection.execute(sql.SQL("GRANT DELETE ON {} TO {}").format(sql.Identifier(name), role))
        connection.execute(sql.SQL("REVOKE INSERT, UPDATE ON django_migrations, django_content_type, auth_permission FROM {}").format(role))


def _make_database(conninfo: str) -> None:
    name = str(conninfo_to_dict(conninfo).get("dbname") or "")
    try:
        psycopg.connect(conninfo, connect_timeout=5).close()
    except psycopg.OperationalError as fault:
        if f'database "{name}" does not exist' not in str(fault):
            raise
        with psycopg.connect(make_conninfo(conninfo, dbname="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))


def _make_role(connection: psycopg.Connection, app_password: str | None) -> None:
    role = sql.Identifier(database.APP_ROLE)
    known = connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [database.APP_ROLE]).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(role))
    if app_password:
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(app_password)))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    for name, value in database.APP_LIMITS.items():
        connection.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(role, sql.Identifier(name), sql.Literal(value)))


def _default_rights(connection: psycopg.Connection) -> None:
    role, schema = sql.Identifier(database.APP_ROLE), sql.Identifier(database.SCHEMA)
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(role=role, schema=schema))
