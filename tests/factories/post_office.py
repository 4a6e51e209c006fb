"""Debian's Postfix and Dovecot on loopback, in a folder of their own: a province's post office."""

import os
import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.factories.postbox import free_port, make_certificate
from tests.factories.prefect import wait_until

DOMAIN = "hau-giang.example"
# Mail for it is taken at once, and refused later by the server it goes on to.
ELSEWHERE = "elsewhere.example"
# The same people's mailboxes, by another domain that this server only passes mail on for.
PASSED_ON = "passed-on.example"
PASSWORD = "a-password-of-the-tests"
ACCOUNT = f"doan@{DOMAIN}"
MISSING = "Postfix and Dovecot are missing. On Debian: apt-get install {}"
PACKAGES = {
    "/usr/sbin/postfix": "postfix",
    "/usr/lib/dovecot/imap": "dovecot-imapd",
    "/usr/lib/dovecot/lmtp": "dovecot-lmtpd",
}
SMTPD = "inet n - n - - smtpd"
SERVICES = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Door:
    """A port at which letters are taken, and how: options of Postfix's smtpd."""

    options: dict = field(default_factory=dict)

    def line(self, port):
        said = "".join(f" -o {{ {name} = {value} }}" for name, value in self.options.items())
        return f"127.0.0.1:{port} {SMTPD}{said}\n"


SIGNED_IN = {
    "smtpd_sasl_auth_enable": "yes",
    "smtpd_client_restrictions": "permit_sasl_authenticated,reject",
}
TLS = {"smtpd_tls_security_level": "may"}
# What a relay writes above a letter whose sender it has looked at.
FOUND = (
    "check_sender_access static:{{PREPEND Authentication-Results: mx.hau-giang.example;"
    " dmarc={} header.from=hau-giang.example}}"
)
DOORS = {
    "open": Door(),
    "signed in": Door(SIGNED_IN),
    "starttls": Door({**SIGNED_IN, **TLS}),
    "must encrypt": Door({"smtpd_tls_security_level": "encrypt"}),
    "tls": Door({**SIGNED_IN, "smtpd_tls_wrappermode": "yes"}),
    "no relay": Door({"smtpd_recipient_restrictions": "reject_unauth_destination"}),
    "known senders": Door({"smtpd_reject_unlisted_sender": "yes"}),
    "small": Door({"message_size_limit": "500"}),
    "strict": Door(
        {
            "strict_rfc821_envelopes": "yes",
            "strict_8bitmime": "yes",
            "strict_7bit_headers": "yes",
            "strict_mime_encoding_domain": "yes",
            "smtpd_helo_required": "yes",
            "smtpd_helo_restrictions": "reject_invalid_helo_hostname",
        }
    ),
    "plain": Door(
        {"smtpd_discard_ehlo_keywords": "pipelining,8bitmime,smtputf8,size,chunking,dsn"}
    ),
    "greylisting": Door({"smtpd_recipient_restrictions": "check_policy_service,{policy}"}),
    "two lines": Door(
        {"smtpd_client_connection_count_limit": "2", "smtpd_client_event_limit_exceptions": ""}
    ),
    "by rate": Door(
        {"smtpd_client_message_rate_limit": "4", "smtpd_client_event_limit_exceptions": ""}
    ),
    # Two that tell above each letter what they found out about its sender.
    "vouches": Door({"smtpd_sender_restrictions": FOUND.format("pass")}),
    "doubts": Door({"smtpd_sender_restrictions": FOUND.format("fail")}),
    # The server that mail for elsewhere goes on to: it knows nobody.
    "elsewhere": Door({"smtpd_recipient_restrictions": "reject"}),
}


class PostOffice:
    """A running post office: its ports by what stands there, and the letters in its mailboxes."""

    def __init__(self, folder, ports, imap, certificate):
        self.folder, self.ports, self.imap, self.certificate = folder, ports, imap, certificate

    def mailbox(self, person):
        """The letters in somebody's mailbox, as they lie there."""
        return [
            message_from_bytes(file.read_bytes(), policy=default) for file in self.files(person)
        ]

    def files(self, person):
        folder = self.folder / "mail" / person / "Maildir"
        return sorted([*folder.glob("new/*"), *folder.glob("cur/*")])

    def wait_for(self, person, count=1):
        """Wait until so many letters are in a mailbox."""
        wait_until(lambda: len(self.files(person)) >= count, f"letter {count} for {person}")
        return self.mailbox(person)

    def empty(self):
        """Throw away what lies in the mailboxes."""
        for file in self.folder.glob("mail/*/Maildir/*/*"):
            if file.parent.name in ("new", "cur"):
                file.unlink()

    def runs_its_queue(self):
        """Let Postfix try again what it has put off."""
        _run("postqueue", "-c", self.folder / "postfix", "-f")


