"""The command line: one group a room, loaded only when it is asked for, so that `--help` stays quick."""

from __future__ import annotations

import importlib

import click

GROUPS = {
    "law": "ansinh.doors.cli.law:law",
    "lists": "ansinh.doors.cli.lists:lists",
    "payments": "ansinh.doors.cli.payments:payments",
    "audit": "ansinh.doors.cli.audit:audit",
    "serve": "ansinh.doors.cli.serve:serve",
    "demo": "ansinh.doors.cli.demo:demo",
    "code": "ansinh.doors.cli.code:code",
    "token": "ansinh.doors.cli.token:token",
}


class Rooms(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every group, in the order of the working day."""
        return list(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the group that was asked for."""
        if cmd_name not in GROUPS:
            return None
        module, name = GROUPS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """An Sinh: from the text of a resolution to money in people's hands."""
