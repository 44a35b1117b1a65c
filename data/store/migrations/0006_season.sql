-- The season from 收件 to 定稿: what came in, went back and came again, what
-- the office added, and what was signed. No foreign keys to agencies and
-- versions where what a person stated outlives them.

-- 收件: every file that an agency handed in, and papers noted without one.
CREATE TABLE receipt (
    id       INTEGER PRIMARY KEY,
    county   INTEGER NOT NULL,
    agency   TEXT    NOT NULL, -- key, settled or guessed; empty while not known
    year     INTEGER NOT NULL CHECK (year BETWEEN 0 AND 9999), -- 报告年度, 0 while not known
    kind     TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    received TEXT    NOT NULL CHECK (received = '' OR received LIKE '____-__-__'),
    sender   TEXT    NOT NULL, -- from whom or by what way, as noted; may be empty
    copy     TEXT    NOT NULL CHECK (copy IN ('draft', 'stamped', 'public')), -- 报送稿, 盖章件, 网站公开版
    batch    BIGINT,           -- null for one noted by hand
    path     TEXT    NOT NULL, -- of the file in its batch; empty for a paper
    sha256   TEXT    NOT NULL, -- of the file; empty for a paper
    code     TEXT    NOT NULL, -- why the file was refused; empty where it was read or is a paper
    version  BIGINT,           -- that was made of it, or whose figures it repeats; null where there is none
    note     TEXT    NOT NULL,
    person   TEXT    NOT NULL, -- who noted it (自填); empty for an import
    noted    TEXT    NOT NULL, -- UTC
    FOREIGN KEY (version) REFERENCES version (id) ON DELETE SET NULL
);

CREATE INDEX receipt_report ON receipt (county, year, agency);
CREATE INDEX receipt_version ON receipt (version);
CREATE INDEX receipt_sha256 ON receipt (sha256);
CREATE INDEX receipt_batch ON receipt (batch);

-- A version's kind of copy, and for one typed by a person (对照录入) whose
-- picture it was typed from, by whom, and who compared the two (复核).
ALTER TABLE version ADD COLUMN copy TEXT NOT NULL DEFAULT 'draft' CHECK (copy IN ('draft', 'stamped', 'public'));
ALTER TABLE version ADD COLUMN scan TEXT NOT NULL DEFAULT '';       -- sha256 of the picture's original; empty for none
ALTER TABLE version ADD COLUMN typed_by TEXT NOT NULL DEFAULT '';   -- empty: read from a file
ALTER TABLE version ADD COLUMN typed_at TEXT NOT NULL DEFAULT '';   -- UTC
ALTER TABLE version ADD COLUMN checked_by TEXT NOT NULL DEFAULT ''; -- empty: not compared yet
ALTER TABLE version ADD COLUMN checked_at TEXT NOT NULL DEFAULT ''; -- UTC

-- 退回: a report sent back. It stays open until another version comes.
CREATE TABLE returned (
    id        INTEGER PRIMARY KEY,
    county    INTEGER NOT NULL,
    agency    TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    version   BIGINT  NOT NULL, -- that was sent back; 0 where nothing readable had come
    reason    TEXT    NOT NULL CHECK (reason <> ''),
    day       TEXT    NOT NULL CHECK (day LIKE '____-__-__'), -- sent back on
    due       TEXT    NOT NULL CHECK (due = '' OR due LIKE '____-__-__'), -- asked for again by
    person    TEXT    NOT NULL CHECK (person <> ''), -- 自填
    stated    TEXT    NOT NULL, -- UTC
    withdrawn TEXT    NOT NULL  -- UTC; empty while it stands
);

CREATE INDEX returned_report ON returned (county, agency, year, kind);

-- Days set for a report year; where there is none the law's hold.
CREATE TABLE deadline (
    county INTEGER NOT NULL,
    year   INTEGER NOT NULL,
    what   TEXT    NOT NULL CHECK (what IN ('internal', 'public', 'superior')), -- 内部报送, 公开发布, 报市
    day    TEXT    NOT NULL CHECK (day LIKE '____-__-__'),
    person TEXT    NOT NULL,
    stated TEXT    NOT NULL, -- UTC
    PRIMARY KEY (county, year, what)
);

-- 调整: what the county's published figure differs by from the agencies' sum.
CREATE TABLE adjustment (
    id        INTEGER PRIMARY KEY,
    county    INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    scope     TEXT    NOT NULL CHECK (scope IN ('county', 'all')), -- 口径
    code      TEXT    NOT NULL,
    delta     BIGINT  NOT NULL CHECK (delta <> 0), -- added to the sum: 件 (条, 项 …), or 分 for amounts
    ground    TEXT    NOT NULL CHECK (ground IN ('joint', 'both', 'own', 'other')), -- 联合发文, 双被告去重, 本级名义, 其他
    reason    TEXT    NOT NULL CHECK (reason <> ''),
    person    TEXT    NOT NULL CHECK (person <> ''), -- 自填
    stated    TEXT    NOT NULL, -- UTC
    withdrawn TEXT    NOT NULL  -- UTC; empty while it stands
);

CREATE INDEX adjustment_year ON adjustment (county, year);

-- 定稿: the county's table as it was signed, frozen with all that it stood on.
CREATE TABLE final (
    id            INTEGER PRIMARY KEY,
    county        INTEGER NOT NULL,
    year          INTEGER NOT NULL,
    number        INTEGER NOT NULL CHECK (number > 0), -- 第几次, from 1 in each year and scope
    scope         TEXT    NOT NULL CHECK (scope IN ('county', 'all')),
    change_number BIGINT  NOT NULL, -- of the store when it was frozen
    person        TEXT    NOT NULL CHECK (person <> ''), -- who signed, as given (自填)
    note          TEXT    NOT NULL,
    stated        TEXT    NOT NULL, -- UTC
    tables        BLOB    NOT NULL, -- the table, byte by byte, packed
    basis         BLOB    NOT NULL, -- versions, corrections, explanations, adjustments as JSON, packed
    UNIQUE (county, year, scope, number)
);

-- 封存 and 启封 of a year: the newest line says which it is.
CREATE TABLE year_seal (
    id     INTEGER PRIMARY KEY,
    county INTEGER NOT NULL,
    year   INTEGER NOT NULL,
    sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
    reason TEXT    NOT NULL CHECK (reason <> ''),
    person TEXT    NOT NULL CHECK (person <> ''), -- 自填
    stated TEXT    NOT NULL -- UTC
);

CREATE INDEX year_seal_year ON year_seal (county, year);

-- Steps of the year's work that only a person can tell are done.
CREATE TABLE work_step (
    county INTEGER NOT NULL,
    year   INTEGER NOT NULL,
    step   TEXT    NOT NULL,
    day    TEXT    NOT NULL CHECK (day LIKE '____-__-__'),
    person TEXT    NOT NULL CHECK (person <> ''), -- 自填
    stated TEXT    NOT NULL, -- UTC
    PRIMARY KEY (county, year, step)
);

-- What the columns of an office's own 汇总表 are, confirmed by a person.
CREATE TABLE column_mapping (
    county  INTEGER NOT NULL,
    header  TEXT    NOT NULL, -- digest of the header's texts
    columns TEXT    NOT NULL, -- what each column is: a code, agency, year, or empty; one a line
    person  TEXT    NOT NULL CHECK (person <> ''), -- 自填
    stated  TEXT    NOT NULL, -- UTC
    PRIMARY KEY (county, header)
);
