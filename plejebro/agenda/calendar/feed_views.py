"""Calendar addresses: the page where one is made and ended, what calendar programs fetch, and a single entry as a file."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import open_thing, require, shown, viewer_of
from plejebro.access.pages import page, public_page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.calendar import feeds, ical
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import joined

_TYPE = "text/calendar; charset=utf-8"


@public_page
@rate_limited("calendar_feed", count_get=True)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program fetches, without a log-in; on record as the person behind the address. 304 when nothing has
    changed, which shows nothing and is not on record."""
    viewer = feeds.behind(secret)
    if viewer is None:
        raise Http404
    stamp = feeds.stamp_of(viewer)
    etag, changed = quote_etag(stamp.digest), int(stamp.changed.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=changed)
    if answer is None:
        entries = feeds.entries_of(viewer)
        answer = HttpResponse(ical.feed(entries, _addresses()), content_type=_TYPE)
        answer["Content-Disposition"] = 'inline; filename="plejebro.ics"'
        request.viewer = viewer  # type: ignore[attr-defined]
        shown(request, Permission.CALENDAR_OWN, feeds.placements_of(entries))
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(changed)
    return answer


@page(Permission.ENTRY_READ)
@rate_limited("calendar_file", count_get=True)
@require_safe
def entry_file(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """A single entry for the reader's calendar program; as bare as in a feed."""
    row = open_thing(request, joined(Entry.objects.all(), viewer_of(request)), entry_id, Permission.ENTRY_READ)
    answer = HttpResponse(ical.one(row, _addresses()), content_type=_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="aftale.ics"'
    return answer


@page(Permission.CALENDAR_OWN)
@rate_limited("calendar_address")
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """What a calendar address is, who can see what, and a new one: shown once, in the answer to the press of the button."""
    viewer = require(request, Permission.CALENDAR_OWN)
    address = ""
    if request.method == "POST":
        address = _base() + reverse("agenda:feed", args=[feeds.make_address(actor=viewer)])
    around = {"address": address, "since": feeds.address_since(viewer), "is_family": viewer.is_family}
    return render(request, "agenda/calendar/subscribe.html", around)


@page(Permission.CALENDAR_OWN)
@rate_limited("calendar_address")
@require_POST
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """The address stops."""
    feeds.stop_address(actor=require(request, Permission.CALENDAR_OWN))
    return redirect("agenda:subscribe")


def _addresses() -> ical.Addresses:
    some = UUID(int=0)
    entry = reverse("agenda:entry", args=[some]).replace(str(some), "{id}")
    return ical.Addresses(_base() + entry, _base() + reverse("agenda:calendar"))


def _base() -> str:
    return str(settings.PLEJEBRO_BASE_URL).rstrip("/")
