"""What log-in templates ask for."""

from __future__ import annotations

from django import template

from plejebro.accounts import queries

register = template.Library()


@register.simple_tag
def demo_groups() -> list[queries.DemoGroup]:
    """The invented people for the demo log-in panel; empty outside demo mode."""
    return queries.demo_groups()
