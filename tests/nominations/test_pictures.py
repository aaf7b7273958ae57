"""Pictures become plain photos of 3 by 4, or one clear sentence."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngImageFile

from congress.core.errors import Rejected
from congress.nominations import pictures
from tests.nominations.drawn import portrait, sent

FIRST_MARK, SECOND_MARK = b"GPS-20.5-106.9", b"Canon of somebody"


def taken(content):
    return Image.open(BytesIO(pictures.photo(content).content))


def refused(content):
    with pytest.raises(Rejected) as error:
        pictures.photo(content)
    (fault,) = error.value.faults
    return fault


def with_metadata(picture, kind="JPEG", orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECOND_MARK.decode()
    exif.get_ifd(0x8825)[29] = FIRST_MARK.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return sent(picture, kind, exif=exif, icc_profile=profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(900, 1200), (1600, 1200), (301, 401), (3000, 3000)])
def test_a_picture_becomes_a_jpeg_of_3_by_4(kind, size):
    photo = taken(sent(portrait(*size), kind))
    assert photo.format == "JPEG"
    assert photo.mode == "RGB"
    assert abs(photo.width * 4 - photo.height * 3) <= 4
    assert pictures.LEAST[0] <= photo.width <= pictures.SIZE[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_metadata_is_kept(kind):
    content = with_metadata(portrait(), kind)
    assert FIRST_MARK in content or kind == "PNG"
    kept = pictures.photo(content).content
    for told in (
        FIRST_MARK,
        SECOND_MARK,
        b"Exif",
        b"ICC_PROFILE",
        b"http://ns.adobe",
        b"Photoshop",
    ):
        assert told not in kept
    assert dict(taken(content).getexif()) == {}
    assert set(taken(content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_thumbnail_or_text_behind_the_picture_is_not_kept():
    content = sent(portrait(), comment=b"nha o thon Lang Giai") + b"<script>alert(1)</script>"
    kept = pictures.photo(content).content
    assert b"Lang Giai" not in kept
    assert b"<script" not in kept


def test_a_picture_on_its_side_is_stood_up():
    upright = portrait()
    on_its_side = upright.transpose(Image.Transpose.ROTATE_90)
    photo = taken(with_metadata(on_its_side, orientation=6))
    assert photo.size == pictures.SIZE
    # The dark hair is above the white collar again.
    assert photo.getpixel((225, 100))[0] < 80 < photo.getpixel((225, 520))[0]


def test_a_clear_background_becomes_white():
    picture = portrait().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 900, 60))
    assert min(taken(sent(picture, "PNG")).getpixel((225, 5))) > 240


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_pictures_of_other_colours_are_read(mode):
    assert taken(sent(portrait().convert(mode))).mode == "RGB"


@pytest.mark.parametrize("seed", range(4))
def test_blur_is_told(seed):
    found = [pictures.sharpness(portrait(seed=seed, blur=blur)) for blur in (0, 1, 3, 9, 15)]
    assert found == sorted(found, reverse=True)
    sharp, nearly, soft, lost, gone = found
    assert min(sharp, nearly) >= pictures.SHARP > soft >= pictures.HOPELESS > lost >= gone


def test_dim_light_is_no_blur():
    dim = portrait().point(lambda light: light * 2 // 5)
    assert pictures.sharpness(dim) >= pictures.SHARP


def test_a_soft_picture_is_kept_and_a_hopeless_one_refused():
    assert pictures.photo(sent(portrait(blur=3))).sharpness < pictures.SHARP
    assert refused(sent(portrait(blur=15))).code == "photo_hopeless"
    assert refused(sent(Image.new("RGB", (900, 1200), "white"))).code == "photo_hopeless"


def test_a_small_picture_made_large_is_hopeless():
    tiny = portrait(45, 60).resize((900, 1200), Image.Resampling.BICUBIC)
    assert refused(sent(tiny)).code == "photo_hopeless"


@pytest.mark.parametrize("size", [(299, 399), (120, 160), (2000, 300), (1, 1), (250, 4000)])
def test_a_picture_too_small_to_print_is_refused_with_its_size(size):
    fault = refused(sent(portrait().resize(size)))
    assert (fault.code, fault.facts["width"]) == ("photo_small", size[0])


def test_a_moving_picture_is_refused():
    frames = [portrait(seed=seed) for seed in (1, 2)]
    for kind in ("PNG", "WEBP"):
        moving = sent(frames[0], kind, save_all=True, append_images=frames[1:])
        assert refused(moving).code == "photo_moves"


def test_a_phones_second_picture_is_left_behind():
    frames = [portrait(seed=seed) for seed in (1, 2)]
    assert taken(sent(frames[0], "MPO", save_all=True, append_images=frames[1:])).format == "JPEG"


def chunk(kind, content):
    told = kind + content
    return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_picture_that_unpacks_to_gigabytes_is_refused_unread(side):
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(9_000_000))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines)
    assert refused(bomb).code == "photo_huge"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        sent(portrait(), "GIF"),
        sent(portrait(), "BMP"),
        sent(portrait(), "TIFF"),
        sent(portrait())[:20_000],
        b"GIF89a/*<svg onload=alert(1)>*/=1;",
    ],
    ids=lambda content: content[:4].hex(),
)
def test_what_is_no_photo_is_refused_in_one_sentence(content):
    assert refused(content).code == "photo_type"


@pytest.mark.parametrize("size", [(8, 5_000_000), (5_000_000, 8)])
def test_a_strip_is_refused_before_anything_is_decoded(size, monkeypatch):
    strip = sent(Image.new("1", size), "PNG")

    def decode(*_):
        pytest.fail("decoded")

    monkeypatch.setattr(PngImageFile, "load", decode)
    assert refused(strip).code == "photo_small"


def test_broken_files_are_told_never_a_bug():
    chance = random.Random(20)
    whole = [sent(portrait(300, 400), kind) for kind in ("JPEG", "PNG", "WEBP")]
    for _ in range(300):
        broken = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(min(len(broken), 2_000))] = chance.randrange(256)
        try:
            pictures.photo(bytes(broken))
        except Rejected as told:
            assert len(told.faults) == 1  # noqa: PT017
