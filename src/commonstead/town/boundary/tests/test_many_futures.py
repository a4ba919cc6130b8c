"""Many futures given to workers: the same answer from each, a cluster, and what is refused in words."""

import builtins
import json

import pytest

from commonstead.core.boundary import read_network
from commonstead.core.boundary.ensemble import Spread
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.boundary.many_futures import work_out

TOWN = {
    "format": "provisioning-network/1", "periods": 3,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 30}, {"id": "flour", "unit": "kg", "buy": 1.0}],
    "people": [{"id": "ana", "hours": 7, "skills": ["baking"]}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2},
                 "adopted": False, "outlay": 50}],
}


@pytest.fixture
def town():
    return read_network(TOWN)


@pytest.fixture(scope="module")
def alone():
    return work_out(read_network(TOWN), futures=23, seed=7, workers=1).to_json()


def test_one_worker_or_two_the_same_answer(town, alone):
    assert work_out(town, futures=23, seed=7, workers=2).to_json() == alone
    assert work_out(town, futures=23, seed=8, workers=1).to_json() != alone
    json.dumps(alone, allow_nan=False)


def test_more_futures_begin_with_the_same_ones(town, alone):
    assert work_out(town, futures=30, seed=7, workers=1).to_json()["drawn"][:23] == alone["drawn"]


def test_without_any_uncertainty_every_future_is_now(town):
    still = Spread(prices=0, yields=0, harvests=0, income=0, hours=0)
    found = work_out(town, futures=6, spread=still, workers=1)
    assert found.cash.low == found.cash.high == found.now.cash == 360
    assert found.steps[0].saves == found.steps[0].futures == 6


def test_a_cluster_gives_the_same_answer(town, alone):
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        assert work_out(town, futures=23, seed=7, cluster=cluster.scheduler_address).to_json() == alone


def test_a_cluster_that_does_not_answer_is_refused_with_its_setting(town, monkeypatch):
    monkeypatch.setattr("commonstead.town.boundary.many_futures._WAIT", 1)
    with pytest.raises(Refused, match="COMMONSTEAD_CLUSTER"):
        work_out(town, futures=2, cluster="tcp://127.0.0.1:9")
    with pytest.raises(Refused, match="COMMONSTEAD_CLUSTER"):
        work_out(town, futures=2, cluster="no address")


def test_without_the_extra_it_says_what_to_install(town, monkeypatch):
    real = builtins.__import__

    def without(name, *more, **named):
        if name == "distributed":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Refused, match=r"commonstead\[cluster\]"):
        work_out(town, futures=2, cluster="tcp://127.0.0.1:9")


@pytest.mark.parametrize("futures", [0, -3, 10_001])
def test_too_few_or_too_many_are_refused(town, futures):
    with pytest.raises(Refused, match="from 1 to 10000"):
        work_out(town, futures=futures)


def test_who_asks_may_stop_it_between_two_pieces(town):
    class Enough(Exception):
        pass

    def say(text, share=None):
        if share and share > 0.3:
            raise Enough

    for workers in (1, 2):
        with pytest.raises(Enough):
            work_out(town, futures=40, workers=workers, say=say)


def test_workers_learn_of_nobody_what_they_pledged(town, monkeypatch):
    from commonstead.town.boundary import many_futures

    asked, work = [], many_futures.work_out_piece
    monkeypatch.setattr(many_futures, "work_out_piece", lambda question, rows: asked.append(question) or
                        work(question, rows))
    work_out(town, futures=2, workers=1)
    assert asked and not any("ana" in question for question in asked)
