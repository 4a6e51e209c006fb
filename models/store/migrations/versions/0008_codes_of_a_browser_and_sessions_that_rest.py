"""Codes belong to the browser that asked, resting sessions end, the security log counts by the hour.

Codes and sessions of before are not taken along: whoever is signed in signs in once again.
"""

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("sign_in_codes")
    op.drop_table("sessions")
    _codes()
    _sessions()
    _known_devices()
    _count_by_the_hour()


def _codes() -> None:
    op.create_table(
        "sign_in_codes",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("try_at", _MOMENT, nullable=True),
        sa.Column("troubled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_sign_in_codes_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_codes")),
    )
    op.create_index(op.f("ix_sign_in_codes_expires_at"), "sign_in_codes", ["expires_at"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("shown_by", sa.String(length=20), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("proved_at", _MOMENT, nullable=False),
        sa.Column("rests_until", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person"), "sessions", ["person"])


def _known_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_known_devices_person")),
        sa.PrimaryKeyConstraint("digest", "person", name=op.f("pk_known_devices")),
    )


def _count_by_the_hour() -> None:
    """What was logged row by row becomes a row an hour."""
    conn = op.get_bind()
    logged = sa.table(
        "security_log",
        *(sa.column(name) for name in ("what", "person", "case_no", "step")),
        sa.column("at", _MOMENT),
    )
    rows = conn.execute(sa.select(logged).order_by(logged.c.at)).all()
    op.drop_table("security_log")
    counted = op.create_table(
        "security_log",
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            "what", "person", "case_no", "step", "hour", name=op.f("pk_security_log")
        ),
    )
    op.create_index(op.f("ix_security_log_last_at"), "security_log", ["last_at"])
    op.create_index("ix_security_log_hour", "security_log", ["hour", "what"])
    names = ("what", "person", "case_no", "step", "hour")
    times: Counter[tuple[object, ...]] = Counter()
    last: dict[tuple[object, ...], datetime] = {}
    for row in rows:
        hour = row.at.replace(minute=0, second=0, microsecond=0)
        same = (row.what, row.person or "", row.case_no or "", row.step or 0, hour)
        times[same] += 1
        last[same] = row.at
    for key, count in times.items():
        values = dict(zip(names, key, strict=True))
        conn.execute(counted.insert().values(**values, times=count, last_at=last[key]))
