"""What a contact plan consists of (samværsplan): the form, the page and the comparison are made from these fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from plejebro.kernel.danish import WEEKDAYS, day_month, time_text
from plejebro.versions.schema import BadContent, Field, Schema, Section
from plejebro.versions.schema import checked as fits

_LINE: Final = re.compile(
    r"(\d{1,2})[./-]\s*(\d{1,2})(?:[./-](\d{4}))?[.,]?\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})\s*(?:-|–|til)\s*"
    r"(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})[,:]?\s+(\S.{0,79})"
)
HOW: Final = "24.12. 10.00-14.00 Juleaftensdag"
MOST_DAYS: Final = 30
_LEAP_YEAR: Final = 2024


@dataclass(frozen=True)
class SpecialDay:
    """A holiday or a birthday with a time of its own; `year` None is every year."""

    day: int
    month: int
    year: int | None
    begins: time
    until: time
    what: str

    @property
    def text(self) -> str:
        """The day as one line, as it is typed and shown."""
        year = f"{self.year} " if self.year else ""
        return f"{self.day}.{self.month}.{year}{'' if year else ' '}{_clock(self.begins)}-{_clock(self.until)} {self.what}"

    @property
    def stored(self) -> dict[str, Any]:
        """The day in plain JSON."""
        return {
            "day": self.day,
            "month": self.month,
            "year": self.year,
            "begins": f"{self.begins:%H:%M}",
            "until": f"{self.until:%H:%M}",
            "what": self.what,
        }

    @property
    def words(self) -> str:
        """ "24. december hvert år kl. 10.00 til 14.00: Juleaftensdag"."""
        on = day_month(date(self.year or _LEAP_YEAR, self.month, self.day))
        when = f"{on} {self.year}" if self.year else f"{on} hvert år"
        return f"{when} {time_text(self.begins)} til {_clock(self.until)}: {self.what}"


def special_days(value: Any) -> list[SpecialDay]:
    """The days as they are typed, one to a line, or as they are stored. Raises `BadContent` that shows the line."""
    if isinstance(value, str):
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        if len(lines) > MOST_DAYS:
            raise BadContent(f"Særlige dage: skriv højst {MOST_DAYS}.")
        return [_of_line(line) for line in lines]
    return [
        SpecialDay(
            one["day"],
            one["month"],
            one["year"],
            time.fromisoformat(one["begins"]),
            time.fromisoformat(one["until"]),
            one["what"],
        )
        for one in value or ()
    ]


class SpecialDaysField(Field):
    """Holidays and birthdays: typed a line each, kept as a list."""

    def text(self, value: Any) -> str:
        """A line each."""
        return "\n".join(day.words for day in special_days(value)) or super().text(None)

    def check(self, value: Any) -> list[dict[str, Any]]:
        """The list as it is stored."""
        return [day.stored for day in special_days(value)]

    def form_field(self) -> Any:
        """How they are asked for."""
        from plejebro.agenda.contact.fields import SpecialDaysInput

        return SpecialDaysInput(label=self.label, help_text=self.help, required=False)


LEGAL: Final = (
    ("bl_104_1", "Barnets lov § 104, stk. 1: kommunen tilrettelægger samværet efter barnets behov"),
    ("bl_104_2", "Barnets lov § 104, stk. 2: kommunen har fastsat omfang eller vilkår"),
    ("bl_104_3", "Barnets lov § 104, stk. 3 og 4: støttet samvær"),
    ("bl_105_1", "Barnets lov § 105, stk. 1, nr. 1: overvåget samvær"),
    ("bl_105_2", "Barnets lov § 105, stk. 1, nr. 2: forbindelsen er afbrudt eller begrænset"),
    ("bl_103_5", "Barnets lov § 103, stk. 5: aftalt eller fastsat efter forældreansvarsloven"),
    ("sel_71", "Serviceloven § 71: besluttet før 2024"),
)
DECIDERS: Final = (
    ("agreement", "Aftalt mellem kommunen, barnet og den, barnet ser"),
    ("municipality", "Besluttet af kommunen"),
    ("committee", "Besluttet af børne- og ungeudvalget"),
)
EVERY: Final = (
    ("w1", "Hver uge"),
    ("w2", "Hver anden uge"),
    ("w3", "Hver tredje uge"),
    ("w4", "Hver fjerde uge"),
    ("m1", "Den første i hver måned"),
    ("m2", "Den anden i hver måned"),
    ("m3", "Den tredje i hver måned"),
    ("m4", "Den fjerde i hver måned"),
    ("m-1", "Den sidste i hver måned"),
    ("w6", "Hver sjette uge"),
    ("w8", "Hver ottende uge"),
    ("none", "Kun de særlige dage nedenfor"),
)
FORMS: Final = (
    ("free", "Frit samvær"),
    ("supported", "Støttet samvær: en tredje person er til stede"),
    ("supervised", "Overvåget samvær: en fra kommunen er til stede"),
)
IN_HOME: Final = (("no", "Nej"), ("yes", "Ja, plejefamilien siger ja til det"))
_WEEKDAY_CHOICES: Final = tuple((str(number), name.capitalize()) for number, name in enumerate(WEEKDAYS))

PLAN: Final = Schema(
    "contact",
    "Samværsplan",
    (
        Section(
            "tider",
            "Tider",
            (
                Field("every", "Hvor tit", "choice", required=True, choices=EVERY, default="w2"),
                Field("weekday", "Ugedag", "choice", choices=_WEEKDAY_CHOICES, default="5"),
                Field("begins", "Fra klokken", "time", "For eksempel 10.00"),
                Field("until", "Til klokken", "time", "For eksempel 16.00"),
                Field("nights", "Overnatninger", "number", "Skriv 0, når barnet kommer hjem samme dag.", most=14, default=0),
                SpecialDaysField(
                    "special_days",
                    "Særlige dage: højtider og fødselsdage",
                    "own",
                    f"En dag på hver linje, for eksempel {HOW}. Uden årstal gælder den hvert år.",
                ),
                Field("holidays", "Ferier og helligdage", help="Hvad gælder i ferier og på helligdage?"),
            ),
        ),
        Section(
            "hvordan",
            "Hvor og hvordan",
            (
                Field("place", "Sted", "line", required=True),
                Field("in_home", "Er det hjemme hos plejefamilien?", "choice", required=True, choices=IN_HOME, default="no"),
                Field("form", "Form", "choice", required=True, choices=FORMS, default="free"),
                Field("present", "Hvem støtter eller overvåger?", "line"),
                Field("support_person", "Barnets støtteperson", "line"),
                Field("brings", "Hvem bringer barnet?", "line", required=True),
                Field("fetches", "Hvem henter barnet?", "line", required=True),
                Field("food_money", "Kostpenge pr. gang", "amount"),
                Field("digital", "Kontakt på telefon, video og beskeder"),
                Field("conditions", "Vilkår"),
            ),
        ),
        Section(
            "barnet",
            "Barnets syn",
            (
                Field("child_view", "Hvad siger barnet om omfang, rammer og sted?", required=True),
                Field("child_view_on", "Barnet blev spurgt den", "date", required=True),
            ),
        ),
        Section(
            "beslutningen",
            "Beslutningen",
            (
                Field("legal_basis", "Hjemmel", "choice", required=True, choices=LEGAL, default="bl_104_1"),
                Field("decided_by", "Hvem har besluttet?", "choice", required=True, choices=DECIDERS, default="agreement"),
                Field("decided_on", "Besluttet den", "date"),
                Field(
                    "committee_on",
                    "Børne- og ungeudvalgets afgørelse er fra",
                    "date",
                    "Skal skrives, når samværet er overvåget eller sjældnere end loven siger.",
                ),
                Field("committee_number", "Afgørelsens nummer", "line"),
                Field("committee_until", "Afgørelsen gælder til og med", "date"),
                Field(
                    "holder_consent_on",
                    "Forældremyndighedens samtykke er fra",
                    "date",
                    "Skal skrives, når samvær med en forælder er støttet.",
                ),
                Field("youth_consent_on", "Den unges samtykke er fra", "date", "Når den unge er fyldt 15 år."),
                Field("next_review", "Planen ses igennem igen senest", "date", required=True),
            ),
        ),
    ),
)


def checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is stored. Raises `BadContent` with the sentence that names the field."""
    found = fits(PLAN, content)
    regular = found["every"] != "none"
    if regular and (found["weekday"] is None or not found["begins"] or not found["until"]):
        raise BadContent("Hvor tit: vælg ugedagen, og skriv fra og til klokken.")
    if regular and not found["nights"] and found["until"] <= found["begins"]:
        raise BadContent("Til klokken: skriv et klokkeslæt efter begyndelsen.")
    if not regular and not found["special_days"]:
        raise BadContent("Særlige dage: skriv mindst én, når der ikke er et fast samvær.")
    return found


def _of_line(line: str) -> SpecialDay:
    found = _LINE.fullmatch(line)
    sentence = f"Vi kan ikke læse »{line[:60]}«. Skriv den som {HOW}."
    if found is None:
        raise BadContent(sentence)
    day, month, year, from_hour, from_minute, to_hour, to_minute, what = found.groups()
    try:
        date(int(year or _LEAP_YEAR), int(month), int(day))
        begins, until = time(int(from_hour), int(from_minute)), time(int(to_hour), int(to_minute))
    except ValueError:
        raise BadContent(sentence) from None
    if until <= begins:
        raise BadContent(f"»{line[:60]}«: skriv et sluttidspunkt efter begyndelsen.")
    return SpecialDay(int(day), int(month), int(year) if year else None, begins, until, what.strip())


def _clock(at: time) -> str:
    return f"{at.hour}.{at.minute:02d}"
