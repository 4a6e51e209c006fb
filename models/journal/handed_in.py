"""A checkpoint as an auditor hands it in: its text, or the mail it came by, saved whole. Pure."""

import email

from models.errors import CheckpointInvalid

# What a mailed checkpoint is called in its mail.
ATTACHED = "checkpoint.txt"


def notes_of(content: bytes) -> list[str]:
    """Return the checkpoints of a file; raises `CheckpointInvalid` where it holds no text."""
    attached = [
        part.get_payload(decode=True)
        for part in email.message_from_bytes(content).walk()
        if part.get_filename() == ATTACHED
    ]
    notes = [note for note in attached if isinstance(note, bytes)] or [content]
    try:
        return [note.decode("utf-8-sig") for note in notes]
    except UnicodeDecodeError:
        raise CheckpointInvalid("not_utf8") from None
