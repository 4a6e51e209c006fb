"""The disk of a folder: how much is free, whether anything can be written there. One rule for all."""

import os
from dataclasses import dataclass
from pathlib import Path

# A disk with less than this share free is nearly full, unless so many bytes are free all the same.
LEAST_SHARE = 0.05
PLENTY_BYTES = 20 * 1024**3
# Below so many bytes it is nearly full, however large a share that is; settings may ask for more.
MEGABYTE = 1024**2
LEAST_BYTES = 200 * MEGABYTE


@dataclass(frozen=True)
class Disk:
    """A disk as it stands: bytes in all, bytes free for whoever runs Doan, whether it is read-only."""

    total_bytes: int
    free_bytes: int
    read_only: bool = False
    least_bytes: int = LEAST_BYTES

    @property
    def nearly_full(self) -> bool:
        """Tell whether soon nothing can be written any more."""
        if self.free_bytes < self.least_bytes:
            return True
        small_share = self.free_bytes < LEAST_SHARE * self.total_bytes
        return small_share and self.free_bytes < PLENTY_BYTES


def disk_of(folder: Path, *, least_free_mb: int = LEAST_BYTES // MEGABYTE) -> Disk:
    """Return how the disk of a folder stands; raises `OSError` where there is no such folder."""
    told = os.statvfs(folder)
    read_only = bool(told.f_flag & os.ST_RDONLY) or not os.access(folder, os.W_OK)
    return Disk(
        told.f_blocks * told.f_frsize,
        told.f_bavail * told.f_frsize,
        read_only,
        least_free_mb * MEGABYTE,
    )
