"""Each rule of furniture: what it catches, and what looks like it and is part of a story."""

from __future__ import annotations

import pytest

from site_builder.importing.plain.line_rules import LINE_RULES, LIST_HEADING, LIST_LINE, SURE, first_match

_CAUGHT = [
    ("advertisement", ["Advertisement", "ADVERTISEMENT:", "Advertisement Continue reading the story"]),
    ("share-buttons", ["Share", "Share Tweet Email", "Facebook | Twitter | WhatsApp", "Share this Tweet"]),
    ("share-invitation", ["Share this story: https://example.org/x", "Read or share this article"]),
    ("story-continues", ["Story Continued Below", "Article continues below advertisement"]),
    ("newsletter", ["Sign up for our weekly newsletter.", "Get the island's news in your inbox."]),
    ("follow-us", ["Follow Ana Ruiz on Twitter: @ruiz", "Follow @ferrynews Follow @island"]),
    ("app", ["Click here to get the Island Post app", "Download our app"]),
    ("click-here", ["Click here for more pictures of the ferry"]),
    ("image-credit", ["Image copyright Island Post", "Enlarge this image toggle caption A. Ruiz"]),
    ("photo-credit", ["(Photo: Ana Ruiz)", "(Island Post photo by Ana Ruiz)"]),
    ("player", ["Media playback is not supported on this device The ferry in March"]),
    ("media-stub", ["Photo", "CLOSE", "Slideshow (4 Images)", "Loading..."]),
    ("embed-code", ["[pullquote]", '[embedtweet id="12"]']),
    ("copyright", ["© 2012 Island Post", "Copyright 2012 Island Post. All rights reserved."]),
    ("archive-notice", ["This post was first written for a blog platform and may lack its pictures."]),
    ("age-notice", ["This article is more than 3 years old", "5 hours ago"]),
    ("updated-clock", ["Updated at 5:12 p.m. ET", "Last updated 17:12 PM"]),
    ("menu", ["Skip to main content", "Home | Search | Log in"]),
    ("comments", ["12 comments", "Leave a comment", "Join the conversation"]),
    ("tip-line", ["Got a tip? Write to the desk."]),
    ("separator", ["___", "* * *", "• • •", "–"]),
    ("number-alone", ["7", "Page 2 of 3"]),
]
_STORY = [
    "Advertisement revenue fell by half.",
    "Share prices fell on Monday.",
    "Share and share alike",
    "Share this burden, the mayor said to the other islands, and you will be thanked.",
    "The story continues with the ferry's owner.",
    "Get the ferry sailing again, they said.",
    "The ministry wrote a newsletter to all islands.",
    "Follow the money",
    "The app that sells tickets was down.",
    "The image shows the ferry in the storm.",
    "(The ferry had sailed before.)",
    "Photographs of the ferry went round the world.",
    "Close the harbour, the mayor said",
    "[The ferry] will sail again.",
    "Copyright law was no help to the owner.",
    "This article of the treaty was never applied.",
    "Five years ago the ferry sank.",
    "The figures were updated at 5 p.m. by the ministry.",
    "Home to two hundred people",
    "He had no comment.",
    "It had a tip of iron.",
    "- We sail on Friday",
    "2012 was a good year",
    "",
]


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in _CAUGHT for line in lines])
def test_a_rule_catches_its_furniture(rule: str, line: str) -> None:
    found = first_match(line, LINE_RULES)
    assert found is not None
    assert found.id == rule


@pytest.mark.parametrize("line", _STORY)
def test_no_rule_catches_a_line_of_a_story(line: str) -> None:
    assert first_match(line, LINE_RULES) is None


def test_every_rule_is_named_once_and_has_its_examples() -> None:
    assert [rule.id for rule in LINE_RULES] == [rule for rule, _ in _CAUGHT]


def test_only_the_doubtful_rules_leave_a_mark_for_the_editor() -> None:
    assert [rule.id for rule in LINE_RULES if rule.confidence < SURE] == ["number-alone"]


def test_a_long_passage_is_no_furniture() -> None:
    assert first_match("Share " * 200, LINE_RULES) is None


@pytest.mark.parametrize(
    "line", ["ALSO:", "See also", "Related stories:", "READ MORE:", "More on this story"]
)
def test_the_headings_of_lists_are_known(line: str) -> None:
    assert LIST_HEADING.fullmatch(line)


@pytest.mark.parametrize("line", ["Also, the ferry sails on Friday", "More people came", "Related by blood"])
def test_a_line_that_begins_like_a_heading_is_none(line: str) -> None:
    assert not LIST_HEADING.fullmatch(line)
    assert not LIST_LINE.fullmatch(line)


def test_a_heading_and_its_headline_may_share_a_line() -> None:
    found = LIST_LINE.fullmatch("READ MORE: Ferry owner in court")
    assert found is not None
    assert found["headline"] == "Ferry owner in court"
