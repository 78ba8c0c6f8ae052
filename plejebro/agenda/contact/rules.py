"""Contact: which days a plan gives, and what the law asks before it can be agreed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from plejebro.agenda.contact.enums import Relation, VisitKind
from plejebro.agenda.contact.schema import SpecialDay, special_days
from plejebro.kernel.danish import age, date_text
from plejebro.kernel.recurrence import Frequency, Recurrence

# Barnets lov, and with it the floor of every fourth week, has been in force since this day; before, once a month.
BARNETS_LOV: Final = date(2024, 1, 1)
FLOOR_DAYS: Final = 28
CHILDS_PAUSE_DAYS: Final = 56
YOUTH: Final = 15
_DAY: Final = 24 * 60


@dataclass(frozen=True)
class VisitRule:
    """One rule of a plan: `key` tells it from the plan's others, and `what` is the special day's name."""

    key: str
    kind: VisitKind
    recurrence: Recurrence
    first_on: date
    last_on: date | None
    begins: time
    until: time
    nights: int
    what: str = ""

    @property
    def minutes(self) -> int:
        """How long a visit is by the clock on the wall."""
        first, last = (datetime.combine(date.min, at) for at in (self.begins, self.until))
        return self.nights * _DAY + int((last - first).total_seconds() // 60)

    def days(self, start: date, end: date) -> list[date]:
        """The days on which a visit begins, from `start` to `end`, both included."""
        return self.recurrence.days(self.first_on, start=start, end=end, last_on=self.last_on)


def recurrence_of(content: Mapping[str, Any]) -> Recurrence | None:
    """How often, as a rule; None where only special days are agreed."""
    every = content["every"]
    if every == "none":
        return None
    step, weekday = int(every[1:]), (int(content["weekday"]),)
    if every[0] == "w":
        return Recurrence(Frequency.WEEKLY, step, weekday)
    return Recurrence(Frequency.MONTHLY, 1, weekday, nth=step)


def visit_rules(content: Mapping[str, Any], starts: date, ends: date | None) -> list[VisitRule]:
    """The rules of a plan's content that holds from `starts` to `ends`; special days first, for they come before the
    regular ones. A rule without a day in that time is left out."""
    found = [_special(day, starts, ends) for day in special_days(content.get("special_days"))]
    rule = recurrence_of(content)
    if rule is not None:
        begins, until = time.fromisoformat(content["begins"]), time.fromisoformat(content["until"])
        first_on = rule.days(starts, start=starts, end=starts + timedelta(days=400))[0]
        nights = content.get("nights") or 0
        found.append(VisitRule("regular", VisitKind.REGULAR, rule, first_on, ends, begins, until, nights))
    return [one for one in found if one is not None and (one.last_on is None or one.last_on >= one.first_on)]


def visit_days(rules: list[VisitRule], start: date, end: date) -> list[date]:
    """Every day with a visit from `start` to `end`, each once, in order."""
    return sorted({day for rule in rules for day in rule.days(start, end)})


def longest_gap(content: Mapping[str, Any], starts: date, ends: date | None) -> int:
    """The most days from one visit to the next in the plan's first two years, counted from its first day on."""
    last = min(ends or date.max, starts + timedelta(days=730))
    days = visit_days(visit_rules(content, starts, ends), starts, last)
    # The time before the first visit and after the last one counts too; a plan that stops early is not a gap after its end.
    marks = [starts, *days, last]
    return max((after - before).days for before, after in pairwise(marks)) if days else (last - starts).days + 1


def below_floor(content: Mapping[str, Any], starts: date, ends: date | None, relation: str) -> str:
    """Why the plan gives less contact than the municipality may decide alone; the empty text where it does not.

    Barnets lov § 104: not less than every fourth week, else it counts as an interruption, which is the committee's (§ 105);
    before 2024 once a month (serviceloven § 71). What is agreed freely with somebody of the network is no decision.
    """
    if relation != Relation.PARENT and content["decided_by"] == "agreement":
        return ""
    if starts < BARNETS_LOV:
        if not _a_month_without(content, starts, ends):
            return ""
        return (
            "Der er måneder uden samvær. Mindre end en gang om måneden er en afbrydelse af forbindelsen (serviceloven § 71)."
        )
    gap = longest_gap(content, starts, ends)
    if gap <= FLOOR_DAYS:
        return ""
    return (
        f"Der går op til {gap} dage mellem to samvær. Mindre end en gang hver fjerde uge er en afbrydelse af forbindelsen "
        "(barnets lov § 104)."
    )


