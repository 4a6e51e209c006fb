"""What a picture tells beside itself is taken out of it: where it was made, when, with what. Pure.

No point of it changes, unless it has to be turned: the parts of the file that draw it are kept byte by
byte, all others go. So a picture that was cleaned once stays as it is.
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin

from models.request.papers.file_types import JPEG

# An A4 sheet at 600 dots an inch has 35 millions, a telephone's largest picture 50. Unpacked, each
# point takes up to four bytes.
MOST_POINTS = 60_000_000

_ORIENTATION, _UPRIGHT = 0x0112, (None, 0, 1)
# The parts of a PNG that draw it; no words, no day, no EXIF.
_DRAWS_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI".split()
)
_PNG_HEAD, _ANIMATED = 8, b"acTL"
# Segments of a JPEG by their marker: the first and last bytes, the points, what applications add.
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ADDED, _COMMENT = range(0xE0, 0xF0), 0xFE
# Of what applications add only this bears on how it is drawn: its density, its colours.
_DRAWS_JPEG = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}


class PictureRefused(ValueError):
    """A picture is not taken: it is `broken`, `too_many_points`, `animated`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def cleaned_picture(content: bytes, media_type: str) -> bytes:
    """Return a JPEG or PNG picture without what it tells beside itself, upright.

    Raises `PictureRefused`.
    """
    try:
        return _cleaned(content, media_type)
    except PictureRefused:
        raise
    except Exception as fault:
        # Readers of pictures tell of a broken one by whatever they stumble on in it.
        raise PictureRefused("broken") from fault


def _cleaned(content: bytes, media_type: str) -> bytes:
    draws = _jpeg_parts if media_type == JPEG else _png_parts
    kept = b"".join(draws(content))
    with _opened(content) as picture:
        orientation = picture.getexif().get(_ORIENTATION)
    with _opened(kept) as picture:
        # Unpacked once, so that nobody is handed a picture that breaks off.
        picture.load()
        if orientation in _UPRIGHT:
            return kept
        picture.getexif()[_ORIENTATION] = orientation
        return b"".join(draws(_turned(picture)))


def _opened(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG"))
    except Image.DecompressionBombError:
        raise PictureRefused("too_many_points") from None
    if picture.width * picture.height > MOST_POINTS:
        raise PictureRefused("too_many_points")
    return picture


def _turned(picture: Image.Image) -> bytes:
    """Return a picture as it is meant to be seen, in the quality it came in as near as can be."""
    turned, written = ImageOps.exif_transpose(picture), BytesIO()
    kept = {name: picture.info[name] for name in ("icc_profile", "dpi") if name in picture.info}
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(picture)
        tables = picture.quantization
        turned.save(written, "JPEG", qtables=tables, subsampling=sampling, **kept)
    else:
        turned.save(written, "PNG", **kept)
    return written.getvalue()


def _png_parts(content: bytes) -> Iterator[bytes]:
    yield content[:_PNG_HEAD]
    at, name = _PNG_HEAD, b""
    while name != b"IEND":
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if name == _ANIMATED:
            raise PictureRefused("animated")
        if len(name) < 4:
            raise PictureRefused("broken")
        ends = at + 12 + length
        if name in _DRAWS_PNG:
            yield content[at:ends]
        at = ends


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """Yield what draws a JPEG, up to its end: telephones put a film or a smaller picture behind it."""
    yield content[:2]
    at, marker = 2, _START
    while marker != _END:
        if content[at : at + 1] != b"\xff":
            raise PictureRefused("broken")
        # A marker may have more of these bytes before it than the one it needs.
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == _END:
            yield content[at : at + 2]
            return
        ends = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            ends = _end_of_scan(content, ends)
        if _draws(marker, content[at + 4 : ends]):
            yield content[at:ends]
        at = ends


def _draws(marker: int, said: bytes) -> bool:
    if marker in _ADDED:
        return marker in _DRAWS_JPEG and said.startswith(_DRAWS_JPEG[marker])
    return marker != _COMMENT


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the points of a scan end: at the next marker that stands for itself."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at
