-- Fills record_text from the tables. Names hold every name of the partners, so that a search for
-- "DRC" finds what the file calls dr-congo.
INSERT INTO record_text
SELECT
    'agreement',
    a.id,
    a.title,
    (
        SELECT group_concat(n.alias, ' · ')
        FROM agreement_party AS p
        JOIN partner_alias AS n ON n.partner = p.partner
        WHERE p.agreement = a.id
    ),
    concat_text(
        a.id,
        a.kind,
        a.notes,
        a.contested,
        (SELECT group_concat(m.mineral, ' · ') FROM agreement_mineral AS m WHERE m.agreement = a.id),
        (SELECT group_concat(t.topic, ' · ') FROM agreement_topic AS t WHERE t.agreement = a.id),
        (
            SELECT group_concat(concat_text(s.name, s.office, s.body), ' · ')
            FROM signatory AS s
            WHERE s.agreement = a.id
        ),
        (
            SELECT group_concat(concat_text(c.place, c.note), ' · ')
            FROM act AS c
            WHERE c.agreement = a.id
        ),
        (
            SELECT group_concat(concat_text(v.value, v.note), ' · ')
            FROM variant AS v
            WHERE v.kind = 'agreement' AND v.record = a.id
        )
    )
FROM agreement AS a
ORDER BY a.position;
INSERT INTO record_text
SELECT
    'partner',
    p.id,
    p.name,
    (SELECT group_concat(n.alias, ' · ') FROM partner_alias AS n WHERE n.partner = p.id),
    concat_text(p.id, p.kind, p.region, p.subregion, p.notes)
FROM partner AS p
ORDER BY p.position;
INSERT INTO record_text
SELECT
    'initiative',
    i.id,
    i.name,
    concat_text(
        i.acronym,
        (SELECT group_concat(n.alias, ' · ') FROM initiative_alias AS n WHERE n.initiative = i.id)
    ),
    concat_text(i.id, i.kind, i.notes)
FROM initiative AS i
ORDER BY i.position;
INSERT INTO record_text
SELECT
    'event',
    e.id,
    e.name,
    (SELECT group_concat(n.alias, ' · ') FROM event_alias AS n WHERE n.event = e.id),
    concat_text(e.id, e.place, e.notes)
FROM event AS e
ORDER BY e.position;
INSERT INTO record_text
SELECT 'source', s.id, s.title, s.publisher, concat_text(s.id, s.kind, s.via, s.notes, s.url)
FROM source AS s
ORDER BY s.position;
INSERT INTO record_text
SELECT 'claim', c.id, c.statement, NULL, concat_text(c.id, c.explanation, c.notes)
FROM claim AS c
ORDER BY c.position;
