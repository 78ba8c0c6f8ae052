"""The room's addresses. A POST-only address is one step in a thread."""

from __future__ import annotations

from django.urls import path

from plejebro.enquiries.views import files, listing, new, steps, thread

app_name = "enquiries"

_PLACEMENT = "anbringelser/<uuid:placement_id>"
_ENQUIRY = "henvendelser/<uuid:enquiry_id>"

urlpatterns = [
    path(f"{_PLACEMENT}/ny-henvendelse/", new.new_enquiry, name="new"),
    path(f"{_PLACEMENT}/spurgt-paa-anden-vis/", new.logged_enquiry, name="log"),
    path(f"{_PLACEMENT}/ny-henvendelse/kladde/", new.draft, name="draft"),
    path("henvendelser/", listing.enquiry_list, name="list"),
    path("henvendelser/hent/", listing.export, name="export"),
    path(f"{_ENQUIRY}/", thread.thread, name="thread"),
    path(f"{_ENQUIRY}/skriv/", thread.write, name="write"),
    path(f"{_ENQUIRY}/kommunen-svarede/", thread.municipality_answered, name="municipality_answered"),
    path(f"{_ENQUIRY}/kladde/", thread.draft, name="thread_draft"),
    path(f"{_ENQUIRY}/godtag/", steps.accept, name="accept"),
    path(f"{_ENQUIRY}/afslut/", steps.conclude, name="conclude"),
    path(f"{_ENQUIRY}/traek-tilbage/", steps.withdraw, name="withdraw"),
    path(f"{_ENQUIRY}/genaabn/", steps.reopen, name="reopen"),
    path(f"{_ENQUIRY}/trin/", steps.escalate, name="escalate"),
    path(f"{_ENQUIRY}/fil/<uuid:document_id>/", files.file, name="file"),
    path(f"{_ENQUIRY}/pdf/", files.pdf, name="pdf"),
]
