"""`ansinh lists import`: a list straight into a dossier, as the officer named."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ansinh.doors.cli.database import load_rooms
from ansinh.policy.money import vnd


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", required=True, help="what the list is for, such as nq68-12")
@click.option("--place", required=True, help="GSO code of the place whose office lists: the officer's own")
@click.option("--by", "username", required=True, help="the officer who answers for it")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def lists_import(file: Path, policy: str, place: str, username: str, *, as_json: bool) -> None:
    """Read FILE and submit it as one dossier of PLACE. Rows a human must decide stop it, each named with its cell."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases import read, receive, submit  # noqa: PLC0415 - as above
    from ansinh.delivery.cases.models import Upload, UploadRow  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.scope import acting, scope_of  # noqa: PLC0415 - as above

    by = Officer.objects.filter(username=username, is_active=True).first()
    if by is None:
        message = f"không có cán bộ “{username}” / no officer “{username}”"
        raise click.BadParameter(message, param_hint="--by")
    if scope_of(by).place != place:
        message = f"{by.full_name} làm việc ở {by.office.name}, không phải {place} / works elsewhere"
        raise click.BadParameter(message, param_hint="--place")
    try:
        with acting(by):
            upload = receive.receive(file.read_bytes(), file.name, policy=policy, by=by, at=timezone.now())
        upload = read.read(upload.pk, by=by, at=timezone.now())
        if upload.state == Upload.State.REFUSED:
            raise click.ClickException(f"{file}: {upload.summary['message']['vi']} / {upload.summary['message']['en']}")
        with acting(by):
            for row in upload.rows.filter(state=UploadRow.State.UNDECIDED).order_by("sheet", "row"):
                for problem in row.problems:
                    click.echo(f"{file}: {row.sheet} {row.row}: {problem['message']['vi']} / {problem['message']['en']}", err=True)
            try:
                dossier = submit.submit(upload, by=by, at=timezone.now())
            except Refused:
                receive.discard(upload, by=by, at=timezone.now())
                raise
    except Refused as refusal:
        raise click.ClickException(f"{file}: {refusal.message['vi']} / {refusal.message['en']}") from refusal
    answer = {"dossier": dossier.number, "id": str(dossier.pk), "claims": dossier.claims, "amount_vnd": dossier.amount_vnd}
    click.echo(json.dumps(answer) if as_json else f"{dossier.number}: {dossier.claims} người, {vnd(dossier.amount_vnd)}")
