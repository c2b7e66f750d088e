-- The index of one registry, and the file that `export sqlite` writes.
-- Dates stand as written (2026-02-04, 2026-02, 2026?) with the first and last day they can be
-- beside them; a date that no source states is NULL and can be any day.
-- `position` is the place of a row in the registry file, from 0.

-- What the registry says of itself, and what made this database.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,  -- title, version, as_of, license, scope, schema_version, …
    value TEXT  -- The value, or NULL when the registry does not say
) WITHOUT ROWID;

-- Where facts come from.
CREATE TABLE source (
    id TEXT PRIMARY KEY,  -- Id of the source
    title TEXT NOT NULL,  -- Title of the page or document
    authors TEXT,  -- JSON: who wrote it, each as in a list of references
    publisher TEXT NOT NULL,  -- Who published it
    kind TEXT NOT NULL,  -- official, press, think-tank or company
    published TEXT,  -- Day, month or year of publication, as written
    published_earliest TEXT,  -- First day that it can be
    published_latest TEXT,  -- Last day that it can be
    url TEXT,  -- Address
    via TEXT,  -- Where an official text was read, when not at its publisher
    archive_url TEXT,  -- Address of an archived copy
    retrieved TEXT,  -- When it was read, as written
    read TEXT,  -- How much of it was read: whole, excerpt, title or second-hand
    language TEXT,  -- The language that it is written in, as a BCP 47 tag
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Who takes part: states, territories, blocs, bodies, companies.
CREATE TABLE partner (
    id TEXT PRIMARY KEY,  -- Id of the partner
    name TEXT NOT NULL,  -- Name as people write it in English
    kind TEXT NOT NULL,  -- country, territory, bloc, company, … (the vocabulary of kinds)
    iso TEXT,  -- ISO 3166-1 alpha-3 code (XKX for Kosovo), for countries and territories
    region TEXT,  -- UN M49 region
    subregion TEXT,  -- Narrowest UN M49 area
    parent TEXT REFERENCES partner (id),  -- Partner that it belongs to
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Every name that a partner is known by.
CREATE TABLE partner_alias (
    partner TEXT NOT NULL REFERENCES partner (id),  -- Partner
    alias TEXT NOT NULL,  -- A name, a code or an abbreviation
    fold TEXT NOT NULL,  -- The same as names are compared: folded
    PRIMARY KEY (partner, alias)
) WITHOUT ROWID;

-- Meetings at which agreements were signed or announced.
CREATE TABLE event (
    id TEXT PRIMARY KEY,  -- Id of the event
    name TEXT NOT NULL,  -- Name of the event
    date TEXT,  -- First day, as written
    date_earliest TEXT,  -- First day that it can be
    date_latest TEXT,  -- Last day that it can be
    start TEXT,  -- First day of an event of several days, as written
    "end" TEXT,  -- Last day of an event of several days, as written
    place TEXT,  -- Where
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Other names of events.
CREATE TABLE event_alias (
    event TEXT NOT NULL REFERENCES event (id),  -- Event
    alias TEXT NOT NULL,  -- A name
    PRIMARY KEY (event, alias)
) WITHOUT ROWID;

-- Who hosted an event and who took part.
CREATE TABLE event_partner (
    event TEXT NOT NULL REFERENCES event (id),  -- Event
    partner TEXT NOT NULL REFERENCES partner (id),  -- Partner
    role TEXT NOT NULL CHECK (role IN ('host', 'participant')),  -- host or participant
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    PRIMARY KEY (event, partner, role)
) WITHOUT ROWID;

-- Sources of events.
CREATE TABLE event_source (
    event TEXT NOT NULL REFERENCES event (id),  -- Event
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (event, position)
) WITHOUT ROWID;

-- Forums, partnerships, plans and funds that several partners share.
CREATE TABLE initiative (
    id TEXT PRIMARY KEY,  -- Id of the initiative
    name TEXT NOT NULL,  -- Name of the initiative
    acronym TEXT,  -- Short name
    kind TEXT NOT NULL,  -- forum, partnership, plan, fund, … (the vocabulary of kinds)
    status TEXT NOT NULL,  -- Status after all its acts
    status_since TEXT,  -- Date of the act that brought the status, as written
    date TEXT,  -- Date of the launch, else of the first dated act, as written
    date_earliest TEXT,  -- First day that it can be
    date_latest TEXT,  -- Last day that it can be
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Other names of initiatives.
CREATE TABLE initiative_alias (
    initiative TEXT NOT NULL REFERENCES initiative (id),  -- Initiative
    alias TEXT NOT NULL,  -- A name
    PRIMARY KEY (initiative, alias)
) WITHOUT ROWID;

-- What an initiative grew out of.
CREATE TABLE initiative_predecessor (
    initiative TEXT NOT NULL REFERENCES initiative (id),  -- Initiative
    predecessor TEXT NOT NULL REFERENCES initiative (id),  -- The initiative before it
    PRIMARY KEY (initiative, predecessor)
) WITHOUT ROWID;

-- Sources of initiatives.
CREATE TABLE initiative_source (
    initiative TEXT NOT NULL REFERENCES initiative (id),  -- Initiative
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (initiative, position)
) WITHOUT ROWID;

-- A partner's part in an initiative, in one role, for a time.
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,  -- Number of the row
    initiative TEXT NOT NULL REFERENCES initiative (id),  -- Initiative
    partner TEXT NOT NULL REFERENCES partner (id),  -- Partner
    role TEXT NOT NULL,  -- member, chair, host, founding-member, observer, guest or partner
    "from" TEXT,  -- Since when, as written
    from_earliest TEXT,  -- First day that it can be
    from_latest TEXT,  -- Last day that it can be
    "to" TEXT,  -- Until when, as written
    to_earliest TEXT,  -- First day that it can be
    to_latest TEXT,  -- Last day that it can be
    note TEXT,  -- A remark
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Sources of memberships.
CREATE TABLE membership_source (
    membership INTEGER NOT NULL REFERENCES membership (id),  -- Membership
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (membership, source)
) WITHOUT ROWID;

-- Instruments between partners, one row each.
CREATE TABLE agreement (
    id TEXT PRIMARY KEY,  -- Id of the agreement
    title TEXT NOT NULL,  -- Title of the instrument
    title_status TEXT NOT NULL,  -- official (a source quotes the title) or descriptive
    kind TEXT NOT NULL,  -- The instrument: memorandum, framework, treaty, …
    legal_nature TEXT NOT NULL,  -- binding, non-binding, mixed or not-stated
    level TEXT NOT NULL,  -- intergovernmental, inter-agency, subnational or commercial
    status TEXT NOT NULL,  -- Status after all its acts
    status_since TEXT,  -- Date of the act that brought the status, as written
    date TEXT,  -- When signed, else announced, else first acted on, as written
    date_earliest TEXT,  -- First day that it can be
    date_latest TEXT,  -- Last day that it can be
    event TEXT REFERENCES event (id),  -- Event at which it was signed or announced
    contested TEXT,  -- Who denies that it exists or was agreed
    text_url TEXT,  -- Address of the instrument's own text, at a party
    text_status TEXT,  -- published, unpublished or not-found
    languages TEXT,  -- JSON: languages of the authentic texts, as BCP 47 tags
    term_duration TEXT,  -- How long it runs, such as P5Y
    term_renewal TEXT,  -- Whether it is renewed when its term ends
    term_notice TEXT,  -- How long in advance a party must give notice, such as P6M
    term_until TEXT,  -- Last day, as written
    depositary TEXT REFERENCES partner (id),  -- Partner with which the original is deposited
    series TEXT,  -- JSON: where it is published, such as TIAS 23-328
    checked TEXT,  -- When it was last compared with its sources, as written
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- The parties of agreements.
CREATE TABLE agreement_party (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    partner TEXT NOT NULL REFERENCES partner (id),  -- Party
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- The minerals that agreements name.
CREATE TABLE agreement_mineral (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    mineral TEXT NOT NULL,  -- Word of the mineral vocabulary
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- What agreements are about.
CREATE TABLE agreement_topic (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    topic TEXT NOT NULL,  -- Word of the topic vocabulary
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- Initiatives that agreements belong to.
CREATE TABLE agreement_initiative (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    initiative TEXT NOT NULL REFERENCES initiative (id),  -- Initiative
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- Every source that the record names, for itself or for a part of it.
CREATE TABLE agreement_source (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- Who put the name to an agreement, or witnessed it.
CREATE TABLE signatory (
    id INTEGER PRIMARY KEY,  -- Number of the row
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    partner TEXT NOT NULL REFERENCES partner (id),  -- Party that the person or body acted for
    name TEXT,  -- Person, as the sources write the name
    office TEXT,  -- Office held that day
    body TEXT,  -- Ministry, agency or company that signed for the party
    role TEXT NOT NULL,  -- signatory or witness
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Bodies that carry agreements out: committees, working groups, offices.
CREATE TABLE body (
    id INTEGER PRIMARY KEY,  -- Number of the row
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    name TEXT NOT NULL,  -- Its name, as the sources write it
    partner TEXT REFERENCES partner (id),  -- Partner that it belongs to; NULL for a joint body
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Sums that an agreement or an initiative names (one of the two is set).
CREATE TABLE amount (
    id INTEGER PRIMARY KEY,  -- Number of the row
    agreement TEXT REFERENCES agreement (id),  -- Agreement
    initiative TEXT REFERENCES initiative (id),  -- Initiative
    value NUMERIC NOT NULL,  -- The number
    unit TEXT NOT NULL,  -- What it counts, such as USD billion
    qualifier TEXT,  -- such as up to, about, at least
    what TEXT,  -- What the sum is for
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- How agreements stand to each other.
CREATE TABLE relation (
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    type TEXT NOT NULL,  -- supersedes, amends, implements, part-of, distinct-from, …
    other TEXT NOT NULL REFERENCES agreement (id),  -- The other agreement
    PRIMARY KEY (agreement, position)
) WITHOUT ROWID;

-- A value that some sources give and the record does not take.
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,  -- Number of the row
    kind TEXT NOT NULL,  -- Kind of the record: agreement, initiative or event
    record TEXT NOT NULL,  -- Id of the record
    field TEXT NOT NULL,  -- Field or act that the sources disagree on
    value TEXT NOT NULL,  -- What those sources say
    note TEXT,  -- A remark
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Sources of variants.
CREATE TABLE variant_source (
    variant INTEGER NOT NULL REFERENCES variant (id),  -- Variant
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (variant, source)
) WITHOUT ROWID;

-- A dated act on an agreement or an initiative (one of the two is set).
-- `sort` puts the acts of a record in time order.
CREATE TABLE act (
    id INTEGER PRIMARY KEY,  -- Number of the row
    agreement TEXT REFERENCES agreement (id),  -- Agreement
    initiative TEXT REFERENCES initiative (id),  -- Initiative
    action TEXT NOT NULL,  -- What happened: signed, ratified, entered-into-force, …
    date TEXT,  -- Local date at its place, as written
    earliest TEXT,  -- First day that it can be
    latest TEXT,  -- Last day that it can be
    partner TEXT REFERENCES partner (id),  -- Party whose own act it is; NULL for everybody's
    place TEXT,  -- Where
    note TEXT,  -- A remark
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    sort INTEGER NOT NULL  -- Place of the act in time order, from 0
);

-- Sources of acts: their own, else those of the record.
CREATE TABLE act_source (
    act INTEGER NOT NULL REFERENCES act (id),  -- Act
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (act, position)
) WITHOUT ROWID;

-- The states that a record went through: `status` holds from `since` until the next row of `sort`.
-- An undated change can have come any day up to the registry's `as_of`.
CREATE TABLE state (
    act INTEGER PRIMARY KEY REFERENCES act (id),  -- The act that brought it
    agreement TEXT REFERENCES agreement (id),  -- Agreement
    initiative TEXT REFERENCES initiative (id),  -- Initiative
    sort INTEGER NOT NULL,  -- Place in time order
    status TEXT NOT NULL,  -- The status that began
    since TEXT,  -- Date of the act that brought it, as written
    earliest TEXT NOT NULL,  -- First day that it can be
    latest TEXT NOT NULL  -- Last day that it can be
);

-- Counts that sources state, to be compared with what is recorded.
CREATE TABLE claim (
    id TEXT PRIMARY KEY,  -- Id of the claim
    statement TEXT NOT NULL,  -- What the source says
    count INTEGER NOT NULL,  -- The number that it states
    unit TEXT NOT NULL,  -- agreements, partners, members, participants or other
    as_of TEXT NOT NULL,  -- The day that the number speaks of, as written
    as_of_earliest TEXT NOT NULL,  -- First day that it can be
    as_of_latest TEXT NOT NULL,  -- Last day that it can be
    selector TEXT,  -- JSON object: the filters that find the records it counts
    counts_host INTEGER NOT NULL CHECK (counts_host IN (0, 1)),  -- Is the host counted?
    counts_blocs INTEGER NOT NULL CHECK (counts_blocs IN (0, 1)),  -- Are blocs counted?
    expect TEXT NOT NULL,  -- Verdict that the maintainers expect: match, short, over or unknowable
    explanation TEXT,  -- Why it does not add up, or how it does
    notes TEXT,  -- Remarks
    withdrawn TEXT,  -- Why the record turned out wrong; NULL while it stands
    position INTEGER NOT NULL  -- Place in the registry file, from 0
);

-- Partners that the source of a claim lists by name.
CREATE TABLE claim_name (
    claim TEXT NOT NULL REFERENCES claim (id),  -- Claim
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    partner TEXT NOT NULL REFERENCES partner (id),  -- Partner
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

-- Agreements that a claim counts, where no selector can say it.
CREATE TABLE claim_member (
    claim TEXT NOT NULL REFERENCES claim (id),  -- Claim
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    agreement TEXT NOT NULL REFERENCES agreement (id),  -- Agreement
    confidence TEXT NOT NULL,  -- certain, likely, possible or contradicted
    note TEXT,  -- Why
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

-- Sources of claims.
CREATE TABLE claim_source (
    claim TEXT NOT NULL REFERENCES claim (id),  -- Claim
    position INTEGER NOT NULL,  -- Place in the registry file, from 0
    source TEXT NOT NULL REFERENCES source (id),  -- Source
    PRIMARY KEY (claim, position)
) WITHOUT ROWID;

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

-- Every id that resolves: current ones (id = record) and former ones.
CREATE TABLE record_id (
    id TEXT PRIMARY KEY,  -- Current or former id
    kind TEXT NOT NULL,  -- Kind of the record
    record TEXT NOT NULL  -- Current id of the record
) WITHOUT ROWID;

-- Each record whole, as JSON with the keys of the registry file plus the computed ones.
CREATE TABLE record (
    number INTEGER PRIMARY KEY,  -- Number of the record, and its row in `record_text`
    kind TEXT NOT NULL,  -- Kind of the record
    id TEXT NOT NULL,  -- Id of the record
    json TEXT NOT NULL,  -- The record
    UNIQUE (kind, id)
);

-- Full text of every record: titles, names, all names of its partners, notes. Of what
-- it finds the kind, the id and the title can be read.
CREATE VIRTUAL TABLE record_text USING fts5 (
    kind UNINDEXED,
    id UNINDEXED,
    title,
    names,
    body,
    content = "record_title",
    content_rowid = "number",
    tokenize = "unicode61 remove_diacritics 2"
);
