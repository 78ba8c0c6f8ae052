"""Pages that exist in the demo only: its outbox and its clock."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from plejebro.access.pages import demo_page
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.notifications.queries import whole_outbox
from plejebro.web import demo_clock
from plejebro.web.queries.notices import mail_rows

PAGE_SIZE = 30
_STEPS = {"dag": 1, "uge": 7}


@demo_page
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message the demo would have mailed, with its link."""
    page = Paginator(whole_outbox(), PAGE_SIZE).get_page(request.GET.get("side"))
    return render(request, "web/demo_outbox.html", {"page": page, "rows": mail_rows(page.object_list)})


@demo_page
@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """What day it is in the demo; POST moves a day or a week forward and does what falls due."""
    if request.method == "POST":
        demo_clock.move(days=_STEPS.get(request.POST.get("frem", ""), 1))
        messages.success(request, f"Nu er det {long_date(clock.today())}. Påmindelser og beskeder er sendt.")
        return redirect(_back(request))
    return render(request, "web/demo_clock.html", {"today": clock.today(), "moved": demo_clock.offset().days})


def _back(request: HttpRequest) -> str:
    target = request.POST.get("naeste", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else "web:demo_clock"
