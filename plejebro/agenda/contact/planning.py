"""A plan's visits in the calendar: a series per rule, a year of visits ahead, and what a changed plan does to them.

A visit somebody has touched (held, cancelled, moved, written about) is never changed from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from plejebro.agenda.contact.enums import VisitKind
from plejebro.agenda.contact.models import ContactPause, ContactPlan, ContactSeries, ContactVisit
from plejebro.agenda.contact.perms import subjects_of_plan
from plejebro.agenda.contact.rules import VisitRule, visit_rules
from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry, Series
from plejebro.audit.actions import record_change
from plejebro.audit.types import Actor, System
from plejebro.db.periods import not_over
from plejebro.kernel import clock, danish_time
from plejebro.versions.models import Standing, Version

HORIZON = timedelta(days=365)
# The duty looks at a series again when it is this much behind.
SLACK = timedelta(days=6)
PAUSED = "Samværet er sat i bero."


@transaction.atomic
def plan_visits(*, actor: Actor, plan: ContactPlan, version: Version) -> int:
    """Puts an agreed version's visits in the calendar, a year ahead, and takes away those of the versions before that
    nobody has touched, from the day the new one begins. Done twice it is done once. Returns how many visits were added."""
    before = ContactSeries.objects.filter(plan=plan).exclude(version=version)
    # What the municipality decided alone can hold from a later day than was proposed.
    first = Standing.objects.values_list("starts", flat=True).get(version=version)
    removed = _end(before, first)
    starts = max(first, clock.today()) if before.exists() else first
    links = [_series(plan, version, rule) for rule in visit_rules(version.content, version.starts, version.ends)]
    added = sum(_extend(link, starts) for link in links)
    record_change(
        actor=actor,
        action="contact.plan_visits",
        subjects=subjects_of_plan(plan),
        details={"number": version.number, "added": added, "removed": removed},
    )
    return added


def plan_ahead() -> int:
    """Extends every running series to a year from today. For the worker; done twice it is done once."""
    through = clock.today() + HORIZON
    goes_on = Q(series__last_on__isnull=True) | Q(series__last_on__gt=F("series__planned_through"))
    # A plan that begins more than a year ahead has no planned day yet.
    behind = Q(series__planned_through__isnull=True) | (goes_on & Q(series__planned_through__lt=through - SLACK))
    links = ContactSeries.objects.filter(behind, not_over(clock.today(), "plan__placement__"))
    added = 0
    for link in list(links.select_related("plan__placement__child", "plan__placement__family").order_by("pk")):
        with transaction.atomic():
            found = _extend(link, clock.today())
            if found:
                record_change(
                    actor=System(municipality_code=""),
                    action="contact.plan_ahead",
                    subjects=subjects_of_plan(link.plan),
                    details={"added": found},
                )
        added += found
    return added


def fill(plan: ContactPlan) -> int:
    """Adds the visits to come that a pause kept away. Returns how many."""
    today = clock.today()
    links = ContactSeries.objects.filter(not_over_series(today), plan=plan).order_by("pk")
    return sum(_extend(link, today) for link in links)


def not_over_series(day: date) -> Q:
    """Links whose series may still hold an occurrence on `day` or later."""
    return Q(series__last_on__isnull=True) | Q(series__last_on__gte=day)


def pause_visits(plan: ContactPlan, pause: ContactPause, by: CancelledBy) -> int:
    """Cancels the plan's visits in a pause that have not been held. Returns how many."""
    rows = Entry.objects.filter(
        contact_visit__plan=plan, state=EntryState.PLANNED, starts__lte=pause.ends or pause.starts, ends__gte=pause.starts
    )
    return rows.update(
        state=EntryState.CANCELLED, cancelled_by=by, reason=PAUSED, version=F("version") + 1, changed_at=clock.now()
    )


def bring_back(plan: ContactPlan, start: date, end: date) -> int:
    """Visits to come that a pause had cancelled are agreed again, where the time is free. Returns how many."""
    rows = Entry.objects.filter(
        contact_visit__plan=plan, state=EntryState.CANCELLED, reason=PAUSED, starts__gte=start, starts__lte=end
    )
    count = 0
    for row in rows.filter(made_up_by__isnull=True).order_by("starts", "pk"):
        row.state, row.cancelled_by, row.reason = EntryState.PLANNED, "", ""
        row.version, row.changed_at = row.version + 1, clock.now()
        count += _tried(row)
    return count


def untouched(plan_ids: Iterable[int]) -> QuerySet[Entry]:
    """Visits of series that nobody has done anything with."""
    return Entry.objects.filter(
        contact_visit__plan_id__in=list(plan_ids),
        series__isnull=False,
        state=EntryState.PLANNED,
        version=1,
        reactions__isnull=True,
    )


def missing_days(plan: ContactPlan, version: Version) -> list[date]:
    """Days to come that the plan gives and the calendar lacks, because the time was taken; those of a pause are not
    among them, nor those after the last day that has been planned."""
    today = clock.today()
    links = ContactSeries.objects.filter(plan=plan, version=version).select_related("series")
    series = {link.key: link.series for link in links}
    have = set(Entry.objects.filter(series__contact__plan=plan).values_list("series_id", "occurrence_on"))
    pauses = list(ContactPause.objects.filter(plan=plan))
    rules = visit_rules(version.content, version.starts, version.ends)
    wanted = _wanted(rules, series, today)
    days = {on for key, on in wanted if (series[key].pk, on) not in have and not _paused(on, pauses)}
    return sorted(days)


