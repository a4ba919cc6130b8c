"""The answers that issue and format promise, through the command line: file in, JSON out."""

from __future__ import annotations

import io
import json

import pytest

from commonstead.site.cli import main

BREAD = {
    "format": "provisioning-network/1",
    "periods": 1,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 10}, {"id": "flour", "unit": "kg", "buy": 1.0}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}}],
}


@pytest.fixture
def command(tmp_path, capsys):
    def run(name, document, *more):
        path = tmp_path / "network.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        status = main([name, str(path), *more])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def test_bread(command, tmp_path):
    status, out, _ = command("plan", BREAD, "--json")
    plan = json.loads(out)["plan"]
    assert status == 0 and plan["status"] == "optimal"
    assert plan["batches"] == {"bake": [1.0]} and plan["buys"] == {"flour": [8.1]}
    assert plan["dependence"] == pytest.approx(0.2025, abs=1e-9)
    proof = tmp_path / "answer.json"
    proof.write_text(out)
    assert command("check-plan", BREAD, str(proof))[0] == 0


def test_a_certificate_file_is_written_checked_and_a_forged_one_refused(command, tmp_path):
    proof = tmp_path / "proof.json"
    assert command("plan", BREAD, "--certificate", str(proof))[0] == 0
    status, out, _ = command("check-plan", BREAD, str(proof))
    assert status == 0 and "no plan is better" in out
    certificate = json.loads(proof.read_text())
    certificate["plan"]["buys"]["flour"] = [7.0]
    proof.write_text(json.dumps(certificate))
    status, out, _ = command("check-plan", BREAD, str(proof))
    assert status == 1 and "balance flour" in out
    proof.write_text("{}")
    assert command("check-plan", BREAD, str(proof))[0] == 1


def test_the_file_that_an_answer_names_for_its_proof_is_followed(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = tmp_path / "answer.json"
    answer.write_text(command("plan", BREAD, "--json", "--certificate", "proof.json")[1])
    assert json.loads(answer.read_text())["plan"]["certificate"] == "proof.json"
    assert command("check-plan", BREAD, "answer.json")[0] == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert command("check-plan", BREAD, str(answer))[0] == 0, "it lies beside the answer"
    (tmp_path / "proof.json").unlink()
    status, _, said = command("check-plan", BREAD, str(answer))
    assert status == 1 and "proof.json" in said


def test_an_answer_without_a_proof_says_how_to_have_one(command, tmp_path):
    poor = {**BREAD, "cash": {"start": -5, "floor": 0}}
    status, out, _ = command("plan", poor, "--json")
    figures = json.loads(out)["plan"]
    assert status == 1 and figures["cash"] is None and figures["hours"] is None and figures["dependence"] is None
    answer = tmp_path / "answer.json"
    answer.write_text(out)
    status, _, said = command("check-plan", poor, str(answer))
    assert status == 1 and "plan --certificate" in said


def test_closure_and_next_answer_as_the_format_says(command):
    status, out, _ = command("closure", BREAD, "--json")
    found = json.loads(out)["closure"]
    assert (
        status == 0
        and found["startable"] == []
        and found["unreachable"] == ["bread", "flour"]
        and found["seed_kit"] == {}
    )
    open_recipe = json.loads(json.dumps(BREAD))
    open_recipe["recipes"][0].update(adopted=False, outlay=64, stage="gaps")
    (step,) = json.loads(command("next", open_recipe, "--json")[1])["next"]
    assert (step["recipe"], step["stage"], step["outlay"]) == ("bake", "gaps", 64)
    assert step["saving"] == pytest.approx(31.9) and step["saving"] <= step["bound"] + 1e-9
    assert step["payback_periods"] == pytest.approx(64 / 31.9)


def test_text_answers_fit_a_narrow_screen_and_say_the_figures(command):
    catalogue = json.loads(json.dumps(BREAD))
    catalogue["recipes"].append(
        {
            "id": "bake-better-in-a-wood-fired-oven-with-a-very-long-name",
            "inputs": {"flour": 7},
            "outputs": {"bread": 10},
            "adopted": False,
        }
    )
    for name in ("plan", "closure", "next"):
        status, out, _ = command(name, catalogue)
        assert status == 0 and max(map(len, out.splitlines())) <= 80
    assert "saves 1.1 USD" in out


@pytest.mark.parametrize(
    ("document", "words"), [('{"format": ', "line 1"), ("[1]", "JSON object"), ({**BREAD, "recepies": []}, "recepies")]
)
def test_what_cannot_be_read_is_refused_in_words(command, document, words):
    status, out, err = command("plan", document)
    assert status == 1 and out == "" and words in err and "Traceback" not in err


def test_missing_files_and_folders_are_refused(tmp_path, capsys):
    assert main(["plan", str(tmp_path / "none.json")]) == 1
    assert main(["plan", str(tmp_path)]) == 1
    assert "folder" in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(BREAD).encode())))
    assert main(["plan", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["cash"] == pytest.approx(8.1)
