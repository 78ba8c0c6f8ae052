"""`plejebro permissions` and `plejebro audit`: what the house says of itself."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommands."""
    permissions = commands.add_parser("permissions", help="vis, hvem der må hvad")
    permissions.add_argument("--write", action="store_true", help="skriv det til docs/permissions.md")
    permissions.set_defaults(run=_permissions)
    audit = commands.add_parser("audit", help="loggen")
    parts = audit.add_subparsers(metavar="DEL", required=True)
    verify = parts.add_parser("verify", help="gå alle kæder igennem og sig, om noget er ændret, fjernet eller tilføjet")
    verify.set_defaults(run=_verify)


def _permissions(arguments: argparse.Namespace) -> None:
    from plejebro.cli.permissions import permissions_text

    if not arguments.write:
        print(permissions_text(), end="")
        return
    path = Path("docs/permissions.md")
    path.write_text(permissions_text(), encoding="utf-8")
    print(f"Skrevet: {path}")


def _verify(arguments: argparse.Namespace) -> int:
    from plejebro.audit.models import Chain, Event
    from plejebro.audit.queries import broken_links

    chains = set(Chain.objects.values_list("key", flat=True)) | set(Event.objects.values_list("chain", flat=True).distinct())
    broken = 0
    for chain in sorted(chains):
        for sentence in broken_links(chain):
            print(sentence)
            broken += 1
    print(f"{len(chains)} kæder, {Event.objects.count()} rækker, {broken} brud.")
    return 1 if broken else 0
