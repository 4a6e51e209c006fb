"""The HTML of a message within a page: somebody's text, without scripts or our cookies."""

from fastapi.responses import HTMLResponse, Response

# A link in a message opens beside it, as from a mail program, and is no longer in the sandbox.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_HEADERS = {
    "Content-Security-Policy": (
        f"sandbox {SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
_OPENED_BESIDE = '<base target="_blank">'


def in_sandbox(html: str) -> Response:
    """Return the HTML part of a message for a frame that has `SANDBOX` as its sandbox."""
    return HTMLResponse(html.replace("<head>", f"<head>{_OPENED_BESIDE}", 1), headers=_HEADERS)
