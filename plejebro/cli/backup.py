"""`plejebro backup` and `plejebro restore`: the database and the file vault in one file.

The keys (PLEJEBRO_VAULT_KEYS, PLEJEBRO_INDEX_KEY) are not in it: whoever steals a copy cannot read the CPR numbers. Keep
them elsewhere; without them a restored copy cannot either. Sessions and the cache are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the two subcommands."""
    backup = commands.add_parser("backup", help="tag en sikkerhedskopi af databasen og filerne")
    backup.add_argument("file", metavar="FIL.tar", type=Path)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="gendan en sikkerhedskopi i en tom database")
    restore.add_argument("file", metavar="FIL.tar", type=Path)
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Writes the copy; the file is there whole or not at all."""
    from plejebro.cli.copies import CopyRefused, write_copy

    try:
        manifest = write_copy(arguments.file)
    except CopyRefused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print(f"{arguments.file}: {len(manifest['tables'])} tabeller, {rows} rækker, {len(manifest['files'])} filer.")
    print("Nøglerne er ikke med. Gem dem et andet sted.")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Brings the copy back into an empty database and an empty vault, and checks every count, sum and chain."""
    from plejebro.cli.copies import CopyRefused, restore_copy

    try:
        manifest = restore_copy(arguments.file)
    except CopyRefused as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print(f"Gendannet: {len(manifest['tables'])} tabeller, {rows} rækker, {len(manifest['files'])} filer.")
    print("Antal, kontrolsummer og logkæder passer.")
    return 0
