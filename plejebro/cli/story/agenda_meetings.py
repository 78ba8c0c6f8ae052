"""The story's part about meetings with agenda and minutes."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def call_meetings(stage: Stage) -> None:
    """Adds them to the story."""
