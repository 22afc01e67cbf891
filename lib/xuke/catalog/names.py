"""Finds districts, agencies, metrics and units by any of their names."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Sequence

from xuke.catalog import definitions
from xuke.catalog.expressions import Term
from xuke.catalog.rows import District, Indicator
from xuke.model import UnknownNameError


def district(name: str) -> District:
    """The district with the slug, code, Chinese or English name *name*.

    The slug's last part (``yangpu``) and the Chinese name without its ending (杨浦) will do where
    no other district shares them. Raises `UnknownNameError` with the nearest names.
    """
    known = definitions.districts()
    if name in known:
        return known[name]
    wanted = name.strip().casefold()
    for names in (_full_names, _short_names):
        found = [each for each in known.values() if wanted and wanted in names(each)]
        if len(found) == 1:
            return found[0]
    allowed = (word for each in known.values() for word in (each.district, *_full_names(each)))
    raise UnknownNameError("district", name, filter(None, allowed))


def agency(name: str, among: Container[str] = ()) -> str:
    """The Chinese name of the registered agency whose Chinese name, slug or English name this is.

    A name *among* those given is itself: a panel may hold agencies that nobody has registered.
    Raises `UnknownNameError` with the nearest names.
    """
    if name in among:
        return name
    wanted = name.strip().casefold()
    for each in definitions.agencies().values():
        if wanted in (each.agency, each.slug, each.name_en.casefold()):
            return each.agency
    allowed = [n for a in definitions.agencies().values() for n in (a.agency, a.slug, a.name_en)]
    raise UnknownNameError("agency", name, allowed)


LEVELS = ("district", "agency", "city", "city_agency")
"""A district (or county or area), an agency of one, a city, an agency of one."""


def level(name: str, among: Collection[str] = ()) -> str:
    """*name* itself: one of `LEVELS`, or an agency for that agency in every district.

    An agency is registered, or *among* those that a panel holds. Raises `UnknownNameError` with
    the nearest names.
    """
    agencies = {*definitions.agencies(), *among} - {""}
    if name not in LEVELS and name not in agencies:
        raise UnknownNameError("level", name, [*LEVELS, *sorted(agencies)])
    return name


def indicator(name: str) -> str:
    """The indicator with this name or label in either language.

    Raises `UnknownNameError` with the nearest names.
    """
    known = definitions.indicators()
    for each in known.values():
        if name in (each.indicator, each.label_zh, each.label_en):
            return each.indicator
    raise UnknownNameError("indicator", name, known)


def agency_slug(name: str) -> str:
    """The part of a path that stands for an agency, empty for the whole district.

    An agency that is not registered gets one from its name's hash, so that a report can be read
    before anybody has named its agency in English, and its name never becomes part of a path.
    """
    if not name:
        return ""
    registered = definitions.agencies().get(name)
    if registered:
        return registered.slug
    return f"agency-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def agency_label(name: str, language: str) -> str:
    """An agency's name in *language*; several may stand side by side, parted by 、."""
    if language == "zh" or not name:
        return name
    known = definitions.agencies()
    parts = name.split("、")
    return ", ".join(known[part].name_en if part in known else part for part in parts)


def district_label(slug: str, language: str) -> str:
    """A district's name in *language*."""
    found = definitions.districts()[slug]
    return found.name_zh if language == "zh" else found.name_en


def metric_label(metric: str, language: str) -> str:
    """A metric's label in *language*."""
    return definitions.metrics()[metric].label(language)


def indicator_label(indicator: str, language: str) -> str:
    """An indicator's label in *language*."""
    return definitions.indicators()[indicator].label(language)


def check_label(check: str, language: str) -> str:
    """A check's label in *language*."""
    return definitions.checks()[check].label(language)


def term_label(term: Term, language: str) -> str:
    """A term's metric in *language*, as that of the whole where the term says so."""
    label = metric_label(term.metric, language)
    return sentence("total_of", language, metric=label) if term.total else label


def sum_label(terms: Sequence[Term], language: str) -> str:
    """The labels of a sum's terms, in brackets where there are several."""
    said = " + ".join(term_label(term, language) for term in terms)
    return f"({said})" if len(terms) > 1 else said


def ratio_label(indicator: Indicator, language: str) -> str:
    """What an indicator with a numerator divides by what, in the labels of its metrics."""
    sides = (indicator.numerator, indicator.denominator)
    return " ÷ ".join(sum_label(side, language) for side in sides)


def unit_label(unit: str, language: str, *, one: bool = False) -> str:
    """A unit in *language*, in English for many of it unless *one*; empty where it needs none."""
    found = definitions.units()[unit]
    if language == "zh":
        return found.label_zh
    return found.name_en if one else found.plural_en


def sentence(name: str, language: str, **values: object) -> str:
    """The sentence *name* of ``sentences.csv`` in *language*, with its places filled."""
    return definitions.sentences()[name].label(language).format(**values)


def _full_names(each: District) -> tuple[str, ...]:
    return tuple(filter(None, (each.code, each.name_zh, each.name_en.casefold())))


def _short_names(each: District) -> tuple[str, ...]:
    return each.district.rsplit("-", 1)[-1], each.name_zh.rstrip("省市区县") or each.name_zh
