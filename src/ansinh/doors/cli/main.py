"""The command line: one group a room, loaded only when it is asked for, so that `--help` stays quick."""

from __future__ import annotations

import click

from ansinh.doors.cli.rooms import Rooms

GROUPS = {
    "law": "ansinh.doors.cli.law:law",
    "lists": "ansinh.doors.cli.lists:lists",
    "registry": "ansinh.doors.cli.registry:registry",
    "registers": "ansinh.doors.cli.registers:registers",
    "simulate": "ansinh.doors.cli.simulate:simulate",
    "offices": "ansinh.doors.cli.offices:offices",
    "payments": "ansinh.doors.cli.payments:payments",
    "retention": "ansinh.doors.cli.retention:retention",
    "notices": "ansinh.doors.cli.notices:notices",
    "audit": "ansinh.doors.cli.audit:audit",
    "api": "ansinh.doors.cli.api:api",
    "serve": "ansinh.doors.cli.serve:serve",
    "demo": "ansinh.doors.cli.demo:demo",
    "code": "ansinh.doors.cli.code:code",
    "token": "ansinh.doors.cli.token:token",
}


@click.command(cls=Rooms, rooms=GROUPS, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """An Sinh: from the text of a resolution to money in people's hands."""
