"""`plejebro survey`: the tabulation of a file of answers without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from plejebro.kernel.small_numbers import THRESHOLD

BY = ("municipality_code",)


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand and its own subcommands."""
    survey = commands.add_parser("survey", help="samarbejdsmålingen: tæl en fil med svar op")
    kinds = survey.add_subparsers(title="kommandoer", metavar="KOMMANDO", required=True, parser_class=type(survey))
    tabulate = kinds.add_parser(
        "tabulate",
        help="tæl en fil med svar op, uden database; små tal er skjult",
        description="Tæller svar op og skriver JSON. Filen er CSV i UTF-8 med komma eller semikolon og kolonnerne "
        "respondent_side, municipality_code og én for hvert spørgsmål med hele tal fra 1 til 5 (5 = meget tilfreds). "
        "Er der fejl i én række, skrives intet: hver fejl nævnes med linje, og koden er 2.",
    )
    tabulate.add_argument("file", metavar="FIL", help="CSV-fil; - læser fra standard input")
    tabulate.add_argument("--by", choices=BY, default=BY[0], help="det, svarene deles op efter (standard: %(default)s)")
    tabulate.add_argument(
        "--min",
        type=int,
        default=THRESHOLD,
        dest="minimum",
        metavar="ANTAL",
        help="grupper med færre svar end det skjules (standard: %(default)s)",
    )
    tabulate.set_defaults(run=_tabulate, plain=True)


def _tabulate(arguments: argparse.Namespace) -> int:
    """Prints the figures of the file, or every bad row of it."""
    from plejebro.kernel.csv_files import BadFile
    from plejebro.municipalities.listed import municipality_codes
    from plejebro.surveys.tabulation import read_answers, tabulate

    if arguments.minimum < 1:
        return _refuse("--min skal være 1 eller mere.")
    try:
        data = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
        answers = read_answers(data, municipality_codes())
    except OSError:
        return _refuse(f"Filen {arguments.file} kan ikke læses.")
    except BadFile as bad:
        return _refuse(*(str(fault) for fault in bad.faults))
    print(json.dumps(tabulate(answers, arguments.minimum), ensure_ascii=False, indent=2))
    return 0


def _refuse(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2
