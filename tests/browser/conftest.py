"""A real Chromium against a real server: what every browser test shares.

The town is the demo, loaded once for all of pytest's workers and copied for each, in a folder whose name has a
space. Pages are opened as http://localhost, because browsers give no passkeys to a bare number. Whoever opens
a page through `visit` has it watched: a request to anywhere else, a breach of the content security policy, or
an error of a script fails the test at its end.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
REFUSED = tuple(f"Failed to load resource: the server responded with a status of {code}" for code in (403, 422))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str | None:
    """Where Chromium is, or None."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session; skipped, with a message, where there is none."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed: these pages were not tried in a real browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield running
        running.close()


def _environment(var: Path) -> dict[str, str]:
    """The environment of a town in that folder and of nothing else."""
    kept = {key: value for key, value in os.environ.items()
            if not key.startswith(("COMMONSTEAD_", "DJANGO_", "PYTEST"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "COMMONSTEAD_VAR": str(var), "COMMONSTEAD_LOG": "off",
            "COMMONSTEAD_WORKERS": "1", "PYTHONUNBUFFERED": "1"}


def commonstead(var: Path, *words: str) -> subprocess.CompletedProcess:
    """Run the command line on the town in that folder."""
    return subprocess.run([sys.executable, "-m", "commonstead", *words], cwd=ROOT, env=_environment(var),
                          capture_output=True, text=True, timeout=500)


@contextmanager
def serving(var: Path, *words: str):
    """Serve the town in that folder (`words` other than serve: another command that serves); gives its address
    and the lines that it printed."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "commonstead", *(words or ("serve",)), "--port", str(port)], cwd=ROOT,
        env=_environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address, said = f"http://localhost:{port}", []
    try:
        _wait_until_it_answers(address, running)
        os.set_blocking(running.stdout.fileno(), False)
        time.sleep(0.2)
        said.extend((running.stdout.read() or "").splitlines())
        yield address, said
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait_until_it_answers(address: str, running: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if running.poll() is not None:
            raise AssertionError(f"serve ended: {running.stdout.read()}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("serve did not answer within a minute")


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory) -> Path:
    """A var folder with the demo town just loaded, to be copied and never written to; the first of pytest's workers
    loads it, the others wait."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    first, loaded = shared / "the demo town", shared / "the demo town.loaded"
    try:
        first.mkdir()
    except FileExistsError:
        until = time.monotonic() + 500
        while not loaded.exists():
            assert time.monotonic() < until, "another worker did not finish loading the demo"
            time.sleep(0.2)
    else:
        done = commonstead(first, "demo", "--only-load")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        loaded.touch()
    return first


@pytest.fixture(scope="session")
def demo_var(loaded_demo, tmp_path_factory) -> Path:
    """This worker's own copy of it, in which its tests write."""
    own = tmp_path_factory.mktemp("a town") / "var"
    shutil.copytree(loaded_demo, own)
    return own


@pytest.fixture(scope="session")
def town(browser, demo_var):
    """The address of the demo town. After `browser`, so that without one nothing is loaded for nothing."""
    with serving(demo_var, "demo", "--no-browser") as (address, _said):
        yield address


def told_by_axe(page, scheme: str = "light") -> list[str]:
    """What axe finds serious on the page that is open. In the dark only the colours are others, so only they are
    looked at again."""
    from axe_playwright_python.sync_playwright import Axe

    answer = Axe().run(page, options={"runOnly": ["color-contrast"]} if scheme == "dark" else None).response
    return [f"{urlsplit(page.url).path}: {one['id']} ({one['impact']}): "
            + "; ".join(node["html"][:160] for node in one["nodes"][:3])
            for one in answer["violations"] if one["impact"] in {"serious", "critical"}]


class Watch:
    """Collects what a page of ours must never do."""

    def __init__(self, origin: str):
        self.origin = origin
        self.wrong: list[str] = []

    def over(self, context):
        """Watch every page of that browser context."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda problem: self.wrong.append(f"script error: {problem.error}"))

    def _request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and f"{address.scheme}://{address.netloc}" != self.origin:
            self.wrong.append(f"request to {request.url} from {request.frame.url}")

    def _console(self, message):
        # The browser notes every refusal of ours as an error; tests that expect one check its status themselves.
        refused = message.text.startswith(REFUSED)
        if message.type == "error" and not refused:
            self.wrong.append(f"console: {message.text}")


@pytest.fixture
def visit(browser):
    """visit(address, **context options) -> a watched page on a phone of 390 px."""
    contexts, watches = [], []

    def open_page(address: str, **options):
        context = browser.new_context(**{"viewport": PHONE, "base_url": address, "locale": "en-US"} | options)
        watch = Watch(address)
        watch.over(context)
        contexts.append(context)
        watches.append(watch)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not [problem for watch in watches for problem in watch.wrong]


def be(page, name: str | None = None) -> str:
    """Come in as a resident of the demo (the first one when no name is given). Returns the name."""
    page.goto("/door/")
    buttons = page.get_by_role("button", name=f"Be {name}" if name else "Be ")
    shown = buttons.first.inner_text()
    buttons.first.click()
    page.wait_for_url(lambda url: "/door/" not in url)
    return shown.removeprefix("Be ").strip()
