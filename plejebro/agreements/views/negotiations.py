"""A negotiation: opened, read, offers made, people and documents brought in, minutes written, ended."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import user_of, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission as P
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.agreements import forms, negotiating
from plejebro.agreements.base import supports_family
from plejebro.agreements.models import Minutes, Negotiation, NegotiationFile, Participant
from plejebro.agreements.schema import SCHEMAS
from plejebro.agreements.talks import negotiation_page
from plejebro.agreements.views.shared import (
    FORM_METHODS,
    READERS_OF_CONTRACT,
    negotiation_of,
    open_contract,
    trail_of,
)
from plejebro.documents.actions import store_upload
from plejebro.documents.rules import FileRefused
from plejebro.documents.views import file_response
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.ui.pages import Carried, FormPage, carry_out
from plejebro.versions.models import Version
from plejebro.versions.queries import latest_agreed

_CHANGED = (
    "Der er kommet et andet forslag, mens du skrev. Det, du skrev, står her endnu, og ingen af forslagene er gået tabt. "
    "Se det andet forslag, og send igen, hvis dit skal stilles ved siden af."
)


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Open a negotiation and invite the other side."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    form = forms.InvitationForm(request.POST or None, supports=_supports(request, found))
    back = reverse("agreements:contract", args=[contract_id])
    around = FormPage(
        "Åbn en forhandling",
        "Send invitationen",
        back,
        trail=trail_of(request, found, ("Kontrakt", back)),
        lead="Fortæl, hvorfor I vil forhandle, og hvad I vil tale om. Familien kan altid tage en bisidder med.",
        consequences=["Den anden side får besked.", "Det, der gælder nu, gælder, til begge sider har godkendt noget andet."],
        who_will_see=READERS_OF_CONTRACT,
    )
    opened: list[Negotiation] = []

    def do(data: dict[str, Any]) -> None:
        opened.append(
            negotiating.open_negotiation(
                actor=viewer,
                contract=found,
                invitation=form.invitation(),
                submission=form.cleaned_data["submission"],
                knows=form.knows_it,
            )
        )

    more = {"supports": _supports(request, found)}
    carried = Carried(form, around, do, "Invitationen er sendt.", back, template="agreements/knowing_form.html", more=more)
    response = carry_out(request, carried)
    return redirect(_url(opened[0])) if opened else response


@page(P.CONTRACT_READ)
@require_safe
def negotiation(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """The negotiation with everything put forward in it."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_READ), viewer_of(request)
    model = negotiation_page(found, negotiation_of(found, negotiation_id), viewer)
    context = {
        "page": model,
        "trail": trail_of(request, found, (model.frame.title, model.frame.url)),
        "person_form": forms.PersonForm(is_family=viewer.is_family, auto_id="deltager-%s"),
        "file_form": forms.FileForm(auto_id="dokument-%s"),
        "minutes_form": forms.MinutesForm(initial={"held_on": viewer.today}, auto_id="referat-%s"),
        "objection_form": forms.TextForm(label="Indvending", hint="Skriv, hvad der ikke passer, og hvad der blev sagt."),
    }
    return render(request, "agreements/negotiation.html", context)


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def offer(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """Put a version forward: from what holds, or from the newest proposal."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row, schema = negotiation_of(found, negotiation_id), SCHEMAS[found.kind]
    start, newest = _starting_point(found, request.GET.get("fra", ""))
    initial = {**forms.initial_of(schema, start), "seen": newest}
    form = forms.OfferForm(request.POST or None, schema=schema, initial=initial, supports=_supports(request, found))
    around = FormPage(
        "Stil et forslag",
        "Send forslaget",
        _url(row),
        trail=trail_of(request, found, ("Forhandling", _url(row))),
        lead="Ret det, der skal være anderledes. Den anden side ser forskellene og virkningen i kroner.",
        consequences=["Forslaget kan ikke rettes, når det er sendt. I kan trække det tilbage og stille et nyt."],
        who_will_see=READERS_OF_CONTRACT,
    )
    more: dict[str, Any] = {"supports": _supports(request, found), "with_note": True, "other_url": ""}

    def do(data: dict[str, Any]) -> None:
        try:
            negotiating.make_offer(
                actor=viewer,
                negotiation=row,
                new=form.offer(),
                submission=form.cleaned_data["submission"],
                seen_number=form.cleaned_data["seen"],
                knows=form.knows_it,
            )
        except ChangedMeanwhile:
            more["other_url"] = _renew(form, found)
            raise

    carried = Carried(form, around, do, "Forslaget er sendt.", _url(row), "agreements/schema_form.html", more, _CHANGED)
    return carry_out(request, carried)


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_POST
def participant(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """Bring somebody along: a companion, a colleague."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row, form = negotiation_of(found, negotiation_id), forms.PersonForm(request.POST, is_family=viewer.is_family)

    def do(data: dict[str, Any]) -> None:
        data = form.cleaned_data
        negotiating.add_participant(
            actor=viewer,
            negotiation=row,
            name=data["name"],
            label=data["label"],
            is_companion=data.get("is_companion", False),
        )

    around = _around(request, found, row, "Tilføj en deltager", "Tilføj")
    return carry_out(request, Carried(form, around, do, "Deltageren står på listen.", _url(row)))


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_POST
def participant_off(request: HttpRequest, contract_id: UUID, negotiation_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody of one's own side off the list."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row = negotiation_of(found, negotiation_id)
    person = Participant.objects.filter(negotiation=row, public_id=person_id).first()
    if person is None:
        raise Http404
    try:
        negotiating.remove_participant(actor=viewer, negotiation=row, participant=person)
    except NotPossible as no:
        messages.error(request, no.sentence)
    return redirect(_url(row))


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@rate_limited("upload", when=has_files)
@require_POST
def share(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """Share a document with the other side."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row, form = negotiation_of(found, negotiation_id), forms.FileForm(request.POST, request.FILES)

    def do(data: dict[str, Any]) -> None:
        upload, data = form.cleaned_data["document"], form.cleaned_data
        try:
            document = store_upload(
                actor=user_of(request),
                name=upload.name,
                stream=cast(BinaryIO, upload.file),
                case_key=found.placement.public_id,
            )
        except FileRefused as refused:
            raise NotPossible(str(refused)) from refused
        negotiating.share_file(
            actor=viewer, negotiation=row, document=document, note=data["note"], is_annex=data["is_annex"]
        )

    around = _around(request, found, row, "Del et dokument", "Del", upload=True)
    return carry_out(request, Carried(form, around, do, "Dokumentet er delt.", _url(row)))


@page(P.CONTRACT_READ)
@rate_limited("download", count_get=True)
@require_safe
def file(request: HttpRequest, contract_id: UUID, negotiation_id: UUID, shared_id: UUID) -> HttpResponseBase:
    """A shared document. The door is asked at every download."""
    found = open_contract(request, contract_id, P.CONTRACT_READ)
    row = negotiation_of(found, negotiation_id)
    one = NegotiationFile.objects.filter(negotiation=row, public_id=shared_id).select_related("document").first()
    if one is None:
        raise Http404
    return file_response(one.document, inline=request.GET.get("vis") == "1")


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_POST
def minutes(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """Write the minutes of a meeting."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row, form = negotiation_of(found, negotiation_id), forms.MinutesForm(request.POST)

    def do(data: dict[str, Any]) -> None:
        data = form.cleaned_data
        negotiating.write_minutes(
            actor=viewer, negotiation=row, held_on=data["held_on"], text=data["text"], submission=data["submission"]
        )

    around = _around(request, found, row, "Skriv et referat", "Send referatet")
    return carry_out(request, Carried(form, around, do, "Referatet er sendt til begge sider.", _url(row)))


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_POST
def objection(request: HttpRequest, contract_id: UUID, negotiation_id: UUID, minutes: int) -> HttpResponse:
    """Object to minutes within their window."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row = negotiation_of(found, negotiation_id)
    written = Minutes.objects.filter(negotiation=row, number=minutes).first()
    if written is None:
        raise Http404
    written.negotiation, form = row, forms.TextForm(request.POST, label="Indvending")

    def do(data: dict[str, Any]) -> None:
        data = form.cleaned_data
        negotiating.object_to(actor=viewer, minutes=written, text=data["text"], submission=data["submission"])

    around = _around(request, found, row, "Skriv en indvending", "Send indvendingen")
    return carry_out(request, Carried(form, around, do, "Indvendingen står ved referatet.", _url(row)))


@page(P.CONTRACT_NEGOTIATE)
@rate_limited("agreement_write")
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, contract_id: UUID, negotiation_id: UUID) -> HttpResponse:
    """End a negotiation without an agreement."""
    found, viewer = open_contract(request, contract_id, P.CONTRACT_NEGOTIATE), viewer_of(request)
    row, form = negotiation_of(found, negotiation_id), forms.TextForm(request.POST or None, label="Hvordan sluttede det?")
    around = FormPage(
        "Slut forhandlingen uden en ny aftale",
        "Slut forhandlingen",
        _url(row),
        trail=trail_of(request, found, ("Forhandling", _url(row))),
        consequences=["Åbne forslag bortfalder.", "Det, der gælder nu, gælder stadig."],
        who_will_see=READERS_OF_CONTRACT,
    )

    def do(data: dict[str, Any]) -> None:
        negotiating.close_negotiation(actor=viewer, negotiation=row, text=form.cleaned_data["text"])

    return carry_out(request, Carried(form, around, do, "Forhandlingen er sluttet.", _url(row)))


def _around(
    request: HttpRequest, found: Any, row: Negotiation, title: str, submit: str, *, upload: bool = False
) -> FormPage:
    trail = trail_of(request, found, ("Forhandling", _url(row)))
    return FormPage(title, submit, _url(row), trail=trail, who_will_see=READERS_OF_CONTRACT, upload=upload)


def _supports(request: HttpRequest, found: Any) -> bool:
    viewer = viewer_of(request)
    return not viewer.is_family and bool(supports_family({viewer.user_id}, found.placement))


def _starting_point(found: Any, wanted: str) -> tuple[dict[str, Any], int]:
    """The content a proposal starts from, and the newest number: the named version, else what is agreed."""
    rows = Version.objects.filter(document_id=found.document_id)
    newest = rows.order_by("-number").values_list("number", flat=True).first() or 0
    named = rows.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 6 else None
    start = named or latest_agreed(found.document_id) or rows.order_by("-number").first()
    return (dict(start.content) if start else {}), newest


def _renew(form: forms.SchemaForm, found: Any) -> str:
    """Makes the form ready to be sent again beside the proposal that came first; returns the address of that one."""
    newest = Version.objects.filter(document_id=found.document_id).order_by("-number").first()
    data: Any = form.data
    data = data.copy()
    data["seen"] = str(newest.number if newest else 0)
    form.data = data
    return reverse("agreements:contract_version", args=[found.public_id, newest.number]) if newest else ""


def _url(row: Negotiation) -> str:
    return reverse("agreements:negotiation", args=[row.contract.public_id, row.public_id])
