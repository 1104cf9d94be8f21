"""Why an inbox stands in its order: the group of the officer's province, since when, by which document, and what each task's place is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ansinh.delivery.offices.groups import basis_of
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.policy.groups import verified
from ansinh.policy.playbook import playbook

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from django.utils.functional import Promise

    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.offices.groups import Basis
    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.playbook import Aim

TIERS: tuple[str | Promise, ...] = (_("làm trước"), _("làm tiếp theo"), _("làm sau cùng"))


@dataclass(frozen=True)
class Why:
    """The province by code and name, its group and where that comes from, what the group does first, by when, and whether somebody confirmed it."""

    province: str
    name: str
    basis: Basis
    text: Mapping[str, str]
    aim: Aim | None
    verified: bool

    @property
    def letter(self) -> str:
        """The group as people write it."""
        return self.basis.group.upper()


def why(officer: Officer, *, on: date) -> Why | None:
    """Give why the officer's tasks stand in their order; nothing for one of the whole country, whose tasks follow many provinces."""
    book = playbook()
    basis = basis_of(officer.office.province, on=on) if book and officer.office.province else None
    if book is None or basis is None:
        return None
    pace = book.paces[basis.group]
    sure = book.verified and (verified() or basis.by != "programme")
    return Why(officer.office.province, PROVINCES[officer.office.province], basis, pace.text, pace.aim, sure)


def ranks(tasks: Collection[Task], *, on: date) -> dict[Any, str]:
    """Give each task its place in words, by key: where those shown have different ones, and only for what still has time, for the rest stands by its day."""
    waiting = [task for task in tasks if task.due_on and task.queue_on > on]
    if not any(task.tier for task in waiting):
        return {}
    return {task.pk: str(TIERS[min(task.tier, len(TIERS) - 1)]) for task in waiting}
