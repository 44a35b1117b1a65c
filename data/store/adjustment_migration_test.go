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

// TestEarlierWithdrawalsHaveNobody opens a file from before it was asked who
// takes an adjustment back.
func TestEarlierWithdrawalsHaveNobody(t *testing.T) {
	t.Parallel()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "nianbao.db")
	known, err := readMigrations(migrations)
	if err != nil {
		t.Fatal(err)
	}
	earlier := fstest.MapFS{}
	for _, step := range known[:9] {
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
	const row = `
		INSERT INTO adjustment (id, county, year, scope, code, delta, ground, reason, person, stated, withdrawn)
		VALUES (3, 1, 2024, 'all', 'a', -2, 'joint', '一', '张三', '2025-01-20T08:00:00Z', '2025-01-21T08:00:00Z')`
	if _, err := db.Exec(row); err != nil {
		t.Fatal(err)
	}
	db.Close()
	got, err := openFile(t, path).Adjustments(ctx, 2024)
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return time.Date(2025, 1, n, 8, 0, 0, 0, time.UTC) }
	want := []data.Adjustment{{
		ID: 3, Year: 2024, Scope: "all", Code: "a", Delta: -2, Ground: data.GroundJoint, Reason: "一", Person: "张三", Stated: day(20), Withdrawn: day(21),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
}
