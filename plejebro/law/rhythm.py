"""The statutory rhythm: what the law asks to be done, and by when, over the life of a placement in a foster family.

Pure: facts and a day in, dues out. The numbers and the paragraphs stand in `data/rhythm.toml`; a due date follows the law
of its own day, so a placement from 2011 to 2026 goes through three regimes. The readings are in docs/adr/0017.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from plejebro.law.catalogue import FIRST_DAY, regime_on

State = Literal["done", "done_late", "ahead", "soon", "late", "missed", "undecided", "unknown", "excepted"]

RULES: Final = (
    "follow_up_first",
    "follow_up_later",
    "supervision",
    "support_start",
    "support_done",
    "courses",
    "inspection",
)
UNDECIDED: Final = "Kommunen har endnu ikke bestemt datoen."
NETWORK: Final = "Netværksplejefamilier får ikke besøg af socialtilsynet. Kommunen fører selv tilsyn (barnets lov § 58)."
_ONE_DAY: Final = timedelta(days=1)
_GROWN_UP: Final = 18 * 12


@dataclass(frozen=True, slots=True)
class RhythmRule:
    """A rule as it stands in one period: `numbers` hold months, days or years; `basis` the paragraphs; `source` where."""

    id: str
    name: str
    plain: str
    who: str
    starts: date
    ends: date
    basis: tuple[str, ...]
    source: str
    confidence: str
    note: str
    numbers: Mapping[str, int]

    def holds(self, day: date) -> bool:
        """Whether it is the law that day."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Decided:
    """On the day `on` the municipality decided that the next follow-up is to be by `due` (barnets lov § 95, stk. 3)."""

    on: date
    due: date


@dataclass(frozen=True, slots=True)
class CourseDays:
    """Whole course days taken, in halves, counted on one day."""

    on: date
    days: Decimal


