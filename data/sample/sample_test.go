package sample_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/sample"
)

var seeds = []uint64{1, 2, 20240131}

// demo is the county of seed 1, made once; tests only read it.
var demo = sync.OnceValue(func() *sample.County { return sample.New(1) })

// previous returns the reports of the year before that count for the agency:
// its own, or those of its predecessors.
func previous(c *sample.County, r *sample.Report) []data.Previous {
	key := r.Key()
	key.Year--
	var out []data.Previous
	if p := c.Find(key); p != nil {
		out = append(out, data.Previous{Agency: c.Roster.Agency(key.Agency), Report: &p.Data})
	}
	for _, s := range c.Roster.Successions {
		if s.New != r.Agency || s.Year != r.Data.Year || r.Data.Kind != data.Unit {
			continue
		}
		before := data.Previous{Agency: c.Roster.Agency(s.Old), Rule: s.Rule}
		if p := c.Find(data.ReportKey{Agency: s.Old, Year: key.Year, Kind: key.Kind}); p != nil {
			before.Report = &p.Data
		}
		out = append(out, before)
	}
	return out
}

// findings returns the ids of the rules that a report breaks, and of those
// that cannot be checked, each once.
func findings(c *sample.County, r *sample.Report) (broken, uncheckable []string) {
	for _, f := range check.Derive(data.CheckInput{
		Agency: c.Roster.Agency(r.Agency), County: c.Roster.County, Year: r.Data.Year, Kind: r.Data.Kind, Report: &r.Data, Previous: previous(c, r),
	}) {
		if f.Uncheckable {
			uncheckable = append(uncheckable, f.Rule)
		} else {
			broken = append(broken, f.Rule)
		}
	}
	return distinct(broken), distinct(uncheckable)
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

func TestCleanCountyBreaksNoRule(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		c := sample.Clean(seed)
		for _, f := range c.Files {
			broken, uncheckable := findings(c, f.Report)
			if len(broken)+len(uncheckable) > 0 {
				t.Errorf("seed %d, %s: want no finding, got %v and 无法核对 %v", seed, f.Path, broken, uncheckable)
			}
			if len(f.Mistakes) > 0 || f.Outcome != data.Stored {
				t.Errorf("seed %d, %s: want no mistake, got %v, %s", seed, f.Path, f.Mistakes, f.Outcome)
			}
		}
		if len(c.Missing) > 0 {
			t.Errorf("seed %d: want nothing missing, got %v", seed, c.Missing)
		}
	}
}

// elsewhere are rules that the truth of a report does not show, for they need
// the evidence of reading, or another version beside it.
var elsewhere = []string{"A-5", "A-6", "R-public"}

func TestMistakesBreakExactlyWhatTheyClaim(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		c := sample.New(seed)
		for _, f := range c.Files {
			if f.Outcome != data.Stored {
				continue
			}
			var want, wantLost []string
			for _, m := range f.Mistakes {
				want = append(want, m.Rules...)
				wantLost = append(wantLost, m.Uncheckable...)
			}
			want = slices.DeleteFunc(want, func(id string) bool { return slices.Contains(elsewhere, id) })
			if carriedFromBlank(c, f.Report) {
				wantLost = append(wantLost, "C-1")
			}
			broken, lost := findings(c, f.Report)
			name := fmt.Sprintf("seed %d, %s", seed, f.Path)
			if diff := cmp.Diff(distinct(want), broken); diff != "" && len(want)+len(broken) > 0 {
				t.Errorf("%s: rules broken (-want +got):\n%s", name, diff)
			}
			if diff := cmp.Diff(distinct(wantLost), lost); diff != "" && len(wantLost)+len(lost) > 0 {
				t.Errorf("%s: rules that cannot be checked (-want +got):\n%s", name, diff)
			}
		}
	}
}

// carriedFromBlank is true where last year's report left 结转下年度 without its
// total, so that there is nothing to compare with.
func carriedFromBlank(c *sample.County, r *sample.Report) bool {
	before := previous(c, r)
	if len(before) != 1 {
		return false
	}
	f, ok := before[0].Report.Figure("t3.carried_out.total")
	return ok && f.State == data.Blank
}

func TestMistakesNameCellsOfTheReport(t *testing.T) {
	t.Parallel()
	c := demo()
	for _, f := range c.Files {
		for _, m := range f.Mistakes {
			if m.Note == "" || m.Kind == "" {
				t.Errorf("%s: mistake without kind or note: %+v", f.Path, m)
			}
			for _, code := range m.Codes {
				if _, ok := f.Report.Data.Figure(code); !ok {
					t.Errorf("%s: %s names %s, which the report does not have", f.Path, m.Kind, code)
				}
			}
		}
	}
}

func TestEveryKindOfMistakeIsMade(t *testing.T) {
	t.Parallel()
	want := []sample.MistakeKind{
		sample.Late, sample.BrokenSum, sample.BlankTotal, sample.BlankCells, sample.OddZero, sample.Garbage, sample.NoUnit,
		sample.CopiedReport, sample.WrongYear, sample.OldEdition, sample.MissingRow, sample.WrongCarry, sample.Regulation,
		sample.WrongMerger, sample.WrongStock, sample.WrongUnit, sample.WildJump, sample.NoRequest, sample.WrongText, sample.TemplateLeft,
		sample.NoChapter, sample.ShortChapter, sample.CopiedChapter, sample.WrongName,
		sample.UnfilledForm, sample.LoginPage, sample.NotAReport, sample.SecondVersion, sample.SecondCopy, sample.OtherOnline,
	}
	for _, seed := range seeds {
		made := map[sample.MistakeKind]int{}
		c := sample.New(seed)
		for _, f := range c.Files {
			for _, m := range f.Mistakes {
				made[m.Kind]++
			}
		}
		for _, kind := range want {
			if made[kind] == 0 {
				t.Errorf("seed %d: no mistake of kind %s", seed, kind)
			}
		}
		if len(c.Missing) == 0 {
			t.Errorf("seed %d: want reports missing, got none", seed)
		}
	}
}

