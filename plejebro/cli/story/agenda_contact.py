"""The story's part about contact plans and visits.

Noah sees his mother every other Saturday: most visits were held, one was cancelled by her and made up. A plan with his
grandmother waits for the family's answer. Asta sees her father at a place the family may not know.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from plejebro.agenda.contact import actions, visiting
from plejebro.agenda.contact.actions import Wanted
from plejebro.agenda.contact.enums import Moment, Relation
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.planning import plan_ahead
from plejebro.agenda.contact.schema import PLAN
from plejebro.agenda.contact.visiting import Slot
from plejebro.agenda.enums import CancelledBy, Hidden
from plejebro.agenda.models import Entry
from plejebro.cli.story.stage import Stage, submission
from plejebro.versions.models import Version


def plan_contact(stage: Stage) -> None:
    """Adds them to the story."""
    # The thirteenth visit is on the Saturday to come.
    start = _saturday(stage.today + timedelta(days=1)) - timedelta(days=14 * 12)
    stage.at(start - timedelta(days=12), "10.25", lambda: _noahs_mother(stage, start))
    stage.at(stage.today - timedelta(days=105), "13.35", lambda: _astas_father(stage))
    for number in range(11):
        stage.at(start + timedelta(days=14 * number), "19.10", partial(_after, stage, number))
    stage.at(stage.workday(4), "11.05", lambda: _noahs_grandmother(stage))
    stage.at(stage.today, "6.20", plan_ahead)
    stage.at(stage.today, "6.25", lambda: _name_visits(stage))


def plan_content(**changes: Any) -> dict[str, Any]:
    """The content of a plan of the story."""
    return {
        **PLAN.defaults(),
        "every": "w2",
        "weekday": "5",
        "begins": "10:00",
        "until": "16:00",
        "special_days": "24.12. 10.00-13.00 Juleaftensdag",
        "holidays": "I sommerferien aftaler vi dagene for sig.",
        "place": "Familiehuset, Torvet 3",
        "brings": "Plejefamilien",
        "fetches": "Plejefamilien",
        "digital": "Telefon onsdag kl. 18.30.",
        "child_view": "Vil gerne komme lige så tit som nu, og helst have sin egen bold med.",
        "child_view_on": date(2026, 5, 4),
        "next_review": date(2027, 5, 1),
        **changes,
    }


def _saturday(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def _plan(stage: Stage, key: str, child: str, adviser: str, whom: str, relation: Relation, hidden: str = "") -> ContactPlan:
    plan = actions.create_plan(
        actor=stage.viewer(adviser),
        placement=stage.things[child],
        with_whom=whom,
        relation=relation,
        hidden_from=hidden,
        submission=submission(f"contact:{key}"),
    )
    stage.things[f"contact_plan:{key}"] = plan
    return plan


def _propose(stage: Stage, plan: ContactPlan, adviser: str, key: str, starts: date, **changes: Any) -> Version:
    dates = {"child_view_on": starts - timedelta(days=21), "next_review": starts + timedelta(days=365)}
    return actions.propose_plan(
        actor=stage.viewer(adviser),
        plan=plan,
        wanted=Wanted(plan_content(**{**dates, **changes}), starts),
        submission=submission(f"contact:{key}:1"),
    )


def _agree(stage: Stage, plan: ContactPlan, version: Version, *people: str, statement: str = "") -> None:
    for key in people:
        actions.accept_plan(
            actor=stage.viewer(key), plan=plan, version=version, factor=True, seen_hash=version.hash, statement=statement
        )


def _noahs_mother(stage: Stage, starts: date) -> None:
    plan = _plan(stage, "noah", "noah", "jonas", "mor", Relation.PARENT)
    version = _propose(stage, plan, "jonas", "noah", starts)
    _agree(
        stage, plan, version, "jonas", "inger", statement="Det passer os godt. Han har brug for en rolig søndag bagefter."
    )


def _after(stage: Stage, number: int) -> None:
    """The evening of a Saturday: held, but the fourth was cancelled by the mother and made up the week after. Nobody has
    written down the last one yet."""
    inger, plan = stage.viewer("inger"), stage.things["contact_plan:noah"]
    rows = list(Entry.objects.filter(contact_visit__plan=plan, series__isnull=False).order_by("starts", "pk"))
    entry = rows[number]
    if number == 3:
        visiting.cancel_visit(actor=inger, entry=entry, seen=1, by=CancelledBy.PARENT, reason="Mor ringede og var syg.")
        slot = Slot(entry.starts + timedelta(days=7), time(10), 360)
        new = visiting.make_up(actor=inger, entry=entry, slot=slot, place="", submission=submission("contact:noah:new"))
        stage.things["entry:visit_cancelled"], stage.things["entry:visit_new"] = entry, new
        return
    if number == 4:
        new = stage.things["entry:visit_new"]
        visiting.hold_visit(actor=inger, entry=new, seen=new.version)
    visiting.hold_visit(actor=inger, entry=entry, seen=entry.version)
    stage.things["entry:visit"] = entry
    if number == 2:
        text = "Glad, da vi hentede ham. Han faldt i søvn i bilen og ville ikke spise til aften."
        visiting.note_reaction(
            actor=inger, entry=entry, moment=Moment.AFTER, text=text, submission=submission("contact:noah:seen")
        )


def _astas_father(stage: Stage) -> None:
    plan = _plan(stage, "asta", "asta", "jonas", "far", Relation.PARENT, Hidden.FAMILY)
    starts = stage.today - timedelta(days=95)
    changes = {"every": "w4", "weekday": "6", "place": "Kildegården, Enghavevej 40", "brings": "Rådgiveren", "digital": ""}
    version = _propose(stage, plan, "jonas", "asta", starts, fetches="Rådgiveren", **changes)
    _agree(stage, plan, version, "jonas", "lise")


def _noahs_grandmother(stage: Stage) -> None:
    plan = _plan(stage, "grandmother", "noah", "sara", "farmor", Relation.NETWORK)
    starts = stage.today + timedelta(days=20)
    changes = {"every": "m1", "weekday": "6", "begins": "13:00", "place": "Hos farmor", "special_days": "", "digital": ""}
    version = _propose(stage, plan, "sara", "grandmother", starts, **changes)
    _agree(stage, plan, version, "sara")


def _name_visits(stage: Stage) -> None:
    """A visit to come, for the tests."""
    rows = Entry.objects.filter(contact_visit__plan=stage.things["contact_plan:noah"], starts__gt=stage.today)
    stage.things["entry:visit_coming"] = rows.order_by("starts", "pk")[0]
    hidden = Entry.objects.filter(contact_visit__plan=stage.things["contact_plan:asta"], starts__gt=stage.today)
    stage.things["entry:visit_hidden"] = hidden.order_by("starts", "pk")[0]
