package sample

import (
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// MistakeKind names what an agency did wrong.
type MistakeKind string

// The mistakes of the made-up county.
const (
	Late          MistakeKind = "late"           // received after the deadline
	NotHandedIn   MistakeKind = "missing"        // no report at all
	BrokenSum     MistakeKind = "broken_sum"     // a sum of the form does not hold
	BlankTotal    MistakeKind = "blank_total"    // totals left empty
	BlankCells    MistakeKind = "blank_cells"    // zeros left empty
	OddZero       MistakeKind = "odd_zero"       // zeros written / — 无 00
	Garbage       MistakeKind = "garbage"        // a cell that is no number
	NoUnit        MistakeKind = "no_unit"        // an amount without its unit
	CopiedReport  MistakeKind = "copied"         // last year's figures and text
	WrongYear     MistakeKind = "wrong_year"     // last year in the title
	OldEdition    MistakeKind = "old_edition"    // the form of years before
	MissingRow    MistakeKind = "missing_row"    // a row of the form left out
	WrongCarry    MistakeKind = "wrong_carry"    // 上年结转 is not last year's 结转下年度
	WrongMerger   MistakeKind = "wrong_merger"   // 上年结转 is not what the merged agencies left
	WrongStock    MistakeKind = "wrong_stock"    // what was there last year and what is there now do not fit
	WrongUnit     MistakeKind = "wrong_unit"     // 元 filled in as 万元
	WildJump      MistakeKind = "wild_jump"      // far from last year's, for want of a digit
	NoRequest     MistakeKind = "no_request"     // reviews where nothing was asked for
	WrongText     MistakeKind = "wrong_text"     // the text states another number than the table
	TemplateLeft  MistakeKind = "template"       // a sentence of the form left as it is
	NoChapter     MistakeKind = "no_chapter"     // a chapter left out
	ShortChapter  MistakeKind = "short_chapter"  // nothing said of problems
	CopiedChapter MistakeKind = "copied_chapter" // last year's problems under this year's number
	WrongName     MistakeKind = "wrong_name"     // the text is another agency's
	Regulation    MistakeKind = "regulation"     // 规章 at county level
	UnfilledForm  MistakeKind = "unfilled"       // the form with nothing in it
	LoginPage     MistakeKind = "login_page"     // a login page saved in the report's place
	NotAReport    MistakeKind = "not_a_report"   // a 通知 among the reports
	SecondVersion MistakeKind = "second_version" // a corrected report beside the first
	SecondCopy    MistakeKind = "second_copy"    // the same report in another format
	OtherOnline   MistakeKind = "other_online"   // the website shows another figure than was handed in
)

// groundwork is no mistake: it makes the year before so that the next can
// have one.
const groundwork MistakeKind = ""

// Mistake is one thing wrong with one file, and what a check must say of it.
type Mistake struct {
	Kind   MistakeKind `json:"kind"`
	Agency string      `json:"agency,omitempty"` // key
	Year   int         `json:"year,omitempty"`
	// Codes are the cells concerned; empty where it is the whole file.
	Codes []string `json:"codes,omitempty"`
	// Rules are the rules that must report it, ids as in the rules file; of two
	// that one cell breaks in its row and its column, the one that is shown.
	// None where only 报送 or 导入 shows it.
	Rules []string `json:"rules,omitempty"`
	// Uncheckable are the rules that lose an operand by it (无法核对).
	Uncheckable []string `json:"uncheckable,omitempty"`
	// Note says in Chinese what is wrong.
	Note string `json:"note"`
}

// spoiler spoils one report.
type spoiler struct {
	c *County
	r *Report
	f *File
	m *Mistake
}

// entry is one planned mistake.
type entry struct {
	agency   string
	from, to int // report years; to is from where it happens once
	kind     MistakeKind
	rules    []string
	note     string
	do       func(s spoiler)
}

// plan is the mistakes of a county; nil is a county without any.
type plan []entry

func (p plan) edition(agency string, year int) *form.Edition {
	for _, e := range p {
		if e.kind == OldEdition && e.agency == agency && e.from == year {
			editions := form.Editions()
			for i := range editions {
				if editions[i].Fits(year) {
					return editions[i-1]
				}
			}
		}
	}
	return form.ForYear(year)
}

func (p plan) missing(key data.ReportKey) bool {
	for _, e := range p {
		if e.kind == NotHandedIn && e.hits(key) {
			return true
		}
	}
	return false
}

func (e *entry) hits(key data.ReportKey) bool {
	return e.agency == key.Agency && e.from <= key.Year && key.Year <= max(e.from, e.to)
}

// spoil applies what is planned for the report and returns the mistakes.
func (p plan) spoil(c *County, r *Report, f *File) []Mistake {
	var out []Mistake
	key := r.Key()
	for i := range p {
		e := &p[i]
		if !e.hits(key) || e.kind == NotHandedIn {
			continue
		}
		if e.kind == groundwork {
			e.do(spoiler{c: c, r: r, f: f, m: new(Mistake)})
			continue
		}
		m := Mistake{Kind: e.kind, Agency: key.Agency, Year: key.Year, Rules: e.rules, Note: e.note}
		if e.do != nil {
			e.do(spoiler{c: c, r: r, f: f, m: &m})
		}
		out = append(out, m)
	}
	if m, late := p.late(c, f); late {
		out = append(out, m)
	}
	return out
}

// lateShare is the share of reports that come after the deadline.
const lateShare = 0.07

func (p plan) late(c *County, f *File) (Mistake, bool) {
	d := newDraw(c.Seed, "late", f.Agency, yearText(f.Year))
	if p == nil || f.Received == "" || !d.chance(lateShare) {
		return Mistake{}, false
	}
	days := 1 + d.IntN(40)
	f.Received = data.LawDeadline(data.DeadlineInternal, f.Year).AddDate(0, 0, days).Format(time.DateOnly)
	return Mistake{Kind: Late, Agency: f.Agency, Year: f.Year, Note: "逾期" + plainCount(int64(days)) + "天报送"}, true
}

// touch changes a cell by n and records it.
func (s spoiler) touch(n int64, codes ...string) {
	for _, code := range codes {
		s.r.add(code, n)
		s.m.Codes = append(s.m.Codes, code)
	}
}

// put prints a value into a cell and records it.
func (s spoiler) put(code string, n int64) {
	s.r.set(code, n)
	s.m.Codes = append(s.m.Codes, code)
}

// garble prints something that is no number.
func (s spoiler) garble(code, raw string, why data.Doubt, uncheckable ...string) {
	s.r.scrawl(code, raw, why)
	s.m.Codes = append(s.m.Codes, code)
	s.m.Uncheckable = append(s.m.Uncheckable, uncheckable...)
}

// leave empties cells.
func (s spoiler) leave(codes ...string) {
	for _, code := range codes {
		s.r.empty(code)
		s.m.Codes = append(s.m.Codes, code)
	}
}

// zeros lists a table's cells that hold 0, totals left out if inner.
func (s spoiler) zeros(table string, inner bool) []string {
	return s.r.codes(table, func(code string) bool {
		n, ok := s.r.value(code)
		return ok && n == 0 && !(inner && form.IsTotal(s.r.Data.Edition, code))
	})
}

// previous is the agency's report of the year before.
func (s spoiler) previous() *Report {
	key := s.r.Key()
	key.Year--
	for _, r := range s.c.Reports {
		if r.Key() == key {
			return r
		}
	}
	return nil
}
