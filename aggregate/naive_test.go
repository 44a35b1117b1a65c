package aggregate_test

import (
	"math/big"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// The naive count: its own plain reading of the rules, straight over the
// figures, with no column, no cache and nothing of form.Values.

// naive is a value with what is known of it.
type naive struct {
	n                         int64
	known, doubtful, computed bool
	state                     data.State
}

// way is one way to make up a total.
type way struct {
	parts []string
	bound bool // the parts only tell whether it is 0
}

var applicantCodes = []string{"person", "business", "research", "charity", "legal", "other"}

// naiveWays is written after the printed forms.
func naiveWays(edition, code string) []way {
	var out []way
	under := func(prefix string, names ...string) []string {
		var parts []string
		for _, name := range names {
			parts = append(parts, prefix+name)
		}
		return parts
	}
	if row, ok := strings.CutSuffix(code, ".total"); ok && strings.HasPrefix(code, "t3.") {
		out = append(out, way{parts: under(row+".", applicantCodes...)})
	}
	if row, ok := strings.CutSuffix(code, ".total"); ok && strings.HasPrefix(code, "t4.") {
		out = append(out, way{parts: under(row+".", "upheld", "corrected", "other", "pending")})
	}
	if column, ok := strings.CutPrefix(code, "t3.total."); ok {
		rows := []string{"granted", "partial", "refused.secret", "refused.law", "refused.stability", "refused.third_party", "refused.internal",
			"refused.process", "refused.enforcement", "refused.inquiry", "unavailable.not_held", "unavailable.to_create", "unavailable.unclear",
			"rejected.petition", "rejected.repeat", "rejected.publication", "rejected.mass", "rejected.reconfirm"}
		if edition == "2019" {
			rows = append(rows, "other")
		} else {
			rows = append(rows, "other.uncorrected", "other.unpaid", "other.else")
		}
		var parts []string
		for _, row := range rows {
			parts = append(parts, "t3."+row+"."+column)
		}
		out = append(out, way{parts: parts})
	}
	switch code {
	case "s.received":
		out = append(out, way{parts: under("s.received.", "in_person", "fax", "online", "letter")})
	case "s.closed":
		out = append(out, way{parts: under("s.closed.", "on_time", "extended")})
	case "s.replied":
		out = append(out, way{parts: under("s.replied.", "already_public", "granted", "partial", "refused", "not_this_agency", "not_exist", "amend", "other_channel")})
	case "s.replied.refused":
		out = append(out, way{parts: under("s.replied.refused.", "secret", "trade", "privacy", "stability", "not_information", "other_law")})
	case "s.review", "s.litigation":
		out = append(out, way{parts: under(code+".", "upheld", "corrected", "other")})
	case "s.office.staff":
		out = append(out, way{parts: under("s.office.staff.", "full_time", "part_time")})
	case "s.response.press", "s.response.interview":
		out = append(out, way{parts: []string{code + "_lead"}, bound: true})
	case "s.response":
		out = append(out, way{parts: under("s.response.", "press", "interview", "article", "social", "other"), bound: true})
	case "s.disclosed":
		out = append(out, way{parts: append(under("s.channel.", "gazette", "website", "weibo", "wechat", "other"), "s.disclosed.normative"), bound: true})
	}
	return out
}

// naiveCell is a cell of a report as it counts.
func naiveCell(r *data.Report, code string) naive {
	table, f := naiveFigure(r, code)
	if table == nil {
		return naive{}
	}
	switch f.State {
	case data.Read:
		return naive{n: f.Value, known: true, state: data.Read}
	case data.Doubtful:
		return naive{n: f.Value, known: true, doubtful: true, state: data.Doubtful}
	case data.Missing, data.Unreadable:
		return naive{state: f.State}
	}
	filled := slices.ContainsFunc(table.Figures, func(f data.Figure) bool { return f.State == data.Read || f.State == data.Doubtful })
	ways := naiveWays(table.Edition, code)
	switch {
	case !filled:
		return naive{state: data.Blank}
	case len(ways) == 0:
		return naive{known: true, state: data.Blank}
	}
	return naiveTotal(r, ways)
}

func naiveFigure(r *data.Report, code string) (*data.Table, data.Figure) {
	for i := range r.Tables {
		for _, f := range r.Tables[i].Figures {
			if f.Code == code {
				return &r.Tables[i], f
			}
		}
	}
	return nil, data.Figure{}
}

// naiveTotal computes a blank total in every way there is.
func naiveTotal(r *data.Report, ways []way) naive {
	var results []naive
	for _, w := range ways {
		sum := naiveSum(r, w.parts)
		if !sum.known || w.bound && sum.n != 0 {
			continue
		}
		sum.computed = !w.bound
		results = append(results, sum)
	}
	out := naive{state: data.Blank}
	for _, x := range results {
		if x.n != results[0].n {
			return naive{state: data.Blank}
		}
		out.n, out.known, out.computed = x.n, true, x.computed
		out.doubtful = out.doubtful || x.doubtful
	}
	if out.doubtful {
		out.state = data.Doubtful
	}
	return out
}

// naiveSum adds cells up. The three rows of 其他处理 give way to the one row
// where a 2021 table prints that instead.
func naiveSum(r *data.Report, codes []string) naive {
	out := naive{known: true}
	for _, code := range naiveOther(r, codes) {
		x := naiveCell(r, code)
		if !x.known {
			return naive{}
		}
		out.n += x.n
		out.doubtful = out.doubtful || x.doubtful
		out.computed = out.computed || x.computed
	}
	return out
}

func naiveOther(r *data.Report, codes []string) []string {
	var rest, other []string
	for _, code := range codes {
		if strings.HasPrefix(code, "t3.other.") && strings.Count(code, ".") == 3 {
			other = append(other, code)
		} else {
			rest = append(rest, code)
		}
	}
	if len(other) != 3 {
		return codes
	}
	for _, code := range other {
		if table, f := naiveFigure(r, code); table != nil && f.State != data.Missing {
			return codes
		}
	}
	one := "t3.other." + other[0][strings.LastIndex(other[0], ".")+1:]
	if _, f := naiveFigure(r, one); f.Extra {
		return append(rest, one)
	}
	return codes
}

// naiveFormula evaluates what each edition words differently, in the editions
// of the tables that the report has.
func naiveFormula(r *data.Report, codes func(edition string) []string) naive {
	var out naive
	for _, edition := range []string{"2021", "2019", "2014"} {
		list := codes(edition)
		if len(list) == 0 || !slices.ContainsFunc(r.Tables, func(t data.Table) bool {
			return t.Edition == edition && strings.HasPrefix(list[0], t.Name+".")
		}) {
			continue
		}
		x := naiveSum(r, list)
		switch {
		case x.known && !out.known:
			out = x
		case x.known && x.n != out.n:
			out.doubtful = true
		}
	}
	return out
}

func naiveSeries(r *data.Report, id string) naive {
	return naiveFormula(r, func(edition string) []string { return form.SeriesByID(id).In(edition).Codes() })
}

// naiveAgency is one report's value of an item: n, and d of a rate.
type naiveAgency struct {
	n, d                      int64
	known, doubtful, computed bool
}

func naiveItem(r *data.Report, id string) naiveAgency {
	if r == nil {
		return naiveAgency{}
	}
	if rate := form.IndicatorByID(id); rate != nil {
		out := naiveAgency{known: true}
		out.n = naiveTerms(r, rate.Numerator, &out)
		out.d = naiveTerms(r, rate.Denominator, &out)
		if !out.known {
			return naiveAgency{}
		}
		return out
	}
	x := naiveCell(r, id)
	if form.SeriesByID(id) != nil {
		x = naiveSeries(r, id)
	}
	return naiveAgency{n: x.n, known: x.known, doubtful: x.doubtful, computed: x.computed}
}

func naiveTerms(r *data.Report, terms []form.SeriesTerm, out *naiveAgency) int64 {
	var sum int64
	for _, t := range terms {
		x := naiveSeries(r, t.Series.ID)
		out.known = out.known && x.known
		out.doubtful = out.doubtful || x.doubtful
		out.computed = out.computed || x.computed
		if t.Negative {
			x.n = -x.n
		}
		sum += x.n
	}
	return sum
}

// unit is the agency's own current report of the year, or nil.
func (c *county) unit(key string, year int) *data.Report {
	for i := range c.versions {
		v := &c.versions[i]
		if v.Agency == key && v.Year == year && v.Kind == data.Unit && v.Current && !v.Report.Unfilled() {
			return v.Report
		}
	}
	return nil
}

func (c *county) countsIn(a *data.Agency, year int) bool {
	if a.From != 0 && year < a.From || a.To != 0 && year > a.To {
		return false
	}
	if yes, said := a.CountsIn[year]; said {
		return yes
	}
	for _, x := range c.roster.Successions {
		if x.Rule == "leave_sum" && (x.Old == a.Key || x.New == a.Key) && x.Year <= year {
			return false
		}
	}
	return a.Counts
}

// members are the agencies of m.
func (c *county) members(q aggregate.Query) []*data.Agency {
	var out []*data.Agency
	for i := range c.roster.Agencies {
		a := &c.roster.Agencies[i]
		in := true
		switch text := q.Scope.String(); {
		case text == "county":
			in = a.Group == "县政府" || a.Group == "部门"
		case text != "all":
			in = strings.Contains(","+strings.TrimPrefix(text, "agencies:")+",", ","+a.Key+",")
		}
		if in && c.countsIn(a, q.Year) {
			out = append(out, a)
		}
	}
	return out
}

// agency is an agency's value as the query lets it count.
func (c *county) agency(id string, q aggregate.Query, key string) naiveAgency {
	if q.WithoutErrors && c.errors[data.ReportKey{Agency: key, Year: q.Year, Kind: data.Unit}] > 0 {
		return naiveAgency{}
	}
	return naiveItem(c.unit(key, q.Year), id)
}

func (c *county) total(id string, q aggregate.Query, of []*data.Agency) aggregate.Total {
	var values []naiveAgency
	for _, a := range of {
		values = append(values, c.agency(id, q, a.Key))
	}
	return addUp(id, values)
}

func addUp(id string, values []naiveAgency) aggregate.Total {
	t := aggregate.Total{Of: len(values)}
	for _, x := range values {
		if !x.known {
			continue
		}
		t.Known = true
		t.Stated++
		t.N += x.n
		t.D += x.d
		if x.doubtful {
			t.Doubtful++
		}
		if x.computed {
			t.Computed++
		}
	}
	if len(values) > 1 && (strings.HasSuffix(id, ".items_last") || strings.HasSuffix(id, ".items_change")) {
		t.N, t.Known, t.NotAdditive = 0, false, true
	}
	return t
}

// median is the middle value as an exact ratio; nil for none.
func (c *county) median(id string, q aggregate.Query) *big.Rat {
	var values []*big.Rat
	for _, a := range c.members(q) {
		x := c.agency(id, q, a.Key)
		switch rate := form.IndicatorByID(id) != nil; {
		case !x.known || rate && x.d <= 0:
		case rate:
			values = append(values, big.NewRat(x.n, x.d))
		default:
			values = append(values, big.NewRat(x.n, 1))
		}
	}
	if len(values) == 0 {
		return nil
	}
	slices.SortFunc(values, (*big.Rat).Cmp)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	sum := new(big.Rat).Add(values[half-1], values[half])
	return sum.Quo(sum, big.NewRat(2, 1))
}

// predecessor is the one agency linked to the key and to no other, and the
// first year of the key; "" where there is no single line.
func (c *county) predecessor(key string) (string, int) {
	var from, to []data.Succession
	for _, l := range c.roster.Successions {
		if l.Rule == "link" && l.New == key && l.Old != key {
			to = append(to, l)
		}
	}
	if len(to) != 1 {
		return "", 0
	}
	for _, l := range c.roster.Successions {
		if l.Rule == "link" && l.Old == to[0].Old {
			from = append(from, l)
		}
	}
	if len(from) != 1 {
		return "", 0
	}
	return to[0].Old, to[0].Year
}

// change counts the agencies that state the item in both years.
func (c *county) change(id string, q aggregate.Query) (now, before aggregate.Total, agencies int) {
	var nows, befores []naiveAgency
	past := q
	past.Year--
	members := c.members(q)
	for _, a := range members {
		key := a.Key
		if old, year := c.predecessor(a.Key); old != "" && year == q.Year {
			key = old
		}
		old := c.roster.Agency(key)
		if old == nil || !c.countsIn(old, q.Year-1) || key != a.Key && c.countsIn(old, q.Year) {
			continue
		}
		x, y := c.agency(id, q, a.Key), c.agency(id, past, key)
		if x.known && y.known {
			nows, befores = append(nows, x), append(befores, y)
		}
	}
	agencies = len(nows)
	for range len(members) - agencies { // m is that of the year
		nows, befores = append(nows, naiveAgency{}), append(befores, naiveAgency{})
	}
	return addUp(id, nows), addUp(id, befores), agencies
}
