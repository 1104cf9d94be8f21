"""Makes a list as communes and employers send them, from a seed, with the truth beside it, for the other measurements.

`python bench/make_list.py --rows 131072 --policy nq68-12 --seed 1 OUT.xlsx` writes OUT.xlsx and OUT.truth.json; the generator is
the one of `ansinh simulate list`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ansinh.papers.lists.simulated import HEADINGS, make_list

__all__ = ["make_list"]


def main() -> None:
    """Write a list and its truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=131_072)
    parser.add_argument("--policy", choices=sorted(HEADINGS), default="nq68-12")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="no slips: every row is as it should be")
    asked = parser.parse_args()
    truth = make_list(asked.out, rows=asked.rows, policy=asked.policy, seed=asked.seed, messy=not asked.clean)
    asked.out.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
