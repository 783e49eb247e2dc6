"""A server that speaks the language of S3, on this machine, with keys that are nobody's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIATESTTESTTESTTEST",
    "AWS_SECRET_ACCESS_KEY": "not-a-real-secret-key-0123456789",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",  # or it is asked for keys where there are none
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


@contextmanager
def serving_s3(buckets: tuple[str, ...]) -> Iterator[str]:
    """A server with empty buckets for as long as the block lasts; gives its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in KEYS.items():
                patch.setenv(name, value)
            for bucket in buckets:
                _make(endpoint, bucket)
        yield endpoint
    finally:
        server.stop()


def _make(endpoint: str, bucket: str) -> None:
    import s3fs

    options = {"endpoint_url": endpoint, "region_name": "eu-central-1"}
    system = s3fs.S3FileSystem(client_kwargs=options, skip_instance_cache=True)
    system.mkdir(bucket)
