"""A picture for the story: drawn here, so that no file of anybody's has to lie in the repository."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def road_map() -> io.BytesIO:
    """A small JPEG of a road between two towns."""
    picture = Image.new("RGB", (480, 300), "#eef3f1")
    pen = ImageDraw.Draw(picture)
    pen.line([(60, 240), (180, 200), (300, 110), (420, 60)], fill="#1f6068", width=8)
    for x, y in ((60, 240), (420, 60)):
        pen.ellipse([x - 14, y - 14, x + 14, y + 14], fill="#0f3439")
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=70)
    stream.seek(0)
    return stream
