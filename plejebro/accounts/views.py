"""This room's own pages; log-in, sign-up and second factor are allauth's with our templates."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from plejebro.accounts import actions, queries, sessions
from plejebro.accounts.errors import AccountsError, PasswordRefused
from plejebro.accounts.forms import NewUserForm, ProfileForm
from plejebro.accounts.models import LoginSession, User
from plejebro.accounts.throttle import rate_limited


@rate_limited("invitation", count_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; a form for a new user, a button for the right logged-in one. GET never writes."""
    page = queries.invitation_page(token)
    if page is None:
        return _unusable(request)
    user = request.user
    if user.is_authenticated and user.email.lower() != page.email.lower():
        return render(request, "accounts/invitation_other.html", {"page": page})
    if user.is_authenticated or page.has_user:
        return _accept_as_known(request, token, page)
    return _accept_as_new(request, token, page)


@rate_limited("demo_login")
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as an invented person; only in demo mode, and never as a real user."""
    try:
        person = queries.demo_person(str(UUID(request.POST.get("person", ""))))
    except ValueError:
        person = None
    if person is None:
        raise Http404
    _log_in(request, person, method="demo")
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and phone, with ways to password, e-mail, second factor and sessions."""
    user = _user(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        actions.update_profile(actor=user, **form.cleaned_data)
        messages.success(request, "Dine oplysninger er gemt.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD"])
def session_list(request: HttpRequest) -> HttpResponse:
    """Where one is logged in."""
    return render(request, "accounts/sessions.html", {"places": sessions.places(request, _user(request))})


@login_required
@rate_limited("end_sessions")
@require_POST
def end_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Log off one other place."""
    place = get_object_or_404(LoginSession, public_id=public_id, user=_user(request))
    if place.session_key == request.session.session_key:
        return redirect("account_logout")
    sessions.end_one(place)
    messages.success(request, f"{place.device} er logget af.")
    return redirect("accounts:sessions")


@login_required
@rate_limited("end_sessions")
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Log off everywhere but here."""
    sessions.end_others(request, _user(request))
    messages.success(request, "Du er logget af alle andre steder.")
    return redirect("accounts:sessions")


@login_required
@require_http_methods(["GET", "HEAD"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Step-up: go to the page where one confirms who one is, and back to ``next``."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise Http404
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect(f"{methods[0]['url']}?{urlencode({'next': target})}")


def _accept_as_known(request: HttpRequest, token: str, page: queries.InvitationPage) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        try:
            actions.accept_invitation(token=token, user=_user(request))
        except AccountsError:
            return _unusable(request)
        request.session.pop(sessions.FACTOR_NEEDED, None)
        messages.success(request, "Velkommen. Du er nu med.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/invitation_known.html", {"page": page})


def _accept_as_new(request: HttpRequest, token: str, page: queries.InvitationPage) -> HttpResponse:
    form = NewUserForm(request.POST or None, email=page.email, initial={"full_name": page.full_name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = actions.accept_invitation(token=token, full_name=data["full_name"], password=data["password1"])
        except PasswordRefused as error:
            form.add_error("password1", error.sentences)
        except AccountsError:
            return _unusable(request)
        else:
            _log_in(request, user, method="password")
            messages.success(request, "Velkommen til Plejebro.")
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/invitation_new.html", {"page": page, "form": form})


def _unusable(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_unusable.html", status=404)


def _log_in(request: HttpRequest, user: User, *, method: str) -> None:
    get_adapter().login(request, user)
    record_authentication(request, user, method=method)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
