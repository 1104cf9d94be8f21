"""Personal data whose time is over is removed: kind by kind, one list or dossier at a time, each in an act of its own.

Names, decisions, money and the log stay; nothing is removed from a dossier under way, or one a complaint is open about. Every removal leaves
a row that says so, by which the work goes on where it was stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from ansinh.delivery.cases import paper_store
from ansinh.delivery.cases.erase_prints import KIND, erase_prints
from ansinh.delivery.cases.keep import drop
from ansinh.delivery.cases.models import Dossier, StoredFile, Upload
from ansinh.delivery.cases.models_papers import Erasure, Paper
from ansinh.delivery.cases.periods import ENDS, in_force, with_period
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.registry.models import Person
from ansinh.policy.load import programme_names
from ansinh.policy.personal_data import Kept

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.cases.models_retention import RetentionPeriod

MOST_AT_ONCE = 1000
GONE = "#"
"""What stands where a number must not be empty."""

SETTLED = """d.programme = %(programme)s AND d.state = 'decided'
    AND NOT EXISTS (SELECT FROM grievances_grievance g WHERE g.dossier_id = d.id AND g.state = 'filed')"""
"""A dossier that was decided and about which no complaint is open. Grievances are a later room, so its table is asked, not its code."""

HOLDS = "EXISTS (SELECT FROM jsonb_each_text(i.before || i.after) e WHERE coalesce(e.value, '') <> %(gone)s)"
"""Whether a claim of a later decision still says what was corrected; which fields were stays."""

OF: dict[str, type[Paper | Upload]] = {"papers": Paper, "drafts": Upload, "lists": Upload}
LEFT = "NOT EXISTS (SELECT FROM cases_erasure e WHERE e.subject = x.id AND e.kind = %(kind)s)"
SUBJECTS = {
    "drafts": "SELECT x.id FROM cases_upload x WHERE x.programme = %(programme)s AND x.state IN ('discarded', 'refused') AND {left}",
    "lists": "SELECT x.id FROM cases_upload x JOIN cases_dossier d ON d.upload_id = x.id WHERE {settled} AND {left}",
    "papers": """SELECT x.id FROM cases_paper x WHERE x.programme = %(programme)s AND x.erased_at IS NULL AND NOT EXISTS (
        SELECT FROM cases_claim c JOIN cases_dossier o ON o.id = c.dossier_id WHERE c.id = x.about AND NOT EXISTS (
            SELECT FROM cases_dossier d WHERE d.id = o.id AND {settled}))
        AND NOT EXISTS (SELECT FROM intake_filing f LEFT JOIN cases_dossier o ON o.upload_id = f.upload_id WHERE f.id = x.about
            AND CASE WHEN o.id IS NULL THEN f.state IN ('filed', 'taken') ELSE NOT EXISTS (SELECT FROM cases_dossier d WHERE d.id = o.id AND {settled}) END)""",
    "contacts": "SELECT x.id FROM cases_dossier x JOIN cases_dossier d ON d.id = x.id WHERE {settled} AND {left}",
    "accounts": "SELECT x.id FROM cases_dossier x JOIN cases_dossier d ON d.id = x.id WHERE {settled} AND {left}",
    "notes": """SELECT x.id FROM cases_dossier x JOIN cases_dossier d ON d.id = x.id WHERE {settled}
        AND EXISTS (SELECT FROM cases_note n WHERE n.dossier_id = x.id AND n.text <> %(gone)s)""",
    "corrected": f"""SELECT x.id FROM cases_dossier x JOIN cases_dossier d ON d.id = x.id WHERE {{settled}} AND EXISTS (SELECT FROM cases_decision k
        JOIN cases_revision v ON v.decision_id = k.id JOIN cases_revisionitem i ON i.revision_id = v.id WHERE k.dossier_id = x.id AND {HOLDS})
        AND NOT EXISTS (SELECT FROM cases_decision k JOIN cases_revision v ON v.decision_id = k.id
            WHERE k.dossier_id = x.id AND (v.state = 'proposed' OR v.state = 'signed' AND v.document_id IS NULL))""",  # noqa: S608 - our own words
}
"""What still holds data of a kind, by its key."""

OF_DOSSIERS = {
    "contacts": (
        "UPDATE cases_claim SET phone = '', address = '' WHERE dossier_id = %(subject)s AND (phone <> '' OR address <> '')",
        "UPDATE notices_notice n SET address = %(gone)s FROM cases_claim c WHERE n.subject = c.id AND c.dossier_id = %(subject)s AND n.state <> 'queued'",
    ),
    "accounts": ("UPDATE cases_claim SET bank_name = '', account_number = '' WHERE dossier_id = %(subject)s AND account_number <> ''",),
    "notes": ("UPDATE cases_note SET text = %(gone)s, salt = '' WHERE dossier_id = %(subject)s AND text <> %(gone)s",),
    "corrected": (
        f"""UPDATE cases_revisionitem i SET before = (SELECT coalesce(jsonb_object_agg(k, %(gone)s), '{{}}') FROM jsonb_object_keys(i.before - 'facts') k),
            after = (SELECT coalesce(jsonb_object_agg(k, %(gone)s), '{{}}') FROM jsonb_object_keys(i.after - 'facts') k)
        FROM cases_revision v JOIN cases_decision k ON k.id = v.decision_id WHERE v.id = i.revision_id AND k.dossier_id = %(subject)s AND {HOLDS}""",  # noqa: S608 - our own words
    ),
}
OF_PEOPLE = {
    "contacts": (
        "UPDATE registry_person SET phone = '', address = '' WHERE id = ANY (%(people)s) AND (phone <> '' OR address <> '')",
        "UPDATE registry_identifier SET value = %(gone)s || left(id::text, 33), evidence = %(gone)s WHERE person_id = ANY (%(people)s) AND kind = 'phone' AND evidence <> %(gone)s",
        "UPDATE registry_residence SET address = '', evidence = %(gone)s WHERE person_id = ANY (%(people)s) AND evidence <> %(gone)s",
    ),
    "accounts": (
        """UPDATE registry_identifier SET value = %(gone)s || left(id::text, 33), holder_name = '', authority = '', evidence = %(gone)s
        WHERE person_id = ANY (%(people)s) AND kind = 'account' AND evidence <> %(gone)s""",
    ),
}
HOLDING = {
    "contacts": """p.phone <> '' OR p.address <> '' OR EXISTS (SELECT FROM registry_identifier i WHERE i.person_id = p.id AND i.kind = 'phone' AND i.evidence <> %(gone)s)
        OR EXISTS (SELECT FROM registry_residence r WHERE r.person_id = p.id AND r.evidence <> %(gone)s)""",
    "accounts": "EXISTS (SELECT FROM registry_identifier i WHERE i.person_id = p.id AND i.kind = 'account' AND i.evidence <> %(gone)s)",
}
PROVINCES_DONE = """SELECT DISTINCT d.province FROM cases_dossier d WHERE NOT EXISTS (SELECT FROM cases_dossier o WHERE o.province = d.province
    AND NOT EXISTS (SELECT FROM cases_erasure e WHERE e.subject = o.id AND e.kind = %(kind)s))"""
"""What the registry knows serves every dossier of a province, of whatever programme: it goes when the last of them has been erased."""


@dataclass(frozen=True)
class Standing:
    """How one kind of a programme stands on a day: from when on it is over, and how many lists, dossiers or papers still hold it."""

    programme: str
    kept: Kept
    over_on: date
    over: bool
    left: int


@dataclass(frozen=True)
class Erased:
    """What was erased of one kind: from how many lists, dossiers or papers, how many rows lost something, and when last."""

    subjects: int
    rows: int
    last: datetime


def standings(*, on: date) -> list[Standing]:
    """Give every kind that a programme says how long to keep."""
    found = []
    for programme in programme_names():
        told = in_force(programme)
        for kept in told.kept if told else ():
            over_on = kept.over_on(told.ends_on) if told else on
            found.append(Standing(programme, kept, over_on, over_on <= on, _count(programme, kept.kind)))
    return found


def would_go(row: RetentionPeriod, *, on: date) -> list[Standing]:
    """Give the kinds that would be erased from the next night on if a proposed period were confirmed, with how much each holds."""
    told = in_force(row.programme)
    if told is None:
        return []
    told = with_period(told, row)
    kinds = [kept for kept in told.kept if kept.verified and told.ends_verified and row.kind in (kept.kind, ENDS)]
    overs = [(kept, kept.over_on(told.ends_on)) for kept in kinds]
    return [Standing(row.programme, kept, over_on, over=True, left=_count(row.programme, kept.kind)) for kept, over_on in overs if over_on <= on]


def erased(programme: str) -> dict[str, Erased]:
    """Give what was erased of a programme so far, by kind."""
    with acting(NATION):
        rows = Erasure.objects.filter(programme=programme).values("kind").annotate(subjects=Count("pk"), of=Sum("rows"), last=Max("at")).order_by()
        found = {row["kind"]: Erased(row["subjects"], row["of"] or 0, row["last"]) for row in rows}
        papers = Paper.objects.filter(programme=programme, erased_at__isnull=False).aggregate(of=Count("pk"), last=Max("erased_at"))
    if papers["of"]:
        found["papers"] = Erased(papers["of"], papers["of"], papers["last"])
    return found


def erase(programme: str, kind: str, *, at: datetime, although_unverified: bool = False, most: int = MOST_AT_ONCE) -> int:
    """Remove what is over of a kind, at most so many lists, dossiers or papers; give from how many. Running it again goes on.

    Raises `Refused` for a kind the programme does not limit, before its time is over, and for a period nobody has confirmed yet, since
    what is removed does not come back; `although_unverified` takes that on.
    """
    told = in_force(programme)
    kept = next((one for one in told.kept if one.kind == kind), None) if told else None
    if told is None or kept is None:
        raise Refused(
            "kind_unlimited", f"Chương trình {programme} không quy định thời hạn cho {kind}.", f"The programme {programme} sets no period for {kind}."
        )
    over_on = kept.over_on(told.ends_on)
    if local_day(at) < over_on:
        raise Refused("not_over", f"{kind}: còn giữ đến {over_on:%d/%m/%Y}.", f"{kind}: kept until {over_on.isoformat()}.")
    if not ((kept.verified and told.ends_verified) or although_unverified):
        raise Refused(
            "period_unverified",
            f"{kind}: thời hạn chưa được xác nhận ({kept.cite}). Bộ xác nhận thời hạn trước khi xóa.",
            f"{kind}: its period is not confirmed yet ({kept.cite}). The ministry confirms it before anything is removed.",
        )
    subjects = _subjects(programme, kind, most)
    for subject in subjects:
        _erase_one(programme, kind, subject, at=at)
    if kind in OF_PEOPLE and len(subjects) < most:
        _erase_of_people(kind, at=at, most=most)
    if kind == KIND and len(subjects) < most:
        erase_prints(programme, gone=GONE, at=at, most=most)
    return len(subjects)


def _subjects(programme: str, kind: str, most: int) -> list[uuid.UUID]:
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(_selected(kind, "{selection} ORDER BY x.id LIMIT %(most)s"), {"programme": programme, "kind": kind, "most": most, "gone": GONE})
        return [row[0] for row in cursor.fetchall()]


def _selected(kind: str, statement: str) -> str:
    """Put the selection of a kind into a statement; every part of it is written here."""
    return statement.replace("{selection}", SUBJECTS[kind].replace("{settled}", SETTLED).replace("{left}", LEFT))


def _count(programme: str, kind: str) -> int:
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(_selected(kind, "SELECT count(*) FROM ({selection}) AS held"), {"programme": programme, "kind": kind, "gone": GONE})
        return int(cursor.fetchone()[0])


def _erase_one(programme: str, kind: str, subject: uuid.UUID, *, at: datetime) -> None:
    of: type[Paper | Upload | Dossier] = OF.get(kind, Dossier)
    with acting(NATION), transaction.atomic():
        row: Any = of.objects.select_for_update(of=("self",)).get(pk=subject)
        with act(SYSTEM, "cases.erase", at=at, province=row.province) as deed:
            if kind == "papers":
                erase_paper(row, at=at)
                rows = 1
            else:
                rows = _erase_list(row) if of is Upload else _erase_of_dossier(row, kind)
                _told(row, programme, kind, rows, at=at)
            deed.event(of.__name__.lower(), row, after={"erased": kind, "rows": rows})


def _told(row: Upload | Dossier, programme: str, kind: str, rows: int, *, at: datetime) -> None:
    """Keep that a kind went, once; of a note written after that and gone later the log alone tells."""
    if Erasure.objects.filter(subject=row.pk, kind=kind).exists():
        return
    place = {"province": row.province, "district": row.district, "commune": row.commune}
    Erasure.objects.create(**place, programme=programme, kind=kind, subject=row.pk, rows=rows, at=at)


def erase_paper(row: Paper, *, at: datetime) -> None:
    """Mark the paper; its content goes when that is certain, unless another paper lies at the same place."""
    row.erased_at = at
    row.save(update_fields=["erased_at"])
    shared = bool(row.sha256) and Paper.objects.filter(sha256=row.sha256, erased_at=None).exists()

    def remove() -> None:
        paper_store.drop_waiting(row)
        if row.sha256 and not shared:
            paper_store.drop(row.sha256)

    transaction.on_commit(remove)


def _erase_list(row: Upload) -> int:
    """Empty the rows of a list and what its summary quotes; its file goes, unless another list in time is the same file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_uploadrow SET data = '{}', as_read = NULL, problems = '[]', reason = CASE WHEN reason = '' THEN '' ELSE %s END WHERE upload_id = %s AND data <> '{}'",
            [GONE, row.pk],
        )
        rows = int(cursor.rowcount)
    row.summary = {"totals": row.summary.get("totals", {}), "erased": True}
    row.save(update_fields=["summary"])
    file = StoredFile.objects.get(pk=row.file_id)
    others = Upload.objects.filter(file__sha256=file.sha256).exclude(pk=row.pk).exclude(summary__has_key="erased")
    if not others.exists():
        transaction.on_commit(lambda: drop(file))
    return rows


