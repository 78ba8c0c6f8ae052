"""Forms of the analyst and of those who code."""

from __future__ import annotations

from typing import Any

from django import forms

from plejebro.accounts.enums import PlatformRoleKind
from plejebro.accounts.models import User
from plejebro.db.periods import current
from plejebro.kernel import clock
from plejebro.municipalities.models import Municipality
from plejebro.practice_review.actions import StudyPlan
from plejebro.practice_review.enums import CodeValue, Kind, Method, Source
from plejebro.practice_review.lawview import name_of
from plejebro.practice_review.results import NO_ROUTE, ROUTE_NAMES
from plejebro.practice_review.tabulation import REQUIREMENT_IDS
from plejebro.ui.forms import DanskDateField, PlejeForm
from plejebro.ui.pages import VersionedForm

MAX_BYTES = 2 * 1024 * 1024
NO_NAMES = "Skriv ikke navne eller andet, der kan føre tilbage til barnet."


class StudyForm(VersionedForm):
    """What is asked, of which decisions, and how they are drawn."""

    title = forms.CharField(label="Titel", max_length=120)
    purpose = forms.CharField(
        label="Formål", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_NAMES
    )
    source = forms.ChoiceField(label="Hvor kommer afgørelserne fra?", choices=Source.choices, widget=forms.RadioSelect)
    period_from = DanskDateField(label="Afgjort fra og med")
    period_to = DanskDateField(label="Afgjort til og med")
    kinds = forms.MultipleChoiceField(
        label="Slags", choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="Ingen: alle."
    )
    routes = forms.MultipleChoiceField(
        label="Vej til afgørelsen",
        choices=[(code, name) for code, name in ROUTE_NAMES.items() if code != NO_ROUTE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ingen: alle. Gælder kun udtræk i Plejebro.",
    )
    municipality_codes = forms.CharField(
        label="Kommunekoder",
        required=False,
        max_length=500,
        help_text="Tre cifre hver, med komma imellem. Tom: alle. Gælder kun udtræk i Plejebro.",
    )
    method = forms.ChoiceField(
        label="Hvordan trækkes stikprøven?", choices=Method.choices, required=False, widget=forms.RadioSelect
    )
    sample_size = forms.IntegerField(
        label="Hvor mange afgørelser skal trækkes?",
        min_value=1,
        max_value=5000,
        required=False,
        help_text="Gælder kun udtræk i Plejebro. Er der færre, kommer alle med.",
    )
    frame_size = forms.IntegerField(
        label="Hvor mange afgørelser var der i alt?",
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text="Kun ved fil, og kun hvis du ved det. Så bliver usikkerheden beregnet mere præcist.",
    )
    requirements = forms.MultipleChoiceField(
        label="Krav, der skal bedømmes",
        choices=[(key, key) for key in REQUIREMENT_IDS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{key} {name_of(key)}") for key in REQUIREMENT_IDS]
        self.fields["requirements"].choices = choices  # type: ignore[attr-defined]

    def clean_municipality_codes(self) -> list[str]:
        """Codes of municipalities that exist."""
        codes = [code for code in str(self.cleaned_data["municipality_codes"]).replace(",", " ").split() if code]
        known = set(Municipality.objects.filter(code__in=codes).values_list("code", flat=True))
        if wrong := [code for code in codes if code not in known]:
            raise forms.ValidationError(f"Der er ingen kommune med koden {wrong[0]}.")
        return sorted(set(codes))

    def clean(self) -> dict[str, Any]:
        """The dates follow each other, and a drawn sample has a size."""
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", "Den sidste dag ligger før den første.")
        if data.get("source") == Source.PLEJEBRO and not data.get("sample_size") and "sample_size" not in self.errors:
            self.add_error("sample_size", "Skriv, hvor mange afgørelser der skal trækkes.")
        return data

    def plan(self) -> StudyPlan:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return StudyPlan(
            title=data["title"],
            purpose=data["purpose"],
            source=Source(data["source"]),
            period_from=data["period_from"],
            period_to=data["period_to"],
            kinds=tuple(data["kinds"]),
            routes=tuple(data["routes"]),
            municipality_codes=tuple(data["municipality_codes"]),
            method=Method(data["method"] or Method.SIMPLE),
            sample_size=data["sample_size"],
            frame_size=data["frame_size"],
            requirements=tuple(data["requirements"]),
        )


class _People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


def _holders(*roles: PlatformRoleKind) -> Any:
    holds = current(clock.today(), "platform_roles__")
    return User.objects.filter(holds, platform_roles__role__in=roles, is_active=True).distinct().order_by("full_name", "pk")


class MembersForm(VersionedForm):
    """Who codes, and who settles."""

    coders = _People(
        label="Bedømmere",
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text="Mindst to. Hver afgørelse bedømmes af to, der ikke ser hinandens svar.",
    )
    settlers = _People(
        label="Afgør uenighed",
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text="En tredje, som ikke selv bedømmer i undersøgelsen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coders"].queryset = _holders(PlatformRoleKind.REVIEWER)  # type: ignore[attr-defined]
        both = _holders(PlatformRoleKind.REVIEWER, PlatformRoleKind.ANALYST)
        self.fields["settlers"].queryset = both  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least two code, and nobody does both."""
        data = super().clean() or {}
        coders, settlers = list(data.get("coders") or []), list(data.get("settlers") or [])
        if coders and len(coders) < 2:
            self.add_error("coders", "Vælg mindst to.")
        if both := {user.full_name for user in coders} & {user.full_name for user in settlers}:
            self.add_error("settlers", f"{min(both)} kan ikke både bedømme og afgøre uenighed.")
        return data


class FileForm(PlejeForm):
    """A file of decisions."""

    file = forms.FileField(label="CSV-fil", help_text="UTF-8 med komma eller semikolon. Højst 2 MB.")
    coded = forms.ChoiceField(
        label="Hvad er i filen?",
        choices=[("ja", "Afgørelser, der er bedømt"), ("nej", "Afgørelser, der skal bedømmes i Plejebro")],
        widget=forms.RadioSelect,
        initial="ja",
    )

    def clean_file(self) -> Any:
        """Not too large to read in one go."""
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise forms.ValidationError("Filen er større end 2 MB. Del den i to.")
        return sent


class CodesForm(PlejeForm):
    """A code for each requirement; none need be given until the coding is finished."""

    note = forms.CharField(
        label="Begrundelse", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)

    def __init__(self, *args: Any, requirements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        for key in requirements:
            self.fields[key] = forms.ChoiceField(
                label=f"{key} {name_of(key)}", choices=CodeValue.choices, required=False, widget=forms.RadioSelect
            )
        self.order_fields([*requirements, "note", "version"])

    @property
    def codes(self) -> dict[str, str]:
        """The codes that were given."""
        return {key: self.cleaned_data[key] for key in self.requirements if self.cleaned_data.get(key)}

    @property
    def seen(self) -> int:
        """The version that was shown; -1, which no row has, for nonsense."""
        text = str(self.cleaned_data.get("version", ""))
        return int(text) if text.isascii() and text.isdigit() else -1
