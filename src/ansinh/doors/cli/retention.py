"""`ansinh retention`: how long each kind of personal data is kept, and removing what is over."""

from __future__ import annotations

import json

import click

from ansinh.doors.cli.database import load_rooms
from ansinh.policy.personal_data import KINDS


@click.group()
def retention() -> None:
    """Tell what is kept and until when; remove what is over."""


@retention.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def show(*, as_json: bool) -> None:
    """Tell, for each programme and kind, from when on it is over and how many lists, dossiers or papers still hold it."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - the rooms load only when asked

    from ansinh.delivery.cases.erase import standings  # noqa: PLC0415 - as above

    found = standings(on=timezone.localdate())
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "programme": one.programme, "kind": one.kept.kind, "months": one.kept.months, "over_on": one.over_on.isoformat(), "over": one.over,
                        "left": one.left, "cite": one.kept.cite, "verified": one.kept.verified,
                    }
                    for one in found
                ],
                ensure_ascii=False,
            )
        )  # fmt: skip
        return
    for one in found:
        when = f"over since {one.over_on}" if one.over else f"kept until {one.over_on}"
        click.echo(f"{one.programme} {one.kept.kind}: {when}; {one.left} left; {one.kept.cite}{'' if one.kept.verified else ' (not yet verified)'}")


@retention.command()
@click.option("--programme", default="nq68", show_default=True, help="of which programme")
@click.option("--kind", type=click.Choice(KINDS), help="one kind; else every kind that is over")
@click.option("--although-unverified", is_flag=True, help="also where nobody has confirmed the period; what is removed does not come back")
def run(programme: str, kind: str | None, *, although_unverified: bool) -> None:
    """Remove what is over, until nothing is left. It may be stopped at any moment; running it again goes on."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - the rooms load only when asked

    from ansinh.delivery.cases.erase import MOST_AT_ONCE, erase, standings  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above

    at = timezone.now()
    kinds = [kind] if kind else [one.kept.kind for one in standings(on=timezone.localdate(at)) if one.programme == programme and one.over]
    refused = []
    for one in kinds:
        done = 0
        try:
            while more := erase(programme, one, at=at, although_unverified=although_unverified):
                done += more
                if more < MOST_AT_ONCE:
                    break
        except Refused as refusal:
            refused.append(refusal.message["en"])
            continue
        click.echo(f"{programme} {one}: removed from {done}")
    if refused:
        raise click.ClickException("\n".join(refused))
