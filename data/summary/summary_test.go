package summary

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// tableOf reads the one table of a CSV text.
func tableOf(tb testing.TB, text string) (*document.Document, *Table) {
	tb.Helper()
	d, err := FromCSV(text)
	if err != nil {
		tb.Fatal(err)
	}
	list := Read(d)
	if len(list) != 1 {
		tb.Fatalf("want one table, got %d", len(list))
	}
	return d, list[0]
}

const township = `示例县2018年度政府信息公开统计汇总表,,,,,
序号,单位,主动公开,依申请公开,,行政复议
,,,收到申请数,申请办结数,纠错
1,示例县教育局,120,5,4,0
2,石样镇,80,/,,1
,合计,200,5,4,3
`

func TestHeaderOfTwoLinesIsReadAsPaths(t *testing.T) {
	t.Parallel()
	_, table := tableOf(t, township)
	var got []string
	for _, c := range table.Columns {
		got = append(got, c.Header())
	}
	want := []string{"序号", "单位", "主动公开", "依申请公开／收到申请数", "依申请公开／申请办结数", "行政复议／纠错"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if table.Title != "示例县2018年度政府信息公开统计汇总表" || len(table.Lines) != 3 {
		t.Errorf("want the title and three lines, got %q and %d", table.Title, len(table.Lines))
	}
}

func TestProposals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, edition string
		path          []string
		want          Proposal
	}{
		{"a code", "2021", []string{"t3.new.person"}, Proposal{"t3.new.person", true}},
		{"short words", "2021", []string{"新收（自然人）"}, Proposal{"t3.new.person", true}},
		{"a total without its word", "2021", []string{"三、收到和处理政府信息公开申请情况：上年结转（件）"}, Proposal{"t3.carried_in.total", true}},
		{"the form's own labels", "2021", []string{"三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", "总计"}, Proposal{"t3.refused.secret.total", true}},
		{"labels in other words", "2021", []string{"本年新收申请", "其中：自然人申请"}, Proposal{"t3.new.person", false}},
		{"an amount with its unit", "2021", []string{"行政事业性收费", "本年收费金额（单位：万元）"}, Proposal{"t2.fee.amount", true}},
		{"a part of a row of 2014", "2014", []string{"行政复议", "纠错"}, Proposal{"s.review.corrected", true}},
		{"one word for two cells", "2014", []string{"纠错"}, Proposal{}},
		{"the agency", "2021", []string{"填报单位"}, Proposal{Agency, true}},
		{"the year", "2021", []string{"年度"}, Proposal{Year, true}},
		{"a serial number", "2021", []string{"序号"}, Proposal{}},
		{"nothing of the form", "2021", []string{"联系电话"}, Proposal{}},
		{"nothing at all", "2021", nil, Proposal{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := namesOf(form.ByID(c.edition)).propose(c.path); got != c.want {
				t.Errorf("want %+v, got %+v", c.want, got)
			}
		})
	}
}

func TestTwoColumnsAreNeverTheSameCell(t *testing.T) {
	t.Parallel()
	_, table := tableOf(t, "单位,新收（自然人）,本年新收自然人申请,新收（自然人）,上年结转\n教育局,1,2,3,4\n")
	var got []string
	for _, p := range table.Propose(form.ByID("2021")) {
		got = append(got, p.What)
	}
	if diff := cmp.Diff([]string{Agency, None, None, None, "t3.carried_in.total"}, got); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
}

func use2018(columns ...string) Use {
	return Use{Edition: form.ByID("2014"), Year: 2018, Columns: columns}
}

