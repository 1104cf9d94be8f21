"""The embedded server and `ansinh serve`, with real processes: they start, survive being killed, and stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ansinh.config import embedded

PATIENCE_SECONDS = 90


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[embedded.Server]:
    """A server of this test's own, in a folder that only root or we may enter, as a private home is."""
    monkeypatch.setenv("ANSINH_VAR", str(tmp_path / "var"))
    own = embedded.Server("killable")
    yield own
    own.stop()
    forget(own.record)


def forget(record: Path) -> None:
    """Remove the data, which lies elsewhere when we are root in a private folder."""
    if record.exists():
        shutil.rmtree(json.loads(record.read_text())["folder"])


def postmaster(server: embedded.Server) -> int:
    with psycopg.connect(server.address(embedded.OWNER, "postgres")) as connection:
        folder = connection.execute("SHOW data_directory").fetchone()
    assert folder
    return int((Path(folder[0]) / "postmaster.pid").read_text().splitlines()[0])


def test_the_server_listens_on_loopback_only_asks_for_a_password_and_keeps_it_private(server: embedded.Server) -> None:
    with server.running():
        with psycopg.connect(server.address(embedded.OWNER, "postgres")) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
            assert connection.execute("SELECT datlocprovider FROM pg_database WHERE datname = 'postgres'").fetchone() == ("b",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.address(embedded.OWNER, "postgres").replace(server.password(embedded.OWNER), "guessed"))
        assert stat.S_IMODE(server.record.stat().st_mode) == 0o600


def test_what_was_committed_is_there_after_the_server_was_killed(server: embedded.Server) -> None:
    with server.running():
        with psycopg.connect(server.address(embedded.OWNER, "postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (x int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        os.kill(postmaster(server), signal.SIGKILL)
        server.start()
        with psycopg.connect(server.address(embedded.OWNER, "postgres")) as connection:
            assert connection.execute("SELECT x FROM kept").fetchall() == [(1,)]


def test_another_program_on_the_recorded_port_is_given_way_to(server: embedded.Server) -> None:
    server.start()
    server.stop()
    port = int(str(server._recorded()["port"]))
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        server.start()
        assert server.answers()
        assert int(str(server._recorded()["port"])) != port


def test_the_last_user_stops_the_server_and_nobody_earlier(server: embedded.Server) -> None:
    with server.running():
        with server.running():
            pass
        assert server.answers()
    assert not server.answers()


def test_serve_answers_prints_where_and_stops_everything_it_started(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "ANSINH_VAR": str(tmp_path / "var"), "PORT": str(port), "DEMO": "0"}
    for name in ("DATABASE_URL", "APP_DATABASE_URL"):
        environ.pop(name, None)
    process = subprocess.Popen([sys.executable, "-m", "ansinh.doors.cli", "serve"], env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        assert f"http://127.0.0.1:{port}" in said
        assert answer(f"http://127.0.0.1:{port}/readyz") == 200
        assert "ansinh_request_seconds" in page(f"http://127.0.0.1:{port}/metrics")
        assert not (tmp_path / "var" / "secret-key").stat().st_mode & 0o077
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == 0
    forget(tmp_path / "var" / "pg.json")
    assert not [line for line in processes() if str(tmp_path) in line]


def answer(url: str) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - loopback
                return int(response.status)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - loopback
        return str(response.read().decode())


def processes() -> list[str]:
    """Command lines of all living processes, with the folder each works in."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environ = (process / "environ").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            lines.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace") + environ)
        except OSError:
            continue
    return lines


def test_two_servers_that_gather_static_files_at_once_wait_for_each_other(tmp_path: Path) -> None:
    gather = "import django; django.setup(); from ansinh.config.server import collect_static; collect_static()"
    environ = {
        **os.environ,
        "ANSINH_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "ansinh.config.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
    }
    both = [subprocess.Popen([sys.executable, "-c", gather], env=environ) for _ in range(2)]  # noqa: S603 - ourselves
    assert [process.wait(PATIENCE_SECONDS) for process in both] == [0, 0]
    assert (tmp_path / "static" / "staticfiles.json").exists()
