"""The open pay calculator: what the published rates of a day come to, line by line, and the year by month.

It knows rates and nothing of anybody's contract, so it needs no login and keeps nothing. What is asked stands in the
address; of the child only the month of birth and the number, so that an address that is shared points at nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms

from plejebro.agreements.expenses.fields import kr
from plejebro.kernel import clock
from plejebro.kernel.danish import MONTHS, age
from plejebro.rates import Pay, Rate, RateBook, pay_on
from plejebro.rates.money import kroner_text
from plejebro.ui.forms import DanskDateField, PlejeForm

FIRST_DAY: Final = date(2007, 1, 1)
MOST_VEDERLAG: Final = 20
_CONFIDENCE: Final = {"M": "Kilden er ældre eller gengivet af andre.", "L": "Kilden er usikker."}


def _whole(label: str, most: int, *, least: int = 0, hint: str = "") -> forms.IntegerField:
    said = f"Skriv et helt tal fra {least} til {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-input short"}),
        error_messages={"invalid": said, "min_value": said, "max_value": said},
    )


class CalculatorForm(PlejeForm):
    """What the calculator asks. Everything stands in the address, so an answer can be shared and printed."""

    dag = DanskDateField(label="Hvilken dag regner vi på?", help_text="Satserne skifter normalt 1. januar")
    vederlag = _whole("Hvor mange vederlag?", MOST_VEDERLAG, hint="Antallet i kontrakten; 0 i netværkspleje")
    foedt_maaned = forms.TypedChoiceField(
        label="Barnets fødselsmåned",
        coerce=int,
        choices=[("", "Vælg"), *((number, name.capitalize()) for number, name in enumerate(MONTHS, 1))],
        error_messages={"invalid_choice": "Vælg en måned."},
    )
    foedt_aar = forms.IntegerField(
        label="Barnets fødselsår",
        help_text="Vi spørger ikke om datoen",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-input short"}),
        error_messages={"invalid": "Skriv årstallet med fire cifre."},
    )
    nummer = _whole(
        "Barnets nummer blandt de anbragte hos familien", 9, least=1, hint="1 for det første barn, 3 for det tredje"
    )

    def clean_dag(self) -> date:
        """A day somebody can have a rate for."""
        day: date = self.cleaned_data["dag"]
        if not FIRST_DAY <= day <= date(clock.today().year + 5, 12, 31):
            raise forms.ValidationError(f"Skriv en dag fra 2007 til {clock.today().year + 5}.")
        return day

    def clean(self) -> dict[str, Any]:
        """The first of the month of birth must not lie after the day, nor the child be grown up."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        day, year = data["dag"], data["foedt_aar"]
        if not 1900 < year < 9999:
            self.add_error("foedt_aar", "Skriv årstallet med fire cifre.")
        elif (year, data["foedt_maaned"]) > (day.year, day.month):
            self.add_error("foedt_aar", "Barnet er født efter den dag, vi regner på.")
        elif age(self.born(), day) > 22:
            self.add_error("foedt_aar", "Barnet er over 22 år den dag. Anbringelser og ungestøtte er slut der.")
        return data

    def born(self) -> date:
        """The first of the month of birth."""
        return date(self.cleaned_data["foedt_aar"], self.cleaned_data["foedt_maaned"], 1)


@dataclass(frozen=True)
class PayLine:
    """One line: the amount as text with its unit, and what it unfolds to."""

    what: str
    amount: str
    unit: str
    rates: tuple[str, ...]
    formula: tuple[str, ...]
    source: str
    notes: tuple[str, ...]
    is_known: bool = True


@dataclass(frozen=True)
class Calculation:
    """The answer: what is taxed and what is not, apart; `unknown` are the parts nobody has given a rate for."""

    taxable: tuple[PayLine, ...]
    tax_free: tuple[PayLine, ...]
    unknown: tuple[str, ...]
    age: int


def calculate(*, day: date, count: int, born: date, child_number: int, book: RateBook) -> Calculation:
    """What `plejebro pay` answers, as lines that can be unfolded. `born` is the first of the month of birth."""
    pay = pay_on(day=day, count=count, born=born, child_number=child_number, book=book)
    work = (_vederlag(pay, count),)
    free = tuple(line for line in (_board(pay), _weekly(pay, "lommepenge"), _weekly(pay, "beklaedning")) if line)
    return Calculation(work, free, tuple(line.what for line in (*work, *free) if not line.is_known), age(born, day))


