"""Whoever is refused has a letter: all letters of a decision are numbered in one statement, then set by the hundred into files to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

from ansinh.delivery.cases.documents import PDF, agency_of, signature_of
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.cases.models_letters import RefusalLetter
from ansinh.delivery.cases.numbers import new_code, next_numbers
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.papers.letters.letter import MOST, Reason, Refusal, refusals_pdf
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.papers.letters.parts import Paper

WHO_WRITES = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER)

WITHOUT = """
    SELECT count(*) FROM cases_claim c WHERE c.dossier_id = %(dossier)s AND c.state = 'refused'
    AND NOT EXISTS (SELECT FROM cases_refusalletter l WHERE l.claim_id = c.id)"""

NUMBER = """
    INSERT INTO cases_refusalletter (id, province, district, commune, decision_id, claim_id, office_id, year, counted, verification, made_at)
    SELECT ansinh_key_in(%(batch)s, n.place::integer), c.province, c.district, c.commune, %(decision)s, c.id, %(office)s, %(year)s, %(first)s + n.place - 1, codes.code, %(at)s
    FROM (SELECT c.id, row_number() OVER (ORDER BY c."order") AS place FROM cases_claim c WHERE c.dossier_id = %(dossier)s AND c.state = 'refused'
        AND NOT EXISTS (SELECT FROM cases_refusalletter l WHERE l.claim_id = c.id)) n
    JOIN cases_claim c USING (id) JOIN unnest(%(codes)s::text[]) WITH ORDINALITY AS codes (code, place) ON codes.place = n.place"""


@dataclass(frozen=True)
class Letters:
    """The letters of a decision: how many have a number, how many of these stand in a file, and the files, the first numbers first."""

    numbered: int
    set: int
    files: tuple[StoredFile, ...]

    @property
    def under_way(self) -> bool:
        """Whether some wait to be set."""
        return self.set < self.numbered


def letters_of(decision: Decision, *, seen_by: Officer) -> Letters:
    """Count the letters of a decision and give their files."""
    rows = within(RefusalLetter.objects.filter(decision=decision), seen_by)
    counted = rows.aggregate(numbered=Count("pk"), set=Count("file"))
    firsts = dict(rows.filter(file__isnull=False).order_by().values_list("file").annotate(first=Min("counted")))
    files = within(StoredFile.objects.filter(pk__in=list(firsts)), seen_by)
    return Letters(counted["numbered"], counted["set"], tuple(sorted(files, key=lambda file: firsts[file.pk])))


def number_letters(decision_id: uuid.UUID, *, by: Officer, at: datetime) -> int:
    """Give each refused claim of a decision its letter with number and code; give how many are new (none the second time).

    Raises `NotYours` for who has no part in the matter, `Refused` where nobody was refused.
    """
    with act(actor_of(by), "cases.number_letters", at=at, province=by.office.province) as deed:
        decision = within(Decision.objects.select_for_update(of=("self",)).select_related("dossier", "office"), by).get(pk=decision_id)
        deed.province = decision.province
        demand(by, WHO_WRITES, policy=decision.dossier.policy, on=decision.decided_on)
        if not decision.refused:
            raise Refused("nobody_refused", "Quyết định này không có ai bị từ chối.", "Nobody was refused by this decision.")
        values: dict[str, Any] = {
            "dossier": decision.dossier_id,
            "decision": decision.pk,
            "office": decision.office_id,
            "year": decision.year,
            "at": at,
            "batch": deed.key,
        }
        with connection.cursor() as cursor:
            cursor.execute(WITHOUT, values)
            new = int(cursor.fetchone()[0])
            if new:
                first = next_numbers(f"letter/{decision.office_id}/{decision.year}", new)
                cursor.execute(NUMBER, {**values, "first": first, "codes": [new_code() for _ in range(new)]})
                deed.event("decision", decision, after={"letters": new, "first": first})
        return new


def set_letters(decision_id: uuid.UUID, *, at: datetime, most: int = MOST) -> StoredFile | None:
    """Set the next letters of a decision that stand in no file into one, and keep it; nothing when all do. Two at once take different ones."""
    decision = Decision.objects.select_related("dossier__submitted_by__office", "office__place", "signed_by").get(pk=decision_id)
    with act(actor_of(decision.signed_by), "cases.set_letters", at=at, province=decision.province) as deed:
        waiting = RefusalLetter.objects.select_for_update(of=("self",), skip_locked=True).filter(decision=decision, file=None)
        letters = list(waiting.select_related("claim", "office").order_by("counted")[:most])
        if not letters:
            return None
        paper = _set(letters, decision, at)
        name = f"thong-bao-{letters[0].counted}-{letters[-1].counted}-{decision.year}.pdf"
        file = keep(paper.pdf, kind="refusals", name=name, media_type=PDF, place=decision, by=decision.signed_by, at=at)
        RefusalLetter.objects.filter(pk__in=[letter.pk for letter in letters]).update(file=file)
        deed.event("decision", decision, after={"letters_set": len(letters), "file": file.sha256})
    return file


def has_letter(claim: Claim, *, seen_by: Officer) -> bool:
    """Whether a refused claim has its letter."""
    return within(RefusalLetter.objects.filter(claim=claim), seen_by).exists()


def letter_pdf(claim: Claim, *, seen_by: Officer) -> bytes:
    """Set the letter of one refused claim again, for whoever lost it; the same words, number and code. Raises `DoesNotExist` where it has none."""
    letters = RefusalLetter.objects.select_related(
        "claim", "office", "decision__dossier__submitted_by__office", "decision__office__place", "decision__signed_by"
    )
    letter = within(letters, seen_by).get(claim=claim)
    return _set([letter], letter.decision, letter.made_at).pdf


def _set(letters: Sequence[RefusalLetter], decision: Decision, at: datetime) -> Paper:
    dossier = decision.dossier
    policy = load_programme(dossier.programme).policy(dossier.policy)
    agency, signature = agency_of(decision.office), signature_of(decision)
    helper = dossier.submitted_by
    contact = f"{helper}, {helper.office.name}" + (f", điện thoại {helper.phone}" if helper.phone else "")
    article = policy.cite_on(dossier.as_of)
    return refusals_pdf(
        [
            Refusal(
                number=letter.number, agency=agency, dated=decision.decided_on, to=letter.claim.full_name, to_address=letter.claim.address,
                claim_code=letter.claim.receipt, filed_on=dossier.as_of, policy_name=policy.name["vi"],
                reasons=(Reason(letter.claim.state_reason, letter.claim.state_article or article),), complain_to=f"Chủ tịch {agency.name}", contact=contact,
                signature=signature, verify_url=f"{settings.PUBLIC_URL}/xac-minh/{letter.verification}",
            )
            for letter in letters
        ],
        at=at,
    )  # fmt: skip
