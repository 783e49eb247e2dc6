"""Renames and merges tags in a whole site: found out first, written when nothing stands against it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import msgspec

from site_builder.config import LIMIT, Configured, read_config
from site_builder.configuring import configure
from site_builder.content.taxonomy import Vocabulary
from site_builder.files import write_whole
from site_builder.options import Where
from site_builder.problems import Place, Problem, ProblemsFound, did_you_mean
from site_builder.reading import folders_of
from site_builder.retagging.article_tags import retagged
from site_builder.retagging.config_tags import ConfigEditor
from site_builder.settings import TagSetting
from site_builder.sources import ARTICLE, Sources, config_files
from site_builder.texts import fold_name

_LIST = "`site-builder list tags` shows the tags there are; a new one goes under `tags` in config.yaml."
_ID = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")  # no slash, no space: it stands in addresses and in lists


class FileChange(msgspec.Struct, frozen=True):
    """One file before and after."""

    name: str  # as messages call it
    path: Path
    before: bytes
    after: bytes

    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = (
            data.decode("utf-8", "replace").splitlines(keepends=True) for data in (self.before, self.after)
        )
        return "".join(difflib.unified_diff(before, after, self.name, self.name))


class Retagging(msgspec.Struct, frozen=True):
    """What a change of tags would write."""

    files: tuple[FileChange, ...]
    articles: int
    redirected: bool  # whether the old addresses lead to the new one


def plan_renaming(where: Where, old: str, new: str) -> Retagging:
    """What a tag's new id changes. Raises ProblemsFound with all that stands against it, and NoProject."""
    configured = configure(where)
    new = unicodedata.normalize("NFC", new.strip())
    site = _Site(where, configured)
    old_id = site.known(old)
    site.must_be_possible(new)
    setting = configured.settings.tags.get(new)
    bearer = "" if site.vocabulary.free else site.vocabulary.resolve(new)
    merge = f"Run  site-builder tags merge {old} into"
    if new == old_id:
        site.refuse("tag-exists", "that is the tag's id already", "Name another one.")
    elif (setting and setting.replaced_by != old_id) or new in site.used_freely():
        site.refuse("tag-exists", f"there is a tag '{new}' already", f"{merge} {new}")
    elif not setting and bearer and bearer != old_id:
        site.refuse("tag-exists", f"'{new}' is a name of the tag '{bearer}'", f"{merge} {bearer}")
    elif not _ID.fullmatch(new):
        site.refuse("bad-tag", f"'{new}' is no id", "Use letters, digits and hyphens, as in kofi-annan.")
    return site.plan([old_id], new, merging=False)


def plan_merging(where: Where, olds: Sequence[str], into: str) -> Retagging:
    """What it changes when tags become one. Raises ProblemsFound and NoProject as `plan_renaming`."""
    configured = configure(where)
    site = _Site(where, configured)
    ids = list(dict.fromkeys(site.known(old) for old in olds))
    new = site.known(into)
    if new in ids:
        site.refuse("tag-exists", f"'{new}' cannot be merged into itself", "Name two different tags.")
    parent = configured.settings.tags[new].parent if new in configured.settings.tags else ""
    if parent in ids:
        message = f"'{parent}' is the parent of '{new}'"
        site.refuse("tag-circle", message, f"Change or remove `parent` of '{new}' in config.yaml first.")
    return site.plan(ids, new, merging=True)


def carry_out(retagging: Retagging) -> None:
    """Write all files, or none: where one cannot be written, those before it are put back."""
    done: list[FileChange] = []
    try:
        for file in retagging.files:
            write_whole(file.path, file.after)
            done.append(file)
    except OSError:
        for file in done:
            write_whole(file.path, file.before)
        raise


