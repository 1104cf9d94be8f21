"""The demonstration province's plan, targets and an order of the ministry, entered by the true verbs; every paper says that it is no real one.

Only where DEMO=1. Done once: a province that has a plan is left as it is.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ansinh.delivery.cases import orders
from ansinh.delivery.cases.models_orders import OrderedProvince
from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.cases.orders import Enclosed, Words
from ansinh.delivery.cases.plans import plan_days
from ansinh.delivery.cases.register_plan import Told, register_plan
from ansinh.delivery.cases.targets import Aim, set_target
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import acting
from ansinh.doors.cli.demo_history import first_day
from ansinh.doors.cli.demo_plan import FREE, LEAVE, planned
from ansinh.papers.letters.own_data import own_data_pdf
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from datetime import date

PROVINCE, DISTRICT = "30", "291"
MARK = "Văn bản trình diễn, không phải văn bản thật"
DAYS = 40
"""Working days from the plan until its targets are due."""
DOCUMENTS = (
    ("plan", "TD-01/KH-UBND", "Kế hoạch thực hiện Nghị quyết 68/NQ-CP trên địa bàn tỉnh (trình diễn)"),
    ("decision", "TD-02/QĐ-UBND", "Quyết định phân công người chịu trách nhiệm từng chính sách (trình diễn)"),
    ("guidance", "TD-03/HD-SLĐTBXH", "Hướng dẫn hồ sơ lao động tự do (trình diễn)"),
)
AIMED = (
    (FREE, "", "sld.thamdinh", None), (LEAVE, "", "bhxh.haiduong", None), ("nq68-01", "", "bhxh.giamdoc", 60_000), ("nq68-06", "", "vieclam.haiduong", 1_500),
    ("nq68-09a", "", "vanhoa.haiduong", 120), ("nq68-09b", "", "dulich.haiduong", 300), ("nq68-08", "", "", 2_000), (FREE, DISTRICT, "huyen.namsach", 900),
)  # fmt: skip
"""Which policy, in which district, who answers, how many people; without a figure as many as the history's lists hold. One is left to nobody."""
REPORT = Words(
    "TD-10/LĐTBXH",
    "Báo cáo chi trả lao động tự do (trình diễn)",
    "Báo cáo số người lao động tự do đã nhận tiền, số còn chờ và lý do, theo từng huyện.",
    5,
    FREE,
)
REMINDED = ("27", "38", "24", "19")
ANSWER = "Tỉnh đã chi trả theo danh sách đã phê duyệt; số còn lại đang chờ quyết định. Số liệu theo huyện trong tệp kèm theo (trình diễn)."


def load_plans() -> bool:
    """Enter plan, targets and order of the demonstration province; say whether anything was done."""
    if PROVINCE in plan_days():
        return False
    officers = {officer.username: officer for officer in Officer.objects.filter(is_demonstration=True).select_related("office")}
    head, ministry, on = officers["tinh.chutich"], officers["bo.phantich"], first_day()
    at = timezone.make_aware(datetime.combine(on, time(8, 30)))
    with acting(head):
        plan, *_others = [_register(told, on, head, at + timedelta(minutes=turn)) for turn, told in enumerate(DOCUMENTS)]
        _aim(plan, officers, head, at + timedelta(hours=1))
    later = timezone.now() - timedelta(days=4)
    with acting(ministry):
        order = orders.issue(REPORT, [PROVINCE, *REMINDED], Enclosed(_paper(REPORT.title, REPORT.number, later), "chi-dao.pdf"), by=ministry, at=later)
    with acting(head):
        row = OrderedProvince.objects.get(order=order, province=PROVINCE)
        orders.answer(
            row.pk, ANSWER, Enclosed(_paper("Báo cáo chi trả theo huyện (trình diễn)", "TD-04/BC-UBND", later), "bao-cao.pdf"), by=head, at=later + timedelta(2)
        )
    return True


def _register(told: tuple[str, str, str], on: date, head: Officer, at: datetime) -> PlanDocument:
    kind, number, title = told
    said = Told(kind, number, on, head.office.name, f"{head.full_name}, {head.title}", title)
    return register_plan(PROVINCE, said, _paper(title, number, at), f"{number.replace('/', '-')}.pdf", by=head, at=at)


def _aim(plan: PlanDocument, officers: dict[str, Officer], head: Officer, at: datetime) -> None:
    held: dict[str, int] = {}
    for one in planned():
        if one.province == PROVINCE:
            held[one.policy] = held.get(one.policy, 0) + sum(one.kinds.values())
    due_on = vietnam_calendar().due_on(plan.issued_on, DAYS)
    for policy, district, owner, people in AIMED:
        aim = Aim(PROVINCE, district, policy, people or held[policy], due_on)
        set_target(aim, plan, officers.get(owner), basis=DOCUMENTS[1][1] if owner else "", by=head, at=at)


def _paper(title: str, number: str, at: datetime) -> bytes:
    rows = [("Số", number), ("Ngày", f"{timezone.localtime(at):%d/%m/%Y}"), ("Tỉnh", "Hải Dương")]
    return own_data_pdf(title, MARK, [("Văn bản", rows)], footer=MARK, at=at)
