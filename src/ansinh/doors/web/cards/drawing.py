"""From a card to what a page draws: figures with the rows behind them, the strip of its like, how hard its days were, its days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ansinh.delivery.reports.cards import CHART_DAYS
from ansinh.delivery.reports.compare_cards import FEWEST_CASES, FEWEST_UNITS
from ansinh.delivery.reports.models_cards import UnitLevel
from ansinh.doors.web.cards.words import BY_ID, NOTHING, POSITIONS, SLUGS, TONES, days, percent, rate, share, why_without_rank
from ansinh.doors.web.charts import Strip, Value
from ansinh.doors.web.templatetags.page import day, number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ansinh.delivery.reports.models_cards import Card, PeerGroup
    from ansinh.doors.web.cards.choosing import Choice


def figures(card: Card, choice: Choice, *, rows: bool) -> list[dict[str, Any]]:
    """Give the figures of a card; with `rows` each leads to the rows it counts."""

    def one(name: str, value: str, note: str = "", tone: str = "", behind: str = "") -> dict[str, Any]:
        leads = rows and name != "money" and value != NOTHING
        url = reverse("card_rows", args=[SLUGS[card.level], card.unit, behind or name]) + choice.query(("ky", "chinh-sach")) if leads else ""
        return {"label": BY_ID[name].label, "value": value, "note": note, "tone": tone, "url": url}

    return [
        one("received", number(card.received)),
        one("done", number(card.done), _("%(count)s bước tự hoàn thành") % {"count": number(card.by_itself)} if card.level != UnitLevel.PERSON else ""),
        one(
            "in_time",
            percent(card.punctual),
            _("%(part)s trên %(whole)s bước đã làm hoặc quá hạn") % {"part": number(card.in_time), "whole": number(card.done + card.overdue)},
        ),
        one("overdue", number(card.overdue), tone="bad" if card.overdue else ""),
        one("step", days(card.step_median), _most(card.step_most, card.share_median), behind="done"),
        one(
            "sent_back",
            share(card.sent_back, card.forwarded),
            _("%(part)s trên %(whole)s bước đã chuyển") % {"part": number(card.sent_back), "whole": number(card.forwarded)},
        ),
        one("upheld", number(card.upheld)),
        one(
            "money",
            days(card.money_median),
            _("9 trên 10 khoản trong %(days)s") % {"days": days(card.money_most)} if card.money_most >= 0 else _("chưa có khoản chi nào trong kỳ"),
        ),
    ]


def _most(most: int, median: int) -> str:
    if most < 0:
        return _("chưa làm bước nào trong kỳ")
    return _("9 trên 10 bước trong %(days)s; trung vị dùng %(share)s %% thời hạn") % {"days": days(most), "share": number(median)}


def standing(card: Card, peers: PeerGroup | None) -> dict[str, Any]:
    """Say where a card stands among its like, or why it is not compared."""
    if peers is None:
        return {"said": why_without_rank(card, FEWEST_CASES, FEWEST_UNITS), "strip": None}
    said = _("So với %(units)s đơn vị cùng cấp, cùng nhóm %(group)s, cùng cỡ (nhận từ %(fewest)s đến %(most)s bước)") % {
        "units": number(peers.units), "group": card.group.upper(), "fewest": number(peers.fewest), "most": number(peers.most),
    }  # fmt: skip
    marks = (
        (_("Thấp nhất"), peers.low), (_("Phần tư dưới"), peers.quarter), (_("Trung vị"), peers.middle), (_("Phần tư trên"), peers.three_quarters),
        (_("Cao nhất"), peers.high),
    )  # fmt: skip
    strip = Strip([Value(label, value, percent(value)) for label, value in marks], Value(_("Thẻ này"), card.punctual, percent(card.punctual)))
    return {"said": said, "strip": strip, "position": POSITIONS[card.position], "tone": TONES[card.position]}


def difficulty(card: Card) -> list[dict[str, Any]]:
    """Say how hard the days of a card were."""
    return [
        {"key": _("Ngày theo Chỉ thị 16"), "value": number(card.days_16)},
        {"key": _("Ngày theo Chỉ thị 15"), "value": number(card.days_15)},
        {"key": _("F0, F1 trong 1.000 trường hợp đề nghị"), "value": rate(card.infected, card.claims, 1000)},
        {"key": _("Lỗi trong 100 dòng danh sách lúc đọc"), "value": rate(card.faults, card.rows, 100)},
    ]


def by_day(found: Mapping[date, tuple[int, int]]) -> list[Value]:
    """Give what was done on each day and how much of it in time, days without any included; the latest days where there are many."""
    if not found:
        return []
    said, last = _("%(done)s bước, %(in_time)s đúng hạn"), max(found)
    first = max(min(found), last - timedelta(CHART_DAYS - 1))
    shown = {first + timedelta(ahead): (0, 0) for ahead in range((last - first).days + 1)} | {on: told for on, told in found.items() if on >= first}
    return [Value(day(on), done, said % {"done": number(done), "in_time": number(in_time)}) for on, (done, in_time) in shown.items()]


def line(card: Card, choice: Choice) -> dict[str, Any]:
    """Give a card as a row of a list."""
    cells = [
        (BY_ID["received"].label, number(card.received)), (BY_ID["done"].label, number(card.done)), (BY_ID["in_time"].label, percent(card.punctual)),
        (BY_ID["overdue"].label, number(card.overdue)), (_("Một bước"), days(card.step_median)), (BY_ID["sent_back"].label, share(card.sent_back, card.forwarded)),
        (BY_ID["upheld"].label, number(card.upheld)), (BY_ID["money"].label, days(card.money_median)),
    ]  # fmt: skip
    return {
        "card": card, "url": choice.of_card(card), "cells": [{"label": label, "value": "" if value == NOTHING else value} for label, value in cells], "position": POSITIONS[card.position],
        "tone": TONES[card.position], "hard": _("Chỉ thị 16: %(days)s ngày") % {"days": number(card.days_16)} if card.days_16 else "",
    }  # fmt: skip
