"""Reads of officers' notes: in scope, bounded, whom they are for and what is pinned first; words struck out for those alone who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from ansinh.delivery.cases.models_notes import ERASED, Note
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.cases.write_note import WHO_NOTES, may_strike, seen_by, sides_read_by
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import within
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from ansinh.delivery.cases.models import Claim, Dossier, Task
    from ansinh.delivery.offices.models import Officer

MOST_ON_TOP, MOST_COUNTED, MOST_OWN, MOST_TAKEN = 20, 100, 500, 5000
SIZE = 20
NAMED = ("officer", "office", "for_officer", "claim", "struck__officer")
ABOUT = ("", "dossier", "people", "mine", "struck")
"""What a list of notes can be narrowed to."""
SEEN = "(n.inspectors_of = '' OR n.inspectors_of = ANY (%(sides)s) OR n.officer_id = %(me)s OR n.office_id = %(heads)s)"
"""The notes that `seen_by` selects, for questions in SQL."""
LIVE = f"n.strikes_id IS NULL AND {SEEN} AND NOT EXISTS (SELECT FROM cases_note s WHERE s.strikes_id = n.id)"

FOR = f"""(SELECT n.id, n.text, n.officer_id FROM cases_note n WHERE n.dossier_id = t.dossier AND {{whom}} AND n.text <> %(erased)s AND {LIVE} ORDER BY n.id DESC LIMIT 1)"""  # noqa: S608 - our own words
BESIDE = f"""
    SELECT t.dossier, (SELECT count(*) FROM (SELECT FROM cases_note n WHERE n.dossier_id = t.dossier AND {LIVE} LIMIT {MOST_COUNTED}) c), coalesce(m.text, ''), coalesce(m.full_name, '')
    FROM unnest(%(dossiers)s::uuid[], %(steps)s::text[]) AS t (dossier, step)
    LEFT JOIN LATERAL (SELECT f.text, o.full_name
        FROM ({FOR.format(whom="n.for_step = t.step AND n.for_step <> ''")} UNION ALL {FOR.format(whom="n.for_officer_id = %(me)s")}) f
        JOIN offices_officer o ON o.id = f.officer_id ORDER BY f.id DESC LIMIT 1) m ON true"""  # noqa: S608
"""For each dossier: how many notes it has, and the newest for its owner, each found at the end of an index."""

OF_CLAIMS = f"""
    SELECT t.claim, c.count FROM unnest(%(claims)s::uuid[]) AS t (claim)
    CROSS JOIN LATERAL (SELECT count(*) FROM (SELECT FROM cases_note n WHERE n.claim_id = t.claim AND {LIVE} LIMIT {MOST_COUNTED}) l) c WHERE c.count > 0"""  # noqa: S608


@dataclass(frozen=True)
class Beside:
    """How many notes a dossier of the inbox has, at most `MOST_COUNTED`, and the newest one for its owner, with its writer."""

    count: int
    words: str
    writer: str


@dataclass(frozen=True)
class Shown:
    """A note as one officer sees it: `words` is empty where it is struck out and not hers to read, or erased."""

    note: Note
    words: str
    mine: bool
    struck: Note | None
    erased: bool
    may_strike: bool


@dataclass(frozen=True)
class Reader:
    """Who reads notes of one dossier: her roles today, and the open task if it is hers."""

    officer: Officer
    roles: Collection[str]
    task: Task | None = None

    @property
    def may(self) -> bool:
        """Whether notes are for her at all."""
        return bool({*WHO_NOTES} & set(self.roles))

    @property
    def step(self) -> str:
        """The step she has, if any."""
        return self.task.step if self.task and self.task.owner_id == self.officer.pk else ""

    def is_for(self) -> Q:
        """Select what is for her: by name, or for the step she has."""
        return Q(for_officer=self.officer) | (Q(for_step=self.step) & ~Q(for_step="") if self.step else Q(pk=None))


def has_any(of: Dossier) -> bool:
    """Say whether a dossier has a note at all, of it or of somebody in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM cases_note WHERE dossier_id = %s)", [of.pk])
        return bool(cursor.fetchone()[0])


def on_top(of: Dossier, reader: Reader, *, claim: Claim | None = None) -> list[Shown]:
    """Give what stands first on the page of a dossier or claim: what is for the reader, then what is pinned, each the newest first."""
    rows = _notes(of, reader, claim=claim).filter(struck=None).order_by("-pk")
    parts = [
        rows.filter(pinned=True),
        rows.filter(for_officer=reader.officer),
        *([rows.filter(for_step=reader.step).exclude(for_step="")] if reader.step else []),
    ]
    first, *others = [part[:MOST_ON_TOP] for part in parts]  # each along its own index
    found = {row.pk: row for row in first.union(*others, all=True)}
    newest = sorted(found.values(), key=lambda row: str(row.pk), reverse=True)
    return sorted(shown(newest[:MOST_ON_TOP], reader), key=lambda one: not one.mine)


