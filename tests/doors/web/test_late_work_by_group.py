"""Late work stands in the order of its province's group of the day, on the desk of whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases.measures import impose
from ansinh.delivery.cases.models import Dossier
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
    for number, policy in ((1, "nq68-04"), (2, "nq68-12")):
        dossier = submitted(here, [person(number)])
        with acting(NATION):
            Dossier.objects.filter(pk=dossier.pk).update(policy=policy)
    with acting(by):
        impose("30", "lifted", begins=date(2021, 8, 6), document=ACT, by=by, at=here.later())
        impose("30", "16", begins=date(2021, 9, 10), document=ACT, by=by, at=here.later())

    def late(day: int) -> list[str]:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 9, day, 1, 0, tzinfo=UTC))
        page = signed_in(by).get(reverse("desk"))
        return [item["task"].dossier.policy for item in page.context["overdue"]]

    assert [late(9), late(10)] == [["nq68-04", "nq68-12"], ["nq68-12", "nq68-04"]]


def test_every_policy_stands_in_one_tier_of_each_group_and_one_not_named_comes_last() -> None:
    book, policies = playbook(), {policy.id for policy in load_programme("nq68").policies}
    assert book is not None
    assert [set().union(*pace.tiers) for pace in book.paces.values()] == [policies] * 3
    assert {group: book.tier(group, "nq68-12") - book.tier(group, "nq68-04") for group in book.paces} == {"a": 0, "b": 0, "c": -1}
    assert {group: book.tier(group, "nq68-11") - book.tier(group, "nq68-04") for group in book.paces} == {"a": 1, "b": 1, "c": 1}
    assert (book.tier("c", "nq42-01"), book.tier("", "nq68-12"), playbook("nq42")) == (3, 0, None)


@pytest.mark.parametrize(("said", "because"), [("[[p], [p]]", "one tier only"), ("[[p]]", "names each of a, b, c once")])
def test_a_playbook_at_fault_is_refused_with_its_line(tmp_path: Path, said: str, because: str) -> None:
    file = tmp_path / "playbook.yaml"
    file.write_text(f'cite: here\nverified: true\ngroups:\n  - id: a\n    text: {{vi: "một", en: "one"}}\n    tiers: {said}\n', encoding="utf-8")
    with pytest.raises(LawFault, match=because):
        playbook_in(read_entry(file))
