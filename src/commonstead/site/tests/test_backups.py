"""Backup and restore through the command line, on a town that is a process of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from commonstead.site.backups import keeping, making

SRC = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")

WRITE = """
import sys, time, json
from datetime import UTC, datetime
from commonstead.site import serving
serving.prepare()
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.town.ledger import commands as ledger, queries
from commonstead.town.people import commands as people

home = people.add_household(name="Elm Street 4")
ada = people.add_person(name="Ada", household=home)
ledger.add_specification("flour", name="Flour", unit="kg")
ledger.add_specification("jar", name="Jar", unit="each")
jar = ledger.add_resource("jar", home, name="The blue jar", state="whole")

def write(key, quantity, specification="flour", action=Action.RAISE, **more):
    return ledger.record_event(Flow(action, home, home, specification, datetime.now(UTC), ada, key,
                                    quantity=quantity, **more)).event_id

write("first-of-all", 2000, note="a gift")
write("the-jar-itself", 1000, "jar", resource=jar)
time.sleep(0.05)
between = datetime.now(UTC)
time.sleep(0.05)
second = write("one-more-kilo", 1000, note="came later")
ledger.reverse_event(second, reason="counted twice", booked_by=ada, idempotency_key="take-it-back")
write("one-more-again", 500)
print(json.dumps({"between": between.isoformat(), "home": home, "jar": jar}))
"""
READ = """
import sys, json
from commonstead.site import serving
serving.prepare()
from commonstead.town.ledger import queries
home = sys.argv[1]
page = queries.book(home)
print(json.dumps({"keys": [line.event.idempotency_key for line in page.lines][::-1], "length": page.length,
                  "flour": queries.stock_of(home, "flour"), "notes": [line.event.note for line in page.lines][::-1]}))
"""


class Town:
    """A town in a folder of its own, spoken to by separate processes only."""

    def __init__(self, var: Path, database: str = ""):
        self.var = var
        kept = {key: value for key, value in os.environ.items() if not key.startswith("COMMONSTEAD_")}
        self.environment = {**kept, "PYTHONPATH": str(SRC), "COMMONSTEAD_VAR": str(var), "COMMONSTEAD_LOG": "off",
                            **({"COMMONSTEAD_DATABASE": database} if database else {})}

    def python(self, script: str, *words: str) -> dict:
        done = subprocess.run([sys.executable, "-c", script, *words], env=self.environment, capture_output=True,
                              text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def say(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "commonstead", *words], env=self.environment,
                              capture_output=True, text=True)

    def state(self, home: str) -> dict:
        return self.python(READ, home)


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request, tmp_path):
    if request.param == "sqlite":
        yield Town(tmp_path / "var of a town")
        return
    if not SERVER:
        pytest.skip("PostgreSQL: COMMONSTEAD_TEST_POSTGRES names no server")
    import psycopg

    name = f"backup_test_{uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield Town(tmp_path / "var of a town", urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}")))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


ALL = ["first-of-all", "the-jar-itself", "one-more-kilo", "take-it-back", "one-more-again"]


def test_to_a_moment_between_two_events_and_whole(town):
    told = town.python(WRITE)
    file = town.var.parent / "kept.tgz"
    assert town.say("backup", "--to", str(file)).returncode == 0

    refused = town.say("restore", str(file))
    assert refused.returncode == 1 and "--force" in refused.stderr, "a town is never overwritten unasked"
    assert town.state(told["home"])["keys"] == ALL

    back = town.say("restore", str(file), "--to-moment", told["between"], "--force")
    assert back.returncode == 0, back.stderr
    assert "3 entries recorded after" in back.stdout and "all verified" in back.stdout
    state = town.state(told["home"])
    assert (state["keys"], state["length"], state["flour"]) == (ALL[:2], 2, 2000)
    assert state["notes"] == ["a gift", ""]
    assert town.say("verify", "--quiet").returncode == 0

    whole = town.say("restore", str(file), "--force")
    assert whole.returncode == 0, whole.stderr
    assert (town.state(told["home"])["keys"], town.state(told["home"])["flour"]) == (ALL, 2500)
    assert town.say("verify", "--quiet").returncode == 0


def test_life_goes_on_after_a_moment_was_restored(town):
    told = town.python(WRITE)
    town.say("backup")
    assert town.say("restore", "--to-moment", told["between"], "--force").returncode == 0
    again = town.python(WRITE.replace('"first-of-all"', '"a-new-first"').replace('"the-jar-itself"', '"new-jar"'))
    assert again["home"] != told["home"]
    assert town.state(again["home"])["length"] == 5
    assert town.say("verify", "--quiet").returncode == 0
    refused = town.python("""
import json
from commonstead.site import serving
serving.prepare()
from django.db import connection, DatabaseError
try:
    connection.cursor().execute("DELETE FROM ledger_economicevent")
    print(json.dumps("deleted"))
