"""What the README says is there, is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_the_map_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text()
    for room in (ROOT / "plejebro").iterdir():
        if (room / "__init__.py").exists():
            assert f"{room.name}/" in readme, room.name
