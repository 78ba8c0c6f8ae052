"""The letters of a case: a first text to go on from, and what each must hold. Pure: own words, no database.

A line that begins with "# " is a heading. What a person must write stands in [square brackets]; a letter with brackets
left in it is not ready.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from plejebro.decisions.enums import Kind, LetterKind
from plejebro.kernel.danish import date_text


@dataclass(frozen=True)
class LetterFacts:
    """What the letters are made of.

    `basis` is the law's paragraphs by requirement, `rules` those the decision rests on, and `review` those of the review:
    empty where the law gives the foster family no right to ask for one. `stops`: whether a complaint stops the move.
    """

    municipality: str
    case_number: str
    kind: str
    child: str
    family: str
    adviser: str
    decided_on: date | None
    answer_by: date | None
    by_committee: bool
    immediate: bool
    basis: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]
    review: tuple[str, ...]
    alert: tuple[str, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True)
class Element:
    """Something a letter must hold: how it is told, and why. `looks_for` are patterns that all must be found."""

    key: str
    name: str
    why: str
    looks_for: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """Whether an element was found in the text."""

    element: Element
    found: bool


SLUGS: Final[Mapping[str, LetterKind]] = {
    "partshoering": LetterKind.HEARING,
    "afgoerelse": LetterKind.DECISION,
    "anmodning-om-udtalelse": LetterKind.STATEMENT_REQUEST,
    "besked-til-plejefamilien": LetterKind.FAMILY_NOTICE,
}
_WHAT: Final = {
    Kind.MOVE: ", at {child} skal flytte til et andet anbringelsessted",
    Kind.RETURN_HOME: ", at {child} skal hjem til sin forælder",
    Kind.CONTACT: " at ændre samværet for {child}",
}
_NAMED: Final = {
    Kind.MOVE: "ændring af anbringelsessted",
    Kind.RETURN_HOME: "hjemgivelse",
    Kind.CONTACT: "ændret samvær",
}


def slug_of(kind: str) -> str:
    """The letter's name in addresses."""
    return next(slug for slug, value in SLUGS.items() if value == kind)


def draft(kind: LetterKind, facts: LetterFacts) -> str:
    """The first text of a letter, with brackets where a person must write."""
    return "\n".join(_DRAFTS[kind](facts)).strip() + "\n"


def checks(kind: LetterKind, text: str, facts: LetterFacts) -> list[Check]:
    """Every element the letter must hold, and whether it was found. A machine's look: a person still reads the letter."""
    found = [
        Check(element, all(re.search(pattern, text, re.I | re.S) for pattern in element.looks_for))
        for element in _elements(kind, facts)
    ]
    empty = Element("filled", "Alle felter er udfyldt", "Der må ikke stå [kantede parenteser] i et brev, der sendes.", ())
    return [*found, Check(empty, re.search(r"\[[^\]]+\]", text) is None)]


def missing(kind: LetterKind, text: str, facts: LetterFacts) -> list[Element]:
    """The elements that were not found."""
    return [check.element for check in checks(kind, text, facts) if not check.found]


def _elements(kind: LetterKind, facts: LetterFacts) -> list[Element]:
    if kind == LetterKind.HEARING:
        return [*_OF_HEARING, *([_LAWYER] if facts.by_committee else [])]
    if kind == LetterKind.DECISION:
        return [*_OF_DECISION, *([_IMMEDIATE] if facts.immediate else [])]
    if kind == LetterKind.STATEMENT_REQUEST:
        return list(_OF_REQUEST)
    return [*_OF_NOTICE, *([_REVIEW] if facts.review else [])]


def what(facts: LetterFacts) -> str:
    """What is to be decided, as it follows "afgørelse om": ", at Noah skal flytte …"."""
    return _WHAT[Kind(facts.kind)].format(child=facts.child)


def _law(facts: LetterFacts, *requirements: str) -> str:
    found = list(dict.fromkeys(text for key in requirements for text in facts.basis.get(key, ())))
    return f" ({'; '.join(found)})" if found else ""


def _head(facts: LetterFacts, title: str, dear: str) -> list[str]:
    return [f"# {title}", "", f"Sagsnummer {facts.case_number}", "", f"Kære {dear}", ""]


def _foot(facts: LetterFacts) -> list[str]:
    return ["", "Med venlig hilsen", facts.adviser or "[navn]", f"{facts.municipality} Kommune"]


