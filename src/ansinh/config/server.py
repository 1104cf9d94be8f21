"""`python -m ansinh.config.server`: database, web server and job worker as one thing that starts with a command and stops with Ctrl-C."""

from __future__ import annotations

import ctypes
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ansinh.config import embedded, environment
from ansinh.config.running import running

STOP_SECONDS = 15
LOOK_SECONDS = 1.0
TOO_MANY_STARTS = 5
WITHIN_SECONDS = 60
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program that must be running; started again when it dies."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)
    rests_until: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches us alone and the order of stopping is ours."""
        self.started = [*self.started[-TOO_MANY_STARTS:], time.monotonic()]
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 - ourselves; no thread yet

    def recent_starts(self) -> int:
        """How often it was started lately."""
        return sum(moment > time.monotonic() - WITHIN_SECONDS for moment in self.started)

    def is_dead(self) -> bool:
        """Whether it ended by itself."""
        return self.process is None or self.process.poll() is not None

    def stop(self, deadline: float) -> None:
        """Ask it to end, and end it at the deadline."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def children(host: str, port: int) -> list[Child]:
    """The web server and the job worker; in a demonstration without providers of its own also the sandbox that takes its messages."""
    sandbox = [Child("providers", sandbox_command())] if environment.DEMO.value() and environment.NOTICE_PROVIDERS.value() is None else []
    return [Child("web", web_command(host, port)), Child("worker", worker_command()), *sandbox]


def sandbox_command() -> list[str]:
    """Providers on this machine that deliver nothing; the settings find their file there."""
    return [sys.executable, "-m", "ansinh.doors.cli", "notices", "sandbox", "--settings", str(environment.VAR.value() / "sandbox-providers.toml")]


def web_command(host: str, port: int) -> list[str]:
    """The production web server, the same for `make run`, tests and benches."""
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []  # noqa: S108 - gunicorn's heartbeat, no secret
    return [
        *(sys.executable, "-m", "gunicorn", "ansinh.config.wsgi:application", "--preload", "--no-control-socket"),
        *("--bind", f"{host}:{port}", "--workers", str(environment.WORKERS.value()), "--worker-class", "gthread"),
        *("--threads", str(environment.THREADS.value()), "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5"),
        *("--log-level", "warning", *shared_memory),
    ]


def worker_command() -> list[str]:
    """The job worker; a fresh name each start, since a name stands for one life of one process."""
    name = f"worker-{os.getpid()}-{secrets.token_hex(3)}"
    arguments = ["procrastinate", "worker", "--name", name, "--concurrency", "2", "--shutdown-graceful-timeout", "10"]
    return [sys.executable, "-m", "ansinh.config.manage", *arguments]


def serve(host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM. Whatever dies is started again; a web server that keeps dying ends it all with exit code 1."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    _demand_free(host, port)
    os.environ.setdefault(environment.PUBLIC_URL.name, f"http://{host}:{port}")
    with running():
        collect_static()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_empty_folder(environment.VAR.value() / "metrics"))
        kept = children(host, port)
        try:
            for child in kept:
                child.start()
            announce(host, port)
            while not stopping.wait(LOOK_SECONDS):
                embedded.revive()
                for child in kept:
                    _revive(child)
        finally:
            deadline = time.monotonic() + STOP_SECONDS
            for child in kept:
                child.stop(deadline)


def _revive(child: Child) -> None:
    if not child.is_dead() or time.monotonic() < child.rests_until:
        return
    deaths = child.recent_starts()
    if child.name == "web" and deaths >= TOO_MANY_STARTS:
        sys.exit(f"{child.name} died {deaths} times within {WITHIN_SECONDS} seconds; its last words are above.")
    sys.stderr.write(f"{child.name} died; starting it again.\n")
    if child.name == "worker":
        child.command = worker_command()
    child.start()
    child.rests_until = time.monotonic() + min(30, 2 ** (deaths - 1))


def _demand_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            sys.exit(f"{host}:{port}: {fault.strerror}. Stop what uses it, or choose another: PORT=8001 make run")


def collect_static() -> None:
    """Gather and compress the static files when they changed since the last time; two who ask at once wait for each other."""
    folder = environment.VAR.value()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "static.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _collect_changed(folder)


def _collect_changed(folder: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    facts = sorted(f"{path} {Path(whole).stat().st_mtime_ns} {Path(whole).stat().st_size}" for path, whole in found)
    stamp = folder / "static.stamp"
    if stamp.exists() and stamp.read_text() == "\n".join(facts):
        return
    shutil.rmtree(folder / "static", ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text("\n".join(facts))


def _empty_folder(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def announce(host: str, port: int) -> None:
    """Print where to go, and in a demonstration with which accounts."""
    lines = ["", f"An Sinh: http://{host}:{port}    Ctrl-C: dừng / stop", ""]
    if environment.DEMO.value():
        from ansinh.config.demonstration import accounts

        lines += accounts()
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    serve(environment.HOST.value(), environment.PORT.value())
