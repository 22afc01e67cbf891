"""The smallest sets of figures whose change restores balance, on small invented reports."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from xuke.restore import Balance, Stated, smallest_changes

SPLIT = Balance("split", {"applications": 1, "accepted": -1, "refused": -1})
DECIDED = Balance("decided", {"approved": 1, "declined": 1, "on_time": -1, "late": -1})


def exact(**values: int | str) -> dict[str, Stated]:
    return {name: Stated.exact(Decimal(value)) for name, value in values.items()}


def sets(imbalances) -> list[list[tuple[str, ...]]]:
    return [[change.figures for change in each.changes] for each in imbalances]


def test_a_report_that_balances_needs_no_change():
    assert smallest_changes(exact(applications=5, accepted=3, refused=2), [SPLIT]) == ()


def test_one_balance_is_restored_by_any_of_its_figures_that_may_stay_positive():
    found = smallest_changes(exact(applications=9, accepted=3, refused=20), [SPLIT])
    # accepted would have to be -11
    assert sets(found) == [[("applications",), ("refused",)]]
    assert found[0].checks == ("split",)
    assert found[0].complete
    assert [change.ranges for change in found[0].changes] == [
        ((Decimal(23), Decimal(23)),),
        ((Decimal(6), Decimal(6)),),
    ]


def test_the_figure_that_two_failing_balances_share_is_the_only_smallest_change():
    balances = [
        Balance("first", {"a": 1, "b": -1, "c": -1}),
        Balance("second", {"a": 1, "d": -1, "e": -1}),
    ]
    found = smallest_changes(exact(a=12, b=4, c=6, d=3, e=7), balances)
    assert sets(found) == [[("a",)]]
    assert found[0].checks == ("first", "second")


def test_a_balance_that_holds_is_not_broken_to_restore_another():
    balances = [SPLIT, Balance("kept", {"accepted": 1, "online": -1, "counter": -1})]
    figures = exact(applications=10, accepted=6, refused=2, online=4, counter=2)
    assert sets(smallest_changes(figures, balances)) == [[("applications",), ("refused",)]]


def test_balances_that_share_no_figure_are_restored_apart():
    figures = exact(
        applications=10, accepted=6, refused=2, approved=5, declined=1, on_time=7, late=0
    )
    found = smallest_changes(figures, [SPLIT, DECIDED])
    assert [each.checks for each in found] == [("split",), ("decided",)]
    assert sets(found)[1] == [("approved",), ("declined",), ("on_time",)]


def test_a_bound_gives_a_range():
    online = Balance("online", {"online": 1, "accepted": -1}, bound=True)
    found = smallest_changes(exact(online=9, accepted=7), [online])
    assert [(change.figures, change.ranges) for change in found[0].changes] == [
        (("online",), ((Decimal(0), Decimal(7)),)),
        (("accepted",), ((Decimal(9), None),)),
    ]


def test_a_figure_left_out_takes_up_a_gap_on_its_side_only():
    balance = Balance("left", {"accepted": 1, "approved": -1}, open_terms=(-1,))
    assert smallest_changes(exact(accepted=9, approved=7), [balance]) == ()
    found = smallest_changes(exact(accepted=7, approved=9), [balance])
    assert sets(found) == [[("accepted",), ("approved",)]]


def test_a_rounded_figure_takes_up_what_its_rounding_allows():
    figures = exact(accepted=7, refused=2) | {
        "applications": Stated(Decimal(10), Decimal("9.5"), Decimal("10.5"))
    }
    assert sets(smallest_changes(figures, [SPLIT])) == [
        [("accepted",), ("refused",), ("applications",)]
    ]
    wide = figures | {"applications": Stated(Decimal(10), Decimal(8), None)}
    assert smallest_changes(wide, [SPLIT]) == ()


def test_money_is_restored_to_the_cent():
    total = Balance("fees", {"total": 1, "first": -1, "second": -1})
    found = smallest_changes(exact(total="100.50", first="60.25", second="40"), [total])
    assert found[0].changes[0].ranges == ((Decimal("100.25"), Decimal("100.25")),)


def test_large_figures_far_apart_stay_exact():
    found = smallest_changes(exact(applications=10**12 + 1, accepted=10**12, refused=0), [SPLIT])
    assert [change.ranges[0][0] for change in found[0].changes] == [10**12, 10**12 + 1, 1]


def test_the_search_says_when_it_stopped_early():
    parts = {f"item {n}": -1 for n in range(30)}
    figures = {name: Stated.exact(5) for name in parts} | {"total": Stated.exact(149)}
    found = smallest_changes(figures, [Balance("items", {"total": 1, **parts})], most=7)
    assert not found[0].complete
    assert len(found[0].changes) == 7


BALANCES = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from([-1, 1]), min_size=2, max_size=3),
    min_size=1,
    max_size=2,
)


@settings(max_examples=25, deadline=None)
@given(BALANCES, st.tuples(*[st.integers(0, 3)] * 4))
@example([{"a": 1, "b": -1, "c": -1}, {"c": 1, "b": -1, "d": -1}], (0, 3, 0, 1))
def test_sets_are_those_of_trying_every_change(terms, values):
    stated = dict(zip("abcd", values, strict=True))
    balances = [Balance(str(n), each) for n, each in enumerate(terms)]

    def holds(figures: dict[str, int]) -> bool:
        return all(sum(f * figures[name] for name, f in each.items()) == 0 for each in terms)

    def restores(chosen: tuple[str, ...]) -> bool:
        # Of figures up to 3, one balance can ask for 6, and through it the other for 9.
        tried = product(range(10), repeat=len(chosen))
        return any(holds(stated | dict(zip(chosen, new, strict=True))) for new in tried)

    restoring: list[tuple[str, ...]] = []
    for size in range(5):
        restoring = [chosen for chosen in combinations("abcd", size) if restores(chosen)]
        if restoring:
            break
    found = smallest_changes({name: Stated.exact(v) for name, v in stated.items()}, balances)
    together: set[tuple[str, ...]] = {()}
    for imbalance in found:
        together = {
            tuple(sorted({*before, *change.figures}))
            for before in together
            for change in imbalance.changes
        }
    assert together == set(restoring)
