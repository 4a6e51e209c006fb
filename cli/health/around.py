"""What is looked at around Doan: mail, the address people use, where checkpoints and backups go."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli.health.here import writable
from cli.health.patient import Patient, Said
from cli.mail.checking import finding, mailbox_finding

_SECONDS = 10.0
# A backup is made each night; one may be missed by a few hours.
_BACKUP_EVERY = timedelta(days=2)


def mail(p: Patient) -> Iterator[Said]:
    """The mail server takes letters, and the sender's mailbox can be read where one is set."""
    if not p.settings.has_mail_server and not p.settings.catch_mail:
        yield p.ill("doctor.mail_none")
        return
    yield asyncio.run(finding(p.settings, p.w))
    if p.settings.mailbox_url:
        yield mailbox_finding(p.settings, p.w)


def public_address(p: Patient) -> Iterator[Said]:
    """People reach Doan where they are told to, by a connection nobody overhears."""
    url = p.settings.base_url
    if not p.settings.is_public:
        yield p.well("doctor.address_here", url=url)
        return
    if not p.settings.is_https:
        yield p.ill("doctor.address_open", url=url)
    import httpx

    try:
        answer = httpx.get(f"{url}/healthz", timeout=_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        yield p.ill("doctor.address_away", url=url, reason=str(fault))
        return
    if answer.status_code == httpx.codes.OK:
        yield p.well("doctor.address_answers", url=url)
    else:
        yield p.ill("doctor.address_away", url=url, reason=answer.status_code)


def checkpoints(p: Patient) -> Iterator[Said]:
    """The second place of checkpoints can be written to."""
    where = p.settings.checkpoints_kept
    if where.is_dir():
        yield writable(p, where)
    elif p.settings.checkpoint_folder:
        yield p.ill("doctor.folder_missing", folder=where)
    else:
        yield p.well("doctor.checkpoints_to_come")


def backups(p: Patient) -> Iterator[Said]:
    """The newest backup is not old, where a folder for them is set."""
    where: Path | None = getattr(p.settings, "backup_folder", None)
    if where is None:
        return
    made = [file.stat().st_mtime for file in where.glob("*") if file.is_file()]
    if not made:
        yield p.ill("doctor.backup_none", folder=where)
        return
    newest = datetime.fromtimestamp(max(made), UTC)
    is_new = datetime.now(UTC) - newest < _BACKUP_EVERY
    msgid = "doctor.backup_new" if is_new else "doctor.backup_old"
    yield is_new, p.w.text(msgid, folder=where, at=p.w.moment(newest))
