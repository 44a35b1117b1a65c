package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestColumnMappingIsRemembered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := openFile(t, filepath.Join(t.TempDir(), "nianbao.db"))
	if _, ok, err := s.ColumnMapping(ctx, "abc"); ok || err != nil {
		t.Fatalf("nobody said anything: got %v, %v", ok, err)
	}
	for _, want := range [][]string{{"", "agency", "t3.new.total"}, {"", "agency", ""}} {
		err := s.Update(ctx, func(tx *Tx) error { return tx.PutColumnMapping("abc", want, "张三", time.Unix(1, 0)) })
		if err != nil {
			t.Fatal(err)
		}
		got, ok, err := s.ColumnMapping(ctx, "abc")
		if diff := cmp.Diff(want, got); diff != "" || !ok || err != nil {
			t.Errorf("ok %v, error %v, columns (-want +got):\n%s", ok, err, diff)
		}
	}
}
