"""The holiday plan and child care: wished for by the family, answered by the municipality, each child for itself."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from plejebro.agenda.respite import holiday_actions, rules
from plejebro.agenda.respite.care_actions import Care
from plejebro.agenda.respite.enums import CareState, Status, WishState
from plejebro.agenda.respite.holiday_actions import Wished
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.models import OutboxMessage
from tests.agenda.respite.steps import fresh, hidden, is_offered, presses, says_yes, told, typed, url
from tests.filling import words

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


def monday(cast: Any, weeks: int) -> date:
    day: date = cast.today - timedelta(days=cast.today.weekday()) + timedelta(weeks=weeks)
    return day


def wishes(
    cast: Any, weeks: int, *, days: int = 7, child: str = "uden", who: str = "inger", also: tuple[Any, ...] = ()
) -> Any:
    starts = monday(cast, weeks)
    form = {
        "starts": typed(starts),
        "ends": typed(starts + timedelta(days=days - 1)),
        "child": child,
        "also": [str(one.public_id) for one in also],
        "submission": str(uuid.uuid4()),
    }
    return cast.people[who].client().post(url("holiday_wish", cast.noah), form)


def newest() -> HolidayWish:
    wish = HolidayWish.objects.select_related("placement", "stay", "entry").order_by("-pk").first()
    assert wish is not None
    return wish


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_a_holiday_without_the_child_asks_for_relief_and_warns_both_sides_until_it_is_offered(cast: Any) -> None:
    assert wishes(cast, 28).status_code == 302
    wish = newest()
    assert wish.stay is not None and wish.stay.status == Status.WAITING_MUNICIPALITY
    assert told("holiday.asked", wish, "holiday") == ["Mette Holm"] == told("respite.asked", wish.stay)
    for who, whose in (("inger", "I har ønsket"), ("mette", "Familien har ønsket"), ("sara", "Familien har ønsket")):
        text = words(cast.people[who].client().get(url("holiday_plan", cast.noah)))
        assert "15 feriedage uden tilbudt støtteophold" in text and whose in text
    is_offered(cast, fresh(wish.stay))
    text = words(cast.inger.client().get(url("holiday_plan", cast.noah)))
    assert "10 feriedage uden tilbudt støtteophold" in text and "Tilbudt" in text
    summer = RespiteStay.objects.get(wish=cast.thing("wish:summer"))
    is_offered(cast, fresh(summer))
    assert "10 feriedage uden tilbudt" not in words(cast.inger.client().get(url("holiday_plan", cast.noah)))


def test_few_days_without_an_offer_are_told_calmly(cast: Any) -> None:
    is_offered(cast, fresh(RespiteStay.objects.get(wish=cast.thing("wish:summer"))))
    wishes(cast, 28, days=2)
    html = cast.inger.client().get(url("holiday_plan", cast.noah)).content.decode()
    assert "2 feriedage uden tilbudt" in html and 'class="notice info"' in html and 'class="notice warning"' not in html
    wishes(cast, 29, days=3)
    html = cast.inger.client().get(url("holiday_plan", cast.noah)).content.decode()
    assert "5 feriedage uden tilbudt" in html and 'class="notice warning"' in html


def test_a_holiday_with_the_child_or_with_another_place_to_be_never_warns(cast: Any) -> None:
    is_offered(cast, fresh(RespiteStay.objects.get(wish=cast.thing("wish:summer"))))
    wishes(cast, 28, child="med")
    wishes(cast, 29, child="andet")
    assert newest().stay is None
    assert "uden tilbudt støtteophold (aflastning)" not in words(cast.inger.client().get(url("holiday_plan", cast.noah)))


def test_the_municipality_answers_and_a_no_takes_a_reason(cast: Any) -> None:
    summer = cast.thing("wish:summer")
    refused = presses(cast, "mette", "holiday_answer", summer, yes="nej", text="")
    assert refused.status_code == 422 and "Skriv, hvorfor det ikke kan lade sig gøre." in words(refused)
    assert presses(cast, "mette", "holiday_answer", summer, yes="nej", text="Alt er optaget.").status_code == 302
    summer.refresh_from_db()
    assert (summer.state, summer.entry.state) == (WishState.REFUSED, "cancelled")
    assert told("holiday.refused", summer, "holiday") == ["Inger Dahl", "Per Dahl"]
    assert "Alt er optaget." in words(cast.per.client().get(url("holiday", summer)))


def test_a_yes_puts_the_days_in_the_calendar_and_a_double_click_does_it_once(cast: Any) -> None:
    spring = cast.thing("wish:spring")
    mette = cast.mette.client()
    fields = {**hidden(mette, url("holiday_answer", spring)), "yes": "ja", "text": ""}
    assert {mette.post(url("holiday_answer", spring), fields).status_code for _ in range(2)} == {302}
    spring.refresh_from_db()
    assert (spring.state, spring.entry.state, spring.version) == (WishState.AGREED, "planned", 2)
    assert OutboxMessage.objects.filter(kind="holiday.agreed", path=url("holiday", spring)).count() == 2


def test_answered_while_the_family_withdraws_the_second_one_is_told(cast: Any) -> None:
    spring = cast.thing("wish:spring")
    mette = cast.mette.client()
    fields = {**hidden(mette, url("holiday_answer", spring)), "yes": "ja", "text": "God tur."}
    assert presses(cast, "inger", "holiday_withdraw", spring).status_code == 302
    late = mette.post(url("holiday_answer", spring), fields)
    assert late.status_code == 409 and "God tur." in words(late)
    spring.refresh_from_db()
    assert spring.state == WishState.WITHDRAWN
    with pytest.raises(ChangedMeanwhile):
        holiday_actions.answer(actor=cast.mette.viewer(), wish=spring, yes=True, text="", seen_version=1)


def test_withdrawn_takes_the_relief_not_yet_agreed_with_it(cast: Any) -> None:
    wishes(cast, 28)
    wish = newest()
    assert presses(cast, "inger", "holiday_withdraw", wish).status_code == 302
    assert RespiteStay.objects.get(pk=wish.stay_id).status == Status.WITHDRAWN
    wishes(cast, 28)
    again = newest()
    assert again.stay is not None
    says_yes(cast, is_offered(cast, fresh(again.stay)))
    presses(cast, "inger", "holiday_withdraw", again)
    assert RespiteStay.objects.get(pk=again.stay_id).status == Status.CONFIRMED  # an agreement is cancelled, not lost


# --- two children, two municipalities ---------------------------------------------------------------------------------


def test_each_municipality_sees_its_own_childs_holiday_and_nothing_of_the_other(cast: Any) -> None:
    assert wishes(cast, 28, child="med", also=(cast.mia,)).status_code == 302
    of_mia, of_noah = (HolidayWish.objects.filter(placement=one).latest("pk") for one in (cast.mia, cast.noah))
    assert of_mia.starts == of_noah.starts and of_mia.case_number != of_noah.case_number
    peter, mette, inger = (cast.people[who].client() for who in ("peter", "mette", "inger"))
    assert (peter.get(url("holiday", of_mia)).status_code, peter.get(url("holiday", of_noah)).status_code) == (200, 404)
    assert (mette.get(url("holiday", of_noah)).status_code, mette.get(url("holiday", of_mia)).status_code) == (200, 404)
    assert inger.get(url("holiday", of_mia)).status_code == inger.get(url("holiday", of_noah)).status_code == 200
    text = words(peter.get(url("holiday_plan", cast.mia)))
    assert "Noah" not in text and of_noah.case_number not in text
    assert told("holiday.asked", of_mia, "holiday") == ["Peter Skov"]


def test_somebody_elses_child_cannot_be_added_to_a_wish(cast: Any) -> None:
    answer = wishes(cast, 28, child="med", also=(cast.liv,))
    assert answer.status_code == 422 and not HolidayWish.objects.filter(placement=cast.liv).exists()


def test_where_one_child_cannot_none_is_wished_for_and_the_child_is_named_to_the_family(cast: Any) -> None:
    weeks = (cast.thing("wish:winter_mia").starts - monday(cast, 0)).days // 7
    presses(cast, "inger", "holiday_withdraw", cast.thing("wish:winter_noah"))
    before = HolidayWish.objects.count()
    answer = wishes(cast, weeks, child="med", also=(cast.mia,))
    assert answer.status_code == 409 and "Mia: Der står allerede et ferieønske" in words(answer)
    assert HolidayWish.objects.count() == before


# --- clashes ----------------------------------------------------------------------------------------------------------


def test_two_wishes_for_the_same_days_are_refused(cast: Any) -> None:
    summer = cast.thing("wish:summer")
    wished = Wished(summer.ends, summer.ends + timedelta(days=2), True, False)
    with pytest.raises(NotPossible, match="Der står allerede et ferieønske"):
        holiday_actions.wish(actor=cast.inger.viewer(), placements=[cast.noah], wished=wished, submission=uuid.uuid4())


def test_the_database_refuses_two_wishes_for_a_day_on_its_own(cast: Any) -> None:
    spring, winter = cast.thing("wish:spring"), cast.thing("wish:winter_noah")
    with pytest.raises(IntegrityError), transaction.atomic():
        HolidayWish.objects.filter(pk=spring.pk).update(starts=winter.starts, ends=winter.ends)
    HolidayWish.objects.filter(pk=spring.pk).update(starts=winter.starts, ends=winter.ends, state="withdrawn")


def test_the_child_cannot_be_along_on_days_it_is_at_a_stay(cast: Any) -> None:
    ahead = cast.thing("stay:ahead")
    wished = Wished(ahead.starts, ahead.ends, True, False)
    with pytest.raises(NotPossible, match=r"Der står et støtteophold \(aflastning\)"):
        holiday_actions.wish(actor=cast.inger.viewer(), placements=[cast.noah], wished=wished, submission=uuid.uuid4())


def test_a_stay_that_is_there_already_is_what_the_holiday_leans_on(cast: Any) -> None:
    ahead = cast.thing("stay:ahead")
    wished = Wished(ahead.starts, ahead.ends, False, True)
    holiday_actions.wish(actor=cast.inger.viewer(), placements=[cast.noah], wished=wished, submission=uuid.uuid4())
    assert newest().stay is None
    assert "10 feriedage uden tilbudt" in words(cast.inger.client().get(url("holiday_plan", cast.noah)))  # the summer alone


def test_a_visit_agreed_on_while_the_child_is_away_is_pointed_out(cast: Any) -> None:
    from plejebro.agenda import entries
    from plejebro.agenda.enums import Kind

    spring = cast.thing("wish:spring")
    entries.add_entry(
        actor=cast.sara.viewer(),
        placement=cast.noah,
        kind=Kind.VISIT,
        starts=spring.starts,
        ends=spring.starts,
        begins=None,
        minutes=0,
        label="Samvær med mor",
        place="Kildevej 3",
        hidden_from="family",
    )
    text = words(cast.inger.client().get(url("holiday", spring)))
    assert "Noget andet er aftalt i de dage" in text and "Der er aftalt samvær" in text
    assert "Kildevej" not in text and "mor" not in text.split("Der er aftalt samvær")[1][:40]


# --- counting ---------------------------------------------------------------------------------------------------------


def test_holiday_days_are_mondays_to_fridays_without_public_holidays() -> None:
    week = rules.days_between(date(2026, 11, 23), date(2026, 11, 29))
    easter = rules.days_between(date(2027, 3, 22), date(2027, 3, 29))  # Thursday, Friday and Monday are public holidays
    assert (rules.holiday_days(week), rules.holiday_days(easter)) == (5, 3)


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)])
def test_the_holiday_year_begins_on_the_first_of_september(day: date, year: int) -> None:
    assert rules.holiday_year(day) == year
    first, last = rules.year_bounds(year)
    assert first <= day <= last


@given(st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=4), st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=4))
def test_one_more_offer_never_adds_to_the_days_without_one(
    wanted: list[tuple[date, int]], given_: list[tuple[date, int]]
) -> None:
    def spans(rows: list[tuple[date, int]]) -> list[tuple[date, date]]:
        return [(first, first + timedelta(days=more)) for first, more in rows]

    whole = rules.without_offer(spans(wanted), [])
    left = whole
    for number in range(len(given_) + 1):
        now = rules.without_offer(spans(wanted), spans(given_[:number]))
        assert 0 <= now <= left
        left = now
    assert rules.without_offer(spans(wanted), spans(wanted)) == 0


# --- child care -------------------------------------------------------------------------------------------------------


def arranges(cast: Any, who: str = "inger", **changes: Any) -> Any:
    form = {
        "on": typed(cast.today + timedelta(days=30)),
        "begins": "18",
        "finishes": "23.30",
        "carer": "Mormor Else",
        "payer": "family",
        "submission": str(uuid.uuid4()),
        **changes,
    }
    return cast.people[who].client().post(url("care_ask", cast.noah), form)


def test_care_the_family_pays_is_agreed_at_once_and_held_by_either(cast: Any) -> None:
    assert arranges(cast).status_code == 302
    care = CareArrangement.objects.latest("pk")
    assert (care.state, care.entry.state) == (CareState.AGREED, "planned")
    assert not OutboxMessage.objects.filter(path=url("care", care)).exists()
    early = presses(cast, "inger", "care_hold", care)
    assert early.status_code == 409 and "Det er først" in words(early)
    cast.later(days=30)
    assert presses(cast, "mette", "care_hold", care).status_code == 302
    care.refresh_from_db()
    assert (care.state, care.entry.state) == (CareState.HELD, "held")


def test_care_the_municipality_pays_waits_for_its_answer(cast: Any) -> None:
    evening = cast.thing("care:evening")
    assert told("care.asked", evening, "care") == ["Mette Holm"]
    assert presses(cast, "sara", "care_answer", evening, yes="ja", text="Send regningen til os.").status_code == 302
    evening.refresh_from_db()
    assert evening.state == CareState.AGREED
    assert "Send regningen til os." in words(cast.inger.client().get(url("care", evening)))
    assert presses(cast, "inger", "care_cancel", evening, text="Kurset er flyttet.").status_code == 302
    evening.refresh_from_db()
    assert (evening.state, evening.entry.cancelled_by) == (CareState.CANCELLED, "family")
    assert told("care.cancelled", evening, "care") == ["Mette Holm"]


def test_care_refused_takes_a_reason(cast: Any) -> None:
    evening = cast.thing("care:evening")
    assert presses(cast, "mette", "care_answer", evening, yes="nej", text=" ").status_code == 422
    assert presses(cast, "mette", "care_answer", evening, yes="nej", text="Det er i kontrakten.").status_code == 302
    evening.refresh_from_db()
    assert evening.state == CareState.REFUSED


def test_two_who_care_at_once_are_refused_and_a_double_click_is_one(cast: Any) -> None:
    one = str(uuid.uuid4())
    assert {arranges(cast, submission=one).status_code for _ in range(2)} == {302}
    assert CareArrangement.objects.filter(carer="Mormor Else").count() == 1
    clash = arranges(cast, begins="23", finishes="1")
    assert clash.status_code == 409 and "Der er allerede pasning" in words(clash) and "Mormor Else" in clash.content.decode()
    assert arranges(cast, begins="12", finishes="18").status_code == 302  # right up to it


def test_care_after_midnight_ends_the_day_after() -> None:
    from datetime import time

    late = Care(date(2026, 12, 5), time(20, 0), time(1, 0), "Else", "family")
    assert (late.ends, late.minutes) == (date(2026, 12, 6), 300)


@pytest.mark.parametrize(("name", "key"), [("holiday", "wish:summer"), ("care", "care:evening")])
@pytest.mark.parametrize("who", ["karen", "peter", "ole", "tove", "mona", "lars"])
def test_a_rich_outsider_finds_neither(cast: Any, who: str, name: str, key: str) -> None:
    assert cast.people[who].client().get(url(name, cast.thing(key))).status_code == 404


def test_each_side_keeps_to_its_own_steps(cast: Any) -> None:
    assert cast.inger.client().get(url("holiday_answer", cast.thing("wish:summer"))).status_code == 403
    assert cast.mette.client().get(url("holiday_withdraw", cast.thing("wish:summer"))).status_code == 403
    assert cast.inger.client().get(url("care_answer", cast.thing("care:evening"))).status_code == 403
    assert cast.birgit.client().get(url("care_hold", cast.thing("care:evening"))).status_code == 403
