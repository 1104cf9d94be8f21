"""What a person may take away of what was filed for her: who filed what, when and where, with which papers, and what she said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_papers import PaperOpened
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.papers import papers_of_filing
from ansinh.delivery.intake.queries import row_behind
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.lists.told import as_written
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import papers_named

if TYPE_CHECKING:
    from ansinh.delivery.intake.models import FilingRow

MOST = 500


def own_filing(receipt: str) -> dict[str, list[dict[str, Any]]]:
    """Give, of the filing a claim came from, `filings`, its `papers` and who `papers_opened`, as plain data; each empty for a claim of a list.

    The caller has seen that whoever asks is the person of the claim. The code of a filing is told to nobody but who filed for herself.
    """
    with acting(NATION):
        claim = Claim.objects.select_related("dossier").get(receipt=receipt)
        row = row_behind(claim)
        if row is None:
            return {"filings": [], "papers": [], "papers_opened": []}
        alone = row.filing.row_count == 1
        return {"filings": [_told(row)], **(_papers(row.filing) if alone else {"papers": [], "papers_opened": []})}


def _told(row: FilingRow) -> dict[str, Any]:
    filing, named = row.filing, getattr(row, "named", None)
    herself = filing.filer_kind == Filing.FilerKind.SELF
    return {
        "code": filing.code if herself else None, "policy": filing.policy, "channel": filing.channel, "filer_kind": filing.filer_kind, "filer_name": filing.filer_name,
        "filer_relation": filing.filer_relation, "filed_at": filing.filed_at, "office": filing.office.name, "officer": filing.owner.full_name,
        "due_on": filing.due_on, "cite": filing.cite, "state": filing.state, "ended_at": filing.ended_at, "what_was_told": as_written(row.data),
        "facts": row.data.get("facts") or {}, "told_at": row.told_at, "denied_at": named.denied_at if named else None,
        "denied_because": named.denied_because if named else "", "settled_because": named.settled_because if named else "",
    }  # fmt: skip


def _papers(filing: Filing) -> dict[str, list[dict[str, Any]]]:
    names = {paper.id: paper.text["vi"] for paper in papers_named(load_programme(filing.programme), filing.policy, on=filing.filed_on)}
    opened = PaperOpened.objects.filter(paper__about=filing.pk).select_related("officer__office").order_by("at")[:MOST]
    return {
        "papers": [
            {"name": names.get(row.wanted, row.wanted), "state": row.state, "received_at": row.received_at, "by_herself": filing.filer_kind == Filing.FilerKind.SELF}
            for row in papers_of_filing(filing.pk)
        ],
        "papers_opened": [{"at": row.at, "officer": row.officer.full_name, "office": row.officer.office.name, "purpose": row.purpose} for row in opened],
    }  # fmt: skip
