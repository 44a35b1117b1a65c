-- Whom to call about an agency's report, and what persons stated about the
-- roster beside its agencies.

ALTER TABLE agency ADD COLUMN contact TEXT NOT NULL DEFAULT ''; -- 联系人
ALTER TABLE agency ADD COLUMN phone TEXT NOT NULL DEFAULT '';   -- 电话

-- Usual successions that a person said are not the county's.
CREATE TABLE declined_succession (
    county     INTEGER NOT NULL,
    old_agency TEXT    NOT NULL,
    new_agency TEXT    NOT NULL,
    PRIMARY KEY (county, old_agency, new_agency),
    FOREIGN KEY (county, old_agency) REFERENCES agency (county, key) ON DELETE CASCADE,
    FOREIGN KEY (county, new_agency) REFERENCES agency (county, key) ON DELETE CASCADE
);

-- Stated reasons why an agency has no report of a year (无报告).
CREATE TABLE no_report (
    county INTEGER NOT NULL,
    agency TEXT    NOT NULL,
    year   INTEGER NOT NULL CHECK (year BETWEEN 1 AND 9999),
    reason TEXT    NOT NULL CHECK (reason <> ''),
    person TEXT    NOT NULL, -- as they gave it, may be empty
    stated TEXT    NOT NULL, -- date, 2006-01-02
    PRIMARY KEY (county, agency, year),
    FOREIGN KEY (county, agency) REFERENCES agency (county, key) ON DELETE CASCADE
);