def missing(
    content: Mapping[str, Any], starts: date, ends: date | None, *, relation: str, born_on: date | None
) -> list[str]:
    """What must be written before the plan can be agreed, a sentence each. Empty when nothing is missing."""
    return [*_of_committee(content, starts, ends, relation), *_of_consent(content, starts, relation, born_on)]


def needs_committee(content: Mapping[str, Any], starts: date, ends: date | None, relation: str) -> str:
    """Why the plan needs a decision of the committee; the empty text where it needs none."""
    if floor := below_floor(content, starts, ends, relation):
        return floor
    if content["form"] == "supervised":
        return "Overvåget samvær kan kun børne- og ungeudvalget beslutte, og for en bestemt periode (barnets lov § 105)."
    if content["legal_basis"] in ("bl_105_1", "bl_105_2") or content["decided_by"] == "committee":
        return "Planen bygger på en afgørelse fra børne- og ungeudvalget."
    return ""


def _of_committee(content: Mapping[str, Any], starts: date, ends: date | None, relation: str) -> list[str]:
    why = needs_committee(content, starts, ends, relation)
    if not why:
        return []
    if not (content.get("committee_on") and content.get("committee_number") and content.get("committee_until")):
        return [f"{why} Skriv afgørelsens dato og nummer, og hvor længe den gælder."]
    until = date.fromisoformat(content["committee_until"])
    if ends is None or ends > until:
        return [f"Børne- og ungeudvalgets afgørelse gælder til {date_text(until)}. Planen skal slutte senest den dag."]
    return []


def _of_consent(content: Mapping[str, Any], starts: date, relation: str, born_on: date | None) -> list[str]:
    if content["form"] != "supported" or relation != Relation.PARENT:
        return []
    found = []
    if not content.get("holder_consent_on"):
        found.append(
            "Støttet samvær med en forælder kræver samtykke fra den, der har forældremyndigheden "
            "(barnets lov § 104, stk. 3). Skriv, hvornår det er givet."
        )
    if born_on and age(born_on, starts) >= YOUTH and not content.get("youth_consent_on"):
        found.append("Den unge er fyldt 15 år og skal også give samtykke (barnets lov § 104, stk. 3). Skriv hvornår.")
    return found


def _a_month_without(content: Mapping[str, Any], starts: date, ends: date | None) -> bool:
    last = min(ends or date.max, starts + timedelta(days=730))
    rules = visit_rules(content, starts, ends)
    months = {(day.year, day.month) for day in visit_days(rules, starts, last)}
    month = (starts.year * 12 + starts.month - 1) + (starts.day > 1)
    # The first and the last month count only when they are whole.
    final = last.year * 12 + last.month - 1 - ((last + timedelta(days=1)).day != 1)
    return any(divmod(one, 12) not in {(year, number - 1) for year, number in months} for one in range(month, final + 1))


def _special(day: SpecialDay, starts: date, ends: date | None) -> VisitRule | None:
    key = f"special:{day.day}.{day.month}.{day.year or ''}:{day.begins:%H%M}"
    if day.year is not None:
        on = date(day.year, day.month, day.day)
        if on < starts or (ends is not None and on > ends):
            return None
        once = Recurrence(Frequency.YEARLY)
        return VisitRule(key, VisitKind.SPECIAL, once, on, on, day.begins, day.until, 0, day.what)
    rule, first_on = yearly(day.day, day.month, starts)
    return VisitRule(key, VisitKind.SPECIAL, rule, first_on, ends, day.begins, day.until, 0, day.what)


def yearly(day: int, month: int, starts: date) -> tuple[Recurrence, date]:
    """Every year on that date from `starts` on, and the first one; 29 February is the month's last day in other years."""
    if (day, month) == (29, 2):
        rule = Recurrence(Frequency.MONTHLY, 12, month_day=-1)
        firsts = [_last_of_february(starts.year), _last_of_february(starts.year + 1)]
    else:
        rule = Recurrence(Frequency.YEARLY)
        firsts = [date(starts.year, month, day), date(starts.year + 1, month, day)]
    return rule, next(on for on in firsts if on >= starts)


def _last_of_february(year: int) -> date:
    return date(year, 3, 1) - timedelta(days=1)
