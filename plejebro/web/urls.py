"""Addresses of the pages that show several rooms."""

from __future__ import annotations

from django.urls import path

from plejebro.web.views import demo, hats, home, looks, notices, placement, placements, public, rights, search

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("vaelg/", hats.choose_hat, name="choose_hat"),
    path("anbringelser/", placements.placement_list_page, name="placements"),
    path("anbringelser/<uuid:public_id>/", placement.placement_page, name="placement"),
    path("anbringelser/<uuid:public_id>/hvem-har-set/", looks.looks, name="looks"),
    path("anbringelser/<uuid:public_id>/aftalt/", placement.agreed, name="agreed"),
    path("anbringelser/<uuid:public_id>/udskrift/", placement.print_page, name="print"),
    path("overlevering/<uuid:public_id>/", placement.handover, name="handover"),
    path("soeg/", search.search, name="search"),
    path("beskeder/", notices.notices, name="notices"),
    path("om/", public.about, name="about"),
    path("tilgaengelighed/", public.accessibility, name="accessibility"),
    path("privatliv/", public.privacy, name="privacy"),
    path("kontakt/", public.contact, name="contact"),
    path("rettigheder/", rights.rights, name="rights"),
    path("hjaelp/", public.help_page, name="help"),
    path("demo/udbakke/", demo.outbox, name="demo_outbox"),
    path("demo/ur/", demo.clock_page, name="demo_clock"),
]
