"""The words the editor and its files use for what a questionnaire is made of."""

from __future__ import annotations

from typing import Final

from plejebro.kernel.danish import join_names
from plejebro.surveys.questions import Form, Question

KIND_WORDS: Final = {
    "satisfaction": "Tilfredshed, fem trin",
    "agreement": "Enighed, fem trin",
    "frequency": "Hvor ofte, fem trin",
    "choice": "Vælg ét svar",
    "choices": "Vælg et eller flere svar",
    "number": "Et tal",
    "text": "Egne ord",
}
ABOUT_WORDS: Final = {
    "": "Samarbejdet i det hele",
    "konsulent": "Familieplejekonsulenten",
    "raadgiver": "Børne- og ungerådgiveren",
    "leder": "Lederen",
    "socialtilsyn": "Socialtilsynet",
}
DIMENSION_WORDS: Final = {
    "samlet": "Tilfreds alt i alt",
    "klima": "Tonen",
    "udvikling": "Udvikling det seneste år",
    "opgavedeling": "Hvem gør hvad",
    "retningslinjer": "Opgavedeling på skrift",
    "svartid": "Svartid",
    "anerkendelse": "Familiens viden bliver brugt",
    "inddragelse": "Hørt før beslutninger",
    "stabilitet": "Den samme rådgiver over tid",
    "overlevering": "Overlevering ved skift",
    "match": "Viden før indflytning",
    "information": "Viden undervejs",
    "plan": "Barnets plan",
    "dagsorden": "Dagsorden før møder",
    "referat": "Referat af møder",
    "samvaer": "Planlægning af samvær",
    "foraeldre": "Samarbejde med forældrene",
    "vederlag": "Vederlag",
    "genforhandling": "Genforhandling af vederlag",
    "udlaeg": "Udlæg og særlige udgifter",
    "stoetteophold": "Støtteophold og fridage",
    "supervision": "Supervision",
    "kurser": "Kurser",
    "stoette": "Hjælp, når noget går skævt",
    "uenighed": "Løsning af uenighed",
    "uenighed-emner": "Emner for uenighed",
    "tryghed": "Tryghed i anbringelsen",
    "maengde": "Mængden af arbejde",
    "foelelser": "Det svære fylder",
    "ro-udadtil": "Vise ro udadtil",
    "graense": "Grænsen mellem opgave og familie",
    "mening": "Mening",
    "glaede": "Glæde",
    "klarhed": "Klarhed om, hvem der bestemmer",
    "indflydelse": "Indflydelse",
    "forudsigelighed": "Vide ting i god tid",
    "anerkendelse-arbejde": "Anerkendelse af arbejdet",
    "stoette-arbejde": "Hjælp fra kommunen",
    "stoette-andre": "Støtte fra andre plejefamilier",
    "trusler": "Trusler og vold",
    "trusler-hjaelp": "Hjælp efter trusler og vold",
    "utryghed": "Frygt for, at barnet flyttes",
    "traethed": "Træthed",
    "soevn": "Søvn",
    "stoppe": "Tanker om at stoppe",
}
"""What the dimensions of the shipped questionnaires are called on a page. Both sides use the same."""


def kind_word(kind: str) -> str:
    """What a kind of question is called."""
    return KIND_WORDS.get(kind, kind)


def about_word(about: str) -> str:
    """Whom a question is about."""
    return ABOUT_WORDS.get(about, about)


def dimension_word(dimension: str) -> str:
    """What a dimension is called; its key, where somebody has made one that has no name yet."""
    return DIMENSION_WORDS.get(dimension, dimension)


def condition_words(form: Form, question: Question) -> str:
    """When the question is asked: "“Har I en konsulent?” er besvaret med Ja". Empty when it always is."""
    if question.show_if is None:
        return ""
    other = next((one for one in form.questions if one.key == question.show_if.question), None)
    if other is None:
        return f"“{question.show_if.question}” er besvaret på en bestemt måde"
    words = dict(other.choices)
    given = [words.get(value, value) for value in question.show_if.values]
    chosen = f"{', '.join(given[:-1])} eller {given[-1]}" if len(given) > 1 else join_names(given)
    return f"“{other.text}” er besvaret med {chosen}"
