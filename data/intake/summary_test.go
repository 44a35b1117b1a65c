package intake_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/summary"
)

// office2018 is the office's own table of 2018 as a workbook with a heading
// over two columns.
func office2018(tb testing.TB) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{
		{"示例县2018年度政府信息公开统计汇总表"},
		{"序号", "单位", "依申请公开", nil, "经办人"},
		{nil, nil, "收到申请数", "申请办结数"},
		{1, "示例县教育局", 12, 10, "甲"},
		{2, "示例县财政局", 0, nil, "乙"},
		{nil, "合计", 12, 11},
	}
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			tb.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A1", "E1"}, {"C2", "D2"}, {"A2", "A3"}, {"B2", "B3"}, {"E2", "E3"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			tb.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func (o *office) summary2018(columns ...string) intake.SummaryImport {
	o.t.Helper()
	f, err := o.in.OpenSummary(context.Background(), "2018年汇总表.xlsx", office2018(o.t))
	if err != nil {
		o.t.Fatal(err)
	}
	return intake.SummaryImport{
		File: f, Table: f.Tables[0], Person: "张三", Received: "2019-02-01",
		Use: summary.Use{Edition: form.ByID("2014"), Year: 2018, Columns: columns, BlankIsZero: true},
	}
}

func TestLinesOfATableBecomeReports(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	s := o.summary2018("", "agency", "s.received", "s.closed", "")
	r, err := o.in.ImportSummary(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Files {
		got = append(got, string(f.Outcome)+" "+f.Name+" "+f.Path)
	}
	want := []string{"stored 示例县教育局 2018年汇总表.xlsx/第4行 示例县教育局", "stored 示例县财政局 2018年汇总表.xlsx/第5行 示例县财政局"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("files (-want +got):\n%s", diff)
	}
	v, err := o.store.Version(ctx, r.Files[1].Version)
	if err != nil {
		t.Fatal(err)
	}
	at := data.Place{Grid: 1, Row: 4, Col: 3, Sheet: "Sheet1"}
	if f, _ := v.Report.Figure("s.received"); f != (data.Figure{Code: "s.received", State: data.Read, Raw: "0", Place: at}) {
		t.Errorf("收到申请数: got %+v", f)
	}
	if f, _ := v.Report.Figure("s.closed"); f.State != data.Blank {
		t.Errorf("an empty cell: want blank, got %v", f.State)
	}
	if f, _ := v.Report.Figure("s.disclosed"); f.State != data.Missing {
		t.Errorf("a cell without a column: want missing, got %v", f.State)
	}
	if name, b, err := o.store.Original(ctx, v.ID); err != nil || name != r.Files[1].Path || !bytes.Equal(b, s.File.Original) {
		t.Errorf("want the whole file kept, got %q, %d bytes, %v", name, len(b), err)
	}
	columns, ok, err := o.store.ColumnMapping(ctx, s.Table.Fingerprint())
	if diff := cmp.Diff(s.Use.Columns, columns); diff != "" || !ok || err != nil {
		t.Errorf("remembered columns: ok %v, error %v (-want +got):\n%s", ok, err, diff)
	}
}

func TestTheSameTableTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	if _, err := o.in.ImportSummary(ctx, o.summary2018("", "agency", "s.received", "s.closed", "")); err != nil {
		t.Fatal(err)
	}
	r, err := o.in.ImportSummary(ctx, o.summary2018("", "agency", "s.received", "s.closed", ""))
	if err != nil || r.Batch != 0 || r.Count(data.AlreadyIn) != 2 {
		t.Errorf("want two lines already in and no batch, got batch %d, %d in, %v", r.Batch, r.Count(data.AlreadyIn), err)
	}
	var again []intake.Reread
	if err := o.in.Reread(ctx, false, func(r intake.Reread) error { again = append(again, r); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(again) != 2 || !again[0].Line || again[0].Changes != nil {
		t.Errorf("want both lines named and not read again, got %+v", again)
	}
	// With another meaning of its columns it is another statement.
	r, err = o.in.ImportSummary(ctx, o.summary2018("", "agency", "s.closed", "s.received", ""))
	if err != nil || r.Count(data.Waiting) != 2 {
		t.Errorf("want both lines to wait, got %+v, %v", r.Files, err)
	}
}

func TestATableThatCannotBeTakenOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	cases := map[string]intake.SummaryImport{
		"two columns of one cell": o.summary2018("", "agency", "s.received", "s.received", ""),
		"no agency":               o.summary2018("", "", "s.received", "", ""),
	}
	nobody := o.summary2018("", "agency", "s.received", "", "")
	nobody.Person = " "
	cases["nobody confirmed it"] = nobody
	for name, s := range cases {
		if _, err := o.in.ImportSummary(ctx, s); !intake.IsMistake(err) {
			t.Errorf("%s: want a mistake, got %v", name, err)
		}
	}
	for name, b := range map[string]string{"空.csv": "", "信.txt": "请各单位按时报送。", "坏.xlsx": "PK\x03\x04"} {
		if _, err := o.in.OpenSummary(ctx, name, []byte(b)); !intake.IsMistake(err) {
			t.Errorf("%s: want a mistake, got %v", name, err)
		}
	}
	if list, err := o.store.AllVersions(ctx); err != nil || len(list) != 0 {
		t.Errorf("want nothing kept, got %d, %v", len(list), err)
	}
}
