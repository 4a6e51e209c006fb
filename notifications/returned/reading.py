"""What a letter that came to the sender's mailbox is: a report of delivery, an automatic answer, an
answer to an invitation, or somebody's words. Pure, and survives whatever anybody sends.
"""

import re
from email import message_from_bytes
from email.message import Message
from typing import Any

from models.store.mail.returned import ReturnKind
from notifications.returned.came import Came
from notifications.returned.parts import (
    address,
    content_of,
    has_one_sender,
    header,
    ids_in,
    is_file,
    own_words,
    parts_of,
    text_of,
)

_MOST_IDS = 30
_MOST_RESULTS = 20
_CASE = re.compile(r"\b(D[RV]-\d{4}-\d{4,})\b")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])", re.ASCII)
_ACTIONS = {"failed": ReturnKind.BOUNCED, "delayed": ReturnKind.DELAYED}
# Of several recipients the worst counts: a letter of ours has one.
_WORST_FIRST = (ReturnKind.BOUNCED, ReturnKind.DELAYED, ReturnKind.RECEIPT)
_MACHINES = re.compile(r"(mailer-daemon|postmaster|mail-daemon|mailerdaemon)@")
# What programs say of themselves where they do not know RFC 3834.
_AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Auto-Response", "List-Id")
_BULK = frozenset(("bulk", "auto_reply", "auto-reply", "junk", "list"))
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(auto(matic)?[\s-]*(reply|response|matisch)|out of (the )?office|vacation"
    r"|trả lời tự động|tự động trả lời|thư trả lời tự động)",
    re.IGNORECASE,
)


def read_letter(content: bytes) -> Came:
    """Return what a letter says; one that nobody can read is `UNREADABLE`. Raises nothing."""
    try:
        message = message_from_bytes(content)
        if not message.keys():
            return Came(ReturnKind.UNREADABLE)
        return _read(message)
    except Exception:  # noqa: BLE001 - parsers meet what nobody foresaw, and it must stop no other letter.
        return Came(ReturnKind.UNREADABLE)


def _read(message: Message) -> Came:
    report = _reported(message)
    if report is not None:
        return _came(message, *report)
    if failure := _failure_in_words(message):
        return _came(message, *failure)
    if answer := _answer_to_invitation(message):
        return _came(message, ReturnKind.ANSWER, calendar=answer)
    kind = ReturnKind.AUTOMATIC if is_automatic(message) else ReturnKind.REPLY
    return _came(message, kind)


def _came(
    message: Message, kind: ReturnKind, status: str = "", *, calendar: bytes | None = None
) -> Came:
    subject = header(message, "Subject")
    named = _CASE.search(subject.upper())
    is_report = kind in _WORST_FIRST
    return Came(
        kind=kind,
        about=_about(message, of_returned=is_report),
        # Whoever writes anew names the case; a machine does not.
        case=named[1] if named and kind is ReturnKind.REPLY else "",
        sender=address(message, "From"),
        subject=subject,
        status=status,
        words="" if is_report else own_words(text_of(message)),
        calendar=calendar,
        **(_judged_by(message) if kind is ReturnKind.REPLY else {}),
    )


def _judged_by(message: Message) -> dict[str, Any]:
    """Return what an answer by reply is judged by."""
    results = message.get_all("Authentication-Results", [])
    ids = message.get_all("Message-ID", [])
    return {
        "id": next(iter(ids_in(str(ids[0]))), "") if len(ids) == 1 else "",
        "results": tuple(str(each) for each in results[:_MOST_RESULTS]),
        "one_sender": has_one_sender(message),
        "files": any(is_file(part) for part in parts_of(message)),
    }


