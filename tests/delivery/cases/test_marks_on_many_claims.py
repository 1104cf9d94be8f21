"""Many claims of a dossier taken out, in again, or asked something missing for by one act: shown first, in sets, undone while the dossier is here."""

from __future__ import annotations

import pytest

from ansinh.delivery.cases import exclude, take_step
from ansinh.delivery.cases.choosing import Chosen
from ansinh.delivery.cases.mark import mark, marks_of, preview_mark, undo_mark
from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.models_marks import Mark
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, person, submitted, task_of, town
from simulation.truth import demand_evidence, demand_truth

pytestmark = pytest.mark.django_db
WHY = "Đang hưởng lương hưu theo dữ liệu BHXH"
ALL = Chosen()


@pytest.fixture
def here() -> Town:
    return town()


def appraised(here: Town, count: int = 6) -> Dossier:
    """A dossier that is with its appraiser."""
    dossier = submitted(here, [person(number) for number in range(1, count + 1)])
    forwarded(here, dossier)
    return dossier


def states(dossier: Dossier) -> list[str]:
    with acting(NATION):
        return list(Claim.objects.filter(dossier=dossier).order_by("order").values_list("state", flat=True))


def held(dossier: Dossier) -> int:
    with acting(NATION):
        return Claim.objects.filter(dossier=dossier, draw_held=True).count()


def marked(here: Town, dossier: Dossier, action: str = "exclude", chosen: Chosen = ALL, reason: str = WHY) -> Mark:
    by = here.appraiser
    with acting(by):
        found = preview_mark(dossier, action, chosen, seen_by=by)
        task = task_of(dossier)
        return mark(task.pk, action, chosen, by=by, at=here.later(), expected=(found.claims, found.amount_vnd), reason=reason, article="NQ 68/NQ-CP, mục II.12")


def undone(here: Town, made: Mark) -> int:
    with acting(here.appraiser):
        return undo_mark(made.pk, by=here.appraiser, at=here.later())


def some(dossier: Dossier, *orders: int) -> Chosen:
    with acting(NATION):
        return Chosen(frozenset(Claim.objects.filter(dossier=dossier, order__in=orders).values_list("pk", flat=True)))


def test_those_that_a_search_shows_are_taken_out_by_one_act_with_one_reason_and_undone_by_another(here: Town) -> None:
    dossier = appraised(here, 12)
    made = marked(here, dossier, chosen=Chosen(text="hoa 1"))  # 1, 10, 11, 12
    assert (made.claims, made.amount_vnd, states(dossier).count("excluded"), held(dossier)) == (4, 6_000_000, 4, 8)
    with acting(NATION):
        assert Event.objects.filter(verb="cases.mark", subject_kind="claim").count() == 4
        assert set(Claim.objects.filter(dossier=dossier, state="excluded").values_list("state_reason", "state_article")) == {(WHY, "NQ 68/NQ-CP, mục II.12")}
    assert undone(here, made) == 4
    assert (states(dossier), held(dossier)) == (["in_review"] * 12, 12)
    with pytest.raises(AlreadyDone):
        undone(here, made)
    demand_truth()
    demand_evidence()


def test_the_preview_tells_who_is_taken_and_who_is_left_and_an_act_that_finds_another_list_is_refused(here: Town) -> None:
    dossier = appraised(here)
    marked(here, dossier, chosen=some(dossier, 1, 2))
    with acting(here.appraiser):
        found = preview_mark(dossier, "exclude", ALL, seen_by=here.appraiser)
        assert (found.claims, found.amount_vnd, found.left_out, [part.outcome for part in found.parts]) == (4, 6_000_000, 2, ["eligible"])
        exclude.exclude(task_of(dossier).pk, some(dossier, 3).keys, by=here.appraiser, at=here.later(), reason=WHY)
        with pytest.raises(Refused) as refusal:
            mark(task_of(dossier).pk, "exclude", ALL, by=here.appraiser, at=here.later(), expected=(4, 6_000_000), reason=WHY)
    assert refusal.value.code == "changed"
    assert states(dossier).count("excluded") == 3


def test_taking_in_again_and_undoing_it_gives_each_the_reason_she_had(here: Town) -> None:
    dossier = appraised(here, 3)
    with acting(here.appraiser):
        for order, reason in ((1, "Có hợp đồng lao động"), (2, "Đã chuyển đi nơi khác")):
            exclude.exclude(task_of(dossier).pk, some(dossier, order).keys, by=here.appraiser, at=here.later(), reason=reason, article=f"điều {order}")
    made = marked(here, dossier, "include", reason="")
    assert (made.claims, states(dossier), held(dossier)) == (2, ["in_review"] * 3, 3)
    undone(here, made)
    with acting(NATION):
        told = list(Claim.objects.filter(dossier=dossier).order_by("order").values_list("state", "state_reason", "state_article"))
    assert told == [("excluded", "Có hợp đồng lao động", "điều 1"), ("excluded", "Đã chuyển đi nơi khác", "điều 2"), ("in_review", "", "")]
    demand_truth()


def test_what_was_changed_since_stays_as_it_is_when_the_act_is_undone(here: Town) -> None:
    dossier = appraised(here, 3)
    made = marked(here, dossier)
    with acting(here.appraiser):
        one = next(iter(some(dossier, 2).keys))
        exclude.include(task_of(dossier).pk, one, by=here.appraiser, at=here.later())
        exclude.exclude(task_of(dossier).pk, [one], by=here.appraiser, at=here.later(), reason="Vì lý do khác hẳn")
    assert undone(here, made) == 2
    assert states(dossier) == ["in_review", "excluded", "in_review"]


def test_asking_for_some_names_them_stops_the_clock_and_can_be_taken_back_until_answered(here: Town) -> None:
    dossier = appraised(here)
    made = marked(here, dossier, "ask", some(dossier, 2, 5), reason="Thiếu bản chụp sổ tạm trú")
    task = task_of(dossier)
    assert task.waiting
    assert task.asked == "Thiếu bản chụp sổ tạm trú. Căn cứ: NQ 68/NQ-CP, mục II.12. 2 người, số thứ tự: 2, 5."
    undone(here, made)
    task = task_of(dossier)
    assert (task.waiting, task.asked, task.due_on is None) == (False, "", False)
    assert marked(here, dossier, "ask", some(dossier, 3), reason="Thiếu bản chụp sổ tạm trú").claims == 1
    with pytest.raises(Refused) as refusal:
        marked(here, dossier, "ask", some(dossier, 4), reason="Thiếu bản chụp sổ tạm trú")
    assert refusal.value.code == "asked_once"


def test_only_the_owner_marks_and_undoes_and_only_while_the_dossier_is_here(here: Town) -> None:
    dossier = appraised(here)
    made = marked(here, dossier, chosen=some(dossier, 1))
    task: Task = task_of(dossier)
    for by in (here.lister, here.chair):
        with acting(by), pytest.raises(NotYours):
            mark(task.pk, "exclude", ALL, by=by, at=here.later(), expected=(5, 7_500_000), reason=WHY)
        with acting(by), pytest.raises(NotYours):
            undo_mark(made.pk, by=by, at=here.later())
    with acting(here.appraiser):
        take_step.forward(task.pk, by=here.appraiser, at=here.later())
        with pytest.raises(AlreadyDone):
            undo_mark(made.pk, by=here.appraiser, at=here.later())
        assert [one.pk for one in marks_of(task, seen_by=here.appraiser)] == [made.pk]
    assert states(dossier)[0] == "excluded"
