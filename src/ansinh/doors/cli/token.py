"""`ansinh token`: a token with which another program acts as an officer through the API."""

from __future__ import annotations

import click

from ansinh.doors.cli.database import load_rooms


@click.command()
@click.argument("user")
def token(user: str) -> None:
    """Print a token of the officer USER, good for thirty days or until the password changes."""
    load_rooms()
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.delivery.offices.tokens import token_of  # noqa: PLC0415 - as above

    officer = Officer.objects.filter(username=user, is_active=True).first()
    if officer is None:
        message = f"không có cán bộ “{user}” / no officer “{user}”"
        raise click.ClickException(message)
    click.echo(token_of(officer))
