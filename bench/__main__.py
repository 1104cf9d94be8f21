"""`make bench`: each measurement in turn, as ratios to a peer or a limit of the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEASUREMENTS = ("read_list.py",)


def main() -> int:
    """Run every measurement; give 1 when one could not be taken."""
    here = Path(__file__).resolve().parent
    return max(subprocess.run([sys.executable, str(here / name)], check=False).returncode != 0 for name in MEASUREMENTS)  # noqa: S603 - our own files


if __name__ == "__main__":
    raise SystemExit(main())