@contextmanager
def post_office(folder):
    """Run both servers until the block ends; fails, naming what is missing."""
    lacks = [package for path, package in PACKAGES.items() if not Path(path).exists()]
    assert not lacks, MISSING.format(" ".join(lacks))
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    certificate, _ = make_certificate(folder)
    certificate.chmod(0o600)
    ports = {name: free_port() for name in DOORS}
    imap, lmtp, auth = free_port(), free_port(), free_port()
    with _greylisting() as policy, _dovecot(folder, imap, lmtp, auth, certificate):
        doors = "".join(door.line(ports[name]) for name, door in DOORS.items())
        doors = doors.replace("check_policy_service,{policy}", f"check_policy_service,{policy}")
        with _postfix(folder, doors, lmtp, auth, ports["elsewhere"], certificate):
            yield PostOffice(folder, ports, imap, certificate)


@contextmanager
def _postfix(folder, doors, lmtp, auth, elsewhere, certificate):
    home = folder / "postfix"
    home.mkdir()
    for name in ("queue", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": home / "queue",
        "data_directory": home / "data",
        "maillog_file": folder / "postfix.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mx.hau-giang.example",
        "mydestination": "",
        "mynetworks": "127.0.0.0/8",
        "smtpd_relay_restrictions": "permit_mynetworks,reject_unauth_destination",
        "smtpd_banner": "$myhostname ESMTP",
        "virtual_mailbox_domains": DOMAIN,
        # All there are have a mailbox but nobody.
        "virtual_mailbox_maps": "regexp:{{!/^nobody@/ there}}",
        "virtual_transport": f"lmtp:inet:127.0.0.1:{lmtp}",
        "transport_maps": (
            f"inline:{{{ELSEWHERE}=smtp:[127.0.0.1]:{elsewhere},"
            f" {PASSED_ON}=lmtp:inet:127.0.0.1:{lmtp}}}"
        ),
        "smtpd_error_sleep_time": "0",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": f"inet:127.0.0.1:{auth}",
        "smtpd_sasl_security_options": "noanonymous",
        "smtpd_tls_cert_file": certificate,
        "smtpd_tls_key_file": certificate,
        "anvil_rate_time_unit": "3s",
        "disable_dns_lookups": "yes",
        "smtp_host_lookup": "native",
        "notify_classes": "",
        "default_process_limit": "20",
    }
    main = "".join(f"{name} = {value}\n" for name, value in settings.items())
    (home / "main.cf").write_text(main)
    (home / "master.cf").write_text(SERVICES + doors)
    _run("postfix", "-c", home, "start")
    try:
        yield
    finally:
        _run("postfix", "-c", home, "stop")


@contextmanager
def _dovecot(folder, imap, lmtp, auth, certificate):
    mail, base = folder / "mail", folder / "dovecot"
    for each in (mail, base):
        each.mkdir()
    shutil.chown(mail, "mail", "mail")
    (folder / "dovecot.conf").write_text(f"""\
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {base}
state_dir = {base}
log_path = {folder}/dovecot.log
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Ln
mail_location = maildir:~/Maildir
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
default_internal_user = dovecot
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={mail}/%Ln allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap}
    ssl = yes
  }}
}}
service anvil {{
  # Else whoever gave a wrong password waits, each time longer.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener auth {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
""")
    with (folder / "dovecot.out").open("w") as said:
        command = ["dovecot", "-F", "-c", str(folder / "dovecot.conf")]
        server = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        for port in (imap, lmtp, auth):
            wait_until(lambda port=port: _listens(port), f"Dovecot ({folder / 'dovecot.out'})")
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _greylisting():
    """A policy server as Postfix asks one: whoever is new is put off once; yields where it listens."""
    seen = set()
    stop = threading.Event()

    def serve(connection):
        with connection, connection.makefile("rwb") as line:
            asked = {}
            for each in line:
                name, _, value = each.decode().strip().partition("=")
                if name:
                    asked[name] = value
                    continue
                who = (asked.get("sender"), asked.get("recipient"))
                action = "DUNNO" if who in seen else "450 4.2.0 Greylisted, come again"
                seen.add(who)
                line.write(f"action={action}\n\n".encode())
                line.flush()

    def listen():
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=listen, daemon=True).start()
        yield f"inet:127.0.0.1:{listener.getsockname()[1]}"
        stop.set()
        # Closing it alone would not wake whoever waits for the next to connect.
        socket.create_connection(listener.getsockname()).close()


def _listens(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def _run(*command):
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    done = subprocess.run(
        [*as_root, *(str(part) for part in command)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
