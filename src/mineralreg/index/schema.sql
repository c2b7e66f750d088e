-- The index of one registry, and the file that `export sqlite` writes.
-- Dates stand as written (2026-02-04, 2026-02, 2026?) with the first and last day they can be
-- beside them; a date that no source states is NULL and can be any day.
-- `position` is the place of a row in the registry file, from 0.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;

CREATE TABLE source (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    kind TEXT NOT NULL,
    published TEXT,
    published_earliest TEXT,
    published_latest TEXT,
    url TEXT,
    via TEXT,
    archive_url TEXT,
    retrieved TEXT,
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE partner (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    iso TEXT,
    region TEXT,
    subregion TEXT,
    parent TEXT REFERENCES partner (id),
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE partner_alias (
    partner TEXT NOT NULL REFERENCES partner (id),
    alias TEXT NOT NULL,
    fold TEXT NOT NULL,  -- as names are compared: mineralreg.reference.fold
    PRIMARY KEY (partner, alias)
) WITHOUT ROWID;

CREATE TABLE event (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    date TEXT,
    date_earliest TEXT,
    date_latest TEXT,
    start TEXT,
    "end" TEXT,
    place TEXT,
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE event_alias (
    event TEXT NOT NULL REFERENCES event (id),
    alias TEXT NOT NULL,
    PRIMARY KEY (event, alias)
) WITHOUT ROWID;

CREATE TABLE event_partner (
    event TEXT NOT NULL REFERENCES event (id),
    partner TEXT NOT NULL REFERENCES partner (id),
    role TEXT NOT NULL CHECK (role IN ('host', 'participant')),
    position INTEGER NOT NULL,
    PRIMARY KEY (event, partner, role)
) WITHOUT ROWID;

CREATE TABLE event_source (
    event TEXT NOT NULL REFERENCES event (id),
    source TEXT NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (event, source)
) WITHOUT ROWID;

CREATE TABLE initiative (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    acronym TEXT,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    status_since TEXT,
    date TEXT,
    date_earliest TEXT,
    date_latest TEXT,
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE initiative_alias (
    initiative TEXT NOT NULL REFERENCES initiative (id),
    alias TEXT NOT NULL,
    PRIMARY KEY (initiative, alias)
) WITHOUT ROWID;

CREATE TABLE initiative_predecessor (
    initiative TEXT NOT NULL REFERENCES initiative (id),
    predecessor TEXT NOT NULL REFERENCES initiative (id),
    PRIMARY KEY (initiative, predecessor)
) WITHOUT ROWID;

CREATE TABLE initiative_source (
    initiative TEXT NOT NULL REFERENCES initiative (id),
    source TEXT NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (initiative, source)
) WITHOUT ROWID;

-- A partner's part in an initiative, in one role, for a time.
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    initiative TEXT NOT NULL REFERENCES initiative (id),
    partner TEXT NOT NULL REFERENCES partner (id),
    role TEXT NOT NULL,
    "from" TEXT,
    from_earliest TEXT,
    from_latest TEXT,
    "to" TEXT,
    to_earliest TEXT,
    to_latest TEXT,
    note TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE membership_source (
    membership INTEGER NOT NULL REFERENCES membership (id),
    source TEXT NOT NULL REFERENCES source (id),
    PRIMARY KEY (membership, source)
) WITHOUT ROWID;

-- `date` is the day it was signed, else announced, else its first dated act.
CREATE TABLE agreement (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    title_status TEXT NOT NULL,
    kind TEXT NOT NULL,
    legal_nature TEXT NOT NULL,
    level TEXT NOT NULL,
    status TEXT NOT NULL,
    status_since TEXT,
    date TEXT,
    date_earliest TEXT,
    date_latest TEXT,
    event TEXT REFERENCES event (id),
    contested TEXT,
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE agreement_party (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    partner TEXT NOT NULL REFERENCES partner (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, partner)
) WITHOUT ROWID;

CREATE TABLE agreement_mineral (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    mineral TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, mineral)
) WITHOUT ROWID;

CREATE TABLE agreement_topic (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    topic TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, topic)
) WITHOUT ROWID;

CREATE TABLE agreement_initiative (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    initiative TEXT NOT NULL REFERENCES initiative (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, initiative)
) WITHOUT ROWID;

-- Every source that the record names, for itself or for a part of it.
CREATE TABLE agreement_source (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    source TEXT NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, source)
) WITHOUT ROWID;

CREATE TABLE signatory (
    id INTEGER PRIMARY KEY,
    agreement TEXT NOT NULL REFERENCES agreement (id),
    partner TEXT NOT NULL REFERENCES partner (id),
    name TEXT,
    office TEXT,
    body TEXT,
    role TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE amount (
    id INTEGER PRIMARY KEY,
    agreement TEXT REFERENCES agreement (id),
    initiative TEXT REFERENCES initiative (id),
    value NUMERIC NOT NULL,
    unit TEXT NOT NULL,
    qualifier TEXT,
    what TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE relation (
    agreement TEXT NOT NULL REFERENCES agreement (id),
    type TEXT NOT NULL,
    other TEXT NOT NULL REFERENCES agreement (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (agreement, type, other)
) WITHOUT ROWID;

-- A value that some sources give and the record does not take.
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    note TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE variant_source (
    variant INTEGER NOT NULL REFERENCES variant (id),
    source TEXT NOT NULL REFERENCES source (id),
    PRIMARY KEY (variant, source)
) WITHOUT ROWID;

-- A dated act on an agreement or an initiative (one of the two is set).
-- `sort` puts the acts of a record in time order.
CREATE TABLE act (
    id INTEGER PRIMARY KEY,
    agreement TEXT REFERENCES agreement (id),
    initiative TEXT REFERENCES initiative (id),
    action TEXT NOT NULL,
    date TEXT,
    earliest TEXT,
    latest TEXT,
    partner TEXT REFERENCES partner (id),
    place TEXT,
    note TEXT,
    position INTEGER NOT NULL,
    sort INTEGER NOT NULL
);

CREATE TABLE act_source (
    act INTEGER NOT NULL REFERENCES act (id),
    source TEXT NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (act, source)
) WITHOUT ROWID;

-- The states that a record went through: `status` holds from `since` until the next row of `sort`.
-- An undated change can have come any day up to the registry's `as_of`.
CREATE TABLE state (
    agreement TEXT REFERENCES agreement (id),
    initiative TEXT REFERENCES initiative (id),
    sort INTEGER NOT NULL,
    status TEXT NOT NULL,
    since TEXT,
    earliest TEXT NOT NULL,
    latest TEXT NOT NULL
);

CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    statement TEXT NOT NULL,
    count INTEGER NOT NULL,
    unit TEXT NOT NULL,
    as_of TEXT NOT NULL,
    as_of_earliest TEXT NOT NULL,
    as_of_latest TEXT NOT NULL,
    selector TEXT,
    counts_host INTEGER NOT NULL,
    counts_blocs INTEGER NOT NULL,
    expect TEXT NOT NULL,
    explanation TEXT,
    notes TEXT,
    withdrawn TEXT,
    position INTEGER NOT NULL
);

CREATE TABLE claim_name (
    claim TEXT NOT NULL REFERENCES claim (id),
    partner TEXT NOT NULL REFERENCES partner (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (claim, partner)
) WITHOUT ROWID;

CREATE TABLE claim_member (
    claim TEXT NOT NULL REFERENCES claim (id),
    agreement TEXT NOT NULL REFERENCES agreement (id),
    confidence TEXT NOT NULL,
    note TEXT,
    position INTEGER NOT NULL,
    PRIMARY KEY (claim, agreement)
) WITHOUT ROWID;

CREATE TABLE claim_source (
    claim TEXT NOT NULL REFERENCES claim (id),
    source TEXT NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (claim, source)
) WITHOUT ROWID;

-- Every id that resolves: current ones (id = record) and former ones.
CREATE TABLE record_id (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record TEXT NOT NULL
) WITHOUT ROWID;

-- Each record whole, as JSON with the keys of the registry file plus the computed ones.
CREATE TABLE record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- Full text of every record: titles, names, all names of its partners, notes.
CREATE VIRTUAL TABLE record_text USING fts5 (
    kind UNINDEXED,
    id UNINDEXED,
    title,
    names,
    body,
    tokenize = "unicode61 remove_diacritics 2"
);
