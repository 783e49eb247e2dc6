"""Measures the preview beside those of others: from the write of a file to the new text in an answer.

    python benchmarks/live.py WORKDIR [N …] [--runs 20] [--peers site_builder,hugo,zola,eleventy] [--write]

WORKDIR is that of `peers.py`, with the generators, articles and sites that it has made there, or makes here.
The servers run one after the other, each on all processors. The edits are those of `peers.py`. What is
looked for is asked for again and again, every two milliseconds, until all pages that it must reach have it.
A server that takes more than a minute for its edits of one kind makes fewer of them, and the table says so.
`--write` renews the figures of live.md. Memory is the largest that the server's processes held together
(resident, shared pages counted each time).
"""

from __future__ import annotations

import argparse
import dataclasses
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from peer_sites import Site, make_site
from peer_tools import BENCH, ELEVENTY, PEERS, ROOT, ZOLA, install

PAGE = ROOT / "benchmarks" / "live.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
SERVERS = {
    "site_builder": (sys.executable, "-m", "site_builder", "serve", "-p", "{port}", "-q"),
    "hugo": ("{tools}/hugo", "server", "--port", "{port}", "--bind", "127.0.0.1", "-D", "--quiet"),
    "zola": ("node", f"{{tools}}/{ZOLA}", "serve", "--port", "{port}"),
    "eleventy": ("node", f"{{tools}}/{ELEVENTY}/cmd.cjs", "--serve", "--port={port}", "--quiet"),
}
FEEDS = ("/feed.xml", "/index.xml", "/atom.xml")  # under whichever name a generator has its own
PATIENCE = 300.0  # seconds
LONG, LEAST = 60.0, 3  # seconds for the edits of one kind, after which so many are enough


@dataclasses.dataclass
class Figures:
    """What one server did at one size."""

    start: float = 0.0  # seconds to the first page, with nothing remembered
    again: float = 0.0  # the same, when it has run before
    body: list[float] = dataclasses.field(default_factory=list)  # seconds
    title: list[float] = dataclasses.field(default_factory=list)
    megabytes: float = 0.0
    reached: int = 0  # pages that a new title must reach
    fault: str = ""  # what an edit never did, in words


class NeverShown(Exception):
    """A server did not do its work."""


