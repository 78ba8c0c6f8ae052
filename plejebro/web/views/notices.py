"""One's own notices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plejebro.access.doors import viewer_of
from plejebro.access.pages import login_page
from plejebro.notifications.actions import mark_read
from plejebro.notifications.queries import notices_of
from plejebro.web.queries.notices import notice_rows

PAGE_SIZE = 30


@login_page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The notices, newest first; POST marks them all as read."""
    viewer = viewer_of(request)
    if request.method == "POST":
        mark_read(user_id=viewer.user_id)
        return redirect("web:notices")
    page = Paginator(notices_of(viewer.user_id), PAGE_SIZE).get_page(request.GET.get("side"))
    return render(request, "web/notices.html", {"page": page, "rows": notice_rows(page.object_list, viewer.today)})
