"""Rank intervals, against the documented results of the authors' R package csranks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuke.comparison.ranks import rank_intervals, rank_intervals_of_counts

# Mean mathematics score and its standard error, OECD, PISA 2018 (data set pisa2018 of csranks).
PISA_2018 = {
    "Australia": (491.3600252, 1.939833031),
    "Austria": (498.9423138, 2.970998694),
    "Belgium": (508.0703063, 2.262662011),
    "Canada": (512.0169429, 2.357475749),
    "Chile": (417.4065563, 2.41588757),
    "Colombia": (390.9322732, 2.989559274),
    "Czech Republic": (499.4676508, 2.460661531),
    "Denmark": (509.3983746, 1.735002337),
    "Estonia": (523.4145802, 1.743602224),
    "Finland": (507.3013618, 1.967920411),
    "France": (495.4075794, 2.320214487),
    "Germany": (500.0437805, 2.647083096),
    "Greece": (451.3703438, 3.091228197),
    "Hungary": (481.0826364, 2.319596741),
    "Iceland": (495.1873762, 1.953082603),
    "Ireland": (499.632894, 2.198621128),
    "Israel": (463.0345488, 3.498563228),
    "Italy": (486.5898573, 2.780045867),
    "Japan": (526.9732502, 2.471475318),
    "Korea": (525.933002, 3.121394315),
    "Latvia": (496.1263306, 1.962766789),
    "Lithuania": (481.1911884, 1.953282039),
    "Luxembourg": (483.421485, 1.097632409),
    "Mexico": (408.8014734, 2.493225544),
    "Netherlands": (519.2309824, 2.632277885),
    "New Zealand": (494.489676, 1.705942856),
    "Norway": (500.9637885, 2.219044878),
    "Poland": (515.6478747, 2.602085176),
    "Portugal": (492.4874062, 2.684570081),
    "Slovak Republic": (486.1648542, 2.555595707),
    "Slovenia": (508.8975441, 1.363877596),
    "Spain": (481.3926126, 1.462417763),
    "Sweden": (502.3877022, 2.654250935),
    "Switzerland": (515.3147131, 2.908003898),
    "Turkey": (453.5077774, 2.260406789),
    "United Kingdom": (501.7698992, 2.564428111),
    "United States": (478.2447174, 3.235444099),
}
COUNTRIES = list(PISA_2018)
SCORES, ERRORS = np.array(list(PISA_2018.values())).T


def test_the_example_of_the_csranks_reference() -> None:
    """csranks(seq(1, 3, length=10), rep(0.2, 10)): L and U as its reference page prints them."""
    ranks = rank_intervals(np.linspace(1, 3, 10), np.full(10, 0.2))
    assert ranks.best.tolist() == [7, 6, 5, 4, 3, 2, 1, 1, 1, 1]
    assert ranks.worst.tolist() == [10, 10, 10, 10, 9, 8, 7, 6, 5, 4]


def test_the_united_kingdom_alone_lies_between_7_and_23() -> None:
    """Vignette "Inference for Ranks": estimated 13th, marginal 95 % interval 7 to 23."""
    uk = COUNTRIES.index("United Kingdom")
    ranks = rank_intervals(SCORES, ERRORS, among=[uk])
    assert (ranks.rank[uk], ranks.best[uk], ranks.worst[uk]) == (13, 7, 23)


def test_twelve_countries_may_be_among_the_top_five() -> None:
    """The same vignette: 12 countries at 95 %, Sweden no longer among them at 90 %."""
    best = {level: rank_intervals(SCORES, ERRORS, level).best for level in (0.95, 0.90)}
    top = {
        level: {c for c, b in zip(COUNTRIES, best[level], strict=True) if b <= 5} for level in best
    }
    assert len(top[0.95]) == 12
    assert top[0.95] - top[0.90] == {"Sweden"}


def test_chile_mexico_and_colombia_do_not_overlap_with_the_others() -> None:
    """The same vignette, simultaneous 95 % intervals of all 37; Germany and Korea share rank 7."""
    ranks = rank_intervals(SCORES, ERRORS)
    bottom = [COUNTRIES.index(c) for c in ("Chile", "Mexico", "Colombia")]
    others = [i for i in range(37) if i not in bottom]
    assert ranks.best[bottom].min() > ranks.worst[others].max()
    assert ranks.best[COUNTRIES.index("Germany")] == 7
    assert ranks.worst[COUNTRIES.index("Korea")] == 7


def test_the_same_seed_gives_the_same_intervals() -> None:
    first, second = (rank_intervals(SCORES, ERRORS, seed=7) for _ in range(2))
    assert (first.best == second.best).all()
    assert (first.worst == second.worst).all()


def test_the_intervals_cover_all_true_ranks_at_once() -> None:
    rng = np.random.default_rng(11)
    truth, se = np.linspace(0, 2, 8), np.full(8, 0.3)
    places = np.arange(8, 0, -1)
    repeats = 200
    covered = 0
    for _ in range(repeats):
        ranks = rank_intervals(rng.normal(truth, se), se, draws=500)
        covered += bool(((ranks.best <= places) & (places <= ranks.worst)).all())
    # 0.95 less three standard errors of 200 repeats; the procedure is conservative.
    assert covered / repeats >= 0.90


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(60, 5000)), min_size=1, max_size=8))
def test_the_estimated_rank_lies_within_its_interval(pairs: list[tuple[int, int]]) -> None:
    events, trials = np.array(pairs, dtype=float).T
    ranks = rank_intervals_of_counts(events, trials, draws=200)
    assert (ranks.best <= ranks.rank).all()
    assert (ranks.rank <= ranks.worst).all()
    assert ranks.best.min() == 1
    assert ranks.worst.max() == len(pairs)


def test_rare_events_are_compared_exactly() -> None:
    # 0 of 50 000 against 40 of 50 000 is certain (Fisher: about 2^-40); 2 against 3 tells nothing.
    ranks = rank_intervals_of_counts([0, 40, 42], [50_000, 50_000, 50_000])
    assert ranks.rank.tolist() == [3, 2, 1]
    assert ranks.best.tolist() == [3, 1, 1]
    assert ranks.worst.tolist() == [3, 2, 2]
    alike = rank_intervals_of_counts([2, 3], [400_000, 400_000])
    assert alike.best.tolist() == [1, 1]
    assert alike.worst.tolist() == [2, 2]


def test_holm_needs_more_than_the_bare_level_of_one_pair() -> None:
    # 0 of 20 against 5 of 20: one-sided Fisher p = C(20,5) / C(40,5) = 0.0236, below 0.05 but
    # above 0.05 / 2, the level of the smallest of two ordered pairs... doubled it is 0.0471.
    two = rank_intervals_of_counts([0, 5], [20, 20])
    assert two.worst.tolist() == [2, 1]
    three = rank_intervals_of_counts([0, 5, 2], [20, 20, 20])
    assert three.best.tolist() == [1, 1, 1]
    assert three.worst.tolist() == [3, 3, 3]


def test_ties_share_a_place() -> None:
    assert rank_intervals_of_counts([50, 50, 10], [100, 100, 100]).rank.tolist() == [1, 1, 3]


@pytest.mark.parametrize("k", [0, 1])
def test_nothing_to_compare_is_no_error(k: int) -> None:
    ranks = rank_intervals(np.zeros(k), np.ones(k))
    assert ranks.best.tolist() == ranks.worst.tolist() == [1] * k
