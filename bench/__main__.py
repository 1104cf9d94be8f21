"""`make bench`: each measurement in turn, as ratios to a peer or a limit of the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEASUREMENTS = (
    "determine.py",
    "explain.py",
    "read_list.py",
    "dossier.py",
    "bulk_act.py",
    "scorecards.py",
    "million.py",
    "letters.py",
    "pages.py",
    "search.py",
    "linkage.py",
    "load.py",
)


def main() -> int:
    """Run every measurement; give 1 when one could not be taken."""
    here = Path(__file__).resolve().parent
    failed = 0
    for name in MEASUREMENTS:
        print(f"\n{name.removesuffix('.py')}", flush=True)
        failed |= subprocess.run([sys.executable, str(here / name)], check=False).returncode != 0  # noqa: S603 - our own files
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
