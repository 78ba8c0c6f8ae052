"""What an agreement consists of: the contract, the one about respite stays, and the agreement on the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from plejebro.versions.schema import BadContent, Field, Schema, Section, ShownField, ShownSection, shown
from plejebro.versions.schema import checked as fits

__all__ = [
    "CONTRACT",
    "RESPITE",
    "SCHEMAS",
    "TASK",
    "BadContent",
    "Field",
    "Schema",
    "Section",
    "ShownField",
    "ShownSection",
    "checked",
    "shown",
]


def checked(schema: Schema, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is stored: every field of the schema, nothing else, in plain JSON. Raises `BadContent`."""
    found = fits(schema, content)
    for rule in _RULES.get(schema.kind, ()):
        rule(found)
    return found


def _own_unit(content: Mapping[str, Any]) -> None:
    if content["unit"] == "own" and content["unit_month"] is None:
        raise BadContent("Beløb pr. vederlag: skriv beløbet, når det ikke er KL's takst.")


def _fixed_pay(content: Mapping[str, Any]) -> None:
    if content["model"] == "fast-loen" and content["fixed_month"] is None:
        raise BadContent("Fast løn om måneden: skriv beløbet.")


def _own_cost(content: Mapping[str, Any]) -> None:
    if content["cost"] == "own" and content["cost_day"] is None:
        raise BadContent("Kost og logi pr. dag: skriv beløbet, når det ikke er lovens takst.")


_RULES: Final = {
    "placement": (_own_unit, _fixed_pay, _own_cost),
    "respite": (_own_unit, _own_cost),
}

MODELS: Final = (
    ("forhandling", "Forhandles efter barnets behov"),
    ("gennemsnit-herning", "Gennemsnitsmodel i fem trin (som i Herning)"),
    ("gennemsnit-faaborg-midtfyn", "Gennemsnitsmodel i fire niveauer (som i Faaborg-Midtfyn)"),
    ("gennemsnit", "Kommunens egen gennemsnitsmodel"),
    ("fast-loen", "Fast løn"),
    ("netvaerk", "Netværkspleje uden vederlag"),
)
UNITS: Final = (("kl", "KL's vejledende takst"), ("own", "Et beløb, vi har aftalt"))
COSTS: Final = (("lov", "Lovens takst (barnets lov § 197)"), ("own", "Et beløb, vi har aftalt"))
DURING: Final = (
    ("keeps", "Vederlag og kost og logi fortsætter"),
    ("loses_board", "Vederlag fortsætter, kost og logi gør ikke"),
    ("loses_both", "Hverken vederlag eller kost og logi"),
)
NOTICE_TO: Final = (("1_15", "Til den 1. eller den 15."), ("1", "Til den 1."), ("any", "Fra dag til dag"))

NOTICE: Final = Section(
    "varsel",
    "Varsel og ophør",
    (
        Field(
            "notice_first_months",
            "Kort varsel de første måneder",
            "number",
            "KL's håndbog anbefaler 3 måneder. Skriv 0, hvis varslet er det samme hele tiden.",
            required=True,
            most=24,
            default=3,
        ),
        Field("notice_first_days", "Varsel i den tid, i dage", "number", required=True, most=365, default=14),
        Field("notice_days", "Varsel derefter, i dage", "number", required=True, most=730, default=30),
        Field("notice_to", "Varslet løber ud", "choice", required=True, choices=NOTICE_TO, default="1_15"),
        Field(
            "actual_break",
            "Hvis barnet faktisk ikke bor her længere",
            help="Faktisk afbrydelse: hvad sker der med vederlag og varsel, hvis barnet flytter fra dag til dag?",
            required=True,
        ),
        Field("on_end", "Når samarbejdet slutter", help="Barnets ting, udlæg, der mangler, og overlevering."),
    ),
)

