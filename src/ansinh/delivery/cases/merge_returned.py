"""A template that was handed out comes back as a list: each of its rows is merged with what was handed out and what is known now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.hand_out import as_kept, is_ours
from ansinh.delivery.cases.models import UploadRow
from ansinh.delivery.cases.recheck import as_typed
from ansinh.delivery.registry.models import Person
from ansinh.papers.lists.merging import Merged, merge
from ansinh.papers.lists.problems import problem
from ansinh.papers.lists.stamp import UNSIGNED, Stamp, Stamped, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.delivery.cases.models import Upload
    from ansinh.papers.lists.problems import Problem

BLOCK = 1_000
NOT_OURS = {
    "signature": ("dấu của mẫu đã bị sửa hoặc không phải do hệ thống này phát", "its stamp was altered or is not from this system"),
    "office": ("mẫu được phát cho cơ quan khác", "it was handed out to another office"),
    "policy": ("mẫu được phát cho chính sách khác", "it was handed out for another policy"),
}
COLUMN_OF = {"birth_precision": "date_of_birth"}


@dataclass
class Merging:
    """The merge of one upload as it goes on: what was handed out, what is known now, the columns of each sheet, and what was met."""

    base: Mapping[str, Mapping[str, Any]]
    now: Mapping[str, Mapping[str, Any]]
    columns: Mapping[str, Mapping[str, str]]
    seen: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


def merge_returned(upload: Upload, stamped: Mapping[str, str]) -> dict[str, Any]:
    """Merge the stored rows of an upload that came with a stamp; give what is to be said of the file as a whole.

    A row unchanged takes what was corrected meanwhile; a row changed on one side follows it; a field changed on both sides waits
    for a human. Runs within the caller's transaction.
    """
    told = Stamped(**stamped)
    if told.signature == UNSIGNED:
        return {}
    stamp = opened(told) if is_ours(told) else None
    fault = _fault(stamp, upload)
    if stamp is None or fault:
        vi, en = NOT_OURS[fault]
        found = problem("template_not_ours", "", None, None, value=vi, value_en=en)
        return {"problems": [*upload.summary.get("problems", []), _plain(found)]}
    columns = {sheet["name"]: sheet["columns"] for sheet in upload.summary.get("sheets", [])}
    now = {str(person.pk): as_kept(person) for person in Person.objects.filter(pk__in=list(stamp.base))}
    merging = Merging(stamp.base, now, columns)
    rows = UploadRow.objects.filter(upload=upload).order_by("sheet", "row").iterator(BLOCK)
    touched = [row for row in rows if _merge_row(row, merging)]
    UploadRow.objects.bulk_update(touched, ["data", "problems", "state"], batch_size=BLOCK)
    counts = {name: merging.counts[name] for name in ("unchanged", "changed", "meanwhile", "conflicts", "new")}
    return {"template": {"made_at": stamp.made_at, "given": len(stamp.base), "missing": len(stamp.base) - len(merging.seen), **counts}}


def _fault(stamp: Stamp | None, upload: Upload) -> str:
    if stamp is None:
        return "signature"
    if stamp.office != str(upload.office_id):
        return "office"
    return "" if stamp.policy == upload.policy else "policy"


def _merge_row(row: UploadRow, merging: Merging) -> bool:
    """Merge one row where it was handed out; tell whether anything of it has to be stored. A key met twice is a row copied: it is new."""
    key = str(row.data.get("row_key") or "")
    if key not in merging.base or key in merging.seen:
        merging.counts["new"] += 1
        return False
    merging.seen.add(key)
    base = merging.base[key]
    now = merging.now.get(key, base)
    merged = merge(base, row.data, now)
    kinds = [kind for kind, names in (("conflicts", merged.conflicts), ("changed", merged.changed), ("meanwhile", merged.meanwhile)) if names]
    merging.counts[kinds[0] if kinds else "unchanged"] += 1
    if not kinds:
        return False
    found = _problems(row, merged, base, now, merging.columns.get(row.sheet, {}))
    row.problems = [*row.problems, *found]
    row.data = {**row.data, **merged.values, "problems": [one["code"] for one in row.problems]}
    if merged.conflicts:
        row.state = UploadRow.State.UNDECIDED
    return True


def _problems(row: UploadRow, merged: Merged, base: Mapping[str, Any], now: Mapping[str, Any], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """Say each difference once in its cell."""
    found: list[dict[str, Any]] = []
    for code, names in (("template_conflict", merged.conflicts), ("template_changed", merged.changed), ("template_meanwhile", merged.meanwhile)):
        for name in names:
            if name == "birth_precision" and "date_of_birth" in names:
                continue
            said = COLUMN_OF.get(name, name)
            was, came, known = (_written(said, told) for told in (base, row.data, now))
            values = {"start": was, "told": came if code == "template_conflict" else was, "value": known}
            found.append(_plain(problem(code, row.sheet, row.row, columns.get(said), **values)))
    return found


def _written(name: str, told: Mapping[str, Any]) -> str:
    return as_typed(told).get(name) or "–"


def _plain(found: Problem) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}