def _vederlag(pay: Pay, count: int) -> PayLine:
    work = pay.vederlag
    if work is None:
        return _unknown("Vederlag", pay.on)
    unit_day, unit_month, rate = work.unit_day, work.unit_month, work.rate
    by_day = rate.convention == "A" and unit_day is not None
    formula = []
    if work.month is not None and by_day and unit_day is not None:
        formula.append(f"{count} × {kroner_text(unit_day)} × 365 / 12 = {kr(work.month)} om måneden, rundet til hele kroner")
    elif work.month is not None and unit_month is not None:
        formula.append(f"{count} × {kroner_text(unit_month)} = {kr(work.month)} om måneden")
    if work.day is not None and unit_day is not None:
        formula.append(f"{count} × {kroner_text(unit_day)} = {kroner_text(work.day)} kr. om dagen")
    shown, unit = (work.month, "om måneden") if work.month is not None else (work.day, "om dagen")
    return PayLine(
        what=f"{count} vederlag",
        amount=kr(shown) if shown is not None else "ikke oplyst",
        unit=unit if shown is not None else "",
        rates=(
            f"Ét vederlag om dagen: {_or_unknown(unit_day)}",
            f"Ét vederlag om måneden: {_or_unknown(unit_month)}",
        ),
        formula=tuple(formula),
        source=_source(rate),
        notes=(*_notes(rate), *_calculated(rate), f"Afrunding {rate.convention}." if rate.convention else ""),
        is_known=shown is not None,
    )


def _board(pay: Pay) -> PayLine:
    board = pay.kost_og_logi
    if board is None:
        return _unknown("Kost og logi", pay.on)
    whose = {"0-9": "under 10 år", "10+": "10 år og derover", "3.+": "tredje barn og flere"}[board.band]
    rule = "efter loven: børn anbragt samme sted" if board.rule == "lov" else "efter KL's tabel: børn fra samme kommune"
    return PayLine(
        what="Kost og logi",
        amount=kr(board.month),
        unit="om måneden",
        rates=(f"{whose.capitalize()}: {kr(board.day)} om dagen",),
        formula=(f"{kroner_text(board.day)} × 365 / 12 = {kr(board.month)} om måneden",),
        source=_source(board.rate),
        notes=(f"Det tredje barn tælles {rule}.", *_notes(board.rate)),
    )


def _weekly(pay: Pay, part: str) -> PayLine | None:
    name, item = {"lommepenge": "Lommepenge", "beklaedning": "Beklædning"}[part], getattr(pay, part)
    if item is None:
        # Under 3 years there is no pocket money: that is not a figure somebody is missing.
        return None if pay.missing.get(part) == "ikke relevant" else _unknown(name, pay.on)
    return PayLine(
        what=name,
        amount=kr(item.week),
        unit="om ugen",
        rates=(f"{item.band} år: {kr(item.week)} om ugen",),
        formula=("Ugesatsen, som den er offentliggjort. I årets tabel er en måned 365/84 uger.",),
        source=_source(item.rate),
        notes=_notes(item.rate),
    )


def _unknown(what: str, day: date) -> PayLine:
    said = f"Satsen for {day.year} er ikke oplyst. Den, der driver Plejebro, kan skrive den ind, når kilden er læst."
    return PayLine(what, "ikke oplyst", "", (), (), "", (said,), is_known=False)


def _or_unknown(amount: Decimal | None) -> str:
    return "ikke oplyst" if amount is None else kr(amount)


def _source(rate: Rate) -> str:
    return f"{rate.set_name}: {rate.source}"


def _notes(rate: Rate) -> tuple[str, ...]:
    found = [_CONFIDENCE.get(rate.confidence, ""), rate.note]
    if rate.rounded:
        found.append("Kilden oplyser kun hele kroner.")
    return tuple(text for text in found if text)


def _calculated(rate: Rate) -> tuple[str, ...]:
    names = {"day": "dagssatsen", "month": "månedssatsen"}
    which = " og ".join(names[name] for name in rate.calculated if name in names)
    return (f"{which.capitalize()} er regnet ud af kildens egne tal.",) if which else ()
