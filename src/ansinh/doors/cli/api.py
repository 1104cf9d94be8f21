"""`ansinh api`: other systems let in, shut out, listed, and told of what."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.api_webhooks import webhook
from ansinh.doors.cli.database import database, load_rooms

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Office, Officer
    from ansinh.delivery.systems.clients import Asked
    from ansinh.delivery.systems.models import ApiClient

DAYS = 365
"""How long a client is let in for where nothing else is said."""


@click.group()
def api() -> None:
    """Other systems that call the API."""


api.add_command(webhook)


@api.group()
def client() -> None:
    """Let a system in, shut it out, list all."""


@client.command()
@click.argument("client_id")
@click.option("--name", required=True, help="what people call the system")
@click.option("--contact", required=True, help="who is called when it fails: a duty desk")
@click.option("--owner", required=True, help="the officer who answers for it: an administrator or the head of an office")
@click.option("--by", "username", required=True, help="the officer who lets it in")
@click.option("--place", help="GSO code of the place it files for and sees; left out: the place of the owner's office")
@click.option("--programme", "programmes", multiple=True, default=("nq68",), show_default=True)
@click.option("--scope", "abilities", multiple=True, required=True, help="dossiers:write, dossiers:read, social-registry:search; several times")
@click.option("--per-minute", default=60, show_default=True, help="calls a minute")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="first day; left out: today")
@click.option("--until", "valid_until", type=click.DateTime(["%Y-%m-%d"]), help=f"last day; left out: {DAYS} days")
@click.option("--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="its public key as a JSON Web Key (private_key_jwt)")
@click.option("--certificate", default="", help="SHA-256 thumbprint of its TLS certificate, 64 hexadecimal digits (tls_client_auth)")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def new(*, as_json: bool, **told: Any) -> None:
    """Let the system CLIENT_ID in. Without --key and --certificate a secret is made and printed once; it is kept nowhere."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.systems.clients import let_in  # noqa: PLC0415 - as above

    owner, by = officer_named(told["owner"], "--owner"), officer_named(told["username"], "--by")
    office = _office(told["place"]) if told["place"] else owner.office
    try:
        with database():
            made, secret = let_in(_asked(told, timezone.localdate()), owner=owner, office=office, by=by, at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    if as_json:
        click.echo(json.dumps({**_shown(made), "client_secret": secret or None}, ensure_ascii=False))
        return
    click.echo(f"{made.client_id}: {made.name}, {made.office}, {', '.join(made.abilities)}, {made.per_minute}/min, {made.valid_until:%d/%m/%Y}")
    if secret:
        click.echo(f"client_secret: {secret}\n(chỉ hiện một lần / shown once)")


@client.command()
@click.argument("client_id")
@click.option("--because", required=True, help="why, in words")
@click.option("--by", "username", required=True, help="the officer who shuts it out")
def revoke(client_id: str, because: str, username: str) -> None:
    """Shut the system CLIENT_ID out at once."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.systems.clients import shut_out  # noqa: PLC0415 - as above

    try:
        with database():
            gone = shut_out(client_id, because=because, by=officer_named(username, "--by"), at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{gone.client_id}: đã thu hồi / revoked")


@client.command()
@click.argument("client_id")
@click.option("--to", "owner", required=True, help="the officer who answers for it from now on")
@click.option("--by", "username", required=True, help="the officer who hands it over")
def owner(client_id: str, owner: str, username: str) -> None:
    """Give the system CLIENT_ID another owner."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.systems.clients import hand_to  # noqa: PLC0415 - as above

    try:
        with database():
            held = hand_to(client_id, officer_named(owner, "--to"), by=officer_named(username, "--by"), at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{held.client_id}: {held.owner}")


@client.command("list")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def listed(*, as_json: bool) -> None:
    """List every system, with who answers for it and whether it may call."""
    load_rooms()
    from ansinh.delivery.systems.clients import clients  # noqa: PLC0415 - only after the rooms are loaded

    with database():
        rows = [_shown(row) for row in clients(seen_by=None)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = f"đã thu hồi / revoked: {row['revoked_because']}" if row["revoked_because"] else f"{row['valid_from']} – {row['valid_until']}"
        click.echo(f"{row['client_id']:<24} {row['name']}  ({row['owner']}, {row['office']})  {' '.join(row['scopes'])}  {row['per_minute']}/min  {state}")


def officer_named(username: str, option: str) -> Officer:
    """Give an officer in service; a name that nobody has is wrong usage of `option`."""
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - only after the rooms are loaded

    found = Officer.objects.filter(username=username, is_active=True).first()
    if found is None:
        message = f"không có cán bộ “{username}” / no officer “{username}”"
        raise click.BadParameter(message, param_hint=option)
    return found


def _office(code: str) -> Office:
    from ansinh.delivery.offices.models import Office  # noqa: PLC0415 - only after the rooms are loaded

    level = {2: "province", 3: "district", 5: "commune"}.get(len(code), "")
    found = Office.objects.filter(kind="people_committee", level=level, **{level: code}).first() if level else None
    if found is None:
        message = f"không có địa bàn “{code}” / no place “{code}”"
        raise click.BadParameter(message, param_hint="--place")
    return found


def _asked(told: dict[str, Any], today: date) -> Asked:
    from ansinh.delivery.systems.clients import Asked  # noqa: PLC0415 - only after the rooms are loaded

    key = json.loads(told["key_file"].read_text()) if told["key_file"] else None
    begins = told["valid_from"].date() if told["valid_from"] else today
    return Asked(
        client_id=told["client_id"], name=told["name"], contact=told["contact"], programmes=told["programmes"], abilities=told["abilities"], per_minute=told["per_minute"],
        valid_from=begins, valid_until=told["valid_until"].date() if told["valid_until"] else begins + timedelta(DAYS),
        with_secret=key is None and not told["certificate"], public_key=key, certificate_sha256=told["certificate"].replace(":", "").lower(),
    )  # fmt: skip


def _shown(row: ApiClient) -> dict[str, Any]:
    return {
        "client_id": row.client_id, "name": row.name, "contact": row.contact, "owner": row.owner.username, "office": row.office.name, "programmes": row.programmes,
        "scopes": row.abilities, "per_minute": row.per_minute, "valid_from": str(row.valid_from), "valid_until": str(row.valid_until), "revoked_because": row.revoked_because,
        "proves_by": [name for name, has in (("client_secret_basic", row.secret_sha256), ("private_key_jwt", row.public_key), ("tls_client_auth", row.certificate_sha256)) if has],
    }  # fmt: skip
