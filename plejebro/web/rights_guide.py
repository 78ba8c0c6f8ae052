"""The open guide "Jeres rettigheder": a situation, an age and a day, and what the law then asks, in plain Danish.

It knows the law and nothing of anybody's case, so it needs no login and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms

from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.law import Assessment, Facts, Finding, Right, assess, routes
from plejebro.law.catalogue import FIRST_DAY
from plejebro.ui.forms import DanskDateField, PlejeForm

# Value in the address, what the family recognises, kind of decision, route.
_SITUATIONS = (
    ("samtykke", "Barnet skal flytte, og alle, der skal sige ja, siger ja", "move", "K1"),
    ("uden-samtykke", "Barnet skal flytte, men en forælder eller den unge siger nej", "move", "K2"),
    (
        "vores-forhold",
        "Barnet skal flytte på grund af noget hos os: sygdom, skilsmisse, godkendelsen eller andet",
        "move",
        "K3",
    ),
    ("akut", "Barnet skal flytte akut", "move", "K4"),
    ("midlertidigt", "Barnet har kun boet hos os kort tid og skal videre til det varige sted", "move", "K5"),
    ("naevn", "Den unge er anbragt af Ungdomskriminalitetsnævnet", "move", "K6"),
    ("privat", "Barnet bor privat hos os og er ikke anbragt af kommunen", "move", "K7"),
    ("ved-ikke", "Barnet skal flytte, men vi ved ikke på hvilken måde", "move", None),
    ("hjem", "Barnet skal hjem til sine forældre", "return_home", None),
    ("samvaer", "Samværet skal ændres", "contact", "K1"),
    ("samvaer-udvalg", "Samværet skal stoppes eller overvåges", "contact", "K2"),
)
_WHEN = {"before": "Før afgørelsen", "with": "I afgørelsen", "after": "Bagefter"}
# A requirement is told first when a decision without it is normally invalid.
_SERIOUS = {"INV", "GAR"}
_RIGHTS = {
    "klage": "Klage",
    "vurdering": "Bede Ankestyrelsen om en vurdering",
    "udtalelse": "Udtale sig",
    "samtykke": "Sige ja eller nej",
    "bisidder": "Have en bisidder med",
    "advokat": "Få en gratis advokat",
    "aktindsigt": "Få indsigt",
}
_WHO = {
    "barn": "Barnet",
    "forældremyndighedsindehaver": "Den, der har forældremyndigheden",
    "forælder uden forældremyndighed": "En forælder uden forældremyndighed",
}


class RightsForm(PlejeForm):
    """What the guide asks. Everything stands in the address, so an answer can be shared and printed."""

    situation = forms.ChoiceField(
        label="Hvad sker der?",
        choices=[(value, label) for value, label, _, _ in _SITUATIONS],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg en af mulighederne."},
    )
    age = forms.IntegerField(
        label="Hvor gammelt er barnet?",
        min_value=0,
        max_value=17,
        help_text="Hele år på afgørelsens dag",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-input short"}),
        error_messages={
            "invalid": "Skriv barnets alder i hele år.",
            "min_value": "Skriv en alder fra 0 til 17 år.",
            "max_value": "Skriv en alder fra 0 til 17 år.",
        },
    )
    day = DanskDateField(label="Hvornår bliver det afgjort?", help_text="Ved I det ikke, så lad dagen i dag stå")

    def clean_day(self) -> date:
        """A day the data reaches, and no further ahead than anybody plans."""
        day: date = self.cleaned_data["day"]
        if day < FIRST_DAY:
            raise forms.ValidationError("Vi har loven fra 1. januar 2011 og frem. Skriv en senere dag.")
        if day.year > clock.today().year + 5:
            raise forms.ValidationError("Dagen ligger for langt ude i fremtiden.")
        return day


@dataclass(frozen=True)
class Step:
    """A requirement as the guide tells it. `unsettled`: what to ask a lawyer, or empty."""

    name: str
    sentence: str
    basis: str
    condition: str
    unsettled: str


@dataclass(frozen=True)
class RightLine:
    """Something somebody may do."""

    what: str
    sentence: str
    basis: str
    deadline: str


@dataclass(frozen=True)
class Guide:
    """The answer, ready to show."""

    title: str
    situation: str
    act: str
    ours: list[RightLine]
    first: list[Step]
    rest: list[tuple[str, list[Step]]]
    others: list[tuple[str, list[RightLine]]]
    not_here: list[tuple[str, str]]
    ways: list[tuple[str, str, list[str]]]
    sources: list[str]


def guide_for(*, situation: str, age: int, day: date) -> Guide:
    """What must happen and who may do what; `situation` is one of the form's, `age` in whole years, `day` from 2011."""
    label, kind, route = next((row[1], row[2], row[3]) for row in _SITUATIONS if row[0] == situation)
    facts = Facts(day, _born(day, age), kind=kind, route=route)  # type: ignore[arg-type]
    # Asked as of the end of time: the guide tells what must happen, also what lies after the decision.
    found = assess(facts, today=date.max)
    binding = [one for one in found.requirements if one.applies]
    return Guide(
        title=label,
        situation=f"Barn på {age} år, afgjort {date_text(day)}",
        act=found.act,
        ours=[_right(one) for one in found.rights if one.who == "plejefamilie"],
        first=[_step(one) for one in binding if _is_serious(one)],
        rest=[
            (heading, [_step(one) for one in binding if one.due == due and not _is_serious(one)])
            for due, heading in _WHEN.items()
        ],
        others=[(name, _rights_of(found, who)) for who, name in _WHO.items() if _rights_of(found, who)],
        not_here=[(one.name, one.why) for one in found.requirements if not one.applies],
        ways=_ways(found, day),
        sources=_sources(binding),
    )


def _born(day: date, age: int) -> date:
    """A birthday that makes the child exactly `age` on `day`: that very day, or the one before where it was no leap year."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def _is_serious(one: Finding) -> bool:
    return bool(_SERIOUS & set(one.rule.consequence)) and one.status != "unclear"


def _step(one: Finding) -> Step:
    condition = one.why if one.status == "unclear" else ""
    return Step(one.name, one.plain, "; ".join(one.basis), condition, one.note)


def _right(one: Right) -> RightLine:
    return RightLine(_RIGHTS[one.right], one.why, "; ".join(one.basis), one.deadline or "")


def _rights_of(found: Assessment, who: str) -> list[RightLine]:
    return [_right(one) for one in found.rights if one.who == who]


def _ways(found: Assessment, day: date) -> list[tuple[str, str, list[str]]]:
    """The routes that are open, each with the questions that decide it; none where the route does not matter."""
    if found.kind != "move":
        return []
    by_code = {one.code: one for one in routes(day)}
    return [(by_code[one.route].name, by_code[one.route].trigger, list(one.deciding_facts)) for one in found.open_routes]


def _sources(findings: Iterable[Finding]) -> list[str]:
    return sorted({url for one in findings for url in one.sources})
