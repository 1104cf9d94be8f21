"""Every read of casework: each takes who looks, stays within her scope, and gives a bounded page found by its keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet, Subquery, Sum
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from ansinh.delivery.cases.models import NOT_PLAIN, Claim, Decision, Determination, Dossier, StoredFile, Task, Upload, UploadRow
from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.evidence.models import Event, Head
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import scope_of, within
from ansinh.policy.identifiers import digits_of
from ansinh.policy.names import fold, spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from ansinh.delivery.offices.models import Officer

Rows = TypeVar("Rows", bound=Model)
PAGE = 25
MOST_TASKS = 100
MOST_LATE, LATE_READ = 10, 100
"""Of what is late a desk shows no more than can be read there, of each table; the page of late steps has all of it."""
MOST_EVENTS = 200
MOST_FOUND = 20
SHOWN_DIGITS = 3


@dataclass(frozen=True)
class Page(Generic[Rows]):
    """Some rows, and the keys by which the pages beside them are found; empty where there is none."""

    rows: list[Rows]
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class Sums:
    """How the claims of a dossier stand: people and đồng by what has become of them."""

    fit: int = 0
    fit_vnd: int = 0
    ineligible: int = 0
    undetermined: int = 0
    elsewhere: int = 0
    excluded: int = 0
    excluded_vnd: int = 0
    approved: int = 0
    approved_vnd: int = 0
    refused: int = 0
    revoked: int = 0

    @property
    def unsettled(self) -> int:
        """How many must be settled before the dossier can go on."""
        return self.ineligible + self.undetermined + self.elsewhere

    @property
    def people(self) -> int:
        """How many there are."""
        return self.fit + self.unsettled + self.excluded + self.approved + self.refused + self.revoked


@dataclass(frozen=True)
class Conflict:
    """Where another claim of the same person is and how far, where the reader's scope holds it; empty where it does not.

    Then it says no more than that this person already draws in this group: neither where, nor under which policy, nor how far.
    """

    policy: str
    province: str
    district: str
    commune: str
    state: str

    @property
    def place(self) -> str:
        """The code of its place."""
        return self.commune or self.district or self.province


ELSEWHERE = Conflict("", "", "", "", "")
"""Another claim beyond the reader's scope, of which she learns no more than that it is."""


def page(rows: QuerySet[Rows], keys: Sequence[str], *, after: str = "", before: str = "", size: int = PAGE) -> Page[Rows]:
    """Give the page after or before a cursor, in the order of `keys` (`-` in front of all of them: falling). A broken cursor is the first page."""
    falling = keys[0].startswith("-")
    names = [key.lstrip("-") for key in keys]
    at = _read_cursor(after or before, len(names))
    backward = bool(before and at)
    if at:
        beyond = TupleLessThan if falling != backward else TupleGreaterThan
        rows = rows.filter(beyond(tuple(names), tuple(at)) if len(names) > 1 else Q(**{f"{names[0]}__{'lt' if falling != backward else 'gt'}": at[0]}))
    order = [f"-{name}" if falling != backward else name for name in names]
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    first, last = (_cursor(found[0], names), _cursor(found[-1], names)) if found else ("", "")
    return Page(found, first if (more if backward else at) else "", last if (True if backward else more) else "")


def _cursor(row: Model, names: Sequence[str]) -> str:
    return json.dumps([getattr(row, name) for name in names], default=str, ensure_ascii=False)


def _read_cursor(text: str, length: int) -> list[Any]:
    try:
        values = json.loads(text) if text else []
    except ValueError:
        return []
    fits = isinstance(values, list) and len(values) == length and all(isinstance(value, (str, int)) for value in values)
    return values if fits and "\x00" not in text and "\\u0000" not in text else []


def uploads(*, seen_by: Officer, in_work: bool = False, after: str = "", before: str = "") -> Page[Upload]:
    """Give the uploads of the officer's scope, the newest first; `in_work` leaves out those that have ended."""
    rows = within(Upload.objects.select_related("file", "officer", "dossier"), seen_by)
    if in_work:
        rows = rows.filter(office=seen_by.office_id).exclude(state__in=[Upload.State.SUBMITTED, Upload.State.DISCARDED])
    return page(rows, ["-id"], after=after, before=before)


def upload(key: uuid.UUID, *, seen_by: Officer) -> Upload:
    """Give one upload; raises `DoesNotExist` out of scope."""
    return within(Upload.objects.select_related("file", "officer", "office", "dossier"), seen_by).get(pk=key)


