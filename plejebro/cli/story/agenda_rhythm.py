"""The story's part about what the law asks to be done on a day."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def keep_the_rhythm(stage: Stage) -> None:
    """Adds them to the story."""
