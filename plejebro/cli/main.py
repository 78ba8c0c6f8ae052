"""`plejebro`: the product's own command. Each subcommand lives in a module of its own and registers itself here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

# A module has `add_to(commands)`, which adds its subcommands; each sets `run`, a function of the parsed arguments.
MODULES = ("serving", "demo", "upkeep", "imports", "backup")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    arguments = parser().parse_args(argv)
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    run: Callable[[argparse.Namespace], int | None] = arguments.run
    try:
        return run(arguments) or 0
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The whole command line, in Danish."""
    top = argparse.ArgumentParser(
        prog="plejebro",
        description="Plejebro: det fælles arbejdssted for plejefamilie og kommune. Indstillinger kommer fra miljøet; se README.md.",
        epilog="Skriv plejebro KOMMANDO --help for at se mere om en kommando.",
        add_help=False,
    )
    add_help(top)
    commands = top.add_subparsers(title="kommandoer", metavar="KOMMANDO", required=True, parser_class=DanishParser)
    for name in MODULES:
        import_module(f"plejebro.cli.{name}").add_to(commands)
    return top


class DanishParser(argparse.ArgumentParser):
    """A subcommand's parser: its help option is in Danish too."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{**options, "add_help": False})  # type: ignore[arg-type]
        add_help(self)


def add_help(some: argparse.ArgumentParser) -> None:
    """The help option, with a Danish word for it."""
    some.add_argument("-h", "--help", action="help", help="vis denne hjælp")


if __name__ == "__main__":
    raise SystemExit(main())
