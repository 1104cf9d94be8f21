"""A database of its own for a simulated world: another embedded server, on which nothing is kept and nobody else works."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from ansinh.config import embedded, environment, running, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = embedded.Server("simulated-pg", {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
"""It forgets everything if the machine fails, which a world that can be made again does not mind."""

PREFIX = "world_"


@contextlib.contextmanager
def alone() -> Iterator[str]:
    """Put this process on a new database of the simulation's own server, migrated and with the map loaded; give how its owner connects.

    The database and its files are removed at the end; what DATABASE_URL names, and what is in use, is never touched. Raises `RuntimeError`
    where this process already works on another database.
    """
    from django.apps import apps

    if apps.ready:
        message = "this process already works on a database; a simulated world needs a process of its own"
        raise RuntimeError(message)
    with SERVER.running():
        _sweep()
        name = f"{PREFIX}{os.getpid()}"
        owner = SERVER.address(embedded.OWNER, name)
        files = environment.VAR.value().resolve() / "simulated" / name
        its_own = {
            "DATABASE_URL": owner, "APP_DATABASE_URL": SERVER.address(embedded.APP, name), "ANSINH_VAR": str(files), "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "ansinh.config.settings",
        }  # fmt: skip
        schema.prepare(owner, app_password=SERVER.password(embedded.APP))
        before = dict(os.environ)
        os.environ.update(its_own)
        try:
            running.bring_up_to_date()
            yield owner
        finally:
            _let_go()
            os.environ.clear()
            os.environ.update(before)
            _remove(name)
            shutil.rmtree(files, ignore_errors=True)


def _let_go() -> None:
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        connections.close_all()


def _remove(*names: str) -> None:
    with psycopg.connect(SERVER.address(embedded.OWNER, "postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _sweep() -> None:
    """Remove what a process that was killed left behind."""
    with psycopg.connect(SERVER.address(embedded.OWNER, "postgres"), autocommit=True) as connection:
        names = [str(name) for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])]
    _remove(*(name for name in names if not Path("/proc", name.removeprefix(PREFIX)).exists()))
