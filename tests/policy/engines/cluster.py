"""A small Spark cluster for a test: a standalone master and two workers from the package, all on 127.0.0.1."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyspark
import pytest

HERE = "127.0.0.1"
DEPLOY = "org.apache.spark.deploy"
WORKERS = 2
PATIENCE = 120
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""Processes so short are not worth Java's second compiler."""


@contextlib.contextmanager
def cluster(folder: Path, *, memory: str = "1g", java: Mapping[str, str] = QUICK) -> Iterator[str]:
    """Start the cluster, its workers' folders under `folder`; give the master's address once both workers have come to it."""
    port, pages = _free_port(), _free_port()
    master = f"spark://{HERE}:{port}"
    with contextlib.ExitStack() as running:
        running.enter_context(_started(folder / "master.log", java, f"{DEPLOY}.master.Master", "--host", HERE, "--port", str(port), "--webui-port", str(pages)))
        for number in range(WORKERS):
            place = folder / f"worker{number}"
            own = ("--host", HERE, "--webui-port", "0", "--cores", "1", "--memory", memory, "--work-dir", str(place))
            running.enter_context(_started(folder / f"worker{number}.log", java, f"{DEPLOY}.worker.Worker", *own, master))
        _wait(f"http://{HERE}:{pages}/json/", folder)
        yield master


def works_of(folder: Path) -> set[Path]:
    """Give what the workers below a folder have had to do: a folder a worker and application."""
    return set(folder.glob("worker[01]/app-*"))


@contextlib.contextmanager
def _started(log: Path, java: Mapping[str, str], *command: str) -> Iterator[None]:
    home = Path(pyspark.__file__).parent
    environ = {**os.environ, "SPARK_LOCAL_IP": HERE, "SPARK_HOME": str(home), **java}
    with log.open("w") as lines:
        process = subprocess.Popen([str(home / "bin" / "spark-class"), *command], env=environ, stdout=lines, stderr=lines)  # noqa: S603 - the package's own program
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(address, timeout=5) as page:  # noqa: S310 - loopback
            if json.load(page)["aliveworkers"] == WORKERS:
                return
        time.sleep(0.2)
    logs = "\n".join(path.read_text(errors="replace")[-1_000:] for path in sorted(folder.glob("*.log")))
    pytest.fail(f"the cluster did not come up\n{logs}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
