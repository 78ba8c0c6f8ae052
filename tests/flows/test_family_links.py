"""A municipality creates a family that is already here: the family is asked, and nobody else learns of anything."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from plejebro.access import registry
from plejebro.accounts import mailer
from plejebro.accounts.actions import create_account
from plejebro.audit.models import Event
from plejebro.audit.types import System
from plejebro.cli.story.homes import nobodys_number
from plejebro.enquiries.actions import Question, send_enquiry
from plejebro.enquiries.models import Enquiry
from plejebro.families.actions import add_member
from plejebro.families.enums import LinkState
from plejebro.families.links import record_ids
from plejebro.families.models import Family, FamilyMember, FamilyMunicipality, LinkRequest
from plejebro.flows.enums import ImportKind
from plejebro.flows.family_links import MOST_WRONG, accept_link
from plejebro.flows.imports import make_plan
from plejebro.flows.sheets import read_sheet
from plejebro.municipalities.enums import Topic
from plejebro.notifications.models import OutboxMessage
from plejebro.people.actions import keep_number
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from tests.cast import Someone
from tests.filling import words
from tests.flows.test_imports import bring_in, table

BORN = date(2018, 5, 3)


@pytest.fixture(autouse=True)
def mails() -> Any:
    """Every mail of the test, as (to, body)."""
    sent: list[tuple[str, str]] = []
    before = mailer._sender
    mailer.set_sender(lambda to, subject, body, kind: sent.append((to, body)))
    yield sent
    mailer.set_sender(before)


def creates(someone: Any, **typed: str) -> Any:
    """An employee creates a family by hand; returns the answer."""
    data = {"given_name": "Karen", "family_name": "Toft", "starts": "01.11.2026", **typed}
    return someone.client().post("/familier/ny/", data)


def places(someone: Any, cast: Any, family: Family) -> Placement:
    """The employee places Alma there, by the page."""
    typed = {"given_name": "Alma", "family_name": "Friis", "born_on": f"{BORN:%d.%m.%Y}", "starts": "20.11.2026"}
    people = {"unit": str(cast.unit("Børn og Unge").public_id), "adviser": str(cast.job("peter").public_id)}
    answer = someone.client().post(f"/anbringelser/ny/?familie={family.public_id}", {**typed, **people})
    assert answer.status_code == 302, words(answer)
    return Placement.objects.get(child__given_name="Alma", family=family)


def newest() -> Family:
    return Family.objects.order_by("-pk")[0]


def link_url(request: LinkRequest) -> str:
    return reverse("flows:link", args=[request.asked.public_id, request.public_id])


@pytest.fixture
def alma(cast: Any) -> Placement:
    """Fjordby has created Karen Toft anew, by her log-in e-mail, and placed Alma with her."""
    assert creates(cast.peter, email=cast.karen.user.email).status_code == 302
    return places(cast.peter, cast, newest())


def say_yes(cast: Any, request: LinkRequest, born: str = f"{BORN:%d.%m.%Y}") -> Any:
    return cast.karen.client().post(link_url(request), {"svar": "ja", "proof": born})


# --- the family is asked --------------------------------------------------------------------------------------------


def test_karen_is_asked_by_a_notice_without_names_and_sees_what_fjordby_would_see(cast: Any, alma: Placement) -> None:
    request = LinkRequest.objects.get()
    assert (request.asked, request.record) == (cast.family("toft"), alma.family)
    notice = OutboxMessage.objects.get(kind="family.link")
    assert notice.recipient_id == cast.karen.user_pk
    for word in ("Fjordby", "Alma", "Toft", "Liv"):
        assert word not in f"{notice.subject} {notice.body}"
    karen = cast.karen.client()
    assert link_url(request) in karen.get(f"/familier/{cast.family('toft').public_id}/").content.decode()
    page = words(karen.get(notice.path))
    assert "Fjordby Kommune vil knytte sin anbringelse til jeres familie" in page
    assert "De får at se" in page and "Kun »Pladsen er optaget«" in page.replace("Der står kun", "Kun")
    assert "Alma" not in page, "the match could be wrong until the family has answered"


def test_the_placement_is_usable_before_anybody_has_answered(cast: Any, alma: Placement) -> None:
    peter = cast.peter.client()
    assert peter.get(f"/anbringelser/{alma.public_id}/").status_code == 200
    page = words(peter.get(f"/familier/{alma.family.public_id}/"))
    assert "Karen Toft" in page and "Kirkestien" not in page and "optaget" not in page.lower().replace("optaget: 1", "")
    assert cast.karen.client().get(f"/anbringelser/{alma.public_id}/").status_code == 404


def test_to_fjordby_a_family_that_is_here_looks_like_one_that_is_not(cast: Any) -> None:
    seen = []
    for given, email in (("Karen", cast.karen.user.email), ("Kamma", "kamma.toft@eksempel.dk")):
        answer = creates(cast.peter, given_name=given, email=email, invite="on")
        family = newest()
        page = cast.peter.client().get(answer.url, follow=True)
        text = f"{answer.status_code} {words(page)} {words(cast.jens_falk.client().get(f'/familier/{family.public_id}/'))}"
        seen.append(text.replace(given, "X").replace(email, "x").replace(str(family.public_id), "id"))
    assert seen[0] == seen[1]
    assert LinkRequest.objects.count() == 1
    for event in Event.objects.filter(municipality_code="902"):
        assert "link" not in event.action and str(cast.family("toft").public_id) not in event.payload


def test_karen_is_known_by_her_number_where_no_e_mail_is_written(cast: Any) -> None:
    number = nobodys_number(date(1971, 4, 9))
    keep_number(actor=System(), person=cast.member("karen").person, cpr=number)
    creates(cast.peter, given_name="K.", family_name="Toft-Hansen", cpr=number.in_full)
    assert LinkRequest.objects.get().asked == cast.family("toft")


def test_a_file_that_has_slipped_a_row_asks_nobody(cast: Any) -> None:
    creates(cast.peter, given_name="Børge", family_name="Andersen", email=cast.karen.user.email)
    assert not LinkRequest.objects.exists()


def test_an_e_mail_nobody_has_confirmed_is_no_proof(cast: Any) -> None:
    FamilyMember.objects.filter(pk=cast.member("karen").pk).update(email="karen@et.andet.sted")
    creates(cast.peter, email="karen@et.andet.sted")
    assert not LinkRequest.objects.exists()


# --- yes ------------------------------------------------------------------------------------------------------------


def test_karen_says_yes_and_alma_stands_on_her_page_with_everything(cast: Any, alma: Placement) -> None:
    question = Question(Topic.CONTACT_VISITS, Task.ADVISER, "Hvornår er der samvær?", "Vi vil gerne vide det.")
    asked = send_enquiry(actor=cast.peter.viewer(), placement=alma, question=question, submission=uuid.uuid4())
    record = alma.family
    assert say_yes(cast, LinkRequest.objects.get()).status_code == 302
    alma.refresh_from_db()
    assert alma.family == cast.family("toft")
    assert alma.assignments.get(ends__isnull=True).employment == cast.job("peter")
    karen = cast.karen.client()
    assert karen.get(f"/anbringelser/{alma.public_id}/").status_code == 200
    assert karen.get(reverse("enquiries:thread", args=[asked.public_id])).status_code == 200
    assert Enquiry.objects.get(pk=asked.pk).placement == alma
    tie = FamilyMunicipality.objects.get(family=cast.family("toft"), municipality__code="902")
    assert (tie.origin, tie.shared_at is not None, tie.ends) == ("linked", True, None)
    record.refresh_from_db()
    assert (record.merged_into, record.ended_on) == (cast.family("toft"), cast.today)
    assert FamilyMember.objects.filter(family=cast.family("toft"), ends__isnull=True).count() == 1
    actions = set(Event.objects.filter(subjects__public_id=cast.family("toft").public_id).values_list("action", flat=True))
    assert {"family.link_ask", "family.link_accept", "family.merge", "placement.move_record"} <= actions


def test_afterwards_each_municipality_sees_its_own_child_and_that_a_place_is_taken(cast: Any, alma: Placement) -> None:
    say_yes(cast, LinkRequest.objects.get())
    toft = f"/familier/{cast.family('toft').public_id}/"
    fjordby = words(cast.peter.client().get(toft))
    assert "Kirkestien 12" in fjordby and "Alma, 8 år" in fjordby and "Pladsen er optaget" in fjordby
    assert "Liv" not in fjordby and "Oliver" not in fjordby and "Ådal Kommune" not in fjordby
    adal = words(cast.mette.client().get(toft))
    assert "Liv, 11 år" in adal and "Pladsen er optaget" in adal
    assert "Alma" not in adal and "Fjordby" not in adal
    for who in ("sara", "mette", "hanne", "birgit"):
        assert getattr(cast, who).client().get(f"/anbringelser/{alma.public_id}/").status_code == 404, who
    for who in ("peter", "rikke", "jens_falk"):
        assert getattr(cast, who).client().get(f"/anbringelser/{cast.liv.public_id}/").status_code == 404, who
    assert words(cast.jens_falk.client().post("/familier/", {"navn": "Toft"})).count("Karen Toft") == 1


def test_peter_is_told_that_the_familys_page_says_more(cast: Any, alma: Placement) -> None:
    say_yes(cast, LinkRequest.objects.get())
    notice = OutboxMessage.objects.get(kind="family.linked")
    assert notice.recipient_id == cast.peter.user_pk
    assert cast.peter.client().get(notice.path).status_code == 200


def test_the_old_record_is_found_by_nobody_and_its_looks_stay_the_familys(cast: Any, alma: Placement) -> None:
    old = alma.family
    cast.jens_falk.client().get(f"/familier/{old.public_id}/")
    say_yes(cast, LinkRequest.objects.get())
    for who in ("peter", "rikke", "jens_falk", "karen"):
        assert getattr(cast, who).client().get(f"/familier/{old.public_id}/").status_code == 404, who
    assert words(cast.jens_falk.client().get("/familier/")).count("Karen Toft") == 1
    assert list(record_ids(cast.family("toft").pk)) == [cast.family("toft").public_id, old.public_id]


def test_only_the_childs_family_knows_the_birthday_and_five_wrong_ones_are_enough(cast: Any, alma: Placement) -> None:
    request = LinkRequest.objects.get()
    for _ in range(MOST_WRONG):
        assert "Det passer ikke" in words(say_yes(cast, request, "01.01.2015"))
    assert "Der er ikke mere at svare på" in words(say_yes(cast, request))
    request.refresh_from_db()
    assert request.state == LinkState.LAPSED
    alma.refresh_from_db()
    assert alma.family != cast.family("toft")


def test_the_second_press_of_two_changes_nothing(cast: Any, alma: Placement) -> None:
    request = LinkRequest.objects.get()
    for _ in range(2):
        assert accept_link(actor=cast.karen.viewer(), request=request, proof=BORN.isoformat())
    assert Event.objects.filter(action="family.link_accept").count() == 1


def test_a_partner_fjordby_knows_of_comes_along_and_that_is_said_first(cast: Any, alma: Placement) -> None:
    rows = FamilyMember.objects.filter(family=alma.family)
    svend = add_member(
        actor=System(), family=alma.family, given_name="Svend", family_name="Toft", starts=cast.today, holds_contract=True
    )
    request = LinkRequest.objects.get()
    assert "Svend Toft kommer med i jeres familie" in words(cast.karen.client().get(link_url(request)))
    say_yes(cast, request)
    svend.refresh_from_db()
    assert (svend.family, svend.holds_contract) == (cast.family("toft"), False)
    assert not rows.filter(ends__isnull=True).exists()


def test_karen_who_took_fjordbys_invitation_has_one_hat_again(cast: Any, mails: Any) -> None:
    creates(cast.peter, email=cast.karen.user.email, invite="on")
    alma = places(cast.peter, cast, newest())
    member = FamilyMember.objects.get(family=alma.family)
    link = re.search(r"/invitation/[\w-]+/", mails[-1][1])[0]  # type: ignore[index]
    cast.karen.client().post(link, {})
    member.refresh_from_db()
    assert member.user_id == cast.karen.user_pk
    assert len(registry.all_acting(cast.karen.user_pk)) == 2
    say_yes(cast, LinkRequest.objects.get())
    [hat] = registry.all_acting(cast.karen.user_pk)
    assert hat.family_id == cast.family("toft").pk


def test_an_invitation_that_lies_in_the_mailbox_is_worth_nothing_after_the_yes(cast: Any, mails: Any) -> None:
    creates(cast.peter, email=cast.karen.user.email, invite="on")
    places(cast.peter, cast, newest())
    link = re.search(r"/invitation/[\w-]+/", mails[-1][1])[0]  # type: ignore[index]
    say_yes(cast, LinkRequest.objects.get())
    assert cast.karen.client().post(link, {}).status_code == 404


# --- no -------------------------------------------------------------------------------------------------------------


def test_karen_says_no_and_fjordby_sees_no_difference(cast: Any, alma: Placement) -> None:
    def pages() -> list[str]:
        own = (f"/familier/{alma.family.public_id}/", f"/anbringelser/{alma.public_id}/")
        addresses = ("/", "/familier/", "/beskeder/", *own)
        return [words(getattr(cast, who).client().get(path)) for who in ("peter", "jens_falk") for path in addresses]

    pages()
    before, request = pages(), LinkRequest.objects.get()
    assert cast.karen.client().post(link_url(request), {"svar": "nej"}).status_code == 302
    assert pages() == before
    request.refresh_from_db()
    assert request.state == LinkState.DECLINED
    alma.refresh_from_db()
    assert alma.family == request.record
    assert not Event.objects.filter(municipality_code="902", action__contains="link").exists()
    creates(cast.peter, given_name="Karen", email="")  # nothing makes it ask again
    assert LinkRequest.objects.count() == 1
    assert "I kan stadig nå at sige ja" in words(cast.karen.client().get(link_url(request)))
    assert say_yes(cast, request).status_code == 302
    alma.refresh_from_db()
    assert alma.family == cast.family("toft")


@pytest.mark.parametrize("who", ["inger", "hanna", "sofie", "peter", "jens_falk", "lone", "sara", "mette", "birgit", "tove"])
def test_nobody_else_sees_the_question_or_answers_it(cast: Any, alma: Placement, who: str) -> None:
    request, client = LinkRequest.objects.get(), getattr(cast, who).client()
    may_read = who in ("sara", "mette", "birgit")  # Ådal's people who may open the family's page, but not answer for it
    wanted = 403 if may_read else 404
    assert client.get(link_url(request)).status_code == wanted
    assert client.post(link_url(request), {"svar": "ja", "proof": f"{BORN:%d.%m.%Y}"}).status_code == wanted
    if who in ("inger", "hanna", "sofie"):
        own = FamilyMember.objects.filter(user_id=getattr(cast, who).user_pk).get().family
        assert client.get(reverse("flows:link", args=[own.public_id, request.public_id])).status_code == 404
    request.refresh_from_db()
    assert request.state == LinkState.WAITING


# --- files ----------------------------------------------------------------------------------------------------------


def home(cast: Any, **more: str) -> dict[str, str]:
    mail = cast.karen.user.email
    return {"id": "F-7", "fornavn 1": "Karen", "efternavn 1": "Toft", "e-mail 1": mail, "adresse": "Andetsteds 1", **more}


def child() -> dict[str, str]:
    worker = {"rådgiver": "peter.skov@eksempel.dk"}
    return {"id": "A-7", "familie-id": "F-7", "fornavn": "Alma", "født": f"{BORN:%d-%m-%Y}", "fra": "01-10-2026", **worker}


def test_a_file_with_karen_is_brought_in_as_often_as_one_likes_before_and_after_her_yes(cast: Any) -> None:
    fjordby = cast.municipality("902")
    approved = {"godkendelse": "almen", "pladser": "2", "godkendt fra": "01-01-2025"}
    files = [
        (ImportKind.FAMILIES, table(ImportKind.FAMILIES, home(cast, **approved))),
        (ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child())),
    ]
    for kind, content in files:
        assert bring_in(fjordby, kind, content).created == 1
    assert OutboxMessage.objects.filter(kind="family.link").count() == 1
    for kind, content in files:
        plan = bring_in(fjordby, kind, content)
        assert (plan.created, plan.updated) == (0, 0)
    say_yes(cast, LinkRequest.objects.get())
    families, children = Family.objects.count(), Placement.objects.count()
    for kind, content in files:
        plan = bring_in(fjordby, kind, content)
        assert (plan.created, plan.updated) == (0, 0), plan.steps
    assert (Family.objects.count(), Placement.objects.count()) == (families, children)
    toft = cast.family("toft")
    assert toft.address == "Kirkestien 12", "another municipality's file does not correct what the family says of itself"
    assert toft.approvals.count() == 1
    assert Placement.objects.get(external_ref="A-7").family == toft
    more = table(ImportKind.PLACEMENTS, child(), {**child(), "id": "A-8", "fornavn": "Sille", "født": "04-05-2019"})
    assert bring_in(fjordby, ImportKind.PLACEMENTS, more).created == 1
    assert Placement.objects.get(external_ref="A-8").family == toft


def test_the_preview_of_a_file_tells_nothing(cast: Any) -> None:
    def plan_of(email: str) -> list[tuple[Any, ...]]:
        sheet = read_sheet(table(ImportKind.FAMILIES, home(cast, **{"e-mail 1": email})), "fil.csv")
        plan = make_plan(kind=ImportKind.FAMILIES, municipality=cast.municipality("902"), sheet=sheet)
        return [(step.outcome, step.what, step.changes) for step in plan.steps] + [tuple(plan.remarks)]

    assert plan_of(cast.karen.user.email) == plan_of("ukendt@eksempel.dk")


def test_a_family_made_by_hand_gets_its_number_from_the_file_and_no_double(cast: Any) -> None:
    adal, before = cast.municipality("901"), Family.objects.count()
    content = table(ImportKind.FAMILIES, home(cast))
    plan = bring_in(adal, ImportKind.FAMILIES, content)
    assert (plan.created, plan.updated) == (0, 1)
    assert "kommunens id" in plan.steps[0].changes
    assert Family.objects.count() == before
    assert FamilyMunicipality.objects.get(municipality=adal, external_ref="F-7").family == cast.family("toft")
    assert bring_in(adal, ImportKind.FAMILIES, content).same == 1


def test_a_number_in_the_file_is_kept_sealed_and_finds_karen(cast: Any) -> None:
    number = nobodys_number(date(1971, 4, 9))
    adal, fjordby = cast.municipality("901"), cast.municipality("902")
    bring_in(adal, ImportKind.FAMILIES, table(ImportKind.FAMILIES, home(cast, **{"cpr 1": number.number})))
    assert cast.member("karen").person.cpr.sealed
    row = home(cast, **{"cpr 1": number.number, "e-mail 1": "", "fornavn 1": "Karen Marie"})
    bring_in(fjordby, ImportKind.FAMILIES, table(ImportKind.FAMILIES, row))
    assert LinkRequest.objects.get().asked == cast.family("toft")
    assert not OutboxMessage.objects.filter(kind="family.link").exists(), "there is no placement to answer about yet"
    bring_in(fjordby, ImportKind.PLACEMENTS, table(ImportKind.PLACEMENTS, child()))
    assert OutboxMessage.objects.filter(kind="family.link").count() == 1


# --- the municipality's own, and families that signed up themselves ----------------------------------------------------


def test_mette_is_told_of_a_family_her_own_municipality_works_with(cast: Any) -> None:
    before = Family.objects.count()
    answer = creates(cast.mette, email=cast.karen.user.email)
    assert "Kommunen arbejder allerede med Karen Toft" in words(answer)
    assert Family.objects.count() == before


def test_a_family_whose_home_is_hidden_from_sara_is_not_given_away_by_the_form(cast: Any) -> None:
    answer = creates(cast.sara, given_name="Ruth", family_name="Vang", email=cast.ruth.user.email)
    assert answer.status_code == 302
    assert LinkRequest.objects.get().asked == cast.family("vang")


def newcomer(cast: Any) -> Someone:
    user = create_account(actor=None, email="berit@eksempel.dk", full_name="Berit Aaen", is_demo=True)
    return Someone("berit", user.pk)


def signs_up(berit: Someone, municipality: Any) -> Family:
    data = {"given_name": "Berit", "family_name": "Aaen", "municipality": str(municipality.public_id)}
    assert berit.client().post("/kom-i-gang/", data).status_code == 302
    return Family.objects.get(members__user_id=berit.user_pk)


def test_berit_who_signed_up_herself_lets_fjordby_in(cast: Any) -> None:
    berit = newcomer(cast)
    own = signs_up(berit, cast.municipality("902"))
    creates(cast.peter, given_name="Berit", family_name="Aaen", email="berit@eksempel.dk")
    alma = places(cast.peter, cast, newest())
    assert "Aaen" in words(cast.peter.client().get(f"/familier/{alma.family.public_id}/"))
    assert cast.peter.client().get(f"/familier/{own.public_id}/").status_code == 404
    client = berit.client()
    client.post(link_url(LinkRequest.objects.get()), {"svar": "ja", "proof": f"{BORN:%d.%m.%Y}"})
    alma.refresh_from_db()
    assert alma.family == own
    tie = FamilyMunicipality.objects.get(family=own, municipality__code="902", ends__isnull=True)
    assert tie.shared_at is not None and tie.origin == "linked"
    assert "Berit Aaen" in words(cast.peter.client().get(f"/familier/{own.public_id}/"))
    assert words(cast.jens_falk.client().get("/familier/")).count("Berit Aaen") == 1


def test_berit_who_signs_up_after_fjordby_has_created_her_is_asked_too(cast: Any) -> None:
    creates(cast.peter, given_name="Berit", family_name="Aaen", email="berit@eksempel.dk")
    alma = places(cast.peter, cast, newest())
    assert not LinkRequest.objects.exists()
    own = signs_up(newcomer(cast), cast.municipality("903"))
    request = LinkRequest.objects.get()
    assert (request.record, request.asked) == (alma.family, own)
    assert OutboxMessage.objects.filter(kind="family.link").count() == 1


def test_berit_whom_two_municipalities_have_is_asked_in_the_one_she_can_log_in_to(cast: Any, mails: Any) -> None:
    number = nobodys_number(date(1971, 4, 9)).in_full
    creates(cast.mette, given_name="Berit", family_name="Aaen", cpr=number)
    first = newest()
    creates(cast.peter, given_name="Berit", family_name="Aaen", cpr=number, email="berit@eksempel.dk", invite="on")
    alma = places(cast.peter, cast, newest())
    request = LinkRequest.objects.get()
    assert (request.record, request.asked) == (alma.family, first)
    link = re.search(r"/invitation/[\w-]+/", mails[-1][1])[0]  # type: ignore[index]
    newcomer(cast).client().post(link, {})
    request.refresh_from_db()
    assert (request.record, request.asked, request.municipality.code) == (first, alma.family, "901")
