"""Respite: asked for, offered, agreed on, held; on the reply clock, and never two at once."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plejebro.agenda.enums import CancelledBy, EntryState, Kind
from plejebro.agenda.models import Entry
from plejebro.agenda.respite import actions, duties, pages, promises
from plejebro.agenda.respite.actions import Days, Place
from plejebro.agenda.respite.enums import Status, Step
from plejebro.agenda.respite.models import RespiteStay, RespiteStep
from plejebro.clocks.enums import ClockState
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.models import OutboxMessage
from tests.agenda.respite.steps import (
    asks,
    days_ahead,
    fresh,
    hidden,
    is_offered,
    presses,
    says_yes,
    sign,
    stay_of,
    told,
    typed,
    url,
)
from tests.filling import words

# --- the whole way ----------------------------------------------------------------------------------------------------


def test_inger_asks_mette_offers_other_days_they_agree_and_it_is_held(cast: Any) -> None:
    inger, days = cast.inger.client(), days_ahead(cast, 50)
    sent = {"starts": typed(days.starts), "ends": typed(days.ends), "begins": "15", "finishes": "17.30"}
    form = {**sent, "reason": "Vi skal til bryllup.", "submission": str(uuid.uuid4())}
    assert inger.post(url("respite_ask", cast.noah), form).status_code == 302
    stay = RespiteStay.objects.get(starts=days.starts)
    assert (stay.status, stay.entry.state, stay.entry.kind) == (Status.WAITING_MUNICIPALITY, "asked", Kind.RESPITE)
    assert told("respite.asked", stay) == ["Mette Holm"]

    assert "Aftalt svarfrist" in words(cast.mette.client().get(url("respite_stay", stay)))
    later = days_ahead(cast, 51)
    offer = {"starts": typed(later.starts), "ends": typed(later.ends), "relief": "Familien Lund", "payer": "contract"}
    assert presses(cast, "mette", "respite_offer", stay, **offer).status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.starts, stay.clock.state) == (Status.WAITING_FAMILY, later.starts, ClockState.STOPPED)
    assert told("respite.offered", stay) == ["Inger Dahl", "Per Dahl"]

    page = inger.get(url("respite_stay", stay))
    assert "Kommunen har tilbudt, venter på jer" in words(page) and "hos Familien Lund" in words(page)
    fields = hidden(inger, url("respite_stay", stay), url("respite_confirm", stay))
    assert inger.post(url("respite_confirm", stay), fields).status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.entry.state, stay.entry.starts) == (Status.CONFIRMED, EntryState.PLANNED, later.starts)
    assert stay.entry.moved_from is None and stay.entry.place == "Familien Lund"

    cast.later(days=(later.ends - cast.today).days)
    assert presses(cast, "mette", "respite_hold", stay, text="Det gik godt.").status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.entry.state) == (Status.HELD, EntryState.HELD)
    assert pages.respite_days(cast.noah.pk, later.starts, later.starts) == {later.starts}
    steps = list(RespiteStep.objects.filter(stay=stay).order_by("pk").values_list("step", flat=True))
    assert steps == [Step.ASKED, Step.OFFERED, Step.CONFIRMED, Step.HELD]


def test_the_family_says_the_days_do_not_fit_and_the_clock_goes_on_where_it_stopped(cast: Any) -> None:
    stay = asks(cast)
    due = stay.clock.due_on
    cast.workdays_later(2)
    stay = is_offered(cast, stay)
    cast.workdays_later(3)
    other = days_ahead(cast, 49)
    answer = presses(
        cast, "per", "respite_counter", stay, starts=typed(other.starts), ends=typed(other.ends), text="Der er kamp."
    )
    assert answer.status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.starts, stay.relief) == (Status.WAITING_MUNICIPALITY, other.starts, "")
    assert stay.clock.state == ClockState.RUNNING and stay.clock.due_on > due
    assert told("respite.countered", stay) == ["Mette Holm"]
    assert "Der er kamp." in words(cast.mette.client().get(url("respite_stay", stay)))


def test_a_no_takes_a_reason_and_keeps_what_was_typed(cast: Any) -> None:
    stay = asks(cast)
    refused = presses(cast, "mette", "respite_decline", stay, text=" ")
    assert refused.status_code == 422 and "Skriv, hvorfor I ikke kan tilbyde det." in words(refused)
    assert presses(cast, "mette", "respite_decline", stay, text="Alle pladser er optaget.").status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.entry.state, stay.entry.cancelled_by) == (Status.DECLINED, "cancelled", "municipality")
    assert "Alle pladser er optaget." in words(cast.inger.client().get(url("respite_stay", stay)))


def test_an_agreed_stay_is_cancelled_by_whoever_could_not(cast: Any) -> None:
    stay = says_yes(cast, is_offered(cast, asks(cast)))
    assert presses(cast, "inger", "respite_cancel", stay, by="child", text="Noah er syg.").status_code == 302
    stay = fresh(stay)
    assert (stay.status, stay.entry.cancelled_by, stay.entry.reason) == (Status.CANCELLED, CancelledBy.CHILD, "")
    assert told("respite.cancelled", stay) == ["Mette Holm"]


def test_a_stay_is_not_held_before_it_is_over(cast: Any) -> None:
    stay = says_yes(cast, is_offered(cast, asks(cast)))
    assert "Skriv ned, at det er holdt" not in words(cast.inger.client().get(url("respite_stay", stay)))
    refused = presses(cast, "inger", "respite_hold", stay, text="Det gik fint.")
    assert refused.status_code == 409 and "Opholdet slutter først" in words(refused) and "Det gik fint." in words(refused)


# --- the clock --------------------------------------------------------------------------------------------------------


def test_the_consultant_is_reminded_and_the_leader_told_once_each(cast: Any) -> None:
    stay = asks(cast)
    cast.workdays_later(stay.clock.workdays - 2)
    duties.run_duties()
    assert (told("respite.remind", stay), told("respite.due", stay)) == (["Mette Holm"], [])
    cast.workdays_later(2)
    duties.run_duties()
    assert told("respite.due", stay) == ["Hanne Gram"]
    assert duties.run_duties() == {"reminders": 0, "leaders": 0, "lapsed": 0}


def test_where_the_family_has_no_consultant_the_adviser_is_told(cast: Any) -> None:
    assert told("respite.asked", asks(cast, child="mia")) == ["Peter Skov"]


def test_days_that_come_without_an_agreement_close_the_request(cast: Any) -> None:
    stay = asks(cast, weeks=6)
    cast.later(days=(stay.starts - cast.today).days)
    duties.run_duties()
    assert fresh(stay).status == Status.WAITING_MUNICIPALITY  # the day itself is not over
    cast.later(days=1)
    duties.run_duties()
    stay = fresh(stay)
    assert (stay.status, stay.clock.state, stay.entry.state) == (Status.LAPSED, ClockState.STOPPED, "cancelled")
    assert told("respite.lapsed", stay) == ["Inger Dahl", "Mette Holm", "Per Dahl"]
    assert "Bortfaldet uden aftale" in words(cast.inger.client().get(url("respite_stay", stay)))
    assert actions.lapse(stay) is False


def test_one_stays_trouble_does_not_keep_the_others_waiting(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from plejebro.agenda.respite import messages

    troubled, other = asks(cast), asks(cast, weeks=52)
    cast.workdays_later(troubled.clock.workdays - 2)
    working = messages.tell_municipality

    def failing(thing: Any, event: Any, **more: Any) -> int:
        if thing.pk == troubled.pk:
            raise OSError("the address cannot be read")
        return working(thing, event, **more)

    monkeypatch.setattr(messages, "tell_municipality", failing)
    duties.run_duties()
    assert (told("respite.remind", troubled), told("respite.remind", other)) == ([], ["Mette Holm"])


def test_no_notice_names_a_child_a_day_a_place_or_a_word_of_the_case(cast: Any) -> None:
    stay = is_offered(cast, asks(cast))
    says_yes(cast, stay)
    found = OutboxMessage.objects.filter(path=url("respite_stay", stay))
    assert {one.kind for one in found} == {"respite.asked", "respite.offered", "respite.confirmed"}
    for one in found:
        for word in ("Noah", "Dahl", "Lund", "weekend", f"{stay.starts.day}. "):
            assert word not in (one.subject + one.body).replace(one.body.split("svarfrist:")[-1], "")
        assert stay.case_number in one.body


# --- two at once ------------------------------------------------------------------------------------------------------


def test_a_double_click_asks_and_says_yes_once(cast: Any) -> None:
    inger, days = cast.inger.client(), days_ahead(cast, 50)
    form = {"starts": typed(days.starts), "ends": typed(days.ends), "reason": "x", "submission": str(uuid.uuid4())}
    assert {inger.post(url("respite_ask", cast.noah), form).status_code for _ in range(2)} == {302}
    stay = is_offered(cast, RespiteStay.objects.get(starts=days.starts))
    fields = hidden(inger, url("respite_stay", stay), url("respite_confirm", stay))
    assert {inger.post(url("respite_confirm", stay), fields).status_code for _ in range(2)} == {302}
    steps = list(RespiteStep.objects.filter(stay=stay).order_by("pk").values_list("step", flat=True))
    assert steps == [Step.ASKED, Step.OFFERED, Step.CONFIRMED]
    assert OutboxMessage.objects.filter(path=url("respite_stay", stay), kind="respite.confirmed").count() == 1


def test_withdrawn_while_the_consultant_writes_an_offer_and_nothing_is_lost(cast: Any) -> None:
    stay = asks(cast)
    mette = cast.mette.client()
    fields = hidden(mette, url("respite_offer", stay))
    actions.withdraw(actor=cast.inger.viewer(), text="", **sign(stay))
    offer = {"starts": typed(stay.starts), "ends": typed(stay.ends), "relief": "Familien Lund", "payer": "municipality"}
    late = mette.post(url("respite_offer", stay), {**fields, **offer})
    assert late.status_code == 409 and "En anden har gjort noget ved det imens" in words(late)
    assert 'value="Familien Lund"' in late.content.decode()
    assert fresh(stay).status == Status.WITHDRAWN


def test_the_offer_that_was_changed_is_not_the_one_that_is_accepted(cast: Any) -> None:
    stay = is_offered(cast, asks(cast))
    seen = stay.version
    is_offered(cast, stay, place=Place("Familien Møller", payer="municipality"))
    with pytest.raises(ChangedMeanwhile):
        actions.confirm(actor=cast.inger.viewer(), stay=stay, text="", submission=uuid.uuid4(), seen_version=seen)


@pytest.mark.parametrize(
    ("key", "name", "who"),
    [("late", "respite_confirm", "inger"), ("held", "respite_cancel", "mette"), ("ahead", "respite_offer", "mette")],
)
def test_a_step_out_of_turn_changes_nothing(cast: Any, key: str, name: str, who: str) -> None:
    stay = stay_of(cast, key)
    days = {"starts": typed(stay.starts), "ends": typed(stay.ends)}
    answer = presses(cast, who, name, stay, **days, relief="x", payer="family", by="family", text="x")
    assert answer.status_code == 409 and "som opholdet står nu" in words(answer)
    assert stay_of(cast, key).version == stay.version


def test_the_steps_cannot_be_rewritten(cast: Any) -> None:
    from django.db import Error

    step = RespiteStep.objects.filter(stay=stay_of(cast, "ahead")).order_by("pk").first()
    assert step is not None
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        RespiteStep.objects.filter(pk=step.pk).update(text="noget andet")


# --- clashes ----------------------------------------------------------------------------------------------------------


def test_two_stays_on_the_same_days_are_refused_with_a_sentence(cast: Any) -> None:
    ahead = stay_of(cast, "ahead")
    form = {"starts": typed(ahead.ends), "ends": typed(ahead.ends), "reason": "x", "submission": str(uuid.uuid4())}
    answer = cast.inger.client().post(url("respite_ask", cast.noah), form)
    assert answer.status_code == 409 and "Der står allerede et støtteophold (aflastning)" in words(answer)


def test_a_stay_under_a_holiday_the_child_is_on_is_refused(cast: Any) -> None:
    winter = cast.thing("wish:winter_noah")
    with pytest.raises(NotPossible, match="Barnet er med på ferie"):
        actions.ask(
            actor=cast.inger.viewer(),
            placement=cast.noah,
            days=Days(winter.ends, winter.ends + timedelta(days=1)),
            reason="x",
            submission=uuid.uuid4(),
        )


def test_the_database_refuses_two_agreed_stays_on_the_same_day_on_its_own(cast: Any) -> None:
    ahead = stay_of(cast, "ahead")
    twin = Entry.objects.get(pk=ahead.entry_id)
    twin.pk, twin.public_id = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    twin.state = EntryState.ASKED
    twin.save(force_insert=True)  # the control: what is only asked for takes no place


@pytest.mark.parametrize(
    ("typed_days", "sentence"),
    [
        ({"starts": "5.12.2027", "ends": "1.12.2027"}, "Slutdatoen ligger før startdatoen."),
        ({"starts": "i morgen", "ends": "1.12.2027"}, "Skriv datoen som dag, måned og år"),
        ({"starts": "1.11.2027", "ends": "1.11.2027", "begins": "15"}, "Skriv begge klokkeslæt"),
        ({"starts": "1.11.2027", "ends": "1.11.2027", "begins": "15", "finishes": "14"}, "Sluttidspunktet skal ligge efter"),
    ],
)
def test_days_that_make_no_sense_are_answered_beside_the_field_and_kept(
    cast: Any, typed_days: dict[str, str], sentence: str
) -> None:
    form = {**typed_days, "reason": "Vi skal rejse.", "submission": str(uuid.uuid4())}
    answer = cast.inger.client().post(url("respite_ask", cast.noah), form)
    assert answer.status_code == 422 and sentence in words(answer) and "Vi skal rejse." in words(answer)


def test_days_gone_by_cannot_be_asked_for(cast: Any) -> None:
    day = typed(cast.today - timedelta(days=1))
    form = {"starts": day, "ends": day, "reason": "x", "submission": str(uuid.uuid4())}
    answer = cast.inger.client().post(url("respite_ask", cast.noah), form)
    assert answer.status_code == 409 and "De dage er allerede gået." in words(answer)


# --- what is hidden ---------------------------------------------------------------------------------------------------


def test_a_hidden_relief_family_is_named_nowhere_on_the_familys_side(cast: Any) -> None:
    stay = stay_of(cast, "hidden")
    ruth, mette = cast.ruth.client(), cast.mette.client()
    assert "Weekendhjemmet Lærken" in words(mette.get(url("respite_stay", stay)))  # the control
    for where in (
        url("respite_stay", stay),
        url("respite", cast.sigrun),
        url("respite_csv", cast.sigrun),
        url("respite_counter", stay),
        f"{reverse('agenda:respite_list')}?vis=alle",
    ):
        text = ruth.get(where).content.decode()
        assert "Lærken" not in text, where
    assert "Nogen, der ikke vises her" in words(ruth.get(url("respite_stay", stay)))
    form = {"starts": typed(stay.starts), "ends": typed(stay.ends), "reason": "x", "submission": str(uuid.uuid4())}
    assert "Lærken" not in ruth.post(url("respite_ask", cast.sigrun), form).content.decode()
    assert (stay.entry.hidden_from, stay.entry.place) == ("family", "Weekendhjemmet Lærken, Skovlund")


def test_a_leader_who_does_not_know_the_protected_child_is_not_shown_where_it_is(cast: Any) -> None:
    text = words(cast.ole.client().get(url("respite_stay", stay_of(cast, "hidden"))))
    assert "Lærken" not in text and "Ruth" not in text and "Sigrun" not in text


@pytest.mark.parametrize("name", ["respite_stay", "respite_offer", "respite_confirm", "respite_hold"])
@pytest.mark.parametrize("who", ["karen", "peter", "ole", "tove", "mona"])
def test_a_rich_outsider_does_not_find_it(cast: Any, who: str, name: str) -> None:
    """Karen has a stay, Peter and Ole have children with stays of their own."""
    assert cast.people[who].client().get(url(name, stay_of(cast, "late"))).status_code == 404


def test_the_family_cannot_offer_and_the_municipality_cannot_say_yes(cast: Any) -> None:
    stay = stay_of(cast, "late")
    assert cast.inger.client().get(url("respite_offer", stay)).status_code == 403
    assert cast.mette.client().get(url("respite_confirm", stay)).status_code == 403
    assert cast.birgit.client().get(url("respite_offer", stay)).status_code == 403
    assert cast.hanne.client().get(url("respite_offer", stay)).status_code == 200  # the control


def test_a_family_alone_with_its_record_is_told_that_the_municipality_is_not_there(cast: Any) -> None:
    mona = cast.mona.client()
    assert "Kommunen er ikke med her endnu" in words(mona.get(url("respite", cast.viktor)))
    assert mona.get(url("respite_ask", cast.viktor)).status_code == 403
    with pytest.raises(NotPossible, match="Kommunen er ikke med her endnu"):
        asks(cast, "mona", "viktor")


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_years_days_are_counted_against_the_contract(cast: Any) -> None:
    text = words(cast.inger.client().get(url("respite", cast.noah)))
    assert "36 dage om året i kontrakten" in text and "3 dage holdt" in text and "3 dage aftalt" in text
    assert "Der er 30 dage tilbage at aftale i 2026." in text


def test_who_may_not_read_the_contract_is_not_told_what_it_promises(cast: Any) -> None:
    text = words(cast.sara.client().get(url("respite", cast.noah)))
    assert "dage i kontrakten (ikke oplyst)" in text and "36" not in text


def test_without_a_contract_the_promise_is_not_stated(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "_source", None)
    assert promises.promised(cast.noah.pk, cast.inger.viewer(), cast.today) is None


def test_a_stay_over_new_year_is_counted_in_both_years(cast: Any) -> None:
    from datetime import date

    from plejebro.agenda.respite.rules import days_in

    stay = date(2026, 12, 30), date(2027, 1, 2)
    assert days_in(*stay, date(2026, 1, 1), date(2026, 12, 31)) == 2
    assert days_in(*stay, date(2027, 1, 1), date(2027, 12, 31)) == 2


def test_the_municipality_finds_what_waits_by_name_and_by_case_number(cast: Any) -> None:
    where, mette = reverse("agenda:respite_list"), cast.mette.client()
    late = stay_of(cast, "late")
    text = words(mette.get(where))
    assert late.case_number in text and "aftalt svar var" in text and stay_of(cast, "hidden").case_number not in text
    assert late.case_number in words(mette.post(where, {"q": "Noah"}))
    assert late.case_number not in words(mette.post(f"{where}?vis=alle", {"q": "Sigrun"}))
    assert stay_of(cast, "ahead").case_number in words(
        mette.post(f"{where}?vis=alle", {"q": stay_of(cast, "ahead").case_number})
    )
    assert "Ingen fundet" in words(mette.post(where, {"q": "Ingenting"}))
    for kind in ("ferie", "pasning"):
        assert "Venter på kommunens svar" in words(mette.get(f"{where}?slags={kind}"))
    assert "Holdt" in words(mette.get(f"{where}?vis=afsluttede"))


def test_the_file_for_a_spreadsheet_holds_the_year_and_no_formula(cast: Any) -> None:
    stay = asks(cast, weeks=52)
    is_offered(cast, stay, place=Place("=SUM(A1)", payer="municipality"))
    answer = cast.mette.client().get(f"{url('respite_csv', cast.noah)}?aar={stay.starts.year}")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and text.startswith("\ufeffslags;hvornår;dage")
    assert ";'=SUM(A1);Kommunen;" in text and "Noah" not in text
    assert "Ferie, uden barnet" in cast.mette.client().get(url("respite_csv", cast.noah)).content.decode()


def test_the_pages_ask_the_database_as_often_however_many_stays_there_are(cast: Any) -> None:
    def count(where: str) -> int:
        client = cast.mette.client()
        client.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        return len(caught)

    pages_of = (url("respite", cast.noah), f"{reverse('agenda:respite_list')}?vis=alle")
    before = [count(where) for where in pages_of]
    for weeks in (50, 51, 52, 53):
        is_offered(cast, asks(cast, weeks=weeks))
    assert [count(where) for where in pages_of] == before


# --- what it comes to -------------------------------------------------------------------------------------------------


def test_days_held_change_the_month_where_the_contract_says_so(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contract that pays neither vederlag nor kost og logi meanwhile: three days held are three days without."""
    from plejebro.agreements.statements import actions as statements
    from plejebro.agreements.statements.models import MonthlyStatement

    stay = says_yes(cast, is_offered(cast, asks(cast, weeks=6)))
    month = MonthlyStatement.objects.get(contract__placement=cast.noah, month=stay.starts.replace(day=1))
    plain = month.basis.taxable
    terms = statements._terms  # the story's contracts keep paying during respite: these lose both
    monkeypatch.setattr(statements, "_terms", lambda row, one: replace(terms(row, one), during_respite="loses_both"))
    cast.later(days=(stay.ends - cast.today).days)
    actions.hold(actor=cast.inger.viewer(), text="", **sign(stay))
    month = MonthlyStatement.objects.get(contract__placement=cast.noah, month=stay.starts.replace(day=1))
    assert 0 < month.basis.taxable < plain


def test_days_held_change_nothing_where_the_contract_keeps_paying(cast: Any) -> None:
    from plejebro.agreements.statements.models import MonthlyStatement

    stay = says_yes(cast, is_offered(cast, asks(cast, weeks=6)))
    before = MonthlyStatement.objects.get(contract__placement=cast.noah, month=stay.starts.replace(day=1)).basis_id
    cast.later(days=(stay.ends - cast.today).days)
    actions.hold(actor=cast.inger.viewer(), text="", **sign(stay))
    after = MonthlyStatement.objects.get(contract__placement=cast.noah, month=stay.starts.replace(day=1)).basis_id
    assert after == before
