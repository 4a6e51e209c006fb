"""The typeface papers are set in: Times New Roman, or one of the same widths."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from models.errors import PaperUnprintable

FAMILY = "papers"
_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("C:/Windows/Fonts"))
# Regular, bold, italic, bold italic; Liberation Serif and Tinos have the widths of Times New Roman.
_FACES = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Times_New_Roman.ttf",
        "Times_New_Roman_Bold.ttf",
        "Times_New_Roman_Italic.ttf",
        "Times_New_Roman_Bold_Italic.ttf",
    ),
    (
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    (
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSerif-Italic.ttf",
        "DejaVuSerif-BoldItalic.ttf",
    ),
)
_WANTED = "Times New Roman, Liberation Serif, Tinos, DejaVu Serif"


# Earlier releases of some of them have no letters of Vietnamese.
_LETTERS = "ĂÂĐÊÔƠƯăâđêôơưẠỘỮạộữ…"


@cache
def typeface() -> str:
    """Return the family to set in, once it is known to the setter; raises `PaperUnprintable`."""
    folders = sorted({path.parent for folder in _FOLDERS for path in folder.rglob("*.ttf")})
    for faces in _FACES:
        for folder in folders:
            paths = tuple(folder / face for face in faces)
            if all(path.is_file() for path in paths) and _is_taken(paths):
                return FAMILY
    raise PaperUnprintable(wanted=_WANTED)


def _is_taken(paths: tuple[Path, ...]) -> bool:
    """Take four faces in, if they can be read and have the letters."""
    names = [FAMILY, f"{FAMILY}-bold", f"{FAMILY}-italic", f"{FAMILY}-bolditalic"]
    try:
        fonts = [TTFont(name, path) for name, path in zip(names, paths, strict=True)]
    except TTFError:
        return False
    if any(ord(letter) not in font.face.charToGlyph for font in fonts for letter in _LETTERS):
        return False
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(FAMILY, *names)
    return True
