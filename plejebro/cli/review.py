"""`plejebro review`: the tabulation of a file without a database, and what stands of the studies in it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROLES = {"analytiker": "analyst", "bedømmer": "reviewer"}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand and its own subcommands."""
    review = commands.add_parser("review", help="praksisundersøgelsen: optælling og resultater")
    kinds = review.add_subparsers(title="kommandoer", metavar="KOMMANDO", required=True, parser_class=type(review))
    _add_tabulate(kinds)
    results = kinds.add_parser("results", help="vis en undersøgelses resultat; små tal er skjult")
    results.add_argument("study", metavar="UNDERSØGELSE", help="undersøgelsens id, som det står i adressen")
    results.add_argument("--format", choices=("json", "csv"), default="json", help="json (standard) eller csv")
    results.set_defaults(run=_results)
    invite = kinds.add_parser("invite", help="invitér en analytiker eller en bedømmer")
    invite.add_argument("email", metavar="E-MAIL")
    invite.add_argument("name", metavar="NAVN")
    invite.add_argument("--role", choices=tuple(ROLES), required=True, help="analytiker eller bedømmer")
    invite.set_defaults(run=_invite)


def _add_tabulate(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    tabulate = kinds.add_parser(
        "tabulate",
        help="tæl en fil med kodede afgørelser op, uden database",
        description="Tæller kodede afgørelser op og skriver JSON. Filen er CSV i UTF-8 med komma eller semikolon og "
        "kolonnerne decision_id, municipality_code, decision_date, child_born, route, R01 … R42. "
        "Er der fejl i én række, skrives intet: hver fejl nævnes med linje, og koden er 2. Små tal skjules ikke her.",
    )
    tabulate.add_argument("file", metavar="FIL", help="CSV-fil; - læser fra standard input")
    tabulate.set_defaults(run=_tabulate, plain=True)


def _tabulate(arguments: argparse.Namespace) -> int:
    """Prints the figures of the file, or every bad row of it."""
    from plejebro.kernel.csv_files import BadFile
    from plejebro.practice_review.coded_files import read_coded
    from plejebro.practice_review.tabulation import as_json, tabulate

    try:
        data = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
        decisions = read_coded(data)
    except OSError:
        return _refuse(f"Filen {arguments.file} kan ikke læses.")
    except BadFile as bad:
        return _refuse(*(str(fault) for fault in bad.faults))
    _print_json(as_json(tabulate(decisions)))
    return 0


def _results(arguments: argparse.Namespace) -> int:
    from plejebro.practice_review import exports
    from plejebro.practice_review.queries import study_named
    from plejebro.practice_review.results import results_of

    study = study_named(arguments.study)
    if study is None:
        return _refuse(f"Der er ingen undersøgelse med id {arguments.study}.")
    results = results_of(study)
    if arguments.format == "csv":
        print(exports.results_csv(results), end="")
    else:
        _print_json(exports.results_json(results))
    return 0


def _invite(arguments: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from plejebro.accounts.actions import create_invitation
    from plejebro.accounts.enums import InvitationKind

    try:
        validate_email(arguments.email)
    except ValidationError:
        return _refuse(f"{arguments.email} er ikke en e-mailadresse.")
    create_invitation(
        actor=None,
        email=arguments.email,
        full_name=arguments.name,
        kind=InvitationKind.OPERATOR,
        payload={"role": ROLES[arguments.role]},
    )
    print(f"Invitationen er sendt til {arguments.email}.")
    return 0


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _refuse(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2