func TestLateFilesCameAfterTheDeadline(t *testing.T) {
	t.Parallel()
	for _, f := range demo().Files {
		if f.Report == nil || f.Report.Data.Kind == data.Published || f.Received == "" {
			continue
		}
		late := slices.ContainsFunc(f.Mistakes, func(m sample.Mistake) bool { return m.Kind == sample.Late })
		if got := f.Received > data.LawDeadline(data.DeadlineInternal, f.Year).Format("2006-01-02"); got != late {
			t.Errorf("%s received %s: want late %v, got %v", f.Path, f.Received, late, got)
		}
	}
}

func TestPublishedReportIsTheSumOfTheCountingAgencies(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		c := sample.New(seed)
		published := 0
		for _, r := range c.Reports {
			if r.Data.Kind != data.Published {
				continue
			}
			published++
			if diff := cmp.Diff(naiveSum(c, r), valuesOf(r)); diff != "" {
				t.Errorf("seed %d, %s: published figures (-want +got):\n%s", seed, r.Data.Title, diff)
			}
		}
		if published < 3 {
			t.Errorf("seed %d: want several published reports, got %d", seed, published)
		}
	}
}

func naiveSum(c *sample.County, of *sample.Report) map[string]int64 {
	sum := map[string]int64{}
	for code := range valuesOf(of) {
		sum[code] = 0
	}
	for _, a := range c.Roster.Agencies {
		r := c.Find(data.ReportKey{Agency: a.Key, Year: of.Data.Year, Kind: data.Unit})
		if r == nil || !a.CountsInYear(of.Data.Year) {
			continue
		}
		v := form.NewValues(r.Data.Tables)
		for code := range sum {
			sum[code] += v.At(code).N
		}
	}
	return sum
}

func valuesOf(r *sample.Report) map[string]int64 {
	out := map[string]int64{}
	for _, t := range r.Data.Tables {
		for _, f := range t.Figures {
			out[f.Code] = f.Value
		}
	}
	return out
}

func TestCopiedReportEqualsLastYears(t *testing.T) {
	t.Parallel()
	c := demo()
	for _, f := range c.Files {
		if !slices.ContainsFunc(f.Mistakes, func(m sample.Mistake) bool { return m.Kind == sample.CopiedReport }) {
			continue
		}
		key := f.Report.Key()
		key.Year--
		last := c.Find(key)
		if last == nil {
			t.Fatalf("%s: no report of the year before", f.Path)
		}
		if diff := cmp.Diff(last.Data.Tables, f.Report.Data.Tables); diff != "" {
			t.Errorf("%s: figures (-last year +this):\n%s", f.Path, diff)
		}
	}
}

func TestCountyIsOfTheSizeOfACounty(t *testing.T) {
	t.Parallel()
	c := demo()
	if n := len(c.Files); n < 400 || n > 480 {
		t.Errorf("want some 420 to 460 files, got %d", n)
	}
	for year := sample.FirstYear; year <= sample.LastYear; year++ {
		valid := 0
		for _, a := range c.Roster.Agencies {
			if a.ValidIn(year) {
				valid++
			}
		}
		if valid < 36 || valid > 46 {
			t.Errorf("%d: want some 40 agencies, got %d", year, valid)
		}
	}
	cells, zeros := 0, 0
	for _, r := range c.Reports {
		for _, n := range valuesOf(r) {
			cells++
			if n == 0 {
				zeros++
			}
		}
	}
	if share := float64(zeros) / float64(cells); share < 0.8 || share > 0.95 {
		t.Errorf("want about nine in ten cells 0, got %.2f", share)
	}
}

func TestFiguresHaveTheirEditionsCells(t *testing.T) {
	t.Parallel()
	for _, r := range demo().Reports {
		for _, table := range r.Data.Tables {
			var want, got []string
			for _, c := range form.ByID(table.Edition).Table(table.Name).Cells {
				want = append(want, c.Code)
			}
			for _, f := range table.Figures {
				got = append(got, f.Code)
				if !f.State.Valid() || !f.State.HasValue() && f.Value != 0 {
					t.Errorf("%s %s: state %v with value %d", r.Data.Title, f.Code, f.State, f.Value)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s %s: cells (-want +got):\n%s", r.Data.Title, table.Name, diff)
			}
		}
	}
}

func TestOpenRequestsAreCarriedOverTheYears(t *testing.T) {
	t.Parallel()
	carried := 0
	c := sample.Clean(1)
	for _, r := range c.Reports {
		in, ok := r.Data.Figure("t3.carried_in.total")
		before := previous(c, r)
		if !ok || len(before) != 1 || r.Data.Kind != data.Unit {
			continue
		}
		out, ok := before[0].Report.Figure("t3.carried_out.total")
		if !ok {
			continue
		}
		if in.Value != out.Value {
			t.Errorf("%s: carried in: want %d, got %d", r.Data.Title, out.Value, in.Value)
		}
		carried += int(in.Value)
	}
	if carried == 0 {
		t.Error("want requests carried over some year's end, got none")
	}
}
