"""docs/permissions.md: who may do what, written from the map itself. A test compares the file with this text."""

from __future__ import annotations

from plejebro.access import registry
from plejebro.access.map import MAP
from plejebro.access.permissions import Permission

HEADING = """# Hvem må hvad

Skrevet af `plejebro permissions --write` ud fra `plejebro/access/map.py`. Ret ikke i filen: ret kortet.

En tilladelse gives af én eller flere oplysninger om personen og tingen; én er nok. Uden en af dem er svaret nej, og det,
man ikke må se, findes ikke (404). Beskyttelse går forud for rolle.
"""


def permissions_text() -> str:
    """The whole document."""
    lines = [HEADING, "| Tilladelse | Kode | Om | Gives af |", "| --- | --- | --- | --- |"]
    for permission in Permission:
        rule = MAP[permission]
        about = rule.model.rsplit(".", 1)[-1] if rule.model else "personen selv"
        lines.append(
            f"| {permission.sentence} | `{permission.code}` | {about} | {', '.join(f'`{fact}`' for fact in rule.facts)} |"
        )
    lines += [
        "",
        "## The facts",
        "",
        "Each fact is a function of that name in the room's `perms.py`; this is its own sentence.",
        "",
    ]
    used = dict.fromkeys(fact for permission in Permission for fact in MAP[permission].facts)
    for name in sorted(used):
        lines.append(f"- `{name}`: {_sentence(name)}")
    return "\n".join(lines) + "\n"


def _sentence(name: str) -> str:
    try:
        words = registry.fact_named(name).__doc__
    except KeyError:
        words = registry.person_fact_named(name).__doc__
    return " ".join((words or "").split())
