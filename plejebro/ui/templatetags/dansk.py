"""Danish dates, text and icons in templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from plejebro.kernel import danish

register = template.Library()

register.filter("langdato", danish.long_date)
register.filter("dato", danish.date_text)
register.filter("klokken", danish.time_text)
register.filter("tidspunkt", danish.datetime_text)
register.filter("hverdage", danish.working_days_text)

# Line drawings of our own on a 16-unit square.
_ICONS = {
    "clock": "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M8 4.500V8l2.500 1.500",
    "alert": "M8 2v7.500M8 12.500v1",
    "pause": "M5.500 3v10M10.500 3v10",
    "check": "M2.500 8.500l3.500 3.500 7.500-8",
    "info": "M8 1.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M8 7.500V12M8 4v1",
    "lock": "M4 7V5a4 4 0 0 1 8 0v2M3 7h10v7H3z",
}


@register.filter
def paa_linjer(text: str) -> SafeString:
    """Text as typed: escaped, with its paragraphs and line breaks."""
    return mark_safe(linebreaks(text, autoescape=True))


@register.filter
def med_lille(text: str) -> str:
    """A title inside a sentence: "Noteret af Mona" becomes "noteret af Mona", and "PLF-konsulent" stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.filter
def iso(moment: date | datetime) -> str:
    """For <time datetime="…">."""
    return moment.isoformat()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that says nothing by itself: the word stands beside it."""
    return format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" '
        'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="{}"/></svg>',
        _ICONS[name],
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some values changed; an empty value takes the name away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def anchor(field: BoundField) -> str:
    """The id an error summary links to: the first choice of a group, else the field itself."""
    widget = field.field.widget
    if getattr(widget, "input_type", "") in ("radio", "checkbox") and hasattr(widget, "choices"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def kind_of(field: BoundField) -> str:
    """How a field is drawn: `choices` (radios, boxes), `tick` (one box), `file` or `line`."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    if kind in ("radio", "checkbox") and hasattr(widget, "choices"):
        return "choices"
    return {"checkbox": "tick", "file": "file"}.get(kind, "line")
