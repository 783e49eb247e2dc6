"""Where a site's files lie and what the disk says of them. Stratum 1; reads no content.

Every source has a name by its role: "content/a.md", "static/robots.txt", "layouts/base.html",
"default/base.html" (the builder's own), "extensions/times.py" and "config/config.yaml".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from copy import copy
from functools import cached_property
from os.path import realpath
from pathlib import Path

from msgspec import Struct

from site_builder.files import Scan
from site_builder.incremental.stamps import NONE, Stamp, file_stamp, now
from site_builder.options import CONFIG, NoProject, Where
from site_builder.problems import Problem

EXTENSIONS = "extensions"  # the folder of the site's own ones, beside config.yaml
DEFAULT = "built-in layouts"  # how messages call the folder of the default layouts
ARTICLE = ".md"


class Folders(Struct, frozen=True):
    """The names of the site's folders, as its settings have them."""

    content: str
    layouts: str
    static: str
    output: str

    def shown(self, name: str) -> str:
        """What users call a source: where it lies below the site's folder."""
        role, _, path = name.partition("/")
        roles = {"content": self.content, "static": self.static, "layouts": self.layouts, "default": DEFAULT}
        if role == "config":
            return path
        return f"{roles[role]}/{path}" if role in roles else name


class Seen(Struct, frozen=True, array_like=True):
    """What is remembered of a source."""

    stamp: Stamp
    digest: str
    width: int = 0  # of a picture, in pixels
    height: int = 0


def default_layouts() -> Path:
    """The folder of the default layouts: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_layouts"
    return installed if installed.is_dir() else package.parent / "layouts"


class Sources:
    """The files of a site as they lie on the disk at one time."""

    def __init__(self, where: Where, folders: Folders) -> None:
        self.read = now()  # stamps are judged by this time
        self.files: dict[str, str] = {}  # name → where it lies
        self.stamps: dict[str, Stamp] = {}
        self._by_role: dict[str, dict[str, str]] = {}
        self.problems: tuple[Problem, ...] = ()
        self._only: Collection[str] | None = None  # the ones that may be others than before; None: any may
        for name, path in config_files(where).items():
            self.files[f"config/{name}"] = str(path)
            self.stamps[f"config/{name}"] = file_stamp(str(path.resolve()))
        content, layouts, static = (
            where.folder / f for f in (folders.content, folders.layouts, folders.static)
        )
        self._add("content", Scan(content, folders.content, underscored=False))
        self._add("static", Scan(static, folders.static, underscored=True, dotted=True))
        self._add("layouts", Scan(layouts, folders.layouts, underscored=True))
        self._add("default", Scan(default_layouts(), DEFAULT, underscored=True))

        self._add(EXTENSIONS, scan_extensions(where))

    def _add(self, role: str, scan: Scan) -> None:
        self._by_role[role] = scan.files
        self.files.update({f"{role}/{name}": path for name, path in scan.files.items()})
        self.stamps.update({f"{role}/{name}": stamp for name, stamp in scan.stamps.items()})
        self.problems += tuple(scan.problems)

    def looked_at(self, names: Collection[str]) -> Sources:
        """The same files, of which only these are looked at once more. They must be there, and be files.

        Of these alone `suspects` is asked from then on.
        """
        again = copy(self)
        again.read = now()
        again.stamps = {**self.stamps, **{name: file_stamp(realpath(self.files[name])) for name in names}}
        again._only = names
        return again

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each source by where it lies."""
        return {path: name for name, path in self.files.items()}

    def of(self, role: str) -> Mapping[str, str]:
        """The sources of one role: name without the role → where it lies."""
        return self._by_role[role]

    def gone(self, seen: Mapping[str, Seen]) -> Set[str]:
        """The sources that were seen and are not there any more."""
        return seen.keys() - self.files.keys() if self._only is None else frozenset()

    def suspects(self, seen: Mapping[str, Seen]) -> list[str]:
        """The sources that must be read: new ones, and those of which the disk says something else."""
        get = seen.get
        stamps = self.stamps.items() if self._only is None else ((n, self.stamps[n]) for n in self._only)
        return [
            name
            for name, stamp in stamps
            if (known := get(name)) is None or known.stamp != stamp or stamp == NONE
        ]


def scan_extensions(where: Where) -> Scan:
    """The site's own extensions: the Python files that lie in their folder itself, those with "_" before
    their names left out.
    """
    scan = Scan(where.folder / EXTENSIONS, EXTENSIONS, underscored=False)
    scan.keep_only(lambda name: name.endswith(".py") and "/" not in name)
    return scan


def config_files(where: Where) -> dict[str, Path]:
    """The files of settings by the name they have in messages. Raises NoProject when one is missing."""
    files = {}
    for name in where.configs or (CONFIG,):
        path = where.folder / name
        if not path.is_file():
            raise NoProject(name)
        files[name] = path
    return files
