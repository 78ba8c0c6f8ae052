"""How figures are said in Danish: decimal commas, a space before the percent sign, and "for få svar" for what is hidden."""

from __future__ import annotations

from typing import Final

from plejebro.surveys.enums import Side, SizeGroup
from plejebro.surveys.results.counts import ALL
from plejebro.surveys.results.reading import Cell, Change, Place, Question

HIDDEN: Final = "for få svar"
NONE: Final = "få eller ingen"
_NARROW: Final = "\u00a0"
WHOLE: Final = "Hele landet"

DIMENSIONS: Final = {
    "samlet": "Alt i alt",
    "klima": "Tonen",
    "opgavedeling": "Hvem gør hvad",
    "svartid": "Hvor hurtigt der svares",
    "stabilitet": "De samme mennesker over tid",
    "anerkendelse": "Anerkendelse",
    "inddragelse": "At blive taget med på råd",
    "information": "Oplysninger om barnet",
    "overlevering": "Overlevering",
    "match": "Oplysninger, før barnet flytter ind",
    "stoette": "Støtte",
    "supervision": "Supervision",
    "kurser": "Kurser",
    "vederlag": "Vederlag",
    "genforhandling": "Genforhandling af vederlag",
    "udlaeg": "Udlæg",
    "stoetteophold": "Støtteophold (aflastning)",
    "samvaer": "Samvær",
    "foraeldre": "Samarbejdet med forældrene",
    "plan": "Barnets plan",
    "dagsorden": "Dagsorden til møder",
    "referat": "Referat af møder",
    "retningslinjer": "Retningslinjer på skrift",
    "tryghed": "Tryghed for, at barnet kan blive",
    "uenighed": "Uenighed",
}
ABOUT: Final = {
    "konsulent": "familieplejekonsulenten",
    "raadgiver": "barnets rådgiver",
    "leder": "lederen",
    "socialtilsyn": "socialtilsynet",
}
SIDE_WORDS: Final = {Side.FAMILY: "plejefamilierne", Side.MUNICIPALITY: "kommunernes medarbejdere"}


def percent(share: float, decimals: int = 0) -> str:
    """0.38596 → "39 %"."""
    return f"{decimal(100 * share, decimals)}{_NARROW}%"


def decimal(value: float, decimals: int) -> str:
    """0.4921 → "0,49"; no minus before a zero."""
    text = f"{value:.{decimals}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace(".", ",")


def share_text(cell: Cell) -> str:
    """ "39 %", "for få svar", or "få eller ingen" where there is no cell: too few may have named no municipality."""
    if cell.hidden:
        return HIDDEN
    return NONE if cell.share is None else percent(cell.share)


def bounds_text(cell: Cell) -> str:
    """ "27–52 %", or nothing."""
    return f"{decimal(100 * cell.bounds.low, 0)}–{percent(cell.bounds.high)}" if cell.bounds else ""


def mean_text(cell: Cell) -> str:
    """ "3,7", or nothing."""
    return "" if cell.mean is None else decimal(cell.mean, 1)


def number_text(cell: Cell) -> str:
    """How many answered, or "for få svar"."""
    return HIDDEN if cell.hidden else str(cell.n)


def change_text(change: Change | None) -> str:
    """ "+6 procentpoint", "−3 procentpoint (kan være tilfældigt)", or nothing where there is none to show."""
    if change is None:
        return ""
    points = decimal(abs(100 * change.value), 0)
    sign = "" if points == "0" else "+" if change.value > 0 else "−"
    return f"{sign}{points} procentpoint" + ("" if change.is_clear else " (kan være tilfældigt)")


def theme(dimension: str, about: str) -> str:
    """What a question is about: "Alt i alt: barnets rådgiver". A dimension without a word of ours is its own word."""
    word = DIMENSIONS.get(dimension) or dimension.replace("-", " ").capitalize()
    return f"{word}: {ABOUT.get(about, about)}" if about else word


def question_name(one: Question) -> str:
    """The theme in our words where we have some, else the question itself."""
    return theme(*one.pair) if one.dimension in DIMENSIONS else one.text


def group_name(key: str, places: dict[str, Place]) -> str:
    """The name of a cell's group: the whole, a size group in words, or a municipality."""
    if key == ALL:
        return WHOLE
    if key in SizeGroup.values:
        return f"Kommuner med {SizeGroup(key).label[0].lower()}{SizeGroup(key).label[1:]}"
    return places[key].name if key in places else key