def _hearing(facts: LetterFacts) -> list[str]:
    lawyer = [
        "",
        "# Gratis advokat",
        f"Sagen skal afgøres af børne- og ungeudvalget. Du har ret til en advokat, som du ikke selv skal betale"
        f"{_law(facts, 'R23')}.",
    ]
    return [
        *_head(facts, f"Partshøring om {_NAMED[Kind(facts.kind)]}", "[partens navn]"),
        f"{facts.municipality} Kommune overvejer at træffe afgørelse om{what(facts)}.",
        "",
        "# Det lægger vi vægt på",
        "[Skriv de oplysninger og faglige vurderinger, der taler imod dig, og som du ikke kender.]",
        "",
        "# Du kan udtale dig, før vi afgør sagen",
        f"Du har ret til at sige din mening, før vi træffer afgørelse{_law(facts, 'R20')}. Skriv til os eller ring senest "
        "[dato].",
        "",
        "# Du kan se sagens papirer",
        f"Du har ret til aktindsigt{_law(facts, 'R21')}. Beder du om det, venter vi normalt med afgørelsen, til du har set "
        "papirerne.",
        *(lawyer if facts.by_committee else []),
        *_foot(facts),
    ]


def _decision(facts: LetterFacts) -> list[str]:
    who = "Børne- og ungeudvalget" if facts.by_committee else f"{facts.municipality} Kommune"
    on = date_text(facts.decided_on) if facts.decided_on else "[dato]"
    first = (
        f"Send klagen til {facts.municipality} Kommune. Kommunen sender den straks videre til Ankestyrelsen."
        if facts.by_committee
        else f"Send klagen til {facts.municipality} Kommune. Vi ser på sagen igen inden 4 uger. Holder vi fast "
        f"i afgørelsen, "
        "sender vi klagen videre til Ankestyrelsen."
    )
    return [
        *_head(facts, f"Afgørelse om {_NAMED[Kind(facts.kind)]}", "[partens navn]"),
        f"{who} har den {on} truffet afgørelse om{what(facts)}.",
        "",
        "# Reglerne",
        f"Afgørelsen er truffet efter disse regler: {'; '.join(facts.rules) or '[paragraffer]'}.",
        "",
        "# Begrundelse",
        "De vigtigste hensyn er: [Skriv, hvorfor det er nødvendigt for det, anbringelsen skal opnå, og hvorfor det er bedst "
        "for barnet.]",
        "De vigtigste oplysninger er: [Skriv de oplysninger, der har haft betydning.]",
        "Barnets holdning: [Skriv, hvad barnet har sagt, og hvad det har betydet.]",
        "Udtalelsen fra plejefamilien: [Skriv, hvad den har betydet.]",
        *(
            ["", "# Straks", "Afgørelsen sættes i værk straks, fordi særlige forhold gør det nødvendigt: [skriv hvilke]."]
            if facts.immediate
            else []
        ),
        "",
        "# Sådan klager du",
        "Du kan klage over afgørelsen til Ankestyrelsen. Fristen er 4 uger fra den dag, du har fået afgørelsen"
        f"{_law(facts, 'R29')}. {first}",
        *facts.stops,
        *_foot(facts),
    ]


def _request(facts: LetterFacts) -> list[str]:
    by = date_text(facts.answer_by) if facts.answer_by else "[dato]"
    return [
        *_head(facts, "Vi beder om jeres udtalelse", facts.family),
        f"{facts.municipality} Kommune overvejer at træffe afgørelse om{what(facts)}. Før vi afgør noget, skal "
        f"vi have jeres "
        f"udtalelse{_law(facts, 'R07')}. I kender barnets hverdag, og det I skriver, indgår i vurderingen.",
        "",
        "# Skriv gerne om",
        "Hvordan barnet har det hos jer, og hvem barnet er knyttet til.",
        "Hvad barnet selv siger.",
        "Skole, venner, søskende og fritid.",
        "Om mere støtte kunne gøre, at barnet kan blive.",
        "Hvad en ændring skal tage hensyn til.",
        "",
        "# Svar senest",
        f"Send jeres udtalelse senest {by}. I kan skrive den i Plejebro, sende den som brev eller sige den til "
        f"os, så skriver "
        "vi den ned og beder jer godkende den.",
        "",
        "# Det skal I vide",
        "I er ikke part i sagen, så I får ikke sagens papirer og kan ikke klage over afgørelsen. Jeres udtalelse lægges i "
        "barnets sag, og parterne kan bede om at læse den.",
        *_foot(facts),
    ]


def _notice(facts: LetterFacts) -> list[str]:
    on = date_text(facts.decided_on) if facts.decided_on else "[dato]"
    review = [
        "",
        "# I kan bede Ankestyrelsen om en vurdering",
        f"{facts.child} er under 10 år. Derfor kan I bede Ankestyrelsen vurdere afgørelsen"
        f" ({'; '.join(facts.review)}). Send "
        "anmodningen til Ankestyrelsen. Fra den er kommet frem, må afgørelsen ikke sættes i værk, medmindre kommunen har "
        "besluttet at gøre det straks. Loven nævner ingen frist, så skriv så hurtigt I kan.",
    ]
    alert = f" ({'; '.join(facts.alert)})" if facts.alert else ""
    return [
        *_head(facts, "Besked om afgørelsen", facts.family),
        f"Den {on} er der truffet afgørelse om{what(facts)}.",
        "",
        "# Hvad sker der nu",
        "[Skriv, hvornår det sker, hvordan I og barnet får støtte i overgangen, og hvem I kan aftale det med.]",
        "[Skriv, hvad der sker med plejekontrakten.]",
        "",
        "# I er ikke part i sagen",
        "Derfor får I ikke selve afgørelsen og sagens papirer, og I kan ikke klage over den.",
        *(review if facts.review else []),
        "",
        "# I kan altid underrette Ankestyrelsen",
        f"Mener I, at afgørelsen ikke er bedst for barnet, kan I underrette Ankestyrelsen{alert}.",
        "",
        "# Hvem kan I tale med",
        f"Ring eller skriv til {facts.adviser or '[navn]'} eller til jeres familieplejekonsulent.",
        *_foot(facts),
    ]


