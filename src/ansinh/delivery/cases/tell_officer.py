"""An officer is told what others did to her account, so that what she did not ask for does not stay hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.procedure import local_time
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.keys import new_key

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

AFTERWARDS = (
    "Nếu không phải ông/bà đề nghị, báo ngay người đứng đầu đơn vị hoặc thanh tra.",
    "If you did not ask for it, tell the head of your office or the inspector at once.",
)
TEXTS = {
    "account_password": (
        "An Sinh: lúc {at}, {by} cấp mật khẩu dùng một lần cho tài khoản của {name}. Căn cứ: {basis}. Mọi phiên đăng nhập đã ngắt.",
        "An Sinh: at {at} {by} gave the account of {name} a one-time password. Basis: {basis}. All sessions were ended.",
    ),
    "account_factor": (
        "An Sinh: lúc {at}, {by} gỡ xác thực hai lớp của tài khoản {name}. Căn cứ: {basis}. Mọi phiên đăng nhập đã ngắt; lần đăng nhập sau phải đặt lại.",
        "An Sinh: at {at} {by} took the second factor off the account of {name}. Basis: {basis}. All sessions were ended; set up a new one when you sign in.",
    ),
    "account_moved": (
        "An Sinh: lúc {at}, {by} chuyển tài khoản của {name} sang đơn vị khác: {basis}. Nhiệm vụ ở đơn vị cũ đã thôi; đơn vị mới giao nhiệm vụ.",
        "An Sinh: at {at} {by} moved the account of {name} to another office: {basis}. Roles of the former office ended; the new office gives roles.",
    ),
    "account_reopened": (
        "An Sinh: lúc {at}, {by} mở lại tài khoản của {name} với mật khẩu dùng một lần. Căn cứ: {basis}.",
        "An Sinh: at {at} {by} reopened the account of {name} with a one-time password. Basis: {basis}.",
    ),
}
"""What is said of each deed; no name to sign in and no password travels in a message."""
RUNS = ("người vận hành hệ thống", "whoever runs the system")


def tell_officer(officer: Officer, kind: str, *, by: Officer | None, basis: str, at: datetime) -> Notice:
    """Put a message to an officer about her own account into the outbox: by her e-mail, else her telephone, else a letter to her office.

    To be called in the deed that it tells of. `by` is nobody for who runs the machine.
    """
    office = officer.office
    vi, en = (
        f"{text.format(at=f'{local_time(at):%H:%M %d/%m/%Y}', by=by or runs, name=officer, basis=basis.strip()[:120])} {afterwards}"
        for text, runs, afterwards in zip(TEXTS[kind], RUNS, AFTERWARDS, strict=True)
    )
    ways = ((Notice.Channel.EMAIL, officer.email), (Notice.Channel.SMS, officer.phone), (Notice.Channel.LETTER, office.name))
    channel, address = next((channel, address) for channel, address in ways if address)
    return Notice.objects.create(
        subject=officer.pk, kind=kind, occasion=new_key(), channel=channel, address=address, name=officer.full_name, text_vi=vi, text_en=en, made_at=at,
        province=office.province, district=office.district, commune=office.commune, lane=Notice.Lane.SINGLE,
    )  # fmt: skip
