"""Who has no telephone is told on paper: each notice is printed once, whoever clicks how often."""

from __future__ import annotations

import pytest
from django.conf import settings

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.decide import approve
from ansinh.delivery.cases.exclude import exclude
from ansinh.delivery.cases.letters import print_letters
from ansinh.delivery.cases.models import Claim, Decision
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from delivery.casework import Town, approved, forwarded, person, submitted, town
from simulation.together import at_once


def told(here: Town, people: int = 5) -> Decision:
    """A decision on people without telephones, but for the first."""
    decision = approved(here, [person(n, phone="0912345678" if n == 0 else "") for n in range(people)])
    with acting(NATION):
        notify(decision.pk, actor=SYSTEM, at=here.later())
    return decision


def letters(decision: Decision) -> list[tuple[str, bool]]:
    """State of each letter, and whether it is in a file."""
    with acting(NATION):
        rows = Notice.objects.filter(occasion=decision.pk, channel="letter").order_by("pk")
        return [(row.state, row.printed_in is not None) for row in rows]


@pytest.mark.django_db
def test_letters_are_printed_by_the_batch_and_each_once() -> None:
    here = town()
    decision = told(here)
    with acting(here.lister):
        file, people = print_letters(decision.pk, by=here.lister, at=here.later(), most=3)
        assert (people, file.media_type, file.kept_by) == (3, "application/pdf", here.lister)
        assert print_letters(decision.pk, by=here.lister, at=here.later(seconds=1))[1] == 1
        with pytest.raises(AlreadyDone):
            print_letters(decision.pk, by=here.lister, at=here.later())
        assert len(queries.printed_letters(decision, seen_by=here.lister)) == 2
        assert queries.notice_counts(decision, seen_by=here.lister) == {("letter", "sent"): 4, ("sms", "queued"): 1}
    assert letters(decision) == [("sent", True)] * 4


@pytest.mark.django_db
def test_who_has_no_part_prints_nothing_and_another_commune_finds_nothing() -> None:
    here, there = town(), town("10633")
    decision = told(here)
    with acting(here.chair), pytest.raises(NotYours):
        print_letters(decision.pk, by=here.chair, at=here.later())
    with acting(there.lister), pytest.raises(Decision.DoesNotExist):
        print_letters(decision.pk, by=there.lister, at=here.later())
    with acting(there.lister):
        assert queries.notices_of(decision, seen_by=there.lister).rows == []
    assert letters(decision) == [("queued", False)] * 4


def test_two_who_print_at_the_same_moment_print_no_letter_twice(own_db: str) -> None:
    here = town()
    decision = told(here)

    def deed() -> int:
        with acting(here.lister):
            return print_letters(decision.pk, by=here.lister, at=here.later())[1]

    found = at_once(deed, deed)
    assert sum(count for count in found if isinstance(count, int)) == 4
    assert letters(decision) == [("sent", True)] * 4


@pytest.mark.django_db
def test_who_is_refused_reads_a_whole_sentence_why_and_where_to_complain_with_internet_and_without() -> None:
    here = town()
    dossier = submitted(here, [person(1, phone="0912345678"), person(2)])
    task = forwarded(here, dossier)
    with acting(task.owner):
        first = Claim.objects.filter(dossier=dossier).order_by("order")[0]
        exclude(task.pk, [first.pk], by=task.owner, at=here.later(), reason="Đã có hợp đồng lao động từ tháng 6/2021", article="NQ 68/NQ-CP, II.12")
    task = forwarded(here, dossier)
    with acting(task.owner):
        decision = approve(task.pk, by=task.owner, at=here.later())
    with acting(NATION):
        notify(decision.pk, actor=SYSTEM, at=here.later())
        said = Notice.objects.get(kind="refused").text_vi
    assert "Lý do: Đã có hợp đồng lao động từ tháng 6/2021. Căn cứ: NQ 68/NQ-CP, II.12." in said
    assert said.endswith(f"khiếu nại tới {decision.office.name}: nói ở UBND xã, phường hoặc viết tại {settings.PUBLIC_URL}/khieu-nai/, kèm mã hồ sơ.")
    assert first.receipt in said
