-- Which record refers to which: kind and id of the one, kind and id of the other. The relations
-- between agreements are left out, because a selection of agreements is closed without them.
CREATE TEMP VIEW reference (kind, id, to_kind, to_id) AS
SELECT 'agreement', agreement, 'partner', partner FROM agreement_party
UNION ALL SELECT 'agreement', agreement, 'partner', partner FROM signatory
UNION ALL SELECT 'agreement', agreement, 'partner', partner FROM act WHERE agreement IS NOT NULL
UNION ALL SELECT 'agreement', agreement, 'source', source FROM agreement_source
UNION ALL SELECT 'agreement', agreement, 'initiative', initiative FROM agreement_initiative
UNION ALL SELECT 'agreement', id, 'event', event FROM agreement
UNION ALL
SELECT 'agreement', a.agreement, 'source', s.source
FROM act AS a
JOIN act_source AS s ON s.act = a.id
WHERE a.agreement IS NOT NULL
UNION ALL
SELECT 'initiative', a.initiative, 'source', s.source
FROM act AS a
JOIN act_source AS s ON s.act = a.id
WHERE a.initiative IS NOT NULL
UNION ALL
SELECT v.kind, v.record, 'source', s.source FROM variant AS v JOIN variant_source AS s ON s.variant = v.id
UNION ALL SELECT 'event', event, 'partner', partner FROM event_partner
UNION ALL SELECT 'event', event, 'source', source FROM event_source
UNION ALL SELECT 'initiative', initiative, 'initiative', predecessor FROM initiative_predecessor
UNION ALL SELECT 'initiative', initiative, 'partner', partner FROM act WHERE initiative IS NOT NULL
UNION ALL SELECT 'initiative', initiative, 'partner', partner FROM membership
UNION ALL SELECT 'initiative', initiative, 'source', source FROM initiative_source
UNION ALL
SELECT 'initiative', m.initiative, 'source', s.source
FROM membership AS m
JOIN membership_source AS s ON s.membership = m.id
UNION ALL SELECT 'partner', id, 'partner', parent FROM partner;
CREATE TEMP TABLE kept (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
