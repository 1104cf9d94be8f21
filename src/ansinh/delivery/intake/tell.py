"""Who left a telephone number is told: the person that somebody filed for her, the filer that something was not accepted. No number, no account, no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.notices.kinds import lane_for
from ansinh.delivery.notices.models import Notice
from ansinh.papers.lists.values import read_phone
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FILED_FOR = (
    "An Sinh: {filer} đã nộp hồ sơ đề nghị hỗ trợ cho {name} ({policy}) ngày {day} tại {office}. Nếu không đúng, báo ngay {owner} {phone}.",
    "An Sinh: {filer} filed for support for {name} ({policy}) on {day} at {office}. If this is not right, tell {owner} {phone} at once.",
)
NOT_ACCEPTED = (
    "An Sinh: hồ sơ đề nghị hỗ trợ nộp ngày {day} ({policy}) không được tiếp nhận. Xem lý do và việc cần làm tại {site} bằng mã hồ sơ nộp. Không có mạng: hỏi {contact}.",
    "An Sinh: what you filed on {day} ({policy}) was not accepted. See the reason and what to do at {site} with the code of the filing. No internet: ask {contact}.",
)
IN_HER_STEAD = frozenset({Filing.FilerKind.ANOTHER.value, Filing.FilerKind.FACILITY.value})


def tell_people(of: Filing, rows: Sequence[FilingRow], *, at: datetime) -> int:
    """Tell each person with a telephone of her own that somebody filed for her, and keep when; give how many. To be called once, as rows are made."""
    if of.filer_kind not in IN_HER_STEAD:
        return 0
    told = [(row, phone) for row in rows if (phone := _mobile(row.data.get("phone"))) and phone != _mobile(of.filer_phone)]
    for row, _phone in told:
        row.told_at = at
    made = [_notice(of, FILED_FOR, "filed_for", phone, str(row.data["full_name"]), row, at) for row, phone in told]
    for one in made:
        one.lane = lane_for(len(made))
    Notice.objects.bulk_create(made)
    return len(told)


def tell_not_accepted(of: Filing, *, at: datetime) -> bool:
    """Tell the filer, where she left a telephone, that her filing was not accepted; say whether she was told."""
    phone = _mobile(of.filer_phone)
    if phone:
        _notice(of, NOT_ACCEPTED, "filing_refused", phone, of.filer_name, None, at).save(force_insert=True)
    return bool(phone)


def _notice(of: Filing, texts: tuple[str, str], kind: str, phone: str, name: str, row: FilingRow | None, at: datetime) -> Notice:
    policy = load_programme(of.programme).policy(of.policy).name
    contact, site = " ".join(filter(None, (of.office.name, of.owner.phone))), f"{settings.PUBLIC_URL}/tra-cuu/"
    said = {
        "contact": contact,
        "site": site,
        "filer": of.filer_name,
        "name": name,
        "day": f"{of.filed_on:%d/%m/%Y}",
        "office": of.office.name,
        "owner": str(of.owner),
        "phone": of.owner.phone,
    }
    vi, en = (text.format(**said, policy=policy[language]).strip() for text, language in zip(texts, ("vi", "en"), strict=True))
    return Notice(
        province=of.province, district=of.district, commune=of.commune, subject=row.pk if row else of.pk, kind=kind, occasion=of.pk, channel=Notice.Channel.SMS,
        address=phone, name=name[:100], text_vi=vi, text_en=en, made_at=at,
    )  # fmt: skip


def _mobile(text: object) -> str:
    phone, valid = read_phone(str(text or ""))
    return phone or "" if valid else ""