def _erase_of_dossier(row: Dossier, kind: str) -> int:
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        for statement in OF_DOSSIERS[kind]:
            cursor.execute(statement, {"subject": row.pk, "gone": GONE})
            rows += int(cursor.rowcount)
    return rows


def _erase_of_people(kind: str, *, at: datetime, most: int) -> None:
    """Remove from the registry what no dossier of a province needs any more, a bounded number of people an act."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(PROVINCES_DONE, {"kind": kind})
        provinces = [row[0] for row in cursor.fetchall()]
    for province in provinces:
        while _erase_some_people(kind, province, at=at, most=most):
            pass


def _erase_some_people(kind: str, province: str, *, at: datetime, most: int) -> int:
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM registry_person p WHERE p.province = %(province)s AND ({holding}) ORDER BY p.id LIMIT %(most)s FOR UPDATE".replace(
                "{holding}", HOLDING[kind]
            ),
            {"province": province, "gone": GONE, "most": most},
        )
        people = [row[0] for row in cursor.fetchall()]
        if people:
            with act(SYSTEM, "cases.erase", at=at, province=province) as deed:
                for statement in OF_PEOPLE[kind]:
                    cursor.execute(statement, {"people": people, "gone": GONE})
                deed.event("person", Person.objects.get(pk=people[0]), after={"erased": kind, "people": len(people)})
    return len(people)