def same_file(sha256: str, policy: str, *, seen_by: Officer) -> Upload | None:
    """Give the upload of the officer's office that has this file in work, where there is one."""
    rows = within(Upload.objects.filter(office=seen_by.office_id, policy=policy, sha256=sha256), seen_by)
    return rows.exclude(state__in=[Upload.State.REFUSED, Upload.State.DISCARDED]).first()


def upload_counts(of: Upload, *, seen_by: Officer) -> dict[str, int]:
    """Count the rows of an upload: by state, those with something repaired or noted, those changed by hand.

    As with `sums_of`, the counts hold as long as the end of the province's chain of evidence does.
    """
    end = Subquery(Head.objects.filter(pk=of.province).values("chain"))
    upload, chain = within(Upload.objects.filter(pk=of.pk), seen_by).values_list("pk", end).get()
    told = _not_plain(upload, bytes(chain or b""))
    rows = of.summary.get("totals", {}).get("rows")  # no row is ever added or taken away after reading
    rows = UploadRow.objects.filter(upload=of).count() if rows is None else rows
    return {"rows": rows, "ready": rows - told["undecided"] - told["aside"], **told}


@lru_cache(maxsize=512)
def _not_plain(upload: uuid.UUID, _end: bytes) -> dict[str, int]:
    """Count those that somebody looked at, or must; a list of a hundred thousand may hold many."""
    return UploadRow.objects.filter(NOT_PLAIN, upload=upload).aggregate(
        undecided=Count("pk", filter=Q(state="undecided")),
        aside=Count("pk", filter=Q(state="aside")),
        noted=Count("pk", filter=~Q(problems=[])),
        changed=Count("pk", filter=Q(as_read__isnull=False)),
    )


def upload_rows(of: Upload, *, seen_by: Officer, only: str = "", text: str = "", after: str = "", before: str = "", size: int = PAGE) -> Page[UploadRow]:
    """Give rows of an upload as they stand in the file. `only`: undecided, ready, aside, noted or changed; `text`: part of a name or number."""
    rows = within(UploadRow.objects.filter(upload=of), seen_by)
    if only in UploadRow.State.values:
        rows = rows.filter(state=only)
    elif only == "noted":
        rows = rows.exclude(problems=[])
    elif only == "changed":
        rows = rows.filter(as_read__isnull=False)
    if text.strip():
        rows = rows.filter(Q(data__full_name__regex=spelt(text)) | Q(**{f"data__{name}": value for name, value in of_number(text).items()}))
    return page(rows, ["sheet", "row"], after=after, before=before, size=size)


def upload_row(of: uuid.UUID, key: uuid.UUID, *, seen_by: Officer) -> UploadRow:
    """Give one row of an upload; raises `DoesNotExist` out of scope."""
    return within(UploadRow.objects.select_related("upload", "upload__file"), seen_by).get(pk=key, upload=of)


def late_tasks(*, seen_by: Officer, on: date, day: str = "queue_on") -> QuerySet[Task]:
    """Select the open tasks of the officer's scope whose `day` has passed (`due_on`, the law's; `queue_on`, whichever of the two comes first).

    The province is named beside a commune or district, which stand in no index of days: else the late steps of the country are read for it.
    """
    rows = within(Task.objects.filter(done_at=None, **{f"{day}__lt": on}), seen_by)
    return rows.filter(province=seen_by.office.province) if seen_by.office.province else rows


def overdue_tasks(*, seen_by: Officer, on: Any) -> list[Task]:
    """Give open tasks of others in the officer's scope whose day has passed, the law's or the ministry's, with those who answer.

    Of the `LATE_READ` oldest come those that their provinces' groups do first, of these the oldest; `MOST_LATE` and one, which tells that there are more.
    """
    oldest = late_tasks(seen_by=seen_by, on=on).exclude(owner=seen_by).order_by("queue_on", "pk").values_list("tier", "queue_on", "pk")[:LATE_READ]
    first = [key for _tier, _day, key in sorted(oldest)[: MOST_LATE + 1]]
    rows = within(Task.objects.filter(pk__in=first), seen_by).select_related("dossier", "office", "owner").in_bulk()
    return [rows[key] for key in first if key in rows]


def dossiers(*, seen_by: Officer, state: str = "", policy: str = "", text: str = "", after: str = "", before: str = "") -> Page[Dossier]:
    """Give dossiers of the scope, the newest first; `text` is part of a number."""
    rows = within(Dossier.objects.select_related("office", "decision"), seen_by)
    if state in Dossier.State.values:
        rows = rows.filter(state=state)
    if policy:
        rows = rows.filter(policy=policy)
    if text.strip():
        rows = rows.filter(number__contains=text.strip())
    return page(rows, ["-id"], after=after, before=before)


