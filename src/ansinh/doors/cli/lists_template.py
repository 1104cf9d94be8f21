"""`ansinh lists template`: the form of a policy as a workbook, blank, or filled in with an office's known people."""

from __future__ import annotations

from pathlib import Path

import click

from ansinh.papers.lists.handing_out import columns_of, make_template
from ansinh.papers.lists.stamp import Stamp
from ansinh.policy.load import load_programme


@click.command("template")
@click.option("--policy", required=True, help="what the list will be for, such as nq68-12")
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="the .xlsx file to write")
@click.option("--by", "username", help="the officer it is handed out to: filled in with her commune's known people, and signed; needs the database")
def lists_template(policy: str, out: Path, username: str | None) -> None:
    """Write the template of POLICY: its columns, choices and checks. Without --by it is blank and bears no signature."""
    programme = load_programme("nq68")
    if policy not in {known.id for known in programme.policies}:
        raise click.BadParameter(f"{policy}: không có chính sách này / no such policy", param_hint="--policy")
    try:
        columns_of(policy)
    except LookupError as fault:
        raise click.ClickException(f"{policy}: không nộp bằng danh sách người / is not filed by a list of people") from fault
    blank = Stamp(programme.id, policy, programme.law_version)
    content = _handed_out(policy, username) if username else make_template(programme.policy(policy).name["vi"], blank)
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} B")


def _handed_out(policy: str, username: str) -> bytes:
    from ansinh.doors.cli.database import load_rooms  # noqa: PLC0415 - a blank template needs no database

    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases.hand_out import hand_out  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.scope import acting  # noqa: PLC0415 - as above

    by = Officer.objects.filter(username=username, is_active=True).first()
    if by is None:
        raise click.BadParameter(f"không có cán bộ “{username}” / no officer “{username}”", param_hint="--by")
    try:
        with acting(by):
            return hand_out(policy, with_people=True, by=by, at=timezone.now())[1]
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
