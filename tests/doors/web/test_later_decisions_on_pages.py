"""From a decision's page people are chosen and revoking is proposed; the signer finds it on her desk and signs or rejects it; pages tell what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from ansinh.delivery.cases.escalate_revisions import escalate_revisions
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, town
from delivery.payments.paying import banked, filed, instructions, states, told
from delivery.revising import ARTICLE, DIED, claims, decided, proposed, recoveries

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]
WHY = {"ground": "died", "reason": DIED, "article": ARTICLE}


def the_one(decision: Decision) -> Revision:
    with acting(NATION):
        return Revision.objects.get(decision=decision)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_it_is_proposed_found_signed_paid_back_and_told_on_pages(signed_in: SignIn) -> None:
    here, decision = decided([banked(n) for n in range(1, 5)])
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    first, dossier = claims(decision)[0], decision.dossier_id
    district, chair, payer = (signed_in(by) for by in (here.appraiser, here.chair, here.payer))
    assert f"/quyet-dinh-sau/thu-hoi/{dossier}/" in page(district, f"/ho-so/{dossier}/quyet-dinh/")
    assert "Thu hồi của cả 4 người đang xem" in page(district, f"/quyet-dinh-sau/thu-hoi/{dossier}/")
    asked = f"/quyet-dinh-sau/thu-hoi/{dossier}/de-nghi/"
    assert "<strong>1 người</strong>" in page(district, f"{asked}?claim={first.pk}")
    assert district.post(asked, {"claim": str(first.pk)}).status_code == 422
    answer = district.post(asked, {"claim": str(first.pk), **WHY})
    revision = the_one(decision)
    assert answer["Location"] == f"/quyet-dinh-sau/{revision.pk}/"
    assert f"/quyet-dinh-sau/{revision.pk}/" in page(chair, "/ban-lam-viec/")
    assert "1.500.000" in page(chair, f"/quyet-dinh-sau/{revision.pk}/ky/")
    assert district.post(f"/quyet-dinh-sau/{revision.pk}/ky/").status_code == 403
    assert chair.post(f"/quyet-dinh-sau/{revision.pk}/ky/").status_code == 302
    assert the_one(decision).state == "signed"
    assert f"/quyet-dinh-sau/{revision.pk}/" in page(district, f"/ho-so/{dossier}/quyet-dinh/")
    (recovery,) = recoveries(decision)
    assert f"/chi-tra/thu-hoi/{recovery.pk}/" in page(payer, "/ban-lam-viec/")
    assert payer.post(f"/chi-tra/thu-hoi/{recovery.pk}/", {"amount_vnd": "1.500.000", "returned_on": "31/12/2099", "evidence": "PT 15"}).status_code == 409
    returned = {"returned_on": f"{recovery.opened_at:%d/%m/%Y}", "evidence": "PT 15"}
    assert payer.post(f"/chi-tra/thu-hoi/{recovery.pk}/", {**returned, "amount_vnd": "2.000.000"}).status_code == 409
    assert payer.post(f"/chi-tra/thu-hoi/{recovery.pk}/", {**returned, "amount_vnd": "400.000"}).status_code == 302
    said = page(payer, f"/chi-tra/thu-hoi/{recovery.pk}/")
    assert all(words in said for words in ("Còn phải thu", "1.100.000 đồng", "PT 15", 'value="1.100.000"'))
    assert all("đã về 400.000 đồng" in page(payer, address) for address in ("/ban-lam-viec/", f"/quyet-dinh-sau/{revision.pk}/"))
    number = the_one(decision).number
    for address in (f"/quyet-dinh-sau/{revision.pk}/", f"/ho-so/{dossier}/nguoi/{first.pk}/", "/quyet-dinh-sau/", f"/chi-tra/thu-hoi/{recovery.pk}/"):
        assert number in page(payer, address), address
    assert "Đang phải thu hồi" in page(payer, f"/chi-tra/{decision.pk}/")
    listed = payer.get("/quyet-dinh-sau/xuat.csv?tinh-trang=signed").content.decode()
    assert number in listed
    assert DIED in listed
    assert first.full_name not in listed
    assert DIED not in payer.get("/quyet-dinh-sau/xuat.csv?tinh-trang=rejected").content.decode()


def test_all_that_a_search_shows_is_chosen_at_once_and_a_correction_masks_numbers(signed_in: SignIn) -> None:
    here, decision = decided([banked(n) for n in range(1, 4)])
    dossier, client, chair = decision.dossier_id, signed_in(here.appraiser), signed_in(here.chair)
    client.post(f"/quyet-dinh-sau/thu-hoi/{dossier}/de-nghi/", {"tat-ca": "1", "q": "hoa 2", **WHY})
    revision = the_one(decision)
    assert (revision.claims, revision.before_vnd) == (1, 1_500_000)
    assert chair.post(f"/quyet-dinh-sau/{revision.pk}/bac/", {"reason": "Đã xác minh, người này còn sống"}).status_code == 302
    assert the_one(decision).state == "rejected"
    claim = claims(decision)[0]
    address = f"/quyet-dinh-sau/dinh-chinh/{dossier}/{claim.pk}/"
    shown = page(client, address)
    said = client.get(address).context
    known = {name: field.initial for form in (said["person"], said["facts"]) for name in form.fields if (field := form[name]).initial is not None}
    assert claim.id_number not in shown
    assert claim.account_number not in shown
    assert client.post(address, {**known, "reason": DIED, "article": ARTICLE}).status_code == 409
    answer = client.post(address, {**known, "bank_name": "Vietcombank", "account_number": "2000000009", "reason": "Ghi sai tài khoản", "article": ARTICLE})
    assert answer.status_code == 302
    assert "2000000009" not in page(chair, answer["Location"])
    assert chair.post(f"{answer['Location']}ky/").status_code == 302
    assert (claims(decision)[0].account_number, states(decision)) == ("2000000009", [])


def test_another_provinces_officers_find_nothing_of_it(signed_in: SignIn) -> None:
    here, decision = decided([banked(1)])
    client = signed_in(here.appraiser)
    client.post(f"/quyet-dinh-sau/thu-hoi/{decision.dossier_id}/de-nghi/", {"tat-ca": "1", **WHY})
    revision, there = the_one(decision), elsewhere()
    for by in (there.appraiser, there.chair, there.payer):
        other = signed_in(by)
        for address in (f"/quyet-dinh-sau/{revision.pk}/", f"/quyet-dinh-sau/{revision.pk}/ky/", f"/quyet-dinh-sau/thu-hoi/{decision.dossier_id}/"):
            assert other.get(address).status_code == 404
        assert other.post(f"/quyet-dinh-sau/{revision.pk}/ky/").status_code == 404
        assert str(revision.pk) not in page(other, "/quyet-dinh-sau/")


def elsewhere() -> Town:
    return town("26734", "760", "79")


def test_a_late_proposal_stands_on_the_desk_of_whom_it_was_told_to(signed_in: SignIn) -> None:
    here, decision = decided([person(1)])
    revision = proposed(here, decision)
    head = officer("chu.tich", here.offices["province"], Role.CHIEF)
    with acting(NATION):
        assert escalate_revisions("30", at=here.at + timedelta(days=30)) == 4
    client = signed_in(head)
    desk = page(client, "/ban-lam-viec/")
    assert "Đề nghị thu hồi, đính chính chậm báo tới ông/bà" in desk
    assert f"/quyet-dinh-sau/{revision.pk}/" in desk
    assert str(here.chair) in page(client, f"/quyet-dinh-sau/{revision.pk}/")
    assert "báo tới ông/bà" not in page(signed_in(here.chair), "/ban-lam-viec/"), "her own silence is told to others"
