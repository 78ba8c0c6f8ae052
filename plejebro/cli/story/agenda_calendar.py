"""The story's part about the calendar itself: school holidays, calendar addresses, and entries that no other part makes."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial

from plejebro.agenda.calendar.days import school_year
from plejebro.agenda.calendar.feeds import make_address
from plejebro.agenda.calendar.school import NewHoliday, add_holidays
from plejebro.agenda.entries import Guest, add_entry
from plejebro.agenda.enums import EntryState, Hidden, Kind
from plejebro.cli.story.stage import Stage, submission

# Name, first and last day as month and day of the school year: invented, as everything in the story is.
_ADAL = (
    ("Efterårsferie", (10, 10), (10, 18)),
    ("Juleferie", (12, 21), (1, 3)),
    ("Vinterferie", (2, 13), (2, 21)),
    ("Sommerferie", (6, 26), (7, 31)),
)


def keep_calendars(stage: Stage) -> None:
    """Adds them to the story."""
    stage.at(stage.today - timedelta(days=200), "9.30", lambda: _school_holidays(stage))
    stage.at(stage.workday(12), "10.00", lambda: _entries(stage))
    stage.at(stage.workday(11), "20.30", lambda: _addresses(stage))


def _school_holidays(stage: Stage) -> None:
    for key, code in (("tove", "901"), ("lone", "902")):
        place = stage.things[code]
        for name, first, last in _ADAL if code == "901" else _ADAL[:1]:
            row = NewHoliday(name, _in_year(stage.today, first), _in_year(stage.today, last))
            add_holidays(actor=stage.viewer(key), municipality=place, rows=[row])
            stage.things[f"school_holiday:{code}:{name}"] = place.school_holidays.get(name=name)


def _in_year(today: date, month_day: tuple[int, int]) -> date:
    first = school_year(today)[0]
    return date(first.year if month_day[0] >= 8 else first.year + 1, *month_day)


def _entries(stage: Stage) -> None:
    for key, who, child, kind, days, begins, minutes, label, place, hidden in (
        ("dentist", "mette", "noah", Kind.CARE, 9, time(14, 15), 60, "Tandlæge", "Tandklinikken, Ådal", Hidden.NOBODY),
        ("camp", "inger", "noah", Kind.CARE, 13, time(17), 120, "Spejdermøde", "Spejderhytten ved åen", Hidden.MUNICIPALITY),
        ("first_aid", "mette", "noah", Kind.COURSE, 20, time(9), 360, "Kursus i førstehjælp", "Rådhuset", Hidden.NOBODY),
        ("riding", "nadia", "sigrun", Kind.CARE, 5, time(16), 90, "Ridning for Sigrun", "Ravnsby rideskole", Hidden.NOBODY),
        ("talk", "peter", "mia", Kind.CARE, 6, time(13), 45, "Samtale om børnehaven", "Børnehaven Havblik", Hidden.NOBODY),
        ("course", "lise", "asta", Kind.COURSE, 16, None, 0, "Kursus om unge og skole", "", Hidden.NOBODY),
    ):
        on = stage.today + timedelta(days=days)
        add = partial(add_entry, actor=stage.viewer(who), placement=stage.things[child], kind=kind, starts=on, ends=on)
        guests = [Guest(employment_id=stage.things["job:mette"].pk)] if key == "dentist" else []
        stage.things[f"entry:{key}"] = add(
            begins=begins,
            minutes=minutes,
            label=label,
            place=place,
            hidden_from=hidden,
            state=EntryState.PLANNED,
            participants=guests,
            submission=submission(f"entry:{key}"),
        )


def _addresses(stage: Stage) -> None:
    for key in ("inger", "sara"):
        make_address(actor=stage.viewer(key))
