"""The list of those without plan or owner: who is to be asked for what, by name of the province."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.gaps import Lack, gaps
from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web.asking import asked, today
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.figures.words import GROUPS
from ansinh.doors.web.plans.standing import by_group
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.sheets import KINDS, taken_away
from ansinh.doors.web.templatetags.page import text
from ansinh.policy.load import load_programme
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from ansinh.delivery.cases.gaps import PlanGap

LACKS: dict[str, str | Promise] = {
    Lack.PLAN: gettext_lazy("Chưa có kế hoạch"), Lack.TARGET: gettext_lazy("Chính sách chưa có chỉ tiêu, chưa giao ai"),
    Lack.OWNER: gettext_lazy("Chỉ tiêu chưa có người chịu trách nhiệm"), Lack.LEFT: gettext_lazy("Người chịu trách nhiệm đã thôi việc hoặc thôi nhiệm vụ"),
}  # fmt: skip


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List what is missing, by kind and province; everybody signed in may read it."""
    province, lack, group = _asked(request)
    query = urlencode({name: value for name, value in (("tinh", province), ("loai", lack), ("nhom", group)) if value})
    of, found = groups_on(today()), _found(province, lack, group)
    unplanned = sorted((fold(PROVINCES[gap.province]), gap.province) for gap in found if gap.lack == Lack.PLAN)
    context = {
        "unplanned": by_group((of.get(code, ""), PROVINCES[code], code) for _name, code in unplanned), "group": group, "groups": GROUPS,
        "rows": [_shown(gap) for gap in found if gap.lack != Lack.PLAN], "found": len(found), "province": province, "lack": lack,
        "lacks": LACKS.items(), "provinces": provinces(), "export": {kind: f"{reverse('plan_gaps_export', args=[kind])}?{query}" for kind in KINDS},
    }  # fmt: skip
    return render(request, "plans/lacking.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the list, its filters kept, as xlsx or csv."""
    lines: list[list[Any]] = [[_("Mã"), _("Nhóm"), _("Còn thiếu"), _("Nơi"), _("Chính sách"), _("Chỉ tiêu (người)"), _("Hạn"), _("Người đã được giao")]]
    of = groups_on(today())
    for gap in _found(*_asked(request)):
        row = _shown(gap)
        target = gap.target
        lines.append([
            gap.province, of.get(gap.province, "").upper(), str(row["words"]), row["place"], "; ".join(row["policies"]), target.people if target else "", f"{target.due_on:%d/%m/%Y}" if target else "",
            str(target.owner or "") if target else "",
        ])  # fmt: skip
    return taken_away(kind, "chua-co-ke-hoach-chua-co-nguoi", lines, _("Lập lúc %(at)s") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"}, names_from=3)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    province, lack, group = asked(request, "tinh"), asked(request, "loai"), asked(request, "nhom")
    return province if province in PROVINCES else "", lack if lack in LACKS else "", group if group in GROUPS else ""


def _found(province: str, lack: str, group: str) -> list[PlanGap]:
    found = gaps(on=today(), province=province, lacks=[Lack(lack)] if lack else tuple(Lack))
    of = groups_on(today()) if group else {}
    return [gap for gap in found if not group or of.get(gap.province) == group]


def _shown(gap: PlanGap) -> dict[str, Any]:
    names = {policy.id: f"{policy.number}. {text(policy.name)}" for policy in load_programme().policies}
    district = gap.target.district if gap.target else ""
    place = PROVINCES[gap.province]
    if district and (known := places_by_code([district]).get(district)):
        place = f"{known.name}, {place}"
    return {
        "gap": gap,
        "words": LACKS[gap.lack],
        "place": place,
        "policies": [names.get(policy, policy) for policy in gap.policies],
        "all": len(gap.policies) == len(names),
    }
