package dashboard

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// Closing is what the office adds to the year's sums, signs and closes, and
// the steps of its work. The command adapts store and intake to it. An error
// that is the clerk's to mend is a Mistake.
type Closing interface {
	// Adjustments lists a year's adjustments, those withdrawn too, in the order
	// in which they were stated.
	Adjustments(ctx context.Context, year int) ([]data.Adjustment, error)
	// Final returns a 定稿 with its bytes.
	Final(ctx context.Context, id int64) (data.Final, error)
	// Steps lists the steps of a year that a person said are done.
	Steps(ctx context.Context, year int) ([]data.StepDone, error)
	// CheckTable returns what the rules within one report find in the county's
	// own table.
	CheckTable(year int, r *data.Report) []data.Finding

	Adjust(ctx context.Context, a AdjustmentRequest) error
	WithdrawAdjustment(ctx context.Context, id int64, person string) error
	Freeze(ctx context.Context, f FinalRequest) (int64, error)
	// Seal closes a year, or opens it where sealed is false.
	Seal(ctx context.Context, year int, sealed bool, reason, person string) error
	TickStep(ctx context.Context, d data.StepDone) error
	UntickStep(ctx context.Context, year int, step string) error
	// StartYear makes the year the one being collected, with the exceptions of
	// the year before it.
	StartYear(ctx context.Context, year int) error
}

// AdjustmentRequest is an adjustment as a form asks for it.
type AdjustmentRequest struct {
	Year   int
	Scope  string // county or all
	Code   string
	Delta  string // digits in the cell's unit
	Ground string
	Reason string
	Person string
}

// FinalRequest is a 定稿 as a form asks for it.
type FinalRequest struct {
	Year   int
	Scope  string
	Change int64 // that the page showed
	// Tables are the bytes to freeze, Agencies whose figures are added up in
	// them.
	Tables    []byte
	Agencies  []string
	Obstacles []string
	// CountyWide are the county-wide findings that were explained.
	CountyWide []data.FinalExplanation
	Reason     string
	Note       string
	Person     string
	Program    string
}

// chineseDate is a moment's day in the office's own time zone.
func (s *Server) chineseDate(at time.Time) string {
	return at.In(s.config.Now().Location()).Format("2006年1月2日")
}

// sealText says by whom and when a year was closed; empty where it is open.
func (s *Server) sealText(v *visit, year int) string {
	seal, sealed := v.snapshot.Seal(year)
	if !sealed {
		return ""
	}
	return fmt.Sprintf("%d年度已封存（%s，%s）：%s", year, seal.Person, s.chineseDate(seal.Stated), seal.Reason)
}

// closedMark is a small mark beside the title of a year that was signed or
// closed.
type closedMark struct{ Label, Class, Href string }

// closedMarks are the marks of the year shown. moved, asked for on the pages
// that show sums, says how many cells differ from what was signed.
func (s *Server) closedMarks(v *visit) ([]closedMark, error) {
	if v.route.filters&filterYear == 0 {
		return nil, nil
	}
	scope := signedScope(v)
	href := v.link("/final", "scope", scope.String(), "errors", "")
	var out []closedMark
	if finals := v.snapshot.Finals(v.query.Year, scope); len(finals) > 0 {
		last := finals[len(finals)-1]
		out = append(out, closedMark{Label: "已定稿", Class: "good", Href: href})
		if v.route.path == home || v.route.path == "/summary" || v.route.path == "/final" {
			moves, err := s.movesSince(v, last.ID, scope)
			if err != nil {
				return nil, err
			}
			if n := len(moves); n > 0 {
				out = append(out, closedMark{Label: "定稿后变动" + strconv.Itoa(n) + "项", Class: "warning", Href: href + "#moves"})
			}
		}
	}
	if _, sealed := v.snapshot.Seal(v.query.Year); sealed {
		out = append(out, closedMark{Label: "已封存", Class: "info", Href: href + "#seal"})
	}
	return out, nil
}

// signedScope is the scope shown where it is one that can be signed, else 全县.
func signedScope(v *visit) aggregate.Scope {
	if v.query.Scope.String() == "county" {
		return v.query.Scope
	}
	return aggregate.All()
}