_DRAFTS: Final[Mapping[str, Callable[[LetterFacts], list[str]]]] = {
    LetterKind.HEARING: _hearing,
    LetterKind.DECISION: _decision,
    LetterKind.STATEMENT_REQUEST: _request,
    LetterKind.FAMILY_NOTICE: _notice,
}

_DATE = r"senest\s+(den\s+)?\d{1,2}\.\s*(\d|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_OF_HEARING: Final = (
    Element("about", "Hvad sagen handler om", "Parten skal vide, hvad der overvejes.", (r"overvejer|påtænker|vil træffe",)),
    Element(
        "facts", "Oplysningerne, parten skal kunne svare på", "Forvaltningsloven § 19.", (r"lægger vi vægt på|oplysninger",)
    ),
    Element("comment", "Ret til at udtale sig", "Forvaltningsloven § 19.", (r"udtale|sige din mening|bemærkninger",)),
    Element("deadline", "En dag at svare inden", "Uden en dag ved parten ikke, hvor længe I venter.", (_DATE,)),
    Element("access", "Ret til at se papirerne", "Forvaltningsloven § 9.", (r"aktindsigt|se sagens papirer",)),
)
_LAWYER: Final = Element("lawyer", "Ret til gratis advokat", "Sagen skal afgøres af børne- og ungeudvalget.", (r"advokat",))
_OF_DECISION: Final = (
    Element(
        "decision", "Hvad der er afgjort, og hvornår", "Parten skal kunne se selve afgørelsen.", (r"afgørelse om", r"\d{4}")
    ),
    Element("rules", "De regler, afgørelsen bygger på", "Forvaltningsloven § 24, stk. 1.", (r"§",)),
    Element("reasons", "De vigtigste hensyn", "Forvaltningsloven § 24, stk. 1.", (r"begrundelse", r"hensyn")),
    Element("facts", "De oplysninger, der har haft betydning", "Forvaltningsloven § 24, stk. 2.", (r"oplysninger",)),
    Element(
        "child",
        "Barnets holdning, og hvad den har betydet",
        "Barnets syn skal vægtes.",
        (r"barnets holdning|barnet har sagt",),
    ),
    Element(
        "complaint",
        "Klagevejledning: hvem, hvordan og hvornår",
        "Forvaltningsloven § 25. Uden den løber klagefristen måske ikke.",
        (r"klage", r"ankestyrelsen", r"(4|fire)\s+uger", r"send"),
    ),
)
_IMMEDIATE: Final = Element(
    "immediate", "Hvorfor der handles straks", "Retssikkerhedsloven § 72.", (r"straks", r"særlige forhold")
)
_OF_REQUEST: Final = (
    Element("about", "Hvad kommunen overvejer", "Familien skal vide, hvad den udtaler sig om.", (r"overvejer|påtænker",)),
    Element("before", "At udtalelsen hentes før afgørelsen", "Rækkefølgen er lovens.", (r"før",)),
    Element("deadline", "En dag at svare inden", "Familien skal vide, hvornår I venter svar.", (_DATE,)),
    Element("party", "At familien ikke er part", "Ellers venter familien noget, den ikke har ret til.", (r"ikke part",)),
    Element("read", "Hvem der kan læse udtalelsen", "Parterne kan bede om aktindsigt.", (r"parterne",)),
)
_OF_NOTICE: Final = (
    Element(
        "decision", "Hvad der er afgjort, og hvornår", "Familien skal vide, hvad der skal ske.", (r"afgørelse om", r"\d{4}")
    ),
    Element("party", "At familien ikke er part", "Ellers venter familien noget, den ikke har ret til.", (r"ikke part",)),
    Element(
        "alert", "At familien kan underrette Ankestyrelsen", "Den vej er altid åben.", (r"underrette", r"ankestyrelsen")
    ),
    Element("contact", "Hvem familien kan tale med", "Forvaltningsloven § 7 om vejledning.", (r"tale med|ring|skriv til",)),
)
_REVIEW: Final = Element(
    "review",
    "Retten til at bede Ankestyrelsen om en vurdering",
    "Barnet er under 10 år. Retten er kun noget værd, når familien kender den i tide.",
    (r"vurdering", r"ankestyrelsen"),
)
