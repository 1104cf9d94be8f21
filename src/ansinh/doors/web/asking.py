"""What a page needs of a request: the officer, the hour, her roles, the addresses of the pages beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.utils import timezone
from django.utils.http import urlencode

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import NotYours

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from django.http import HttpRequest

    from ansinh.delivery.cases.queries import Page
    from ansinh.delivery.offices.models import Officer

LONGEST_SEARCH = 80


class Cursors(TypedDict):
    """Where a page of rows begins or ends."""

    after: str
    before: str


def officer_of(request: HttpRequest) -> Officer:
    """Give the officer who is signed in; only for pages that demand one."""
    return cast("Officer", request.user)


def today() -> date:
    """Give the day of the country."""
    return timezone.localdate()


def roles_here(request: HttpRequest) -> frozenset[str]:
    """Give the roles the officer holds in her office today; asked once a request."""
    officer = officer_of(request)
    held: frozenset[str] | None = getattr(request, "ansinh_roles", None)
    if held is None:
        held = roles_of(officer, on=today())
        request.ansinh_roles = held  # type: ignore[attr-defined] # kept with the request, gone with it
    return held


def demand_any(request: HttpRequest, roles: Collection[Role]) -> None:
    """Raise `NotYours` unless the officer holds one of the roles, for whatever policy."""
    if not set(roles) & roles_here(request):
        names = ", ".join(str(role.label).lower() for role in roles)
        raise NotYours(
            "role_missing",
            f"Trang này dành cho người được phân công: {names}. Đề nghị người đứng đầu đơn vị phân công bằng văn bản.",
            f"This page is for officers assigned as {', '.join(roles)}. Ask the head of the office for an assignment.",
        )


def asked(request: HttpRequest, name: str) -> str:
    """Give a word of the query string, bounded; a null byte is no word."""
    return request.GET.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def cursors(request: HttpRequest) -> Cursors:
    """Give the cursors of the query string."""
    return {"after": request.GET.get("after", "")[:400], "before": request.GET.get("before", "")[:400]}


def beside(request: HttpRequest, page: Page[Any], keep: Mapping[str, str]) -> dict[str, str]:
    """Give the addresses of the pages before and after, filters kept."""
    kept = {name: value for name, value in keep.items() if value}
    return {
        "previous_url": f"{request.path}?{urlencode({**kept, 'before': page.previous})}" if page.previous else "",
        "next_url": f"{request.path}?{urlencode({**kept, 'after': page.next})}" if page.next else "",
    }
