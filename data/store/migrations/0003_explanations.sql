-- Why a finding may stand (已说明). It bears the finding's key and no foreign
-- key: findings are derived anew and agencies may go with their batch, and
-- what a person said stays all the same.
CREATE TABLE explanation (
    county      INTEGER NOT NULL,
    agency      TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('unit', 'published')),
    rule        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL, -- of the finding's operands when it was explained
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    person      TEXT    NOT NULL CHECK (person <> ''), -- as they gave it (自填)
    stated      TEXT    NOT NULL, -- UTC
    PRIMARY KEY (county, agency, year, kind, rule, subject)
);
