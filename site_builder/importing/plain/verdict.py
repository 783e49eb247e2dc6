"""What is to become of a passage, by which rule. Knows no rule."""

from __future__ import annotations

from msgspec import Struct

from site_builder.importing.plain.fields import Stated
from site_builder.importing.plain.line_rules import SURE
from site_builder.importing.reading import Fate


class Verdict(Struct, frozen=True):
    """What is to become of a passage, or of its first `length` raw characters (all of them when 0)."""

    rule: str
    confidence: int = 95
    states: Stated = ()
    length: int = 0
    stays: bool = False  # in the text, although it states something
    before: Verdict | None = None  # on the characters before these, where two rules divide a beginning

    @property
    def parts(self) -> tuple[Verdict, ...]:
        """This verdict and those before it, in the order of the characters they are about."""
        return (*self.before.parts, self) if self.before else (self,)

    @property
    def fate(self) -> Fate:
        """What becomes of the line: a rule that is not sure cuts nothing."""
        if self.stays:
            return "text"
        if self.confidence < SURE:
            return "review"
        return "field" if self.states else "cut"


Verdicts = dict[int, Verdict]  # by the passage's number
