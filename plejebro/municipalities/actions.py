"""Verbs about municipalities: who works there, in which unit, who stands in, and how fast one answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from plejebro.access.viewer import Viewer
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, Subject
from plejebro.db import versions
from plejebro.db.periods import current
from plejebro.db.versions import still_stands
from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.models import Absence, Employment, Municipality, ReplyTime, Unit


@dataclass(frozen=True)
class Worker:
    """An employee as the form and the import hand it in."""

    full_name: str
    email: str
    role: Role
    unit: Unit | None = None
    phone: str = ""


def fingerprint(employment: Employment) -> str:
    """What the row says, as one short text: an employment carries no version number."""
    fields = ("full_name", "email", "phone", "role", "unit_id", "starts", "ends")
    return versions.fingerprint(*(getattr(employment, name) for name in fields))


def absence_fingerprint(absence: Absence) -> str:
    """What the absence says now."""
    return versions.fingerprint(absence.deputy_id, absence.starts, absence.ends)


def unit_fingerprint(unit: Unit) -> str:
    """What the unit says now."""
    return versions.fingerprint(unit.name, unit.closed_on)


def settings_fingerprint(municipality: Municipality) -> str:
    """What the municipality has decided for itself now."""
    return versions.fingerprint(municipality.has_consultants, municipality.shows_employee_names)


def reply_time_fingerprint(municipality: Municipality, topic: str) -> str:
    """What is agreed on the topic, in all the periods there are."""
    rows = ReplyTime.objects.filter(municipality=municipality, topic=topic).order_by("starts", "pk")
    return versions.fingerprint(*rows.values_list("workdays", "starts", "ends"))


def _of(employment: Employment) -> list[Subject]:
    return [Subject("employment", employment.public_id)]


def _same_municipality(employment: Employment, other_municipality_id: int) -> None:
    if employment.municipality_id != other_municipality_id:
        raise NotPossible("Medarbejderen arbejder i en anden kommune.")


@transaction.atomic
def create_employee(
    *, actor: Actor, municipality: Municipality, worker: Worker, starts: date, ends: date | None = None
) -> Employment:
    """An employee in a role from `starts`. No login yet: that comes by the invitation. Raises `NotPossible`."""
    _unit_is_ours(worker.unit, municipality.pk)
    running = Employment.objects.filter(municipality=municipality, email__iexact=worker.email.strip(), role=worker.role)
    if running.filter(ends__isnull=True).exists() or running.filter(starts=starts).exists():
        raise NotPossible("Der er allerede en medarbejder med den e-mail i den rolle.")
    employment = Employment.objects.create(
        municipality=municipality,
        unit=worker.unit,
        full_name=worker.full_name.strip(),
        email=worker.email.strip().lower(),
        phone=worker.phone.strip(),
        role=worker.role,
        starts=starts,
        ends=ends,
    )
    record_change(actor=actor, action="employee.create", subjects=_of(employment), details={"role": Role(worker.role).value})
    return employment


@transaction.atomic
def correct_employee(
    *, actor: Actor, employment: Employment, worker: Worker, starts: date, seen: str | None = None
) -> Employment:
    """Corrects name, e-mail, phone, role, unit and first day. Raises `NotPossible`, and `ChangedMeanwhile` when the row
    is no longer what it was when `seen` (its `fingerprint`) was taken.

    Who has accepted the invitation keeps the login: a corrected e-mail changes where notices go, not who may log in. The
    role of somebody with tasks stays: a new role is a new employment.
    """
    locked = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    still_stands(fingerprint(locked), seen)
    _unit_is_ours(worker.unit, employment.municipality_id)
    if worker.role != employment.role and employment.user_id is not None:
        raise NotPossible("Rollen kan ikke rettes, når invitationen er brugt. Afslut rollen, og opret den nye.")
    wanted = {
        "full_name": worker.full_name.strip(),
        "email": worker.email.strip().lower(),
        "phone": worker.phone.strip(),
        "role": Role(worker.role).value,
        "unit_id": worker.unit.pk if worker.unit else None,
        "starts": starts,
    }
    changed = [name for name, value in wanted.items() if getattr(employment, name) != value]
    if not changed:
        return employment
    if employment.ends is not None and employment.ends < starts:
        raise NotPossible("Startdatoen ligger efter den sidste dag.")
    for name, value in wanted.items():
        setattr(employment, name, value)
    try:
        with transaction.atomic():
            employment.save()
    except IntegrityError as taken:
        raise NotPossible("Der er allerede en medarbejder med den e-mail i den rolle fra samme dato.") from taken
    record_change(actor=actor, action="employee.correct", subjects=_of(employment), details={"fields": changed})
    return employment


@transaction.atomic
def end_employee(*, actor: Actor, employment: Employment, on: date) -> None:
    """`on` is the last day in the role; from the next day it opens nothing. Raises `NotPossible`."""
    if on < employment.starts:
        raise NotPossible("Den sidste dag ligger før den første.")
    employment.ends = on
    employment.save(update_fields=["ends"])
    record_change(actor=actor, action="employee.end", subjects=_of(employment), details={"on": on.isoformat()})


@transaction.atomic
def accept_employment(*, actor: Actor, employment: Employment, user_id: int) -> None:
    """The invitation is accepted: from now on the user may act in the employment."""
    employment.user_id = user_id
    employment.save(update_fields=["user"])
    record_change(actor=actor, action="employee.accept", subjects=_of(employment))


@transaction.atomic
def report_absence(*, actor: Actor, employment: Employment, deputy: Employment, starts: date, ends: date | None) -> Absence:
    """The employee is away and the deputy may do what the absent one may. Raises `NotPossible`."""
    _same_municipality(deputy, employment.municipality_id)
    if deputy.pk == employment.pk:
        raise NotPossible("Man kan ikke være sin egen stedfortræder.")
    if deputy.role != employment.role:
        raise NotPossible(f"Stedfortræderen skal også være {employment.get_role_display().lower()}.")
    if ends is not None and ends < starts:
        raise NotPossible("Slutdatoen ligger før startdatoen.")
    try:
        with transaction.atomic():
            absence = Absence.objects.create(employment=employment, deputy=deputy, starts=starts, ends=ends)
    except IntegrityError as overlap:
        raise NotPossible("Der står allerede et fravær i de dage.") from overlap
    record_change(
        actor=actor,
        action="employee.absence",
        subjects=_of(employment),
        details={"deputy": str(deputy.public_id), "starts": starts.isoformat()},
    )
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence, on: date, seen: str | None = None) -> None:
    """`on` is the last day away; an absence that has not begun is taken back. Raises `ChangedMeanwhile`."""
    locked = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    still_stands(absence_fingerprint(locked), seen)
    record_change(actor=actor, action="employee.absence_end", subjects=_of(absence.employment))
    if on < absence.starts:
        absence.delete()
        return
    absence.ends = on
    absence.save(update_fields=["ends"])


@transaction.atomic
def create_unit(*, actor: Actor, municipality: Municipality, name: str) -> Unit:
    """A new unit. Raises `NotPossible` when there is one by that name."""
    if Unit.objects.filter(municipality=municipality, name__iexact=name.strip()).exists():
        raise NotPossible("Kommunen har allerede en enhed med det navn.")
    unit = Unit.objects.create(municipality=municipality, name=name.strip())
    record_change(actor=actor, action="unit.create", subjects=[Subject("unit", unit.public_id)])
    return unit


@transaction.atomic
def rename_unit(*, actor: Actor, unit: Unit, name: str, seen: str | None = None) -> None:
    """Renames the unit. Raises `NotPossible` when another has the name, and `ChangedMeanwhile`."""
    still_stands(unit_fingerprint(Unit.objects.select_for_update().get(pk=unit.pk)), seen)
    others = Unit.objects.filter(municipality_id=unit.municipality_id, name__iexact=name.strip()).exclude(pk=unit.pk)
    if others.exists():
        raise NotPossible("Kommunen har allerede en enhed med det navn.")
    unit.name = name.strip()
    unit.save(update_fields=["name"])
    record_change(actor=actor, action="unit.rename", subjects=[Subject("unit", unit.public_id)])


@transaction.atomic
def close_unit(*, actor: Actor, unit: Unit, seen: str | None = None) -> None:
    """Closes a unit in which nobody works. Raises `NotPossible` while somebody does, and `ChangedMeanwhile`."""
    still_stands(unit_fingerprint(Unit.objects.select_for_update().get(pk=unit.pk)), seen)
    here = Employment.objects.filter(current(clock.today()), unit=unit).count()
    if here:
        raise NotPossible(f"Der arbejder {here} i enheden. Flyt dem til en anden enhed først.")
    unit.closed_on = clock.today()
    unit.save(update_fields=["closed_on"])
    record_change(actor=actor, action="unit.close", subjects=[Subject("unit", unit.public_id)])


@transaction.atomic
def set_reply_time(
    *, actor: Actor, municipality: Municipality, topic: Topic, workdays: int, starts: date, seen: str | None = None
) -> ReplyTime:
    """From `starts` questions on the topic are answered within `workdays`. Clocks that run keep what they began with.

    Raises `NotPossible` for a date in the past, since families have been told otherwise, and `ChangedMeanwhile`.
    """
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # the first of a topic has no row to lock
    still_stands(reply_time_fingerprint(municipality, topic), seen)
    if starts < clock.today():
        raise NotPossible("Datoen er gået. En svarfrist kan gælde fra i dag eller senere.")
    rows = ReplyTime.objects.select_for_update().filter(municipality=municipality, topic=topic)
    rows.filter(starts__gte=starts).delete()
    for running in rows.filter(current(starts)):
        running.ends = starts - timedelta(days=1)
        running.save(update_fields=["ends"])
    row = ReplyTime.objects.create(municipality=municipality, topic=topic, workdays=workdays, starts=starts)
    record_change(
        actor=actor,
        action="reply_time.set",
        subjects=[Subject("municipality", municipality.public_id)],
        details={"topic": topic.value, "workdays": workdays, "starts": starts.isoformat()},
    )
    return row


@transaction.atomic
def change_settings(
    *,
    actor: Actor,
    municipality: Municipality,
    has_consultants: bool,
    shows_employee_names: bool,
    seen: str | None = None,
) -> None:
    """Whether the municipality has consultants, and whether families see employees' names in "Hvem har set".
    Raises `ChangedMeanwhile`."""
    still_stands(settings_fingerprint(Municipality.objects.select_for_update().get(pk=municipality.pk)), seen)
    municipality.has_consultants = has_consultants
    municipality.shows_employee_names = shows_employee_names
    municipality.save(update_fields=["has_consultants", "shows_employee_names"])
    record_change(
        actor=actor,
        action="municipality.settings",
        subjects=[Subject("municipality", municipality.public_id)],
        details={"has_consultants": has_consultants, "shows_employee_names": shows_employee_names},
    )


@transaction.atomic
def join(*, actor: Viewer, municipality: Municipality, on: date) -> None:
    """The municipality uses Plejebro from `on`. Families' own records stay theirs until they share them."""
    if municipality.joined_on is not None:
        raise NotPossible(f"{municipality} er allerede med.")
    municipality.joined_on = on
    municipality.save(update_fields=["joined_on"])
    record_change(
        actor=actor,
        action="municipality.join",
        subjects=[Subject("municipality", municipality.public_id)],
        details={"on": on.isoformat()},
    )


def _unit_is_ours(unit: Unit | None, municipality_id: int) -> None:
    if unit is not None and unit.municipality_id != municipality_id:
        raise NotPossible("Enheden hører til en anden kommune.")
