"""Where a site can be deployed to: what `deploy` in `config.yaml` may say, a type for each kind of target.

Words are for users, as in `settings.py`. What the kinds do is in `deploying/targets/`, a module for each.
No password has a place here: a file of settings is kept in repositories.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

_URL = r"^[a-z][a-z0-9+.-]*:"
States = Annotated[
    int,
    Meta(
        description="How many states `.site-builder/` keeps to go back to, the live one too; 1 for none",
        ge=1,
        le=100,
    ),
]


class FolderTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="folder"):
    """A folder of this machine: a release for each deploy, and a link `current` that is switched to it."""

    path: Annotated[str, Meta(description="The folder that holds the releases")]
    keep: Annotated[
        int, Meta(description="How many releases stay there, the live one too", ge=1, le=1000)
    ] = 3


class GitTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="git"):
    """A branch of a git repository, such as hosts of pages serve."""

    remote: Annotated[str, Meta(description="A remote of the site's repository, or the address of one")] = (
        "origin"
    )
    branch: Annotated[str, Meta(description="The branch that is served")] = "gh-pages"


class S3Target(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="s3"):
    """A bucket of S3, or of a service that speaks its language."""

    bucket: Annotated[str, Meta(description="The bucket, or a folder in it: `digest/2012`")]
    endpoint: Annotated[str, Meta(description="The service's address, where it is not Amazon's")] = ""
    region: Annotated[str, Meta(description="The region that the service is to be asked for")] = ""
    profile: Annotated[str, Meta(description="Whose keys in the files of Amazon's own tools")] = ""
    threads: Annotated[int, Meta(description="How many files travel at once", ge=1, le=64)] = 16
    keep: States = 2


class RsyncTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="rsync"):
    """A folder of a server, over ssh and rsync: releases and a link, as in a folder of this machine."""

    host: Annotated[str, Meta(description="The server: `desk@example.org`, or a name in ssh's settings")]
    path: Annotated[str, Meta(description="The folder there that holds the releases")]
    port: Annotated[int, Meta(description="The port, where it is another than ssh's settings say", ge=0)] = 0
    config: Annotated[str, Meta(description="A file of settings for ssh, instead of `~/.ssh/config`")] = ""
    keep: Annotated[
        int, Meta(description="How many releases stay there, the live one too", ge=1, le=1000)
    ] = 3


class SftpTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="sftp"):
    """A folder of a server that takes files over SFTP."""

    host: Annotated[str, Meta(description="The server: `desk@example.org`, or a name in ssh's settings")]
    path: Annotated[str, Meta(description="The folder there that readers see")]
    port: Annotated[int, Meta(description="The port, where it is another than ssh's settings say", ge=0)] = 0
    config: Annotated[str, Meta(description="A file of settings for ssh, instead of `~/.ssh/config`")] = ""
    threads: Annotated[int, Meta(description="How many files travel at once", ge=1, le=16)] = 4
    keep: States = 2


class WebdavTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="webdav"):
    """A folder of a server that speaks WebDAV."""

    url: Annotated[str, Meta(description="The folder's address, which begins with `https://`")]
    user: Annotated[str, Meta(description="Who you are there")] = ""
    threads: Annotated[int, Meta(description="How many files travel at once", ge=1, le=16)] = 4
    keep: States = 2


class FtpsTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="ftps"):
    """A folder of a server that takes files over FTP with TLS."""

    host: Annotated[str, Meta(description="The server")]
    user: Annotated[str, Meta(description="Who you are there")]
    path: Annotated[str, Meta(description="The folder there that readers see")] = "/"
    port: Annotated[int, Meta(description="The port", ge=1, le=65535)] = 21
    threads: Annotated[int, Meta(description="How many files travel at once", ge=1, le=16)] = 2
    keep: States = 2


class FsspecTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="fsspec"):
    """Any place that a package for fsspec can write to."""

    url: Annotated[str, Meta(description="Its address, such as `gs://bucket/digest`", pattern=_URL)]
    options: Annotated[dict[str, Any], Meta(description="What the package asks for beside it")] = {}
    threads: Annotated[int, Meta(description="How many files travel at once", ge=1, le=64)] = 8
    keep: States = 2


class CommandTarget(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="command"):
    """A host's own tool, which is run on the output folder."""

    run: Annotated[
        tuple[str, ...], Meta(description="The program and its words; `{output}` is the output folder")
    ]


# By `kind`. Another kind is another type here, and a module in `deploying/targets/`.
DeployTarget = (
    FolderTarget
    | GitTarget
    | S3Target
    | RsyncTarget
    | SftpTarget
    | WebdavTarget
    | FtpsTarget
    | FsspecTarget
    | CommandTarget
)
# Of which this machine keeps what can be gone back to: they have one place for each file.
KEEPING = (S3Target, SftpTarget, WebdavTarget, FtpsTarget, FsspecTarget)
