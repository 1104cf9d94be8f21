"""Papers of what is filed on the web: sent while the form is filled in, taken along when it is filed, removed when it never was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.erase import erase_paper
from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.cases.send_paper import About, take_in
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake import drafts
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, Actor, acting

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.intake.models import Filing
    from ansinh.delivery.offices.placed import Placed

FILER = Actor(None, "Người nộp", None, NATION)
MOST = 10
MOST_A_ROUND = 200


def send_with_draft(draft: uuid.UUID, content: bytes, *, wanted: str, programme: str, policy: str, receiver: Placed, on: date, at: datetime) -> Paper:
    """Keep a paper for what is about to be filed at `receiver`, until it is checked.

    Raises `Refused` for a paper the law does not name, a file that is none, or too many; `AlreadyDone` for the same file again.
    """
    with acting(NATION):
        if Paper.objects.filter(about=draft, erased_at=None).exclude(state=Paper.State.REFUSED).count() >= MOST:
            raise Refused(
                "papers_many", f"Đã có {MOST} tệp. Bỏ bớt tệp không cần rồi gửi tiếp.", f"There are {MOST} files already. Take one out, then send the next."
            )
        return take_in(About("draft", draft, receiver, programme, policy, on), content, wanted=wanted, actor=FILER, by=None, at=at)


def papers_of_draft(draft: uuid.UUID) -> list[Paper]:
    """Give the papers sent with a draft and not taken out again, the first first."""
    with acting(NATION):
        return list(Paper.objects.filter(about=draft, about_kind="draft", erased_at=None).order_by("received_at")[: 4 * MOST])


def papers_of_filing(filing: uuid.UUID) -> tuple[Paper, ...]:
    """Give the papers that came with a filing, for who holds its code."""
    with acting(NATION):
        return tuple(Paper.objects.filter(about=filing, about_kind="filing").order_by("received_at")[: 2 * MOST])


def take_out(paper: uuid.UUID, *, draft: uuid.UUID, at: datetime) -> None:
    """Remove a paper from a draft, content and all. Raises `AlreadyDone` for one that is not there, or was filed."""
    with acting(NATION), act(FILER, "intake.take_out_paper", at=at, province="00") as deed:
        held = Paper.objects.select_for_update().filter(pk=paper, about=draft, about_kind="draft", erased_at=None).first()
        if held is None:
            raise AlreadyDone("paper_gone", "Tệp này không còn ở đây.", "This file is no longer here.")
        deed.province = held.province
        erase_paper(held, at=at)
        deed.event("paper", held, after={"erased": "draft"})


def bring_papers(draft: uuid.UUID | None, filing: Filing, deed: Act) -> None:
    """Let the papers of a draft belong to what was filed from it, where that is; nothing where there is no draft."""
    if draft is None:
        return
    with acting(NATION):
        known = set(Paper.objects.filter(about=filing.pk).values_list("wanted", "sent_sha256"))
        for paper in Paper.objects.select_for_update().filter(about=draft, about_kind="draft", erased_at=None):
            if (paper.wanted, paper.sent_sha256) in known:
                continue  # the same filed twice; what is left over goes with the draft
            paper.about_kind, paper.about = "filing", filing.pk
            paper.province, paper.district, paper.commune = filing.province, filing.district, filing.commune
            paper.save(update_fields=["about_kind", "about", "province", "district", "commune"])
            deed.event("paper", paper, before={"of": "draft", "key": str(draft)}, after={"of": "filing", "key": str(filing.pk)})


def remove_left(*, at: datetime) -> int:
    """Remove a bounded number of papers whose draft was never filed and is over; give how many."""
    with acting(NATION):
        sent = dict(
            Paper.objects.filter(about_kind="draft", erased_at=None, received_at__lte=at - drafts.KEPT)
            .order_by("received_at")
            .values_list("pk", "about")[:MOST_A_ROUND]
        )
        over = set(drafts.past(set(sent.values())))
    gone = [key for key, draft in sent.items() if draft in over]
    for key in gone:
        with acting(NATION), act(SYSTEM, "intake.take_out_paper", at=at, province="00") as deed:
            held = Paper.objects.select_for_update().get(pk=key)
            deed.province = held.province
            if held.erased_at is None and held.about_kind == "draft":
                erase_paper(held, at=at)
            deed.event("paper", held, after={"erased": "draft"})
    return len(gone)
