"""A paper is sent: by an officer of the place for a claim, by the person concerned where one was asked for in writing, or for a filing.

Only papers that the law names are taken. What was sent waits until it was looked through; nobody is shown it before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.cases.paper_store import put_waiting
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.public import behind_receipt
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import Actor, acting, actor_of, within
from ansinh.papers.scans.kinds import kind_of
from ansinh.papers.scans.refusals import PaperRefused
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import PaperNamed, papers_named

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

MOST_OF_ONE = 20
MOST_BY_PERSON = 5
SENDERS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER)
PERSON = "Người được đề nghị"


@dataclass(frozen=True)
class About:
    """What a paper belongs to: a claim or a filing by its key, where that is, and under which policy and day of the law."""

    kind: str
    key: uuid.UUID
    place: Placed
    programme: str
    policy: str
    on: date

    @property
    def papers(self) -> tuple[PaperNamed, ...]:
        """Give the papers the law names here; none means that no paper is taken."""
        return papers_named(load_programme(self.programme), self.policy, on=self.on)


def about_claim(claim: Claim) -> About:
    """Say what a paper of a claim belongs to; the claim comes with its dossier."""
    return About("claim", claim.pk, claim, claim.dossier.programme, claim.policy, claim.dossier.as_of)


def send_paper(claim_id: uuid.UUID, content: bytes, *, wanted: str, by: Officer, at: datetime) -> Paper:
    """Take a paper for a claim under review; it waits to be checked.

    Raises `NotYours` for who neither lists, confirms nor appraises, `DoesNotExist` out of scope, `Refused` for a paper the law does not
    name, a file that is none, or too many; `AlreadyDone` for the same file again.
    """
    claim = within(Claim.objects.select_related("dossier"), by).get(pk=claim_id)
    demand(by, SENDERS, policy=claim.policy, on=local_day(at))
    if claim.state != Claim.State.IN_REVIEW:
        raise AlreadyDone("claim_settled", "Trường hợp này không còn đang xét.", "This claim is no longer under review.")
    return take_in(about_claim(claim), content, wanted=wanted, actor=actor_of(by), by=by, at=at)


def send_paper_by_receipt(receipt: str, content: bytes, *, wanted: str, at: datetime) -> Paper:
    """Take a paper from the person concerned while one is asked for in writing. The caller has checked that she may speak for the receipt.

    Raises `Refused` as `send_paper` does, and when nothing is asked for any more.
    """
    found = behind_receipt(receipt)
    if found is None:
        raise Refused("receipt_unknown", "Không có hồ sơ nào mang mã này.", "No claim has this code.")
    scope = found.scope
    with acting(scope):
        claim = Claim.objects.select_related("dossier").get(receipt=receipt)
        if claim.state != Claim.State.IN_REVIEW or not waits_for_papers(claim):
            raise Refused(
                "nothing_asked",
                "Hồ sơ này hiện không yêu cầu bổ sung giấy tờ. Không cần gửi thêm.",
                "Nothing is asked for in this matter now. No more papers are needed.",
            )
        sent = Paper.objects.filter(about=claim.pk, received_by=None).exclude(state=Paper.State.REFUSED).count()
        if sent >= MOST_BY_PERSON:
            raise _too_many(MOST_BY_PERSON)
        return take_in(about_claim(claim), content, wanted=wanted, actor=Actor(None, PERSON, None, scope), by=None, at=at)


def papers_asked(receipt: str) -> tuple[PaperNamed, ...]:
    """Give the papers the person of a receipt may send now: those the law names, while something is asked for in writing."""
    found = behind_receipt(receipt)
    if found is None:
        return ()
    with acting(found.scope):
        claim = Claim.objects.select_related("dossier").get(receipt=receipt)
        return about_claim(claim).papers if waits_for_papers(claim) else ()


def waits_for_papers(claim: Claim) -> bool:
    """Say whether the step of a claim's dossier asked for something that has not come."""
    task = Task.objects.filter(dossier=claim.dossier_id, done_at=None).first()
    return bool(task and task.waiting)


def take_in(about: About, content: bytes, *, wanted: str, actor: Actor, by: Officer | None, at: datetime) -> Paper:
    """Keep a paper until it is checked, in one act with its event. Who may send is for the caller to ask; raises `Refused` and `AlreadyDone`."""
    if wanted not in {paper.id for paper in about.papers}:
        raise Refused(
            "paper_not_asked",
            "Quy định không đòi giấy tờ này cho chính sách này nên không nhận.",
            "The law does not ask for this paper under this policy, so it is not taken.",
        )
    try:
        kind_of(content)
    except PaperRefused as refusal:
        raise Refused(refusal.code, refusal.message["vi"], refusal.message["en"]) from refusal
    with act(actor, "cases.send_paper", at=at, province=about.place.province) as deed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(about.key)])  # two senders at once: counted one after the other
        paper = _made(about, content, wanted=wanted, by=by, at=at)
        put_waiting(paper, content)
        paper.save(force_insert=True)
        deed.event("paper", paper, after={"of": about.kind, "key": str(about.key), "wanted": wanted, "sent_sha256": paper.sent_sha256})
        return paper


def _made(about: About, content: bytes, *, wanted: str, by: Officer | None, at: datetime) -> Paper:
    sha256 = hashlib.sha256(content).hexdigest()
    known = Paper.objects.filter(about=about.key, erased_at=None).exclude(state=Paper.State.REFUSED)
    if known.filter(wanted=wanted, sent_sha256=sha256).exists():
        raise AlreadyDone("paper_sent", "Tệp này đã được gửi rồi.", "This file was sent already.")
    if known.count() >= MOST_OF_ONE:
        raise _too_many(MOST_OF_ONE)
    return Paper(
        province=about.place.province, district=about.place.district, commune=about.place.commune, about_kind=about.kind, about=about.key,
        programme=about.programme, policy=about.policy, wanted=wanted, received_at=at, received_by=by, sent_sha256=sha256,
    )  # fmt: skip


def _too_many(most: int) -> Refused:
    return Refused("papers_many", f"Đã có {most} tệp; không nhận thêm.", f"There are {most} files already; no more are taken.")
