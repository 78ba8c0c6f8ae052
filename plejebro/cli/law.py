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
    _add_rhythm(parts)


def _add_rhythm(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    days = parts.add_parser("rhythm", help="hvad loven beder om at få gjort mens en anbringelse varer, som JSON")
    day: dict[str, Any] = {"metavar": "DATO", "default": None}
    days.add_argument("--from", dest="starts", required=True, metavar="DATO", help="anbringelsens første dag, 2024-02-29")
    days.add_argument("--to", dest="ends", help="anbringelsens sidste dag (den varer ved)", **day)
    days.add_argument("--on", help="dagen, det ses fra (i dag)", **day)
    days.add_argument("--born", help="barnets fødselsdag; reglerne gælder til det fyldte 18. år", **day)
    days.add_argument("--kept-from", help="første dag, noget er skrevet ned; før den er alt ukendt", **day)
    days.add_argument("--examined", help="undersøgelsen, der blev lavet samtidig, var færdig", **day)
    for name, text in (
        ("began", "begyndte"),
        ("done", "var gennemført"),
        ("postponed", "blev udskudt af hensyn til barnet"),
    ):
        days.add_argument(f"--support-{name}", help=f"den intensive støtte {text}", **day)
    several: dict[str, Any] = {"nargs": "*", "default": []}
    days.add_argument("--follow-up", metavar="DATO", help="opfølgninger", **several)
    days.add_argument("--decided", metavar="DATO:DATO", help="besluttet den:næste opfølgning senest", **several)
    days.add_argument("--visit", metavar="DATO", help="tilsynsbesøg, hvor barnet blev talt med", **several)
    days.add_argument("--course", metavar="DATO[:DAGE]", help="kursusdage, for eksempel 2026-03-02:1.5", **several)
    days.add_argument("--inspection", metavar="DATO", help="socialtilsynets besøg", **several)
    days.add_argument("--network", metavar="DATO[:DATO]", help="godkendt som netværksplejefamilie fra:til", **several)
    days.set_defaults(run=_rhythm, plain=True)


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


def _rhythm(arguments: argparse.Namespace) -> int:
    from plejebro.kernel import clock
    from plejebro.law.rhythm import rhythm
    from plejebro.law.rhythm_answers import BadDate, read_rhythm, rhythm_as_json

    try:
        facts, on = read_rhythm(vars(arguments), clock.today())
        dues = rhythm(facts, on)
    except BadDate as error:
        return _refuse(str(error))
    _print(rhythm_as_json(facts, on, dues))
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
