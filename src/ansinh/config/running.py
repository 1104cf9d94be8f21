"""The way into the system for every command and for the server: database up, migrated, reference data loaded, Django ready."""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.config import embedded, environment, messages


@dataclass(frozen=True)
class Loader:
    """Something to load at the start: `module:function`, called without arguments, quick and harmless when loaded already."""

    name: str
    calls: str
    only_demo: bool = False


LOADERS = (
    Loader("places and offices", "ansinh.delivery.offices.load_places:load_places"),
    Loader("demonstration province", "ansinh.doors.cli.demo:load_demonstration", only_demo=True),
    Loader("second factors of the demonstration", "ansinh.config.demonstration:give_second_factors", only_demo=True),
)
"""The one list of what a start loads, in order. The programmes need no loading: they are read from their files."""


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Hold the database up while the block runs, with schema and reference data as this version wants them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    with embedded.needed():
        bring_up_to_date()
        yield


@contextlib.contextmanager
def opened() -> Iterator[None]:
    """Hold the database up for one command. The embedded one is brought up to date; a server's schema is left to `ansinh serve`."""
    if not environment.DATABASE_URL.value():
        with running():
            yield
        return
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    django.setup()
    yield


def bring_up_to_date() -> None:
    """Migrate when a migration is missing, then call every loader."""
    import django

    messages.compile_stale()
    if not _prepared():
        _migrate()
    django.setup()
    if not is_migrated():
        _migrate()
    for loader in LOADERS:
        if loader.only_demo and not environment.DEMO.value():
            continue
        module, function = loader.calls.split(":")
        getattr(importlib.import_module(module), function)()


def is_migrated() -> bool:
    """Whether the database has every migration this version knows."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _prepared() -> bool:
    import psycopg

    from ansinh.config import database

    with contextlib.suppress(psycopg.Error), psycopg.connect(database.app_conninfo(), connect_timeout=5) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations'), to_regclass('shared_cache')").fetchone()
        return row is not None and all(row)
    return False


def _migrate() -> None:
    subprocess.run([sys.executable, "-m", "ansinh.config.manage", "migrate", "--verbosity", "0"], check=True)
