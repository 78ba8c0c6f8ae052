"""The story's part about school holidays and calendar addresses."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def keep_calendars(stage: Stage) -> None:
    """Adds them to the story."""
