"""What is installed elsewhere is what stands here."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the rest is made from, and what Python makes of it.
NOT_INSTALLED = {".scss", ".pyc"}


def test_an_installed_plejebro_has_its_pages_styles_and_data(tmp_path: Path) -> None:
    """Every file of the two packages but the styles' sources is in a wheel built from a copy of the tree."""
    for name in ("plejebro", "config"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    build = "from setuptools import build_meta; build_meta.build_wheel('.')"
    done = subprocess.run([sys.executable, "-c", build], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    here = {
        str(path.relative_to(tmp_path))
        for name in ("plejebro", "config")
        for path in (tmp_path / name).rglob("*")
        if path.is_file() and path.suffix not in NOT_INSTALLED and not path.name.startswith(".")
    }
    assert here - inside == set()
    assert "plejebro/ui/assets/build/plejebro.css" in inside
