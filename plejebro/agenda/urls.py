"""The room's addresses."""

from __future__ import annotations

from plejebro.agenda.calendar.urls import urlpatterns as calendar_urls
from plejebro.agenda.contact.urls import urlpatterns as contact_urls
from plejebro.agenda.meetings.urls import urlpatterns as meetings_urls
from plejebro.agenda.respite.urls import urlpatterns as respite_urls
from plejebro.agenda.rhythm.urls import urlpatterns as rhythm_urls

app_name = "agenda"

urlpatterns = [*calendar_urls, *contact_urls, *meetings_urls, *respite_urls, *rhythm_urls]
