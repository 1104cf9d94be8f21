"""`ansinh code`: the sign-in code of a demonstration account, for whoever tries the system without a telephone at hand."""

from __future__ import annotations

import click

from ansinh.doors.cli.database import load_rooms


@click.command()
@click.argument("user")
def code(user: str) -> None:
    """Print the current second-factor code of the demonstration account USER; real accounts have theirs on their own telephones."""
    load_rooms()
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - only after the rooms are loaded
    from allauth.mfa.totp.internal import auth  # noqa: PLC0415 - as above
    from allauth.mfa.utils import decrypt  # noqa: PLC0415 - as above

    factor = Authenticator.objects.filter(user__username=user, user__is_demonstration=True, type=Authenticator.Type.TOTP).first()
    if factor is None:
        message = f"{user}: không có tài khoản trình diễn nào mang tên này dùng mã / no demonstration account of this name has a second factor."
        raise click.ClickException(message)
    counters = list(auth.yield_hotp_counters_from_time())
    click.echo(auth.format_hotp_value(auth.hotp_value(decrypt(factor.data["secret"]), counters[len(counters) // 2])))