def main() -> None:
    """Measure, and show or write what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workdir", type=Path, metavar="WORKDIR")
    parser.add_argument("articles", type=int, nargs="*", metavar="N", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--peers", default=",".join(SERVERS))
    parser.add_argument("--write", action="store_true", help="renew the figures of benchmarks/live.md")
    asked = parser.parse_args()
    if not (BENCH / "gen_corpus.py").exists():
        sys.exit("the generator of articles is not here (../shared/bench): nothing to measure")
    work, names = asked.workdir.resolve(), asked.peers.split(",")
    versions = install(names, work / "tools")
    found = {}
    for articles in asked.articles:
        for name in names:
            found[name, articles] = measure(work, articles, name, asked.runs)
            print(name, articles, line(found[name, articles], asked.runs), flush=True)
    page = report(found, versions, asked.runs, " ".join(map(str, asked.articles)))
    print(page)
    if asked.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{page}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def measure(work: Path, articles: int, name: str, runs: int) -> Figures:
    """Start the server twice, and edit the article as often as asked."""
    site = make_site(work, articles, name)
    figures = Figures()
    if name == "site_builder":
        subprocess.run(["rm", "-rf", str(site.folder / ".site-builder/preview")], check=True)
    try:
        process, port, figures.start = started(work, site, name)
        if name == "site_builder":
            settled(process)  # pages that nobody asked for are still being made
        try:
            if name == "site_builder":
                stopped(process)
                process, port, figures.again = started(work, site, name)
            time.sleep(1.5)
            pages = addresses(site, name, port)
            figures.reached = len(pages["title"])
            for case in ("body", "title"):
                times: list[float] = getattr(figures, case)
                began = time.monotonic()
                for run in range(runs + 2):
                    if len(times) >= LEAST and time.monotonic() - began > LONG:
                        break
                    seconds = edited(site, case, f"zzq{case}{run}x{time.time_ns()}", port, pages[case])
                    if run >= 2:
                        times.append(seconds)
                    figures.megabytes = max(figures.megabytes, held(process.pid))
                    time.sleep(0.3)
        except NeverShown as fault:
            figures.fault = str(fault)
        finally:
            stopped(process)
    finally:
        site.restore()
    return figures


def addresses(site: Site, name: str, port: int) -> dict[str, list[str]]:
    """The pages that an edit must reach: the article's; with its title also those of the home page, its tag
    and the feed that name it.
    """
    if name == "site_builder":
        date = re.search(r"(?m)^date: [\"']?(\d{4})-(\d\d)-(\d\d)", site.text)
        assert date
        path = f"/{date[1]}/{date[2]}/{date[3]}/{site.slug}/"
    else:
        path = f"/articles/{site.slug}/"
    tag = re.sub(r"[^a-z0-9]+", "-", site.tag.lower()).strip("-")
    lists = ("/", f"/tags/{quote(tag)}/", *FEEDS)
    naming = [page for page in lists if site.slug.encode() in fetched(port, page)[1]]
    return {"body": [path], "title": [path, *naming]}


def started(work: Path, site: Site, name: str) -> tuple[subprocess.Popen[bytes], int, float]:
    """A running server, its port, and the seconds to its first page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        word.replace("{tools}", str(work / "tools")).replace("{port}", str(port)) for word in SERVERS[name]
    ]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=site.folder,
        env={**os.environ, **PEERS[name].environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while True:
        try:
            if fetched(port, "/")[0] == 200:
                return process, port, time.perf_counter() - began
        except OSError:
            pass
        if process.poll() is not None or time.perf_counter() - began > PATIENCE:
            sys.exit(f"{name} does not serve: {' '.join(command)}")
        time.sleep(0.005)


def settled(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has nothing to do for two seconds."""
    stat = Path(f"/proc/{process.pid}/stat")
    quiet, before = 0, -1
    while quiet < 2:
        time.sleep(1)
        fields = stat.read_text().rpartition(")")[2].split()
        spent = int(fields[11]) + int(fields[12])
        quiet = quiet + 1 if spent - before < 15 else 0
        before = spent


def edited(site: Site, case: str, token: str, port: int, pages: list[str]) -> float:
    """The seconds from an edit to the moment when every page has it."""
    began = time.perf_counter()
    site.edit(case, token)
    for page in pages:
        while token.encode() not in fetched(port, page)[1]:
            if time.perf_counter() - began > PATIENCE:
                raise NeverShown(f"{page} never showed the edit")
            time.sleep(0.002)
    return time.perf_counter() - began


def fetched(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException:  # an answer that was cut off, as Hugo gives while it writes
        return 0, b""
    finally:
        connection.close()


def held(process: int) -> float:
    """Megabytes that a process and those it has started hold."""
    total = 0
    children = [process]
    while children:
        pid = children.pop()
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            children += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        except OSError:
            continue
        found = re.search(r"VmRSS:\s+(\d+)", status)
        total += int(found[1]) if found else 0
    return total / 1024


def stopped(process: subprocess.Popen[bytes]) -> None:
    """End a server and all that it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def line(figures: Figures, runs: int) -> str:
    """A row of the table, without its head."""
    cells = [f"{figures.start:.2f}", f"{figures.again:.2f}" if figures.again else "–"]
    for times in (figures.body, figures.title):
        cells.append(f"{1000 * statistics.median(times):.0f}" if times else "–")
        if times and len(times) < runs:
            cells[-1] += f" (of {len(times)})"
    told = f" ({figures.fault})" if figures.fault else ""
    return " | ".join([*cells, f"{figures.reached}{told}", f"{figures.megabytes:.0f}"])


def report(found: dict[tuple[str, int], Figures], versions: dict[str, str], runs: int, sizes: str) -> str:
    """The figures as a table."""
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = [
        f"- `python benchmarks/live.py WORKDIR {sizes} --runs {runs}`, {time.strftime('%Y-%m-%d')},"
        f" {os.cpu_count()} processors; {told}. Medians of {runs}; load at the end"
        f" {os.getloadavg()[0]:.1f}.",
        "",
        "| articles | | start, s | started again, s | body edited, ms | title edited, ms | pages"
        " | memory, MB |",
        "| --: | --- | --: | --: | --: | --: | --: | --: |",
    ]
    for (name, articles), figures in sorted(found.items(), key=lambda item: item[0][1]):
        lines.append(f"| {articles:,} | {PEERS[name].label} | {line(figures, runs)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
