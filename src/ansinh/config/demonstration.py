"""The demonstration's accounts: their second factors, and what is printed of them at the start."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from ansinh.delivery.offices.models import Officer
from ansinh.doors.web.accounts.second_factor import has_one, must_have_one

if TYPE_CHECKING:
    from collections.abc import Iterable


def give_second_factors() -> None:
    """Set up an authenticator for each demonstration account that must have one; `ansinh code USER` shows its code."""
    for officer in _officers():
        if must_have_one(officer, on=timezone.localdate()) and not has_one(officer):
            TOTP.activate(officer, generate_totp_secret())


def accounts() -> list[str]:
    """One line an account, for the terminal; none before the demonstration is loaded."""
    lines = []
    for officer in _officers():
        roles = ", ".join(sorted({str(assignment.get_role_display()) for assignment in officer.assignments.all()}))
        code = " + mã" if has_one(officer) else ""
        lines.append(f"  {officer.username:<24} {officer.full_name:<24} {officer.office.name} ({roles}){code}")
    if not lines:
        return []
    head = "BẢN TRÌNH DIỄN / DEMONSTRATION. Mật khẩu mọi tài khoản / every password: " + _password()
    foot = "“+ mã”: cần mã hai lớp / needs a code:  .venv/bin/ansinh code TÊN"
    return [head, *lines, foot, ""]


def _password() -> str:
    return str(importlib.import_module("ansinh.doors.cli.demo").PASSWORD)


def _officers() -> Iterable[Officer]:
    """Give those somebody may sign in as; who only stands in the demonstration's history has no password."""
    return (
        Officer.objects.filter(is_demonstration=True)
        .exclude(password="!")  # noqa: S106 - no password, but the mark of having none
        .prefetch_related("assignments")
        .order_by("date_joined", "username")
    )
