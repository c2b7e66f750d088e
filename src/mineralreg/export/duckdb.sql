-- Views on the folder that `mineralreg export parquet --partition year -o FOLDER` wrote. Run them
-- in that folder: mineralreg schema --duckdb -o views.sql; cd FOLDER; duckdb -init ../views.sql

-- Where facts come from.
CREATE OR REPLACE VIEW source AS FROM read_parquet('source/data.parquet');

-- Who takes part: states, territories, blocs, bodies, companies.
CREATE OR REPLACE VIEW partner AS FROM read_parquet('partner/data.parquet');

-- Every name that a partner is known by.
CREATE OR REPLACE VIEW partner_alias AS FROM read_parquet('partner_alias/data.parquet');

-- Meetings at which agreements were signed or announced.
CREATE OR REPLACE VIEW event AS FROM read_parquet('event/data.parquet');

-- Other names of events.
CREATE OR REPLACE VIEW event_alias AS FROM read_parquet('event_alias/data.parquet');

-- Who hosted an event and who took part.
CREATE OR REPLACE VIEW event_partner AS FROM read_parquet('event_partner/data.parquet');

-- Sources of events.
CREATE OR REPLACE VIEW event_source AS FROM read_parquet('event_source/data.parquet');

-- Forums, partnerships, plans and funds that several partners share.
CREATE OR REPLACE VIEW initiative AS FROM read_parquet('initiative/data.parquet');

-- Other names of initiatives.
CREATE OR REPLACE VIEW initiative_alias AS FROM read_parquet('initiative_alias/data.parquet');

-- What an initiative grew out of.
CREATE OR REPLACE VIEW initiative_predecessor AS FROM read_parquet('initiative_predecessor/data.parquet');

-- Sources of initiatives.
CREATE OR REPLACE VIEW initiative_source AS FROM read_parquet('initiative_source/data.parquet');

-- A partner's part in an initiative, in one role, for a time.
CREATE OR REPLACE VIEW membership AS FROM read_parquet('membership/data.parquet');

-- Sources of memberships.
CREATE OR REPLACE VIEW membership_source AS FROM read_parquet('membership_source/data.parquet');

-- Instruments between partners, one row each.
CREATE OR REPLACE VIEW agreement AS FROM read_parquet('agreement/**/*.parquet', hive_partitioning = true);

-- The parties of agreements.
CREATE OR REPLACE VIEW agreement_party AS FROM read_parquet('agreement_party/data.parquet');

-- The minerals that agreements name.
CREATE OR REPLACE VIEW agreement_mineral AS FROM read_parquet('agreement_mineral/data.parquet');

-- What agreements are about.
CREATE OR REPLACE VIEW agreement_topic AS FROM read_parquet('agreement_topic/data.parquet');

-- Initiatives that agreements belong to.
CREATE OR REPLACE VIEW agreement_initiative AS FROM read_parquet('agreement_initiative/data.parquet');

-- Every source that the record names, for itself or for a part of it.
CREATE OR REPLACE VIEW agreement_source AS FROM read_parquet('agreement_source/data.parquet');

-- Who put the name to an agreement, or witnessed it.
CREATE OR REPLACE VIEW signatory AS FROM read_parquet('signatory/data.parquet');

-- Bodies that carry agreements out: committees, working groups, offices.
CREATE OR REPLACE VIEW body AS FROM read_parquet('body/data.parquet');

-- Sums that an agreement or an initiative names (one of the two is set).
CREATE OR REPLACE VIEW amount AS FROM read_parquet('amount/data.parquet');

-- How agreements stand to each other.
CREATE OR REPLACE VIEW relation AS FROM read_parquet('relation/data.parquet');

-- A value that some sources give and the record does not take.
CREATE OR REPLACE VIEW variant AS FROM read_parquet('variant/data.parquet');

-- Sources of variants.
CREATE OR REPLACE VIEW variant_source AS FROM read_parquet('variant_source/data.parquet');

-- A dated act on an agreement or an initiative (one of the two is set). `sort` puts the acts of a record in time order.
CREATE OR REPLACE VIEW act AS FROM read_parquet('act/**/*.parquet', hive_partitioning = true);

-- Sources of acts: their own, else those of the record.
CREATE OR REPLACE VIEW act_source AS FROM read_parquet('act_source/data.parquet');

-- The states that a record went through: `status` holds from `since` until the next row of `sort`. An undated change can have come any day up to the registry's `as_of`.
CREATE OR REPLACE VIEW state AS FROM read_parquet('state/**/*.parquet', hive_partitioning = true);

-- Counts that sources state, to be compared with what is recorded.
CREATE OR REPLACE VIEW claim AS FROM read_parquet('claim/data.parquet');

-- Partners that the source of a claim lists by name.
CREATE OR REPLACE VIEW claim_name AS FROM read_parquet('claim_name/data.parquet');

-- Agreements that a claim counts, where no selector can say it.
CREATE OR REPLACE VIEW claim_member AS FROM read_parquet('claim_member/data.parquet');

-- Sources of claims.
CREATE OR REPLACE VIEW claim_source AS FROM read_parquet('claim_source/data.parquet');

-- What `reconcile` says of each claim that stands: the number claimed beside the number recorded. Worked out from all records when an index or an export is made.
CREATE OR REPLACE VIEW verdict AS FROM read_parquet('verdict/data.parquet');

-- Every id that resolves: current ones (id = record) and former ones.
CREATE OR REPLACE VIEW record_id AS FROM read_parquet('record_id/data.parquet');

-- Agreements as a reader wants them: parties by name, minerals and topics in one row.
CREATE OR REPLACE VIEW agreement_overview AS FROM read_parquet('agreement_overview/data.parquet');

-- The long table of acts: one row an act, in time order, undated ones last.
CREATE OR REPLACE VIEW act_timeline AS FROM read_parquet('act_timeline/data.parquet');

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
