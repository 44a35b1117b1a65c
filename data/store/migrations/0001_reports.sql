-- One county, its agencies, and the versions of their reports with every
-- figure. Dates are ISO 8601 text; empty text means unknown unless a column
-- says otherwise; yes and no are 1 and 0.

CREATE TABLE store (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    change_number BIGINT  NOT NULL CHECK (change_number >= 0), -- rises with every writing transaction
    rules_version BIGINT  NOT NULL,                            -- of the rules that derived the findings
    last_version  BIGINT  NOT NULL CHECK (last_version >= 0)   -- version ids are never given twice
);

CREATE TABLE county (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL, -- full name, such as 示例县
    level      TEXT    NOT NULL CHECK (level <> ''), -- 县, 设区的市, 省
    collecting INTEGER NOT NULL CHECK (collecting BETWEEN 0 AND 9999), -- report year, 0 = not set
    has_roster INTEGER NOT NULL CHECK (has_roster IN (0, 1))
);

CREATE TABLE agency (
    county     INTEGER NOT NULL REFERENCES county (id),
    key        TEXT    NOT NULL CHECK (key <> ''),
    name       TEXT    NOT NULL CHECK (name <> ''), -- fullest form
    unit_group TEXT    NOT NULL CHECK (unit_group IN ('县政府', '部门', '乡镇', '街道', '其他')),
    position   INTEGER NOT NULL CHECK (position >= 0), -- 单位序列 from 1, 0 = none set
    from_year  INTEGER NOT NULL CHECK (from_year BETWEEN 0 AND 9999), -- 0 = open
    to_year    INTEGER NOT NULL CHECK (to_year BETWEEN 0 AND 9999),   -- 0 = open
    counts     INTEGER NOT NULL CHECK (counts IN (0, 1)), -- 计入汇总 by default
    PRIMARY KEY (county, key),
    UNIQUE (county, name)
);

-- Other spellings of an agency's name, never its predecessors.
CREATE TABLE agency_alias (
    county INTEGER NOT NULL,
    agency TEXT    NOT NULL,
    number INTEGER NOT NULL,
    alias  TEXT    NOT NULL,
    PRIMARY KEY (county, agency, number),
    FOREIGN KEY (county, agency) REFERENCES agency (county, key) ON DELETE CASCADE
);

-- Years in which an agency counts otherwise than by default.
CREATE TABLE agency_year (
    county INTEGER NOT NULL,
    agency TEXT    NOT NULL,
    year   INTEGER NOT NULL,
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    PRIMARY KEY (county, agency, year),
    FOREIGN KEY (county, agency) REFERENCES agency (county, key) ON DELETE CASCADE
);

CREATE TABLE succession (
    county     INTEGER NOT NULL,
    number     INTEGER NOT NULL, -- order as given
    old_agency TEXT    NOT NULL,
    new_agency TEXT    NOT NULL,
    year       INTEGER NOT NULL CHECK (year BETWEEN 1 AND 9999), -- first report year of the successor
    rule       TEXT    NOT NULL CHECK (rule IN ('link', 'link_mark_break', 'sum_predecessors',
                                                'mark_break', 'new_series', 'leave_sum', 'ask')),
    PRIMARY KEY (county, number),
    FOREIGN KEY (county, old_agency) REFERENCES agency (county, key),
    FOREIGN KEY (county, new_agency) REFERENCES agency (county, key)
);

CREATE TABLE batch (
    id         INTEGER PRIMARY KEY,
    label      TEXT NOT NULL,
    started    TEXT NOT NULL, -- UTC
    finished   TEXT NOT NULL, -- UTC, empty while it runs or where it was cut off
    taken_back TEXT NOT NULL  -- UTC, empty unless it was taken back
);

-- The bytes of a file as they came, once for all versions read from them.
CREATE TABLE original (
    sha256 TEXT PRIMARY KEY, -- of the unpacked bytes, in hex
    body   BLOB NOT NULL     -- packed
);

-- One reading of one file.
CREATE TABLE version (
    id         INTEGER PRIMARY KEY,
    county     INTEGER NOT NULL REFERENCES county (id),
    batch      INTEGER NOT NULL REFERENCES batch (id),
    number     INTEGER NOT NULL CHECK (number >= 0), -- 第几版 of the report, 0 while not settled
    agency     TEXT,                                 -- null while not settled
    year       INTEGER NOT NULL CHECK (year BETWEEN 0 AND 9999), -- 报告年度, 0 while not settled
    kind       TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    wait       TEXT    NOT NULL, -- reasons why it waits, words with a space between; empty when it does not
    unfilled   INTEGER NOT NULL CHECK (unfilled IN (0, 1)),
    file_name  TEXT    NOT NULL,
    format     TEXT    NOT NULL,
    sha256     TEXT    NOT NULL REFERENCES original (sha256),
    received   TEXT    NOT NULL CHECK (received = '' OR received LIKE '____-__-__'),
    reading    INTEGER NOT NULL,
    reviewed   INTEGER NOT NULL CHECK (reviewed IN (0, 1)),
    -- What the file itself says, settled or not.
    said_agency  TEXT    NOT NULL,
    said_year    INTEGER NOT NULL,
    said_kind    TEXT    NOT NULL CHECK (said_kind IN ('', 'unit', 'published')),
    said_edition TEXT    NOT NULL,
    said_title   TEXT    NOT NULL,
    FOREIGN KEY (county, agency) REFERENCES agency (county, key),
    CHECK ((agency IS NOT NULL AND year > 0) = (number > 0)),
    CHECK (is_current = 0 OR (number > 0 AND wait = ''))
);

