-- Who marked a version reviewed (已审核), as they gave their name, and when
-- (UTC); empty where nobody did.

ALTER TABLE version ADD COLUMN reviewed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN reviewed_at TEXT NOT NULL DEFAULT '';
