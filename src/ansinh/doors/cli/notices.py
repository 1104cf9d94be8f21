"""`ansinh notices`: the providers of this installation, and a sandbox that speaks their protocols."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from ansinh.delivery.notices.providers import ProvidersFault, load
from ansinh.delivery.notices.sandbox.run import sandbox as opened


@click.group()
def notices() -> None:
    """Providers of text messages, Zalo and e-mail."""


@notices.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Read FILE as NOTICE_PROVIDERS would be read, and say what it names; exit 1 with the place of a fault. Nobody is called."""
    try:
        read = load(file)
    except ProvidersFault as fault:
        raise click.ClickException(str(fault)) from fault
    for one in read.providers:
        click.echo(f"{one.channel:<6} {one.priority} {one.name} ({one.kind}), {one.per_second:g}/s")
    click.echo(f"giờ yên tĩnh / quiet: {read.quiet[0]:%H:%M}-{read.quiet[1]:%H:%M}")


@notices.command()
@click.option(
    "--settings", type=click.Path(dir_okay=False, path_type=Path), required=True, help="where to write the file that NOTICE_PROVIDERS names; removed at the end"
)
def sandbox(settings: Path) -> None:
    """Open SMPP, HTTP, Zalo-like and SMTP providers on free ports of this machine until Ctrl-C. They deliver nothing; …000 is no number, …111 never arrives."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with opened() as written:
        settings.parent.mkdir(parents=True, exist_ok=True)
        part = settings.with_name(f".{settings.name}.part")
        part.touch(mode=0o600)
        part.write_text(written, encoding="utf-8")
        part.replace(settings)
        click.echo(f"NOTICE_PROVIDERS={settings}")
        try:
            stopping.wait()
        finally:
            settings.unlink(missing_ok=True)
