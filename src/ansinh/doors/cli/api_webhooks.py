"""`ansinh api webhook`: where a system is told of what."""

from __future__ import annotations

import click

from ansinh.doors.cli.database import database, load_rooms


@click.group()
def webhook() -> None:
    """Tell a system of deeds at an address, stop telling it, list all."""


@webhook.command()
@click.argument("client_id")
@click.argument("url")
@click.option(
    "--event", "occasions", multiple=True, required=True, help="filing.state, dossier.moved, dossier.decided, filing.paid, registry.on-search; several times"
)
@click.option("--by", "username", required=True, help="the officer who answers for it")
def new(client_id: str, url: str, occasions: tuple[str, ...], username: str) -> None:
    """Tell CLIENT_ID at URL (https) from now on; prints the signing secret, as `list --secrets` does later."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.systems.subscriptions import secret_of, subscribe  # noqa: PLC0415 - as above
    from ansinh.doors.cli.api import officer_named  # noqa: PLC0415 - as above

    try:
        with database():
            made = subscribe(client_id, url, occasions, by=officer_named(username, "--by"), at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{client_id} {url}: {' '.join(made.occasions)}\nsecret: {secret_of(made)}")


@webhook.command()
@click.argument("client_id")
@click.argument("url")
@click.option("--by", "username", required=True, help="the officer who answers for it")
def end(client_id: str, url: str, username: str) -> None:
    """Tell CLIENT_ID nothing at URL any more; what is queued is not sent."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.systems.subscriptions import unsubscribe  # noqa: PLC0415 - as above
    from ansinh.doors.cli.api import officer_named  # noqa: PLC0415 - as above

    try:
        with database():
            unsubscribe(client_id, url, by=officer_named(username, "--by"), at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{client_id} {url}: đã thôi báo / ended")


@webhook.command("list")
@click.option("--secrets", "with_secrets", is_flag=True, help="with the signing secret of each")
def listed(*, with_secrets: bool) -> None:
    """List every address in use."""
    load_rooms()
    from ansinh.delivery.systems.models_exchange import Subscription  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.delivery.systems.subscriptions import secret_of  # noqa: PLC0415 - as above

    with database():
        for row in Subscription.objects.filter(ended_at=None).select_related("client").order_by("client__client_id", "url"):
            secret = f"  {secret_of(row)}" if with_secrets else ""
            click.echo(f"{row.client.client_id:<24} {row.url}  {' '.join(row.occasions)}{secret}")
