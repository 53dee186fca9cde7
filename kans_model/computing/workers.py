"""Many processes or machines at once, with Dask: the same parts of work, wherever each is done."""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any

from kans_model.words.problems import KansError, Problem

CONNECT_SECONDS, WORKER_SECONDS, LOST_SECONDS, LOOK_SECONDS = 4, 10, 30, 0.2
MOST_WORKERS = 256
WORKER_ENVIRON = {
    **dict.fromkeys(["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"], 1),
    **dict.fromkeys(["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"], 2**28),
}
"""One thread per process, and memory kept between blocks: giving it back each time doubles the time."""
RETRIES = 3
"""How often a part is tried again after an error; a lost worker's parts go to the others by themselves."""


class OtherVersionError(RuntimeError):
    """A worker whose model or tables are not those of who asks."""


@contextmanager
def opened(address: str | None = None, workers: int | None = None) -> Iterator[Any]:
    """A client of a scheduler that runs already, or of processes on this machine, closed afterwards.

    Parameters
    ----------
    address : str, optional
        Of a Dask scheduler, such as ``tcp://10.0.0.5:8786``.
    workers : int, optional
        Processes on this machine, when there is no address.

    Yields
    ------
    distributed.Client

    Raises
    ------
    KansError
        For a scheduler that does not answer within seconds or has no workers, or an odd number of workers.
    """
    if address is None and workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise KansError(Problem("workers_out_of_bounds", value=workers, low=1, high=MOST_WORKERS))
    # Dask takes half a second to load, and only who asks for workers needs it
    import dask
    from distributed import Client, LocalCluster

    with _quiet(), dask.config.set({"distributed.nanny.pre-spawn-environ": WORKER_ENVIRON}):
        if address is not None:
            client = _connected(Client, address)
            with client:
                yield client
            return
        with _deaf_to_interrupts():
            processes = LocalCluster(
                n_workers=workers or os.cpu_count(),
                threads_per_worker=1,
                processes=True,
                dashboard_address=":0",
                scheduler_kwargs={"dashboard": False},
                silence_logs=logging.CRITICAL,
            )
        with processes, Client(processes) as client:
            yield client


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started here hear no Ctrl-C: who asked for the work does, and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own messages: what is lost on the way is made up for, and what cannot be is told."""
    loggers = [
        logging.getLogger(name)
        for name in list(logging.root.manager.loggerDict)
        if name.partition(".")[0] == "distributed"
    ]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _connected(client_class: Callable[..., Any], address: str) -> Any:
    # asked before a client is made: one that finds no scheduler lives on and complains when it ends
    try:
        who = asyncio.run(_who_is(address))
    except Exception:
        who = None  # whatever else listens there may answer anything at all
    if who != "Scheduler":
        raise KansError(Problem("scheduler_unreachable", value=address))
    client = client_class(address, timeout=CONNECT_SECONDS, set_as_default=False)
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        client.close()
        raise KansError(Problem("scheduler_without_workers", value=address)) from None
    return client


async def _who_is(address: str) -> str:
    """What kind of Dask process answers at an address."""
    from distributed.core import rpc

    async with rpc(address, timeout=CONNECT_SECONDS) as process:
        answer = await asyncio.wait_for(process.identity(), timeout=CONNECT_SECONDS)
    return answer["type"]


def results(
    client: Any, work: Callable, payload: bytes, tasks: Sequence[tuple], cancelled: Callable[[], bool]
) -> Iterator[tuple[tuple, object]]:
    """Every task with what `work(payload, *task)` gives, as they are ready; (task, None) once when cancelled.

    A part that is lost with its worker is done again by another.

    Parameters
    ----------
    work : function
        Importable on every worker.
    payload : bytes
        What all tasks share.

    Raises
    ------
    KansError
        When workers lack the model, have another version of it, or keep failing.
    """
    from distributed import wait
    from distributed.scheduler import KilledWorker

    # a task of its own rather than scattered data: what a lost worker held can then be made again
    shared = client.submit(_itself, payload, pure=False)
    futures = {client.submit(work, shared, *task, pure=False, retries=RETRIES): task for task in tasks}
    alone_since = None
    try:
        while futures:
            if cancelled():
                yield (), None
                return
            try:
                with client.as_current():
                    done = wait(list(futures), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                done = ()
                alone_since = None if _has_workers(client) else alone_since or time.monotonic()
                if alone_since and time.monotonic() - alone_since > LOST_SECONDS:
                    raise KansError(Problem("workers_lost")) from None
            for future in done:
                yield futures.pop(future), future.result()
    except OtherVersionError:
        raise KansError(Problem("worker_other_version")) from None
    except ModuleNotFoundError as error:
        raise KansError(Problem("worker_without_model", value=error.name)) from None
    except (KilledWorker, CancelledError, OSError):
        raise KansError(Problem("workers_lost")) from None
    finally:
        with suppress(Exception):  # a scheduler that is gone has nothing left to cancel
            client.cancel([*futures, shared])


def _has_workers(client: Any) -> bool:
    return client.status == "running" and bool(client.scheduler_info(n_workers=-1)["workers"])


def _itself(payload: bytes) -> bytes:
    return payload
