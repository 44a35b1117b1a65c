-- Who took an adjustment (调整) back, as they gave it (自填). Empty while it
-- stands, and where it was taken back before this was asked.
ALTER TABLE adjustment ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
