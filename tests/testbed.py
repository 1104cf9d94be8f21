"""Databases for tests: a template migrated and loaded once, cloned for each process, and for each test that really commits."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ansinh.config import database, embedded, environment, schema
from ansinh.config.embedded_place import database_user, programs

MEMORY = Path("/dev/shm")  # noqa: S108 - data of tests, in a folder of mode 0700
ENOUGH = 8 << 30
"""Bytes of the memory's file system from which on the tests' databases lie there; containers often have 64 MB."""


def in_memory() -> Path | None:
    """Where the tests' databases lie in memory; nowhere on a machine with little of it. Making one there is twice as quick, and beside other work ten times."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).total < ENOUGH:
        return None
    return MEMORY / f"ansinh-tests-{hashlib.sha256(str(environment.PROJECT).encode()).hexdigest()[:12]}"


SERVER = embedded.Server(
    "test-pg", {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200", "max_wal_size": "512MB"}, in_memory()
)
"""Forgets everything if the machine fails, which no test minds; tests that kill PostgreSQL start a durable server of their own."""
KEPT_TEMPLATES = 3


@dataclass(frozen=True)
class Databases:
    """The server that tests use, as its owner; names of its databases are made and dropped here."""

    owner: str
    app_password: str | None

    def owner_of(self, name: str) -> str:
        """Connect to database `name` as the owner."""
        return make_conninfo(self.owner, dbname=name)

    def app_of(self, name: str) -> str:
        """Connect to database `name` as the application does."""
        if self.app_password is None:
            return environ_app(self.owner_of(name))
        return make_conninfo(self.owner_of(name), user=database.APP_ROLE, password=self.app_password)

    def environ(self, name: str) -> dict[str, str]:
        """The environment for a process of the system working on database `name`."""
        return {**os.environ, "DATABASE_URL": self.owner_of(name), "APP_DATABASE_URL": self.app_of(name)}

    def clone(self, name: str) -> None:
        """Make database `name` from the template; the template is built first when the schema or its data changed."""
        with _alone():
            template = self._template()
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)

    def copy_to(self, server: embedded.Server) -> None:
        """Fill the database of another server from the template: a third of the time that migrating and loading takes."""
        with _alone():
            template = self._template()
        owner = server.address(embedded.OWNER)
        schema.prepare(owner, app_password=server.password(embedded.APP))
        tools = programs(database_user())
        with subprocess.Popen([str(tools / "pg_dump"), "-Fc", "-Z0", "-d", self.owner_of(template)], stdout=subprocess.PIPE) as dump:  # noqa: S603 - the package's own programs
            subprocess.run([str(tools / "pg_restore"), "--clean", "--if-exists", "-d", owner], stdin=dump.stdout, check=True)  # noqa: S603 - as above
        assert dump.returncode == 0

    def build(self) -> None:
        """Build the template where it is missing."""
        with _alone():
            self._template()

    def drop(self, name: str) -> None:
        """Drop database `name` and whoever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _template(self) -> str:
        wanted = f"template_{fingerprint()}"
        known = self._names("template\\_%")
        if wanted in known:
            return wanted
        self._sweep(known)
        draft = f"draft_{fingerprint()}"
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", draft)
        schema.prepare(self.owner_of(draft), app_password=self.app_password)
        subprocess.run(
            [sys.executable, "-c", "from ansinh.config.running import running\nwith running(): pass"], env={**self.environ(draft), "DEMO": "0"}, check=True
        )
        self._execute("ALTER DATABASE {} RENAME TO {}", draft, wanted)
        return wanted

    def _sweep(self, templates: list[str]) -> None:
        for stale in templates[: max(0, len(templates) - KEPT_TEMPLATES + 1)]:
            self.drop(stale)
        for name in self._names("tests_%"):
            process = re.match(r"tests_(\d+)_", name)
            if process and not Path(f"/proc/{process[1]}").exists():
                self.drop(name)

    def _names(self, pattern: str) -> list[str]:
        with psycopg.connect(self.owner_of("postgres"), autocommit=True) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [pattern])
            return [str(row[0]) for row in rows]

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.owner_of("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def databases() -> Iterator[Databases]:
    """The server for tests while the session lasts: DATABASE_URL's, else an embedded one of our own."""
    url = environment.DATABASE_URL.value()
    if url:
        yield Databases(url, None)
        return
    with SERVER.running():
        yield Databases(SERVER.address(embedded.OWNER, "postgres"), SERVER.password(embedded.APP))


def environ_app(owner: str) -> str:
    """How the application connects where it has no login of its own."""
    stepped_down = {**database.APP_LIMITS, "role": database.APP_ROLE}
    return make_conninfo(owner, options=" ".join(f"-c {name}={value}" for name, value in stepped_down.items()))


def name_for(what: str) -> str:
    """A database name that tells which process it belongs to."""
    return f"tests_{os.getpid()}_{what}"


def parts_of(conninfo: str) -> dict[str, object]:
    """Django's settings for a connection string."""
    assert conninfo_to_dict(conninfo)["dbname"]
    return database.as_django(conninfo)


def fingerprint() -> str:
    """What the template is made of: migrations, loaders, the schema's preparation and the versions of all packages."""
    package = environment.PROJECT / "src" / "ansinh"
    files = [
        *package.glob("delivery/*/migrations/*.py"),
        *package.glob("doors/*/migrations/*.py"),
        *package.glob("delivery/offices/*.py"),
        package / "config" / "schema.py",
    ]
    files += [package / "config" / "database.py", package / "config" / "running.py", environment.PROJECT / "requirements.lock"]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(environment.PROJECT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    folder = environment.VAR.value()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "test-databases.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    with databases() as found:
        found.build()
