"""The rate contract (trust.md E5): one table of every route that takes a secret, sends a message,
searches people or exports.

Plain data without Django, so that ``config`` can read it. ``allauth_limits()`` feeds
``ACCOUNT_RATE_LIMITS``; our own routes carry ``@rate_limited("bucket")``, several where they are of several
natures. A limit reads ``amount/duration/per`` with ``per`` = ``ip`` (IPv6 by /64), ``user``, ``key`` (the account
that was typed, hashed) or, for our own, ``tenant`` (the municipality one acts for). The tenant's limit is far below
the sum of its users': a mass extraction or a flood from many accounts stops there, an ordinary busy day does not.
tests/accounts/test_rates.py trips every bucket alone and fails on a route of such a nature that is missing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Owner = Literal["allauth", "own"]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit: which routes fill it, how much it holds, and what the person sees when it is full."""

    name: str
    owner: Owner
    limit: str
    routes: tuple[str, ...]
    nature: str
    effect: str


PAGE_429 = "Side 429 med det skrevne bevaret"
IN_FORM = "Sætning i formularen, det skrevne er bevaret"

CONTRACT: tuple[Bucket, ...] = (
    Bucket("login", "allauth", "30/m/ip", ("account_login",), "secret", PAGE_429),
    Bucket(
        "login_failed",
        "allauth",
        "10/m/ip,5/300s/key",
        ("account_login", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp"),
        "secret",
        IN_FORM,
    ),
    Bucket("signup", "allauth", "10/m/ip,40/d/ip", ("account_signup",), "sends", PAGE_429),
    Bucket("reset_password", "allauth", "10/m/ip,3/10m/key", ("account_reset_password",), "sends", PAGE_429),
    Bucket(
        "reset_password_from_key",
        "allauth",
        "20/m/ip",
        ("account_reset_password_from_key",),
        "secret",
        PAGE_429,
    ),
    Bucket(
        "change_password",
        "allauth",
        "5/m/user",
        ("account_change_password", "account_set_password"),
        "secret",
        PAGE_429,
    ),
    Bucket(
        "reauthenticate",
        "allauth",
        "10/m/user",
        ("account_reauthenticate", "mfa_reauthenticate"),
        "secret",
        PAGE_429,
    ),
    Bucket("manage_email", "allauth", "10/m/user", ("account_email",), "sends", PAGE_429),
    Bucket(
        "confirm_email",
        "allauth",
        "1/180s/key",
        ("account_login", "account_email"),
        "sends",
        IN_FORM,
    ),
    Bucket("invitation", "own", "20/m/ip", ("accounts:invitation",), "secret", PAGE_429),
    Bucket("demo_login", "own", "60/m/ip", ("accounts:demo_login",), "secret", PAGE_429),
    Bucket("end_sessions", "own", "20/m/user", ("accounts:end_session", "accounts:end_other_sessions"), "secret", PAGE_429),
    # The routes below stand in other rooms, and carry the decorator there.
    Bucket(
        "invite",
        "own",
        "60/h/user,1000/d/tenant",
        (
            "municipalities:employee_new",
            "municipalities:employee_invite",
            "municipalities:employees_invite_all",
            "municipalities:one",
            "families:new",
            "families:member_new",
            "families:member_invite",
            "flows:start",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket("reset_factor", "own", "20/h/user,100/d/tenant", ("municipalities:employee_reset_factor",), "secret", PAGE_429),
    Bucket(
        "enquiry_send",
        "own",
        "30/m/user,300/d/user,300/m/tenant,10000/d/tenant",
        (
            "enquiries:new",
            "enquiries:log",
            "enquiries:write",
            "enquiries:municipality_answered",
            "enquiries:accept",
            "enquiries:conclude",
            "enquiries:withdraw",
            "enquiries:reopen",
            "enquiries:escalate",
        ),
        "sends",
        PAGE_429,
    ),
    # Steps of a negotiation, far above what a person clicks.
    Bucket(
        "agreement_write",
        "own",
        "30/m/user,400/d/user,300/m/tenant,10000/d/tenant",
        (
            "agreements:new_contract",
            "agreements:new_task",
            "agreements:notice",
            "agreements:actual_break",
            "agreements:contract_settle",
            "agreements:negotiation_new",
            "agreements:offer",
            "agreements:participant",
            "agreements:participant_off",
            "agreements:share",
            "agreements:minutes",
            "agreements:objection",
            "agreements:close",
            "agreements:task_offer",
            "agreements:task_settle",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket(
        "agreement_accept",
        "own",
        "10/m/user,60/d/user,60/m/tenant,2000/d/tenant",
        ("agreements:contract_accept", "agreements:task_accept"),
        "secret",
        PAGE_429,
    ),
    Bucket(
        "contact_write",
        "own",
        "30/m/user,400/d/user,300/m/tenant,10000/d/tenant",
        (
            "agenda:contact_new",
            "agenda:contact_offer",
            "agenda:contact_settle",
            "agenda:contact_pause",
            "agenda:contact_resume",
            "agenda:contact_hide",
            "agenda:contact_extra",
            "agenda:contact_end",
            "agenda:visit_held",
            "agenda:visit_cancel",
            "agenda:visit_move",
            "agenda:visit_make_up",
            "agenda:visit_reaction",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket(
        "contact_accept",
        "own",
        "10/m/user,60/d/user,60/m/tenant,2000/d/tenant",
        ("agenda:contact_accept", "agenda:contact_decide"),
        "secret",
        PAGE_429,
    ),
    Bucket(
        "contact_export",
        "own",
        "20/m/user,200/d/user,200/m/tenant,2000/d/tenant",
        ("agenda:contact_figures_csv",),
        "exports",
        PAGE_429,
    ),
    # A hash is 256 bits: this is against load, not against guessing.
    Bucket("agreement_check", "own", "30/m/ip", ("agreements:check",), "searches", PAGE_429),
    Bucket(
        "decision_write",
        "own",
        "60/m/user,1000/d/user,600/m/tenant,20000/d/tenant",
        (
            "decisions:new",
            "decisions:plan",
            "decisions:route",
            "decisions:add_evidence",
            "decisions:withdraw_evidence",
            "decisions:conversation",
            "decisions:withdraw_conversation",
            "decisions:ask",
            "decisions:fact",
            "decisions:finalise",
            "decisions:finish",
            "decisions:drop",
            "decisions:reopen",
            "decisions:complaint_new",
            "decisions:complaint",
            "decisions:letter",
            "decisions:letter_sent",
            "decisions:statement",
        ),
        "sends",
        PAGE_429,
    ),
    # Counts only what carries files.
    Bucket(
        "upload",
        "own",
        "20/m/user,300/d/user,100/m/tenant,3000/d/tenant",
        (
            "enquiries:new",
            "enquiries:log",
            "enquiries:write",
            "decisions:add_evidence",
            "decisions:statement",
            "agreements:share",
            "agenda:meeting_share",
            "agreements:expense_new",
            "agreements:expense_reply",
            "agreements:expense_receipt",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket(
        "download",
        "own",
        "60/m/user,1000/d/user,600/m/tenant,10000/d/tenant",
        (
            "enquiries:file",
            "decisions:file",
            "decisions:family_file",
            "agreements:expense_file",
            "agenda:meeting_file",
            "agreements:negotiation_file",
        ),
        "exports",
        PAGE_429,
    ),
    # The lists of families, employees and enquiries count only when somebody is searched for.
    Bucket(
        "search",
        "own",
        "60/m/user,1000/d/user,600/m/tenant,20000/d/tenant",
        (
            "web:search",
            "families:list",
            "flows:new",
            "municipalities:employees",
            "enquiries:list",
            "agenda:respite_list",
            "agenda:rhythm_list",
            "agenda:meetings",
        ),
        "searches",
        PAGE_429,
    ),
    # Counts only searches by a number.
    Bucket("cpr_search", "own", "20/m/user,200/d/user,100/m/tenant,2000/d/tenant", ("web:search",), "searches", PAGE_429),
    Bucket("cpr_show", "own", "20/m/user,100/d/user,1000/d/tenant", ("placements:cpr",), "secret", PAGE_429),
    Bucket(
        "export",
        "own",
        "20/h/user,200/d/tenant",
        (
            "enquiries:export",
            "agenda:respite_csv",
            "agenda:rhythm_export",
            "practice_review:export_csv",
            "practice_review:export_json",
            "practice_review:export_decisions",
            "surveys:questionnaire_toml",
            "surveys:questionnaire_csv",
        ),
        "exports",
        PAGE_429,
    ),
    Bucket(
        "pdf",
        "own",
        "60/h/user,1000/d/tenant",
        (
            "enquiries:pdf",
            "web:print",
            "decisions:pdf",
            "decisions:letter_pdf",
            "agenda:meeting_pdf",
            "agenda:contact_pdf",
            "agreements:contract_pdf",
            "agreements:task_pdf",
        ),
        "exports",
        PAGE_429,
    ),
    Bucket(
        "import",
        "own",
        "20/h/user,60/h/tenant",
        ("flows:import_upload", "flows:import_apply", "practice_review:import_file", "surveys:paper"),
        "secret",
        PAGE_429,
    ),
    # A family proves that a municipality's child is the one it has.
    Bucket("family_link", "own", "20/h/user,100/h/tenant", ("flows:link",), "secret", PAGE_429),
    # The steps of an expense, and the municipality's catalogue of them.
    Bucket(
        "expenses",
        "own",
        "30/m/user,300/d/user,300/m/tenant,10000/d/tenant",
        (
            "agreements:expense_new",
            "agreements:expense_ask",
            "agreements:expense_reply",
            "agreements:expense_decide",
            "agreements:expense_receipt",
            "agreements:expense_pay",
            "agreements:expense_withdraw",
            "agreements:expense_type_new",
            "agreements:expense_type",
            "agreements:expense_type_stop",
        ),
        "sends",
        PAGE_429,
    ),
    # What was done of what the law asks, far above what a person clicks.
    Bucket(
        "rhythm",
        "own",
        "30/m/user,400/d/user,300/m/tenant,10000/d/tenant",
        (
            "agenda:rhythm_follow_up",
            "agenda:rhythm_next",
            "agenda:rhythm_examined",
            "agenda:rhythm_visit",
            "agenda:rhythm_plan",
            "agenda:rhythm_support",
            "agenda:rhythm_course",
            "agenda:rhythm_inspection",
            "agenda:rhythm_answer",
            "agenda:rhythm_correct",
            "agenda:rhythm_withdraw",
        ),
        "sends",
        PAGE_429,
    ),
    # Meetings: what is done before and after them. Drafts save themselves and are not counted.
    Bucket(
        "meetings",
        "own",
        "30/m/user,400/d/user,300/m/tenant,10000/d/tenant",
        (
            "agenda:meeting_new",
            "agenda:meeting_answer",
            "agenda:meeting_move",
            "agenda:meeting_cancel",
            "agenda:meeting_point",
            "agenda:meeting_point_off",
            "agenda:meeting_bring",
            "agenda:meeting_take_off",
            "agenda:meeting_share",
            "agenda:meeting_minutes",
            "agenda:meeting_objection",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket("reminders", "own", "20/m/user,200/d/user,200/m/tenant,4000/d/tenant", ("agenda:reminders",), "sends", PAGE_429),
    # The steps of respite stays, holidays and child care.
    Bucket(
        "respite",
        "own",
        "30/m/user,300/d/user,300/m/tenant,10000/d/tenant",
        (
            "agenda:respite_ask",
            "agenda:respite_offer",
            "agenda:respite_confirm",
            "agenda:respite_counter",
            "agenda:respite_decline",
            "agenda:respite_withdraw",
            "agenda:respite_hold",
            "agenda:respite_cancel",
            "agenda:holiday_wish",
            "agenda:holiday_answer",
            "agenda:holiday_withdraw",
            "agenda:care_ask",
            "agenda:care_answer",
            "agenda:care_hold",
            "agenda:care_cancel",
        ),
        "sends",
        PAGE_429,
    ),
    Bucket("rates", "own", "20/m/user,300/d/user,60/m/tenant,900/d/tenant", ("agreements:rate_new",), "secret", PAGE_429),
    # A calendar address holds 256 random bits: against load, not against guessing. Calendar services fetch for many at once.
    Bucket("calendar_feed", "own", "240/m/ip", ("agenda:feed",), "secret", PAGE_429),
    Bucket(
        "calendar_address", "own", "20/h/user,500/h/tenant", ("agenda:subscribe", "agenda:unsubscribe"), "secret", PAGE_429
    ),
    Bucket(
        "calendar_file",
        "own",
        "60/m/user,1000/d/user,600/m/tenant,10000/d/tenant",
        ("agenda:entry_file",),
        "exports",
        PAGE_429,
    ),
    Bucket(
        "calendar_dates",
        "own",
        "30/m/user,300/d/user,300/m/tenant,5000/d/tenant",
        ("agenda:date_new", "agenda:date_edit", "agenda:date_off"),
        "sends",
        PAGE_429,
    ),
    Bucket(
        "school_holidays",
        "own",
        "30/m/user,300/d/user,120/m/tenant,900/d/tenant",
        (
            "agenda:school_holiday_new",
            "agenda:school_holidays_paste",
            "agenda:school_holiday",
            "agenda:school_holiday_remove",
        ),
        "sends",
        PAGE_429,
    ),
    # Whole offices answer behind one address. A link holds 256 random bits and a code 80: against load, not guessing.
    Bucket("survey_answer", "own", "6000/m/ip", ("surveys:section", "surveys:send"), "sends", PAGE_429),
    # Published figures, for everybody: bounded because a PDF takes a second of work.
    Bucket(
        "survey_files",
        "own",
        "60/m/ip",
        (
            "surveys:results_csv",
            "surveys:results_codebook",
            "surveys:results_xlsx",
            "surveys:results_json",
            "surveys:results_sps",
            "surveys:results_do",
            "surveys:results_print",
        ),
        "exports",
        PAGE_429,
    ),
    Bucket(
        "survey_comment",
        "own",
        "10/m/user,100/d/user,60/m/tenant,500/d/tenant",
        ("surveys:results_comment",),
        "sends",
        PAGE_429,
    ),
    Bucket("survey_code", "own", "60/m/ip", ("surveys:code",), "secret", PAGE_429),
    Bucket(
        "survey_round",
        "own",
        "60/m/user,1000/d/user",
        (
            "surveys:round_new",
            "surveys:round_edit",
            "surveys:draw",
            "surveys:open",
            "surveys:remind",
            "surveys:close",
            "surveys:codes",
            "surveys:text",
            "surveys:results_publish",
        ),
        "sends",
        PAGE_429,
    ),
    # Saving what one codes, and the steps of a study: far above what a person clicks.
    Bucket(
        "review",
        "own",
        "60/m/user,2000/d/user",
        (
            "practice_review:study_new",
            "practice_review:study_edit",
            "practice_review:members",
            "practice_review:draw",
            "practice_review:start",
            "practice_review:close",
            "practice_review:code",
            "practice_review:settle",
        ),
        "sends",
        PAGE_429,
    ),
    # Each step in the editor of questionnaires: moving a question ten places is ten of them.
    Bucket(
        "questionnaires",
        "own",
        "90/m/user,3000/d/user",
        (
            "surveys:questionnaire_new",
            "surveys:questionnaire_version",
            "surveys:questionnaire_settings",
            "surveys:questionnaire_publish",
            "surveys:questionnaire_discard",
            "surveys:section_new",
            "surveys:section_edit",
            "surveys:section_move",
            "surveys:section_remove",
            "surveys:question_new",
            "surveys:question_edit",
            "surveys:question_route",
            "surveys:question_move",
            "surveys:question_remove",
        ),
        "sends",
        PAGE_429,
    ),
)


def by_name(name: str) -> Bucket:
    """The bucket called ``name``; KeyError when the table does not know it."""
    for bucket in CONTRACT:
        if bucket.name == name:
            return bucket
    raise KeyError(f"Unknown rate bucket: {name}")


def allauth_limits() -> dict[str, str]:
    """What config assigns to ACCOUNT_RATE_LIMITS."""
    return {bucket.name: bucket.limit for bucket in CONTRACT if bucket.owner == "allauth"}


def own_limits() -> dict[str, str]:
    """The limits of our own routes, by bucket."""
    return {bucket.name: bucket.limit for bucket in CONTRACT if bucket.owner == "own"}


def limited_routes() -> set[str]:
    """Every URL name that at least one bucket covers."""
    return {route for bucket in CONTRACT for route in bucket.routes}
