"""The story's part about surveys: rounds, answers, results."""

from __future__ import annotations

from plejebro.cli.story.stage import Stage


def run_surveys(stage: Stage) -> None:
    """Adds them to the story."""
