"""Forms of what moves several rooms at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from plejebro.flows.start import NewPlacement
from plejebro.kernel import clock
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people.enums import ProtectionKind
from plejebro.people.forms import ChildFields, CprField
from plejebro.placements.enums import EndReason, Task
from plejebro.ui.forms import DanskDateField, PlejeForm


class _Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        unit = f", {obj.unit.name}" if getattr(obj, "unit", None) else ""
        return f"{obj.full_name}{unit}"


def _choose(label: str, rows: QuerySet[Employment], *, required: bool, empty: str = "Vælg") -> _Choice:
    return _Choice(label=label, queryset=rows, required=required, to_field_name="public_id", empty_label=empty)


class NewPlacementForm(ChildFields):
    """The child, the dates and the people of a new placement."""

    cpr = CprField(label="CPR-nummer", required=False, help_text="Bliver gemt krypteret. Kun rådgiveren kan se det.")
    starts = DanskDateField(label="Anbringelsen begynder")
    plan_dated = DanskDateField(label="Barnets plan er fra", required=False)
    unit = forms.ModelChoiceField(
        label="Enhed", queryset=Unit.objects.none(), required=False, to_field_name="public_id", empty_label="Ingen enhed"
    )
    protection = forms.ChoiceField(
        label="Beskyttelse", required=False, choices=[("", "Barnet er ikke beskyttet"), *ProtectionKind.choices]
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        advisers: QuerySet[Employment],
        consultants: QuerySet[Employment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["adviser"] = _choose(Task.ADVISER.label, advisers, required=False, empty="Ikke valgt endnu")
        self.fields["consultant"] = _choose(Task.CONSULTANT.label, consultants, required=False, empty="Ikke valgt endnu")
        self._dress()

    def clean(self) -> dict[str, Any]:
        """The birthday and the number agree."""
        data = super().clean() or {}
        cpr, born_on = data.get("cpr"), data.get("born_on")
        if cpr and born_on and cpr.birth_date != born_on:
            self.add_error("cpr", "Nummeret og fødselsdagen passer ikke sammen.")
        return data

    def wanted(self) -> NewPlacement:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return NewPlacement(
            given_name=data["given_name"],
            family_name=data["family_name"],
            born_on=data["born_on"],
            cpr=data["cpr"],
            starts=data["starts"],
            plan_dated=data["plan_dated"],
            unit=data["unit"],
            adviser=data["adviser"],
            consultant=data["consultant"],
            protection=ProtectionKind(data["protection"]) if data["protection"] else None,
        )


class EndPlacementForm(PlejeForm):
    """The last day, and why."""

    on = DanskDateField(label="Anbringelsens sidste dag")
    reason = forms.ChoiceField(
        label="Hvorfor ophører den?",
        choices=[(reason.value, reason.label) for reason in EndReason.chosen()],
        widget=forms.RadioSelect,
    )


class HandOverForm(PlejeForm):
    """Who takes over which task, from when."""

    task = forms.ChoiceField(label="Opgave", choices=Task.choices, widget=forms.RadioSelect)
    starts = DanskDateField(label="Fra og med")
    note = forms.CharField(
        label="En hilsen med på vejen",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Både familien og den, der overtager, kan læse det.",
    )

    def __init__(self, *args: Any, takers: QuerySet[Employment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _RoleChoice(
            label="Den, der overtager", queryset=takers, to_field_name="public_id", empty_label="Vælg"
        )
        self.order_fields(["task", "to", "starts", "note"])
        self._dress()

    def clean(self) -> dict[str, Any]:
        """The one who takes over has the task's role."""
        data = super().clean() or {}
        to, task = data.get("to"), data.get("task")
        if to is not None and task and to.role != task:
            self.add_error("to", f"{to.full_name} er ikke {Task(task).label.lower()}.")
        return data


class _RoleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.get_role_display().lower()})"


