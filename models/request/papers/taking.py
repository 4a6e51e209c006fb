"""A file is taken for a paper: what it has to be, and what of it is kept. Pure."""

from models.errors import FileRefused
from models.request.papers.file_types import ALLOWED, JPEG, PNG, TEXT, ending_of, type_within
from models.request.papers.pictures import MOST_POINTS, PictureRefused, cleaned_picture

MOST_MEGABYTES = 10
MOST_ATTACHED_BYTES = MOST_MEGABYTES * 1024 * 1024
_MILLION = 1_000_000


def kept_of(name: str, content: bytes) -> tuple[str, bytes]:
    """Return the type a file is sent as, and what of it is kept: of a picture only what draws it.

    Its type goes by its content, with which its name has to agree. Raises `FileRefused`.
    """
    if not content:
        raise FileRefused("empty", name)
    if len(content) > MOST_ATTACHED_BYTES:
        raise FileRefused("too_large", name, most=f"{MOST_MEGABYTES} MB")
    found = type_within(content)
    named_so = found is not None and ending_of(name) in found.endings
    if found is None or (found.media_type == TEXT and not named_so):
        # Words that can be read stand in many files; what those would be is not known.
        raise FileRefused("type", name, allowed=ALLOWED)
    if not named_so:
        raise FileRefused("lies", name, found=found.called, ending=found.endings[0])
    if found.media_type not in (JPEG, PNG):
        return found.media_type, content
    try:
        return found.media_type, cleaned_picture(content, found.media_type)
    except PictureRefused as refused:
        most = MOST_POINTS // _MILLION
        raise FileRefused(f"picture_{refused.why}", name, most=most) from None
