-- Questions that people ask often, as views: names instead of ids, one row per thing of interest.
-- Lists inside a cell are JSON arrays, which Datasette facets and DuckDB unnests.

-- Agreements as a reader wants them: parties by name, minerals and topics in one row.
CREATE VIEW agreement_overview AS
SELECT
    a.id,  -- Id of the agreement
    a.title,  -- Title of the instrument
    (
        SELECT group_concat(name, ' · ')
        FROM (
            SELECT p.name
            FROM agreement_party AS ap
            JOIN partner AS p ON p.id = ap.partner
            WHERE ap.agreement = a.id
            ORDER BY ap.position
        )
    ) AS parties,  -- Names of the parties
    a.kind,  -- The instrument: memorandum, framework, treaty, …
    a.status,  -- Status after all its acts
    a.status_since,  -- Date of the act that brought the status, as written
    a.date,  -- When signed, else announced, else first acted on, as written
    a.date_earliest,  -- First day that it can be
    a.date_latest,  -- Last day that it can be
    a.legal_nature,  -- binding, non-binding, mixed or not-stated
    a.level,  -- intergovernmental, inter-agency, subnational or commercial
    (
        SELECT json_group_array(partner)
        FROM (SELECT partner FROM agreement_party WHERE agreement = a.id ORDER BY position)
    ) AS party_ids,  -- JSON: ids of the parties
    (
        SELECT json_group_array(mineral)
        FROM (SELECT mineral FROM agreement_mineral WHERE agreement = a.id ORDER BY position)
    ) AS minerals,  -- JSON: words of the mineral vocabulary
    (
        SELECT json_group_array(topic)
        FROM (SELECT topic FROM agreement_topic WHERE agreement = a.id ORDER BY position)
    ) AS topics,  -- JSON: words of the topic vocabulary
    (
        SELECT json_group_array(initiative)
        FROM (SELECT initiative FROM agreement_initiative WHERE agreement = a.id ORDER BY position)
    ) AS initiatives,  -- JSON: ids of the initiatives that it belongs to
    e.name AS event,  -- Event at which it was signed or announced
    (SELECT count(*) FROM agreement_source WHERE agreement = a.id) AS sources,  -- Number of sources
    a.contested,  -- Who denies that it exists or was agreed
    a.notes,  -- Remarks
    a.withdrawn,  -- Why the record turned out wrong, NULL while it stands
    a.position  -- Place in the registry file, from 0
FROM agreement AS a
LEFT JOIN event AS e ON e.id = a.event
-- The range has them read in the order of the tables that their parts stand in.
WHERE a.id > ''
ORDER BY coalesce(a.date_earliest, 'undated'), a.position;

-- The long table of acts: one row an act, in time order, undated ones last.
CREATE VIEW act_timeline AS
SELECT
    c.date,  -- Local date at its place, as written
    c.earliest,  -- First day that it can be
    c.latest,  -- Last day that it can be
    c.action,  -- What happened: signed, ratified, entered-into-force, …
    CASE WHEN c.agreement IS NULL THEN 'initiative' ELSE 'agreement' END AS kind,  -- Kind of record
    coalesce(c.agreement, c.initiative) AS record,  -- Id of the record
    coalesce(a.title, i.name) AS title,  -- Its title or name
    p.name AS partner,  -- Party whose own act it is, NULL for everybody's
    c.place,  -- Where
    (
        SELECT json_group_array(source)
        FROM (SELECT source FROM act_source WHERE act = c.id ORDER BY position)
    ) AS sources,  -- JSON: ids of the sources
    c.note,  -- A remark
    coalesce(a.withdrawn, i.withdrawn) AS withdrawn,  -- Why the record turned out wrong
    c.sort  -- Place among the acts of its record in time order, from 0
FROM act AS c
LEFT JOIN agreement AS a ON a.id = c.agreement
LEFT JOIN initiative AS i ON i.id = c.initiative
LEFT JOIN partner AS p ON p.id = c.partner
ORDER BY coalesce(c.earliest, 'undated'), c.latest, record, c.sort;

-- One row for each party of each agreement, with what one groups or filters by.
CREATE VIEW party_overview AS
SELECT
    ap.partner,  -- Id of the party
    p.name,  -- Its name
    p.kind AS partner_kind,  -- country, territory, bloc, company, …
    p.iso,  -- ISO 3166-1 alpha-3 code
    p.region,  -- UN M49 region
    p.subregion,  -- Narrowest UN M49 area
    a.id AS agreement,  -- Id of the agreement
    a.title,  -- Its title
    a.kind,  -- The instrument
    a.status,  -- Status after all its acts
    a.date,  -- Date of the agreement, as written
    a.date_earliest  -- First day that it can be
FROM agreement_party AS ap
JOIN partner AS p ON p.id = ap.partner
JOIN agreement AS a ON a.id = ap.agreement
WHERE a.withdrawn IS NULL
ORDER BY p.name, a.date_earliest, a.position;

-- Partners by the number of agreements that they are a party to, the most first.
CREATE VIEW partner_count AS
SELECT
    p.id AS partner,  -- Id of the partner
    p.name,  -- Its name
    p.kind,  -- country, territory, bloc, company, …
    p.iso,  -- ISO 3166-1 alpha-3 code
    p.region,  -- UN M49 region
    count(*) AS agreements,  -- Number of agreements that were not withdrawn
    min(a.date_earliest) AS first_earliest,  -- First day of the first one
    max(a.date_latest) AS last_latest  -- Last day of the last one
FROM partner AS p
JOIN agreement_party AS ap ON ap.partner = p.id
JOIN agreement AS a ON a.id = ap.agreement
WHERE a.withdrawn IS NULL
GROUP BY p.id
ORDER BY agreements DESC, p.name;

