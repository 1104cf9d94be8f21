"""What somebody answers on the pages of a form on the web, and the office that receives it, for tests of intake."""

from __future__ import annotations

from datetime import UTC, datetime

from ansinh.delivery.offices.models import Office, Role
from ansinh.policy.load import load_programme
from delivery.casework import officer, town

OPEN = datetime(2021, 8, 20, 3, 0, tzinfo=UTC)
PAGES = {
    "nguoi-nop": {"who": "self"}, "noi-o": {"commune": "10630"}, "ho-ten": {"full_name": "Nguyễn Thị Hoa"}, "ngay-sinh": {"date_of_birth": "1987"},
    "giay-to": {"id_number": "030187000077"}, "dia-chi": {"address": "Thôn Đoài"}, "dien-thoai": {"phone": "0912345678"}, "nhan-tien": {"bank_name": "BIDV", "account_number": "12345678"},
    "giay-to-kem": {"onward": "1"}, "co-so": {"filer_name": "Nhà hát Chèo", "filer_phone": "0912345678"}, "ho-kinh-doanh": {"occupation": "Phở Hoa", "reference": "0100233488"},
    "nop-thay": {"filer_name": "Trần Văn An", "filer_relation": "con", "filer_phone": ""},
}  # fmt: skip


def receiving(policy: str) -> Office:
    """Make the office of the first step, with one who lists."""
    first = load_programme().policy(policy).procedure_on(OPEN.date()).steps[0]
    here = town()
    codes = {"commune": (here.province, here.district, here.commune), "district": (here.province, here.district, ""), "province": (here.province, "", "")}[
        first.level
    ]
    place = dict(zip(("province", "district", "commune"), codes, strict=True))
    office = Office.objects.filter(kind=first.office_kind, level=first.level, **place).first()
    office = office or Office.objects.create(kind=first.office_kind, level=first.level, name=f"Cơ quan {first.office_kind}", symbol="CQ", place=None, **place)
    officer(f"lister.{first.office_kind}", office, Role.LISTER)
    officer(f"first.{first.office_kind}", office, first.role)
    return office
