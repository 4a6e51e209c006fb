"""Letters as mail servers, mail programs and people send them back, written out as they come."""

from textwrap import dedent

OURS = "<dr-2020-0001.2.to_sign.nguyen.van.thi.du@hau-giang.example>"
SENDER = "nguyen.van.thi.du@hau-giang.example"


def letter(text):
    """The bytes of a letter that is written out here, with the line ends of mail."""
    return dedent(text).lstrip("\n").replace("\n", "\r\n").encode()


def report(
    *,
    about=OURS,
    action="failed",
    status="5.1.1",
    to=SENDER,
    returns="text/rfc822-headers",
    returned=True,
):
    """A report of delivery as Postfix writes it (RFC 3464)."""
    inner = f"Message-ID: {about}\nSubject: DR-2020-0001\nTo: {to}\n"
    body = f"\n--B\nContent-Type: {returns}\n\n{inner}\n" if returned else ""
    head = f"""\
Return-Path: <>
Date: Mon, 6 Jul 2020 08:00:00 +0700
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: doan@hau-giang.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
Message-Id: <20200706010000.1@mx.example>

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

<{to}>: host mx.example said: {status} User unknown

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon,  6 Jul 2020 08:00:00 +0700 (+07)

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} User unknown
"""
    return f"{head}{body}\n--B--\n".replace("\n", "\r\n").encode()


def vacation(*, about=OURS, sender=SENDER, says="Tôi nghỉ phép đến 20/7.", subject="Vắng mặt"):
    """An automatic answer as Sieve's vacation writes it (RFC 5230)."""
    return f"""\
From: {sender}
To: doan@hau-giang.example
Subject: {subject}
Auto-Submitted: auto-replied (vacation)
In-Reply-To: {about}
References: <case.DR-2020-0001@hau-giang.example> {about}
Message-Id: <vacation.1@mx.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{says}
""".replace("\n", "\r\n").encode()


def reply(
    *,
    about=OURS,
    sender=SENDER,
    says="Tôi đồng ý.",
    subject="Re: DR-2020-0001 – Kính trình ký",
    **headers,
):
    """What somebody writes in answer, over the letter they answer to."""
    named = {"In-Reply-To": about, "References": about, **headers}
    lines = "".join(f"{name}: {value}\n" for name, value in named.items() if value)
    return f"""\
From: =?utf-8?q?Nguy=E1=BB=85n_V=C4=83n_Th=C3=AD_D=E1=BB=A5?= <{sender}>
To: doan@hau-giang.example
Subject: {subject}
{lines}Message-Id: <{abs(hash(says))}@mx.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{says}

Vào T2, 6 thg 7, 2020 lúc 08:00 Đoàn <doan@hau-giang.example> đã viết:
> Kính gửi Ông/Bà Nguyễn Văn Thí Dụ,
> Đề nghị Ông/Bà ký.
""".replace("\n", "\r\n").encode()


def answer_to_invitation(*, uid="dv-2020-0001.item-3@hau-giang.example", partstat="DECLINED"):
    """An answer to an invitation as calendar programs send it (RFC 6047)."""
    return f"""\
From: {SENDER}
To: doan@hau-giang.example
Subject: Declined: Hội đàm
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="B"
Message-Id: <imip.1@mx.example>

--B
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Tôi bận họp.

--B
Content-Type: text/calendar; charset=utf-8; method=REPLY
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
METHOD:REPLY
VERSION:2.0
BEGIN:VEVENT
UID:{uid}
SEQUENCE:0
ATTENDEE;PARTSTAT={partstat}:mailto:{SENDER}
END:VEVENT
END:VCALENDAR

--B--
""".replace("\n", "\r\n").encode()
