"""Addresses of the pages about families."""

from __future__ import annotations

from django.urls import path

from plejebro.families import views

app_name = "families"

urlpatterns = [
    path("familier/", views.family_list, name="list"),
    path("familier/ny/", views.new, name="new"),
    path("familier/<uuid:public_id>/", views.family, name="family"),
    path("familier/<uuid:public_id>/ret/", views.edit, name="edit"),
    path("familier/<uuid:public_id>/plejeforaelder/", views.member_new, name="member_new"),
    path("familier/<uuid:public_id>/plejeforaelder/<uuid:member_id>/ret/", views.member_edit, name="member_edit"),
    path("familier/<uuid:public_id>/plejeforaelder/<uuid:member_id>/inviter/", views.member_invite, name="member_invite"),
    path("familier/<uuid:public_id>/plejeforaelder/<uuid:member_id>/slut/", views.member_end, name="member_end"),
    path("familier/<uuid:public_id>/godkendelse/", views.approval_new, name="approval_new"),
    path("familier/<uuid:public_id>/godkendelse/<int:approval_id>/", views.approval_edit, name="approval_edit"),
    path("familier/<uuid:public_id>/kommune/", views.municipality_add, name="municipality_add"),
]
