-- What the records in `fresh` refer to: kind and id of each record named. An id belongs to one
-- record of whatever kind. The relations between agreements are left out, because a selection of
-- agreements is closed without them.
SELECT 'partner', t.partner FROM fresh AS f CROSS JOIN agreement_party AS t ON t.agreement = f.id
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f CROSS JOIN signatory AS t ON t.agreement = f.id
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f CROSS JOIN body AS t ON t.agreement = f.id
WHERE t.partner IS NOT NULL
UNION ALL
SELECT 'partner', t.depositary FROM fresh AS f CROSS JOIN agreement AS t ON t.id = f.id
WHERE t.depositary IS NOT NULL
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f
CROSS JOIN act AS t ON t.agreement = f.id OR t.initiative = f.id
WHERE t.partner IS NOT NULL
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f CROSS JOIN event_partner AS t ON t.event = f.id
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f CROSS JOIN membership AS t ON t.initiative = f.id
UNION ALL
SELECT 'partner', t.parent FROM fresh AS f CROSS JOIN partner AS t ON t.id = f.id
WHERE t.parent IS NOT NULL
UNION ALL
SELECT 'source', t.source FROM fresh AS f CROSS JOIN agreement_source AS t ON t.agreement = f.id
UNION ALL
SELECT 'source', t.source FROM fresh AS f CROSS JOIN event_source AS t ON t.event = f.id
UNION ALL
SELECT 'source', t.source FROM fresh AS f CROSS JOIN initiative_source AS t ON t.initiative = f.id
UNION ALL
SELECT 'source', s.source FROM fresh AS f
CROSS JOIN act AS t ON t.agreement = f.id OR t.initiative = f.id
CROSS JOIN act_source AS s ON s.act = t.id
UNION ALL
SELECT 'source', s.source FROM fresh AS f CROSS JOIN membership AS t ON t.initiative = f.id
CROSS JOIN membership_source AS s ON s.membership = t.id
UNION ALL
SELECT 'source', s.source FROM fresh AS f CROSS JOIN variant AS t ON t.record = f.id
CROSS JOIN variant_source AS s ON s.variant = t.id
UNION ALL
SELECT 'initiative', t.initiative FROM fresh AS f
CROSS JOIN agreement_initiative AS t ON t.agreement = f.id
UNION ALL
SELECT 'initiative', t.predecessor FROM fresh AS f
CROSS JOIN initiative_predecessor AS t ON t.initiative = f.id
UNION ALL
SELECT 'event', t.event FROM fresh AS f CROSS JOIN agreement AS t ON t.id = f.id
WHERE t.event IS NOT NULL
