"""How fast the demo's pages are: the server's time, and the first paint in a browser.

The demo is made in a temporary folder and served as `./commonstead demo` serves it. A signed-in resident asks
for each kind of page, found by following links. Server time is taken at the client on the same machine, so it
includes the way there and back. The first contentful paint is the browser's own figure, on a phone's width, with
nothing in its cache.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, PAINTS = 15, 5
KINDS = (
    ("today", "/$"), ("boundary", "/boundary$"), ("boundary, a reason", "/boundary/reason/"),
    ("boundary, what next", "/boundary/next/"), ("needs and recipes", "/needs$"), ("a good as a tree", "/goods/"),
    ("a recipe", "/recipes/"), ("associations", "/associations$"), ("an association", "/associations/[0-9a-f]{16}$"),
    ("its stocks", "/associations/[0-9a-f]{16}/stocks$"), ("its book", "/associations/[0-9a-f]{16}/book$"),
    ("a resource", "/resources/[0-9a-f]+$"), ("an event", "/events/[0-9a-f]+$"), ("me", "/people/me$"),
    ("write down", "/record$"), ("write down a deed", "/record/"), ("audit", "/livelihood/$"),
    ("audit, a step", "/livelihood/step/"), ("audit, result", "/livelihood/result$"), ("door", "/door/$"),
    ("about", "/about$"), ("design", "/design$"),
)
START = ("/", "/livelihood/", "/livelihood/result", "/door/")


def rows() -> list[dict]:
    """One line a kind of page and measure."""
    table = []
    with tempfile.TemporaryDirectory(prefix="pages ") as folder, _served(Path(folder)) as address:
        visitor = Visitor(address)
        name = visitor.be_somebody()
        found = _follow(visitor)
        for kind, _pattern in KINDS:
            if kind not in found:
                table.append({"name": f"{kind}, server time", "figure": None, "target": "< 150 ms",
                              "measured": "not found by following links", "ok": False})
                continue
            times = [visitor.timed(found[kind]) for _ in range(ROUNDS + 1)][1:]
            median = statistics.median(times) * 1000
            table.append({"name": f"{kind}, server time", "figure": median, "target": "< 150 ms",
                          "measured": f"median {median:.0f} ms, slowest {max(times) * 1000:.0f} ms"})
        table += _paints(address, name, found)
    return table


def _paints(address: str, resident: str, found: dict[str, str]) -> list[dict]:
    """First contentful paint of each page: the median of a few cold loads."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((path for name in names if (path := shutil.which(name))), None)
    if path is None:
        return [{"name": "first contentful paint", "figure": None, "target": "< 1 s",
                 "measured": "not taken: Chromium is not installed"}]
    from playwright.sync_api import sync_playwright

    table = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path,
                                             args=["--no-sandbox"] if os.geteuid() == 0 else [])
        first = browser.new_context(base_url=address)
        page = first.new_page()
        page.goto("/door/")
        page.get_by_role("button", name=f"Be {resident}").click()
        page.wait_for_url(lambda url: "/door/" not in url)
        kept = first.storage_state()
        for kind, where in found.items():
            times = [_paint(browser, address, kept, where) for _ in range(PAINTS)]
            median = statistics.median(times) / 1000
            table.append({"name": f"{kind}, first contentful paint", "figure": median, "target": "< 1 s",
                          "measured": f"median {median * 1000:.0f} ms, slowest {max(times):.0f} ms"})
        browser.close()
    return table


def _paint(browser, address: str, kept: dict, where: str) -> float:
    """One cold load; milliseconds from its beginning to the first text on the screen."""
    context = browser.new_context(base_url=address, storage_state=kept, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(where)
    paint = page.evaluate("""() => new Promise(done => new PerformanceObserver(list => {
        const first = list.getEntriesByName('first-contentful-paint')[0];
        if (first) done(first.startTime);
    }).observe({type: 'paint', buffered: true}))""")
    context.close()
    return paint


class Visitor:
    """A browser without a screen: keeps cookies and follows to the page that comes."""

    def __init__(self, address: str):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, where: str) -> str:
        with self.opener.open(self.address + where, timeout=30) as answer:
            return answer.read().decode()

    def timed(self, where: str) -> float:
        begun = time.perf_counter()
        self.get(where)
        return time.perf_counter() - begun

    def be_somebody(self) -> str:
        """Be the demo's first resident."""
        door = self.get("/door/")
        person = re.search(r'name="person" value="(\w+)">Be ([^<]+)<', door)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', door)
        body = urllib.parse.urlencode({"person": person[1], "csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(f"{self.address}/door/resident", body, {"Referer": f"{self.address}/door/"})
        self.opener.open(request, timeout=30).close()
        return person[2].strip()


def _follow(visitor: Visitor) -> dict[str, str]:
    """The first address of each kind, by following links."""
    found: dict[str, str] = {}
    waiting, seen = list(START), set(START)
    while waiting and len(found) < len(KINDS):
        where = waiting.pop(0)
        kind = next((kind for kind, pattern in KINDS if re.match(pattern, where)), None)
        if kind is None or kind in found:
            continue
        text = visitor.get(where)
        found[kind] = where
        for link in re.findall(r'href="(/[^"#?]*)"', text):
            if link not in seen and not link.startswith(("/static/", "/api/")):
                seen.add(link)
                waiting.append(link)
    return found


@contextmanager
def _served(folder: Path):
    """The demo, made anew and served in that folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
    environment = {**kept, "PYTHONPATH": str(ROOT / "src"), "COMMONSTEAD_VAR": str(folder), "COMMONSTEAD_LOG": "off"}
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "commonstead", "demo"]
    subprocess.run([*command, "--only-load"], cwd=ROOT, env=environment, check=True, capture_output=True)
    running = subprocess.Popen([*command, "--no-browser", "--port", str(port)], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://localhost:{port}/health")
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(15)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