@dataclass(frozen=True, slots=True)
class NetworkPeriod:
    """Days on which the family is approved as a network family, both included."""

    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class RhythmFacts:
    """A placement and what has been done. Both dates of the placement are included.

    `visits` are supervision visits at which the child was spoken to. `kept_from` is the first day anybody wrote these things
    down here: what was due before it and is not written is unknown, and never late. The rules end at 18.
    """

    starts: date
    ends: date | None = None
    born: date | None = None
    follow_ups: tuple[date, ...] = ()
    decided: tuple[Decided, ...] = ()
    examined: date | None = None
    visits: tuple[date, ...] = ()
    support_began: date | None = None
    support_done: date | None = None
    support_postponed: date | None = None
    course_days: tuple[CourseDays, ...] = ()
    inspections: tuple[date, ...] = ()
    network: tuple[NetworkPeriod, ...] = ()
    kept_from: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One thing the law asks. `due` is the last day, None where the municipality decides and has not, or where nothing is
    due. `aim` is our advice, never the law's. `days_late` counts from the day after `due` to `done`, or to the day asked
    about. `number` is which one of the year's or of the row. `needed` and `got` are course days.
    """

    rule: str
    name: str
    number: int
    plain: str
    who: str
    due: date | None
    aim: date | None
    done: date | None
    state: State
    days_late: int
    basis: tuple[str, ...]
    source: str
    confidence: str
    regime: str
    note: str
    needed: Decimal | None = None
    got: Decimal | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in ("ahead", "soon", "late", "undecided")


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last where it has no such day (30 November → 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rhythm(facts: RhythmFacts, on: date) -> tuple[Due, ...]:
    """Everything the law asks over the placement's life as it looks on the day `on`, the earliest first: what was done, what
    is open, and what was not written down. Nothing is due outside the placement, and what lies after `on` is not known yet.
    """
    life = _Life(facts, on)
    if life.last < life.first:
        return ()
    found = [*life.follow_ups(), *life.supervision(), *life.support(), *life.courses(), *life.inspections()]
    return tuple(sorted(found, key=lambda due: (due.due or due.done or date.max, RULES.index(due.rule), due.number)))


def rule_on(identifier: str, day: date) -> RhythmRule | None:
    """The rule as it stood on a day; None where there was none, or none that has been read. KeyError for an unknown id."""
    return next((rule for rule in rhythm_rules()[identifier] if rule.holds(day)), None)


@cache
def rhythm_rules() -> dict[str, tuple[RhythmRule, ...]]:
    """Every rule with its periods, oldest first."""
    return {row["id"]: tuple(_rule(row, period) for period in row["period"]) for row in _data()["rule"]}


@cache
def soon_days() -> int:
    """How many days before the date it is time to act."""
    return int(_data()["soon_days"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("plejebro.law") / "data" / "rhythm.toml").read_text("utf-8"))


def _rule(row: Mapping[str, Any], period: Mapping[str, Any]) -> RhythmRule:
    numbers = {name: int(value) for name, value in period.items() if isinstance(value, int)}
    return RhythmRule(
        id=row["id"],
        name=row["name"],
        plain=row["plain"],
        who=row["who"],
        starts=period["from"],
        ends=period.get("to", date.max),
        basis=tuple(period["basis"]),
        source=period["source"],
        confidence=period["confidence"],
        note=period.get("note", ""),
        numbers=numbers,
    )


class _Life:
    """A placement's days seen from one day: `first` and `last` day on which anything can be due, and what is known then."""

    def __init__(self, facts: RhythmFacts, on: date) -> None:
        self.facts, self.on = facts, on
        grown_up = add_months(facts.born, _GROWN_UP) - _ONE_DAY if facts.born else date.max
        self.first = max(facts.starts, FIRST_DAY)
        self.last = min(facts.ends or date.max, grown_up)
        self.kept = max(facts.kept_from or self.first, self.first)
        self.is_over = self.last < on
        self._until = min(on, self.last)

    def follow_ups(self) -> Iterable[Due]:
        """Each follow-up that was made answers one date; the last date stands open."""
        done = self._known(self.facts.follow_ups)
        previous: date | None = None
        first = self._first_follow_up()
        if first < self.kept and (not done or done[0] >= self.kept):
            if first >= FIRST_DAY:
                yield from self._one("follow_up_first", 1, first, None)
            previous = self.kept
        for number, day in enumerate(done, 1):
            due = first if previous is None else self._next_follow_up(previous, day - _ONE_DAY)
            yield from self._one("follow_up_first" if previous is None else "follow_up_later", number, due, day)
            previous = day
        due = first if previous is None else self._next_follow_up(previous, self.on)
        yield from self._one("follow_up_first" if previous is None else "follow_up_later", len(done) + 1, due, None)

    def _first_follow_up(self) -> date:
        due = add_months(self.facts.starts, 3)
        rule = rule_on("follow_up_first", due) if due >= FIRST_DAY else None
        examined = self.facts.examined
        if rule and rule.numbers.get("or_examined") and examined and self.first <= examined <= self.on:
            due = min(due, examined)
        return due

    def _next_follow_up(self, previous: date, until: date) -> date | None:
        """The earlier of what was decided after the `previous` one and what the law of that day allows; None for neither."""
        rows = [row for row in self.facts.decided if previous <= row.on <= min(until, self.on)]
        dates = [max(rows, key=lambda row: row.on).due] if rows else []
        rule = rule_on("follow_up_later", previous)
        months = rule.numbers.get("months") if rule else None
        if months:
            latest = add_months(previous, months)
            at_the_end = rule_on("follow_up_later", latest)
            # A date that falls after the law changed follows the new law, which has no fixed interval.
            dates += [latest] if at_the_end and "months" in at_the_end.numbers else []
        return min(dates, default=None)

    def supervision(self) -> Iterable[Due]:
        """So many visits in each calendar year, by the part of it the child is placed."""
        visits = self._known(self.facts.visits)
        for year in range(self.first.year, max(self._until, self.first).year + 1):
            held = [day for day in visits if day.year == year]
            due = min(date(year, 12, 31), self.last)
            rule = rule_on("supervision", due)
            count = self._share(year, rule.numbers["per_year"]) if rule else 0
            halfway = date(year, 6, 30)
            for number in range(1, count + 1):
                aim = halfway if number == 1 and count > 1 and halfway < due else None
                done = held[number - 1] if number <= len(held) else None
                yield from self._one("supervision", number, due, done, aim=aim, passes=True)

    def _share(self, year: int, per_year: int) -> int:
        starts = self.kept if self.kept.year == year else self.first
        days = (min(date(year, 12, 31), self.last) - max(date(year, 1, 1), starts)).days + 1
        length = 366 if calendar.isleap(year) else 365
        return (2 * per_year * days + length) // (2 * length)

    def support(self) -> Iterable[Due]:
        """The intensive support of the first year, where the rule stood when the child moved in."""
        facts = self.facts
        if facts.starts < FIRST_DAY or rule_on("support_start", facts.starts) is None:
            return
        began, finished = self._day(facts.support_began), self._day(facts.support_done)
        start, end = add_months(facts.starts, 6), add_months(facts.starts, 12)
        excepted = self._day(facts.support_postponed) is not None
        yield from self._one("support_start", 1, start, began or finished, excepted=excepted)
        yield from self._one("support_done", 1, end, finished)

    def courses(self) -> Iterable[Due]:
        """So many course days in each year from the day the child moved in; a year cut short asks for none."""
        taken = sorted((row for row in self.facts.course_days if row.on <= self._until), key=lambda row: row.on)
        since = rule_on("courses", self.facts.starts) if self.facts.starts >= FIRST_DAY else None
        for number in range(100):
            starts = add_months(self.facts.starts, 12 * number)
            due = add_months(self.facts.starts, 12 * (number + 1)) - _ONE_DAY
            if due > self.last or (starts > self.on and number):
                return
            rule = rule_on("courses", due) if due >= FIRST_DAY else None
            if rule is None:
                continue
            more = number == 0 and since is not None and "first_year_days" in since.numbers
            need = Decimal(rule.numbers["first_year_days" if more else "days"])
            got, done = _reached([row for row in taken if starts <= row.on <= due], need)
            yield from self._one("courses", number + 1, due, done, passes=True, since=starts, needed=need, got=got)

    def inspections(self) -> Iterable[Due]:
        """The social supervision authority's visits to the family: yearly, from 2026 every second year; none to a network
        family, which the municipality supervises itself."""
        if self._is_network(self._until):
            yield from self._network()
        seen = sorted(day for day in self.facts.inspections if day <= self._until)
        first_year = self.first.year + (self.first != date(self.first.year, 1, 1))
        for year in range(first_year, max(self._until.year, first_year) + 1):
            day = date(year, 12, 31)
            rule = rule_on("inspection", day)
            if rule and rule.numbers["years"] == 1 and day <= self.last and not self._is_network(day):
                done = next((one for one in seen if one.year == year), None)
                yield from self._one("inspection", 1, day, done, passes=True)
        yield from self._spaced(seen, first_year)

    def _spaced(self, seen: list[date], first_year: int) -> Iterable[Due]:
        rule = rhythm_rules()["inspection"][-1]
        begins, years = rule.starts.year, rule.numbers["years"]
        if self.last < rule.starts or self._is_network(self._until):
            return
        before = [day.year for day in seen if day.year < begins and day.year >= self.first.year - years]
        previous = max(before) if before else max(first_year, self.kept.year, begins) - 1
        number = 1
        for day in [day for day in seen if day >= max(rule.starts, self.first)]:
            yield from self._one("inspection", number, date(max(previous + years, begins), 12, 31), day)
            previous, number = day.year, number + 1
        yield from self._one("inspection", number, date(max(previous + years, begins), 12, 31), None)

    def _network(self) -> Iterable[Due]:
        rule = rule_on("inspection", self._until)
        if rule is not None:
            yield self._due(rule, 1, None, None, None, "excepted", note=NETWORK)

    def _is_network(self, day: date) -> bool:
        return any(row.starts <= day <= (row.ends or date.max) for row in self.facts.network)

    def _one(
        self,
        identifier: str,
        number: int,
        due: date | None,
        done: date | None,
        *,
        aim: date | None = None,
        passes: bool = False,
        excepted: bool = False,
        since: date | None = None,
        needed: Decimal | None = None,
        got: Decimal | None = None,
    ) -> Iterable[Due]:
        """The due, or nothing where it falls outside the placement. `passes`: it cannot be done any more after its date;
        `since` is the first day that counts towards it."""
        if due is not None and due > self.last:
            due, aim = None, None
            if done is None:
                return
        if due is None and done is None and self.is_over:
            return
        rule = rule_on(identifier, due or done or self._undated())
        if rule is None:
            return
        state = self._state(due, done, aim, passes=passes, excepted=excepted, since=since)
        note = UNDECIDED + " " + rule.note if state == "undecided" else rule.note
        yield self._due(rule, number, due, done, aim, state, note=note, needed=needed, got=got)

    def _due(
        self,
        rule: RhythmRule,
        number: int,
        due: date | None,
        done: date | None,
        aim: date | None,
        state: State,
        *,
        note: str,
        needed: Decimal | None = None,
        got: Decimal | None = None,
    ) -> Due:
        late = max(0, ((done or self.on) - due).days) if due and state in ("done_late", "late", "missed") else 0
        return Due(
            rule=rule.id,
            name=rule.name,
            number=number,
            plain=rule.plain,
            who=rule.who,
            due=due,
            aim=aim,
            done=done,
            state=state,
            days_late=late,
            basis=rule.basis,
            source=rule.source,
            confidence=rule.confidence,
            regime=regime_on(due or done or (self._until if rule.holds(self._until) else rule.starts)).code,
            note=note,
            needed=needed,
            got=got,
        )

    def _state(
        self, due: date | None, done: date | None, aim: date | None, *, passes: bool, excepted: bool, since: date | None
    ) -> State:
        if done is not None:
            return "done_late" if due is not None and done > due else "done"
        if due is None:
            return "undecided"
        if excepted:
            return "excepted"
        if due < self.kept or (since is not None and since < self.kept and due < self.on):
            return "unknown"
        if due < self.on:
            return "missed" if passes or self.is_over else "late"
        return "soon" if (aim or due) - timedelta(days=soon_days()) <= self.on else "ahead"

    def _undated(self) -> date:
        """The day whose law an open date nobody has set follows: today, or the first day on which dates are decided."""
        return max(self._until, rhythm_rules()["follow_up_later"][-1].starts)

    def _known(self, days: Iterable[date]) -> list[date]:
        return sorted({day for day in days if self.first <= day <= self._until})

    def _day(self, day: date | None) -> date | None:
        return day if day is not None and self.facts.starts <= day <= self._until else None


def _reached(rows: list[CourseDays], need: Decimal) -> tuple[Decimal, date | None]:
    """The days taken in all, and the day on which they were enough."""
    total, done = Decimal(0), None
    for row in rows:
        total += row.days
        if done is None and total >= need:
            done = row.on
    return total, done
