"""A directory file is opened and read: whatever is wrong in it is told at once, each with its place."""

from pathlib import Path

from flows.acts.house.directory_file import read_directory_text
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid, Wrong


def read_directory(path: Path) -> DirectoryFile:
    """Read a directory file; raises `DirectoryInvalid` naming everything that does not fit."""
    try:
        content = path.read_bytes()
    except OSError as unreadable:
        raise DirectoryInvalid(Wrong(str(path), "unreadable", reason=unreadable.strerror)) from None
    return read_directory_text(content, path.name)