except DatabaseError as error:
    print(json.dumps(str(error)))
""")
    assert "append-only" in refused, "the triggers are back"


def test_what_stood_there_before_is_kept(tmp_path):
    town = Town(tmp_path / "var")
    told = town.python(WRITE)
    town.say("backup", "--to", str(tmp_path / "kept.tgz"))
    assert town.say("restore", str(tmp_path / "kept.tgz"), "--to-moment", told["between"], "--force").returncode == 0
    [kept] = [path for path in town.var.glob("town.sqlite3.before-*") if not path.name.endswith(("-wal", "-shm"))]
    with closing(sqlite3.connect(kept)) as opened:
        assert opened.execute("SELECT count(*) FROM ledger_economicevent").fetchone() == (5,)


def test_a_damaged_backup_is_refused_and_the_town_left_alone(tmp_path):
    town = Town(tmp_path / "var")
    told = town.python(WRITE)
    good, bad = tmp_path / "good.tgz", tmp_path / "bad.tgz"
    town.say("backup", "--to", str(good))
    with tarfile.open(good) as source, tarfile.open(bad, "w:gz") as target:
        for member in source.getmembers():
            content = bytearray(source.extractfile(member).read())
            if member.name == "town.sqlite3":
                content[len(content) // 2] ^= 1
            import io

            target.addfile(member, io.BytesIO(bytes(content)))
    refused = town.say("restore", str(bad), "--force")
    assert refused.returncode == 1 and "checksum" in refused.stderr
    good.write_bytes(good.read_bytes()[:-500])
    assert town.say("restore", str(good), "--force").returncode == 1
    assert town.state(told["home"])["keys"] == ALL
    assert not list(town.var.glob(".restoring*"))


def test_a_backup_knows_nothing_of_later_moments(tmp_path):
    town = Town(tmp_path / "var")
    town.python(WRITE)
    file = tmp_path / "kept.tgz"
    town.say("backup", "--to", str(file))
    refused = town.say("restore", str(file), "--to-moment", "2999-01-01 00:00:00", "--force")
    assert refused.returncode == 1 and "before 2999" in refused.stderr
    assert town.say("restore", "--to-moment", "yesterday", "--force").returncode == 1


def test_backups_hold_no_keys_and_are_their_owners_alone(tmp_path):
    town = Town(tmp_path / "var")
    town.python(WRITE)
    file = tmp_path / "kept.tgz"
    town.say("backup", "--to", str(file))
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as opened:
        assert opened.getnames() == ["manifest.json", "README.txt", "town.sqlite3"]
        content = opened.extractfile("town.sqlite3").read()
    for name in ("secret-key", "audit-key"):
        key = (town.var / name).read_text().strip()
        assert key.encode() not in content
    assert town.say("backup", "--keys", str(tmp_path / "keys")).returncode == 0
    assert (town.var / "audit-key").read_text().strip() in (tmp_path / "keys").read_text()
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_old_backups_are_thinned_out():
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    moments = [now - timedelta(hours=hours) for hours in range(0, 24 * 200)]
    gone = keeping.superseded(moments, now)
    kept = sorted(set(moments) - gone)
    assert [moment for moment in kept if now - moment <= timedelta(days=2)] == sorted(moments[:49])
    days = [moment for moment in kept if timedelta(days=3) < now - moment < timedelta(days=60)]
    assert len({moment.date() for moment in days}) == len(days) and all(moment.hour == 23 for moment in days)
    assert 3 <= len([moment for moment in kept if now - moment > timedelta(days=70)]) <= 6
    assert keeping.superseded(kept, now) == set()


def test_names_tell_the_moment():
    moment = datetime(2026, 3, 1, 14, 5, 0, 250, tzinfo=UTC)
    assert keeping.moment_of(Path(keeping.name_for(moment))) == moment
    assert keeping.moment_of(Path("holiday.tgz")) is None


def test_nothing_written_nothing_backed_up(tmp_path):
    file = tmp_path / "town.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE a (b)")
        watch = making._Watch({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)})
        assert not watch.something_was_written()
        writer.execute("INSERT INTO a VALUES (1)")
        assert watch.something_was_written()
        assert not watch.something_was_written()


def test_only_superseded_backups_are_deleted(tmp_path):
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    for hours in range(0, 24 * 10):
        (tmp_path / keeping.name_for(now - timedelta(hours=hours))).write_text("x")
    (tmp_path / "holiday.commonstead.tgz").write_text("not ours to delete")
    gone = making.prune(tmp_path, now)
    left = keeping.backups_in(tmp_path)
    assert len(gone) + len(left) == 240 and now in dict(left)
    assert (tmp_path / "holiday.commonstead.tgz").exists()
    assert not {file for _, file in left} & set(gone)
