package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// newReport returns a report of the edition with a read 0 in every cell and
// the values set; it keeps every rule where the values do.
func newReport(edition string, year int, values map[string]int64) *data.Report {
	r := &data.Report{Agency: "示例县民政局", Year: year, Kind: data.Unit, Edition: edition}
	for _, t := range form.ByID(edition).Tables {
		table := data.Table{Name: t.Name, Edition: edition, Found: true}
		for n, c := range t.Cells {
			table.Figures = append(table.Figures, data.Figure{
				Code: c.Code, State: data.Read, Value: values[c.Code], Raw: form.Format(values[c.Code], c.Measure),
				Place: data.Place{Grid: 1, Row: n + 1, Col: 1},
			})
		}
		r.Tables = append(r.Tables, table)
	}
	r.Chapters = newChapters(year)
	return r
}

// newChapters are the six chapters of a report, with nothing to find in them
// and another text in the fifth than the year before.
func newChapters(year int) []data.Chapter {
	problems := []string{
		"一是个别科室公开不够及时，二是政策解读形式单一。下一步把公开时限列入目标任务，多用图表和问答解读政策。",
		"工作人员更换频繁，业务还不熟练，基层站所公开意识不强。今后加强培训和交接，统一各站所的公开目录，定期通报。",
	}
	return []data.Chapter{
		{Title: "一、总体情况", Text: "我局认真做好政府信息公开工作。"},
		{Title: "二、主动公开政府信息情况"},
		{Title: "三、收到和处理政府信息公开申请情况"},
		{Title: "四、政府信息公开行政复议、行政诉讼情况"},
		{Title: "五、存在的主要问题及改进情况", Text: problems[year%2]},
		{Title: "六、其他需要报告的事项", Text: "无其他需要报告的事项。"},
	}
}

// figure returns the figure to change.
func figure(tb testing.TB, r *data.Report, code string) *data.Figure {
	tb.Helper()
	for i := range r.Tables {
		for j := range r.Tables[i].Figures {
			if r.Tables[i].Figures[j].Code == code {
				return &r.Tables[i].Figures[j]
			}
		}
	}
	tb.Fatalf("no figure %s", code)
	return nil
}

func set(tb testing.TB, r *data.Report, state data.State, doubt data.Doubt, codes ...string) {
	tb.Helper()
	for _, code := range codes {
		f := figure(tb, r, code)
		f.State, f.Doubt, f.Raw = state, doubt, ""
		if !state.HasValue() {
			f.Value = 0
		}
	}
}

func input(r *data.Report) data.CheckInput {
	return data.CheckInput{Agency: &data.Agency{Key: "mzj", Name: "示例县民政局", Group: data.GroupDepartment}, Year: r.Year, Kind: r.Kind, Report: r}
}

// brief is a finding as the tests compare it.
type brief struct{ Rule, Subject, Severity, Text string }

func briefs(findings []data.Finding) []brief {
	out := []brief{}
	for _, f := range findings {
		out = append(out, brief{f.Rule, f.Subject, f.Severity.String(), f.Text})
	}
	return out
}

func checkBriefs(t *testing.T, want []brief, in data.CheckInput) {
	t.Helper()
	if diff := cmp.Diff(want, briefs(Derive(in))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// codes spreads row shorthand: all columns of table 3.
func columns(row string) []string {
	return strings.Fields(strings.ReplaceAll("R.person R.business R.research R.charity R.legal R.other R.total", "R", row))
}

// balanced returns a 2021 report of 2023 whose table 3 adds up: 12 requests
// and 3 carried in, 9 closed and 6 carried out, from two kinds of applicants.
func balanced(changes map[string]int64) *data.Report {
	values := map[string]int64{
		"t3.new.person": 10, "t3.new.business": 2, "t3.new.total": 12,
		"t3.carried_in.person": 3, "t3.carried_in.total": 3,
		"t3.granted.person": 5, "t3.granted.business": 1, "t3.granted.total": 6,
		"t3.unavailable.not_held.person": 3, "t3.unavailable.not_held.total": 3,
		"t3.total.person": 8, "t3.total.business": 1, "t3.total.total": 9,
		"t3.carried_out.person": 5, "t3.carried_out.business": 1, "t3.carried_out.total": 6,
		"t4.review.upheld": 1, "t4.review.pending": 1, "t4.review.total": 2,
		"t2.normative.issued": 2, "t2.normative.in_force": 7, "t2.fee.amount": 75_770_000,
	}
	for code, n := range changes {
		values[code] += n
	}
	return newReport("2021", 2023, values)
}

func TestAReportThatAddsUpHasNoFinding(t *testing.T) {
	t.Parallel()
	checkBriefs(t, []brief{}, input(balanced(nil)))
}

func TestTheOfficialSentence(t *testing.T) {
	t.Parallel()
	r := newReport("2021", 2023, map[string]int64{
		"t3.new.person": 3119, "t3.carried_in.person": 34, "t3.total.person": 3049, "t3.granted.person": 3049, "t3.carried_out.person": 104,
		"t3.new.total": 3119, "t3.carried_in.total": 34, "t3.total.total": 3050, "t3.granted.total": 3050, "t3.carried_out.total": 104,
	})
	want := []brief{
		{"T3-1", "t3.total", "error", "新收 3119 ＋ 上年结转 34 ≠ 总计 3050 ＋ 结转下年度 104（差 1）；" +
			"予以公开：总计 3050 ≠ 自然人 3049（其余为0；差 1）；总计：总计 3050 ≠ 自然人 3049（其余为0；差 1）；疑为“予以公开（总计）”一格有误，合计随之有误"},
	}
	checkBriefs(t, want, input(r))
}

// wordy is a report with as much prose as agencies write, and nothing to find.
func wordy(year int) *data.Report {
	r := balanced(nil)
	r.Year = year
	r.Chapters = newChapters(year)
	r.Chapters[0].Text = strings.Repeat("我局认真落实政务公开要点，拟稿科室提出意见，办公室复核，分管负责人签发，谁发布、谁审核均有记录可查。", 20) +
		"\n（一）主动公开。全年公开政府信息850条，其中工作动态46条。制发行政规范性文件2件。\n（二）依申请公开。收到政府信息公开申请12件，上年结转3件，办结9件。" +
		"因政府信息公开被申请行政复议2件，被提起行政诉讼0件。" + strings.Repeat("受理12345热线8391件，办理建议提案123件。", 10)
	r.Chapters[4].Text = strings.Repeat(r.Chapters[4].Text, 8)
	return r
}

func TestALongReportThatIsRightHasNoFinding(t *testing.T) {
	t.Parallel()
	in := input(wordy(2023))
	if diff := cmp.Diff([]brief{}, briefs(Derive(in))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func BenchmarkDerive(b *testing.B) {
	b.Run("nothing to find", func(b *testing.B) {
		in := input(balanced(nil))
		for b.Loop() {
			Derive(in)
		}
	})
	b.Run("with two years' texts", func(b *testing.B) {
		in := input(wordy(2023))
		in.Previous = []data.Previous{{Report: wordy(2022)}}
		for b.Loop() {
			Derive(in)
		}
	})
	b.Run("some mistakes, blanks and last year", func(b *testing.B) {
		r := balanced(values{"t3.new.person": 1, "t3.granted.business": 1, "t4.review.upheld": 1})
		set(b, r, data.Blank, "", "t3.refused.secret.person", "t3.refused.secret.total", "t4.direct.total", "t2.normative.issued")
		in := input(r)
		in.Previous = []data.Previous{{Report: lastYear(4)}}
		for b.Loop() {
			Derive(in)
		}
	})
}
