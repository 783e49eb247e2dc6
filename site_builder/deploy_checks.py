"""What must hold of `deploy` in config.yaml beside its types. Pure; looks at no target.

Above all that no password is written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from site_builder.deploy_settings import (
    CommandTarget,
    DeployTarget,
    FsspecTarget,
    FtpsTarget,
    GitTarget,
    RsyncTarget,
    S3Target,
    SftpTarget,
    WebdavTarget,
)
from site_builder.nodes import Places
from site_builder.problems import Problem

_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_SECRET = re.compile(r"pass(word|wd|phrase)?$|secret|token|credential|^key$|access_?key", re.IGNORECASE)
# Short of git's own rules (git check-ref-format), what would be read as something else on a command line.
_BRANCH = re.compile(r"(?!-)(?!.*(\.\.|//|@\{|\.lock$|\.$|/$))[^\s~^:?*\[\\\x00-\x20\x7f]+")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]+(/[^\s]*)?")
# They stand on command lines, here and on the server.
_HOST = re.compile(r"([\w][\w.+-]*@)?[\w][\w.-]*")
_PATH = re.compile(r"(?![-~])[\w./+@%=,-]+")
_IN_DOCS = "Keep it in the environment: docs/deploy.md says how, under “Passwords and keys”."
_IN_GIT = (
    "Take it out of the address. For https, git's credential helper keeps it"
    " (https://git-scm.com/docs/gitcredentials); over ssh a key takes its place."
)


def check_targets(targets: Mapping[str, DeployTarget], places: Places) -> Iterator[Problem]:
    """Everything that is wrong with targets whose types are right."""
    for name, target in targets.items():
        path = f"deploy.{name}"
        if not _NAME.fullmatch(name):
            message, remedy = f"'{name}' is no name for a target", "Use small letters, digits and hyphens."
            yield _problem(places, path, "bad-target", message, remedy)
        yield from _of_kind(target, path, places)


def _of_kind(target: DeployTarget, path: str, places: Places) -> Iterator[Problem]:
    match target:
        case GitTarget():
            if _has_password(target.remote):
                yield _secret(places, f"{path}.remote", _IN_GIT)
            if target.remote.startswith("-") or not target.remote.strip():
                message = f"'{target.remote}' is no remote"
                yield _problem(
                    places, f"{path}.remote", "bad-target", message, "Write  origin  or an address."
                )
            if not _BRANCH.fullmatch(target.branch):
                message = f"'{target.branch}' is no name for a branch"
                yield _problem(places, f"{path}.branch", "bad-target", message, "Write one such as  gh-pages")
        case S3Target():
            if not _BUCKET.fullmatch(target.bucket):
                message = f"'{target.bucket}' is no bucket"
                remedy = "Write its name alone, or with a folder:  my-bucket/digest"
                yield _problem(places, f"{path}.bucket", "bad-target", message, remedy)
            if target.endpoint and not re.match(r"https?://[^\s/]+", target.endpoint):
                message, remedy = f"'{target.endpoint}' is no web address", "Begin it with https://"
                yield _problem(places, f"{path}.endpoint", "bad-url", message, remedy)
            if _has_password(target.endpoint):
                yield _secret(places, f"{path}.endpoint")
        case RsyncTarget() | SftpTarget():
            yield from _of_host(target.host, path, places)
            if not _PATH.fullmatch(target.path):
                message = f"'{target.path}' is no folder that can be deployed to over ssh"
                remedy = "Use letters, digits and ./_- ; a relative path begins at your folder on the server."
                yield _problem(places, f"{path}.path", "bad-target", message, remedy)
        case FtpsTarget():
            yield from _of_host(target.host, path, places)
            if re.search(r"[\x00-\x1f]", target.path + target.user):
                message = "a name holds what is no letter"
                yield _problem(places, path, "bad-target", message, "Write `path` and `user` in one line.")
        case WebdavTarget():
            yield from _of_webdav(target.url, path, places)
        case FsspecTarget():
            if _has_password(target.url):
                yield _secret(places, f"{path}.url")
            for key in target.options:
                if _SECRET.search(key):
                    yield _secret(places, f"{path}.options.{key}")
        case CommandTarget() if not target.run:
            message, remedy = "there is no program to run", "Write  run: [netlify, deploy, …]"
            yield _problem(places, f"{path}.run", "bad-target", message, remedy)
        case _:
            pass


def _of_host(host: str, path: str, places: Places) -> Iterator[Problem]:
    if not _HOST.fullmatch(host):
        message, remedy = f"'{host}' is no server", "Write its name, or  user@name"
        yield _problem(places, f"{path}.host", "bad-target", message, remedy)


def _of_webdav(url: str, path: str, places: Places) -> Iterator[Problem]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        message, remedy = f"'{url}' is no web address", "Begin it with https://"
        yield _problem(places, f"{path}.url", "bad-url", message, remedy)
    elif parts.password:
        yield _secret(places, f"{path}.url")
    elif parts.scheme == "http" and not _is_here(host):
        message = f"over {url} everybody on the way reads the password"
        yield _problem(places, f"{path}.url", "bad-target", message, "Begin it with https://")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_password(address: str) -> bool:
    try:
        return bool(urlsplit(address).password)
    except ValueError:
        return False


def _secret(places: Places, path: str, remedy: str = _IN_DOCS) -> Problem:
    message = "a password or token does not belong into this file, which others may read"
    return _problem(places, path, "secret-in-config", message, remedy)


def _problem(places: Places, path: str, code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, place=places.nearest(path), message=message, remedy=remedy)
