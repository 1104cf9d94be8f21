"""All providers of the sandbox at once, and the settings that name them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ansinh.delivery.notices.sandbox.centre import PASSWORD, SYSTEM_ID, centre
from ansinh.delivery.notices.sandbox.mail import mail
from ansinh.delivery.notices.sandbox.web import TOKEN, web

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = """\
# Providers of the sandbox: they speak the real protocols on this machine and deliver nothing.
quiet = "21:00-07:00"

[[provider]]
name = "sandbox-smpp"
kind = "smpp"
priority = 1
per_second = 200
host = "127.0.0.1"
port = {smpp_port}
system_id = "{system_id}"
password = "{password}"
sender = "ANSINH"

[[provider]]
name = "sandbox-http"
kind = "http"
priority = 2
per_second = 100
url = "{gateway_url}"
token = "{token}"
sender = "ANSINH"

[[provider]]
name = "sandbox-zalo"
kind = "zalo"
per_second = 50
url = "{zalo_url}"
token = "{token}"
template = "302"

[[provider]]
name = "sandbox-mail"
kind = "smtp"
per_second = 20
host = "127.0.0.1"
port = {mail_port}
sender = "ansinh@localhost"
tls = "none"
"""


@contextmanager
def sandbox() -> Iterator[str]:
    """Listen on free ports of this machine while the block runs; give the settings, as TOML."""
    with ExitStack() as opened:
        here, there, (mail_port, _box) = opened.enter_context(web()), opened.enter_context(centre()), opened.enter_context(mail())
        yield SETTINGS.format(
            smpp_port=there.port, system_id=SYSTEM_ID, password=PASSWORD, gateway_url=here.gateway_url, zalo_url=here.zalo_url, token=TOKEN, mail_port=mail_port
        )
