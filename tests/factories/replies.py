"""Answers to a letter that asks, byte by byte as mail programs write them and a relay hands them on."""

from email import message_from_bytes
from email.policy import default

from tests.factories.letters import text_of

RELAY = "mx.hau-giang.example"
FORGED = f"Authentication-Results: {RELAY}; dmarc=pass header.from=hau-giang.example"


def vouched(sender, *, outcome="pass", relay=RELAY):
    """What a relay writes above a letter whose sender it has looked at."""
    domain = sender.rpartition("@")[2]
    return (
        f"Authentication-Results: {relay};\n\tdkim={outcome} (2048-bit key; unprotected)"
        f' header.d={domain} header.i=@{domain} header.b="Xk3/q0b=";\n'
        f"\tspf={outcome} smtp.mailfrom={sender};\n"
        f"\tdmarc={outcome} (p=REJECT) header.from={domain}"
    )


def _headers(asking, sender, results, named, more, content_type):
    """The headers of an answer: above those of its program what relays have written."""
    letter = message_from_bytes(asking, policy=default)
    refers = " ".join(f"{letter['References']} {letter['Message-ID']}".split())
    lines = [
        f"Return-Path: <{sender}>",
        f"Received: from out.example by {RELAY} with ESMTPS; Mon, 6 Jul 2020 08:30:00 +0700",
        vouched(sender) if results is None else results,
        *more,
        "Date: Mon, 6 Jul 2020 08:29:58 +0700",
        f"From: =?utf-8?q?Ph=E1=BA=A1m_V=C4=83n_M=E1=BA=ABu?= <{sender}>",
        "To: doan@hau-giang.example",
        "Subject: Re: DR-2020-0001",
        f"In-Reply-To: {letter['Message-ID']}",
        "References: " + "\n ".join(refers.split()),
        f"Message-ID: <{named}@mail.example>",
        "MIME-Version: 1.0",
        content_type,
    ]
    return "\n".join(line for line in lines if line)


def _bytes(text):
    return text.replace("\n", "\r\n").encode()


def gmail(asking, sender, says, *, results=None, named="CAF1", more=(), quotes=True):
    """Two alternatives, the letter that is answered below an introduction of one long line."""
    head = _headers(
        asking, sender, results, named, more, 'Content-Type: multipart/alternative; boundary="G"'
    )
    asked = _text(asking) if quotes else "..."
    quoted = "\n".join(f"> {line}".rstrip() for line in asked.splitlines())
    shown = says.replace("\n", "<br>")
    return _bytes(f"""{head}

--G
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: 8bit

{says}

Vào Th 2, 6 thg 7, 2020 vào lúc 08:00 Đoàn <doan@hau-giang.example>
đã viết:

{quoted}

--G
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: 8bit

<div dir="ltr">{shown}</div><br><div class="gmail_quote"><div class="gmail_attr">Vào Th 2 Đoàn
đã viết:</div><blockquote class="gmail_quote">{asked.replace(chr(10), "<br>")}</blockquote></div>

--G--
""")


def outlook(asking, sender, says, *, results=None, named="VI1PR", more=()):
    """A page alone, the letter that is answered below a head of its own that names no address."""
    head = _headers(
        asking, sender, results, named, more, 'Content-Type: text/html; charset="utf-8"'
    )
    shown = "".join(f'<p class="MsoNormal">{line}</p>' for line in says.split("\n"))
    asked = "".join(f"<p>{line}</p>" for line in _text(asking).splitlines())
    return _bytes(f"""{head}
Content-Transfer-Encoding: 8bit
Thread-Index: AdYQ
X-MS-Has-Attach:

<html><head><style>p.MsoNormal {{margin:0}}</style></head><body>{shown}
<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>Từ:</b> Đoàn<br>
<b>Đã gửi:</b> Thứ Hai, 6 Tháng Bảy 2020 8:00 SA<br><b>Đến:</b> Phạm Văn Mẫu<br>
<b>Chủ đề:</b> DR-2020-0001</p></div>{asked}</body></html>
""")


def apple(asking, sender, says, *, results=None, named="B1E2", more=()):
    """Plain text, signed by the telephone, with an English introduction."""
    head = _headers(asking, sender, results, named, more, "Content-Type: text/plain; charset=utf-8")
    quoted = "\n".join(f"> {line}".rstrip() for line in _text(asking).splitlines())
    return _bytes(f"""{head}
Content-Transfer-Encoding: 8bit
X-Mailer: iPhone Mail (17F80)

{says}

Gửi từ iPhone của tôi

> On 6 Jul 2020, at 08:00, Đoàn <doan@hau-giang.example> wrote:
>
{quoted}
""")


def with_file(asking, sender, says, *, named="F1"):
    """An answer to which a paper is attached."""
    kind = 'Content-Type: multipart/mixed; boundary="F"'
    head = _headers(asking, sender, None, named, (), kind)
    return _bytes(f"""{head}

--F
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{says}

--F
Content-Type: application/pdf; name="quyet-dinh.pdf"
Content-Disposition: attachment; filename="quyet-dinh.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQ=

--F--
""")


def _text(asking):
    return text_of(message_from_bytes(asking, policy=default))
