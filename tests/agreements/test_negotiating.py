"""A contract is negotiated: proposals with their effect, companions, minutes, and a yes from both sides."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plejebro.access.middleware import SESSION_KEY
from plejebro.agreements import ending, messages, negotiating, rate_rows, tasks
from plejebro.agreements.base import SupportNegotiates
from plejebro.agreements.enums import EndingKind, NegotiationState, Reason
from plejebro.agreements.models import Ending, Negotiation, Participant
from plejebro.agreements.negotiating import Invitation
from plejebro.agreements.rate_rows_models import RateSeries
from plejebro.agreements.talks import negotiation_page
from plejebro.agreements.views.shared import CONTRACT_GRANTS
from plejebro.audit.models import Event
from plejebro.kernel import clock
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.municipalities.enums import Role
from plejebro.notifications.models import OutboxMessage
from plejebro.versions.enums import State
from plejebro.versions.models import Standing
from plejebro.versions.queries import agreed_on, latest_agreed
from tests.agreements.steps import next_month, offered, opened, says_yes, with_code
from tests.cast import Cast, Someone


@pytest.fixture
def contract(cast: Cast) -> Any:
    """Noah's contract: Inger holds it, Kaj negotiates for Ådal."""
    return cast.thing("contract:noah")


def shown(contract: Any, negotiation: Negotiation, who: Someone) -> Any:
    """The page as `who` sees it."""
    from plejebro.access.doors import with_grants
    from plejebro.agreements.rows import contract_rows

    viewer = who.viewer()
    row = with_grants(contract_rows(viewer), viewer, CONTRACT_GRANTS).get(pk=contract.pk)
    return negotiation_page(row, Negotiation.objects.get(pk=negotiation.pk), viewer)


# --- from the first proposal to the agreement ---------------------------------------------------------------------


