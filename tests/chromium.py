"""Finds the browser for the browser tests: `python tests/chromium.py` prints its path, or says how to get one and fails."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ADVICE = "No Chromium found. As root run `apt-get install chromium`, or `.venv/bin/playwright install chromium`, or set CHROMIUM to a browser's path."


class NoChromium(RuntimeError):
    """There is no browser on this machine; browser tests fail, they are never skipped."""


def find() -> Path:
    """The browser: CHROMIUM, else Playwright's own, else the system's. Raises `NoChromium` with what to do."""
    given = os.environ.get("CHROMIUM")
    if given:
        if Path(given).is_file():
            return Path(given)
        message = f"CHROMIUM={given} is no file. {ADVICE}"
        raise NoChromium(message)
    for candidate in (*_playwrights_own(), *filter(None, map(shutil.which, NAMES))):
        if Path(candidate).is_file():
            return Path(candidate)
    raise NoChromium(ADVICE)


def _playwrights_own() -> list[Path]:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return sorted(home.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find()}\n")
    except NoChromium as missing:
        sys.exit(str(missing))
