"""Expenses: applied for before the money is spent, decided with a reason on the reply clock, paid against a receipt."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plejebro.agreements.expenses import actions, catalogue, duties, rules
from plejebro.agreements.expenses.actions import Application
from plejebro.agreements.expenses.catalogue import NewTerm
from plejebro.agreements.expenses.enums import Outcome, Per, Status, Step
from plejebro.agreements.expenses.fields import KronerField, kr
from plejebro.agreements.expenses.models import Expense, ExpenseStep, ExpenseTerm
from plejebro.cli.story.photo import road_map
from plejebro.clocks.enums import ClockState
from plejebro.documents.models import Document
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.notifications.models import OutboxMessage
from tests.filling import fills, words


def url(name: str, thing: Any, *more: Any) -> str:
    return reverse(f"agreements:{name}", args=[thing.public_id, *more])


def expense(cast: Any, key: str) -> Expense:
    return Expense.objects.select_related("clock", "term__type", "placement__child", "placement__family").get(
        pk=cast.thing(f"expense:{key}").pk
    )


def term(cast: Any, name: str = "Cykel", code: str = "901") -> ExpenseTerm:
    return ExpenseTerm.objects.get(type=cast.thing(f"expense_type:{code}:{name}"))


def applies(cast: Any, who: str = "inger", amount: str = "900", kind: str = "Cykel") -> Expense:
    asked = Application(term(cast, kind), "Cykelhjelm", Decimal(amount), "Den gamle er revnet.")
    made = actions.apply(actor=cast.people[who].viewer(), placement=cast.noah, application=asked, submission=uuid.uuid4())
    return Expense.objects.select_related("clock", "term__type", "placement__child", "placement__family").get(pk=made.pk)


def photo(name: str = "kvittering.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, road_map().read(), "image/jpeg")


def sign(row: Expense) -> dict[str, Any]:
    return {"submission": uuid.uuid4(), "seen_version": Expense.objects.get(pk=row.pk).version}


def hidden(client: Any, row: Expense, name: str) -> dict[str, str]:
    """The hidden fields of one of the page's forms."""
    html = client.get(url("expense", row)).content.decode()
    form = re.search(rf'<form method="post" action="{url(f"expense_{name}", row)}".*?</form>', html, re.S)
    assert form, f"the page has no form {name}"
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    found.pop("csrfmiddlewaretoken")
    return found


def presses(cast: Any, who: str, row: Expense, name: str, **typed: Any) -> Any:
    client = cast.people[who].client()
    return client.post(url(f"expense_{name}", row), {**hidden(client, row, name), **typed})


def told(kind: str, row: Expense) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=f"expense.{kind}", path=url("expense", row))
    return sorted(one.recipient.full_name for one in rows if one.recipient)


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_inger_applies_is_granted_a_part_sends_the_receipt_and_is_paid(cast: Any) -> None:
    inger = cast.inger.client()
    page = inger.get(url("expense_new", cast.noah))
    assert "Cykel (højst 1.500 kr. pr. gang). Spørg først" in words(page)
    form = {
        "term": term(cast).pk,
        "what": "Ny cykelhjelm",
        "amount": "1.249,95 kr.",
        "reason": "Den gamle er revnet.",
        "submission": str(uuid.uuid4()),
        "files": [photo("tilbud.jpg")],
    }
    assert inger.post(url("expense_new", cast.noah), form).status_code == 302
    row = Expense.objects.get(what="Ny cykelhjelm")
    assert (row.amount, row.status) == (Decimal("1249.95"), Status.WAITING_MUNICIPALITY)
    assert told("applied", row) == ["Sara Lund"]

    assert "Aftalt svarfrist" in words(cast.sara.client().get(url("expense", row)))
    assert presses(cast, "sara", row, "decide", granted="1.000", text="").status_code == 409
    assert presses(cast, "sara", row, "decide", granted="1.000", text="Op til 1.000 for en hjelm.").status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.granted, row.status) == (Outcome.PARTLY, Decimal(1000), Status.WAITING_RECEIPT)
    assert told("partly", row) == ["Inger Dahl", "Per Dahl"]

    assert "Delvist bevilget 24. november 2026. Inden for den aftalte svarfrist." in words(inger.get(url("expense", row)))
    assert presses(cast, "per", row, "receipt", spent="1100").status_code == 409
    assert presses(cast, "per", row, "receipt", spent="1100", files=[photo()]).status_code == 302
    cast.later(days=1)
    answer = presses(cast, "birgit", row, "pay", on=f"{cast.today:%d.%m.%Y}")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.spent, row.paid) == (Status.PAID, Decimal(1100), Decimal(1000))
    text = words(inger.get(url("expense", row)))
    assert "tilbud.jpg" in text and "kvittering.jpg" in text
    steps = list(ExpenseStep.objects.filter(expense=row).order_by("pk").values_list("step", flat=True))
    assert steps == [Step.APPLIED, Step.PARTLY, Step.RECEIPT, Step.PAID]


