"""Which templates and routes no test has visited."""

from __future__ import annotations

from pathlib import Path

from tests.house.walk import routes

ROOT = Path(__file__).resolve().parents[2]
# Pages only a broken server or a broken request shows.
NEVER = {"400.html", "500.html"}


def unvisited(templates: set[str], names: set[str]) -> set[str]:
    """Our own templates and addresses that are in neither set."""
    ours = set()
    for folder in (ROOT / "plejebro").glob("*/templates"):
        ours |= {str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in (".html", ".txt")}
    own_routes = {route.name for route in routes() if route.is_ours}
    return {f"template {name}" for name in ours - templates - NEVER} | {f"route {name}" for name in own_routes - names}