def latest(of: Dossier, reader: Reader, *, claim: Claim | None = None) -> list[Shown]:
    """Give the newest notes of a dossier, those of its people included, or of one claim."""
    return shown(_notes(of, reader, claim=claim).order_by("-pk")[:SIZE], reader)


def notes_matching(of: Dossier, reader: Reader, *, about: str = "", text: str = "") -> QuerySet[Note]:
    """Select notes of a dossier; `text` is part of words that the reader may read, or of a writer's name."""
    rows = _notes(of, reader)
    narrowed = {
        "dossier": Q(claim=None), "people": Q(claim__isnull=False), "mine": reader.is_for() | Q(officer=reader.officer), "struck": Q(struck__isnull=False),
    }  # fmt: skip
    rows = rows.filter(narrowed[about]) if about in narrowed else rows
    said = text.strip()
    readable = Q() if Role.SUPERVISOR in reader.roles else Q(struck=None) | Q(officer=reader.officer) | Q(struck__officer=reader.officer)
    return rows.filter(Q(text__icontains=said) & readable | Q(officer__full_name__regex=spelt(said))) if said else rows


def notes_of(of: Dossier, reader: Reader, *, about: str = "", text: str = "", after: str = "", before: str = "") -> Page[Note]:
    """Give them, the newest first."""
    return page(notes_matching(of, reader, about=about, text=text), ["-id"], after=after, before=before, size=SIZE)


def note_of(of: Dossier, key: uuid.UUID, reader: Reader) -> Shown:
    """Give one; raises `DoesNotExist` out of scope, or where it is of another dossier."""
    return shown([_notes(of, reader).get(pk=key)], reader)[0]


def shown(rows: Iterable[Note], reader: Reader) -> list[Shown]:
    """Give notes as the reader may see them."""
    found = []
    for row in rows:
        struck = getattr(row, "struck", None)
        hers = struck is None or Role.SUPERVISOR in reader.roles or reader.officer.pk in (row.officer_id, struck.officer_id)
        mine = struck is None and (row.for_officer_id == reader.officer.pk or bool(reader.step and row.for_step == reader.step))
        erased = row.text == ERASED
        strikes = struck is None and not erased and may_strike(row, by=reader.officer, roles=reader.roles)
        found.append(Shown(row, row.text if hers and not erased else "", mine, struck, erased, strikes))
    return found


def beside_tasks(tasks: Collection[Task], *, by: Officer, roles: Collection[str] = ()) -> dict[uuid.UUID, Beside]:
    """Give for the dossiers of an officer's own tasks what notes they have: one question, each dossier read along its index and no further than is shown."""
    if not tasks:
        return {}
    dossiers, steps = [task.dossier_id for task in tasks], [task.step for task in tasks]
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"dossiers": dossiers, "steps": steps, "erased": ERASED, **_eyes(by, roles)})
        return {row[0]: Beside(*row[1:]) for row in cursor.fetchall() if row[1] or row[2]}


def counts_of(claims: Collection[Claim], *, by: Officer, roles: Collection[str] = ()) -> dict[uuid.UUID, int]:
    """Give for claims how many notes each has that she may read, at most `MOST_COUNTED`; those without are left out."""
    if not claims:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OF_CLAIMS, {"claims": [claim.pk for claim in claims], **_eyes(by, roles)})
        return dict(cursor.fetchall())


def _eyes(by: Officer, roles: Collection[str]) -> dict[str, Any]:
    return {"me": by.pk, "sides": sides_read_by(by, roles), "heads": by.office_id if Role.CHIEF in roles else None}


def own_notes(claim: Claim) -> list[dict[str, Any]]:
    """Give the notes about a claim as its person may take them away, the first first.

    Of a note that speaks of somebody else or of an inquiry she is told that there is one, of whom and when, without its words: neighbours may
    speak without fear. Notes about the dossier as a whole speak of its list, not of her.
    """
    rows = Note.objects.filter(claim=claim, strikes=None).select_related(*NAMED).order_by("pk")[:MOST_OWN]
    return [
        {
            "at": row.made_at, "officer": row.officer.full_name, "office": row.office.name, "text": None if row.withheld or row.text == ERASED else row.text,
            **({"struck_at": row.struck.made_at, "struck_because": None if row.withheld else row.struck.text} if hasattr(row, "struck") else {}),
        }
        for row in rows
    ]  # fmt: skip


def _notes(of: Dossier, reader: Reader, *, claim: Claim | None = None) -> QuerySet[Note]:
    rows = within(Note.objects.filter(dossier=of, strikes=None), reader.officer).filter(seen_by(reader.officer, reader.roles)).select_related(*NAMED)
    return rows.filter(claim=claim) if claim else rows