def test_the_files_are_fetched_through_the_door(cast: Any) -> None:
    row = expense(cast, "bike")
    document = Document.objects.get(bound_to=f"expense:{row.public_id}")
    where = url("expense_file", row, document.public_id)
    assert cast.mette.client().get(where).status_code == 200
    assert cast.karen.client().get(where).status_code == 404
    assert cast.inger.client().get(url("expense_file", expense(cast, "coat"), document.public_id)).status_code == 404


# --- the clock --------------------------------------------------------------------------------------------------------


def test_the_reply_clock_stands_while_the_family_is_asked_and_stops_at_the_decision(cast: Any) -> None:
    row = applies(cast)
    due = row.clock.due_on
    cast.workdays_later(1)
    presses(cast, "sara", row, "ask", text="Kan I sende et tilbud?")
    row = Expense.objects.select_related("clock").get(pk=row.pk)
    assert (row.status, row.clock.state, row.clock.due_on) == (Status.WAITING_FAMILY, ClockState.PAUSED, None)
    assert "Venter på jer siden i dag" in words(cast.inger.client().get(url("expense", row)))
    cast.workdays_later(3)
    presses(cast, "inger", row, "reply", text="Her er det.", files=[photo("tilbud.jpg")])
    row = Expense.objects.select_related("clock").get(pk=row.pk)
    assert row.clock.state == ClockState.RUNNING and row.clock.due_on is not None and row.clock.due_on > due
    presses(cast, "sara", row, "decide", granted="900", text="")
    row = Expense.objects.select_related("clock").get(pk=row.pk)
    assert (row.clock.state, row.clock.stopped_on) == (ClockState.STOPPED, cast.today)
    cast.later(days=2)
    stopped = row.clock.stopped_on
    presses(cast, "inger", row, "withdraw", text="Vi lånte en.")
    assert Expense.objects.select_related("clock").get(pk=row.pk).clock.stopped_on == stopped


def test_the_adviser_is_reminded_and_the_leader_told_once_each(cast: Any) -> None:
    row = applies(cast)
    days = row.clock.workdays
    cast.workdays_later(days - 2)
    duties.run_duties()
    assert (told("remind", row), told("due", row)) == (["Sara Lund"], [])
    cast.workdays_later(2)
    duties.run_duties()
    assert told("due", row) == ["Hanne Gram"]
    assert duties.run_duties() == {"reminders": 0, "leaders": 0}