class HandOverAllForm(HandOverForm):
    """The same for every placement of an employee; the task follows from the role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["task"]


class _MunicipalityChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}{'' if obj.joined_on else ' (bruger ikke Plejebro endnu)'}"


class StartForm(PlejeForm):
    """A foster parent's own family."""

    given_name = forms.CharField(label="Dit fornavn", max_length=80)
    family_name = forms.CharField(label="Dit efternavn", max_length=80)
    phone = forms.CharField(label="Dit telefonnummer", max_length=30, required=False)
    municipality = _MunicipalityChoice(
        label="Den kommune, I arbejder sammen med",
        queryset=Municipality.objects.none(),
        to_field_name="public_id",
        empty_label="Vælg kommune",
        help_text="Det er kommunen, der har ansvaret for barnet. Den kan ikke se noget, før I selv deler det.",
    )
    other_given_name = forms.CharField(label="Den anden plejeforælders fornavn", max_length=80, required=False)
    other_family_name = forms.CharField(label="Den anden plejeforælders efternavn", max_length=80, required=False)
    other_email = forms.EmailField(
        label="Den anden plejeforælders e-mail", required=False, help_text="Vi sender en invitation."
    )

    def __init__(self, *args: Any, choices: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The other foster parent is named in full or not at all."""
        data = super().clean() or {}
        given, last, email = (data.get(f"other_{name}") for name in ("given_name", "family_name", "email"))
        if (last or email) and not given:
            self.add_error("other_given_name", "Skriv også fornavnet.")
        if given and not last and "other_family_name" not in self.errors:
            self.add_error("other_family_name", "Skriv også efternavnet.")
        return data


class OwnRecordForm(ChildFields):
    """A child the family cares for."""

    municipality = _MunicipalityChoice(
        label="Barnets kommune",
        queryset=Municipality.objects.none(),
        to_field_name="public_id",
        empty_label="Vælg kommune",
        help_text="Den kommune, der har anbragt barnet hos jer.",
    )
    starts = DanskDateField(label="Barnet flyttede ind")
    field_order = ["given_name", "family_name", "born_on", "municipality", "starts"]

    def __init__(self, *args: Any, choices: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = choices  # type: ignore[attr-defined]

    def clean_starts(self) -> Any:
        """Nothing is written down before it has been agreed; a year ahead is a typing error."""
        starts = self.cleaned_data["starts"]
        if (starts - clock.today()).days > 366:
            raise forms.ValidationError("Datoen ligger mere end et år ude i fremtiden.")
        return starts


class ShareForm(PlejeForm):
    """Which enquiries the municipality may read."""

    enquiries = forms.MultipleChoiceField(
        label="De henvendelser, kommunen må læse",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sæt kryds ved dem, I vil dele. Resten bliver ved at være jeres egne.",
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], same: list[tuple[str, str]], joined: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enquiries"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["enquiries"]
        if same and not joined:
            other = ("nej", "Nej, kommunen har ikke oprettet barnet. Del vores optegnelse.")
            self.fields["into"] = forms.ChoiceField(
                label="Er det et af de børn, kommunen selv har oprettet hos jer?",
                choices=[*((key, f"Ja, {label}") for key, label in same), other],
                widget=forms.RadioSelect,
            )
            self.order_fields(["into", "enquiries"])
            self._dress()
        self.same = [key for key, _ in same]

    def chosen(self) -> str:
        """The public id of the municipality's placement of the same child; the empty text where there is none."""
        into = self.cleaned_data.get("into", self.same[0] if self.same else "")
        return str(into) if into in self.same else ""


class LinkForm(PlejeForm):
    """What shows that a municipality's child is the one the family has."""

    def __init__(self, *args: Any, proof: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "Så er vi sikre på, at det er jer, kommunen mener."
        self.fields["proof"] = (
            DanskDateField(label="Hvornår har barnet fødselsdag?", help_text=f"Dag, måned og år. {hint}")
            if proof == "born_on"
            else forms.CharField(label="Hvad hedder barnet til fornavn?", max_length=80, help_text=hint)
        )
        self._dress()

    def answer(self) -> str:
        """What was typed, as the verb takes it."""
        typed = self.cleaned_data["proof"]
        return typed.isoformat() if hasattr(typed, "isoformat") else str(typed)


class UploadForm(PlejeForm):
    """A file with employees, families or placements."""

    file = forms.FileField(
        label="Fil",
        help_text="CSV eller Excel (.xlsx), højst 5 MB. Intet bliver gemt, før du har set, hvad der sker.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
