"""What `deploy` in config.yaml may say."""

from __future__ import annotations

import jsonschema
import pytest

from site_builder.config import json_schema, read_config
from site_builder.deploy_settings import CommandTarget, FolderTarget, FsspecTarget, GitTarget, S3Target
from site_builder.problems import Problem, ProblemsFound, describe

LEAST = "title: A\ntimezone: UTC\n"


def problems(target: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        read_config([("config.yaml", f"{LEAST}deploy:\n{target}\n")])
    return found.value.problems


def test_each_kind_of_target_is_read_as_its_own_type() -> None:
    text = (
        "deploy:\n"
        "  live: {kind: folder, path: /srv/www, keep: 5}\n"
        "  pages: {kind: git}\n"
        "  bucket: {kind: s3, bucket: my-digest/2012}\n"
        "  other: {kind: fsspec, url: 'gs://a', options: {project: desk, cache: 3}}\n"
        "  host: {kind: command, run: [netlify, deploy]}\n"
    )
    assert read_config([("config.yaml", LEAST + text)]).settings.deploy == {
        "live": FolderTarget("/srv/www", 5),
        "pages": GitTarget("origin", "gh-pages"),
        "bucket": S3Target("my-digest/2012"),
        "other": FsspecTarget("gs://a", {"project": "desk", "cache": 3}),
        "host": CommandTarget(("netlify", "deploy")),
    }


def test_targets_of_several_files_are_joined() -> None:
    files = [(name, f"{LEAST}deploy: {{{name}: {{kind: git}}}}\n") for name in ("a", "b")]
    assert read_config(files).settings.deploy.keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("target", "place", "message", "remedy"),
    [
        (
            "  a: {path: x}",
            "config.yaml:4",
            "'kind' is missing",
            "'command', 'folder', 'fsspec', 'ftps', 'git', 'rsync', 's3', 'sftp' or 'webdav'",
        ),
        ("  a: {kind: floder}", "config.yaml:4:13", "expected 'command', 'folder'", "did you mean 'folder'?"),
        ("  a: {kind: [folder]}", "config.yaml:4:13", "found a list", ""),
        ("  a: folder", "config.yaml:4:6", "expected keys and values", "kind: …"),
        ("  a: {kind: folder}", "config.yaml:4", "'path' is missing", "Write  path: …"),
        (
            "  a: {kind: git, brnach: b}",
            "config.yaml:4:18",
            "'brnach' is not known",
            "did you mean 'branch'?",
        ),
        ("  a: {kind: folder, path: x, keep: 0}", "config.yaml:4:36", "a whole number from 1", ""),
        ("  A b: {kind: git}", "config.yaml:4:3", "'A b' is no name for a target", "small letters"),
        ("  a: {kind: git, branch: -f}", "config.yaml:4:26", "'-f' is no name for a branch", "gh-pages"),
        ("  a: {kind: git, branch: a..b}", "config.yaml:4:26", "is no name for a branch", "gh-pages"),
        ("  a: {kind: git, remote: --upload-pack=x}", "config.yaml:4:26", "is no remote", "origin"),
        ("  a: {kind: s3, bucket: 's3://b'}", "config.yaml:4:25", "is no bucket", "my-bucket/digest"),
        ("  a: {kind: rsync, host: -oProxy, path: a}", "config.yaml:4:26", "is no server", "user@name"),
        ("  a: {kind: sftp, host: h, path: ~/a}", "config.yaml:4:34", "is no folder", "begins at your"),
        ("  a: {kind: webdav, url: ftp://a}", "config.yaml:4:26", "is no web address", "https://"),
        ("  a: {kind: webdav, url: http://a.example}", "config.yaml:4:26", "everybody", "https://"),
        ("  a: {kind: s3, bucket: my-b, endpoint: host}", "config.yaml:4:41", "no web address", "https://"),
        ("  a: {kind: fsspec, url: /srv}", "config.yaml:4:26", "cannot stand here", "Its address"),
        ("  a: {kind: command, run: []}", "config.yaml:4:22", "there is no program to run", "netlify"),
    ],
)
def test_what_is_wrong_with_a_target_is_told_with_its_place(
    target: str, place: str, message: str, remedy: str
) -> None:
    (problem,) = problems(target)
    told = describe(problem)
    assert str(problem.place) == place, told
    assert message in problem.message, told
    assert remedy in problem.remedy, told


@pytest.mark.parametrize(
    ("target", "is_valid"),
    [
        ({"kind": "folder", "path": "x"}, True),
        ({"kind": "git"}, True),
        ({"kind": "folder"}, False),
        ({"kind": "git", "path": "x"}, False),
        ({"kind": "ftp", "path": "x"}, False),
        ({"path": "x"}, False),
    ],
)
def test_the_schema_for_editors_knows_the_kinds(target: dict[str, str], is_valid: bool) -> None:
    config = {"title": "A", "deploy": {"live": target}}
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(config) == is_valid
