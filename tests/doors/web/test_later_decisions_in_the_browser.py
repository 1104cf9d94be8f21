"""Proposing, signing and recovering in a real browser: narrow and wide, accessible, by clicks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.escalate import escalate
from ansinh.delivery.payments.models import Refund
from delivery.payments.paying import banked, filed, instructions, told
from delivery.payments.test_later_decisions import part
from delivery.revising import claims, decided, proposed, recoveries, signed
from doors.web.test_officers_in_the_browser import Opened, here, looked_at, opened

if TYPE_CHECKING:
    from pathlib import Path

    from delivery.casework import Town

__all__ = ["here", "opened"]


def test_a_proposal_is_signed_by_clicks_and_its_pages_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    _, decision = decided([banked(n, address="Thôn Đoài, xã An Bình") for n in range(1, 6)], here=here)
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    signed(here, proposed(here, decision, claims(decision)[4]))
    waiting = proposed(here, decision, *claims(decision)[:2])
    (recovery,) = recoveries(decision)
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[4], "AC04"), title="KQ-2")
    with acting(NATION):
        refund = Refund.objects.get()
        assert escalate("30", at=here.at + timedelta(days=40)) == 4
    page, dossier = opened(here.chair), decision.dossier_id
    pages = {
        "later-choose": reverse("revoke_choose", args=[dossier]), "later-correct": reverse("correct_propose", args=[dossier, claims(decision)[2].pk]),
        "later-one": reverse("revision", args=[waiting.pk]), "later-recovery": reverse("recovery", args=[recovery.pk]),
        "later-late-money": reverse("desk"), "later-refund": reverse("refund", args=[refund.pk]), "later-claim": reverse("claim", args=[dossier, claims(decision)[4].pk]),
        "later-money": reverse("payments"),
        "later-sign": reverse("revision_sign", args=[waiting.pk]),
    }  # fmt: skip
    assert [fault for name, address in pages.items() for fault in looked_at(page, address, name, screenshots)] == []
    page.get_by_role("button", name="Thu hồi của 2 người").click()
    page.get_by_role("heading", name="Quyết định").first.wait_for()
    assert [claim.state for claim in claims(decision)] == ["revoked", "revoked", "approved", "approved", "revoked"]
