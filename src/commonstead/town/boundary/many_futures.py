"""Working out many futures at once: on the processors of this machine, or on a cluster that the operator names.

Chance enters here and nowhere else, by one seed, and all numbers are drawn before the work is given away: the answer
is the same with one worker or with a hundred. Needs no database.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache

import numpy as np

from commonstead.core import boundary as core
from commonstead.core.boundary import ensemble
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: So many futures that a tenth of them is ten: below, the ends of a range are one or two futures' chance.
FUTURES = 100
MOST_FUTURES = 10_000
STEPS = 10  # steps of the catalogue that are tried in each future
_PIECE = 5  # futures that a worker takes at a time: little enough to tell progress and to stop
_WAIT = 20  # seconds for a cluster to answer


def work_out(
    network: core.Network,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    spread: ensemble.Spread | None = None,
    workers: int | None = None,
    cluster: str = "",
    say: Callable[..., None] | None = None,
    keep: Callable[[ensemble.Ensemble], None] | None = None,
) -> ensemble.Ensemble:
    """The ranges. workers: processes of this machine; None: one a processor; 1: in this process. cluster: address of a
    Dask scheduler instead. say: told what is done and the share of it, as say(text, share); may raise to stop. keep:
    given the ranges of the futures so far, after each piece."""
    say = say or (lambda text, share=None: None)
    spread = spread or ensemble.Spread()
    if not 1 <= futures <= MOST_FUTURES:
        raise Refused(Refusal("boundary.futures_count", gettext_noop(
            "{futures} futures cannot be worked out. Give a number from 1 to {most}, such as 100."),
            {"futures": futures, "most": MOST_FUTURES}, field="futures"))
    say(gettext_noop("Looking which steps pay as things are"), 0.0)
    plan = core.plan(network)
    steps = ensemble.steps_to_try(core.next_steps(network, plan, STEPS), STEPS)
    names = ensemble.factors(network, spread)
    drawn = np.random.default_rng(seed).standard_normal((futures, len(names)))
    # Workers may be machines of others, and what each person pledged is not theirs to know.
    pooled = core.write_network(core.pooled(network))
    question = json.dumps([pooled, spread.to_json(), [step.recipes for step in steps]])
    # The first row is the town as it is: worked out like the others, so that it can be compared with them.
    rows = np.vstack([np.zeros((1, len(names))), drawn])
    pieces = [rows[begin: begin + _PIECE].tolist() for begin in range(0, len(rows), _PIECE)]
    count = workers or os.cpu_count() or 1
    runner = _on_cluster(cluster) if cluster else _in_processes(count) if count > 1 else _in_this_process()
    found: dict[int, list[ensemble.Future]] = {}
    text = gettext_noop("Working out one future after the other")
    say(text, 0.05)
    def so_far() -> ensemble.Ensemble:
        """Of the pieces that are back; the first one holds the town as it is."""
        here = [row for number in sorted(found) for row in range(number * _PIECE, number * _PIECE + len(found[number]))]
        now, *others = [one for number in sorted(found) for one in found[number]]
        return ensemble.summary(network, spread, steps, now, others, names, rows[here[1:]])

    with runner as answers:
        for number, piece in answers(question, pieces):
            found[number] = piece
            if keep is not None and 0 in found and 1 < len(found) < len(pieces):
                keep(so_far())
            say(text, 0.05 + 0.95 * len(found) / len(pieces))
    return so_far()


def work_out_piece(question: str, rows: list[list[float]]) -> list[ensemble.Future]:
    """A few futures; what a worker runs. question: network, spread and steps as JSON text."""
    evaluator, spread = _evaluator(question)
    return [evaluator.evaluate(ensemble.future(evaluator.network, spread, row)) for row in rows]


@lru_cache(maxsize=2)
def _evaluator(question: str) -> tuple[ensemble.Evaluator, ensemble.Spread]:
    """A worker reads the question once, not for each piece."""
    document, spread, steps = json.loads(question)
    network = core.read_network(document)
    return (ensemble.Evaluator(network, [ensemble.Step(tuple(recipes)) for recipes in steps]),
            ensemble.read_spread(spread, network))


@contextmanager
def _in_this_process() -> Iterator:
    yield lambda question, pieces: ((number, work_out_piece(question, piece)) for number, piece in enumerate(pieces))


@contextmanager
def _in_processes(count: int) -> Iterator:
    """Dask's scheduler on processes of this machine. Each round gives every process two pieces, so that a stop is
    noticed between rounds."""
    import dask

    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with,
                             initargs=(os.getpid(),)) as pool:
        task = dask.delayed(work_out_piece)

        def answers(question, pieces):
            for begin in range(0, len(pieces), 2 * count):
                here = list(range(begin, min(begin + 2 * count, len(pieces))))
                done = dask.compute(*(task(question, pieces[number]) for number in here), scheduler="processes",
                                    pool=pool)
                yield from zip(here, done, strict=True)

        try:
            yield answers
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with(parent: int) -> None:
    """A worker ends when who asked is gone, however that ended: nobody would take its answers."""
    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _on_cluster(address: str) -> Iterator:
    """The workers of a Dask cluster, which must have this same Commonstead."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise Refused(Refusal("boundary.no_cluster_extra", gettext_noop(
            "To use a cluster, install the package distributed: pip install 'commonstead[cluster]'. Without it, leave "
            "the setting cluster empty: the futures are then worked out on this machine."), field="cluster")) from None
    try:
        client = Client(address, timeout=_WAIT)
    except (OSError, ValueError) as error:  # the first of nobody there, the second of what is no address
        raise Refused(Refusal("boundary.cluster_silent", gettext_noop(
            "The cluster at {address} does not answer: {said}. Check the setting cluster (COMMONSTEAD_CLUSTER), and "
            "that a Dask scheduler runs there: dask scheduler."),
            {"address": address, "said": str(error).rstrip(".")}, field="cluster")) from None
    with client:
        _workers_are_ready(client, address)

        def answers(question, pieces):
            shared = client.scatter(question, broadcast=True, hash=False)
            asked = {client.submit(work_out_piece, shared, piece, pure=False): number
                     for number, piece in enumerate(pieces)}
            try:
                for done in as_completed(asked):
                    yield asked[done], done.result()
            finally:
                client.cancel(list(asked))

        yield answers


def _workers_are_ready(client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_WAIT)
        versions = set(client.run(_version).values())
    except TimeoutError:
        raise Refused(Refusal("boundary.cluster_empty", gettext_noop(
            "The cluster at {address} has no workers. Start one or more: dask worker {address}."),
            {"address": address}, field="cluster")) from None
    except ModuleNotFoundError as error:
        raise Refused(Refusal("boundary.cluster_without_us", gettext_noop(
            "The workers of the cluster lack the package {name}. Install Commonstead there in the same version."),
            {"name": error.name}, field="cluster")) from None
    if versions != {_version()}:
        raise Refused(Refusal("boundary.cluster_versions", gettext_noop(
            "The workers of the cluster run Commonstead {theirs} and this machine {ours}. Install the same version."),
            {"theirs": ", ".join(sorted(versions)), "ours": _version()}, field="cluster"))


def _version() -> str:
    import commonstead

    return commonstead.__version__
