"""Fixtures for every test: real PostgreSQL with row security on, a real web server, a real browser."""

from __future__ import annotations

import contextlib
import gc
import itertools
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import hypothesis
import psycopg
import pytest

import browsing
import chromium as browsers
import testbed

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, Page
    from pyspark.sql import SparkSession

    from ansinh.delivery.offices.models import Officer

PROJECT = Path(__file__).resolve().parents[1]
os.environ["ANSINH_VAR"] = str(PROJECT / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "ansinh.config.settings"
os.environ.pop("DEMO", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the suite starts some hundred processes; without what was compiled before, each takes a second longer
sys.dont_write_bytecode = False
hypothesis.settings.register_profile("ansinh", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("long", parent=hypothesis.settings.get_profile("ansinh"), derandomize=False, max_examples=2000)
hypothesis.settings.load_profile("ansinh")
numbers = itertools.count(1)


def pytest_configure() -> None:
    """Pages rendered in the test's own process need no collected static files; the web server of `live_server_url` has them."""
    from django.conf import settings

    from ansinh.config import messages

    messages.compile_stale()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Where several processes test, let one more build the template of databases, so that none of them waits for it."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        subprocess.Popen([sys.executable, str(Path(testbed.__file__))])  # noqa: S603 - ourselves; whoever needs the template waits for its end


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Seek no garbage while tests are gathered, nor later among them: a million objects that stay; it took a third of the gathering."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what needs no database first, then what takes longest; refuse the flush of a whole database: tests that really commit take `own_db`."""
    items.sort(key=_turn)
    for item in items:
        mark = item.get_closest_marker("django_db")
        if "transactional_db" in getattr(item, "fixturenames", ()) or (mark and mark.kwargs.get("transaction")):
            message = f"{item.nodeid}: rows are never deleted here, so nothing can be flushed; use the fixture `own_db`"
            raise pytest.UsageError(message)


def _turn(item: pytest.Item) -> int:
    """While the template of databases is built there are tests that need none; at the end no process waits for another's long test."""
    folder = item.path.relative_to(PROJECT / "tests").parts[0]
    return {"policy": 0, "simulation": 1, "journeys": 1, "house": 1}.get(folder, 2)


@pytest.fixture(scope="session")
def databases() -> Iterator[testbed.Databases]:
    """The test server, up while the session lasts."""
    with testbed.databases() as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(databases: testbed.Databases, django_db_blocker: Any) -> Iterator[None]:
    """Give this process a database of its own, cloned from the migrated template; the application's role uses it."""
    from django.db import connection, connections

    name = testbed.name_for("shared")
    databases.clone(name)
    with django_db_blocker.unblock():
        connection.settings_dict.update(testbed.parts_of(databases.app_of(name)))
        connection.features.supports_transactions = True  # Django finds out by making a table, which this role may not
        yield
        connections.close_all()
    databases.drop(name)


@pytest.fixture
def own_db(request: pytest.FixtureRequest, databases: testbed.Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A fresh database for this test alone, with real commits, in every thread; its name.

    Where the live web server is asked for, it has the one name that this server, the same for all tests, was told at its start.
    """
    from django.db import connection, connections

    name = testbed.name_for("live" if "live_server_url" in request.fixturenames else f"own{next(numbers)}")
    databases.clone(name)
    with django_db_blocker.unblock():
        connections.close_all()
        shared = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = shared
            databases.drop(name)


@pytest.fixture
def owner_connection(databases: testbed.Databases, own_db: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the owner of everything, past row security: for tampering. Each statement commits by itself."""
    with psycopg.connect(databases.owner_of(own_db), autocommit=True) as connection:
        yield connection


@pytest.fixture
def signed_in(django_db_setup: None) -> Callable[[Officer], Client]:
    """Make a client in which an officer has signed in, second factor shown: `signed_in(officer).get("/")`."""
    from django.test import Client

    from ansinh.doors.web.accounts.second_factor import SHOWN

    def sign_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        session = client.session
        session[SHOWN] = True
        session.save()
        return client

    return sign_in


@pytest.fixture
def sign_in_page(own_db: str) -> Callable[[Page, str, str], None]:
    """Sign an officer in by the pages themselves: `sign_in_page(page, username, password)`; a second factor is made when missing."""
    return browsing.sign_in


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collected static files for the real web server."""
    from ansinh.config.server import collect_static

    with _real_static_storage():
        collect_static()


@pytest.fixture
def live_environ(databases: testbed.Databases, own_db: str) -> dict[str, str]:
    """The environment for a process of the system that works on this test's own database."""
    return databases.environ(own_db)


@pytest.fixture(scope="session")
def web_server(databases: testbed.Databases, static_files: None) -> Iterator[str]:
    """The production web server on a free port, started once a process: each test that asks for it gets its database anew, under the same name."""
    from ansinh.config.server import web_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with _process(web_command("127.0.0.1", port), databases.environ(testbed.name_for("live"))) as process:
        _wait_until_healthy(url, process)
        yield url


@pytest.fixture
def live_server_url(own_db: str, web_server: str) -> str:
    """The production web server, on this test's own database."""
    return web_server


@pytest.fixture
def live_worker(live_environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The production job worker on this test's own database."""
    from ansinh.config.server import worker_command

    with _process(worker_command(), live_environ) as process:
        yield process


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a machine without one fails the test."""
    from playwright.sync_api import sync_playwright

    try:
        path = browsers.find()
    except browsers.NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in this thread; queries of the test do too
    with sync_playwright() as playwright, _pictures():
        chromium = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


def _pictures() -> contextlib.AbstractContextManager[Any]:
    """Let pages be photographed where somebody looks at the pictures (`PICTURES=1`); they are a fifth of the time of tests in a browser.

    Without, a page is still waited for as before its picture, since what is asked of it next is asked of a whole page.
    """
    if os.environ.get("PICTURES"):
        return contextlib.nullcontext()
    return patch("playwright.sync_api.Page.screenshot", _waited_for)


def _waited_for(page: Page, **_kept: Any) -> bytes:
    page.wait_for_load_state()
    return b""


@pytest.fixture
def page(browser: Browser, live_server_url: str) -> Iterator[Page]:
    """A page of a fresh visitor; addresses like `/` go to the live server."""
    context = browser.new_context(base_url=live_server_url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """One Spark session on both cores for all tests of a process; without Java they fail, they are never skipped. Such tests are of the group `spark`."""
    from ansinh.policy.engines import spark as engine

    logging.getLogger("py4j").setLevel(logging.WARNING)  # it says good-bye after the tests have closed their streams
    quick = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "spark.default.parallelism": "1"}
    with patch.dict(engine.SETTINGS, quick), engine.session() as started:  # so short a session is not worth Java's second compiler
        yield started


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A master with two workers of its own on loopback, for what is typed at a terminal: its address, and the folder of its workers."""
    from policy.engines.cluster import cluster

    folder = tmp_path_factory.mktemp("cluster")
    with cluster(folder) as master:
        yield master, folder


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where journeys keep what they saw, with `PICTURES=1`."""
    folder = PROJECT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def _process(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environ)  # noqa: S603 - ourselves
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - loopback
            return
        time.sleep(0.1)
    pytest.fail(f"the web server does not answer at {url}")


@contextlib.contextmanager
def _real_static_storage() -> Iterator[None]:
    from django.conf import settings
    from django.test import override_settings

    real = {**settings.STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STORAGES=real):
        yield
