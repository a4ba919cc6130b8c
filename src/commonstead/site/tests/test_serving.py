"""A town that is really served, in a process of its own: health, static files, logs without people."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def fetch(address: str):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(address, file with what the server said, var folder)"""
    var = tmp_path_factory.mktemp("a served town")
    port, said = free_port(), var / "said"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
    environment = {**kept, "PYTHONPATH": str(SRC), "COMMONSTEAD_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    with open(said, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "commonstead", "serve", "--port", str(port), "--workers", "1"],
            env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fetch(f"{address}/health")
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, said.read_text()
            time.sleep(0.2)
    yield address, said, var
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE_SECONDS) is not None


def test_health(served):
    status, headers, body = fetch(f"{served[0]}/health")
    assert status == 200, body
    answer = json.loads(body)
    assert answer["status"] == "ok" and answer["journal"] == 0 and answer["last_verify"] is None
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_are_served_with_their_hash(served):
    status, headers, body = fetch(f"{served[0]}/static/commonstead/base.css?v=whatever")
    assert status == 200 and body and "css" in headers["Content-Type"]
    assert "max-age=86400" in headers["Cache-Control"]


def test_an_empty_town_prints_its_one_time_address(served):
    text = served[1].read_text()
    assert f"{served[0]}/" in text
    key = (served[2] / "setup-key").read_text().strip()
    assert key in text


def test_keys_are_their_owners_alone(served):
    for name in ("secret-key", "audit-key", "setup-key"):
        assert (served[2] / name).stat().st_mode & 0o077 == 0


def test_logs_name_the_route_and_no_words_of_people(served):
    fetch(f"{served[0]}/api/agents/somebodys-id-1234?kind=a-secret-word")
    fetch(f"{served[0]}/no-such-page/rosa-luxemburg?q=another-secret")
    deadline = time.monotonic() + 10
    lines: list[dict] = []
    while time.monotonic() < deadline:
        lines = [json.loads(line) for line in served[1].read_text().splitlines() if line.startswith("{")]
        if any(line.get("route") == "none" for line in lines):
            break
        time.sleep(0.1)
    requests = [line for line in lines if line["event"] == "request"]
    assert any(line["route"] == "health" and line["status"] == 200 and line["ms"] >= 0 for line in requests)
    assert any(line["route"].startswith("api:") and line["status"] == 401 for line in requests)
    text = served[1].read_text()
    for word in ("somebodys-id", "a-secret-word", "rosa-luxemburg", "another-secret"):
        assert word not in text


def test_a_served_town_is_not_restored_over(served):
    from commonstead.site import serving

    assert serving.is_served(served[2])
    assert not serving.is_served(served[2] / "elsewhere")
