"""The preview where the system is against it: limits, lost events, mounts that go, builds that take long."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from digests import CONFIG, Digest, article, many
from previews import Served, overflow, serving, until

from site_builder.preview.listening import lan_address

PAGE = "/2012/01/02/a001/"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="this is how Linux does it")


def begun(folder: Path, config: str = "", articles: int = 3) -> Digest:
    site = Digest(folder / "site")
    site.write({"config.yaml": CONFIG + config, **many(articles)})
    return site


def text(word: str) -> str:
    return article("Headline 1", f"The word is {word}.", date="2012-01-02")


def alone(*words: str) -> Sequence[str]:
    """A command that runs another one in namespaces of its own, after some words of the shell."""
    below = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f'{words[0]} && exec "$@"', "sh")
    tried = (
        subprocess.run([*below, "true"], capture_output=True, text=True) if shutil.which("unshare") else None
    )
    if tried is None or tried.returncode:
        pytest.skip(f"this needs namespaces: {tried.stderr.strip() if tried else 'unshare is not here'}")
    return below


def is_idle(used: Callable[[], float]) -> bool:
    """Whether half a second goes by in which a process does nothing."""
    before = used()
    time.sleep(0.5)
    return used() == before


@LINUX
def test_what_was_lost_when_the_queue_overflowed_is_found_without_a_later_event(tmp_path: Path) -> None:
    site = begun(tmp_path)
    with serving(site.folder) as running:
        overflow(running.process.pid, site.folder / "content")
        # The queue is full, or was: whichever, it is the last that happens there.
        site.write({"content/a001.md": text("lost")})
        assert until(lambda: running.shows(PAGE, "The word is lost.")), running.log()


@LINUX
def test_under_a_low_limit_of_watches_the_remedy_is_told_and_all_files_are_looked_at(tmp_path: Path) -> None:
    """The folder of the site finds a place, those below it do not, of which watchdog says nothing."""
    site = begun(tmp_path)
    site.write({f"content/{n}/{n}/b{n}.md": article(f"Below {n}", date="2012-02-02") for n in range(6)})
    with serving(site.folder, below=alone("echo 8 > /proc/sys/user/max_inotify_watches")) as running:
        assert until(lambda: "sysctl fs.inotify.max_user_watches=524288" in running.log()), running.log()
        site.write({"content/5/5/b5.md": article("Below 5", "Found by looking.", date="2012-02-02")})
        assert until(lambda: running.shows("/2012/02/02/b5/", "Found by looking.")), running.log()
        assert running.log().count("sysctl") == 1


@LINUX
def test_without_any_watch_at_all_the_preview_goes_on(tmp_path: Path) -> None:
    site = begun(tmp_path)
    with serving(site.folder, below=alone("echo 0 > /proc/sys/user/max_inotify_instances")) as running:
        assert until(lambda: "sysctl" in running.log()), running.log()
        site.write({"content/a001.md": text("found")})
        assert until(lambda: running.shows(PAGE, "The word is found.")), running.log()


@LINUX
def test_a_content_folder_that_is_unmounted_and_mounted_again_is_followed(tmp_path: Path) -> None:
    site = begun(tmp_path)
    disk = tmp_path / "disk"
    (site.folder / "content").rename(disk)
    content = site.folder / "content"
    content.mkdir()
    with serving(site.folder, below=alone(f"mount --bind '{disk}' '{content}'")) as running:
        assert running.get(PAGE)[0] == 200

        def inside(*words: str) -> None:
            enter = ("nsenter", "--user", "--mount", "--preserve-credentials", "--target")
            subprocess.run([*enter, str(running.process.pid), *words], check=True)

        inside("umount", "--lazy", str(content))
        assert until(lambda: running.get(PAGE)[0] == 404), running.log()
        inside("mount", "--bind", str(disk), str(content))
        assert until(lambda: running.get(PAGE)[0] == 200), running.log()
        (disk / "a001.md").write_text(text("back"))
        assert until(lambda: running.shows(PAGE, "The word is back.")), running.log()


def test_builds_and_logs_in_the_sites_own_folders_cause_no_loop(tmp_path: Path) -> None:
    """That one of the folders of sources holds the output is refused by the settings."""
    site = begun(tmp_path)
    with serving(site.folder) as running:
        site.build()
        for n in range(20):
            for log in ("build.log", "content/_logs/build.log"):
                site.write({log: "x" * n})
            time.sleep(0.05)
        until(lambda: False, 1.5)
        assert not running.builds(), running.log()


def test_a_preview_that_nobody_edits_costs_next_to_nothing(tmp_path: Path) -> None:
    site = begun(tmp_path, articles=30)
    with serving(site.folder) as running:
        stat = Path(f"/proc/{running.process.pid}/stat")
        if not stat.exists():
            pytest.skip("only Linux says what a process has used")

        def used() -> float:
            fields = stat.read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        assert until(lambda: is_idle(used)), "it goes on with something"
        before = used()
        for file in site.folder.rglob("*.md"):
            file.read_bytes()
        until(lambda: False, 4)  # in which all is looked at once
        assert used() - before < 0.12
        assert not running.builds()


def test_edits_during_a_slow_build_are_built_after_it_at_one_go(tmp_path: Path) -> None:
    site = begun(tmp_path)
    slow = "{% for a in range(1500) %}{% for b in range(1000) %}{% endfor %}{% endfor %}"
    with serving(site.folder, "--no-reload") as running:
        running.get(PAGE)
        began = len(running.builds())
        site.write({"layouts/partials/footer.html": f"<footer>{slow}</footer>"})
        until(lambda: False, 0.4)  # in which the build has begun
        for n in range(10):
            site.write({"content/a001.md": text(f"number {n}")})
            time.sleep(0.02)
        site.write({"layouts/partials/footer.html": "<footer>Quick</footer>"})
        assert running.get(PAGE)[0] == 200, "what was before is shown meanwhile"
        assert until(lambda: running.shows(PAGE, "The word is number 9.")), running.log()
        assert until(lambda: running.shows(PAGE, "Quick")), running.log()
        until(lambda: False, 0.5)
        assert len(running.builds()) - began <= 3, running.log()


def test_a_linked_folder_within_the_content_is_followed(tmp_path: Path) -> None:
    site = begun(tmp_path)
    site.write({"content/_shelf/far/c001.md": article("Far", "At first.", date="2012-01-05")})
    (site.folder / "content/near").symlink_to("_shelf/far")
    with serving(site.folder) as running:
        assert running.shows("/2012/01/05/c001/", "At first.")
        site.write({"content/_shelf/far/c001.md": article("Far", "Then.", date="2012-01-05")})
        assert until(lambda: running.shows("/2012/01/05/c001/", "Then.")), running.log()


def connects(address: str, running: Served) -> bool:
    try:
        socket.create_connection((address, running.port), timeout=3).close()
    except OSError:
        return False
    return True


def test_it_is_for_this_machine_alone_unless_that_is_wanted_and_then_it_says_so(tmp_path: Path) -> None:
    site = begun(tmp_path)
    outside = lan_address()
    with serving(site.folder) as running:
        assert connects("127.0.0.1", running)
        assert connects("localhost", running)
        if socket.has_ipv6 and Path("/proc/net/if_inet6").exists():
            assert connects("::1", running), "a browser may try localhost there first"
        if outside:
            assert not connects(outside, running)
    with serving(site.folder, "--host", "0.0.0.0") as running:
        assert connects(outside or "127.0.0.1", running)
        warning = f"everybody in your network can see this preview, at http://{outside}:{running.port}/"
        assert until(lambda: warning in running.log()), running.log()
