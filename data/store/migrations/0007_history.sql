-- What persons stated of findings and figures and then took back or stated
-- anew, as it was. Rows are only added. Number counts the statements of one
-- subject from 1. Of explanations of findings that exist no more nothing is
-- lost either: they are here by the findings' key.

CREATE TABLE past_explanation (
    county      INTEGER NOT NULL,
    agency      TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    rule        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    number      INTEGER NOT NULL CHECK (number > 0),
    fingerprint TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    stated      TEXT    NOT NULL, -- UTC
    replaced    INTEGER NOT NULL CHECK (replaced IN (0, 1)), -- 1 = by another statement, 0 = taken back
    ended       TEXT    NOT NULL, -- UTC
    ended_by    TEXT    NOT NULL, -- as they gave it (自填); empty where they gave none
    PRIMARY KEY (county, agency, year, kind, rule, subject, number)
);

CREATE TABLE past_correction (
    county        INTEGER NOT NULL,
    agency        TEXT    NOT NULL,
    year          INTEGER NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    code          TEXT    NOT NULL,
    number        INTEGER NOT NULL CHECK (number > 0),
    value         BIGINT  NOT NULL, -- 件 (条, 项 …), or 分 for amounts: 10^-6 万元
    version       BIGINT  NOT NULL,
    printed_state TEXT    NOT NULL,
    printed_value BIGINT  NOT NULL,
    reason        TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    confirmed     TEXT    NOT NULL,
    stated        TEXT    NOT NULL, -- UTC
    replaced      INTEGER NOT NULL CHECK (replaced IN (0, 1)), -- 1 = by another statement, 0 = taken back
    ended         TEXT    NOT NULL, -- UTC
    ended_by      TEXT    NOT NULL, -- as they gave it (自填); empty where they gave none
    PRIMARY KEY (county, agency, year, kind, code, number)
);
