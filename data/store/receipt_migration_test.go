package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// TestEarlierFilesHaveReceipts opens a file from before there were receipts.
func TestEarlierFilesHaveReceipts(t *testing.T) {
	t.Parallel()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "nianbao.db")
	known, err := readMigrations(migrations)
	if err != nil {
		t.Fatal(err)
	}
	earlier := fstest.MapFS{}
	for _, step := range known[:7] {
		earlier["migrations/"+step.name+".sql"] = &fstest.MapFile{Data: []byte(step.script)}
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := migrate(ctx, db, path, earlier); err != nil {
		t.Fatal(err)
	}
	const rows = `
		INSERT INTO agency (county, key, name, unit_group, position, from_year, to_year, counts)
		VALUES (1, 'a', '甲局', '部门', 1, 0, 0, 1);
		INSERT INTO batch (id, label, started, finished, taken_back) VALUES
			(1, '一', '2024-01-20T08:00:00Z', '', ''), (2, '二', '2024-01-21T08:00:00Z', '', '2024-01-22T08:00:00Z'),
			(3, '三', '2024-01-23T08:00:00Z', '', '');
		INSERT INTO original (sha256, body) VALUES ('x1', x'00');
		INSERT INTO version (id, county, batch, number, agency, year, kind, is_current, wait, unfilled, file_name, format, sha256,
			received, reading, reviewed, said_agency, said_year, said_kind, said_edition, said_title)
		VALUES (5, 1, 1, 1, 'a', 2023, 'published', 1, '', 0, 'a.docx', 'docx', 'x1', '2024-01-18', 1, 0, '甲局', 2023, 'published', '2021', '');
		INSERT INTO file (batch, number, path, outcome, agency, name, year, code, reason, version, received, sha256) VALUES
			(1, 1, 'a.docx', 'stored', 'a', '甲局', 2023, '', '', 5, '2024-01-20', 'x1'),
			(1, 2, '通知.docx', 'skipped', '', '', 0, '', '文件名表明不是年报', NULL, '', 'x2'),
			(1, 3, 'b.jpg', 'refused', '', '乙局', 2023, 'scan', '文件是图片', NULL, '', 'x3'),
			(2, 1, 'c.docx', 'refused', '', '', 0, 'damaged', '', NULL, '', 'x4'),
			(3, 1, 'd.pdf', 'copy', 'a', '甲局', 2023, '', '', 5, '2024-01-23', 'x5'),
			(3, 2, 'e.docx', 'waiting', '', '', 2023, 'no_agency', '', NULL, '', 'x6'),
			(3, 3, '乙局b.jpg', 'refused', 'a', '甲局', 2023, 'scan', '文件是图片', NULL, '', 'x3'),
			(3, 4, 'gone.docx', 'refused', '', '', 0, 'damaged', '', NULL, '', ''),
			(3, 5, 'gone2.docx', 'refused', '', '', 0, 'damaged', '', NULL, '', '');`
	if _, err := db.Exec(rows); err != nil {
		t.Fatal(err)
	}
	db.Close()
	got, err := openFile(t, path).Receipts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	third := func(id int64, r data.Receipt) data.Receipt {
		r.ID, r.Batch, r.Copy, r.Noted = id, 3, data.CopyDraft, time.Date(2024, 1, 23, 8, 0, 0, 0, time.UTC)
		return r
	}
	want := []data.Receipt{
		third(6, data.Receipt{Kind: data.Unit, Path: "gone2.docx", Code: "damaged"}),
		third(5, data.Receipt{Kind: data.Unit, Path: "gone.docx", Code: "damaged"}),
		third(4, data.Receipt{Agency: "a", Year: 2023, Kind: data.Unit, Path: "乙局b.jpg", SHA256: "x3", Code: "scan"}),
		third(3, data.Receipt{Year: 2023, Kind: data.Unit, Path: "e.docx", SHA256: "x6"}),
		third(2, data.Receipt{Agency: "a", Year: 2023, Kind: data.Published, Received: "2024-01-23", Path: "d.pdf", SHA256: "x5", Version: 5}),
		{ID: 1, Batch: 1, Agency: "a", Year: 2023, Kind: data.Published, Received: "2024-01-18", Copy: data.CopyDraft, Path: "a.docx",
			SHA256: "x1", Original: true, Version: 5, Noted: time.Date(2024, 1, 20, 8, 0, 0, 0, time.UTC)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}
