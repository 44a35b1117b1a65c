-- Receipts (收件) of what came in before there were any: one for each file of
-- a batch that stands, but for 不是年报 and bytes that had come already.

INSERT INTO receipt (county, agency, year, kind, received, sender, copy, batch, path, sha256, code, version, note, person, noted)
SELECT 1, f.agency, f.year, COALESCE(v.kind, 'unit'),
       CASE WHEN v.sha256 = f.sha256 THEN v.received ELSE f.received END,
       '', 'draft', f.batch, f.path, f.sha256,
       CASE WHEN f.outcome = 'refused' THEN f.code ELSE '' END, -- of others it says why they wait
       f.version, '', '', b.started
FROM   file f
       JOIN batch b ON b.id = f.batch
       LEFT JOIN version v ON v.id = f.version
WHERE  b.taken_back = '' AND f.outcome IN ('stored', 'copy', 'waiting', 'unfilled', 'refused')
       AND NOT EXISTS ( -- the newest of the same bytes tells best what became of them
           SELECT 1
           FROM   file g JOIN batch c ON c.id = g.batch
           WHERE  g.sha256 = f.sha256 AND f.sha256 <> '' AND c.taken_back = ''
                  AND g.outcome IN ('stored', 'copy', 'waiting', 'unfilled', 'refused')
                  AND (g.batch > f.batch OR g.batch = f.batch AND g.number > f.number))
ORDER  BY f.batch, f.number;
