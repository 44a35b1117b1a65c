-- Corrections (更正) of single figures. The file's own figure stays as it is:
-- a correction counts in its place as long as the current version prints what
-- it printed when the correction was made or last confirmed. No foreign key:
-- what a person stated outlives versions and batches.
CREATE TABLE correction (
    county        INTEGER NOT NULL,
    agency        TEXT    NOT NULL,
    year          INTEGER NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    code          TEXT    NOT NULL,
    value         BIGINT  NOT NULL, -- 件 (条, 项 …), or 分 for amounts: 10^-6 万元
    version       BIGINT  NOT NULL, -- that it was made or last confirmed on
    printed_state TEXT    NOT NULL CHECK (printed_state IN ('read', 'blank', 'missing', 'unreadable', 'doubtful')),
    printed_value BIGINT  NOT NULL,
    reason        TEXT    NOT NULL CHECK (reason <> ''),
    person        TEXT    NOT NULL CHECK (person <> ''), -- as they gave it (自填)
    confirmed     TEXT    NOT NULL CHECK (confirmed IN ('phone', 'stamped', 'other')),
    stated        TEXT    NOT NULL, -- UTC
    PRIMARY KEY (county, agency, year, kind, code)
);
