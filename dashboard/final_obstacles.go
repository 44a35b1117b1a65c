package dashboard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// obstacle is something that stands in the way of signing, with the way to it.
type obstacle struct {
	Severity data.Severity
	Text     string
	Href     string
}

// shownObstacles bounds the names in one line.
const shownObstacles = 6

// obstacles are what stands in the way of signing the table of the year and
// scope shown. Nothing of it forbids to sign: whoever signs says why.
func (s *Server) obstacles(v *visit) ([]obstacle, error) {
	m, err := s.deliveries(v)
	if err != nil {
		return nil, err
	}
	versions, _, err := s.everything(v)
	if err != nil {
		return nil, err
	}
	q := aggregate.Query{Year: v.query.Year, Scope: v.query.Scope}
	b := &obstacleList{v: v, form: v.snapshot.CountyForm(q)}
	b.delivered(m.column(q.Year), versions)
	b.found()
	if err := b.county(s); err != nil {
		return nil, err
	}
	b.table(s)
	return b.list, nil
}

type obstacleList struct {
	v    *visit
	form *aggregate.CountyForm
	list []obstacle
}

func (b *obstacleList) add(severity data.Severity, href, format string, args ...any) {
	b.list = append(b.list, obstacle{Severity: severity, Text: fmt.Sprintf(format, args...), Href: href})
}

// several names some agencies, where there are any.
func (b *obstacleList) several(names []string, severity data.Severity, href, what string) {
	if n := len(names); n > 0 {
		shown := strings.Join(names[:min(n, shownObstacles)], "、")
		if n > shownObstacles {
			shown += "等"
		}
		b.add(severity, href, "%d家%s：%s", n, what, shown)
	}
}

// delivered looks at what came in of the counting agencies.
func (b *obstacleList) delivered(lines []deliveryLine, versions []data.Version) {
	v := b.v
	reviewed := map[string]bool{}
	for _, x := range versions {
		if x.Year == v.query.Year && x.Kind == data.Unit && x.Current && x.Reviewed {
			reviewed[x.Agency] = true
		}
	}
	var missing, waits, returned, unreviewed []string
	for _, l := range lines {
		if !l.Cell.Counts || !v.query.Scope.Holds(l.Agency) {
			continue
		}
		name, key := v.name(l.Agency), data.ReportKey{Agency: l.Agency.Key, Year: v.query.Year, Kind: data.Unit}
		_, stated := v.snapshot.Roster().NoReport(l.Agency.Key, v.query.Year)
		has := v.snapshot.HasReport(key)
		if !has && !stated {
			missing = append(missing, name)
		}
		if l.Cell.State == pending || l.Cell.Waits {
			waits = append(waits, name)
		}
		if l.Cell.Back.Open() != nil {
			returned = append(returned, name)
		}
		if has && !reviewed[l.Agency.Key] {
			unreviewed = append(unreviewed, name)
		}
	}
	b.several(missing, data.Error, v.link("/delivery"), "没有计入的年报，也没有说明原因")
	b.several(waits, data.Warning, v.link("/imports")+"#waiting", "有待定的年报")
	b.several(returned, data.Warning, v.link("/delivery")+"#received", "退回后还没有重报")
	b.several(unreviewed, data.Warning, v.link("/check"), "的年报还没有标为已审核")
}

// found looks at the open errors and doubts in what is added up.
func (b *obstacleList) found() {
	v := b.v
	var faulty []string
	for _, a := range v.snapshot.Counting(b.form.Query) {
		if n := v.snapshot.Errors(data.ReportKey{Agency: a.Key, Year: b.form.Query.Year, Kind: data.Unit}); n > 0 {
			faulty = append(faulty, fmt.Sprintf("%s%d条", v.name(a), n))
		}
	}
	b.several(faulty, data.Error, v.link("/check"), "还有未了结的错误")
	doubtful, negative := 0, 0
	for _, c := range b.form.Cells {
		if c.Total.Doubtful > 0 {
			doubtful++
		}
		if impossible(c) {
			negative++
		}
	}
	if doubtful > 0 {
		b.add(data.Warning, v.link("/summary"), "%d项合计中含有存疑的数", doubtful)
	}
	if negative > 0 {
		b.add(data.Error, v.link("/summary")+"#adjust", "%d项调整后小于0", negative)
	}
}

// county looks at the county-wide rules, which are about 全县. What delivered
// told already is not told again.
func (b *obstacleList) county(s *Server) error {
	if b.v.query.Scope.String() != "all" {
		return nil
	}
	found, err := s.countyFindings(b.v, b.v.query.Year)
	if err != nil {
		return err
	}
	differ, unsure := 0, 0
	for _, f := range found {
		switch {
		case f.Explained || f.Rule != aggregate.RulePublished:
		case f.Uncheckable:
			unsure++
		default:
			differ++
		}
	}
	href := b.v.link("/summary", "scope", "") + "#published"
	if differ > 0 {
		b.add(data.Error, href, "县公布年报有%d项与公布数不一致", differ)
	}
	if unsure > 0 {
		b.add(data.Info, href, "县公布年报有%d张表无法与各单位之和核对", unsure)
	}
	return nil
}

// table looks at the county's own table by the rules within one report: where
// one cell was adjusted and its total was not, the signed table would not add
// up.
func (b *obstacleList) table(s *Server) {
	if b.form.Edition == nil {
		return
	}
	r := &data.Report{Year: b.form.Query.Year, Kind: data.Published, Edition: b.form.Edition.ID}
	for _, t := range b.form.Edition.Tables {
		table := data.Table{Name: t.Name, Edition: b.form.Edition.ID, Found: true}
		for _, cell := range t.Cells {
			c, _ := b.form.Cell(cell.Code)
			f := data.Figure{Code: cell.Code, State: data.Missing}
			if figure := c.Figure(); figure.Known {
				f.State, f.Value = data.Read, figure.N
			}
			table.Figures = append(table.Figures, f)
		}
		r.Tables = append(r.Tables, table)
	}
	var broken []string
	for _, f := range s.config.Closing.CheckTable(r.Year, r) {
		touched := slices.ContainsFunc(f.Codes, func(code string) bool { c, ok := b.form.Cell(code); return ok && c.Adjusted.Times > 0 })
		if f.Severity == data.Error && !f.Uncheckable && touched {
			broken = append(broken, f.Text)
		}
	}
	if n := len(broken); n > 0 {
		b.add(data.Error, b.v.link("/summary")+"#adjust", "调整后的公布数有%d处自身不平：%s", n, strings.Join(broken[:min(n, 3)], "；"))
	}
}
