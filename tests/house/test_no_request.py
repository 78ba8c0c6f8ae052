"""Data, rules, verbs and reads know no request (import-linter cannot name parts of Django, so this does)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "plejebro"
KINDS = {"models.py", "enums.py", "rules.py", "actions.py", "queries.py", "perms.py"}
FORBIDDEN = ("django.http", "django.forms", "django.views", "django.shortcuts")
# The platform's frame is where a request becomes a person; the doors take the request and hand back the thing.
FILES = sorted(path for path in ROOT.rglob("*.py") if path.name in KINDS or path.parent.name == "queries")


def imports_of(source: str) -> set[str]:
    """Every module a source file imports, by full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def breaches(source: str) -> set[str]:
    """What a file of data or verbs imports and may not."""
    names = imports_of(source)
    rooms = {name for name in names if name.startswith("plejebro.") and name.split(".")[-1] in ("views", "forms")}
    return rooms | {name for name in names if name.startswith(FORBIDDEN)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_data_rules_verbs_and_reads_know_no_request(path: Path) -> None:
    assert breaches(path.read_text()) == set()


def test_the_check_can_fail() -> None:
    assert breaches("from django.http import HttpRequest") == {"django.http", "django.http.HttpRequest"}
    assert breaches("from plejebro.enquiries import forms") == {"plejebro.enquiries.forms"}
