"""`ansinh lists import`: a list straight into a dossier, as the officer named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ansinh.doors.cli.database import load_rooms
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier, Upload
    from ansinh.delivery.cases.work import Progress
    from ansinh.delivery.offices.models import Officer

MOST_NAMED = 1_000
"""Rows waiting for a decision that are named one by one."""
WORDS = {"reading": "đọc / reading", "storing": "xét và lưu / storing", "recording": "ghi nhật ký / recording"}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", required=True, help="what the list is for, such as nq68-12")
@click.option("--place", required=True, help="GSO code of the place whose office lists: the officer's own")
@click.option("--by", "username", required=True, help="the officer who answers for it")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def lists_import(file: Path, policy: str, place: str, username: str, *, as_json: bool) -> None:
    """Read FILE and submit it as one dossier of PLACE. Rows a human must decide stop it, each named with its cell."""
    load_rooms()
    from ansinh.delivery.cases.work import Stopped  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.scope import scope_of  # noqa: PLC0415 - as above

    by = Officer.objects.filter(username=username, is_active=True).first()
    if by is None:
        message = f"không có cán bộ “{username}” / no officer “{username}”"
        raise click.BadParameter(message, param_hint="--by")
    if scope_of(by).place != place:
        message = f"{by.full_name} làm việc ở {by.office.name}, không phải {place} / works elsewhere"
        raise click.BadParameter(message, param_hint="--place")
    held: list[Upload] = []
    try:
        dossier = _take(file, policy, by, held)
    except Refused as refusal:
        raise click.ClickException(f"{file}: {refusal.message['vi']} / {refusal.message['en']}") from refusal
    except (KeyboardInterrupt, Stopped) as stop:
        _leave(held, by)
        raise click.ClickException(f"{file}: đã dừng, không lưu gì / stopped, nothing was stored") from stop
    answer = {"dossier": dossier.number, "id": str(dossier.pk), "claims": dossier.claims, "amount_vnd": dossier.amount_vnd}
    click.echo(json.dumps(answer) if as_json else f"{dossier.number}: {dossier.claims} người, {vnd(dossier.amount_vnd)}")


def _take(file: Path, policy: str, by: Officer, held: list[Upload]) -> Dossier:
    """Take the list in, read and submit it; `held` gets the upload as soon as there is one."""
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases import read, receive, submit  # noqa: PLC0415 - as above
    from ansinh.delivery.cases.models import Upload, UploadRow  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.scope import acting  # noqa: PLC0415 - as above

    with acting(by), file.open("rb") as content:
        held.append(receive.receive(content, file.name, policy=policy, by=by, at=timezone.now()))
    upload = read.read(held[0].pk, by=by, at=timezone.now(), tell=_tell)
    if upload.state == Upload.State.REFUSED:
        raise click.ClickException(f"{file}: {upload.summary['message']['vi']} / {upload.summary['message']['en']}")
    if upload.state == Upload.State.DISCARDED:
        raise click.ClickException(f"{file}: {upload.summary['stopped']['vi']} / {upload.summary['stopped']['en']}")
    with acting(by):
        for row in upload.rows.filter(state=UploadRow.State.UNDECIDED).order_by("sheet", "row")[:MOST_NAMED]:
            for problem in row.problems:
                click.echo(f"{file}: {row.sheet} {row.row}: {problem['message']['vi']} / {problem['message']['en']}", err=True)
        try:
            return submit.submit(upload, by=by, at=timezone.now(), tell=_tell)
        except Refused:
            receive.discard(upload, by=by, at=timezone.now())
            raise


def _tell(progress: Progress) -> None:
    """Say on a terminal how far it is, in one line that is written over."""
    if sys.stderr.isatty():
        total = f"/{progress.total:,}" if progress.total else ""
        click.echo(f"\r{WORDS[progress.stage]} {progress.done:,}{total} ", nl=False, err=True)


def _leave(held: list[Upload], by: Officer) -> None:
    """Put away an upload whose import was stopped; its transaction is undone already."""
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases import receive, stop  # noqa: PLC0415 - as above
    from ansinh.delivery.cases.models import Upload  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.scope import acting  # noqa: PLC0415 - as above

    for each in held:
        with acting(by):
            row = Upload.objects.get(pk=each.pk)
            if row.state == Upload.State.READING:
                stop.stop(row, by=by, at=timezone.now())
            elif row.state == Upload.State.READ:
                receive.discard(row, by=by, at=timezone.now())
