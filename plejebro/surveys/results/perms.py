"""Facts about results. A publication is for everybody; before it stands, the round's own facts decide."""

from __future__ import annotations

from plejebro.access.viewer import Viewer


def may_see_municipality(viewer: Viewer, code: str) -> bool:
    """Whether the viewer may open the page of the municipality: its own people do, and those of no municipality (analysts).

    The page's permission has already said that it is a leader, an administrator or an analyst.
    """
    return viewer.municipality_code in ("", code)
