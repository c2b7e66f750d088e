-- What the records in `fresh` refer to: kind and id of each record named. The relations between
-- agreements are left out, because a selection of agreements is closed without them.
SELECT 'partner', t.partner FROM fresh AS f JOIN agreement_party AS t ON t.agreement = f.id
WHERE f.kind = 'agreement'
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f JOIN signatory AS t ON t.agreement = f.id
WHERE f.kind = 'agreement'
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f JOIN act AS t ON t.agreement = f.id
WHERE f.kind = 'agreement' AND t.partner IS NOT NULL
UNION ALL
SELECT 'source', s.source FROM fresh AS f JOIN act AS t ON t.agreement = f.id
JOIN act_source AS s ON s.act = t.id
WHERE f.kind = 'agreement'
UNION ALL
SELECT 'source', t.source FROM fresh AS f JOIN agreement_source AS t ON t.agreement = f.id
WHERE f.kind = 'agreement'
UNION ALL
SELECT 'initiative', t.initiative FROM fresh AS f
JOIN agreement_initiative AS t ON t.agreement = f.id
WHERE f.kind = 'agreement'
UNION ALL
SELECT 'event', t.event FROM fresh AS f JOIN agreement AS t ON t.id = f.id
WHERE f.kind = 'agreement' AND t.event IS NOT NULL
UNION ALL
SELECT 'source', s.source FROM fresh AS f JOIN variant AS t ON t.record = f.id AND t.kind = f.kind
JOIN variant_source AS s ON s.variant = t.id
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f JOIN event_partner AS t ON t.event = f.id
WHERE f.kind = 'event'
UNION ALL
SELECT 'source', t.source FROM fresh AS f JOIN event_source AS t ON t.event = f.id
WHERE f.kind = 'event'
UNION ALL
SELECT 'initiative', t.predecessor FROM fresh AS f
JOIN initiative_predecessor AS t ON t.initiative = f.id
WHERE f.kind = 'initiative'
UNION ALL
SELECT 'source', t.source FROM fresh AS f JOIN initiative_source AS t ON t.initiative = f.id
WHERE f.kind = 'initiative'
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f JOIN membership AS t ON t.initiative = f.id
WHERE f.kind = 'initiative'
UNION ALL
SELECT 'source', s.source FROM fresh AS f JOIN membership AS t ON t.initiative = f.id
JOIN membership_source AS s ON s.membership = t.id
WHERE f.kind = 'initiative'
UNION ALL
SELECT 'partner', t.partner FROM fresh AS f JOIN act AS t ON t.initiative = f.id
WHERE f.kind = 'initiative' AND t.partner IS NOT NULL
UNION ALL
SELECT 'source', s.source FROM fresh AS f JOIN act AS t ON t.initiative = f.id
JOIN act_source AS s ON s.act = t.id
WHERE f.kind = 'initiative'
UNION ALL
SELECT 'partner', t.parent FROM fresh AS f JOIN partner AS t ON t.id = f.id
WHERE f.kind = 'partner' AND t.parent IS NOT NULL
