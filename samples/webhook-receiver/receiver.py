#!/usr/bin/env python3
"""Receives webhooks by the rules of Standard Webhooks 1.0, with the standard library alone.

    WEBHOOK_SECRETS="whsec_…" python3 receiver.py 8000

Several secrets, with a space between two, while one replaces another.
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 5 * 60  # seconds; what is older may have been recorded and sent again
MAX_BODY = 4 << 20  # bytes; a body lists 100 images at the most

secrets = [base64.b64decode(secret.removeprefix("whsec_")) for secret in os.environ["WEBHOOK_SECRETS"].split()]
seen = set()  # ids that were acted on; a real receiver keeps them as durably as what it does with them


def is_valid(headers, body):
    """Whether the body was signed with one of our secrets, lately, and came as it was signed."""
    message, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    signed = f"{message}.{timestamp}.".encode() + body
    expected = [b"v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)) for secret in secrets]
    given = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(one, other) for one in expected for other in given)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return self.answer(413)
        body = self.rfile.read(int(length))  # the bytes as they came: the signature is over these
        if not is_valid(self.headers, body):
            return self.answer(401)
        message = self.headers["webhook-id"]
        if message not in seen:  # the same webhook may come more than once
            seen.add(message)
            event = json.loads(body)
            print(event["type"], event["request_id"], event["status"], event["output_csv"], flush=True)
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8000), Receiver)
    print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
