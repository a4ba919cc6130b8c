"""What every test may lean on.

**Two databases.** Tests marked `both_databases` say nothing about which database they run on. The ordinary run
uses SQLite. `tests/test_both_databases.py` runs them a second time on PostgreSQL when COMMONSTEAD_TEST_POSTGRES
holds the URL of a server on which databases may be made, like postgresql://postgres@localhost:5433/postgres;
otherwise it is skipped with a message. Nothing else is needed: not a second command, not a second setting.

**The triggers.** The journal refuses UPDATE, DELETE and TRUNCATE in the database itself. A test that commits
for real (transactional_db, live_server) is emptied by Django afterwards, which those triggers would refuse
too; so here, and only here, they are dropped for the emptying and put back.

**Several workers.** All browser tests run in one of them, in one order: the town in which they write is then the
same each time, and is served once.
"""

import os

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "both_databases: runs on SQLite, and again on PostgreSQL where one answers")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class BrowserTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "browser" if nodeid.startswith("tests/browser/") else nodeid

    return BrowserTogether(config, log)


@pytest.fixture(autouse=True, scope="session")
def _journal_may_be_emptied_between_tests():
    from django.db import connection
    from django.test import TransactionTestCase

    from commonstead.town.ledger import append_only

    empty = TransactionTestCase._fixture_teardown

    def empty_without_triggers(self):
        append_only.drop(connection)
        try:
            empty(self)
        finally:
            append_only.create(connection)

    TransactionTestCase._fixture_teardown = empty_without_triggers
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def own_database(tmp_path):
    """For workers that are killed: the URL of an empty database on the vendor that this run is for; gone afterwards."""
    from django.db import connection

    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/the town.sqlite3"
        return
    import psycopg

    server, name = os.environ["COMMONSTEAD_DATABASE"], f"faults_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        yield server.rsplit("/", 1)[0] + "/" + name
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")
