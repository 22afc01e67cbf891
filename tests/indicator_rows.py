"""Small frames of indicators, invented, in the columns that xuke.indicators makes."""

import pandas as pd

COLUMNS = {
    "indicator": "full_online_rate",
    "district": "shanghai-yangpu",
    "agency": "",
    "year": 2024,
    "item": "",
    "value": None,
    "low": None,
    "high": None,
    "numerator": None,
    "denominator": None,
    "unit": "%",
    "qualifier": "exact",
    "basis": "",
    "stated": False,
    "observations": (),
    "missing": "",
    "method": "",
    "corrected": "",
}
NUMBERS = ["value", "low", "high", "numerator", "denominator"]


def indicator_rows(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows with what is not given filled in; a proportion's value from its counts, in %."""
    frame = pd.DataFrame([{**COLUMNS, **row} for row in rows], columns=list(COLUMNS))
    frame[NUMBERS] = frame[NUMBERS].astype("float64")
    frame["value"] = frame["value"].fillna(100 * frame["numerator"] / frame["denominator"])
    return frame


def proportions(year: int = 2024, **counts: tuple[int, int]) -> pd.DataFrame:
    """One row of the full-online rate per Shanghai district, named by its slug's last part."""
    return indicator_rows(
        *(
            {"district": f"shanghai-{name}", "year": year, "numerator": x, "denominator": n}
            for name, (x, n) in counts.items()
        )
    )
