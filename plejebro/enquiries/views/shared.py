"""What the room's views have in common."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def sent(request: HttpRequest, enquiry_id: UUID, sentence: str = "Henvendelsen er sendt.") -> HttpResponse:
    """To the thread, saying that it is kept. Only after the verb's transaction has committed."""
    messages.success(request, sentence)
    return redirect("enquiries:thread", enquiry_id=enquiry_id)