def tasks_open_for(of: Sequence[Dossier], *, seen_by: Officer) -> dict[uuid.UUID, Task]:
    """Give the open task of each dossier."""
    rows = within(Task.objects.filter(dossier__in=of, done_at=None).select_related("owner", "office"), seen_by)
    return {task.dossier_id: task for task in rows}


def dossier(key: uuid.UUID, *, seen_by: Officer) -> Dossier:
    """Give one dossier; raises `DoesNotExist` out of scope."""
    return within(Dossier.objects.select_related("office"), seen_by).get(pk=key)


def decision_of(of: Dossier, *, seen_by: Officer) -> Decision | None:
    """Give the decision on a dossier, where there is one, with who signed it; what else it names is read when asked for."""
    if of.state != Dossier.State.DECIDED:
        return None
    return within(Decision.objects.filter(dossier=of).select_related("office", "signed_by"), seen_by).first()


def tasks_of(of: Dossier, *, seen_by: Officer) -> list[Task]:
    """Give every task of a dossier, the first first."""
    return list(within(Task.objects.filter(dossier=of), seen_by).select_related("owner", "office", "done_by").order_by("opened_at", "pk")[:MOST_EVENTS])


def sums_of(of: Dossier, *, seen_by: Officer) -> Sums:
    """Add up the claims of a dossier.

    Every act of a province moves the end of its chain of evidence to a hash never seen before, so sums hold as long as the hash does.
    """
    end = Subquery(Head.objects.filter(pk=of.province).values("chain"))
    dossier, chain = within(Dossier.objects.filter(pk=of.pk), seen_by).values_list("pk", end).get()
    return _added_up(dossier, bytes(chain or b""))


@lru_cache(maxsize=512)
def _added_up(dossier: uuid.UUID, _end: bytes) -> Sums:
    groups = Claim.objects.filter(dossier=dossier).values("state", "outcome", "draw_held").annotate(people=Count("pk"), vnd=Sum("amount_vnd"))
    sums: dict[str, int] = {}
    for group in groups.order_by():
        name = _standing(group["state"], group["outcome"], held=group["draw_held"])
        sums[name] = sums.get(name, 0) + group["people"]
        if name in {"fit", "excluded", "approved"}:
            sums[f"{name}_vnd"] = sums.get(f"{name}_vnd", 0) + int(group["vnd"])
    return Sums(**sums)


def _standing(state: str, outcome: str, *, held: bool) -> str:
    if state != Claim.State.IN_REVIEW:
        return state
    if outcome != "eligible":
        return outcome
    return "fit" if held else "elsewhere"


def claims_matching(of: Dossier, *, seen_by: Officer, only: str = "", text: str = "") -> QuerySet[Claim]:
    """Select claims of a dossier. `only`: fit, ineligible, undetermined, elsewhere, excluded, approved, refused, revoked; `text`: part of a name, number or code."""
    rows = within(Claim.objects.filter(dossier=of), seen_by)
    if only in {"excluded", "approved", "refused", "revoked"}:
        rows = rows.filter(state=only)
    elif only in {"ineligible", "undetermined"}:
        rows = rows.filter(state="in_review", outcome=only)
    elif only in {"fit", "elsewhere"}:
        rows = rows.filter(state="in_review", outcome="eligible", draw_held=only == "fit")
    return rows.filter(_said(text)) if text.strip() else rows


def _said(text: str) -> Q:
    code, digits = read_code(text), digits_of(text)
    if code:
        return Q(receipt=code)
    return Q(**of_number(text)) if digits else Q(folded_name__contains=fold(text))


def of_number(text: str) -> dict[str, str]:
    """Give the filter for a number that is typed: the whole of it, or its last three digits, which every page shows.

    A part is no filter: digit by digit it would tell what is masked. What is none of these is taken as a whole, and found where a list holds it so.
    """
    digits = digits_of(text) or text.strip()
    return {"id_number__endswith": digits} if digits.isdigit() and len(digits) == SHOWN_DIGITS else {"id_number": digits}


def claims(of: Dossier, *, seen_by: Officer, only: str = "", text: str = "", after: str = "", before: str = "", size: int = PAGE) -> Page[Claim]:
    """Give claims of a dossier in the order of the list."""
    return page(claims_matching(of, seen_by=seen_by, only=only, text=text), ["order"], after=after, before=before, size=size)


def claim(of: uuid.UUID, key: uuid.UUID, *, seen_by: Officer) -> Claim:
    """Give one claim of a dossier; raises `DoesNotExist` out of scope."""
    return within(Claim.objects.select_related("dossier", "dossier__office"), seen_by).get(pk=key, dossier=of)


