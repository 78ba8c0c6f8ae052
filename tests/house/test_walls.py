"""What holds in the whole house, read off the code and the database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from plejebro.access import registry
from plejebro.access.map import MAP
from plejebro.access.permissions import Permission
from plejebro.cli.permissions import permissions_text
from plejebro.db.operations import AppendOnly, NoOverlap
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
FETCHES = {
    "get",
    "first",
    "last",
    "exists",
    "count",
    "values",
    "values_list",
    "create",
    "update",
    "delete",
    "aggregate",
    "iterator",
    "in_bulk",
    "earliest",
    "latest",
    "get_or_create",
    "bulk_create",
}
GETTERS = {"get_object_or_404", "get_list_or_404", "list", "len", "set", "sorted"}


def test_the_list_of_permissions_in_the_docs_is_the_maps_own() -> None:
    """`plejebro permissions --write` (or `python3 dev.py perms`) mends it."""
    assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == permissions_text()


def test_every_permission_is_in_the_map_and_every_fact_exists() -> None:
    assert set(MAP) == set(Permission)
    for rule in MAP.values():
        for fact in rule.facts:
            assert registry.fact_named(fact) if rule.model else registry.person_fact_named(fact)


# --- the door is the only way ---------------------------------------------------------------------------------------


def views() -> list[Path]:
    """Every module of views."""
    rooms = ROOT / "plejebro"
    return sorted({*rooms.glob("*/views.py"), *rooms.glob("*/views/*.py")})


def around_the_door(tree: ast.AST, guarded: set[str]) -> Iterator[int]:
    """Lines where rows of a guarded model are fetched straight from its manager. Handing the door a queryset is fine."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in FETCHES and _root(node.func.value) in guarded:
                yield node.lineno
            if isinstance(node.func, ast.Name) and node.func.id in GETTERS and any(_root(a) in guarded for a in node.args):
                yield node.lineno
        if isinstance(node, ast.For | ast.comprehension) and _root(node.iter) in guarded:
            yield getattr(node, "lineno", node.iter.lineno)


def _root(node: ast.expr) -> str:
    """The model a chain like `Placement.objects.filter(…).order_by(…)` begins with, or the empty string."""
    seen_manager = False
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            seen_manager = seen_manager or node.attr in ("objects", "_default_manager", "_base_manager")
            node = node.value
        else:
            return node.id if isinstance(node, ast.Name) and seen_manager else ""


def test_no_view_fetches_a_guarded_thing_past_the_door() -> None:
    guarded = {model.__name__ for model in registry.guarded_models()}
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in views()
        for line in around_the_door(ast.parse(path.read_text(encoding="utf-8")), guarded)
    ]
    assert views()
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "Placement.objects.get(pk=1)",
        "x = list(Placement.objects.all())",
        "[p for p in Placement.objects.filter(a=1)]",
        "get_object_or_404(Placement.objects.all(), pk=1)",
    ],
)
def test_the_check_sees_a_way_round(line: str) -> None:
    assert list(around_the_door(ast.parse(line), {"Placement"}))


# --- what the database itself refuses -------------------------------------------------------------------------------

ALWAYS = {"audit_event", "audit_eventsubject", "placements_one_place", "families_one_approval", "municipalities_one_absence"}


def test_the_triggers_and_constraints_are_there(cast: Cast) -> None:
    """Everything the migrations say the database itself must refuse, it refuses."""
    names, wanted = _database_names(), set()
    for migration in MigrationLoader(connection).disk_migrations.values():
        for operation in migration.operations:
            if isinstance(operation, NoOverlap):
                wanted.add(operation.name)
            if isinstance(operation, AppendOnly):
                wanted.add(operation.table)
    assert wanted >= ALWAYS
    assert {name for name in wanted if not any(there.startswith(name) for there in names)} == set()


def _database_names() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint WHERE contype = 'x'")
        return {row[0] for row in cursor.fetchall()}


def test_two_advisers_cannot_have_the_same_child_on_the_same_day(cast: Cast) -> None:
    from plejebro.placements.models import Assignment

    now = Assignment.objects.get(placement=cast.noah, task="adviser", ends=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(placement=cast.noah, employment=cast.job("lars"), task="adviser", starts=now.starts)
