"""The demonstration's accounts as printed at the start: who may do what, with which password."""

from __future__ import annotations

from django.db import DatabaseError

PASSWORD = "demo-an-sinh-2021"  # noqa: S105 - printed on purpose, works only where DEMO=1 made the accounts


def accounts() -> list[str]:
    """One line an account, for the terminal; none before the demonstration is loaded."""
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - Django is ready only now

    try:
        officers = list(Officer.objects.filter(is_demonstration=True).select_related("office").prefetch_related("assignments").order_by("date_joined", "username"))
    except DatabaseError as fault:
        return [f"(demonstration accounts cannot be read: {fault})"]
    if not officers:
        return []
    lines = [f"BẢN TRÌNH DIỄN / DEMONSTRATION - mật khẩu / password: {PASSWORD}"]
    for officer in officers:
        roles = ", ".join(sorted({assignment.get_role_display() for assignment in officer.assignments.all()}))
        lines.append(f"  {officer.username:<22} {officer.full_name:<24} {officer.office.name} ({roles})")
    return [*lines, "Mã xác thực hai lớp / sign-in code: .venv/bin/ansinh code TÊN-ĐĂNG-NHẬP", ""]
