"""Portraits drawn for tests: what photographers send, sharp or not."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def portrait(
    width: int = 900, height: int = 1200, *, seed: int = 1, blur: float = 0
) -> Image.Image:
    """Draw somebody before a wall with the grain of a camera; ``blur`` in pixels at 900 by 1200."""
    chance = np.random.default_rng(seed)
    picture = Image.new("RGB", (900, 1200), tuple(map(int, chance.integers(150, 240, 3))))
    draw = ImageDraw.Draw(picture)
    skin = tuple(map(int, chance.integers((170, 130, 100), (225, 170, 140))))
    draw.ellipse((90, 936, 810, 1800), fill=tuple(map(int, chance.integers(20, 120, 3))))
    draw.rectangle((378, 744, 522, 1020), fill=skin)
    draw.ellipse((225, 144, 675, 600), fill=(25, 20, 18))
    draw.ellipse((261, 240, 639, 864), fill=skin)
    for middle in (360, 540):
        draw.ellipse((middle - 45, 498, middle + 45, 540), fill=(245, 245, 240))
        draw.ellipse((middle - 18, 498, middle + 18, 540), fill=(30, 20, 15))
        draw.line((middle - 54, 468, middle + 54, 462), fill=(30, 22, 20), width=10)
    draw.ellipse((387, 720, 513, 762), fill=(160, 70, 70))
    draw.polygon((378, 1008, 450, 1140, 522, 1008), fill=(245, 245, 245))
    soft = picture.filter(ImageFilter.GaussianBlur(1.2))
    grain = chance.normal(0, 4, (1200, 900, 1))
    pixels = np.clip(np.asarray(soft, dtype=np.float64) + grain, 0, 255).astype(np.uint8)
    taken = Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(blur))
    return taken.resize((width, height), Image.Resampling.LANCZOS)


def sent(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Give the file of a picture."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