def _wanted(rules: list[VisitRule], series: dict[str, Series], today: date) -> list[tuple[str, date]]:
    special = {
        on
        for rule in rules
        if rule.kind == VisitKind.SPECIAL and rule.key in series
        for on in rule.days(today, series[rule.key].planned_through or today)
    }
    found = []
    for rule in rules:
        if rule.key in series:
            days = rule.days(today, series[rule.key].planned_through or today)
            found += [(rule.key, on) for on in days if rule.kind == VisitKind.SPECIAL or on not in special]
    return found


def _paused(on: date, pauses: Iterable[ContactPause]) -> bool:
    return any(pause.period.contains(on) for pause in pauses)


def _end(links: QuerySet[ContactSeries], day: date) -> int:
    """The series hold nothing from `day` on but what has been touched. Returns how many visits were removed."""
    rows = list(links.select_related("series").order_by("pk"))
    going = untouched({row.plan_id for row in rows}).filter(
        series_id__in=[row.series_id for row in rows], starts__gte=day, starts_at__gt=clock.now()
    )
    removed = len(ids := list(going.values_list("pk", flat=True)))
    Entry.objects.filter(pk__in=ids).delete()
    _stop([row.series for row in rows], day - timedelta(days=1))
    return removed


def end_visits(plan: ContactPlan, last_day: date, *, by: CancelledBy, reason: str) -> int:
    """The plan's series hold nothing after `last_day`, and its visits to come that nobody has touched are cancelled. One
    that a pause had cancelled does not come back with the pause's end. Returns how many were cancelled."""
    _stop([row.series for row in ContactSeries.objects.filter(plan=plan).select_related("series")], last_day)
    paused = Entry.objects.filter(contact_visit__plan=plan, state=EntryState.CANCELLED, reason=PAUSED, starts__gt=last_day)
    paused.update(reason=reason)
    ids = list(untouched([plan.pk]).filter(starts__gt=last_day).values_list("pk", flat=True))
    values = {"state": EntryState.CANCELLED, "cancelled_by": by, "reason": reason, "changed_at": clock.now()}
    return Entry.objects.filter(pk__in=ids).update(**values, version=F("version") + 1)


def _stop(rows: Iterable[Series], last: date) -> None:
    """The series hold nothing after `last`; one that has not begun by then and holds nothing is gone."""
    for series in rows:
        if series.first_on > last and not series.entries.exists():
            series.delete()
        elif series.last_on is None or series.last_on > last:
            series.last_on = max(series.first_on, last)
            series.save(update_fields=["last_on"])


def _series(plan: ContactPlan, version: Version, rule: VisitRule) -> ContactSeries:
    already = ContactSeries.objects.filter(version=version, key=rule.key).select_related("series").first()
    if already is not None:
        return already
    series = Series.objects.create(
        placement=plan.placement,
        kind=Kind.VISIT,
        rule=rule.recurrence.text,
        first_on=rule.first_on,
        last_on=rule.last_on,
        begins=rule.begins,
        minutes=rule.minutes,
        label=label_of(plan, rule.what),
        place=str(version.content.get("place") or "")[:200],
        hidden_from=plan.hidden_from,
    )
    return ContactSeries.objects.create(series=series, plan=plan, version=version, key=rule.key)


def label_of(plan: ContactPlan, what: str = "") -> str:
    """What a visit is called in the calendar: "Samvær med mor", "Samvær med mor: Juleaftensdag"."""
    return (f"Samvær med {plan.with_whom}: {what}" if what else f"Samvær med {plan.with_whom}")[:120]


def _extend(link: ContactSeries, start: date) -> int:
    """The series' visits from `start` to a year ahead that are not there yet. Returns how many were added."""
    series = Series.objects.select_for_update().get(pk=link.series_id)
    version = link.version
    rules = visit_rules(version.content, version.starts, version.ends)
    rule = next((one for one in rules if one.key == link.key), None)
    placement = link.plan.placement
    through = min(clock.today() + HORIZON, series.last_on or date.max, placement.ends or date.max)
    if rule is None or through < start:
        return 0
    special = {on for one in rules if one.kind == VisitKind.SPECIAL for on in one.days(start, through)}
    there = set(series.entries.filter(occurrence_on__gte=start).values_list("occurrence_on", flat=True))
    pauses = list(ContactPause.objects.filter(plan_id=link.plan_id, ends__gte=start))
    days = [on for on in rule.days(start, through) if on not in there and not _paused(on, pauses)]
    if rule.kind == VisitKind.REGULAR:
        days = [on for on in days if on not in special]
    added = sum(_visit(link, series, rule, on) for on in days)
    series.planned_through = max(through, series.planned_through or through)
    series.save(update_fields=["planned_through"])
    return added


def _visit(link: ContactSeries, series: Series, rule: VisitRule, on: date) -> int:
    ends = on + timedelta(days=rule.nights)
    # The end is a time on the wall too: a weekend in which the clocks change still ends at four o'clock.
    entry = Entry(
        placement_id=series.placement_id,
        kind=Kind.VISIT,
        state=EntryState.PLANNED,
        starts=on,
        ends=ends,
        starts_at=danish_time.at(on, rule.begins),
        ends_at=danish_time.at(ends, rule.until),
        label=series.label,
        place=series.place,
        hidden_from=series.hidden_from,
        series=series,
        occurrence_on=on,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    if not _tried(entry):
        return 0
    ContactVisit.objects.create(entry=entry, plan_id=link.plan_id, kind=rule.kind)
    return 1


def _tried(entry: Entry) -> int:
    """1 when the entry could be saved, 0 when the database says that the time is taken."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        return 0
    return 1
