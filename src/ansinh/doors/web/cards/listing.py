"""Lists of cards: searched, filtered, ordered, taken away; and who is slow where it is easy, fast where it is hard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ansinh.delivery.reports import cards
from ansinh.delivery.reports.models_cards import Slot
from ansinh.doors.web.asking import asked, beside, cursors
from ansinh.doors.web.cards.choosing import choice_of, filters, lists_of, reader_here
from ansinh.doors.web.cards.drawing import line
from ansinh.doors.web.cards.words import MEASURES, NAMES, POSITIONS
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.sheets import taken_away
from ansinh.doors.web.templatetags.page import day
from ansinh.policy.pace import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.reports.models_cards import Card, CardComment
    from ansinh.doors.web.cards.choosing import Choice

SORTS = {
    "dung-han": gettext_lazy("Đúng hạn, cao trước"), "cham": gettext_lazy("Đúng hạn, thấp trước"), "qua-han": gettext_lazy("Đang quá hạn, nhiều trước"), "nhan": gettext_lazy("Đã nhận, nhiều trước"),
    "xong": gettext_lazy("Đã làm, nhiều trước"), "bi-tra": gettext_lazy("Bị trả lại, nhiều trước"), "khieu-nai": gettext_lazy("Đơn thư được chấp nhận, nhiều trước"),
    "buoc": gettext_lazy("Thời gian một bước, lâu trước"), "tien": gettext_lazy("Từ danh sách đến tiền, lâu trước"), "ten": gettext_lazy("Tên"),
}  # fmt: skip


@login_required
@require_safe
def listing(request: HttpRequest, level: str) -> HttpResponse:
    """List the cards of a level; a list the reader does not have is not there."""
    reader, choice = reader_here(request), choice_of(request)
    if level not in lists_of(reader):
        raise Http404
    page = cards.cards(choice.listed(level), seen_by=reader, **cursors(request))
    kept = {name: request.GET.get(name, "")[:80] for name in ("ky", "chinh-sach", "tinh", "huyen", "nhom", "tim", "xep")}
    national = reader.officer.office.level == "national"
    context = {
        "rows": _lines(page.rows, choice), "name": NAMES[level], "level": level, "sorts": SORTS, "groups": GROUPS if national else (),
        "provinces": PROVINCES if national and level != "can-bo" else {}, "people": level == "can-bo", "counted": cards.counts().get(Slot.OPEN), "action": request.path,
        "export": {kind: f"../xuat.{kind}{choice.query(cap=level)}" for kind in ("xlsx", "csv")}, "measures": MEASURES,
        "filtered": any(kept[name] for name in kept if name != "xep"), **filters(choice), **beside(request, page, kept),
    }  # fmt: skip
    return render(request, "cards/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give a list of cards, whole, as xlsx or csv."""
    reader, choice, level = reader_here(request), choice_of(request), asked(request, "cap")
    if level not in lists_of(reader):
        raise Http404
    counted = cards.counts().get(Slot.OPEN)
    found = cards.all_cards(choice.listed(level), seen_by=reader)
    said = cards.latest_comments(found)
    lines = [_heads(), *([*_cells(row), *_comment(said.get((row.level, row.unit, row.office)))] for row in found)]
    stamp = _("Đếm đến hết ngày %(day)s") % {"day": day(counted.until) if counted else "–"}
    return taken_away(kind, f"the-diem-{level}", lines, stamp, names_from=1)


@login_required
@require_safe
def standing_out(request: HttpRequest) -> HttpResponse:
    """Name who is slow where it is easy and fast where it is hard; for the ministry's and the provinces' offices that watch."""
    reader, choice = reader_here(request), choice_of(request)
    if not reader.watches or reader.officer.office.level not in ("national", "province"):
        raise Http404
    found = cards.standing_out(seen_by=reader, period=choice.days, policy=choice.policy)
    context = {
        "slow": _lines(found["slow"], choice), "fast": _lines(found["fast"], choice), "counted": cards.counts().get(Slot.OPEN),
        "action": request.path, **filters(choice),
    }  # fmt: skip
    return render(request, "cards/standing.html", context)


def _lines(rows: Sequence[Card], choice: Choice) -> list[dict[str, Any]]:
    """Give cards as rows, each with the newest word of whom it is about."""
    said = cards.latest_comments(rows)
    return [{**line(row, choice), "said": said.get((row.level, row.unit, row.office))} for row in rows]


def _comment(of: CardComment | None) -> tuple[str, str]:
    return (of.text, f"{timezone.localtime(of.at):%H:%M %d/%m/%Y}") if of else ("", "")


def _heads() -> list[Any]:
    return [
        _("Mã"), _("Tên"), _("Nhóm tỉnh"), _("Cỡ"), _("Vị trí"), _("Đã nhận"), _("Đã làm"), _("Tự hoàn thành"), _("Đúng hạn"), _("Đúng hạn (phần nghìn)"), _("Đang quá hạn"),
        _("Một bước, trung vị (ngày làm việc)"), _("Một bước, 90 % (ngày làm việc)"), _("Thời hạn đã dùng, trung vị (%)"), _("Đã chuyển"), _("Bị bước sau trả lại"), _("Đơn thư được chấp nhận"),
        _("Từ danh sách đến tiền, trung vị (ngày làm việc)"), _("Từ danh sách đến tiền, 90 % (ngày làm việc)"), _("Ngày Chỉ thị 16"), _("Ngày Chỉ thị 15"), _("Trường hợp đề nghị"),
        _("Trong đó F0, F1"),
        _("Dòng danh sách"), _("Lỗi lúc đọc"), _("Ý kiến mới nhất của người được đánh giá"), _("Nêu lúc"),
    ]  # fmt: skip


def _cells(card: Card) -> Iterator[Any]:
    yield from (
        card.unit,
        card.name,
        card.group.upper(),
        card.size or "",
        str(POSITIONS[card.position]),
        card.received,
        card.done,
        card.by_itself,
        card.in_time,
    )
    yield from (
        _told(card.punctual),
        card.overdue,
        _told(card.step_median),
        _told(card.step_most),
        _told(card.share_median),
        card.forwarded,
        card.sent_back,
        card.upheld,
    )
    yield from (_told(card.money_median), _told(card.money_most), card.days_16, card.days_15, card.claims, card.infected, card.rows, card.faults)


def _told(value: int) -> int | str:
    return value if value >= 0 else ""