func TestLinesBecomeReportsWithPlaces(t *testing.T) {
	t.Parallel()
	d, table := tableOf(t, township)
	u := use2018(None, Agency, "s.disclosed", "s.received", "s.closed", "s.review.corrected")
	u.BlankIsZero = true
	if why := u.Check(table); why != "" {
		t.Fatal(why)
	}
	entries := table.Entries(u)
	if len(entries) != 2 {
		t.Fatalf("want two agencies and no 合计, got %d lines", len(entries))
	}
	e := entries[1]
	if e.Agency != "石样镇" || e.Year != 2018 || e.Row != 5 {
		t.Errorf("got %q %d line %d", e.Agency, e.Year, e.Row)
	}
	at := func(col int) data.Place { return data.Place{Grid: 1, Row: 5, Col: col} }
	want := map[string]data.Figure{
		"s.disclosed":        {Code: "s.disclosed", State: data.Read, Value: 80, Raw: "80", Place: at(3)},
		"s.received":         {Code: "s.received", State: data.Read, Raw: "/", Place: at(4)},
		"s.closed":           {Code: "s.closed", State: data.Blank, Place: at(5)},
		"s.review.corrected": {Code: "s.review.corrected", State: data.Read, Value: 1, Raw: "1", Place: at(6)},
		"s.review":           {Code: "s.review", State: data.Missing, Doubt: data.DoubtRowMissing},
	}
	got := map[string]data.Figure{}
	for code := range want {
		got[code], _ = e.Report.Figure(code)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	u.BlankIsZero = false
	if f, _ := table.Entries(u)[1].Report.Figure("s.closed"); f != (data.Figure{Code: "s.closed", State: data.Missing, Doubt: data.DoubtRowMissing}) {
		t.Errorf("an empty cell of which nothing is known: got %+v", f)
	}
	shown := table.Document(d, 5)
	var texts []string
	for _, c := range shown.Blocks[0].Grid.Cells {
		if c.Row == 5 {
			texts = append(texts, c.Text)
		}
	}
	if got := strings.Join(texts, " "); got != "2 石样镇 80 /  1" && got != "2 石样镇 80 / 1" {
		t.Errorf("the line as shown: got %q", got)
	}
	for _, c := range shown.Blocks[0].Grid.Cells {
		if c.Row == 4 {
			t.Errorf("another agency's line is shown: %+v", c)
		}
	}
}

func TestAmountsAreInTheUnitOfTheHeader(t *testing.T) {
	t.Parallel()
	u := Use{Edition: form.ByID("2021"), Year: 2023, Columns: []string{Agency, "t2.fee.amount"}}
	for header, want := range map[string]data.Figure{
		"收费金额（万元）": {State: data.Read, Value: 75_770_000},
		"收费金额（元）":  {State: data.Read, Value: 7_577},
		"收费金额":     {State: data.Doubtful, Value: 75_770_000, Doubt: data.DoubtNoUnit},
	} {
		_, table := tableOf(t, "单位,"+header+"\n教育局,75.77\n")
		f, _ := table.Entries(u)[0].Report.Figure("t2.fee.amount")
		if f.State != want.State || f.Value != want.Value || f.Doubt != want.Doubt || f.Raw != "75.77" {
			t.Errorf("%s: want %+v, got %+v", header, want, f)
		}
	}
}

func TestTheSumLineIsCompared(t *testing.T) {
	t.Parallel()
	_, table := tableOf(t, township)
	got := table.Differences(use2018(None, Agency, "s.disclosed", "s.received", "s.closed", "s.review.corrected"))
	if diff := cmp.Diff([]Difference{{Row: 6, Code: "s.review.corrected", Stated: 3, Sum: 1}}, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

func TestAUseThatCannotBe(t *testing.T) {
	t.Parallel()
	_, table := tableOf(t, township)
	cases := map[string]Use{
		"列数不符":  use2018(Agency),
		"同一项":   use2018(None, Agency, "s.disclosed", "s.disclosed", None, None),
		"不在":    use2018(None, Agency, "t3.new.total", None, None, None),
		"单位名称":  use2018(None, None, "s.disclosed", None, None, None),
		"至少选定":  use2018(None, Agency, None, None, None, None),
		"哪一年度的": {Edition: form.ByID("2014"), Columns: []string{None, Agency, "s.disclosed", None, None, None}},
	}
	for want, u := range cases {
		if got := u.Check(table); !strings.Contains(got, want) {
			t.Errorf("want %q said, got %q", want, got)
		}
	}
}

func TestTheSameHeaderIsKnownAgain(t *testing.T) {
	t.Parallel()
	_, a := tableOf(t, "单位,收到申请数\n教育局,1\n")
	_, b := tableOf(t, "单位,收到申请数\n财政局,2\n水利局,3\n")
	_, c := tableOf(t, "单位,申请办结数\n教育局,1\n")
	if a.Fingerprint() != b.Fingerprint() || a.Fingerprint() == c.Fingerprint() {
		t.Error("want the same for the same header only")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(township)
	f.Add("单位,\"新收\n自然人\"\n教育局,1\n,2\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := FromCSV(text)
		if err != nil {
			return
		}
		for _, table := range Read(d) {
			u := Use{Edition: form.ByID("2021"), Year: 2023}
			for _, p := range table.Propose(u.Edition) {
				u.Columns = append(u.Columns, p.What)
			}
			if u.Check(table) != "" {
				continue
			}
			for _, e := range table.Entries(u) {
				for _, part := range e.Report.Tables {
					for _, figure := range part.Figures {
						if figure.State != data.Missing && figure.Place.IsZero() {
							t.Fatalf("%s without a place", figure.Code)
						}
					}
				}
			}
			table.Differences(u)
		}
	})
}
