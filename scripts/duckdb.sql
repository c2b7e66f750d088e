-- One row for each party of each agreement, with what one groups or filters by.
CREATE OR REPLACE VIEW party_overview AS
SELECT
    ap.partner, p.name, p.kind AS partner_kind, p.iso, p.region, p.subregion,
    a.id AS agreement, a.title, a.kind, a.status, a.date, a.date_earliest
FROM agreement_party AS ap
JOIN partner AS p ON p.id = ap.partner
JOIN agreement AS a ON a.id = ap.agreement
WHERE a.withdrawn IS NULL;

-- Partners by the number of agreements that they are a party to, the most first.
CREATE OR REPLACE VIEW partner_count AS
SELECT partner, name, iso, region, count(*) AS agreements
FROM party_overview
GROUP BY ALL
ORDER BY agreements DESC, name;

-- Minerals by the number of agreements that name them, the most first.
CREATE OR REPLACE VIEW mineral_count AS
SELECT m.mineral, count(*) AS agreements
FROM agreement_mineral AS m
JOIN agreement AS a ON a.id = m.agreement
WHERE a.withdrawn IS NULL
GROUP BY ALL
ORDER BY agreements DESC, m.mineral;

-- Agreements by status and year, for sums over either.
CREATE OR REPLACE VIEW status_count AS
SELECT status, year(date_earliest) AS signed, count(*) AS agreements
FROM agreement
WHERE withdrawn IS NULL
GROUP BY ALL
ORDER BY signed DESC NULLS LAST, status;

-- Agreements as they stood at the end of a day: FROM agreement_as_of('2025-12-31').
-- What may have come by then counts; with certain := true only what must have come. An agreement
-- without any date may have come at any time. Where partial dates leave the order of acts open,
-- `mineralreg list --as-of` works the status out anew; here the recorded order holds.
CREATE OR REPLACE MACRO agreement_as_of(day, certain := false) AS TABLE
WITH
come AS (
    SELECT agreement FROM act WHERE CASE WHEN certain THEN latest ELSE earliest END <= day::DATE
    UNION
    SELECT agreement FROM state WHERE earliest = DATE '0001-01-01' AND latest <= day::DATE
    UNION
    SELECT c.agreement
    FROM act AS c
    JOIN agreement AS a ON a.id = c.agreement
    WHERE a.date_earliest IS NULL AND NOT certain
),
last_state AS (
    SELECT agreement, status, since
    FROM state
    WHERE agreement IS NOT NULL AND CASE WHEN certain THEN latest ELSE earliest END <= day::DATE
    QUALIFY row_number() OVER (PARTITION BY agreement ORDER BY sort DESC) = 1
)
SELECT
    a.id, a.title, a.kind, a.legal_nature, a.level,
    coalesce(s.status, 'unknown') AS status, s.since AS status_since
FROM agreement AS a
JOIN come AS c ON c.agreement = a.id
LEFT JOIN last_state AS s ON s.agreement = a.id
WHERE a.withdrawn IS NULL;
