"""What one line of each definition file holds, as pydantic models; an unknown key is an error."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from xuke.catalog.expressions import Rule, Term, parse_rule, parse_sum

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sum = Annotated[
    tuple[Term, ...], BeforeValidator(lambda text: parse_sum(text) if text.strip() else ())
]


def _yes_or_empty(text: str) -> bool:
    if text not in ("yes", ""):
        raise ValueError("yes, or empty for no")
    return text == "yes"


KINDS_WITH_RULE = ("identity", "bound")


class Row(BaseModel):
    """A line of a definition file, or a table of one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Labelled(Row):
    label_zh: Text
    label_en: Text

    def label(self, language: str) -> str:
        """How it is called in *language*."""
        return self.label_zh if language == "zh" else self.label_en


class Unit(Row):
    """A unit as printed, its English name for one and for many, and how many of it make 1.

    What is ``counted`` comes in whole numbers: there is no half case, but there is half a yuan.
    """

    unit: Text
    label_zh: Text
    name_en: str
    plural_en: str
    scale: PositiveInt
    counted: Annotated[bool, BeforeValidator(_yes_or_empty)]


class Metric(_Labelled):
    """What a report states: its Chinese and English label, unit, group and reform system."""

    metric: Name
    unit: Text
    group: Literal["list", "handling", "fees", "service_centre", "supervision", "reform"]
    system: Text


class Check(_Labelled):
    """A rule that the figures of one report must keep.

    ``identity`` and ``bound`` rules compare two sums. ``items`` compares the sum over the items
    of a metric with its total, ``stated`` a share as printed with its counts, ``plausibility``
    a metric with last year's (``rule`` is then the largest factor allowed).
    """

    check: Name
    kind: Literal["identity", "bound", "items", "stated", "plausibility"]
    rule: Text

    @field_validator("rule")
    @classmethod
    def _rule_fits_kind(cls, text: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind in KINDS_WITH_RULE:
            expected = "=" if kind == "identity" else "<="
            if parse_rule(text).relation != expected:
                raise ValueError(f"the rule of a {kind} check needs {expected!r}")
        elif kind == "plausibility" and not float(text) > 1:
            raise ValueError("the rule of a plausibility check is a factor above 1")
        return text

    @property
    def linear(self) -> Rule:
        """The rule of an identity or bound check."""
        return parse_rule(self.rule)


class Indicator(_Labelled):
    """A rate that Xuke derives: ``numerator / denominator`` in ``unit``.

    ``concluded`` is the denominator where the report counts the numerator among concluded cases.
    ``stated`` is the metric by which a report may give the rate itself. ``interval`` says
    whether the rate is a proportion of counts, for which an interval makes sense.
    """

    indicator: Name
    numerator: Sum
    denominator: Sum
    concluded: Sum
    stated: Name | Literal[""]
    unit: Text
    interval: Literal["proportion", ""]
    better: Literal["higher", "lower", "neutral"]
    note_zh: str
    note_en: str

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that the definition names."""
        terms = (*self.numerator, *self.denominator, *self.concluded)
        return (*(term.metric for term in terms), *filter(None, [self.stated]))


class District(Row):
    """A place that reports: its administrative code, slug, names, level and parent's slug."""

    code: Annotated[str, StringConstraints(pattern=r"^(\d{6})?$")]
    district: Slug
    name_zh: Text
    name_en: Text
    level: Literal["municipality", "city", "district", "county", "area", "province"]
    parent: Slug | Literal[""]


class Agency(Row):
    """An authority below or beside the district: Chinese name, slug for paths, English name."""

    agency: Text
    slug: Slug
    name_en: Text


class Initiative(Row):
    """A named reform or system; the metrics whose ``system`` is its Chinese name state figures."""

    initiative: Name
    name_zh: Text
    name_en: Text


class Concept(Row):
    """What words of a report may stand for when a figure's label is read (``words.csv``)."""

    concept: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z]+)?$")]
    meaning_zh: Text
    meaning_en: Text


class Tile(Row):
    """Where a district's tile lies on a schematic map, counted from the top left."""

    district: Slug
    row: Annotated[int, Field(ge=0, le=50)]
    column: Annotated[int, Field(ge=0, le=50)]


class Label(_Labelled):
    """A word of the data and how it is shown."""

    name: Text
