"""The people of the demonstration: named officers of one commune, its district and province, and of the ministry. Only where DEMO=1."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import transaction
from psycopg.types.range import DateRange

from ansinh.delivery.offices.incompatible import demand_compatible
from ansinh.delivery.offices.models import Assignment, Office, Officer, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Fund

PASSWORD = "demo-an-sinh-2021"  # noqa: S105 - printed on purpose; works only where DEMO=1 made the accounts
FIRST_DAY = date(2021, 7, 1)
BASIS = "Quyết định phân công số 01/QĐ (trình diễn)"


class Account(NamedTuple):
    """Somebody of the demonstration: where, as what, for which policy (all when empty)."""

    username: str
    salutation: str
    full_name: str
    title: str
    kind: str
    level: str
    code: str
    roles: tuple[tuple[Role, str], ...]


ACCOUNTS = (
    Account("xa.anbinh", "bà", "Nguyễn Thị Hạnh", "Công chức LĐ-TB&XH", "people_committee", "commune", "10630", ((Role.LISTER, ""),)),
    Account("xa.anbinh.thuquy", "bà", "Đỗ Thị Mai", "Thủ quỹ", "people_committee", "commune", "10630", ((Role.PAYER, ""),)),
    Account("xa.anbinh.chutich", "ông", "Nguyễn Quang Sáng", "Chủ tịch UBND xã", "people_committee", "commune", "10630", ((Role.CHIEF, ""),)),
    Account("xa.namtrung", "ông", "Phạm Văn Lực", "Công chức LĐ-TB&XH", "people_committee", "commune", "10633", ((Role.LISTER, ""),)),
    Account("huyen.namsach", "ông", "Trần Văn Bình", "Trưởng phòng LĐ-TB&XH", "people_committee", "district", "291", ((Role.APPRAISER, ""),)),
    Account("huyen.namsach.pho", "bà", "Phạm Thị Nhung", "Phó Trưởng phòng LĐ-TB&XH", "people_committee", "district", "291", ()),
    Account("huyen.chutich", "ông", "Nguyễn Hữu Tiến", "Chủ tịch UBND huyện", "people_committee", "district", "291", ((Role.CHIEF, ""),)),
    Account(
        "bhxh.namsach",
        "bà",
        "Lê Thị Thu",
        "Phó Giám đốc BHXH",
        "social_insurance",
        "district",
        "291",
        ((Role.LISTER, "nq68-04"), (Role.LISTER, "nq68-05"), (Role.VERIFIER, "")),
    ),
    Account("tinh.haiduong", "ông", "Hoàng Quốc Việt", "Phó Chủ tịch", "people_committee", "province", "30", ((Role.APPROVER, ""),)),
    Account("tinh.chutich", "bà", "Trịnh Thu Hà", "Chủ tịch UBND tỉnh", "people_committee", "province", "30", ((Role.CHIEF, ""),)),
    Account("tinh.chitra", "bà", "Vũ Thị Lan", "Kế toán trưởng", "labour", "province", "30", ((Role.PAYER, ""),)),
    Account("mttq.haiduong", "ông", "Bùi Đức Thắng", "Phó Chủ tịch MTTQ", "fatherland_front", "province", "30", ((Role.SUPERVISOR, ""),)),
    Account("bhxh.haiduong", "bà", "Nguyễn Thị Hòa", "Trưởng phòng thu", "social_insurance", "province", "30", ((Role.LISTER, ""), (Role.VERIFIER, ""))),
    Account("bhxh.giamdoc", "ông", "Lương Văn Thành", "Giám đốc BHXH tỉnh", "social_insurance", "province", "30", ((Role.APPROVER, ""),)),
    Account("bhxh.chitra", "bà", "Phan Thị Yến", "Kế toán trưởng BHXH tỉnh", "social_insurance", "province", "30", ((Role.PAYER, ""),)),
    Account("sld.thamdinh", "bà", "Đinh Thị Hồng", "Trưởng phòng Việc làm", "labour", "province", "30", ((Role.LISTER, ""), (Role.APPRAISER, ""))),
    Account("sld.giamdoc", "ông", "Tạ Quang Huy", "Giám đốc Sở LĐ-TB&XH", "labour", "province", "30", ((Role.APPROVER, ""),)),
    Account(
        "vieclam.haiduong", "bà", "Ngô Thị Thảo", "Trưởng phòng Bảo hiểm thất nghiệp", "job_centre", "province", "30", ((Role.LISTER, ""), (Role.VERIFIER, ""))
    ),
    Account("vanhoa.haiduong", "ông", "Mai Xuân Trường", "Trưởng phòng Nghệ thuật", "culture", "province", "30", ((Role.LISTER, ""), (Role.APPRAISER, ""))),
    Account("dulich.haiduong", "bà", "Cao Thị Ngân", "Trưởng phòng Lữ hành", "tourism", "province", "30", ((Role.LISTER, ""), (Role.APPRAISER, ""))),
    Account("thue.namsach", "ông", "Dương Văn Khoa", "Đội trưởng Chi cục Thuế", "tax", "district", "291", ((Role.VERIFIER, ""),)),
    Account("nhcs.haiduong", "bà", "Hồ Thị Liên", "Cán bộ tín dụng", "policy_bank", "province", "30", ((Role.LISTER, ""),)),
    Account("nhcs.giamdoc", "ông", "Chu Văn Đạt", "Giám đốc chi nhánh", "policy_bank", "province", "30", ((Role.APPROVER, ""),)),
    Account("buudien.haiduong", "bà", "Đào Thị Sen", "Giám đốc Bưu điện tỉnh", "post", "province", "30", ((Role.CHIEF, ""),)),
    Account("bo.phantich", "bà", "Đặng Minh Châu", "Chuyên viên chính", "ministry", "national", "", ((Role.ANALYST, ""),)),
)


def load_accounts() -> int:
    """Make the accounts that are missing; give how many were made."""
    made = 0
    with transaction.atomic(), acting(NATION):
        for account in ACCOUNTS:
            made += _make(account)
        open_funds()
    return made


def open_funds() -> None:
    """Register an account for each province to pay the programme from, where there is none."""
    for treasury in Office.objects.filter(kind="treasury", level="province").select_related("place"):
        _open_fund(treasury)


def _make(account: Account) -> int:
    if Officer.objects.filter(username=account.username).exists():
        return 0
    codes = {} if account.level == "national" else {account.level: account.code}
    office = Office.objects.get(kind=account.kind, level=account.level, **codes)
    officer = Officer.objects.create_user(
        account.username, PASSWORD, full_name=account.full_name, salutation=account.salutation, title=account.title, office=office,
        phone="0220 000 0000", is_demonstration=True,
    )  # fmt: skip
    for role, policy in account.roles:
        demand_compatible(officer, role, policy=policy, held=DateRange(FIRST_DAY, None))
        Assignment.objects.create(officer=officer, office=office, role=role, policy=policy, held=DateRange(FIRST_DAY, None), basis=BASIS)
    return 1


def _open_fund(treasury: Office) -> None:
    name = treasury.name.removeprefix("Kho bạc Nhà nước ")
    Fund.objects.get_or_create(
        province=treasury.province, programme="nq68", valid_from=FIRST_DAY,
        defaults={"name": f"Sở Lao động - Thương binh và Xã hội {name}", "account_number": f"95230{treasury.province}00068", "bank_name": treasury.name, "basis": "Tài khoản trình diễn"},
    )  # fmt: skip
