"""Providers of the sandbox on loopback, settings that name them, and notices that wait."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from ansinh.delivery.notices.models import Notice
from ansinh.delivery.notices.providers import Named, Settings
from ansinh.delivery.notices.sandbox import centre as smpp
from ansinh.delivery.notices.sandbox import web as http
from ansinh.delivery.notices.send import send_due
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.delivery.notices.gateways import Provider

NOON = datetime(2021, 8, 2, 5, 0, tzinfo=UTC)
"""Noon in Hanoi."""
NIGHT = NOON + timedelta(hours=11)
NEVER_QUIET = (time(0), time(0))


def gateway(of: http.Web, name: str = "cong-a", *, priority: int = 1, per_second: float = 1000, token: str = http.TOKEN) -> Named:
    return Named(name, "http", priority, per_second, {"url": of.gateway_url, "token": token, "sender": "ANSINH"})


def centre(of: smpp.Centre, name: str = "tong-dai", *, priority: int = 1, per_second: float = 1000) -> Named:
    return Named(
        name, "smpp", priority, per_second, {"host": "127.0.0.1", "port": of.port, "system_id": smpp.SYSTEM_ID, "password": smpp.PASSWORD, "sender": "ANSINH"}
    )


def zalo(of: http.Web, name: str = "zalo", *, priority: int = 1, per_second: float = 1000) -> Named:
    return Named(name, "zalo", priority, per_second, {"url": of.zalo_url, "token": http.TOKEN, "template": "302"})


def having(*named: Named, quiet: tuple[time, time] = NEVER_QUIET) -> Settings:
    return Settings(tuple(sorted(named, key=lambda one: one.priority)), quiet)


def notice(number: str = "0912345678", text: str = "An Sinh: bà Hoa được hỗ trợ 1.500.000 đồng.", **more: Any) -> Notice:
    values = {"kind": "approved", "channel": "sms", "name": "Nguyễn Thị Hoa", "text_en": "An Sinh", "made_at": NOON, "lane": "single", **more}
    with acting(NATION):
        return Notice.objects.create(
            province="30", district="291", commune="10630", subject=uuid.uuid4(), occasion=uuid.uuid4(), address=number, text_vi=text, **values
        )


def sent(settings: Settings, *, at: datetime = NOON, lane: str = "single", channels: Sequence[str] = ("sms", "zalo", "email")) -> int:
    """One round of each channel."""
    held: dict[str, Provider] = {}
    try:
        return sum(send_due(lane, channel, settings, held, at=at) for channel in channels)
    finally:
        for provider in held.values():
            provider.close()


def now(of: Notice) -> Notice:
    """Read a notice again."""
    with acting(NATION):
        of.refresh_from_db()
    return of