class _Site:
    """The texts of a site, and what is wrong with the change that is wanted."""

    def __init__(self, where: Where, configured: Configured) -> None:
        self._where = where
        self._configured = configured
        self._problems: list[Problem] = []
        self._content = Sources(where, folders_of(configured)).of("content")
        self._folder = configured.settings.content_dir
        self.vocabulary = Vocabulary(configured.settings.tags)

    def known(self, typed: str) -> str:
        """The id of a tag by any of its names; the name itself, and a problem, when there is none."""
        if self.vocabulary.free:
            typed = unicodedata.normalize("NFC", typed)
            if typed not in (used := self.used_freely()):
                self.refuse(
                    "unknown-tag", f"no article has the tag '{typed}'", did_you_mean(typed, used) or _LIST
                )
            return typed
        id_ = typed if typed in self._configured.settings.tags else self.vocabulary.resolve(typed)
        if id_ is None:
            remedy = self.vocabulary.nearest(typed) or _LIST
            self.refuse("unknown-tag", f"tag '{typed}' is not in the vocabulary", remedy)
            return typed
        if replaced_by := self._configured.settings.tags[id_].replaced_by:
            message = f"'{id_}' has been replaced by '{replaced_by}'"
            self.refuse("unknown-tag", message, f"Name '{replaced_by}' instead.")
        return id_

    def must_be_possible(self, id_: str) -> None:
        """Note what keeps a text from being an id."""
        if not id_ or "," in id_ or not id_.isprintable():
            self.refuse("bad-tag", f"'{id_}' cannot be a tag's id", "Write a word or two, without a comma.")

    def used_freely(self) -> set[str]:
        """The tags of a site without a vocabulary."""
        if not self.vocabulary.free:
            return set()
        from site_builder.reading import open_site

        site = open_site(self._where, self._configured).site
        return {self.vocabulary.resolve(t) or t for p in site.parsed if p.article for t in p.article.tags}

    def refuse(self, code: str, message: str, remedy: str) -> None:
        """Note what stands against the change."""
        self._problems.append(Problem(code=code, place=Place("tags"), message=message, remedy=remedy))

    def plan(self, olds: Sequence[str], new: str, *, merging: bool) -> Retagging:
        """All files that change; raises ProblemsFound when anything stands against it."""
        if self._problems:
            raise ProblemsFound(self._problems)
        change = _Change(self.vocabulary, olds, new, merging=merging)
        settings = self._changed_settings(change)
        articles = []
        for name, path in self._content.items():
            if name.endswith(ARTICLE):
                articles += self._changed_article(f"{self._folder}/{name}", Path(path), change)
        if self._problems:
            raise ProblemsFound(self._problems)
        return Retagging((*articles, *settings), len(articles), not self.vocabulary.free)

    def _changed_settings(self, change: _Change) -> list[FileChange]:
        files = []
        texts = []
        for name, path in config_files(self._where).items():
            data = path.read_bytes()
            editor = ConfigEditor(data.decode("utf-8", "replace"), name, LIMIT)
            change.edit(editor)
            after = editor.text
            texts.append((name, after))
            if after.encode() != data:
                files.append(FileChange(name, path, data, after.encode()))
        self._must_mean_the_same(read_config(texts, self._where.overrides), change)
        return files

    def _must_mean_the_same(self, edited: Configured, change: _Change) -> None:
        """Note a problem where the edited settings say more or less than was meant."""
        before = msgspec.structs.replace(self._configured.settings, tags=change.expected(), defaults=())
        if before == msgspec.structs.replace(edited.settings, defaults=()):
            return
        place = edited.places.nearest("tags")
        message = "`tags` is written in a way that cannot be edited by a program"
        problem = Problem(code="tags-not-editable", place=place, message=message, remedy="Edit it by hand.")
        self._problems.append(problem)

    def _changed_article(self, name: str, path: Path, change: _Change) -> list[FileChange]:
        data = path.read_bytes()
        try:
            after = retagged(data.decode(), name, change.of, change.same).encode()
        except UnicodeDecodeError:
            self._problems.append(
                Problem(
                    code="not-utf8",
                    place=Place(name),
                    message="the file is not UTF-8",
                    remedy="Open it in an editor and save it with the encoding UTF-8.",
                )
            )
        except ProblemsFound as found:
            self._problems += found.problems
        else:
            return [FileChange(name, path, data, after)] if after != data else []
        return []


class _Change:
    """What becomes of a typed tag, and of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, olds: Sequence[str], new: str, *, merging: bool) -> None:
        self.olds = tuple(olds)
        self.new = new
        self._merging = merging
        self._vocabulary = vocabulary
        self._settings = vocabulary.settings

    def of(self, typed: str) -> str | None:
        """What takes a typed tag's place; None where it stays."""
        id_ = self._vocabulary.resolve(typed)
        if id_ not in self.olds:
            return None
        if self._vocabulary.free:
            return self.new
        if self._merging:
            label = self._settings[self.new].label
            return label if label and typed == self._settings[id_].label else self.new
        # Labels and aliases go on to name the term.
        named_otherwise = fold_name(typed) != fold_name(id_) or typed == self._settings[id_].label
        return None if named_otherwise else self.new

    def same(self, typed: str) -> str:
        """The term that a tag means when the change is made."""
        if typed == self.new:
            return self.new
        id_ = self._vocabulary.resolve(typed) or typed
        return self.new if id_ in self.olds else id_

    def expected(self) -> dict[str, TagSetting]:
        """The vocabulary when the change is made."""
        if self._vocabulary.free:
            return {}
        terms = {}
        for id_, term in self._settings.items():
            links = {"parent": term.parent, "replaced_by": term.replaced_by}
            links = {k: self.new if v in self.olds and id_ != self.new else v for k, v in links.items()}
            if self._merging and id_ in self.olds:
                links["replaced_by"] = self.new
            terms[id_] = msgspec.structs.replace(term, **links)
        if not self._merging:
            (old,) = self.olds
            terms[self.new] = terms.pop(old)
            terms[old] = TagSetting(replaced_by=self.new)
        return terms

    def edit(self, editor: ConfigEditor) -> None:
        """Make the change in a file of settings."""
        for old in self.olds:
            if self._merging:
                editor.replace(old, self.new)
            else:
                editor.rename(old, self.new)
        if not self._vocabulary.free:
            editor.refer(frozenset(self.olds), self.new)
        editor.retag_defaults(self.of, self.same)
