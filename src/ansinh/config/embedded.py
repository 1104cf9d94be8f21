"""The embedded PostgreSQL: the wheel's programs, a data folder of our own, loopback only, passwords nobody types."""

from __future__ import annotations

import contextlib
import fcntl
import json
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import make_conninfo

from ansinh.config import environment
from ansinh.config.embedded_place import DatabaseUser, data_folder, database_user, forget_the_dead, programs

OWNER = "ansinh"
APP = "ansinh_app"
DATABASE = "ansinh"
START_SECONDS = 60
TUNING = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "512MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class DatabaseFault(RuntimeError):
    """The embedded server cannot be made or started; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """One embedded server: its name under the folder of all data, settings beyond the usual ones, where its data lies if not there."""

    name: str = "pg"
    settings: Mapping[str, str] = field(default_factory=dict)
    data: Path | None = None

    @property
    def record(self) -> Path:
        """Where port, folder and passwords are kept (mode 0600)."""
        return environment.VAR.value().resolve() / f"{self.name}.json"

    def address(self, role: str, database: str = DATABASE) -> str:
        """How `role` connects. Before the first start the address leads nowhere."""
        port = str(self._recorded().get("port", 1))
        return make_conninfo("", host="127.0.0.1", port=port, user=role, password=self.password(role), dbname=database)

    def password(self, role: str) -> str:
        """The password made for `role`; empty before the first start."""
        passwords = self._recorded().get("passwords")
        return str(passwords.get(role, "")) if isinstance(passwords, dict) else ""

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """Start it when it is not up; on leaving, the last user of it on this machine stops it."""
        self.record.parent.mkdir(parents=True, exist_ok=True)
        with self.record.with_suffix(".users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield self
            finally:
                self._stop_as_last(users)

    def start(self) -> None:
        """Make the data folder when missing and bring the server up; two starts at once become one.

        Raises `DatabaseFault` with the end of the server's log when it does not answer within a minute.
        """
        self.record.parent.mkdir(parents=True, exist_ok=True)
        with self.record.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            user = database_user()
            folder = data_folder(self.name, user, self.data)
            if self.data and not self.record.exists():  # what lies there is of a record that is gone: nobody can enter it any more
                shutil.rmtree(folder)
                folder = data_folder(self.name, user, self.data)
            if not (folder / "PG_VERSION").exists():
                self._make(folder, user)
            self._bring_up(folder, user)

    def stop(self) -> None:
        """Stop it in good order; nothing happens when it is not up."""
        user = database_user()
        _run(["pg_ctl", "-D", str(data_folder(self.name, user, self.data)), "-m", "fast", "-w", "stop"], user, check=False)

    def answers(self) -> bool:
        """Whether the server on the recorded port is up and is ours, not another's on the same port."""
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.address(OWNER, "postgres"), connect_timeout=3) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            return row is not None and row[0] == self._recorded().get("folder")
        return False

    def _make(self, folder: Path, user: DatabaseUser | None) -> None:
        passwords = {OWNER: secrets.token_urlsafe(24), APP: secrets.token_urlsafe(24)}
        secret = folder.with_name(f".{folder.name}-password")
        secret.touch(mode=0o600)
        secret.write_text(passwords[OWNER])
        if user:
            user.give(secret)
        try:
            encoding = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            _run(["initdb", "-D", str(folder), "-U", OWNER, "--auth=scram-sha-256", f"--pwfile={secret}", *encoding], user)
        finally:
            secret.unlink()
        self._write({"folder": str(folder), "port": _free_port(), "passwords": passwords})

    def _bring_up(self, folder: Path, user: DatabaseUser | None) -> None:
        deadline = time.monotonic() + START_SECONDS
        said = ""
        while not self.answers():
            if time.monotonic() > deadline:
                message = f"The embedded PostgreSQL in {folder} does not start. End of its log:\n{_end_of_log(folder)}\n{said}"
                raise DatabaseFault(message)
            if not _is_free(int(str(self._recorded()["port"]))) and not (folder / "postmaster.pid").exists():
                self._write({**self._recorded(), "port": _free_port()})
            settings = {**TUNING, **self.settings, "port": str(self._recorded()["port"])}
            options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
            started = _run(["pg_ctl", "-D", str(folder), "-l", str(folder / "server.log"), "-w", "-t", "30", "-o", options, "start"], user, check=False)
            said = started.stdout
            if started.returncode:
                forget_the_dead(folder)
                time.sleep(0.3)

    def _stop_as_last(self, users: IO[str]) -> None:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()

    def _recorded(self) -> dict[str, object]:
        return json.loads(self.record.read_text()) if self.record.exists() else {}

    def _write(self, known: dict[str, object]) -> None:
        draft = self.record.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(known, indent=1))
        draft.replace(self.record)


def address(role: str) -> str:
    """How `role` connects to the embedded server of this installation."""
    return Server().address(role)


def app_password() -> str | None:
    """The password of the application's role on the embedded server; none where DATABASE_URL names another server."""
    return None if environment.DATABASE_URL.value() else Server().password(APP)


@contextlib.contextmanager
def needed() -> Iterator[None]:
    """The embedded server while it is needed; nothing where DATABASE_URL names another."""
    if environment.DATABASE_URL.value():
        yield
    else:
        with Server().running():
            yield


def revive() -> None:
    """Start the embedded server again when it was killed; nothing where DATABASE_URL names another."""
    if not environment.DATABASE_URL.value() and not Server().answers():
        Server().start()


def _run(command: list[str], user: DatabaseUser | None, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        [str(programs(user) / command[0]), *command[1:]],
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if check and done.returncode:
        message = f"{command[0]} failed:\n{done.stdout}"
        raise DatabaseFault(message)
    return done


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def _end_of_log(folder: Path) -> str:
    log = folder / "server.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(no log)"
