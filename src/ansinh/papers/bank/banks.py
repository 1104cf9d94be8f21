"""Vietnamese banks by the names that people write, with the BIC and the NAPAS clearing number a payment file needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ansinh.policy.names import fold


@dataclass(frozen=True)
class Bank:
    """A bank by its public identifiers."""

    bic: str
    clearing: str


_BANKS = {
    Bank("BFTVVNVX", "970436"): ("vietcombank", "vcb", "ngoai thuong viet nam", "ngan hang ngoai thuong", "nh ngoai thuong"),
    Bank("ICBVVNVX", "970415"): ("vietinbank", "ngan hang cong thuong", "nh cong thuong"),
    Bank("BIDVVNVX", "970418"): ("bidv", "dau tu va phat trien"),
    Bank("VBAAVNVX", "970405"): ("agribank", "nong nghiep va phat trien nong thon", "nhno&ptnt"),
    Bank("VTCBVNVX", "970407"): ("techcombank", "tcb", "ky thuong"),
    Bank("MSCBVNVX", "970422"): ("mb", "mbbank", "mb bank", "quan doi"),
    Bank("ASCBVNVX", "970416"): ("acb", "a chau"),
    Bank("VPBKVNVX", "970432"): ("vpbank", "viet nam thinh vuong"),
    Bank("TPBVVNVX", "970423"): ("tpbank", "tien phong"),
    Bank("SGTTVNVX", "970403"): ("sacombank", "sai gon thuong tin"),
    Bank("SHBAVNVX", "970443"): ("shb", "sai gon ha noi", "sai gon - ha noi"),
    Bank("HDBCVNVX", "970437"): ("hdbank", "phat trien thanh pho ho chi minh", "phat trien tp hcm"),
    Bank("VNIBVNVX", "970441"): ("vib", "quoc te viet nam"),
    Bank("MCOBVNVX", "970426"): ("msb", "maritime bank", "hang hai"),
    Bank("SEAVVNVX", "970440"): ("seabank", "dong nam a"),
    Bank("ORCOVNVX", "970448"): ("ocb", "phuong dong"),
    Bank("EBVIVNVX", "970431"): ("eximbank", "xuat nhap khau"),
    Bank("LVBKVNVX", "970449"): ("lienvietpostbank", "lpbank", "lien viet", "buu dien lien viet"),
}
_BY_NAME = {name: bank for bank, names in _BANKS.items() for name in names}
_NAMED = re.compile(r"(?<![a-z0-9])(" + "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len, reverse=True)) + r")(?![a-z0-9])")


@lru_cache(maxsize=4_000)
def find_bank(name: str) -> Bank | None:
    """Find the bank a name or branch name speaks of; None when it names none or more than one (then only the name is sent)."""
    found = {_BY_NAME[match] for match in _NAMED.findall(fold(name))}
    return found.pop() if len(found) == 1 else None
