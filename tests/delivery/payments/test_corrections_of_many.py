"""One fact that was written wrong for many is corrected by one proposal, as it was shown: each gets what the law gives by it, and money follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.cases.choosing import Chosen
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.cases.revise_many import facts_known, preview_correcting, propose_correcting_many
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.payments.paying import filed, instructions, told
from delivery.revising import ARTICLE, claims, decided, patient, recoveries, signed
from simulation.truth import demand_truth

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.cases.revise_many import ManyCorrected
    from ansinh.delivery.offices.models import Officer
    from delivery.casework import Town

pytestmark = pytest.mark.django_db
WHY = "Trạm y tế ghi thiếu ngày của cả danh sách"
DAY_VND = 80_000


def banked_patient(number: int, *, days: int = 14) -> dict[str, object]:
    return patient(number, days=days, account_number=f"10000000{number:02d}", bank_name="Agribank")


def shown(here: Town, decision: Decision, facts: dict[str, object]) -> ManyCorrected:
    with acting(here.appraiser):
        return preview_correcting(decision.dossier, Chosen(only="approved"), facts, seen_by=here.appraiser)


def many(here: Town, decision: Decision, facts: dict[str, object], *, expected: tuple[int, int, int] | None = None) -> Revision:
    with acting(here.appraiser):
        return propose_correcting_many(
            decision.pk, Chosen(only="approved"), facts=facts, expected=expected or shown(here, decision, facts).sums, reason=WHY, article=ARTICLE, by=here.appraiser,
            at=here.later(),
        )  # fmt: skip


def test_who_had_it_right_is_left_out_the_others_get_what_the_law_gives_and_what_was_paid_too_much_comes_back() -> None:
    here, decision = decided([banked_patient(1, days=14), banked_patient(2, days=10), banked_patient(3, days=12)], policy="nq68-08")
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    found = shown(here, decision, {"f0_days": 10})
    assert (found.sums, found.left.same, found.left.not_eligible) == ((2, 26 * DAY_VND, 20 * DAY_VND), 1, 0)
    revision = signed(here, many(here, decision, {"f0_days": 10}))
    assert (revision.claims, revision.before_vnd, revision.after_vnd) == found.sums
    assert [claim.amount_vnd for claim in claims(decision)] == [10 * DAY_VND] * 3
    assert sorted(row.amount_vnd for row in recoveries(decision)) == [2 * DAY_VND, 4 * DAY_VND]
    with acting(NATION):
        assert all(item.after == {"facts": {"f0_days": 10}} for item in revision.items.all())
    demand_truth()


def test_for_whom_the_law_would_give_nothing_any_more_it_is_no_correction() -> None:
    here, decision = decided([patient(1), patient(2)], policy="nq68-08")
    found = shown(here, decision, {"f0_days": 0})
    assert (found.sums[0], found.left.not_eligible) == (0, 2)
    with pytest.raises(Refused, match="Chưa sửa gì"):
        many(here, decision, {"f0_days": 0})


def test_what_is_no_longer_as_it_was_shown_is_not_proposed_nor_a_value_the_law_does_not_know_nor_twice() -> None:
    here, decision = decided([patient(1), patient(2)], policy="nq68-08")
    with pytest.raises(Refused, match="khác bản xem trước"):
        many(here, decision, {"f0_days": 20}, expected=(2, 1, 1))
    with pytest.raises(Refused):
        many(here, decision, {"f0_days": "nhiều"})
    many(here, decision, {"f0_days": 20})
    with pytest.raises(Refused, match="đề nghị khác"):
        many(here, decision, {"f0_days": 12})


def test_facts_offered_are_those_the_claims_rest_on() -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    with acting(here.appraiser):
        known = facts_known(decision.dossier, Chosen(only="approved"), seen_by=here.appraiser)
    assert "f0_days" in known
    assert "lost_work_days" not in known


def test_on_pages_a_fact_is_named_put_right_seen_and_proposed(signed_in: Callable[[Officer], Client]) -> None:
    here, decision = decided([patient(1), patient(2, days=10)], policy="nq68-08")
    client, address = signed_in(here.appraiser), f"/quyet-dinh-sau/dinh-chinh/{decision.dossier_id}/"
    assert address in client.get(f"/quyet-dinh-sau/thu-hoi/{decision.dossier_id}/").content.decode()
    assert client.get(address).status_code == 302
    assert 'value="f0_days"' in client.get(address, {"tat-ca": "1"}).content.decode()
    fact = {"tat-ca": "1", "thong_tin": "f0_days"}
    assert "Ghi đúng là gì?" in client.get(address, fact).content.decode()
    filled = {**fact, "fact_f0_days": "10", "reason": WHY, "article": ARTICLE}
    preview = client.post(address, filled).content.decode()
    assert "từ <span" in preview
    assert f'value="1/{14 * DAY_VND}/{10 * DAY_VND}"' in preview
    assert "1 người đã ghi đúng như vậy" in preview
    assert client.post(address, {**filled, "reason": ""}).status_code == 422
    assert client.post(address, {**filled, "fact_f0_days": "không"}).status_code == 422
    assert client.post(address, {**filled, "dong-y": "x/1"}).status_code == 409
    answer = client.post(address, {**filled, "dong-y": f"1/{14 * DAY_VND}/{10 * DAY_VND}"})
    with acting(NATION):
        revision = Revision.objects.get(decision=decision)
    assert answer["Location"] == f"/quyet-dinh-sau/{revision.pk}/"
