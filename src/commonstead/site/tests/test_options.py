"""What an operator sets is understood, or refused by name."""

from __future__ import annotations

import threading

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.site.keys import key_in
from commonstead.site.options import TABLE, read_options


def test_the_environment_goes_before_the_file(tmp_path):
    (tmp_path / "commonstead.toml").write_text('port = 9000\nhosts = ["town.example"]\nhttps = true\n')
    environment = {"COMMONSTEAD_VAR": str(tmp_path), "COMMONSTEAD_PORT": "9100", "HOME": "/somewhere"}
    options = read_options(environment, tmp_path)
    assert (options["port"], options["hosts"], options["https"]) == (9100, ("town.example",), True)
    assert options["workers"] == 2


def test_another_file_can_be_named(tmp_path):
    file = tmp_path / "my settings.toml"
    file.write_text('town_name = "Elmbrook"\n')
    assert read_options({"COMMONSTEAD_SETTINGS": str(file)}, tmp_path)["town_name"] == "Elmbrook"
    with pytest.raises(Refused, match="no such file"):
        read_options({"COMMONSTEAD_SETTINGS": str(tmp_path / "none.toml")}, tmp_path)


def test_every_problem_is_named_at_once(tmp_path):
    (tmp_path / "commonstead.toml").write_text('prot = 9000\nworkers = "many"\n')
    environment = {"COMMONSTEAD_VAR": str(tmp_path), "COMMONSTEAD_HOST_NAME": "x", "COMMONSTEAD_HTTPS": "perhaps",
                   "COMMONSTEAD_DATABASE": "mysql://x", "COMMONSTEAD_TEST_ANYTHING": "1", "COMMONSTEAD_PYTHON": "p"}
    with pytest.raises(Refused) as caught:
        read_options(environment, tmp_path)
    said = [refusal.reason for refusal in caught.value.refusals]
    assert len(said) == 5
    for word in ("prot", "workers", "host_name", "https", "postgresql://"):
        assert any(word in reason for reason in said), word


@pytest.mark.parametrize("line", ["port = -1", "port = true", "hosts = [1]", "town_name = 3", "port = "])
def test_values_of_a_wrong_kind(tmp_path, line):
    (tmp_path / "commonstead.toml").write_text(line + "\n")
    with pytest.raises(Refused):
        read_options({"COMMONSTEAD_VAR": str(tmp_path)}, tmp_path)


@pytest.mark.parametrize(("name", "value"), [
    ("port", "70000"), ("port", "0"), ("workers", "0"), ("log", "/nowhere/x"), ("language", "xx"),
    ("time_zone", "Mars/X"), ("time_zone", "Europe"), ("time_zone", "../etc"), ("audit_key", "short"),
    ("secret_key", "short")])
def test_what_is_out_of_bounds_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(Refused) as caught:
        read_options({"COMMONSTEAD_" + name.upper(): value}, tmp_path)
    [refusal] = caught.value.refusals
    assert (refusal.field, refusal.reason.startswith(name)) == (name, True)
    assert "short" not in refusal.reason


def test_a_key_that_the_town_makes_is_long_enough(tmp_path):
    key = key_in(tmp_path, "audit-key")
    assert read_options({"COMMONSTEAD_AUDIT_KEY": key}, tmp_path)["audit_key"] == key


def test_every_option_says_what_it_is_for():
    assert all(option.help and option.kind in {"text", "flag", "number", "list"} for option in TABLE)
    assert len({option.name for option in TABLE}) == len(TABLE)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    found: set[str] = set()
    threads = [threading.Thread(target=lambda: found.add(key_in(tmp_path / "var", "a-key"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1 and len(found.pop()) >= 43
    assert (tmp_path / "var" / "a-key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["a-key"]
