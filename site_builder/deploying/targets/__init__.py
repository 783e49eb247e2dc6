"""The kinds of targets, each a module with `open_target`. Loads the one that is asked for and no other."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from site_builder.deploy_settings import DeployTarget
from site_builder.deploying.targets.kind import Setup, Target

# By the tag of its settings: the module in this folder.
KINDS = {
    "folder": "folder",
    "git": "git",
    "s3": "s3",
    "rsync": "rsync",
    "sftp": "sftp",
    "webdav": "webdav",
    "ftps": "ftps",
    "fsspec": "file_system",
}


class _Kind(Protocol):
    def open_target(self, setting: DeployTarget, setup: Setup) -> Target: ...


def open_target(setting: DeployTarget, setup: Setup) -> Target:
    """The target of these settings, nothing of it looked at yet. Raises DeployFailed for what it lacks."""
    module = KINDS[str(setting.__struct_config__.tag)]
    kind = cast(_Kind, import_module(f"site_builder.deploying.targets.{module}"))
    return kind.open_target(setting, setup)
