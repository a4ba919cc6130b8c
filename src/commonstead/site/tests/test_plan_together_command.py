"""`plan-together`: two network files in, who sends what out, and when to stop asking."""

import json

import pytest

from commonstead.site.cli import main


def town(name, goods, recipe):
    return {"format": "provisioning-network/1", "name": name, "periods": 1, "goods": goods, "recipes": [recipe],
            "cash": {"start": 100, "income": 0}}


@pytest.fixture
def files(tmp_path):
    """A miller who buys bread at 4, and a baker who buys flour at 1."""
    bread = {"id": "bread", "unit": "kg", "buy": 4, "need": 10, "tier": 1}
    flour = {"id": "flour", "unit": "kg", "buy": 1}
    wheat = {"id": "wheat", "unit": "kg", "buy": 0.5}
    towns = [town("Mill", [bread, flour, wheat], {"id": "mill", "inputs": {"wheat": 1}, "outputs": {"flour": 1}}),
             town("Bake", [bread, flour], {"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}})]
    names = []
    for made in towns:
        (tmp_path / made["name"]).write_text(json.dumps(made))
        names.append(str(tmp_path / made["name"]))
    return names


def test_it_says_who_sends_what_and_what_each_saves(files, capsys):
    assert main(["plan-together", *files]) == 0
    told = capsys.readouterr().out
    assert "Mill sends to Bake" in told and "Together they save 40" in told


def test_when_the_time_is_over_it_tells_what_there_may_be(files, capsys):
    """One question is asked at least; what it finds is told with its bound."""
    status = main(["plan-together", *files, "--seconds", "0.000001", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["gain_at_most"] >= 40 - 1e-6 and 0 <= answer["gain"] <= 40 + 1e-6
    assert (status == 0) == (answer["status"] != "undecided")
    main(["plan-together", *files, "--seconds", "0.000001"])
    told = capsys.readouterr().out
    assert "--seconds" in told


@pytest.mark.parametrize("wrong", ["0", "-3", "soon", "nan"])
def test_a_time_that_is_none_is_refused(files, capsys, wrong):
    with pytest.raises(SystemExit) as ended:
        main(["plan-together", *files, "--seconds", wrong])
    assert ended.value.code == 2 and "seconds" in capsys.readouterr().err
