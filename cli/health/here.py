"""What is looked at on this machine: settings, folder, secrets, ports, disk, time."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.health.patient import Patient, Said
from cli.running.one import RunningPart, folder_of, runs
from cli.running.ports import check_free, ports_of
from cli.setting_up import read_mailing_settings
from config.disk import MEGABYTE, disk_of
from config.province_time import PROVINCE_TIME
from models.errors import DoanError
from models.regulations import regulation_in_force


def settings(p: Patient) -> Iterator[Said]:
    """All variables are known, and fit each other."""
    read_mailing_settings()
    yield p.well("doctor.settings_fit")


def folder(p: Patient) -> Iterator[Said]:
    """The folder is there, its owner's alone, and can be written to."""
    where = p.settings.folder
    if not where.exists():
        yield p.ill("doctor.folder_missing", folder=where)
        return
    if not where.is_dir():
        yield p.ill("doctor.folder_none", folder=where)
        return
    if where.stat().st_mode & 0o077:
        yield p.ill("doctor.folder_open", folder=where)
    yield writable(p, where)


def writable(p: Patient, where: Path) -> Said:
    """Tell whether a file can be made in a folder; it is taken away at once."""
    try:
        with tempfile.TemporaryFile(dir=where) as file:
            file.write(b"x")
    except OSError as fault:
        return p.ill("doctor.folder_closed", folder=where, reason=fault.strerror or fault)
    return p.well("doctor.folder_writable", folder=where)


def secrets(p: Patient) -> Iterator[Said]:
    """There is a secret, long enough and nobody else's to read."""
    if p.has_secret:
        p.settings.check_secrets()
        yield p.well("doctor.secret_there")
    elif p.has_begun:
        yield p.ill("doctor.secret_lost", folder=p.settings.folder)
    else:
        yield p.well("doctor.secret_to_come")


def disk(p: Patient) -> Iterator[Said]:
    """Enough of the disk is free."""
    where = p.settings.folder
    while not where.exists() and where != where.parent:
        where = where.parent
    least = p.settings.disk_least_free_mb
    found = disk_of(where, least_free_mb=least)
    msgid = "doctor.disk_full" if found.nearly_full else "doctor.disk_free"
    free = found.free_bytes // MEGABYTE
    yield not found.nearly_full, p.w.text(msgid, folder=where, free=free, least=least)


def time_zone(p: Patient) -> Iterator[Said]:
    """The machine knows the province's time."""
    offset = datetime(2020, 7, 6, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    said = offset == datetime(2020, 7, 6, 8, tzinfo=PROVINCE_TIME).utcoffset()
    yield said, p.w.text("doctor.time_zone" if said else "doctor.time_zone_wrong")


def ports(p: Patient) -> Iterator[Said]:
    """Each port is free, or has a running Doan on it."""
    there = folder_of(p.store, p.settings) if p.store else p.settings.folder
    if any(runs(there, part) for part in RunningPart):
        yield p.well("doctor.ports_ours")
        return
    taken = []
    for port in ports_of(p.settings, pokes=not p.settings.database_url):
        try:
            check_free(port, waits=False)
        except DoanError as error:
            taken.append(error.said(p.w))
    yield from ((False, said) for said in taken)
    if not taken:
        yield p.well("doctor.ports_free")


def regulation(p: Patient) -> Iterator[Said]:
    """The regulation can be read and says nothing that cannot be."""
    regulation_in_force(p.settings)
    yield p.well("doctor.regulation", name=p.settings.regulation)
