"""The municipality decides a plan alone when the family has been heard, and ends one; a plan on paper."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from pypdf import PdfReader

from plejebro.agenda import entries
from plejebro.agenda.contact import actions, deciding, visiting
from plejebro.agenda.contact.actions import Suspension, Wanted
from plejebro.agenda.contact.enums import PauseKind
from plejebro.agenda.contact.figures import figures_of, visits_in
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.planning import plan_ahead
from plejebro.agenda.contact.visiting import Slot
from plejebro.agenda.enums import PLAN_ENDED, CancelledBy, EntryState
from plejebro.agenda.models import Entry
from plejebro.audit.models import Event
from plejebro.cli.story.agenda_contact import plan_content
from plejebro.kernel.danish_time import local
from plejebro.kernel.refusals import NotPossible
from plejebro.notifications.models import OutboxMessage
from plejebro.versions.models import Acceptance, Version
from tests.agenda.contact.test_contact_forms import typed, url, with_code
from tests.agenda.contact.test_contact_plans import agreed, new_plan, visits
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NO = "Hver uge er for meget for ham."
WHY = "Vi har lagt vægt på, at barnet selv ønsker det."


def asked(cast: Cast, plan: ContactPlan, *, days: int = 1, answer_in: int | None = 14, every: str = "w1") -> Version:
    wanted = Wanted(
        plan_content(special_days="", every=every),
        cast.today + timedelta(days=days),
        None,
        cast.today + timedelta(days=answer_in) if answer_in is not None else None,
    )
    return actions.propose_plan(actor=cast.sara.viewer(), plan=plan, wanted=wanted, submission=uuid4())


def says_no(cast: Cast, plan: ContactPlan, version: Version) -> None:
    actions.settle_plan(actor=cast.anne.viewer(), plan=plan, version=version, reason=NO)


def decided(cast: Cast, plan: ContactPlan, version: Version) -> None:
    deciding.decide_plan(
        actor=cast.sara.viewer(), plan=plan, version=version, factor=True, seen_hash=version.hash, reason=WHY
    )


def test_the_adviser_decides_after_a_no_and_both_sides_can_see_who_decided(cast: Cast) -> None:
    plan = new_plan(cast)
    version = asked(cast, plan)
    sara, address = with_code(cast.sara), url("contact_decide", plan.public_id, 1)
    assert sara.get(address).status_code == 302
    says_no(cast, plan, version)
    page = sara.get(url("contact_version", plan.public_id, 1)).content.decode()
    assert "beslutte planen uden enighed" in page
    form = sara.get(address).content.decode()
    assert NO in form
    lacking = sara.post(address, {"hash": version.hash, "reason": " ", "read": "on"})
    assert lacking.status_code == 422
    assert "Skriv hvorfor" in lacking.content.decode()
    assert not visits(plan)
    assert sara.post(address, {"hash": version.hash, "reason": WHY, "read": "on"}).status_code == 302
    assert len(visits(plan)) > 50
    for who in (cast.anne, cast.sara):
        shown = who.client().get(url("contact_version", plan.public_id, 1)).content.decode()
        assert "Besluttet af kommunen" in shown
        assert "Aftalt af begge" not in shown
        assert NO in shown
        assert WHY in shown
        assert "har ikke godkendt" in shown
        assert "Besluttet af kommunen" in who.client().get(url("contact_plan", plan.public_id)).content.decode()
    assert Acceptance.objects.get(version=version).factor
    told = OutboxMessage.objects.filter(kind="contact.decide")
    assert {row.recipient_id for row in told} >= {cast.anne.user_pk}
    assert not any("far" in row.subject + row.body for row in told)
    assert Event.objects.filter(action="contact.decide").count() == 1
    assert sara.post(address, {"hash": version.hash, "reason": WHY, "read": "on"}).status_code == 302
    assert Event.objects.filter(action="contact.decide").count() == 1


def test_the_code_is_asked_for_and_the_family_cannot_decide(cast: Cast) -> None:
    plan = new_plan(cast)
    version = asked(cast, plan)
    says_no(cast, plan, version)
    address = url("contact_decide", plan.public_id, 1)
    sent = {"hash": version.hash, "reason": WHY, "read": "on"}
    assert cast.sara.client().post(address, sent).status_code == 302
    assert not Acceptance.objects.filter(version=version).exists()
    assert with_code(cast.anne).post(address, sent).status_code == 403
    assert "beslutte planen uden" not in cast.anne.client().get(url("contact_version", plan.public_id, 1)).content.decode()


def test_silence_is_waited_for_and_the_past_is_not_decided(cast: Cast) -> None:
    plan = new_plan(cast)
    version = asked(cast, plan, days=3, answer_in=10)
    assert "Svar senest" in cast.anne.client().get(url("contact_version", plan.public_id, 1)).content.decode()
    with pytest.raises(NotPossible, match="kan svare til og med"):
        decided(cast, plan, version)
    cast.later(days=11)
    decided(cast, plan, version)
    assert min(row.starts for row in visits(plan)) >= cast.today
    page = cast.anne.client().get(url("contact_version", plan.public_id, 1)).content.decode()
    assert "Familien har ikke svaret" in page


def test_a_decision_takes_the_place_of_what_was_agreed(cast: Cast) -> None:
    plan, _ = agreed(cast)
    version = asked(cast, plan, days=30)
    says_no(cast, plan, version)
    decided(cast, plan, version)
    first, second = cast.today + timedelta(days=30), [row for row in visits(plan) if row.series_id]
    later = [row for row in second if row.starts >= first]
    assert {(after.starts - before.starts).days for before, after in pairwise(later)} == {7}
    lines = cast.sara.client().get(url("contact_plan", plan.public_id)).content.decode()
    assert "Aftalt af begge" in lines
    assert "Besluttet af kommunen" in lines


def test_below_the_floor_the_municipality_does_not_decide_alone(cast: Cast) -> None:
    plan = new_plan(cast)
    version = asked(cast, plan, every="w6")
    says_no(cast, plan, version)
    with pytest.raises(NotPossible, match="barnets lov § 104"):
        decided(cast, plan, version)
    sent = typed(cast, seen=1, answer_by=f"{cast.today:%d.%m.%Y}")
    refused = cast.sara.client().post(url("contact_offer", plan.public_id), sent)
    assert refused.status_code == 409
    assert "Giv familien tid til at svare" in refused.content.decode()


def test_a_plan_ends_and_what_nobody_touched_is_cancelled(cast: Cast) -> None:
    plan, _ = agreed(cast)
    rows, anne = visits(plan), cast.anne.viewer()
    moved = rows[8]
    visiting.move_visit(
        actor=anne, entry=moved, seen=1, slot=Slot(moved.starts + timedelta(days=1), time(12), 60), reason="Fest"
    )
    last = rows[4].starts
    open_one = asked(cast, plan, days=60)
    sara, address = cast.sara.client(), url("contact_end", plan.public_id)
    assert "Afslut planen" in sara.get(address).content.decode()
    early = sara.post(address, {"last_day": f"{cast.today - timedelta(days=1):%d.%m.%Y}", "reason": "Slut"})
    assert early.status_code == 409
    assert "Slut" in early.content.decode()
    assert sara.post(address, {"last_day": f"{last:%d.%m.%Y}", "reason": "Far er flyttet."}).status_code == 302
    now = {row.pk: row for row in visits(plan)}
    assert [now[row.pk].state for row in rows[:5]] == [EntryState.PLANNED] * 5
    assert now[moved.pk].state == EntryState.PLANNED
    gone = [now[row.pk] for row in rows[5:] if row.pk != moved.pk]
    assert {(row.state, row.reason) for row in gone} == {(EntryState.CANCELLED, PLAN_ENDED)}
    open_one.standing.refresh_from_db()
    assert open_one.standing.state == "lapsed"
    cast.later(days=200)
    plan_ahead()
    assert len(visits(plan)) == len(now)
    assert "Planen sluttede" in cast.anne.client().get(url("contact_plan", plan.public_id)).content.decode()
    period = visits_in([plan.pk], date(2000, 1, 1), date(2100, 1, 1))
    assert figures_of("far", period, cast.today).cancelled == 0
    assert url("visit_make_up", gone[0].public_id) not in sara.get(url("visit", gone[0].public_id)).content.decode()
    with pytest.raises(NotPossible, match="gælder ikke længere"):
        visiting.make_up(actor=anne, entry=gone[0], slot=Slot(cast.today, time(10), 60), place="", submission=uuid4())
    with pytest.raises(NotPossible, match="slutter allerede"):
        deciding.end_plan(actor=cast.sara.viewer(), plan=plan, last_day=cast.today, reason="Igen")


def test_the_end_of_a_pause_brings_nothing_back_of_a_plan_that_has_ended(cast: Cast) -> None:
    plan, _ = agreed(cast)
    sara, today = cast.sara.viewer(), cast.today
    wanted = Suspension(PauseKind.CHILD, today + timedelta(days=1), today + timedelta(days=50), today)
    pause = actions.suspend(actor=sara, plan=plan, wanted=wanted, submission=uuid4())
    deciding.end_plan(actor=sara, plan=plan, last_day=today + timedelta(days=1), reason="Slut")
    assert actions.resume(actor=sara, plan=plan, pause=pause, on=today + timedelta(days=2)) == 0
    assert not Entry.objects.filter(contact_visit__plan=plan, state=EntryState.PLANNED).exists()


def test_a_night_away_keeps_its_time_on_the_wall_when_it_is_made_up_over_a_clock_change(cast: Cast) -> None:
    plan, _ = agreed(cast, nights=1, begins="15:00", until="12:00")
    row, anne = visits(plan)[0], cast.anne.client()
    visiting.cancel_visit(actor=cast.anne.viewer(), entry=row, seen=1, by=CancelledBy.PARENT, reason="Syg")
    for day in (date(2027, 3, 27), date(2027, 10, 30)):
        Entry.objects.filter(makes_up=row).delete()
        Entry.objects.filter(contact_visit__plan=plan, starts__gte=day - timedelta(days=1), ends__lte="2027-11-01").delete()
        sent = {"on": f"{day:%d.%m.%Y}", "begins": "15.00", "until": "12.00", "place": "", "submission": str(uuid4())}
        assert anne.post(url("visit_make_up", row.public_id), sent).status_code == 302
        made = Entry.objects.get(makes_up=row)
        assert made.ends == day + timedelta(days=1)
        assert made.ends_at is not None
        assert local(made.ends_at).time() == time(12)
        move = {"on": f"{day:%d.%m.%Y}", "begins": "16.00", "until": "11.00", "reason": "", "version": made.version}
        assert anne.post(url("visit_move", made.public_id), move).status_code == 302
        made.refresh_from_db()
        assert made.ends_at is not None
        assert local(made.ends_at).time() == time(11)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_plan_on_paper_says_what_the_page_says(cast: Cast) -> None:
    plan = cast.thing("contact_plan:noah")
    answer = cast.inger.client().get(url("contact_pdf", plan.public_id, 1))
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "Samvær med mor" in text
    assert "Aftalt af begge" in text
    assert "Det passer os godt" in text
    assert "Barnets syn" in text


def test_the_hidden_place_and_person_are_not_on_the_familys_paper(cast: Cast) -> None:
    plan = cast.thing("contact_plan:asta")
    theirs = text_of(cast.lise.client().get(url("contact_pdf", plan.public_id, 1)).content)
    assert "Skjult for jer" in theirs
    assert "Kildegården" not in theirs
    assert f"Samvær med {plan.with_whom}" not in theirs

    assert "Kildegården" in text_of(cast.sara.client().get(url("contact_pdf", plan.public_id, 1)).content)


def test_nothing_is_put_in_a_calendar_after_the_placement(cast: Cast) -> None:
    placement = cast.emil
    placement.ends = cast.today + timedelta(days=10)
    with pytest.raises(NotPossible, match="Anbringelsen slutter"):
        entries.add_entry(
            actor=cast.sara.viewer(),
            placement=placement,
            kind=entries.Kind.VISIT,
            starts=cast.today + timedelta(days=11),
            ends=cast.today + timedelta(days=11),
            begins=None,
            minutes=0,
            label="Samvær",
        )
