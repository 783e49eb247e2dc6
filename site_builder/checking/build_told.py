"""What a build tells of a site, told by a check too. Its errors keep it from being published at all."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checking.family import Code, Finding
from site_builder.checking.site import Site

_ERRORS = {
    "bad-address": "`newsletter.from` or `reply_to` is no mail address",
    "bad-clock": "`--clock` or SOURCE_DATE_EPOCH cannot be read",
    "bad-date": "a date cannot be read",
    "bad-directory": "a folder in the settings is not one of the site's own",
    "bad-furniture": "a line of `furniture` has neither text nor pattern, or both",
    "bad-language": "`language` or `lang` is no language tag",
    "bad-pattern": "a pattern of `furniture` is no regular expression",
    "bad-permalink": "a permalink or its pattern cannot be an address",
    "bad-slug": "a slug would leave its folder",
    "bad-subject": "`newsletter.subject` has a token that is unknown",
    "bad-target": "a target of `deploy` cannot be one",
    "bad-url": "an address in the settings is none",
    "bad-value": "a value has a form that cannot stand there",
    "broken-link": "a link in a text leads to an article, page or file that is not published",
    "dangling-link": "a link in a source folder leads nowhere",
    "duplicate-key": "a key stands there twice",
    "extension-failed": "an extension of the site cannot be loaded or fails",
    "foreign-file": "somebody else's file stands where the site needs a place",
    "layout-failed": "a layout cannot be read or rendered",
    "link-in-output": "a link stands where the site needs a folder",
    "missing-date": "an approved article has no date",
    "missing-extra": "something takes packages that are not installed",
    "missing-file": "a picture or file that an article names is not there",
    "missing-key": "a key that must be there is not",
    "misspelt-key": "a key is misspelt that would keep a text back",
    "no-front-matter": "a file has no front matter",
    "not-text": "a layout gives something that is no text",
    "not-utf8": "a file is not UTF-8",
    "output-refused": "a folder cannot be the output folder",
    "outside-content": "a link leads out of the content folder",
    "review-mark": "an approved article still has a mark for review",
    "same-address": "two outputs claim one address",
    "secret-in-config": "config.yaml has a password or key",
    "tag-circle": "tags are each other's parents, or replace each other",
    "tag-clash": "two tags share a name",
    "too-long": "a text or its tables are too long",
    "unclosed-front-matter": "front matter is never closed",
    "unknown-layout": "an article names a layout that is not there",
    "unknown-section": "an article names a section that is not there",
    "unknown-source": "an article names a source that is not there",
    "unknown-tag": "a tag is not in the vocabulary",
    "unknown-timezone": "there is no such timezone",
    "unreadable": "a folder cannot be read",
    "worker-died": "a process died at its work",
    "wrong-type": "a value is of another kind than it should be",
    "yaml-document": "YAML has more than one document",
    "yaml-key": "a key in YAML is no text",
    "yaml-syntax": "YAML cannot be read",
    "yaml-too-deep": "YAML is nested too deep",
    "yaml-too-long": "YAML is too long",
    "yaml-unsupported": "YAML has something that is not read here, such as an anchor",
}
_WARNINGS = {
    "broken-fragment": "a link leads to a heading that is not there",
    "control-character": "a text has characters that nobody sees",
    "empty-link": "a link leads nowhere",
    "expired-link": "a link leads to an article that has expired",
    "grows": "the HTML of a text is many times as long as the text",
    "host-limit": "a host takes no file or site of this size",
    "hosts-differ": "two hosts read one file in two ways",
    "link-loop": "a link in a source folder leads back into a folder that holds it",
    "link-outside": "a link in a source folder leads out of it",
    "long-mail": "a mail is so long that mail programs cut it off",
    "long-paragraph": "a paragraph is too long for typographic quotation marks",
    "missing-timezone": "no timezone is set",
    "no-alt": "a picture in a text has no alternative text",
    "no-base-url": "mails are wanted, and the site does not know its address",
    "no-feeds": "feeds are wanted, and the site does not know its address",
    "no-search-index": "there is no index for search in whole texts",
    "no-sender": "mails are wanted, and nobody sends them",
    "no-such-anchor": "a link within a text leads to a heading that is not there",
    "odd-name": "a file's name cannot be an address on every host",
    "removed-html": "raw HTML was left out",
    "same-id": "two articles have one id",
    "text-as-list": "a text with commas was read as a list",
    "to-check": "an approved article has points to check that are left",
    "too-deep": "lists or quotations are nested too deep",
    "unclosed-comment": "a comment never ends",
    "unknown-article": "an article that is named is not there",
    "unknown-block": "a layout fills a block that no layout which it extends has",
    "unknown-key": "a key is not known",
    "unsafe-link": "a link leads where none may",
    "wrong-direction": "the title runs from right to left, and the language does not",
}
CODES = {
    **{code: Code("error", about) for code, about in _ERRORS.items()},
    **{code: Code("warning", about) for code, about in _WARNINGS.items()},
}


def find(site: Site) -> Iterator[Finding]:
    """Everything that a build tells, with its level."""
    return (Finding(problem) for problem in dict.fromkeys(site.told))
