"""The story's part about contact plans and visits."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def plan_contact(stage: Stage) -> None:
    """Adds them to the story."""
