"""The story's part about respite stays, holidays and child care."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def plan_stays(stage: Stage) -> None:
    """Adds them to the story."""
