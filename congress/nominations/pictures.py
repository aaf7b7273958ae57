"""Pictures as people send them, proven and made into photos: JPEGs of 3 by 4 and nothing else."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from congress.core.errors import Rejected

LEAST = (300, 400)
"""Pixels for a print of 3 by 4 cm at 254 dpi; below that a face on a badge shows its pixels."""
SIZE = (450, 600)
"""Pixels of what is kept: 381 dpi on 3 by 4 cm, about 60 kB."""
SHARP = 20
"""Least sharpness of a photo without blur; a soft one of three pixels' blur at 900 has about 10."""
HOPELESS = 3
"""Below this eyes and mouth run together: blur of over six pixels at 900."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 60_000_000
_DECODED = (2 * SIZE[1], 2 * SIZE[1])
"""A JPEG may be decoded that small, whichever way up it lies: much quicker for a phone's."""
_FACE_ABOVE_MIDDLE = (0.5, 0.35)
_QUALITY = 90


@dataclass(frozen=True)
class Picture:
    """A photo ready to be kept, and how sharp it is."""

    content: bytes
    sharpness: int


def photo(sent: bytes) -> Picture:
    """Make a photo of what was sent: upright, cut to 3 by 4, without any metadata.

    Raises ``photo_type``, ``photo_huge``, ``photo_moves``, ``photo_small``, ``photo_hopeless``.
    """
    upright = _upright(sent)
    _ensure_large(upright.size)
    cut = ImageOps.fit(upright, _size_within(upright.size), centering=_FACE_ABOVE_MIDDLE)
    measured = sharpness(cut)
    if measured < HOPELESS:
        raise Rejected("photo_hopeless")
    written = BytesIO()
    cut.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(written.getvalue(), measured)


def sharpness(picture: Image.Image) -> int:
    """Measure how sharp a picture is: the variance of its Laplacian beside that of its light.

    In thousandths, at the size of ``LEAST``: so neither size nor dim light changes it much.
    Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, ICPR 2000.
    """
    light = np.asarray(ImageOps.fit(picture.convert("L"), LEAST), dtype=np.float64)
    around = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:]
    laplacian = around - 4 * light[1:-1, 1:-1]
    return round(1000 * float(laplacian.var()) / max(float(light.var()), 1.0))


def _size_within(size: tuple[int, int]) -> tuple[int, int]:
    """Give the largest size of 3 by 4 within a picture, at most the one that is kept."""
    width = min(size[0], size[1] * 3 // 4, SIZE[0])
    return width, width * 4 // 3


def _ensure_large(size: tuple[int, int]) -> None:
    width, height = size
    if _size_within(size)[0] < LEAST[0]:
        raise Rejected("photo_small", width=width, height=height, least=f"{LEAST[0]}x{LEAST[1]}")


def _upright(sent: bytes) -> Image.Image:
    try:
        opened = Image.open(BytesIO(sent), formats=_FORMATS)
        _ensure_modest(opened)
        opened.draft("RGB", _DECODED)
        # The bare pixels in a new picture: no profile, position or comment comes along.
        turned = ImageOps.exif_transpose(opened)
        pixels = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    except Rejected:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Rejected("photo_huge", limit=_MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError):
        raise Rejected("photo_type") from None
    plain = Image.new("RGB", pixels.size, "white")
    plain.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    return plain


def _ensure_modest(opened: Image.Image) -> None:
    """Refuse before anything is decoded; some phones put a second picture behind the first."""
    if opened.width * opened.height > _MOST_PIXELS:
        raise Rejected("photo_huge", limit=_MOST_PIXELS // 1_000_000)
    if getattr(opened, "is_animated", False) and opened.format != "MPO":
        raise Rejected("photo_moves")
    # Which way up it lies is known only later, and only whoever is too narrow both ways is refused.
    if min(opened.size) < LEAST[0]:
        _ensure_large(opened.size)
