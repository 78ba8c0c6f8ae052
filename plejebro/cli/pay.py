"""`plejebro pay`: what the published rates of a day come to. Needs no settings and no database."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from plejebro.rates import Pay

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)


class _Bad(Exception):
    """A Danish sentence naming the argument."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand. The arguments are checked here, so that the sentences are ours."""
    pay = commands.add_parser("pay", help="vederlag, kost og logi, lommepenge og beklædning efter satserne en bestemt dag")
    pay.add_argument("--date", help="dagen, for eksempel 2023-05-01")
    pay.add_argument("--vederlag", help="antal vederlag, 0 eller flere")
    pay.add_argument("--born", help="barnets fødselsdag, for eksempel 2014-03-02")
    pay.add_argument("--child-number", help="barnets nummer blandt de anbragte i familien, fra 1")
    pay.add_argument("--format", choices=("json", "text"), default="json", help="json eller text (json)")
    pay.set_defaults(run=_pay, plain=True)


def _pay(arguments: argparse.Namespace) -> int:
    from plejebro.rates import as_json, pay_on, shipped

    try:
        day, born = _day("--date", arguments.date), _day("--born", arguments.born)
        count = _whole("--vederlag", arguments.vederlag, least=0)
        number = _whole("--child-number", arguments.child_number, least=1)
        if born > day:
            raise _Bad("--born: barnet er født efter dagen (--date).")
    except _Bad as error:
        print(error, file=sys.stderr)
        return 2
    pay = pay_on(day=day, count=count, born=born, child_number=number, book=shipped())
    print(json.dumps(as_json(pay), ensure_ascii=False, indent=2) if arguments.format == "json" else _table(pay))
    return 0


def _day(name: str, value: str | None) -> date:
    if value is None:
        raise _Bad(f"{name} mangler.")
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _Bad(f"{name}: {_shown(value)} er ikke en dato. Skriv den som 2023-05-01.")


def _whole(name: str, value: str | None, *, least: int) -> int:
    if value is None:
        raise _Bad(f"{name} mangler.")
    if not _WHOLE.fullmatch(value) or int(value) < least:
        raise _Bad(f"{name}: {_shown(value)} er ikke et helt tal fra {least} og op.")
    return int(value)


def _shown(value: str) -> str:
    return " ".join(value.split())[:40]


def _table(pay: Pay) -> str:
    from plejebro.kernel.danish import date_text

    rows: list[tuple[str, str, str]] = []
    if pay.vederlag:
        work = pay.vederlag
        rows.append((f"{work.count} vederlag (skattepligtigt)", _kroner(work.day, "dag"), _kroner(work.month, "måned")))
    if pay.kost_og_logi:
        board = pay.kost_og_logi
        label = "tredje barn" if board.band == "3.+" else f"{board.band} år"
        rows.append((f"Kost og logi, {label} (skattefrit)", _kroner(board.day, "dag"), _kroner(board.month, "måned")))
    for name, item in (("Lommepenge", pay.lommepenge), ("Beklædning", pay.beklaedning)):
        if item:
            rows.append((f"{name}, {item.band} år", _kroner(item.week, "uge"), ""))
    names = {"vederlag": "Vederlag", "kost_og_logi": "Kost og logi", "lommepenge": "Lommepenge", "beklaedning": "Beklædning"}
    rows += [(names[part], why, "") for part, why in pay.missing.items()]
    lines = [f"Vejledende satser {date_text(pay.on)}. Det, der står i kontrakten, gælder.", ""]
    lines += [f"{label:44}{first:>22}{second:>24}".rstrip() for label, first, second in rows]
    return "\n".join(lines)


def _kroner(amount: Decimal | None, unit: str) -> str:
    from plejebro.rates.money import kroner_text

    return f"ikke oplyst pr. {unit}" if amount is None else f"{kroner_text(amount)} kr./{unit}"