def is_automatic(message: Message) -> bool:
    """Tell whether a program wrote a letter, as far as it says so (RFC 3834, 5, and older ways)."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if any(name in message for name in _AUTOMATIC_HEADERS):
        return True
    if header(message, "Precedence").lower() in _BULK:
        return True
    if "Return-Path" in message and header(message, "Return-Path") in ("<>", ""):
        return True
    is_machine = _MACHINES.match(address(message, "From")) is not None
    return is_machine or _AUTOMATIC_SUBJECT.match(header(message, "Subject")) is not None


# --- reports of delivery -----------------------------------------------------------------------------


def _reported(message: Message) -> tuple[ReturnKind, str] | None:
    """Return what a report says (RFC 3464, RFC 8098); None for what is none."""
    found: list[tuple[ReturnKind, str]] = []
    for part in parts_of(message):
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            found += [_of_recipient(fields) for fields in _groups(part) if "Action" in fields]
        elif part.get_content_type() == "message/disposition-notification":
            found.append((ReturnKind.RECEIPT, ""))
        elif part.get_content_type() in ("message/rfc822", "message/global"):
            # What is returned is no report itself.
            break
    return min(found, key=lambda each: _WORST_FIRST.index(each[0]), default=None)


def _groups(part: Message) -> list[Message]:
    """Return the groups of fields of a report; some programs do not say that they are such."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [group for group in payload if isinstance(group, Message)]
    blocks = re.split(rb"\r?\n\r?\n", content_of(part))
    return [message_from_bytes(block) for block in blocks]


def _of_recipient(fields: Message) -> tuple[ReturnKind, str]:
    action = header(fields, "Action").partition(" ")[0].lower()
    status = _STATUS.search(header(fields, "Status")) or _STATUS.search(
        header(fields, "Diagnostic-Code")
    )
    return _ACTIONS.get(action, ReturnKind.RECEIPT), status[1] if status else ""


def _failure_in_words(message: Message) -> tuple[ReturnKind, str] | None:
    """Return what a server of an older day tells in words: it writes as a machine, and names a code."""
    is_machine = _MACHINES.match(address(message, "From")) is not None
    if not (is_machine or "X-Failed-Recipients" in message):
        return None
    if header(message, "Auto-Submitted").lower().startswith("auto-replied"):
        is_machine = False
    text = text_of(message)
    codes = _STATUS.findall(text)
    hard = next((code for code in codes if code.startswith("5")), "")
    if "X-Failed-Recipients" in message or hard or re.search(r"\b5[0-5]\d\b", text):
        return (ReturnKind.BOUNCED, hard) if is_machine or hard else None
    soft = next((code for code in codes if code.startswith("4")), "")
    return (ReturnKind.DELAYED, soft) if soft and is_machine else None


def _about(message: Message, *, of_returned: bool) -> tuple[str, ...]:
    """Return the ids a letter may be about: of what it returns, of what it answers, of its thread."""
    found: list[str] = []
    if of_returned:
        for part in parts_of(message):
            if part.get_content_type() in ("message/rfc822", "message/global"):
                payload = part.get_payload()
                inner = payload[0] if isinstance(payload, list) and payload else None
                found += _id_of(inner) if isinstance(inner, Message) else []
            elif part.get_content_type() in ("text/rfc822-headers", "message/global-headers"):
                found += _id_of(message_from_bytes(content_of(part)))
    found += ids_in(str(message.get("In-Reply-To", "")))
    found += reversed(ids_in(str(message.get("References", ""))[:20_000]))
    if of_returned:
        found += ids_in(text_of(message)[:100_000])
    return tuple(dict.fromkeys(found))[:_MOST_IDS]


def _id_of(message: Message) -> list[str]:
    return list(ids_in(str(message.get("Message-ID", ""))))


def _answer_to_invitation(message: Message) -> bytes | None:
    """Return the calendar object of an answer to an invitation (RFC 6047); None without one."""
    for part in parts_of(message):
        if part.get_content_type() == "text/calendar":
            content = content_of(part)
            method = str(part.get_param("method") or "").upper()
            if not method and (said := re.search(rb"(?im)^METHOD:([A-Z]+)\s*$", content)):
                method = said[1].decode().upper()
            if method in ("REPLY", "COUNTER"):
                return content
    return None
