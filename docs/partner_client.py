#!/usr/bin/env python3
"""Sends records to the partner API: partner_client.py https://host records.json

The key stands in the environment: PARTNER_KEY, PARTNER_SECRET.
records.json is a list of records as docs/partner_api.md describes them. Standard library only.
"""

import hashlib
import hmac
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

BATCH, TRIES = 500, 5


def call(site, method, path, document=None):
    """One signed request; the answer as (status, JSON). Each call signs a timestamp of its own."""
    body = b"" if document is None else json.dumps(document).encode()
    timestamp = f"{time.time():.6f}"
    secret = os.environ["PARTNER_SECRET"].encode()
    headers = {
        "X-Partner-Key": os.environ["PARTNER_KEY"],
        "X-Partner-Timestamp": timestamp,
        "X-Partner-Signature": hmac.new(secret, timestamp.encode() + body, hashlib.sha256).hexdigest(),
    }
    if document is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(
        f"{site}/api/v1/partner{path}", body or None, headers=headers, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def send(site, records):
    """One batch, again while the site is busy or away: what was done comes back as a duplicate."""
    for attempt in range(TRIES):
        try:
            status, answer = call(site, "POST", "/records", {"records": records})
        except OSError as error:
            status, answer = 0, {"detail": str(error)}
        if status == 200:
            return answer["results"]
        if status not in (0, 429) and status < 500:
            break
        if attempt + 1 < TRIES:
            time.sleep(2**attempt)
    sys.exit(f"{status} {answer['detail']}")


def main(site, file):
    """Print an answer for each record as a line of JSON; exit 1 when one was refused."""
    records = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    refused = 0
    for start in range(0, len(records), BATCH):
        for result in send(site, records[start : start + BATCH]):
            refused += result["status"] == "refused"
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
