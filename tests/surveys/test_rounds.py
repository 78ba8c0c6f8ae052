"""A round from plan to closing: who is asked, how they are told, and what the analyst sees meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from plejebro.kernel import clock
from plejebro.kernel.refusals import NotPossible
from plejebro.notifications.models import OutboxMessage
from plejebro.surveys import population, synthetic
from plejebro.surveys.answering import opened, send_answer
from plejebro.surveys.enums import Method, Side, SizeGroup
from plejebro.surveys.models import Frame, FreeText, Questionnaire, Round, Ticket, WaitingAnswer
from plejebro.surveys.rounds import (
    draw_round,
    hand_out_codes,
    open_round,
    plan_round,
    remind_round,
    run_duties,
)
from tests.cast import Cast
from tests.surveys.helpers import form_of, open_synthetic, plan

ROUNDS = "/maalinger/"


def _drawn(cast: Cast, **changes: object) -> Round:
    row = plan_round(actor=cast.agnete.viewer(), plan=plan(municipality_form=form_of("municipality"), **changes), seed=7)
    draw_round(actor=cast.agnete.viewer(), round_=row)
    return row


def test_families_with_a_running_placement_and_those_who_work_with_them_are_asked(cast: Cast) -> None:
    row = _drawn(cast)
    asked = set(row.tickets.filter(side=Side.FAMILY).values_list("user__email", "municipality_code"))
    assert (cast.inger.user.email, "901") in asked
    assert (cast.inger.user.email, "902") in asked, "she has a child from each"
    assert cast.mona.user.email not in {email for email, _ in asked}, "her own record is hers alone"
    staff = set(row.tickets.filter(side=Side.MUNICIPALITY).values_list("user__email", flat=True))
    assert {cast.sara.user.email, cast.mette.user.email, cast.birgit.user.email} <= staff
    assert not {cast.tove.user.email, cast.jonas.user.email} & staff


def test_the_same_seed_draws_the_same_people_and_a_sample_takes_from_every_stratum() -> None:
    members = synthetic.national([f"{n:03d}" for n in range(101, 150)], families=300, municipalities=40, seed=1)
    groups = {code: SizeGroup.SMALL if int(code) % 2 else SizeGroup.LARGE for code in {m.municipality_code for m in members}}
    drawn = population.draw(members, groups, percent=10, seed=5)
    assert drawn == population.draw(members[::-1], groups, percent=10, seed=5)
    assert drawn != population.draw(members, groups, percent=10, seed=6)
    assert {(m.side, groups[m.municipality_code]) for m in drawn} == {(m.side, groups[m.municipality_code]) for m in members}
    assert len(population.draw(members, groups, percent=100, seed=5)) == len(members)
    assert [population.size_group(n) for n in (49, 50, 149, 150)] == ["small", "medium", "medium", "large"]


def test_a_sample_is_drawn_once_more_with_the_same_result(cast: Cast) -> None:
    row = _drawn(cast, method=Method.SAMPLE, sample_percent=40)
    first = sorted(row.tickets.values_list("address", "municipality_code"))
    draw_round(actor=cast.agnete.viewer(), round_=row)
    assert sorted(row.tickets.values_list("address", "municipality_code")) == first
    assert sum(frame.drawn for frame in row.frames.all()) == len(first) < sum(frame.population for frame in row.frames.all())


def test_the_invitation_has_a_link_of_ones_own_and_nothing_of_a_case(cast: Cast) -> None:
    row = _drawn(cast)
    open_round(actor=cast.agnete.viewer(), round_=row)
    mail = OutboxMessage.objects.get(kind="survey.invite", dedupe_key__contains=_ticket(row, cast, "901"))
    assert mail.path == "", "the copy in the app has no link: whoever can read the other one's notices cannot answer"
    secret = mail.secret_path.split("/")[2]
    found = opened(secret)
    assert found is not None
    assert found.ticket.municipality_code == "901"
    for word in ("Noah", "Dahl", "Ådal"):
        assert word not in mail.body + mail.subject
    assert "SYNTETISKE" not in mail.body


def _ticket(row: Round, cast: Cast, code: str) -> str:
    return str(row.tickets.get(user=cast.inger.user, municipality_code=code).public_id)


def test_only_those_who_have_not_answered_are_reminded_and_at_most_twice(cast: Cast) -> None:
    row = _drawn(cast)
    open_round(actor=cast.agnete.viewer(), round_=row)
    mail = OutboxMessage.objects.get(kind="survey.invite", dedupe_key__contains=_ticket(row, cast, "901"))
    send_answer(mail.secret_path.split("/")[2], {"samlet": 4})
    everybody = row.tickets.exclude(address="").count()
    assert remind_round(actor=cast.agnete.viewer(), round_=row) == everybody - 1
    reminders = OutboxMessage.objects.filter(kind="survey.remind.1")
    assert not reminders.filter(dedupe_key__contains=_ticket(row, cast, "901")).exists()
    other = reminders.get(dedupe_key__contains=_ticket(row, cast, "902"))
    assert opened(other.secret_path.split("/")[2]) is not None
    remind_round(actor=cast.agnete.viewer(), round_=row)
    with pytest.raises(NotPossible):
        remind_round(actor=cast.agnete.viewer(), round_=row)


def test_the_dates_open_remind_and_close(cast: Cast) -> None:
    day = clock.today() + timedelta(days=2)
    row = _drawn(cast, opens_on=day, closes_on=day + timedelta(days=20))
    run_duties()
    row.refresh_from_db()
    assert row.state == "draft"
    cast.later(days=2)
    run_duties()
    row.refresh_from_db()
    assert (row.state, row.reminders_sent) == ("open", 0)
    cast.later(days=7)
    run_duties()
    run_duties()
    row.refresh_from_db()
    assert row.reminders_sent == 1, "done twice is done once"
    cast.later(days=14)
    run_duties()
    row.refresh_from_db()
    assert row.state == "closed"


def test_new_codes_take_the_place_of_old_ones_and_are_kept_as_hashes(cast: Cast) -> None:
    row, codes = open_synthetic(cast, {"901": (6, 0)})
    again = hand_out_codes(actor=cast.agnete.viewer(), round_=row)
    assert opened(codes[0]) is None
    assert opened(again[0].code) is not None
    page = cast.agnete.client().post(f"{ROUNDS}{row.public_id}/koder/").content.decode()
    assert "SYNTETISK plejefamilier 901-1" in page
    assert opened(again[0].code) is None
    assert cast.agnete.client().get(f"{ROUNDS}{row.public_id}/koder/").content.decode().count("-") < page.count("-")


def test_progress_is_shown_for_whole_sides_and_small_counts_are_not(cast: Cast) -> None:
    row, codes = open_synthetic(cast, {"901": (12, 0)})
    for code in codes[:4]:
        send_answer(code, {"samlet": 4})
    page = cast.agnete.client().get(f"{ROUNDS}{row.public_id}/").content.decode()
    assert "færre end 5" in page
    assert "33 %" not in page
    for code in codes[4:6]:
        send_answer(code, {"samlet": 4})
    page = cast.agnete.client().get(f"{ROUNDS}{row.public_id}/").content.decode()
    assert "50 %" in page
    assert "901" not in page


def test_invented_people_never_go_among_real_ones(cast: Cast) -> None:
    row = plan_round(actor=cast.agnete.viewer(), plan=plan(), seed=7)
    with pytest.raises(NotPossible):
        draw_round(actor=cast.agnete.viewer(), round_=row, members=synthetic.members({"901": (5, 5)}))
    with pytest.raises(ValueError, match="synthetic"):
        synthetic.answer_round(actor=cast.agnete.viewer(), round_=row)


def test_a_published_questionnaire_never_changes(cast: Cast) -> None:
    row = form_of("family")
    for change in (lambda: Questionnaire.objects.filter(pk=row.pk).update(title="En anden"), row.delete):
        with pytest.raises((DatabaseError,)), transaction.atomic():
            change()


def test_a_round_is_planned_drawn_opened_reminded_and_closed_in_the_browser(cast: Cast) -> None:
    client = cast.agnete.client()
    today = clock.today()
    form = {
        "version": "1",
        "title": "Måling i browseren",
        "purpose": "At prøve.",
        "family_form": str(form_of("family").public_id),
        "municipality_form": "",
        "population_on": f"{today:%d.%m.%Y}",
        "method": "census",
        "sample_percent": "100",
        "opens_on": f"{today:%d.%m.%Y}",
        "closes_on": f"{today + timedelta(days=20):%d.%m.%Y}",
        "remind_after_days": "7",
        "previous": "",
    }
    wrong = client.post(f"{ROUNDS}ny/", {**form, "family_form": "", "title": "Uden skema"})
    assert wrong.status_code == 422
    assert "Vælg et skema til mindst én af siderne." in wrong.content.decode()
    back = client.post(f"{ROUNDS}ny/", form).headers["Location"]
    row = Round.objects.get(title="Måling i browseren")
    assert back == f"{ROUNDS}{row.public_id}/"
    assert client.get(f"{back}ret/").status_code == 200
    assert client.post(f"{back}aabn/").status_code == 409, "nobody is drawn yet"
    corrected = client.post(f"{back}ret/", {**form, "title": "Måling, rettet"})
    assert corrected.status_code == 302
    assert client.post(f"{back}ret/", form).status_code == 409, "somebody else was first"
    for step in ("traek", "aabn", "paamind"):
        assert client.get(f"{back}{step}/").status_code == 200
        assert client.post(f"{back}{step}/").status_code == 302
    assert "Målingen er åben" not in client.get(back).content.decode().split("Hovedmenu")[0]
    assert client.post(f"{back}luk/").status_code == 302
    assert "Lukket" in client.get(back).content.decode()
    assert "Måling, rettet" in client.get(ROUNDS).content.decode()
    assert not Ticket.objects.filter(round=row, user__isnull=False).exists()


def test_a_free_text_is_shown_only_when_a_person_has_cleaned_it(cast: Cast) -> None:
    client, row = cast.agnete.client(), cast.thing("round:closed")
    listed = client.get(f"{ROUNDS}{row.public_id}/tekster/").content.decode()
    assert "Venter på gennemlæsning" in listed
    text = FreeText.objects.filter(round=row, state="waiting").order_by("pk")[0]
    path = f"{ROUNDS}{row.public_id}/tekster/{text.pk}/"
    assert text.text in client.get(path).content.decode()
    empty = client.post(path, {"version": "1", "state": "shown", "cleaned": " "})
    assert empty.status_code == 422
    assert client.post(path, {"version": "1", "state": "shown", "cleaned": "Hun […] svarer."}).status_code == 302
    text.refresh_from_db()
    assert (text.state, text.cleaned) == ("shown", "Hun […] svarer.")
    assert client.post(path, {"version": "1", "state": "withheld", "cleaned": ""}).status_code == 409
    client.post(path, {"version": "2", "state": "withheld", "cleaned": "noget"})
    text.refresh_from_db()
    assert (text.state, text.cleaned) == ("withheld", "")
    other = cast.thing("round:open")
    assert client.get(f"{ROUNDS}{other.public_id}/tekster/{text.pk}/").status_code == 404


HEADER = "kode;samlet;uenighed-emner;oensker"


def test_paper_forms_are_brought_in_all_or_none_with_every_bad_row_named(cast: Cast) -> None:
    row, codes = open_synthetic(cast, {"901": (6, 2)}, municipality_form=form_of("municipality"))
    families = [code for code in codes if opened(code).ticket.side == "family"]  # type: ignore[union-attr]
    twice = [f"{families[2]};5;;x"] * 2
    bad = [HEADER, f"{families[0]};7;;", "FORK-ERTE-KODE-HERE;4;;", f"{families[1]};4", *twice]
    page = _send(cast, row, bad)
    assert page.status_code == 422
    text = page.content.decode()
    for line in ("samlet skal være 1, 2, 3, 4, 5 eller x", "hører ikke til målingen", "færre felter", "står to gange"):
        assert line in text
    assert not WaitingAnswer.objects.filter(round=row).exists()
    good = [HEADER, f"{families[0].lower()};4;vederlag|samvaer;Hurtigere svar", f"{families[1]};x;;"]
    assert _send(cast, row, good).status_code == 302
    assert WaitingAnswer.objects.filter(round=row).count() == 2
    assert "allerede sendt" in _send(cast, row, good).content.decode()
    unknown = _send(cast, row, ["kode;ukendt", f"{families[3]};4"])
    assert "er ikke et spørgsmål i målingen" in unknown.content.decode()
    assert cast.agnete.client().get(f"{ROUNDS}{row.public_id}/papir/").status_code == 200


def _send(cast: Cast, row: Round, lines: list[str]):  # type: ignore[no-untyped-def]
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("svar.csv", "\n".join(lines).encode(), content_type="text/csv")
    return cast.agnete.client().post(f"{ROUNDS}{row.public_id}/papir/", {"file": sent})


def test_the_frames_count_and_name_nobody(cast: Cast) -> None:
    rows = Frame.objects.filter(round=cast.thing("round:closed"))
    assert sum(row.answered for row in rows) > 50
    assert all(row.answered <= row.drawn <= row.population for row in rows)


def test_a_municipality_has_its_size_by_its_families_also_when_they_are_not_asked(cast: Cast) -> None:
    form = form_of("municipality")
    row = plan_round(
        actor=cast.agnete.viewer(), plan=plan(family_form=None, municipality_form=form), seed=7, is_synthetic=True
    )
    draw_round(actor=cast.agnete.viewer(), round_=row, members=synthetic.members({"901": (60, 6), "902": (4, 6)}))
    sizes = dict(Frame.objects.filter(round=row).values_list("municipality_code", "size_group"))
    assert sizes == {"901": SizeGroup.MEDIUM, "902": SizeGroup.SMALL}
    assert set(row.tickets.values_list("side", flat=True)) == {Side.MUNICIPALITY}


def test_the_analyst_is_led_from_a_closed_round_to_its_draft_and_from_a_published_one_to_the_result(cast: Cast) -> None:
    client = cast.agnete.client()
    for name, ending in (("round:closed", "resultat/udkast/"), ("round:published", "resultat/")):
        path = f"{ROUNDS}{cast.thing(name).public_id}/"
        assert f'href="{path}{ending}"' in client.get(path).content.decode()
        assert client.get(f"{path}{ending}").status_code == 200


def test_a_family_with_children_from_two_municipalities_is_told_which_one_each_link_is_about(cast: Cast) -> None:
    row = _drawn(cast)
    open_round(actor=cast.agnete.viewer(), round_=row)
    for code, name in (("901", "Ådal Kommune"), ("902", "Fjordby Kommune")):
        mail = OutboxMessage.objects.get(kind="survey.invite", dedupe_key__contains=_ticket(row, cast, code))
        for path in (mail.secret_path, f"{mail.secret_path}1/"):
            page = cast.inger.client().get(path).content.decode()
            assert name in page and ("Ådal" in page) != ("Fjordby" in page)
        assert name not in mail.body + mail.subject, "an e-mail says nothing of where the child comes from"
