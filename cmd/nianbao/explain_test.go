package main

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

// explainAll explains every open error and warning in the session's database.
func explainAll(t *testing.T, db, reason string) {
	t.Helper()
	ctx := context.Background()
	s, err := openStore(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Findings(ctx, data.FindingFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var all []intake.Explained
	for _, f := range list {
		all = append(all, intake.Explained{Key: f.Key(), Fingerprint: f.Fingerprint})
	}
	if err := newIntake(s).Explain(ctx, all, reason, "张三"); err != nil {
		t.Fatal(err)
	}
}

func TestExplainedErrorsAreNoOpenErrors(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.run(0, "import", s.file(broken("T3-2")))
	s.run(exitErrors, "check")
	explainAll(t, filepath.Join(s.dir, dbName), "台账\n属实")
	out, _ := s.run(0, "check")
	want(t, out, "已说明：台账 属实（张三，自填）", "错误 0，待说明 0", "已说明 ")
	out, _ = s.run(0, "check", "--format", "json")
	want(t, out, `"explained": true`, `"reason": "台账\n属实"`, `"person": "张三"`)
	out, _ = s.run(0, "export", "findings")
	want(t, out, "explained,reason,explained_by\r\n", ",true,台账 属实,张三\r\n")
}