def test_a_lower_level_is_countered_and_agreed_by_both(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    starts = next_month(cast.today)
    low = offered(cast.kaj, negotiation, 2, starts, note="Barnet er hjemme i weekenden.")
    page = shown(contract, negotiation, cast.inger)
    money = page.offers[0].effect.lines[0]
    assert (money.month, money.year) == ("−15.636,00 kr.", "−187.632,00 kr.")
    counter = offered(cast.inger, negotiation, 4, starts)
    page = shown(contract, negotiation, cast.kaj)
    assert page.offers[0].title.startswith("Modforslag") and page.offers[1].title.startswith("Forslag")
    says_yes(cast.inger, counter)
    assert latest_agreed(contract.document_id).content["count"] == 5  # what holds still holds
    says_yes(cast.kaj, counter)
    assert Negotiation.objects.get(pk=negotiation.pk).state == NegotiationState.AGREED
    assert agreed_on(contract.document_id, starts).content["count"] == 4
    assert agreed_on(contract.document_id, starts - timedelta(days=1)).content["count"] == 5
    assert Standing.objects.get(version=low.version).state == State.LAPSED


def test_a_lowering_before_the_notice_shows_both_dates_and_takes_no_side(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    offered(cast.kaj, negotiation, 2, cast.today + timedelta(days=7))
    text = shown(contract, negotiation, cast.inger).offers[0].too_early
    assert "1. december 2026" in text and "1. januar 2027" in text and "bliver enige" in text
    assert not any(word in text for word in ("ret", "ugyldig", "må ikke", "forkert"))
    offered(cast.kaj, negotiation, 2, date(2027, 1, 1))
    assert shown(contract, negotiation, cast.inger).offers[0].too_early == ""
    offered(cast.inger, negotiation, 7, cast.today + timedelta(days=7))
    assert shown(contract, negotiation, cast.inger).offers[0].too_early == ""


def test_two_negotiations_accepted_at_once(cast: Cast, contract: Any) -> None:
    one, other = opened(cast.kaj, contract), opened(cast.inger, contract)
    low, high = offered(cast.kaj, one, 4, next_month(cast.today)), offered(cast.inger, other, 6, next_month(cast.today))
    says_yes(cast.inger, low)
    says_yes(cast.kaj, high)
    says_yes(cast.kaj, low)
    with pytest.raises(NotPossible, match="bortfaldet"):
        says_yes(cast.inger, high)
    assert latest_agreed(contract.document_id) == low.version
    assert Negotiation.objects.get(pk=other.pk).state == NegotiationState.OPEN  # and a new proposal can be made in it
    offered(cast.inger, other, 6, next_month(cast.today, 4))


def test_a_version_accepted_while_it_is_withdrawn(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    offer = offered(cast.kaj, negotiation, 4, next_month(cast.today))
    says_yes(cast.kaj, offer)
    negotiating.withdraw_offer(actor=cast.kaj.viewer(), offer=offer, reason="Tastefejl")
    with pytest.raises(NotPossible, match="trukket tilbage"):
        says_yes(cast.inger, offer)
    again = offered(cast.kaj, negotiation, 4, next_month(cast.today))
    says_yes(cast.inger, again)
    says_yes(cast.kaj, again)
    with pytest.raises(NotPossible, match="allerede aftalt"):
        negotiating.withdraw_offer(actor=cast.kaj.viewer(), offer=again)


def test_a_rate_corrected_under_an_open_negotiation(cast: Cast, contract: Any) -> None:
    """The one who had the old figures on the page is shown the new ones before the yes counts."""
    negotiation = opened(cast.kaj, contract)
    starts = date(2027, 1, 1)
    offer = offered(cast.kaj, negotiation, 5, starts, unit="kl", unit_month=None)
    seen = shown(contract, negotiation, cast.inger).offers[0]
    assert seen.effect.lines[0].after == "ikke oplyst" and seen.corrected == []
    new = rate_rows.NewRates(
        RateSeries.VEDERLAG,
        "KL 2027",
        starts,
        date(2027, 12, 31),
        {"day": Decimal("175.00"), "month": Decimal(5323)},
        "https://www.kl.dk/",
        cast.today,
        convention="A",
    )
    rate_rows.add_rates(actor=cast.operator.viewer(), new=new)
    with pytest.raises(ChangedMeanwhile):
        negotiating.accept_offer(
            actor=cast.inger.viewer(), offer=offer, factor=True, seen_hash=offer.version.hash, seen_effect=seen.effect.print
        )
    now = shown(contract, negotiation, cast.inger).offers[0]
    assert now.effect.lines[0].after == "26.615,00 kr." and now.corrected[0][2] == "ikke oplyst"
    standing = negotiating.accept_offer(
        actor=cast.inger.viewer(), offer=offer, factor=True, seen_hash=offer.version.hash, seen_effect=now.effect.print
    )
    assert standing.state == State.PROPOSED


def test_a_proposal_without_an_answer_lapses_and_both_are_told(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    by = cast.today + timedelta(days=3)
    offer = offered(cast.kaj, negotiation, 4, next_month(cast.today), answer_by=by)
    cast.later(days=3)
    assert negotiating.lapse_overdue() == 0
    cast.later(days=1)
    assert negotiating.lapse_overdue() == 1
    assert negotiating.lapse_overdue() == 0
    assert Standing.objects.get(version=offer.version).state == State.LAPSED
    told = OutboxMessage.objects.filter(kind="negotiation.lapse", dedupe_key__contains=f":{contract.pk}:")
    assert {row.recipient_id for row in told} == {cast.inger.user_pk, cast.per.user_pk, cast.kaj.user_pk}


def test_the_second_of_two_people_loses_nothing(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    seen = latest_agreed(contract.document_id).number
    path = f"/kontrakter/{contract.public_id}/forhandling/{negotiation.public_id}/forslag/"
    inger, per = cast.inger.client(), cast.per.client()
    first, second = _filled(inger, path), _filled(per, path)
    first["count"], second["count"] = "6", "7"
    assert inger.post(path, first).status_code == 302
    answer = per.post(path, second)
    assert answer.status_code == 409 and 'value="7"' in answer.content.decode()
    assert f"version/{seen + 1}/" in answer.content.decode()
    again = {**second, "seen": answer.context["form"].data["seen"]}
    assert per.post(path, again).status_code == 302
    assert [row.version.content["count"] for row in negotiation.offers.order_by("pk")] == [6, 7]


def _filled(client: Client, path: str) -> dict[str, Any]:
    form = client.get(path).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | {
        "starts": "1.3.2027",
        "note": "Sådan ser vi det.",
    }


# --- people, documents, minutes -----------------------------------------------------------------------------------


def test_the_family_names_its_companion_and_nobody_else_does(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    with pytest.raises(NotPossible, match="familien selv"):
        negotiating.add_participant(actor=cast.kaj.viewer(), negotiation=negotiation, name="X", is_companion=True)
    person = negotiating.add_participant(actor=cast.per.viewer(), negotiation=negotiation, name="Ulla", is_companion=True)
    assert shown(contract, negotiation, cast.kaj).has_companion
    with pytest.raises(NotPossible, match="bestemmer selv"):
        negotiating.remove_participant(actor=cast.kaj.viewer(), negotiation=negotiation, participant=person)
    negotiating.remove_participant(actor=cast.inger.viewer(), negotiation=negotiation, participant=person)
    assert Participant.objects.get(pk=person.pk).removed_at


def test_minutes_can_be_objected_to_for_five_working_days(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    minutes = negotiating.write_minutes(
        actor=cast.kaj.viewer(), negotiation=negotiation, held_on=cast.today, text="Vi talte sammen.", submission=uuid4()
    )
    assert minutes.objections_by == date(2026, 12, 1)
    cast.workdays_later(5)
    negotiating.object_to(actor=cast.inger.viewer(), minutes=minutes, text="Vi sagde nej.", submission=uuid4())
    assert shown(contract, negotiation, cast.kaj).minutes[0].objections[0][1] == "Vi sagde nej."
    cast.workdays_later(1)
    with pytest.raises(NotPossible, match=r"senest 1\. december 2026"):
        negotiating.object_to(actor=cast.per.viewer(), minutes=minutes, text="Også mig.", submission=uuid4())


def test_an_annex_goes_along_and_is_bound_by_the_hash(cast: Cast, contract: Any) -> None:
    from plejebro.cli.story.photo import road_map
    from plejebro.documents.actions import store_upload

    negotiation = opened(cast.kaj, contract)
    document = store_upload(actor=cast.kaj.user, name="bilag.jpg", stream=road_map(), case_key=cast.noah.public_id)
    negotiating.share_file(actor=cast.kaj.viewer(), negotiation=negotiation, document=document, is_annex=True)
    offer = offered(cast.kaj, negotiation, 5, next_month(cast.today))
    assert offer.version.content["annexes"] == [{"name": document.name, "sha256": document.sha256}]


def test_ending_without_agreement_leaves_what_held(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.inger, contract)
    offer = offered(cast.inger, negotiation, 7, next_month(cast.today))
    negotiating.close_negotiation(actor=cast.kaj.viewer(), negotiation=negotiation, text="Vi blev ikke enige.")
    assert Standing.objects.get(version=offer.version).state == State.LAPSED
    assert latest_agreed(contract.document_id).content["count"] == 5
    with pytest.raises(NotPossible, match="Forhandlingen er sluttet"):
        offered(cast.inger, negotiation, 7, next_month(cast.today))


# --- barnets lov § 56, stk. 3 -------------------------------------------------------------------------------------


def _mette_as_officer(cast: Cast) -> Any:
    """Mette looks after the family, and is made contract officer as well."""
    from plejebro.access import registry
    from plejebro.access.viewer import Viewer
    from plejebro.audit.types import System
    from plejebro.municipalities.actions import Worker, accept_employment, create_employee

    user = cast.mette.user
    employment = create_employee(
        actor=System(municipality_code="901"),
        municipality=cast.municipality("901"),
        worker=Worker(user.full_name, user.email, Role.CONTRACT_OFFICER, cast.unit("Familieplejen"), ""),
        starts=cast.today,
    )
    accept_employment(actor=System(municipality_code="901"), employment=employment, user_id=user.pk)
    hat = next(hat for hat in registry.all_acting(user.pk) if hat.role == Role.CONTRACT_OFFICER)
    return Viewer(user.pk, user.public_id, user.full_name, user.email, hat, clock.today())


def test_the_familys_consultant_is_warned_and_it_is_written_down(cast: Cast, contract: Any) -> None:
    mette = _mette_as_officer(cast)
    invitation = Invitation(Reason.YEARLY, "Det er tid.", "Vederlag")
    with pytest.raises(SupportNegotiates, match=r"§ 56, stk\. 3"):
        negotiating.open_negotiation(actor=mette, contract=contract, invitation=invitation, submission=uuid4())
    before = Event.objects.filter(action="negotiation.support_negotiates").count()
    negotiation = negotiating.open_negotiation(
        actor=mette, contract=contract, invitation=invitation, submission=uuid4(), knows=True
    )
    assert Event.objects.filter(action="negotiation.support_negotiates").count() == before + 1
    assert OutboxMessage.objects.filter(kind="negotiation.support_negotiates", recipient_id=cast.hanne.user_pk).exists()
    assert shown(contract, negotiation, cast.inger).supporter  # the family is told too
    assert not shown(contract, opened(cast.kaj, contract), cast.inger).supporter


def test_the_page_warns_the_familys_consultant_before_anything_is_written(cast: Cast, contract: Any) -> None:
    client = cast.mette.client()
    session = client.session
    session[SESSION_KEY] = _mette_as_officer(cast).acting.key
    session.save()
    page = client.get(f"/kontrakter/{contract.public_id}/ny-forhandling/")
    assert page.status_code == 200
    assert "Du er også familiens konsulent" in page.content.decode()


# --- the end ------------------------------------------------------------------------------------------------------


def test_notice_ends_the_contract_by_its_own_clause(cast: Cast, contract: Any) -> None:
    row = ending.give_notice(actor=cast.inger.viewer(), contract=contract, reason="Vi flytter.")
    assert row.last_day == date(2026, 12, 31)
    assert agreed_on(contract.document_id, date(2026, 12, 31)) and not agreed_on(contract.document_id, date(2027, 1, 1))
    with pytest.raises(NotPossible, match="allerede"):
        ending.give_notice(actor=cast.kaj.viewer(), contract=contract, reason="Igen.")


def test_an_actual_break_is_an_event_of_its_own(cast: Cast, contract: Any) -> None:
    ends = latest_agreed(contract.document_id).standing.ends
    with pytest.raises(NotPossible, match="fremtiden"):
        ending.note_break(actor=cast.kaj.viewer(), contract=contract, on=cast.today + timedelta(days=1), what="Flyttet.")
    row = ending.note_break(actor=cast.kaj.viewer(), contract=contract, on=cast.today, what="Flyttet.")
    assert row.kind == EndingKind.ACTUAL_BREAK and "fra dag til dag" in row.clause
    assert latest_agreed(contract.document_id).standing.ends == ends
    assert Ending.objects.filter(contract=contract).count() == 1


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["karen", "mona", "sara", "lars", "ole", "peter", "gerda", "tove", "operator"])
def test_pay_is_nobody_elses_business(cast: Cast, contract: Any, who: str) -> None:
    """Not the child's own adviser either; everybody here has a family, a child or a contract of their own."""
    client, negotiation = getattr(cast, who).client(), cast.thing("negotiation:noah")
    base = f"/kontrakter/{contract.public_id}"
    for path in ("/", "/version/1/", "/version/1/pdf/", "/sammenlign/", f"/forhandling/{negotiation.public_id}/"):
        assert client.get(base + path).status_code in (403, 404), path


def test_a_negotiation_is_not_reached_through_another_contract(cast: Cast) -> None:
    mine, other = cast.thing("contract:asta"), cast.thing("negotiation:noah")
    assert cast.lise.client().get(f"/kontrakter/{mine.public_id}/forhandling/{other.public_id}/").status_code == 404


def test_only_the_holder_signs_and_per_may_read_and_counter(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    offer = offered(cast.kaj, negotiation, 4, next_month(cast.today))
    path = f"/kontrakter/{contract.public_id}/version/{offer.version.number}/godkend/"
    assert cast.per.client().get(path).status_code == 403
    assert cast.mette.client().get(path).status_code == 403
    assert cast.inger.client().get(path).status_code == 200
    offered(cast.per, negotiation, 6, next_month(cast.today))


def test_the_adviser_sees_the_task_and_not_the_contract(cast: Cast) -> None:
    path = f"/anbringelser/{cast.noah.public_id}/aftaler/"
    adviser = cast.sara.client().get(path).content.decode()
    assert "Aftale om opgaven" in adviser and "Plejekontrakt" not in adviser
    officer = cast.kaj.client().get(path).content.decode()
    assert "Plejekontrakt" in officer and "Aftale om opgaven" not in officer
    timeline = cast.sara.client().get(f"/anbringelser/{cast.noah.public_id}/").content.decode()
    assert "kontrakten, version" not in timeline and "en forhandling" not in timeline


def test_a_print_of_the_placement_leaves_the_contract_out(cast: Cast) -> None:
    from plejebro.web.queries.agreements import agreement_entries
    from plejebro.web.queries.placement_page import page_rows

    viewer = cast.inger.viewer()
    row = page_rows(viewer).get(pk=cast.noah.pk)
    lines = agreement_entries(row, masks_family=False, with_contracts=False)
    assert lines and all("aftalen om opgaven" in line.about for line in lines)


# --- with a code --------------------------------------------------------------------------------------------------


def test_a_yes_without_a_second_factor_leads_to_setting_it_up(cast: Cast) -> None:
    path = f"/kontrakter/{cast.thing('contract:asta').public_id}/version/2/godkend/"
    client = cast.lise.client()
    assert "Først skal du slå totrins-login til" in client.get(path).content.decode()
    answer = client.post(path, {"read": "on"})
    assert answer.status_code == 302 and answer["Location"] == "/konto/2fa/totp/activate/"
    assert client.session["plejebro_unfinished"] == path
    with_code(cast.lise)  # she sets it up
    assert path in client.get("/konto/2fa/").content.decode()  # and the way back stands there


def test_a_yes_with_a_code_counts_and_the_hash_can_be_checked(cast: Cast) -> None:
    contract = cast.thing("contract:asta")
    path = f"/kontrakter/{contract.public_id}/version/2/godkend/"
    for who in (cast.lise, cast.kaj):
        client = with_code(who)
        form = client.get(path).context["form"]
        sent = {"hash": form["hash"].value(), "effect": form["effect"].value(), "read": "on"}
        assert client.post(path, {**sent, "read": ""}).status_code == 422
        assert client.post(path, sent).status_code == 302
    version = latest_agreed(contract.document_id)
    assert version.number == 2
    found = Client().get("/tjek-aftale/", {"kontrolsum": version.hash}).content.decode()
    assert "Aftalen findes" in found and "24. november 2026" in found
    assert "Lise" not in found and "Asta" not in found
    assert "findes ikke" in Client().get("/tjek-aftale/", {"kontrolsum": "0" * 64}).content.decode()
    pdf = cast.lise.client().get(f"/kontrakter/{contract.public_id}/version/2/pdf/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    old = cast.lise.client().get(f"/kontrakter/{contract.public_id}/version/1/").content.decode()
    assert "5.212,00" in old


def test_an_old_code_does_not_count(cast: Cast) -> None:
    client = with_code(cast.lise)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**records[0], "at": records[0]["at"] - 15 * 60}]
    session.save()
    answer = client.post(f"/kontrakter/{cast.thing('contract:asta').public_id}/version/2/godkend/", {"read": "on"})
    assert answer.status_code == 302 and "bekraeft" in answer["Location"]


# --- what leaves the house ----------------------------------------------------------------------------------------


def test_no_notice_has_a_word_of_the_case(cast: Cast, contract: Any) -> None:
    negotiation = opened(cast.kaj, contract)
    offered(cast.kaj, negotiation, 2, next_month(cast.today), note="Noah er på efterskole.")
    rows = OutboxMessage.objects.filter(kind__startswith="negotiation.")
    assert rows
    for row in rows:
        text = f"{row.subject} {row.body} {row.path}"
        for word in ("Noah", "Inger", "Dahl", "efterskole", "vederlag", "kr."):
            assert word not in text, (word, text)


def test_the_task_is_agreed_by_family_and_adviser(cast: Cast) -> None:
    task = cast.thing("task:asta")
    version = task.document.versions.get()
    tasks.accept_task(actor=cast.sara.viewer(), task=task, version=version, factor=True, seen_hash=version.hash)
    standing = tasks.accept_task(actor=cast.lise.viewer(), task=task, version=version, factor=True, seen_hash=version.hash)
    assert standing.state == State.ACCEPTED
    assert messages.tell(task, side="municipality", kind="x", headline="x", key="x") == 1


def test_a_first_contract_shows_what_is_missing_until_it_is_there(cast: Cast) -> None:
    client = cast.kaj.client()
    path = f"/anbringelser/{cast.liv.public_id}/ny-kontrakt/"
    assert client.get(path).status_code == 200
    answer = client.post(path, {"kind": "placement"})
    assert "forslag" in answer["Location"]
    contract = Negotiation.objects.latest("pk").contract
    page = cast.karen.client().get(f"/kontrakter/{contract.public_id}/").content.decode()
    assert "Før I skriver under" in page and "Mangler" in page and "Tag kontrakten med hjem" in page
    offer = offered(cast.kaj, Negotiation.objects.latest("pk"), 3, cast.today)
    says_yes(cast.kaj, offer)
    says_yes(cast.karen, offer)
    assert "Før I skriver under" not in cast.karen.client().get(f"/kontrakter/{contract.public_id}/").content.decode()
