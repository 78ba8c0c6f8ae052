"""`plejebro law`: what the law asked of a decision, for people and for other systems. Needs no settings and no database."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommands."""
    law = commands.add_parser("law", help="lovens krav til en afgørelse om flytning, hjemgivelse eller samvær")
    parts = law.add_subparsers(metavar="DEL", required=True)
    assess = parts.add_parser("assess", help="gennemgå en afgørelse krav for krav og skriv svaret som JSON")
    assess.add_argument("file", metavar="FACTS.json", help="sagens kendsgerninger; - læser fra standardinput")
    assess.set_defaults(run=_assess, plain=True)
    show = parts.add_parser("show", help="vis et krav, som det stod en bestemt dag")
    show.add_argument("requirement", metavar="KRAV", help="R01 til R42")
    show.add_argument("--date", default=None, help="dagen, for eksempel 2014-05-01 (i dag)")
    show.add_argument("--format", choices=("text", "json"), default="text", help="text eller json (text)")
    show.set_defaults(run=_show, plain=True)


def _assess(arguments: argparse.Namespace) -> int:
    from plejebro.law import BadFacts, as_json, assess, read_facts

    try:
        facts = read_facts(_read(arguments.file))
    except BadFacts as error:
        return _refuse(str(error))
    _print(as_json(assess(facts)))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from plejebro.kernel import clock
    from plejebro.law import requirement, requirement_as_json
    from plejebro.law.answers import requirement_as_text

    on = clock.today()
    if arguments.date is not None:
        try:
            on = date.fromisoformat(arguments.date)
        except ValueError:
            return _refuse(f"--date: {arguments.date} er ikke en dato. Skriv den som 2014-05-01.")
    try:
        rule = requirement(arguments.requirement.upper(), on)
    except KeyError:
        return _refuse(f"KRAV: {arguments.requirement} kendes ikke. Kravene hedder R01 til R42.")
    except ValueError:
        return _refuse("--date: dataene begynder 1. januar 2011.")
    if arguments.format == "json":
        _print(requirement_as_json(rule, on))
    else:
        print(requirement_as_text(rule, on))
    return 0


def _read(name: str) -> Any:
    """The JSON in the file; BadFacts for anything that is not JSON in UTF-8, or that says the same thing twice."""
    from plejebro.law import BadFacts

    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError:
        raise BadFacts(f"FACTS.json: filen {name} kan ikke læses.") from None
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise BadFacts("FACTS.json: filen er ikke tekst i UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadFacts(f"FACTS.json: linje {error.lineno} er ikke gyldig JSON.") from None
    except RecursionError:
        raise BadFacts("FACTS.json: felterne ligger for dybt inde i hinanden.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    from plejebro.law import BadFacts

    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadFacts(f"{' '.join(key.split())[:40]}: feltet står to gange.")
        found[key] = value
    return found


def _print(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
