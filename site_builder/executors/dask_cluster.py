"""Jobs that run on an existing cluster of dask: `dask://HOST:PORT` is where its scheduler listens.

dask sees to it that the jobs of a worker that died are done by another. What it does not do is give up: so
who waits here looks every second whether there is anybody left to wait for.
"""

from __future__ import annotations

import importlib.util
import logging
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from site_builder.executors.base import Lost, Remote, refused
from site_builder.executors.perform import builder, packed
from site_builder.problems import ProblemsFound

Client = Any  # of dask, most of whose functions say nothing of their types
Result = TypeVar("Result")

PATIENCE = 10.0  # seconds in which a cluster must get a worker; a nanny starts one anew in about two
_KNOCKING = 3.0  # seconds in which a scheduler must answer
_LONGEST_GREETING = 1 << 20  # bytes
_ROUND = 1.0  # seconds between two looks at the cluster
_ALONE = "Build without `--executor` to see whether this machine gets through."


def check(address: str) -> None:
    """See `site_builder.executors`."""
    _host_and_port(address)
    if importlib.util.find_spec("distributed") is None:
        raise refused("dask is not installed", "pip install 'site-builder[cluster]'")


def reach(address: str) -> None:
    """See `site_builder.executors`."""
    try:
        with socket.create_connection(_host_and_port(address), timeout=_KNOCKING) as there:
            greeting = there.recv(8, socket.MSG_WAITALL)
    except OSError as error:
        raise _unreachable(address, error) from error
    # A scheduler speaks first, and says how long its greeting is. Whatever else listens there, a client of
    # dask would wait for its greeting for ever.
    if not 0 < int.from_bytes(greeting, "little") < _LONGEST_GREETING:
        raise _unreachable(address, "something else listens there")


@contextmanager
def connect(address: str) -> Iterator[Remote]:
    """See `site_builder.executors`."""
    reach(address)
    import dask
    import distributed

    _silence()
    # The one large thing that is sent goes by way of the scheduler on purpose: see `Cluster.share`.
    settings = {"distributed.admin.large-graph-warning-threshold": "1 TB"}
    with dask.config.set(settings):
        try:
            begin: Any = distributed.Client
            client: Client = begin(f"tcp://{address}", timeout=_KNOCKING, set_as_default=False)
        except Exception as error:  # whatever may be listening there, it is no scheduler
            raise _unreachable(address, error) from error
        try:
            with suppress(TimeoutError):
                client.wait_for_workers(1, timeout=PATIENCE)
            if not _workers(client):
                raise refused(
                    f"the cluster at {address} has no worker",
                    f"Start one: dask worker tcp://{address}",
                    "cluster-failed",
                )
            yield Cluster(client)
        finally:
            with suppress(Exception):  # its jobs end with the connection at the latest
                client.close(timeout=_ROUND / 2)


class Cluster(Remote):
    """The executor of a client of dask."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Hand in a job. Arguments that `share` gave come last."""
        from distributed import Future as Shared

        own = [arg for arg in args if not isinstance(arg, Shared)]
        shared = [arg for arg in args if isinstance(arg, Shared)]
        call, job = _travelling(), packed(fn, *own, **kwargs)
        future: Future[Result] = self._executor.submit(call, builder(), job, *shared)
        return future

    def share(self, data: bytes) -> Any:
        """See `Remote`. Workers get it from each other, and should all lose it, from the scheduler."""
        return self._client.submit(bytes, data, pure=False)

    def result(self, future: Future[Result]) -> Result:
        """See `Remote`. Raises ProblemsFound when the worker cannot do the builder's jobs."""
        from distributed import KilledWorker

        seen = time.monotonic()
        while True:
            try:
                outcome: Any = future.result(_ROUND)
                break
            except CancelledError as error:
                raise Lost("the connection to the cluster broke off during work", _ALONE) from error
            except KilledWorker as error:
                raise Lost("one worker after the other died during work", _ALONE) from error
            except TimeoutError:
                if future.done():
                    raise  # the job's own
            if self._client.status != "running":
                continue  # the next look finds the future cancelled
            if _workers(self._client):
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                raise Lost("every worker of the cluster is gone, during work", _ALONE, is_certain=False)
        (fitness, worker), value = outcome
        if fitness == "unfit":
            raise refused(
                f"the worker {worker} {value}", "Install there what is installed here.", "unfit-worker"
            )
        result: Result = value
        return result


def _travelling() -> Callable[..., Any]:
    """The function that workers are sent. It is sent as code, since scheduler and workers may lack ours."""

    def site_builder_job(asked_by: str, job: bytes, *shared: Any) -> Any:
        from distributed import get_worker

        address = get_worker().address
        try:
            from site_builder.executors.perform import perform
        except ImportError as error:
            return ("unfit", address), f"has no site-builder that can be used ({error})"
        fitness, value = perform(asked_by, job, *shared)
        return (fitness, address), value

    return site_builder_job


def _workers(client: Client) -> int:
    """How many workers there are; 0 too when the scheduler does not say."""
    try:
        return len(client.sync(client.scheduler.ncores, callback_timeout=_KNOCKING))
    except Exception:
        return 0


def _host_and_port(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.netloc != address or "@" in address:
        raise refused(
            f"'{address}' is no address of a scheduler",
            "Write dask://HOST:PORT; the port is 8786 unless it was chosen otherwise.",
        )
    return host, port


def _unreachable(address: str, why: object) -> ProblemsFound:
    return refused(
        f"no scheduler of dask answers at {address} ({why})",
        f"Start one with `dask scheduler`, or see whether this machine may reach {address}.",
        "cluster-failed",
    )


def _silence() -> None:
    """Let dask not tell on its own of what is told as a problem."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
