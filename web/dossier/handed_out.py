"""A file of a dossier on its way to a browser: shown where that is safe, else only saved."""

from fastapi.responses import Response

from models.request.papers.file_types import JPEG, PDF, PNG
from models.request.reading import Attachment
from web.ground.download import handed_out_as
from web.ground.page import POLICY

# What browsers show by themselves, and what each may do there: run nothing, ask for nothing, stand in no
# other page. In a sandbox the viewer of PDF does not start; it has one of its own.
_NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
_IN_SANDBOX = f"sandbox; {_NOTHING}"
_SHOWN = {
    PDF: f"{_NOTHING}; object-src 'self'; style-src 'unsafe-inline'",
    JPEG: f"{_IN_SANDBOX}; img-src 'self'; style-src 'unsafe-inline'",
    PNG: f"{_IN_SANDBOX}; img-src 'self'; style-src 'unsafe-inline'",
}


def handed_out(file: Attachment) -> Response:
    """Return a file: a PDF or a picture to be read in the browser, any other to be saved."""
    way = "inline" if file.media_type in _SHOWN else "attachment"
    headers = {
        "Content-Disposition": handed_out_as(file.name, way=way),
        POLICY: _SHOWN.get(file.media_type, _IN_SANDBOX),
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
