"""From sums to what a page draws: key figures, tables, bars, columns and the map, every number with the address of what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ansinh.delivery.payments.models import Channel
from ansinh.delivery.reports.queries import Lengths, Summary, Sums
from ansinh.doors.web.charts import Value
from ansinh.doors.web.figures import words
from ansinh.doors.web.figures.cutting import Asked, below
from ansinh.doors.web.templatetags.page import day, text
from ansinh.doors.web.tiles import TILES
from ansinh.policy.load import load_programme
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PROVINCES = {tile.code: tile.name for tile in sorted(TILES, key=lambda tile: tile.code)}
NOTHING, NOBODY = Sums(), Lengths(None, None, 0)
MOST_DAYS = 120
RANKED = 20
COLUMNS = ("paid", "approved", "claims")


@dataclass(frozen=True)
class Drawing:
    """A summary of an asked cut, about to be drawn; `full` tells that the reader may see the rows themselves."""

    asked: Asked
    summary: Summary
    names: Mapping[str, str]
    full: bool
    groups_now: Mapping[str, str]

    def main(self, took: Lengths) -> list[dict[str, Any]]:
        """Give the key figures of the page."""
        total, people = self.summary.total, _("%(count)s lượt người")
        cards: list[dict[str, Any]] = [
            {
                "label": words.BY_ID[name].label, "note": people % {"count": words.count(total, name)}, "url": self._rows(name),
                "value": words.large(getattr(total, words.BY_ID[name].money)) if name not in total.few else words.money(total, name), "tone": tone,
            }
            for name, tone in (("paid", "good"), ("approved", ""), ("claims", ""), ("returned", "bad"))
        ]  # fmt: skip
        cards[2]["note"] = _("%(people)s người trong %(dossiers)s hồ sơ") % {"people": words.count(total, "claims"), "dossiers": words.count(total, "dossiers")}
        half = _("%(days)s ngày làm việc") % {"days": took.median} if took.median is not None else "–"
        most = _("90 %% nhận trong %(days)s ngày") % {"days": took.nine_in_ten} if took.nine_in_ten is not None else _("chưa đủ số liệu")
        return [*cards, {"label": _("Từ danh sách đến tiền (trung vị)"), "value": half, "note": most, "url": "#thoi-gian", "tone": ""}]

    def table(self, took: Mapping[str, Lengths]) -> list[dict[str, Any]]:
        """Give a row for each place below that has figures, the most money first."""
        rows = []
        for code, sums in self.summary.below.items():
            if code not in self.names:
                continue
            cut = below(self.asked.cut, code)
            rows.append({**self._line(sums, took.get(code, NOBODY), cut), "name": self.names[code], "url": self._page(cut), "group": self._group(code)})
        return sorted(rows, key=lambda row: (-row["order"], row["name"]))

    def policies(self, took: Mapping[str, Lengths]) -> list[dict[str, Any]]:
        """Give a row for each policy that has figures, in the law's order."""
        rows = []
        for policy in load_programme().policies:
            if policy.id in self.summary.policies:
                cut = replace(self.asked.cut, policy=policy.id)
                line = self._line(self.summary.policies[policy.id], took.get(policy.id, NOBODY), cut, policy=policy.id)
                rows.append(
                    {**line, "name": text(policy.name), "number": policy.number, "url": self.asked.page(None, **{"chinh-sach": policy.id}), "group": ""}
                )
        return rows

    def groups(self, took: Mapping[str, Lengths]) -> list[dict[str, Any]]:
        """Give the three groups of provinces, with how many provinces each has and how many of them have paid."""
        rows = []
        for group, name in words.GROUPS.items():
            codes = [code for code, of in self.groups_now.items() if of == group]
            paying = sum(1 for code in codes if self._has_paid(code))
            line = self._line(self.summary.groups.get(group, NOTHING), took.get(group, NOBODY), self.asked.cut, nhom=group)
            rows.append({**line, "name": name, "group": group, "url": self.asked.page(nhom=group), "provinces": len(codes), "paying": paying})
        return rows

    def map(self) -> dict[str, Value]:
        """Give the money paid by province, for the tiles; nothing for those withheld."""
        return {code: value for code, value in ((code, self._value(code)) for code in self.summary.below if code in PROVINCES) if value.value}

    def ranking(self) -> list[Value]:
        """Give the places below by money paid; those without are left to the table."""
        values = [self._value(code) for code in self.summary.below if code in self.names]
        return sorted((value for value in values if value.value), key=lambda value: -value.value)[:RANKED]

    def days(self) -> list[Value]:
        """Give the money paid on each day of the period, days without any included; the latest days where there are many."""
        found = [on for on, sums in self.summary.days.items() if sums.paid or "paid" in sums.few | sums.beside]
        if not found:
            return []
        first = max(found[0], found[-1] - timedelta(MOST_DAYS - 1))
        return [self._day(first + timedelta(ahead)) for ahead in range((found[-1] - first).days + 1)]

    def channels(self) -> list[Value]:
        """Give the money paid by the way it took."""
        sums = {channel: self.summary.channels.get(channel, NOTHING) for channel in Channel}
        return [
            Value(_(channel.label), told.paid_vnd, f"{words.money(told, 'paid')}, {_('%(count)s lượt người') % {'count': words.count(told, 'paid')}}")
            for channel, told in sums.items()
            if told.paid or "paid" in told.few | told.beside
        ]

    def silent(self) -> list[dict[str, Any]]:
        """Give the places below without any figure, by name: provinces under their group, the one with the least excuse first."""
        wanted = set(self.names) if self.asked.cut.provinces is None else set(self.asked.cut.provinces)
        places = [(code, self.names.get(code, code)) for code in wanted - set(self.summary.below)]
        shown = [(self._group(code), name, self._page(below(self.asked.cut, code))) for code, name in sorted(places, key=lambda place: fold(place[1]))]
        parts = [(group, [place[1:] for place in shown if place[0] == group]) for group in (*words.GROUPS, "")]
        return [{"group": group, "label": words.GROUPS.get(group, ""), "places": found} for group, found in parts if found]

    def _value(self, code: str) -> Value:
        sums = self.summary.below[code]
        said = words.large(sums.paid_vnd) if sums.paid else words.money(sums, "paid")
        short = words.short(sums.paid_vnd) if sums.paid else ""
        return Value(self.names.get(code, code), sums.paid_vnd, said, self._page(below(self.asked.cut, code)), self._group(code), short)

    def _day(self, on: date) -> Value:
        sums = self.summary.days.get(on, NOTHING)
        single = self.asked.page(tu=on.isoformat(), den=on.isoformat())
        return Value(day(on), sums.paid_vnd, words.money(sums, "paid"), single if sums.paid else "")

    def _line(self, sums: Sums, took: Lengths, cut: Any, **more: str) -> dict[str, Any]:
        said = {"chinh-sach": more.pop("policy"), **more} if "policy" in more else more
        cells = [
            {"label": words.BY_ID[name].label, "count": words.count(sums, name), "money": words.money(sums, name), "url": self._behind(name, cut, said) if getattr(sums, name) else ""}
            for name in COLUMNS
        ]  # fmt: skip
        return {"cells": cells, "median": took.median, "nine_in_ten": took.nine_in_ten, "order": sums.paid_vnd, "sums": sums}

    def _behind(self, name: str, cut: Any, more: Mapping[str, str]) -> str:
        """Give the rows for those who may see them, the figures one level down for everybody else."""
        if self.full and not more.get("nhom"):
            return self.asked.elsewhere(
                "figures_rows", name, cut=replace(cut, provinces=None), nhom="", **{key: value for key, value in more.items() if key != "nhom"}
            )
        return self.asked.page(cut if cut.level != self.asked.cut.level else None, **more) if not cut.commune else ""

    def _rows(self, name: str) -> str:
        if self.full and not self.asked.group:
            return self.asked.elsewhere("figures_rows", name)
        return "#theo-noi" if self.names else "#theo-chinh-sach"

    def _page(self, cut: Any) -> str:
        return self.asked.page(cut) if not cut.commune or self.full else ""

    def _group(self, code: str) -> str:
        return self.groups_now.get(code, "") if not self.asked.cut.level else ""

    def _has_paid(self, code: str) -> bool:
        sums = self.summary.below.get(code, NOTHING)
        return bool(sums.paid) or "paid" in sums.few | sums.beside
