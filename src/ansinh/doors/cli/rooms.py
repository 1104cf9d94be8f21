"""A group whose commands live in modules of their own, loaded only when they are asked for, so that `--help` and short questions stay quick."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rooms(click.Group):
    """A group whose `rooms` say for a command's name where it lives: `module:name`. Commands of its own come first."""

    def __init__(self, *args: Any, rooms: Mapping[str, str], **kwargs: Any) -> None:
        """Keep where the commands live."""
        super().__init__(*args, **kwargs)
        self.rooms = rooms

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order of the working day."""
        return [*super().list_commands(ctx), *self.rooms]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that was asked for."""
        if cmd_name not in self.rooms:
            return super().get_command(ctx, cmd_name)
        module, name = self.rooms[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command