def test_one_expenses_trouble_does_not_keep_the_others_waiting(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from plejebro.agreements.expenses import messages

    troubled, other = applies(cast), applies(cast, "per")
    cast.workdays_later(troubled.clock.workdays - 2)
    working = messages.tell_deciders

    def failing(row: Any, **more: Any) -> int:
        if row.pk == troubled.pk:
            raise OSError("the address cannot be read")
        return working(row, **more)

    monkeypatch.setattr(messages, "tell_deciders", failing)
    duties.run_duties()
    assert (told("remind", troubled), told("remind", other)) == ([], ["Sara Lund"])


def test_no_notice_names_a_child_a_type_an_amount_or_a_word_of_the_case(cast: Any) -> None:
    row = applies(cast, amount="937")
    presses(cast, "sara", row, "ask", text="Hvilken forretning?")
    presses(cast, "inger", row, "reply", text="Fri BikeShop.")
    presses(cast, "sara", row, "decide", granted="0", text="Den er dækket af kost og logi.")
    found = OutboxMessage.objects.filter(path=url("expense", row))
    assert {one.kind for one in found} == {f"expense.{step}" for step in ("applied", "asked", "replied", "refused")}
    for one in found:
        for word in ("Noah", "Dahl", "Cykel", "hjelm", "937", "BikeShop", "afsl", "Afsl"):
            assert word not in one.subject + one.body
        assert row.case_number in one.body


# --- two at once ------------------------------------------------------------------------------------------------------


def test_two_deciding_at_once_the_second_is_told_and_loses_nothing(cast: Any) -> None:
    row = applies(cast)
    sara, birgit = cast.sara.client(), cast.birgit.client()
    seen = hidden(birgit, row, "decide")
    presses(cast, "sara", row, "decide", granted="900", text="")
    assert sara.get(url("expense", row)).status_code == 200
    late = birgit.post(url("expense_decide", row), {**seen, "granted": "0", "text": "Cyklen kan lånes på depotet."})
    assert late.status_code == 409
    text = words(late)
    assert "En anden har gjort noget ved ansøgningen imens" in text and "Cyklen kan lånes på depotet." in text
    row.refresh_from_db()
    assert (row.outcome, row.granted) == (Outcome.GRANTED, Decimal(900))
    assert ExpenseStep.objects.filter(expense=row, step__in=[Step.GRANTED, Step.REFUSED]).count() == 1


def test_the_losing_order_withdrawn_first_then_granted(cast: Any) -> None:
    row = applies(cast)
    seen = row.version
    actions.withdraw(actor=cast.inger.viewer(), expense=row, text="", **sign(row))
    with pytest.raises(ChangedMeanwhile):
        actions.decide(
            actor=cast.sara.viewer(),
            expense=row,
            granted=Decimal(900),
            reason="",
            submission=uuid.uuid4(),
            seen_version=seen,
        )
    row.refresh_from_db()
    assert (row.status, row.granted) == (Status.WITHDRAWN, None)


def test_a_double_click_applies_decides_and_pays_once(cast: Any) -> None:
    inger, one = cast.inger.client(), str(uuid.uuid4())
    form = {"term": term(cast).pk, "what": "Lygter", "amount": "200", "reason": "Mørke", "submission": one}
    assert {inger.post(url("expense_new", cast.noah), form).status_code for _ in range(2)} == {302}
    row = Expense.objects.get(what="Lygter")
    for who, name, typed in (
        ("sara", "decide", {"granted": "200"}),
        ("inger", "receipt", {"spent": "200"}),
        ("sara", "pay", {"on": f"{cast.today:%d.%m.%Y}"}),
    ):
        client = cast.people[who].client()
        sent = {**hidden(client, row, name), **typed}
        files = (lambda: {"files": [photo()]}) if name == "receipt" else dict
        assert {client.post(url(f"expense_{name}", row), {**sent, **files()}).status_code for _ in range(2)} == {302}
    steps = list(ExpenseStep.objects.filter(expense=row).order_by("pk").values_list("step", flat=True))
    assert steps == [Step.APPLIED, Step.GRANTED, Step.RECEIPT, Step.PAID]
    assert OutboxMessage.objects.filter(path=url("expense", row), kind="expense.paid").count() == 2


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_grant_beyond_the_ceiling_takes_a_reason_and_a_year_counts_what_was_granted_before(cast: Any) -> None:
    row = applies(cast, amount="6000", kind="Ferie og lejr")  # 1.800 of 7.000 was granted to Noah for the camp
    page = words(cast.sara.client().get(url("expense", row)))
    assert "800 kr. over kommunens loft (højst 7.000 kr. pr. barn pr. år)" in page
    refused = presses(cast, "sara", row, "decide", granted="6000", text="")
    assert refused.status_code == 409 and "Det er 800 kr. over kommunens loft." in words(refused)
    assert presses(cast, "sara", row, "decide", granted="6000", text="Rejsen er aftalt i planen.").status_code == 302


def test_more_than_was_asked_for_cannot_be_granted(cast: Any) -> None:
    row = applies(cast)
    assert "Der er søgt om 900 kr." in words(presses(cast, "sara", row, "decide", granted="901", text="x"))


@pytest.mark.parametrize(
    ("key", "name", "who"),
    [("camp", "decide", "sara"), ("bike", "pay", "sara"), ("bike", "receipt", "inger"), ("desk", "reply", "inger")],
)
def test_a_step_out_of_turn_changes_nothing(cast: Any, key: str, name: str, who: str) -> None:
    row = expense(cast, key)
    sent = {"submission": str(uuid.uuid4()), "version": row.version, "granted": "1", "text": "x", "spent": "1"}
    answer = (
        cast.people[who]
        .client()
        .post(url(f"expense_{name}", row), {**sent, "on": f"{cast.today:%d.%m.%Y}", "files": [photo()]})
    )
    assert answer.status_code == 409 and "som ansøgningen står nu" in words(answer)
    assert expense(cast, key).version == row.version


def test_what_was_typed_and_uploaded_is_kept_when_something_is_missing(cast: Any) -> None:
    inger = cast.inger.client()
    form = {"what": "Lygter", "amount": "mange", "reason": "Mørke", "submission": str(uuid.uuid4())}
    answer = inger.post(url("expense_new", cast.noah), {**form, "files": [photo("tilbud.jpg")]})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Skriv beløbet i kroner" in words(answer) and 'value="Lygter"' in html
    kept = re.findall(r'name="kept" value="([^"]+)"', html)
    assert len(kept) == 1 and "tilbud.jpg" in words(answer)
    again = {**form, "amount": "200", "term": term(cast).pk, "kept": kept}
    assert inger.post(url("expense_new", cast.noah), again).status_code == 302
    row = Expense.objects.get(what="Lygter")
    assert Document.objects.get(bound_to=f"expense:{row.public_id}").name == "tilbud.jpg"


def test_somebody_elses_file_cannot_be_sent_along(cast: Any) -> None:
    cast.karen.client().post(url("expense_new", cast.liv), {"submission": str(uuid.uuid4()), "files": [photo()]})
    theirs = Document.objects.get(bound_to__isnull=True, uploader=cast.karen.user)
    form = {"term": term(cast).pk, "what": "Lygter", "amount": "200", "reason": "x", "submission": str(uuid.uuid4())}
    assert cast.inger.client().post(url("expense_new", cast.noah), {**form, "kept": [theirs.public_id]}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.bound_to is None


def test_the_consultant_reads_along_and_does_not_decide(cast: Any) -> None:
    row = expense(cast, "desk")
    page = cast.mette.client().get(url("expense", row))
    assert "Skrivebord" in words(page) and "Send afgørelsen" not in words(page)
    sent = {"submission": str(uuid.uuid4()), "version": row.version, "granted": "1", "text": "x"}
    assert cast.mette.client().post(url("expense_decide", row), sent).status_code == 403


def test_a_leader_sees_neither_the_protected_childs_name_nor_the_familys(cast: Any) -> None:
    text = words(cast.ole.client().get(url("expense", expense(cast, "lamp"))))
    assert "Natlampe" in text and "Sigrun" not in text and "Vang" not in text
    assert "Sigrun" in words(cast.nadia.client().get(url("expense", expense(cast, "lamp"))))


def test_a_family_alone_with_its_record_is_told_why_it_cannot_apply_here(cast: Any) -> None:
    mona = cast.mona.client()
    assert "Kommunen er ikke med her endnu" in words(mona.get(url("expenses", cast.viktor)))
    assert mona.get(url("expense_new", cast.viktor)).status_code == 403


# --- lists and the year -----------------------------------------------------------------------------------------------


def test_the_year_adds_up_by_type_each_amount_in_its_own_year(cast: Any) -> None:
    text = words(cast.inger.client().get(url("expenses", cast.noah)))
    assert "Cykel 1.500,00 1.500,00 1.449,00" in text
    assert "Ferie og lejr 2.400,00 1.800,00 0,00" in text
    assert "I alt 5.099,95 3.300,00 1.449,00" in text
    row = expense(cast, "bike")
    Expense.objects.filter(pk=row.pk).update(applied_on=row.applied_on - timedelta(days=365))
    text = words(cast.inger.client().get(url("expenses", cast.noah)))
    assert "Cykel 0,00 1.500,00 1.449,00" in text
    text = words(cast.inger.client().get(f"{url('expenses', cast.noah)}?aar=2025"))
    assert "Cykel 1.500,00 0,00 0,00" in text and "Ferie og lejr" in text


@pytest.mark.parametrize(
    ("who", "mine", "not_mine"),
    [("sara", "Skrivebord", "Spejderlejr"), ("inger", "Spejderlejr", "Skrivebord"), ("peter", "", "Flyverdragt")],
)
def test_the_list_opens_with_what_waits_for_ones_own_side(cast: Any, who: str, mine: str, not_mine: str) -> None:
    client = cast.people[who].client()
    text = words(client.get("/udlaeg/"))
    assert mine in text and not_mine not in text
    assert not_mine in words(client.get("/udlaeg/?vis=alle"))
    assert "Ny cykel" in words(cast.sara.client().get("/udlaeg/?vis=afsluttede"))


def test_the_lists_ask_as_often_of_much_as_of_little(cast: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> list[int]:
        found = []
        for path in ("/udlaeg/?vis=alle", url("expenses", cast.noah)):
            client = cast.inger.client()
            client.get(path)
            with CaptureQueriesContext(connection) as log:
                assert client.get(path).status_code == 200
            found.append(len(log.captured_queries))
        return found

    few = asked()
    for _ in range(12):
        applies(cast)
    assert asked() == few and max(few) <= 16


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_the_administrator_sets_a_ceiling_from_a_day_and_what_was_applied_for_keeps_its_own(cast: Any) -> None:
    row, kind = applies(cast), cast.thing("expense_type:901:Cykel")
    where = f"/udlaegstyper/{kind.public_id}/"
    typed = {"ceiling": "2.000", "per": "time", "note": "Mod kvittering.", "starts": f"{cast.today:%d.%m.%Y}"}
    assert fills(cast.tove.client(), where, **typed).status_code == 302
    assert "Højst 2.000 kr. pr. gang" in words(cast.tove.client().get("/udlaegstyper/"))
    assert "højst 1.500 kr. pr. gang" in words(cast.inger.client().get(url("expense", row)))
    assert "højst 2.000 kr. pr. gang" in words(cast.inger.client().get(url("expense_new", cast.noah)))
    past = fills(cast.birgit.client(), where, **{**typed, "starts": "01.01.2026"})
    assert "Datoen er gået." in words(past)


def test_two_set_the_same_ceiling_at_once_the_second_is_told(cast: Any) -> None:
    kind = cast.thing("expense_type:901:Cykel")
    where, tomorrow = f"/udlaegstyper/{kind.public_id}/", f"{cast.today + timedelta(days=1):%d.%m.%Y}"
    typed = {"per": "time", "note": "", "starts": tomorrow}
    tove, birgit = cast.tove.client(), cast.birgit.client()
    html = birgit.get(where).content.decode()
    seen = re.search(r'name="version" value="([^"]+)"', html)
    assert seen and fills(tove, where, ceiling="1800", **typed).status_code == 302
    late = birgit.post(where, {**typed, "ceiling": "2500", "version": seen[1]})
    assert late.status_code == 409 and "Højst 1.800 kr. pr. gang" in words(late)
    again = re.search(r'name="version" value="([^"]+)"', late.content.decode())
    assert again and birgit.post(where, {**typed, "ceiling": "2500", "version": again[1]}).status_code == 302
    assert list(kind.terms.order_by("starts").values_list("ceiling", flat=True)) == [Decimal(1500), Decimal(2500)]


def test_a_stopped_type_cannot_be_applied_for_and_what_was_applied_for_is_still_decided(cast: Any) -> None:
    row, kind = applies(cast), cast.thing("expense_type:901:Cykel")
    where = f"/udlaegstyper/{kind.public_id}/stop/"
    assert fills(cast.tove.client(), where, last_day=f"{cast.today:%d.%m.%Y}").status_code == 302
    cast.later(days=1)
    with pytest.raises(NotPossible, match="kan der ikke søges om længere"):
        applies(cast)
    assert presses(cast, "sara", row, "decide", granted="900").status_code == 302


def test_a_new_type_can_be_applied_for_at_once_and_a_name_is_used_once(cast: Any) -> None:
    typed = {"name": "Briller", "ceiling": "", "per": "time", "note": "", "starts": f"{cast.today:%d.%m.%Y}"}
    assert cast.tove.client().post("/udlaegstyper/ny/", typed).status_code == 302
    assert "Briller (intet loft)" in words(cast.inger.client().get(url("expense_new", cast.noah)))
    assert "allerede en type med det navn" in words(cast.tove.client().post("/udlaegstyper/ny/", typed))


def test_another_municipalitys_type_cannot_be_applied_for(cast: Any) -> None:
    theirs = Application(term(cast, "Fritid", "902"), "Spejder", Decimal(100), "x")
    with pytest.raises(NotPossible):
        actions.apply(actor=cast.inger.viewer(), placement=cast.noah, application=theirs, submission=uuid.uuid4())


def test_a_municipality_without_a_catalogue_points_to_an_enquiry(cast: Any) -> None:
    for kind in ("Cykel", "Ferie og lejr", "Møbler og udstyr", "Briller og medicin"):
        catalogue.stop_type(actor=cast.tove.viewer(), kind=cast.thing(f"expense_type:901:{kind}"), last_day=cast.today)
    cast.later(days=1)
    assert "Send en henvendelse om udlæg i stedet" in words(cast.inger.client().get(url("expense_new", cast.noah)))


# --- the database and the rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"outcome": "granted", "granted": 1, "decided_on": "2026-11-24"},
        {"outcome": "refused", "granted": 5, "decided_on": "2026-11-24"},
        {"paid": 5000, "paid_on": "2026-11-24"},
        {"status": "paid", "paid": None},
    ],
)
def test_the_database_refuses_what_must_never_be_true(cast: Any, change: dict[str, Any]) -> None:
    row = expense(cast, "bike")
    with pytest.raises(IntegrityError), transaction.atomic():
        Expense.objects.filter(pk=row.pk).update(**change)


def test_two_terms_of_a_type_never_hold_the_same_day(cast: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseTerm.objects.create(type=cast.thing("expense_type:901:Cykel"), starts=cast.today, per=Per.TIME)


MONEY = st.decimals(min_value=0, max_value=9999999, places=2)


@given(MONEY, MONEY)
def test_never_more_is_paid_than_granted_nor_than_spent(granted: Decimal, spent: Decimal) -> None:
    assert rules.to_pay(granted, spent) <= min(granted, spent)


@given(MONEY, MONEY, MONEY)
def test_a_ceiling_over_the_year_is_never_milder_than_each_time(amount: Decimal, ceiling: Decimal, used: Decimal) -> None:
    by_year = rules.over_ceiling(amount, ceiling=ceiling, per=Per.YEAR, already=used)
    assert by_year >= rules.over_ceiling(amount, ceiling=ceiling, per=Per.TIME, already=used) >= 0
    assert rules.over_ceiling(amount, ceiling=None, per=Per.YEAR, already=used) == 0


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250"),
        ("1.250", "1250"),
        ("1.250,5", "1250.5"),
        ("1250.50", "1250.50"),
        ("1 250 kr.", "1250"),
        ("99,-", "99"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert KronerField().clean(text) == Decimal(amount)


@given(MONEY)
def test_an_amount_that_is_shown_can_be_typed_back(amount: Decimal) -> None:
    assert KronerField().clean(kr(amount)) == amount


def test_a_new_term_is_not_under_zero(cast: Any) -> None:
    with pytest.raises(NotPossible):
        catalogue.set_term(
            actor=cast.tove.viewer(),
            kind=cast.thing("expense_type:901:Cykel"),
            term=NewTerm(cast.today + timedelta(days=3), Decimal(0), Per.TIME),
        )
