"""What an alarm is sent to: a webhook that keeps what came."""

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from config.settings import Settings


def telling(desk, urls, **changed):
    """A Doan whose alarms go to these addresses, with other settings changed."""
    secret = Settings(alarm_urls=urls).alarm_urls
    settings = desk.settings.model_copy(update={"alarm_urls": secret, **changed})
    return replace(desk, settings=settings)


def titles(came):
    """What the alarms that came are called in English."""
    return [each["title"].partition(" / ")[2] for each in came]


@contextmanager
def webhook(at=0):
    """What an alarm by json:// is sent to; yields the port and the list of what came."""
    came = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            came.append(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", at), Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1], came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