-- Minerals by the number of agreements that name them, the most first.
CREATE VIEW mineral_count AS
SELECT
    m.mineral,  -- Word of the mineral vocabulary
    count(*) AS agreements  -- Number of agreements that were not withdrawn
FROM agreement_mineral AS m
JOIN agreement AS a ON a.id = m.agreement
WHERE a.withdrawn IS NULL
GROUP BY m.mineral
ORDER BY agreements DESC, m.mineral;

-- Memberships of initiatives by name.
CREATE VIEW member_overview AS
SELECT
    m.initiative,  -- Id of the initiative
    coalesce(i.acronym, i.name) AS initiative_name,  -- Its acronym, else its name
    m.partner,  -- Id of the partner
    p.name,  -- Its name
    m.role,  -- member, chair, host, founding-member, observer, guest or partner
    m."from",  -- Since when, as written
    m."to",  -- Until when, as written
    m.note  -- A remark
FROM membership AS m
JOIN initiative AS i ON i.id = m.initiative
JOIN partner AS p ON p.id = m.partner
ORDER BY i.position, m.position;

-- Claims with the names that their sources list, and the sources' titles.
CREATE VIEW claim_overview AS
SELECT
    c.id,  -- Id of the claim
    c.statement,  -- What the source says
    c.count,  -- The number that it states
    c.unit,  -- agreements, partners, members, participants or other
    c.as_of,  -- The day that the number speaks of, as written
    c.expect,  -- Verdict that the maintainers expect
    c.explanation,  -- Why it does not add up, or how it does
    (
        SELECT json_group_array(name)
        FROM (
            SELECT p.name
            FROM claim_name AS n
            JOIN partner AS p ON p.id = n.partner
            WHERE n.claim = c.id
            ORDER BY n.position
        )
    ) AS names,  -- JSON: the partners that the source lists
    (
        SELECT json_group_array(title)
        FROM (
            SELECT s.title
            FROM claim_source AS cs
            JOIN source AS s ON s.id = cs.source
            WHERE cs.claim = c.id
            ORDER BY cs.position
        )
    ) AS sources  -- JSON: titles of the sources
FROM claim AS c
WHERE c.withdrawn IS NULL
ORDER BY c.position;

-- Sources by the number of agreements that cite them, the most first.
CREATE VIEW source_use AS
SELECT
    s.id,  -- Id of the source
    s.title,  -- Title of the page or document
    s.publisher,  -- Who published it
    s.kind,  -- official, press, think-tank or company
    s.published,  -- Day, month or year of publication, as written
    s.url,  -- Address
    count(ags.agreement) AS agreements  -- Number of agreements that cite it
FROM source AS s
LEFT JOIN agreement_source AS ags ON ags.source = s.id
GROUP BY s.id
ORDER BY agreements DESC, s.position;

-- The titles of all records: what `record_text` shows of a record that it finds.
CREATE VIEW record_title AS
SELECT
    r.number,  -- Number of the record
    r.kind,  -- Kind of the record
    r.id,  -- Id of the record
    coalesce(
        p.name,
        json_extract(r.json, '$.title'),
        json_extract(r.json, '$.name'),
        json_extract(r.json, '$.statement')
    ) AS title,  -- Its title, name or statement
    NULL AS names,  -- Names are only searched
    NULL AS body  -- All else is only searched
FROM record AS r
LEFT JOIN partner AS p ON r.kind = 'partner' AND p.id = r.id;

-- Which record names what: every question for records that have to do with another reads this.
CREATE VIEW link AS
SELECT
    'agreement' AS kind,  -- Kind of the record
    agreement AS id,  -- Id of the record
    'partner' AS to_kind,  -- partner, mineral, topic, initiative, event, source or signatory
    partner AS to_id  -- What it names
FROM agreement_party
UNION ALL SELECT 'agreement', agreement, 'mineral', mineral FROM agreement_mineral
UNION ALL SELECT 'agreement', agreement, 'topic', topic FROM agreement_topic
UNION ALL SELECT 'agreement', agreement, 'initiative', initiative FROM agreement_initiative
UNION ALL SELECT 'agreement', agreement, 'source', source FROM agreement_source
UNION ALL SELECT 'agreement', id, 'event', event FROM agreement WHERE event IS NOT NULL
UNION ALL SELECT 'agreement', agreement, 'signatory', name
FROM signatory WHERE name IS NOT NULL AND role = 'signatory'
UNION ALL SELECT 'agreement', agreement, 'signatory', body
FROM signatory WHERE body IS NOT NULL AND role = 'signatory'
UNION ALL SELECT 'initiative', initiative, 'partner', partner FROM membership
UNION ALL SELECT 'initiative', initiative, 'source', source FROM initiative_source
UNION ALL SELECT 'initiative', m.initiative, 'source', s.source
FROM membership AS m JOIN membership_source AS s ON s.membership = m.id
UNION ALL SELECT 'initiative', a.initiative, 'source', s.source
FROM act AS a JOIN act_source AS s ON s.act = a.id WHERE a.initiative IS NOT NULL
UNION ALL SELECT 'event', event, 'partner', partner FROM event_partner
UNION ALL SELECT 'event', event, 'source', source FROM event_source
UNION ALL SELECT 'claim', claim, 'partner', partner FROM claim_name
UNION ALL SELECT 'claim', claim, 'source', source FROM claim_source
UNION ALL SELECT 'claim', c.id, j.key, v.value
FROM claim AS c, json_each(c.selector) AS j, json_each(
    CASE j.type WHEN 'array' THEN j.value ELSE json_array(j.value) END
) AS v
WHERE j.key IN ('event', 'initiative');
