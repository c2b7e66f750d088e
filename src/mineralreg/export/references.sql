-- The records of a selection: the agreements of a JSON array of ids, and all that they refer to, by
-- kind and id. An id belongs to one record of whatever kind. The relations between agreements are
-- left out, because a selection of agreements is closed without them.
WITH RECURSIVE found (kind, id) AS (
    SELECT 'agreement', value FROM json_each(?)
    UNION
    SELECT 'partner', t.partner FROM found AS f
    CROSS JOIN agreement_party AS t ON t.agreement = f.id
    UNION
    SELECT 'partner', t.partner FROM found AS f CROSS JOIN signatory AS t ON t.agreement = f.id
    UNION
    SELECT 'partner', t.partner FROM found AS f CROSS JOIN body AS t ON t.agreement = f.id
    UNION
    SELECT 'partner', t.depositary FROM found AS f CROSS JOIN agreement AS t ON t.id = f.id
    UNION
    SELECT 'partner', t.partner FROM found AS f
    CROSS JOIN act AS t ON t.agreement = f.id OR t.initiative = f.id
    UNION
    SELECT 'partner', t.partner FROM found AS f CROSS JOIN event_partner AS t ON t.event = f.id
    UNION
    SELECT 'partner', t.partner FROM found AS f CROSS JOIN membership AS t ON t.initiative = f.id
    UNION
    SELECT 'partner', t.parent FROM found AS f CROSS JOIN partner AS t ON t.id = f.id
    UNION
    SELECT 'source', t.source FROM found AS f CROSS JOIN agreement_source AS t ON t.agreement = f.id
    UNION
    SELECT 'source', t.source FROM found AS f CROSS JOIN event_source AS t ON t.event = f.id
    UNION
    SELECT 'source', t.source FROM found AS f
    CROSS JOIN initiative_source AS t ON t.initiative = f.id
    UNION
    SELECT 'source', s.source FROM found AS f
    CROSS JOIN act AS t ON t.agreement = f.id OR t.initiative = f.id
    CROSS JOIN act_source AS s ON s.act = t.id
    UNION
    SELECT 'source', s.source FROM found AS f CROSS JOIN membership AS t ON t.initiative = f.id
    CROSS JOIN membership_source AS s ON s.membership = t.id
    UNION
    SELECT 'source', s.source FROM found AS f CROSS JOIN variant AS t ON t.record = f.id
    CROSS JOIN variant_source AS s ON s.variant = t.id
    UNION
    SELECT 'initiative', t.initiative FROM found AS f
    CROSS JOIN agreement_initiative AS t ON t.agreement = f.id
    UNION
    SELECT 'initiative', t.predecessor FROM found AS f
    CROSS JOIN initiative_predecessor AS t ON t.initiative = f.id
    UNION
    SELECT 'event', t.event FROM found AS f CROSS JOIN agreement AS t ON t.id = f.id
)
SELECT kind, id FROM found WHERE id IS NOT NULL
