"""Late work stands in the order of its province's group of the day, on the desk of whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases.jobs import keep_order
from ansinh.delivery.cases.measures import impose
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.register_plan import Told, register_plan
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import load_programme
from ansinh.policy.playbook import playbook, playbook_in
from ansinh.policy.yaml_files import LawFault, read_entry
from delivery.casework import officer, person, submitted, town

if TYPE_CHECKING:
    from pathlib import Path

    from ansinh.delivery.offices.models import Officer

ACT = "Công văn 123/UBND-VX ngày 5/8/2021"


@pytest.mark.django_db
def test_a_province_locked_down_overnight_sees_food_and_cash_first_the_next_morning(
    signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = town()
    by = officer("analyst.province", here.offices["province"], Role.ANALYST)
    for number, policy in ((1, "nq68-10"), (2, "nq68-12")):
        submitted(here, [person(number)], policy=policy)
    with acting(by):
        impose("30", "lifted", begins=date(2021, 8, 6), document=ACT, by=by, at=here.later())
        impose("30", "16", begins=date(2021, 9, 10), document=ACT, by=by, at=here.later())

    def late(day: int) -> list[str]:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 9, day, 1, 0, tzinfo=UTC))
        keep_order.func(timestamp=0)
        page = signed_in(by).get(reverse("desk"))
        return [item["task"].dossier.policy for item in page.context["overdue"]["rows"]]

    assert [late(9), late(10)] == [["nq68-10", "nq68-12"], ["nq68-12", "nq68-10"]]


def test_every_policy_stands_in_one_tier_of_each_group_and_one_not_named_comes_last() -> None:
    book, policies = playbook(), {policy.id for policy in load_programme("nq68").policies}
    assert book is not None
    assert [set().union(*pace.tiers) for pace in book.paces.values()] == [policies] * 3
    assert {group: book.tier(group, "nq68-12") - book.tier(group, "nq68-04") for group in book.paces} == {"a": 0, "b": 0, "c": -1}
    assert {group: book.tier(group, "nq68-11") - book.tier(group, "nq68-04") for group in book.paces} == {"a": 1, "b": 1, "c": 1}
    aims = {group: [book.aim_of(group, policy) is not None for policy in ("nq68-12", "nq68-01", "nq68-11")] for group in book.paces}
    assert aims == {"a": [True, True, False], "b": [False] * 3, "c": [False] * 3}, "in group A cash and insurance, no loans"
    assert book.aim_of("", "nq68-12") is None
    assert (book.tier("c", "nq42-01"), book.tier("", "nq68-12"), playbook("nq42")) == (3, 0, None)


@pytest.mark.django_db
def test_an_inbox_says_in_one_sentence_why_it_stands_in_its_order_and_shows_both_days_with_their_basis(
    signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = town()
    by = officer("analyst.province", here.offices["province"], Role.ANALYST)
    dossiers = [submitted(here, [person(number)], policy=policy) for number, policy in ((1, "nq68-10"), (2, "nq68-12"))]
    with acting(NATION):
        Task.objects.update(owner=here.lister, due_on=date(2021, 8, 20))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 8, 9, 1, 0, tzinfo=UTC))

    def page(address: str) -> str:
        return " ".join(signed_in(here.lister).get(address).content.decode().split())

    first = page(reverse("desk"))
    assert "nhóm của Hải Dương theo danh sách ban đầu từ 1/8/2021" in first
    assert "làm trước" not in first, "in group B both are alike"
    with acting(by):
        impose("30", "16", begins=date(2021, 8, 9), document=ACT, by=by, at=here.later(days=3))
    locked = page(reverse("desk"))
    assert f"<strong>nhóm C</strong>, nhóm của Hải Dương từ 9/8/2021 theo {ACT}: “Giãn cách theo Chỉ thị 16: cái ăn và tiền đến người dân trước”." in locked
    assert [locked.index("Nhóm C: làm trước") < locked.index("Nhóm C: làm tiếp theo"), f"{reverse('measures')}?tinh=30" in locked] == [True, True]
    plan = Told("plan", "2434/KH-UBND", date(2021, 7, 28), "UBND tỉnh Hải Dương", "Lưu Văn Bản, Phó Chủ tịch", "Thực hiện Nghị quyết 68/NQ-CP")
    with acting(by):
        register_plan("30", plan, b"%PDF-1.7 a plan", "ke-hoach.pdf", by=by, at=here.later())
        impose("30", "lifted", begins=date(2021, 8, 9), document="Công văn 130", by=by, at=here.later())
    for address in (reverse("desk"), reverse("dossier", args=[dossiers[0].pk])):
        quiet = page(address).lower()
        assert ["thứ sáu 20/8/2021" in quiet, "thứ tư 11/8/2021" in quiet, "10 ngày làm việc kể từ kế hoạch của tỉnh" in quiet, "luật:" in quiet] == [True] * 4


DUE = "{{within_working_days: {}, tiers: {}, cite: here, verified: true}}"


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ("[[p], [p]]", "one tier only"),
        ("[[p]]", "names each of a, b, c once"),
        (f"[[p]]\n    due: {DUE.format(0, 1)}", "1 to 250 working days"),
        (f"[[p]]\n    due: {DUE.format(10, 2)}", "how many of the 1 tiers"),
    ],
)
def test_a_playbook_at_fault_is_refused_with_its_line(tmp_path: Path, said: str, because: str) -> None:
    file = tmp_path / "playbook.yaml"
    file.write_text(f'cite: here\nverified: true\ngroups:\n  - id: a\n    text: {{vi: "một", en: "one"}}\n    tiers: {said}\n', encoding="utf-8")
    with pytest.raises(LawFault, match=because):
        playbook_in(read_entry(file))
