"""One record whole: names for ids, acts in order, sources with what they support."""

import pytest
from registries import INDEX

from mineralreg.query.show import show
from mineralreg.reference.filters import read_date

FORMER = "before that South Korea"
CHAIR = "South Korea (from 2026-02-04 to 2026-06)"

MEMBERS = ["United States member", "South Korea chair", "European Union member"]
MEMBERS += ["Japan observer", "France member"]
NOTHING = ["nothing is recorded of us-peru-2024 up to 2024-08-28", "1 later act is not shown"]
SUPPORTED = ["eu-chad-2019", "eu-japan-2023", "us-peru-2026"]


@pytest.mark.parametrize(
    ("id", "day", "label", "expected"),
    [
        ("us-peru-2026", "2026-02-04", "Status", "signed since 2026-02-04"),
        ("us-peru-2026", "2026-02-04", "#Actions", "2026-01 announced; 2026-02-04 signed"),
        ("us-peru-2026", "2026-02-04", "note", "1 later act is not shown"),
        ("us-peru-2026", "2026-02-04", "status_since", "2026-02-04"),
        ("us-peru-2026", "2026-05-01", "Status", "in-effect since 2026-05 (perhaps)"),
        ("us-peru-2024", "2024-08-28", "Status", "nothing recorded up to 2024-08-28"),
        ("us-peru-2024", "2024-08-28", "#Actions", None),
        ("us-peru-2024", "2024-08-28", "note", "; ".join(NOTHING)),
        ("msp", "2025-12-31", "Status", "active since 2022-06-14"),
        ("msp", "2025-12-31", "Chair", "South Korea (from 2024-07 to 2026-02-04)"),
        ("msp", None, "Status", "superseded since 2026-02-04"),
        ("msp", None, "Chair", f"none since 2026-02-04; {FORMER}"),
        ("msp", "2023-01-01", "Chair", None),
        ("forge", "2026-03-01", "Status", "active since 2026-02-04"),
        ("forge", "2026-03-01", "Chair", CHAIR),
        ("forge", "2026-06-15", "Chair", f"perhaps {CHAIR}"),
        ("forge", "2026-08-01", "Chair", f"none since 2026-06; {FORMER}"),
        ("msp", "2025-06-01", "Members", "United States; South Korea; European Union"),
        ("msp", "2025-06-01", "Perhaps members", "France"),
        ("msp", "2025-06-01", "Followed by", "Forum on Resource Geostrategic Engagement"),
        ("msp", "2025-06-01", "#Members", "; ".join(MEMBERS)),
        ("meeting-2026", None, "Participants (4)", "Peru; South Korea; European Union; Chad"),
        ("meeting-2026", None, "#Agreements", "us-peru-2026 2026-02-04"),
        ("gazette", None, "#Supports", "; ".join(f"agreement {id}" for id in SUPPORTED)),
        ("two-with-peru", None, "Not recorded", "Chad"),
        ("two-with-peru", "2026-01-15", "#Possible, not counted", "us-peru-2026 2026-02-04"),
        ("three-countries", None, "#Counted", "peru Peru; south-korea South Korea; chad Chad"),
    ],
)
def test_a_record_on_a_day(id: str, day: str | None, label: str, expected: str | None) -> None:
    """A table, after `#`, is told by its first two columns."""
    found = show(INDEX, id, read_date(day) if day else None)
    told: dict[str, object] = {**found.record, "note": found.notes}
    told |= {line.label: line.value for line in found.lines}
    for table in found.sections:
        told[f"#{table.title}"] = tuple(" ".join(map(str, row[:2])) for row in table.rows)
    value = told.get(label)
    assert ("; ".join(value) if isinstance(value, tuple) else value) == expected