CONTRACT: Final = Schema(
    "placement",
    "Plejekontrakt",
    (
        Section(
            "vederlag",
            "Vederlag",
            (
                Field("model", "Model", "choice", required=True, choices=MODELS, default="forhandling"),
                Field("step", "Trin eller niveau", "line", "Fx trin 3. Kun ved gennemsnitsmodel."),
                Field("count", "Antal vederlag", "number", required=True, most=14),
                Field("unit", "Beløb pr. vederlag", "choice", required=True, choices=UNITS, default="kl"),
                Field("unit_month", "Aftalt beløb pr. vederlag om måneden", "amount", "Kun når det ikke er KL's takst."),
                Field("fixed_month", "Fast løn om måneden", "amount", "Kun ved fast løn."),
                Field(
                    "guaranteed",
                    "Hvor længe ligger det fast, og hvornår forhandles der igen?",
                    required=True,
                ),
            ),
        ),
        Section(
            "kost",
            "Kost og logi",
            (
                Field("cost", "Kost og logi", "choice", required=True, choices=COSTS, default="lov"),
                Field("cost_day", "Aftalt kost og logi pr. dag", "amount", "Kun når det ikke er lovens takst."),
                Field("child_number", "Barnets nummer blandt de anbragte hos jer", "number", least=1, most=9, default=1),
                Field("cost_covers", "Det dækker kost og logi"),
                Field("applied_separately", "Det søges særskilt", help="Særudgifter, udstyr, tøj, lommepenge, fritid."),
            ),
        ),
        Section(
            "haendelser",
            "Hvis noget ændrer sig",
            (
                Field("event_efterskole", "Barnet begynder på efterskole"),
                Field("event_ungestoette", "Den unge fylder 18 år og får ungestøtte (efterværn)"),
                Field(
                    "during_respite",
                    "Mens barnet er i støtteophold (aflastning)",
                    "choice",
                    required=True,
                    choices=DURING,
                    default="keeps",
                ),
                Field("event_uforudset", "Væsentlig ændring, ingen kunne forudse"),
                Field("event_flere_boern", "Endnu et barn anbringes hos jer"),
            ),
        ),
        Section(
            "hverdag",
            "Hverdagen",
            (
                Field("holiday", "Ferie", help="Med eller uden barnet, hvornår den varsles, støtteophold i ferien."),
                Field("respite", "Støtteophold (aflastning)"),
                Field(
                    "respite_days", "Støtteophold (aflastning): dage om året", "number", "Hver dag, barnet er væk.", most=366
                ),
                Field("child_care", "Pasning og barnepige"),
                Field("driving", "Kørsel: hvornår, hvilken takst, hvem henter og bringer"),
                Field("contact_visits", "Hvem bringer og henter ved samvær"),
                Field("supervision", "Supervision"),
                Field("training", "Kurser og efteruddannelse"),
                Field("other_work", "Grænser for andet arbejde"),
            ),
        ),
        Section(
            "rettigheder",
            "Sygdom, pension og forsikring",
            (
                Field("sickness", "Sygdom og barsel"),
                Field("pension", "Pension", help="Vederlag giver normalt ingen pension. Skriv det, hvis I aftaler noget."),
                Field("insurance", "Forsikring, også hvis barnet gør skade på jeres ting"),
                Field(
                    "confidentiality",
                    "Tavshedspligt",
                    required=True,
                    default="Begge sider har tavshedspligt, også når samarbejdet er slut.",
                ),
            ),
        ),
        NOTICE,
        Section(
            "andet",
            "Varighed og særlige aftaler",
            (
                Field("duration", "Forventet varighed", "line"),
                Field("special", "Særlige aftaler"),
                Field("annexes", "Bilag", "annexes"),
            ),
        ),
    ),
)

RESPITE: Final = Schema(
    "respite",
    "Kontrakt om støtteophold (aflastning)",
    (
        Section(
            "vederlag",
            "Dage og betaling",
            (
                Field("days_month", "Dage om måneden", "number", required=True, least=1, most=31),
                Field("days_text", "Hvilke dage", required=True),
                Field("count", "Vederlag pr. dag", "number", required=True, most=14),
                Field("unit", "Beløb pr. vederlag", "choice", required=True, choices=UNITS, default="kl"),
                Field("unit_month", "Aftalt beløb pr. vederlag pr. dag", "amount", "Kun når det ikke er KL's takst."),
                Field("cost", "Kost og logi pr. dag", "choice", required=True, choices=COSTS, default="lov"),
                Field("cost_day", "Aftalt kost og logi pr. dag", "amount", "Kun når det ikke er lovens takst."),
                Field("guaranteed", "Hvornår forhandles der igen?", required=True),
            ),
        ),
        Section(
            "hverdag",
            "Hverdagen",
            (
                Field("driving", "Kørsel: hvem henter og bringer"),
                Field("cancelled", "Når et ophold bliver aflyst"),
                Field("insurance", "Forsikring, også hvis barnet gør skade på jeres ting"),
                Field(
                    "confidentiality",
                    "Tavshedspligt",
                    required=True,
                    default="Begge sider har tavshedspligt, også når samarbejdet er slut.",
                ),
            ),
        ),
        NOTICE,
        Section("andet", "Særlige aftaler", (Field("special", "Særlige aftaler"), Field("annexes", "Bilag", "annexes"))),
    ),
)

TASK: Final = Schema(
    "task",
    "Aftale om opgaven",
    (
        Section(
            "opgaven",
            "Opgaven",
            (
                Field("purpose", "Formålet med anbringelsen", required=True),
                Field("duration", "Forventet varighed", "line", required=True),
                Field("plan_dated", "Barnets plan (handleplan) er fra", "date"),
                Field("care", "Omsorg og hverdag: det gør I", required=True),
                Field("treatment", "Behandling og særlige vilkår"),
                Field("education", "Dagtilbud, skole og uddannelse"),
                Field("leisure", "Fritid og venner"),
            ),
        ),
        Section(
            "samarbejde",
            "Samarbejdet",
            (
                Field("parents", "Samarbejdet med forældrene"),
                Field("contact_visits", "Samvær: jeres del af det"),
                Field("support", "Støtte til jer: supervision, kurser, støtteophold", required=True),
                Field("information", "Hvad I og kommunen fortæller hinanden, og hvornår"),
                Field("followup", "Opfølgning", required=True),
            ),
        ),
    ),
)

SCHEMAS: Final[Mapping[str, Schema]] = {schema.kind: schema for schema in (CONTRACT, RESPITE, TASK)}
