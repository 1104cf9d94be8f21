"""What the rows of a sheet add up to, beside what its total lines say."""

from __future__ import annotations

from dataclasses import dataclass

from ansinh.papers.lists.problems import Problem, Skipped, problem
from ansinh.policy.money import vnd


@dataclass(slots=True)
class Total:
    """A total line: what it says, and what the rows before it add up to, in all and since the total before."""

    skipped: Skipped
    declared: int | None
    running: int
    since: int
    carried: bool
    """Carried from or to another page: no total of the list."""


class Sums:
    """Adds up the money of a sheet as its rows are read."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.running = self.since = self.people = 0
        self.totals: list[Total] = []

    def add(self, amount: int | None) -> None:
        """Count one person and the money of the row, if it says any."""
        self.people += 1
        self.running += amount or 0
        self.since += amount or 0

    def meet(self, skipped: Skipped, declared: int | None, *, carried: bool) -> None:
        """Meet a total line."""
        self.totals.append(Total(skipped, declared, self.running, self.since, carried))
        if declared is not None and not carried:
            self.since = 0

    def declared(self) -> int | None:
        """Give the grand total the sheet declares, and name the lines that are subtotals; None when it declares none."""
        for total in self.totals:
            if total.carried or total is not self._last():
                total.skipped.why = "subtotal"
        last = self._last()
        if last is None:
            return None
        if not self._of_last_group_only(last):
            return last.declared
        last.skipped.why = "subtotal"
        return sum(total.declared or 0 for total in self.totals if not total.carried)

    def _last(self) -> Total | None:
        return next((total for total in reversed(self.totals) if not total.carried), None)

    def _of_last_group_only(self, last: Total) -> bool:
        """Tell whether the last total closes its group and nothing closes the list."""
        several = sum(not total.carried and total.declared is not None for total in self.totals) > 1
        return several and last.declared == last.since != last.running and last.since > 0

    def mismatch(self, sheet: str, column: str) -> list[Problem]:
        """Say where the declared total is not what the rows add up to; `column` is that of the amounts."""
        declared = self.declared()
        last = self._last()
        if declared is None or last is None or declared == self.running:
            return []
        told = {"value": vnd(declared), "told": vnd(self.running), "value_en": vnd(declared, "en"), "told_en": vnd(self.running, "en")}
        return [problem("total_mismatch", sheet, last.skipped.row, column, **told)]