def row_of(claim: Claim, *, seen_by: Officer) -> UploadRow | None:
    """Give the row of the list that a claim was submitted from, as the claim's order counts them; nothing where the list told it otherwise or is gone."""
    if claim.dossier.upload_id is None:
        return None
    rows = within(UploadRow.objects.filter(upload=claim.dossier.upload_id, state=UploadRow.State.READY), seen_by).select_related("upload")
    found = rows.order_by("sheet", "row")[claim.order - 1 : claim.order].first()
    return found if found and found.data.get("full_name") == claim.full_name else None


def determinations(of: Claim, *, seen_by: Officer) -> list[Determination]:
    """Give what the law said of a claim, the latest first."""
    return list(within(Determination.objects.filter(claim=of), seen_by).order_by("-made_at", "-id")[:MOST_FOUND])


def answers_of(of: Sequence[Claim], *, seen_by: Officer) -> dict[uuid.UUID, Determination]:
    """Give the latest determination of each claim of a page."""
    rows = within(Determination.objects.filter(claim__in=of), seen_by)
    return {found.claim_id: found for found in rows.order_by("claim", "-made_at", "-id").distinct("claim")}


def conflicts(of: Dossier, among: Sequence[Claim], *, seen_by: Officer) -> dict[uuid.UUID, Conflict]:
    """Give the other claim that holds the draw, for each eligible claim of a page that has none: its place and state within the scope, else nothing of it."""
    keys = [found.pk for found in among if found.state == "in_review" and found.outcome == "eligible" and not found.draw_held]
    if not keys:
        return {}
    within(Claim.objects.all(), seen_by)  # a scope that sees nothing is refused before the question is asked
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.id, k.policy, k.province, k.district, k.commune, k.state FROM cases_claim c
            CROSS JOIN LATERAL cases_conflict(c.identity, %s, c.policy, c.exclusive_group, c.id) k WHERE c.id = ANY (%s)""",
            [of.programme, keys],
        )
        found = {row[0]: Conflict(*row[1:]) for row in cursor.fetchall()}
    own = scope_of(seen_by).filters()
    return {key: other if all(getattr(other, level) == code for level, code in own.items()) else ELSEWHERE for key, other in found.items()}


def excluded_reasons(of: Dossier, *, seen_by: Officer) -> list[dict[str, Any]]:
    """Give why claims are excluded or refused and how many for each reason, the most frequent first."""
    rows = within(Claim.objects.filter(dossier=of, state__in=["excluded", "refused"]), seen_by)
    grouped = rows.values("state_reason", "state_article").annotate(people=Count("pk")).order_by("-people", "state_reason")[:MOST_FOUND]
    return cast("list[dict[str, Any]]", list(grouped))


def events(subjects: Sequence[uuid.UUID | None], *, seen_by: Officer) -> list[Event]:
    """Give what happened to these rows, the first first."""
    known = [subject for subject in subjects if subject]
    return list(within(Event.objects.filter(subject__in=known), seen_by).order_by("at", "act", "position")[:MOST_EVENTS])


def notices_of(decision: Decision, *, seen_by: Officer, state: str = "", text: str = "", after: str = "", before: str = "") -> Page[Notice]:
    """Give what the people of a decision were told, in the order of the list; `text` is part of a name."""
    rows = within(Notice.objects.filter(occasion=decision.pk), seen_by)
    if state in Notice.State.values:
        rows = rows.filter(state=state)
    if text.strip():
        rows = rows.filter(name__regex=spelt(text))
    return page(rows, ["id"], after=after, before=before)


def notices_to(claim: Claim, *, seen_by: Officer) -> list[Notice]:
    """Give what one person was told, the first first."""
    return list(within(Notice.objects.filter(subject=claim.pk), seen_by).order_by("made_at")[:MOST_EVENTS])


def notice_counts(decision: Decision, *, seen_by: Officer) -> dict[tuple[str, str], int]:
    """Count a decision's notices by channel and state."""
    rows = within(Notice.objects.filter(occasion=decision.pk), seen_by).values("channel", "state").annotate(people=Count("pk"))
    return {(row["channel"], row["state"]): row["people"] for row in rows.order_by()}


def printed_letters(decision: Decision, *, seen_by: Officer) -> list[StoredFile]:
    """Give the files in which letters of a decision were printed, the newest first."""
    keys = within(Notice.objects.filter(occasion=decision.pk, printed_in__isnull=False), seen_by).order_by().values_list("printed_in", flat=True).distinct()
    return list(within(StoredFile.objects.filter(pk__in=list(keys)), seen_by).select_related("kept_by").order_by("-kept_at"))
