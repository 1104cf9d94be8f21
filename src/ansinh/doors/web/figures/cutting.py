"""The part of the work that an address asks for: place, policy, days, group; and the addresses of the parts beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.reports.queries import Cut
from ansinh.doors.web.asking import asked, today
from ansinh.policy.load import load_programme
from ansinh.policy.pace import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

VIEWS = {"": "figures", "province": "figures_province", "district": "figures_district", "commune": "figures_commune"}
PLACE = {"tinh": "province", "huyen": "district", "xa": "commune"}


@dataclass(frozen=True)
class Asked:
    """A cut with the group it was made by, and what of the question was not understood."""

    cut: Cut
    group: str
    faults: tuple[dict[str, str], ...]

    def query(self, **more: str) -> str:
        """Give the filters as a query string, `more` in place of or beside them."""
        cut = self.cut
        said = {
            "chinh-sach": cut.policy, "tu": cut.since.isoformat() if cut.since else "", "den": cut.until.isoformat() if cut.until else "", "nhom": self.group, **more,
        }  # fmt: skip
        return urlencode({name: value for name, value in said.items() if value})

    def page(self, cut: Cut | None = None, **more: str) -> str:
        """Give the address of the figures of a place (this one's by itself) under the same filters; a group is left behind below the country."""
        cut = cut or self.cut
        query = self.query(**({} if not cut.level else {"nhom": ""}), **more)
        address = reverse(VIEWS[cut.level], kwargs=cut.codes)
        return f"{address}?{query}" if query else address

    def elsewhere(self, view: str, *args: str, cut: Cut | None = None, **more: str) -> str:
        """Give the address of another view of the same cut, the place in the query string."""
        cut = cut or self.cut
        places = {name: getattr(cut, column) for name, column in PLACE.items()}
        query = self.query(**places, **more)
        address = reverse(view, args=args)
        return f"{address}?{query}" if query else address


def asked_of(request: HttpRequest, place: Mapping[str, str] | None = None) -> Asked:
    """Read the address; a filter that cannot be read is named and left out, never guessed."""
    faults: list[dict[str, str]] = []
    given: dict[str, Any] = dict(place or {column: _code(asked(request, name)) for name, column in PLACE.items()})
    policy = asked(request, "chinh-sach")
    if policy and policy not in {found.id for found in load_programme().policies}:
        faults.append({"href": "#chinh-sach", "text": _("Không có chính sách này. Hãy chọn trong danh sách.")})
        policy = ""
    since, until = (_day(request, name, faults) for name in ("tu", "den"))
    if since and until and until < since:
        faults.append({"href": "#den", "text": _("“Đến ngày” đứng trước “Từ ngày”. Hãy sửa một trong hai.")})
        until = None
    group = asked(request, "nhom")
    if given.get("province") or group not in GROUPS:
        if group and not given.get("province"):
            faults.append({"href": "#nhom", "text": _("Không có nhóm tỉnh này. Hãy chọn nhóm A, B hoặc C.")})
        group = ""
    provinces = frozenset(code for code, of in groups_on(today()).items() if of == group) if group else None
    return Asked(Cut(**given, policy=policy, since=since, until=until, provinces=provinces), group, tuple(faults))


def below(cut: Cut, code: str) -> Cut:
    """Give the cut of a place right below."""
    name = {"": "province", "province": "district", "district": "commune"}[cut.level]
    return replace(cut, **{name: code}, provinces=None)  # type: ignore[arg-type]


def _code(text: str) -> str:
    return text if text.isdigit() and text.isascii() else ""


def _day(request: HttpRequest, name: str, faults: list[dict[str, str]]) -> date | None:
    text = asked(request, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append({"href": f"#{name}", "text": _("Không hiểu ngày “%(text)s”. Hãy ghi như 2021-08-12.") % {"text": text}})
        return None
