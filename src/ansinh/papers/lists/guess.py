"""Which policy a list is for, told by its title and, where the title is silent, by its columns."""

from __future__ import annotations

import re
from collections.abc import Collection

from ansinh.policy.names import fold

_BY_TITLE: tuple[tuple[str, str], ...] = (
    ("nq68-12", r"khong co (giao ket )?hop dong|khong giao ket|lao dong tu do|khong co hdld|khong giao ket hop dong|nhom doi tuong dac thu"),
    ("nq68-08", r"\bf0\b|\bf1\b|cach ly|dieu tri|covid ?-?(19)? .*tien an|tien an"),
    ("nq68-04", r"tam hoan|khong huong luong|nghi khong luong"),
    ("nq68-05", r"ngung viec"),
    ("nq68-06", r"cham dut hop dong|cham dut hdld|cham dut hdlv|thoi viec|mat viec lam"),
    ("nq68-10", r"ho kinh doanh"),
    ("nq68-09b", r"huong dan vien|du lich"),
    ("nq68-09a", r"nghe thuat|dien vien|hang iv"),
    ("nq68-03", r"dao tao"),
    ("nq68-11", r"vay von|tra luong ngung viec"),
)


def guess_policy(title: str, columns: Collection[str]) -> str | None:
    """Guess the policy of a list from the lines above its table, else from its columns; None when nothing tells."""
    words = fold(title)
    for policy, said in _BY_TITLE:
        if re.search(said, words):
            return policy
    if {"group", "group_f0", "group_f1"} & set(columns) and {"period_start", "period_days", "period"} & set(columns):
        return "nq68-08"
    if "si_number" in columns and "period_start" in columns:
        return "nq68-04"
    return "nq68-12" if "occupation" in columns and "si_number" not in columns else None
