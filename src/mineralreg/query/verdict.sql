-- What `reconcile` says of each claim that stands: the number claimed beside the number recorded.
-- Worked out from all records when an index or an export is made.
CREATE TABLE verdict (
    claim TEXT PRIMARY KEY REFERENCES claim (id),  -- Id of the claim
    claimed INTEGER NOT NULL,  -- The number that the source states
    recorded INTEGER,  -- The number that the registry holds; NULL when it cannot be counted
    difference INTEGER,  -- Recorded minus claimed; NULL when it cannot be counted
    verdict TEXT NOT NULL,  -- Verdict: match, short, over, unknowable or unanswerable
    expected TEXT NOT NULL,  -- Verdict that the maintainers expect
    missing TEXT NOT NULL,  -- JSON: partners that the source names and no record shows
    extra TEXT NOT NULL,  -- JSON: partners found that the source does not name, where it names any
    counted TEXT NOT NULL,  -- JSON: ids of the records behind the number
    possible TEXT NOT NULL  -- JSON: ids of records that may belong to it and are not counted
) WITHOUT ROWID;
