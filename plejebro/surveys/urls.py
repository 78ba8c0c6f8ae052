"""The room's addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from plejebro.surveys.editing.urls import urlpatterns as editing
from plejebro.surveys.results.urls import urlpatterns as results
from plejebro.surveys.views import answering, rounds

app_name = "surveys"

urlpatterns: list[URLPattern] = [
    path("svar/", answering.code, name="code"),
    path("svar/<str:secret>/", answering.answer, name="answer"),
    path("svar/<str:secret>/<int:number>/", answering.section, name="section"),
    path("svar/<str:secret>/gennemse/", answering.review, name="review"),
    path("svar/<str:secret>/send/", answering.send, name="send"),
    path("maalinger/", rounds.round_list, name="rounds"),
    path("maalinger/ny/", rounds.round_new, name="round_new"),
    path("maalinger/<uuid:public_id>/", rounds.round_, name="round"),
    path("maalinger/<uuid:public_id>/ret/", rounds.round_edit, name="round_edit"),
    path("maalinger/<uuid:public_id>/traek/", rounds.draw, name="draw"),
    path("maalinger/<uuid:public_id>/aabn/", rounds.open_, name="open"),
    path("maalinger/<uuid:public_id>/paamind/", rounds.remind, name="remind"),
    path("maalinger/<uuid:public_id>/luk/", rounds.close, name="close"),
    path("maalinger/<uuid:public_id>/koder/", rounds.codes, name="codes"),
    path("maalinger/<uuid:public_id>/papir/", rounds.paper_answers, name="paper"),
    path("maalinger/<uuid:public_id>/tekster/", rounds.text_list, name="texts"),
    path("maalinger/<uuid:public_id>/tekster/<uuid:text_id>/", rounds.text, name="text"),
    *editing,
    *results,
]
