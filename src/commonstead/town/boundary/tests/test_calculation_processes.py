"""Calculations in processes of their own, on a real town's database: stopped, killed, two at once, outliving the asker.

Each test is a small program in a process of its own, since what a test writes in its own transaction no other process
can see. On SQLite always; on PostgreSQL where COMMONSTEAD_TEST_POSTGRES names a server.
"""

import os
import subprocess
import sys
import textwrap
import uuid
from urllib.parse import urlsplit, urlunsplit

import pytest

SERVER = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")
BEGINNING = """
import os, signal, sys, time
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from commonstead.town.boundary import calculations as c
from commonstead.town.boundary.models import Calculation
def ask(**wanted):
    return c.begin_calculation("tests.slow", wanted, by=f"person {Calculation.objects.count()}")
def wait_for(test, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if test():
            return
        time.sleep(0.05)
    raise AssertionError([(v.id, v.state, v.said, v.pid) for v in Calculation.objects.all()])
def state(one):
    return c.calculation(one).state
def working(one):
    return bool(c.calculation(one).said)
def pid(one):
    return Calculation.objects.get(id=one).pid
def gone(number):
    try:
        return b"calculate" not in open(f"/proc/{number}/cmdline", "rb").read()
    except OSError:
        return True
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request, tmp_path):
    """Runs a program in a town of its own."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("PYTEST_", "COMMONSTEAD_"))}
    environment |= {"COMMONSTEAD_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "commonstead.site.settings",
                    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    (tmp_path / "var").mkdir()
    name = f"calculations_{uuid.uuid4().hex[:12]}"
    if request.param == "postgresql":
        if not SERVER:
            pytest.skip("no PostgreSQL: COMMONSTEAD_TEST_POSTGRES names no server to test on")
        import psycopg

        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        environment["COMMONSTEAD_DATABASE"] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))

    def run(program, **more):
        done = subprocess.run([sys.executable, "-c", BEGINNING + textwrap.dedent(program)], env=environment | more,
                              capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    yield run
    if request.param == "postgresql":
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_it_outlives_who_asked_and_tells_where_it_stands(town):
    one = town("print(ask(steps=10, pause=0.1))").strip()  # and the process that asked is gone
    town(f"""
        wait_for(lambda: state("{one}") == "done")
        view = c.calculation("{one}")
        assert view.said[-1] == "step 10" and view.result["steps"] == 10 and view.share == 1, view
    """)


def test_killed_without_a_word_it_is_noticed_and_the_next_gets_its_seat(town):
    town("""
        one, two = ask(steps=1000, pause=0.1), ask(steps=2)
        wait_for(lambda: working(one))
        assert state(two) == "waiting"
        os.kill(pid(one), signal.SIGKILL)
        wait_for(lambda: state(one) == "failed")
        assert "Ask for it again" in c.calculation(one).problem
        wait_for(lambda: state(two) == "done")
    """)


def test_stopped_it_hands_over_what_it_has(town):
    town("""
        one = ask(steps=1000, pause=0.05, keep=True)
        wait_for(lambda: working(one))
        number = pid(one)
        c.stop_calculation(one)
        wait_for(lambda: state(one) == "stopped")
        assert c.calculation(one).result["steps"] >= 1
        wait_for(lambda: gone(number))
    """)


def test_one_that_never_asks_whether_to_stop_is_ended_all_the_same(town):
    town("""
        one, two = ask(steps=2, pause=300, deaf=True), ask(steps=1)
        wait_for(lambda: pid(one))
        number = pid(one)
        c.stop_calculation(one)
        wait_for(lambda: state(one) == "stopped")
        wait_for(lambda: gone(number))
        wait_for(lambda: state(two) == "done")
    """)


def test_two_at_once_and_the_third_waits(town):
    town("""
        one, two, three = (ask(steps=1000, pause=0.1, number=number) for number in range(3))
        wait_for(lambda: working(one) and working(two))
        assert state(three) == "waiting" and pid(three) is None
        c.stop_calculation(one)
        wait_for(lambda: working(three))
        assert state(two) == "working"
        c.stop_calculation(two)
        c.stop_calculation(three)
        wait_for(lambda: state(two) == state(three) == "stopped")
    """, COMMONSTEAD_CALCULATIONS_AT_ONCE="2")