CREATE UNIQUE INDEX version_one_current ON version (county, agency, year, kind) WHERE is_current = 1;
CREATE UNIQUE INDEX version_number ON version (county, agency, year, kind, number) WHERE number > 0;
CREATE INDEX version_report ON version (county, agency, year, kind, number);
CREATE INDEX version_batch ON version (batch);
CREATE INDEX version_sha256 ON version (sha256);

-- What is read only with a whole version.
CREATE TABLE content (
    version  INTEGER PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
    prose    BLOB NOT NULL, -- chapters and evidence, packed
    document BLOB NOT NULL  -- the neutral document as it was given
);

-- The codes of a table in their order, shared by all tables that hold the same.
CREATE TABLE layout (
    id     INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE, -- of codes: these are too long for a key
    codes  TEXT NOT NULL         -- one a line, an extra one led by +
);

-- One table of a version, with all that its figures do not need a row for.
CREATE TABLE report_table (
    version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL, -- from 1, in the report's order
    name    TEXT    NOT NULL,
    edition TEXT    NOT NULL,
    found   INTEGER NOT NULL CHECK (found IN (0, 1)),
    layout  INTEGER NOT NULL REFERENCES layout (id),
    blank   BLOB    NOT NULL, -- one bit a code: blank rather than a read 0; empty where none is
    marks   BLOB    NOT NULL, -- places and odd raw texts, packed
    PRIMARY KEY (version, number)
) WITHOUT ROWID; -- no more than the key's order: leave it away elsewhere

-- The figures that are not a plain read 0 and not a plain blank. A code of
-- the table's layout without a row here is one of these two.
CREATE TABLE figure (
    version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
    code    TEXT    NOT NULL,
    state   TEXT    NOT NULL CHECK (state IN ('read', 'blank', 'missing', 'unreadable', 'doubtful')),
    value   BIGINT  NOT NULL, -- 件 (条, 项 …), or 分 for amounts: 10^-6 万元
    doubt   TEXT    NOT NULL,
    PRIMARY KEY (version, code),
    CHECK (value = 0 OR state IN ('read', 'doubtful'))
) WITHOUT ROWID;

CREATE TABLE finding (
    county      INTEGER NOT NULL,
    agency      TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    number      INTEGER NOT NULL, -- from 1, as derived
    rule        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    severity    INTEGER NOT NULL CHECK (severity IN (1, 2, 3)), -- 错误, 待说明, 提示
    title       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    codes       TEXT    NOT NULL, -- with a space between
    uncheckable INTEGER NOT NULL CHECK (uncheckable IN (0, 1)),
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (county, agency, year, kind, number),
    FOREIGN KEY (county, agency) REFERENCES agency (county, key)
);

CREATE TABLE file (
    batch    INTEGER NOT NULL REFERENCES batch (id),
    number   INTEGER NOT NULL, -- from 1, as added
    path     TEXT    NOT NULL,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('stored', 'copy', 'already', 'waiting',
                                                 'unfilled', 'refused', 'skipped')),
    agency   TEXT    NOT NULL, -- key, settled or guessed
    name     TEXT    NOT NULL,
    year     INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    version  INTEGER REFERENCES version (id) ON DELETE SET NULL, -- null when nothing is kept
    received TEXT    NOT NULL CHECK (received = '' OR received LIKE '____-__-__'),
    sha256   TEXT    NOT NULL, -- of the bytes; empty where they could not be had
    PRIMARY KEY (batch, number)
);

CREATE INDEX file_version ON file (version);
CREATE INDEX file_sha256 ON file (sha256);

-- Which version gave way to which, so that a batch can be taken back.
CREATE TABLE took_over (
    id         INTEGER PRIMARY KEY, -- in the order of time
    batch      INTEGER NOT NULL REFERENCES batch (id),
    county     INTEGER NOT NULL,
    agency     TEXT    NOT NULL,
    year       INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    before_id  INTEGER NOT NULL, -- version that was current, 0 = none
    after_id   INTEGER NOT NULL, -- version that became current
    after_wait TEXT    NOT NULL  -- what that one had waited for
);

CREATE INDEX took_over_report ON took_over (county, agency, year, kind);

-- What a batch changed in county and agencies: whole rows as JSON.
CREATE TABLE roster_change (
    id         INTEGER PRIMARY KEY, -- in the order of time
    batch      INTEGER NOT NULL REFERENCES batch (id),
    county     INTEGER NOT NULL,
    agency     TEXT    NOT NULL, -- key; empty for the county itself
    before_row TEXT    NOT NULL, -- empty where there was none
    after_row  TEXT    NOT NULL
);

CREATE INDEX took_over_batch ON took_over (batch);
CREATE INDEX roster_change_batch ON roster_change (batch);

INSERT INTO store (id, change_number, rules_version, last_version) VALUES (1, 0, 0, 0);
INSERT INTO county (id, name, level, collecting, has_roster) VALUES (1, '', '县', 0, 0);
