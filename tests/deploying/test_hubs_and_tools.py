"""What a deploy does beside sending files: it tells a hub, or hands over to a host's own tool."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from digests import WITH_FEEDS, Digest, article
from loopback import Server, answer, serving

FILES = {"content/a.md": article("A headline", tags=["syria"])}


def site_with(digest: Callable[..., Digest], hub: str) -> Digest:
    lines = f"feeds: {{lists: [site, tags], formats: [atom, json], hub: '{hub}'}}\n"
    target = "deploy: {live: {kind: folder, path: ../www}}\n"
    site = digest({**FILES, "config.yaml": WITH_FEEDS + lines + target})
    site.build()
    return site


def deploy(site: Digest, *words: str) -> Result:
    return site.cli("deploy", "-s", str(site.folder), *words)


def feeds_told(hub: Server) -> list[str]:
    assert {request.form["hub.mode"] for request in hub.asked} <= {"publish"}
    return [request.form["hub.url"].removeprefix("https://digest.example") for request in hub.asked]


def test_the_hub_is_told_of_the_feeds_that_travelled_and_only_when_asked(
    digest: Callable[..., Digest],
) -> None:
    with serving(lambda request: [answer(status="204 No Content")]) as hub:
        site = site_with(digest, f"{hub.url}/hub")
        assert deploy(site).exit_code == 0
        assert hub.asked == []
        site.write({"content/b.md": article("Another")})
        site.build()
        result = deploy(site, "--ping")
        assert result.exit_code == 0, result.output
        assert feeds_told(hub) == ["/atom.xml", "/feed.json"]
        assert hub.paths == ["/hub", "/hub"]
        assert "told the hub of https://digest.example/atom.xml" in result.output
        hub.asked.clear()
        assert deploy(site, "--ping").exit_code == 0
        assert feeds_told(hub) == [
            "/atom.xml", "/feed.json", "/tags/syria/atom.xml", "/tags/syria/feed.json",
        ]  # fmt: skip


def test_a_dry_run_tells_no_hub(digest: Callable[..., Digest]) -> None:
    with serving(lambda request: [answer(status="204 No Content")]) as hub:
        assert deploy(site_with(digest, hub.url), "--ping", "-n").exit_code == 0
        assert hub.asked == []


def test_a_hub_that_refuses_is_told_of_and_the_site_is_deployed(digest: Callable[..., Digest]) -> None:
    with serving(lambda request: [answer(status="500 Internal Server Error")]) as hub:
        site = site_with(digest, hub.url)
        result = deploy(site, "--ping")
        assert result.exit_code == 1
        assert "the site is deployed, but the hub" in result.output
        assert "500" in result.output
        report = json.loads(site.cli("deploy", "-s", str(site.folder), "--ping", "--format", "json").stdout)
        assert (report["ok"], report["written"], len(report["problems"])) == (False, [], 1)
    assert (site.folder.parent / "www/current/index.html").is_file()


def test_a_hub_that_is_not_there_is_told_of(digest: Callable[..., Digest]) -> None:
    with serving(lambda request: [answer()]) as hub:
        address = hub.url
    result = deploy(site_with(digest, address), "--ping")
    assert result.exit_code == 1
    assert f"the hub {address} was not told" in result.output


def test_without_a_hub_there_is_nobody_to_tell(digest: Callable[..., Digest]) -> None:
    site = site_with(digest, "")
    result = deploy(site, "--ping")
    assert result.exit_code == 2
    assert "config.yaml has no `feeds.hub`" in result.output


def test_a_hosts_own_tool_is_run_on_the_output_folder(digest: Callable[..., Digest], tmp_path: Path) -> None:
    run = "[sh, -c, 'echo sent; pwd > ran; ls \"$0\" >> ran', '{output}']"
    site = digest(FILES, config=f"deploy: {{host: {{kind: command, run: {run}}}}}\n")
    assert "nothing was built yet" in deploy(site).output
    site.build()
    assert deploy(site, "-n").output.startswith("would run: sh -c")
    assert not (site.folder / "ran").exists()
    result = deploy(site)
    assert (result.exit_code, result.output) == (0, "sent\n")
    result = deploy(site, "--format", "json")
    assert (json.loads(result.stdout)["ok"], result.stderr) == (True, "sent\n")
    assert {str(site.folder), "index.html"} <= {*(site.folder / "ran").read_text("utf-8").splitlines()}
    assert "rolled back by its own tool" in deploy(site, "--rollback").output


@pytest.mark.parametrize(
    ("run", "message"),
    [("[no-such-tool]", "there is no program 'no-such-tool'"), ("[sh, -c, exit 4]", "ended with code 4")],
)
def test_a_tool_that_fails_is_told_of(digest: Callable[..., Digest], run: str, message: str) -> None:
    site = digest(FILES, config=f"deploy: {{host: {{kind: command, run: {run}}}}}\n")
    site.build()
    result = deploy(site)
    assert result.exit_code == 1
    assert message in result.output
