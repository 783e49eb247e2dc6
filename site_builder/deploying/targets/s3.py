"""A bucket of S3, of Amazon or of a service that speaks its language: R2, MinIO, Garage, Wasabi.

Keys come from where Amazon's own tools have them: the environment, their files, the machine's role.
"""

from __future__ import annotations

import errno
from typing import Any

from site_builder.deploy_settings import S3Target
from site_builder.deploying.failures import DeployFailed
from site_builder.deploying.targets.file_system import FileSystem, open_system
from site_builder.deploying.targets.kind import Setup, Target, Upload

_LONGEST = 1024  # bytes of a key (docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html)


def open_target(setting: S3Target, setup: Setup) -> Target:
    """The bucket of these settings. Raises DeployFailed where a package is missing."""
    options: dict[str, Any] = {}
    client = {"endpoint_url": setting.endpoint, "region_name": setting.region}
    if given := {name: value for name, value in client.items() if value}:
        options["client_kwargs"] = given
    if setting.profile:
        options["profile"] = setting.profile
    url = f"s3://{setting.bucket.strip('/')}"
    system, root = open_system(url, options, extra="s3")
    return _Bucket(system, root, url, setting.threads, is_whole=True)


class _Bucket(FileSystem):
    def connect(self, *, to_write: bool) -> None:
        from botocore.exceptions import EndpointConnectionError, NoCredentialsError

        try:
            super().connect(to_write=to_write)
        except NoCredentialsError as error:
            remedy = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a `profile`."
            raise DeployFailed(f"there are no keys for {self.shown}", remedy) from error
        except EndpointConnectionError as error:
            remedy = "Look at `endpoint` and `region`, and at the connection."
            raise DeployFailed(f"{self.shown} cannot be reached: {error}", remedy) from error

    def create(self, place: str, body: bytes) -> None:
        """By a condition that Amazon and most others know: `If-None-Match: *`. One that does not know it
        either says so or writes the object whatever is there.
        """
        try:
            self.system.pipe_file(place, body, mode="create")
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno == errno.ENOSYS or "NotImplemented" in f"{error}{error.__cause__}":
                raise NotImplementedError from error
            raise

    def why_not(self, path: str) -> str:
        return f"a key is longer than {_LONGEST} bytes" if len(self._at(path).encode()) > _LONGEST else ""

    def headers(self, upload: Upload) -> dict[str, str]:
        return {"ContentType": upload.media_type, "CacheControl": upload.cache}
