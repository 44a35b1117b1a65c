-- What had come when a report was sent back, so that what came after it is
-- told from what was there: a version is settled late, a clock stands still.
ALTER TABLE returned ADD COLUMN newest BIGINT NOT NULL DEFAULT 0;  -- id of the newest version of the whole store then
ALTER TABLE returned ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;   -- id of the newest batch then
ALTER TABLE returned ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';   -- of the file sent back; empty where no version was
