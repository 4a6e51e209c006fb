"""Pictures tell of the day and the place they were taken at; what is kept of them draws them only."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from models.errors import FileRefused
from models.request.papers.pictures import MOST_POINTS, PictureRefused, cleaned_picture
from models.request.papers.taking import kept_of

JPEG, PNG = "image/jpeg", "image/png"
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
SECRET = b"Nam Gokseong 35.2"


def coloured(size=(40, 20)):
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    return drawn


def saved(drawn, format, **more):
    file = BytesIO()
    drawn.save(file, format, **more)
    return file.getvalue()


def telling(orientation=1):
    """What a telephone writes beside a picture."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, SECRET.decode()
    exif.get_ifd(GPS)[1] = "N"
    return exif


def opened(content):
    drawn = Image.open(BytesIO(content))
    drawn.load()
    return drawn


def a_jpeg(orientation=1, **more):
    return saved(coloured(), "JPEG", exif=telling(orientation), comment=SECRET, quality=90, **more)


def a_png(orientation=1, **more):
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET.decode())
    said.add_itxt("Place", SECRET.decode())
    said.add_text("Comment", SECRET.decode(), zip=True)
    return saved(coloured(), "PNG", exif=telling(orientation), pnginfo=said, **more)


@pytest.mark.parametrize(("content", "type"), [(a_jpeg(), JPEG), (a_png(), PNG)])
def test_of_a_picture_neither_place_nor_maker_nor_words_are_kept(content, type):
    kept = cleaned_picture(content, type)

    assert SECRET in content
    assert SECRET not in kept
    told = opened(kept)
    assert (dict(told.getexif()), getattr(told, "text", {})) == ({}, {})


@pytest.mark.parametrize(("content", "type"), [(a_jpeg(), JPEG), (a_png(), PNG)])
def test_not_a_point_of_an_upright_picture_changes(content, type):
    assert opened(cleaned_picture(content, type)).tobytes() == opened(content).tobytes()


@pytest.mark.parametrize(("made", "type"), [(a_jpeg, JPEG), (a_png, PNG)])
def test_a_picture_that_lies_on_its_side_is_turned(made, type):
    turned = opened(cleaned_picture(made(orientation=6), type))

    assert turned.size == (20, 40)
    top, bottom = (turned.convert("RGB").getpixel(at) for at in ((10, 5), (10, 35)))
    assert (top[1] < 60, bottom[1] > 200) == (True, True)
    assert dict(turned.getexif()) == {}


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize(("made", "type"), [(a_jpeg, JPEG), (a_png, PNG)])
def test_what_was_cleaned_once_stays_as_it_is(made, type, orientation):
    once = cleaned_picture(made(orientation=orientation), type)

    assert cleaned_picture(once, type) == once


def test_what_a_telephone_hides_behind_a_picture_goes():
    film = a_jpeg() + b"ftypmp42" + SECRET

    assert cleaned_picture(film, JPEG) == cleaned_picture(a_jpeg(), JPEG)


def test_of_several_pictures_in_one_file_the_first_is_kept():
    several = saved(
        coloured(), "MPO", save_all=True, append_images=[coloured((80, 40))], exif=telling()
    )

    kept = opened(cleaned_picture(several, JPEG))

    assert (kept.format, kept.size) == ("JPEG", (40, 20))


def test_a_progressive_picture_keeps_all_its_scans():
    content = a_jpeg(progressive=True)

    assert opened(cleaned_picture(content, JPEG)).tobytes() == opened(content).tobytes()


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize(
    ("content", "type", "mode"),
    [
        (("CMYK", "JPEG"), JPEG, "CMYK"),
        (("L", "JPEG"), JPEG, "L"),
        (("I;16", "PNG"), PNG, "I;16"),
        (("LA", "PNG"), PNG, "LA"),
        (("RGBA", "PNG"), PNG, "RGBA"),
        (("P", "PNG"), PNG, "P"),
        (("1", "PNG"), PNG, "1"),
    ],
)
def test_pictures_of_every_kind_of_colour_stay_what_they_are(content, type, mode, orientation):
    colours, format = content
    drawn = Image.new(colours, (40, 20))

    kept = opened(cleaned_picture(saved(drawn, format, exif=telling(orientation)), type))

    assert (kept.mode, kept.size) == (mode, (40, 20) if orientation == 1 else (20, 40))


def test_the_colour_profile_of_a_picture_is_kept():
    profile = b"a made-up profile" * 20

    kept = cleaned_picture(a_jpeg(orientation=6, icc_profile=profile), JPEG)

    assert opened(kept).info["icc_profile"] == profile


def refused(content, type=JPEG):
    with pytest.raises(PictureRefused) as told:
        cleaned_picture(content, type)
    return told.value.why


@pytest.mark.parametrize("left", [3, 30, 300, -20, -40])
def test_a_picture_that_breaks_off_is_refused(left):
    assert [refused(a_jpeg()[:left]), refused(a_png()[:left], PNG)] == ["broken", "broken"]


def test_a_small_file_that_unpacks_to_an_endless_picture_is_refused():
    bomb = saved(Image.new("1", (MOST_POINTS // 1000 + 1, 1000)), "PNG")

    assert len(bomb) < 20_000
    assert refused(bomb, PNG) == "too_many_points"


def test_a_moving_picture_is_refused():
    moving = saved(
        coloured(), "PNG", save_all=True, append_images=[Image.new("RGB", (40, 20), "blue")]
    )

    assert refused(moving, PNG) == "animated"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("anh.jpg", b"", "empty"),
        ("anh.jpg", a_png(), "lies"),
        ("anh.png", a_png()[:-30], "picture_broken"),
        ("anh.gif", saved(coloured(), "GIF"), "type"),
    ],
)
def test_why_a_file_is_not_taken_is_told(name, content, why):
    with pytest.raises(FileRefused) as told:
        kept_of(name, content)

    assert told.value.why == why
    assert name in str(told.value)
