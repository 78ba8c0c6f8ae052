"""`plejebro`: the product's own command. Each subcommand lives in a module of its own and registers itself here."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

# A module has `add_to(commands)`, which adds its subcommands; each sets `run`, a function of the parsed arguments.
MODULES = ("serving", "demo", "upkeep", "imports", "backup", "law", "pay", "review", "survey")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    arguments = parser().parse_args(argv)
    # What needs neither settings nor a database says so with `set_defaults(plain=True)` and runs on any machine.
    if not getattr(arguments, "plain", False) and not _start_django():
        return 2
    run: Callable[[argparse.Namespace], int | None] = arguments.run
    try:
        return run(arguments) or 0
    except KeyboardInterrupt:
        return 130


def _start_django() -> bool:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return False
    return True


def parser() -> argparse.ArgumentParser:
    """The whole command line, in Danish."""
    top = DanishParser(
        prog="plejebro",
        description="Plejebro: det fælles arbejdssted for plejefamilie og kommune. "
        "Indstillinger kommer fra miljøet; se README.md.",
        epilog="Skriv plejebro KOMMANDO --help for at se mere om en kommando.",
    )
    commands = top.add_subparsers(title="kommandoer", metavar="KOMMANDO", required=True, parser_class=DanishParser)
    for name in MODULES:
        import_module(f"plejebro.cli.{name}").add_to(commands)
    return top


class DanishFormatter(argparse.HelpFormatter):
    """Says "brug" where argparse says "usage"."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The first line of the help."""
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)


class DanishParser(argparse.ArgumentParser):
    """A parser whose own few words are Danish too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": DanishFormatter, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "argumenter", "tilvalg"
        self.add_argument("-h", "--help", action="help", help="vis denne hjælp")

    def error(self, message: str) -> NoReturn:
        """One Danish line on standard error and exit 2, like all other bad input."""
        for english, danish in _COMPLAINTS:
            message = re.sub(english, danish, message)
        self.exit(2, f"{message}\n")


_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"\1 mangler."),
    (r"argument ([^:]*): expected one argument", r"\1: værdien mangler."),
    (r"argument ([^:]*): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 kendes ikke. Vælg \3."),
    (r"argument ([^:]*): invalid int value: (.*)", r"\1: \2 er ikke et helt tal."),
    (r"argument ([^:]*): not allowed with argument (.*)", r"\1 kan ikke bruges sammen med \2."),
    (r"unrecognized arguments: (.*)", r"\1 kendes ikke."),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan være \2."),
)


if __name__ == "__main__":
    raise SystemExit(main())
