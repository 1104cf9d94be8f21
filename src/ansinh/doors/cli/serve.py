"""`ansinh serve`: hands over to the server, which lies above the doors and is therefore started, not imported."""

from __future__ import annotations

import os
import sys

import click


@click.command()
@click.option("--host", help="address to listen on (else HOST, else 127.0.0.1)")
@click.option("--port", type=click.IntRange(1, 65535), help="port to listen on (else PORT, else 8000)")
@click.option("--demo/--no-demo", default=None, help="load the demonstration province and its accounts (else DEMO, else no)")
def serve(host: str | None, port: int | None, *, demo: bool | None) -> None:
    """Serve pages and jobs on the database until Ctrl-C."""
    given = {"HOST": host, "PORT": port, "DEMO": None if demo is None else int(demo)}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    os.execv(sys.executable, [sys.executable, "-m", "ansinh.config.server"])  # noqa: S606 - the same process goes on, so that Ctrl-C is its own
