"""Lists while they are posted, for everybody: name, hamlet, year of birth, amount; no number, no house, no telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import Scope, acting
from ansinh.policy.names import fold

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

SHEET = 100
MOST_LOOKED_AT = 10_000
"""How many rows of a list one search goes through; it goes on behind them by the key of the last."""
MOST_LISTS = 200
HAMLET = re.compile(r"\b(thôn|xóm|ấp|bản|buôn|bon|làng|khóm|khu phố|khu|tổ dân phố|tổ|phum|sóc|plei|đội)\b[^,;–-]{1,40}", re.IGNORECASE)
WORD = re.compile(r"\w+")
NUMBERED = re.compile(r"\b(số|ngõ|ngách|hẻm|kiệt|nhà)\b.*$", re.IGNORECASE)


@dataclass(frozen=True)
class PostedList:
    """A list that is posted now."""

    dossier: uuid.UUID
    number: str
    policy: str
    office: str
    commune: str
    posted_on: date
    until: datetime | None


@dataclass(frozen=True)
class PostedPerson:
    """One row of it, as everybody sees it."""

    claim: uuid.UUID
    order: int
    name: str
    birth_year: int | None
    hamlet: str
    amount_vnd: int


@dataclass(frozen=True)
class Found:
    """Those whom a search has found, in the list's order; `after` is the number in the list to go on behind, none where all of it was gone through."""

    people: list[PostedPerson]
    after: int | None


def posted_at(at: datetime) -> Q:
    """Select the tasks whose list is posted at a moment: until the days are over, or the step has ended."""
    return Q(done_at=None, posted_on__isnull=False) & (Q(posted_until__isnull=True) | Q(posted_until__gt=at))


def communes_posting(province: str, *, at: datetime) -> list[str]:
    """Give the codes of the communes of a province that post a list now."""
    with acting(Scope("province", province)):
        rows = Task.objects.filter(posted_at(at), province=province).exclude(commune="")
        return sorted(rows.values_list("commune", flat=True).order_by().distinct())


def posted_lists(commune: str, *, at: datetime) -> list[PostedList]:
    """Give the lists a commune posts now, the newest first."""
    with acting(Scope("commune", commune)):
        rows = Task.objects.filter(posted_at(at), commune=commune).select_related("dossier__office")
        return [_list(task) for task in rows.order_by("-posted_on", "pk")[:MOST_LISTS]]


def posted_list(commune: str, dossier: uuid.UUID, *, at: datetime) -> PostedList | None:
    """Give one list while it is posted; nothing before and after."""
    with acting(Scope("commune", commune)):
        task = Task.objects.filter(posted_at(at), commune=commune, dossier=dossier).select_related("dossier__office").first()
        return _list(task) if task else None


def people_of(of: PostedList, *, after: str = "", before: str = "") -> Page[Claim]:
    """Give a page of the list's claims that stand for support, in its order. Whoever shows them passes each through `shown`."""
    with acting(Scope("commune", of.commune)):
        rows = Claim.objects.filter(dossier=of.dossier, state=Claim.State.IN_REVIEW, outcome="eligible")
        return page(rows, ["order"], after=after, before=before, size=SHEET)


def find_people(of: PostedList, text: str, *, after: int = 0) -> Found:
    """Give those of a list whose shown name or hamlet has words that begin as the words of a text, marks and capitals apart.

    Only what the list shows to everybody is compared, and how many rows are gone through hangs on the list alone: nothing that is masked can be
    guessed at, neither by who is found nor by where a page ends. At most `SHEET` people, out of at most `MOST_LOOKED_AT` rows behind number `after`.
    """
    words = words_of(text)
    with acting(Scope("commune", of.commune)):
        rows = Claim.objects.filter(dossier=of.dossier, state=Claim.State.IN_REVIEW, outcome="eligible", order__gt=after).order_by("order")
        read = list(rows.values_list("pk", "order", "full_name", "date_of_birth__year", "address", "amount_vnd")[:MOST_LOOKED_AT])
    people: list[PostedPerson] = []
    for pk, order, name, born, address, amount_vnd in read:
        one = PostedPerson(pk, order, name, born, hamlet_of(address), amount_vnd)
        if is_named(one, words):
            if len(people) == SHEET:
                return Found(people, people[-1].order)
            people.append(one)
    return Found(people, read[-1][1] if len(read) == MOST_LOOKED_AT else None)


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are compared: lower case, without marks, without points."""
    return WORD.findall(fold(text))


def is_named(one: PostedPerson, words: Collection[str]) -> bool:
    """Whether each of the words begins a word of the shown name or of the shown hamlet."""
    shown_words = words_of(f"{one.name} {one.hamlet}")
    return all(any(said.startswith(word) for said in shown_words) for word in words)


def person_of(of: PostedList, claim: uuid.UUID) -> PostedPerson | None:
    """Give one person of a posted list; nothing for a claim that is not posted in it."""
    with acting(Scope("commune", of.commune)):
        row = Claim.objects.filter(pk=claim, dossier=of.dossier, state=Claim.State.IN_REVIEW, outcome="eligible").first()
    return shown([row])[0] if row else None


def shown(rows: Collection[Claim]) -> list[PostedPerson]:
    """Leave of each claim what neighbours need to know who is meant."""
    return [
        PostedPerson(row.pk, row.order, row.full_name, row.date_of_birth.year if row.date_of_birth else None, hamlet_of(row.address), row.amount_vnd)
        for row in rows
    ]


def hamlet_of(address: str) -> str:
    """Give the hamlet or group of an address, without house and lane; empty where none is named."""
    found = HAMLET.search(address)
    return NUMBERED.sub("", found[0]).strip(" .,;") if found else ""


def _list(task: Task) -> PostedList:
    dossier = task.dossier
    posted_on = task.posted_on
    if posted_on is None:
        message = f"task {task.pk} posts nothing"
        raise ValueError(message)
    return PostedList(dossier.pk, dossier.number, dossier.policy, dossier.office.name, dossier.commune, posted_on, task.posted_until)
