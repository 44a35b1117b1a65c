package dashboard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// finalPage is the body of 定稿: what stands in the way of signing the
// county's table, the table as it was signed, and what moved since.
type finalPage struct {
	Empty    *emptyState // set where the year has no report
	Edition  string
	Subtitle string
	Scopes   []choice
	// Obstacles are what stands in the way; nothing of it forbids to sign.
	Obstacles []obstacle
	Sign      *signForm // nil where the year is sealed
	Finals    []finalLine
	Shown     *finalView // nil where nothing was signed
	Seal      sealView
}

// signForm freezes the table as the page shows it.
type signForm struct {
	Token, Person, Action string
	Change                int64
	Again                 bool // something was signed already
	// Same: the table is what was signed last.
	Same bool
}

// finalLine is one 定稿 in the list.
type finalLine struct {
	Number               int
	Person, Stated, Note string
	Href                 string
	On                   bool
	// Moved says how it differs from the one before it; empty for the first.
	Moved string
}

// finalView is a 定稿 as it was stored.
type finalView struct {
	Number               int
	Person, Stated, Note string
	SHA256               string // of the bytes
	Basis                data.FinalBasis
	Files                []choice
	Notes                []string
	Tables               []summarySheet
	Versions             *aggregate.Table
	// Since is what moved since: now against it, for the last one, or the next
	// one against it.
	Since movesView
}

// movesView is the differences of two tables, cell by cell.
type movesView struct {
	Title, Text string
	Table       *aggregate.Table
	// Why are the addresses of 为什么多了 on the cells, by code.
	Why map[string]string
	// Others are versions that changed without moving any cell.
	Others []string
}

// sealView is 封存 and 启封 of the year.
type sealView struct {
	Token, Person, Action string
	Year                  int
	Text                  string // by whom and when; empty while it is open
}

// final shows 定稿.
func (s *Server) final(v *visit) (answer, error) {
	title := "定稿"
	v.query.Scope, v.query.WithoutErrors = signedScope(v), false
	p := finalPage{Subtitle: v.subtitle("", v.query), Scopes: v.finalScopes(), Seal: s.sealView(v)}
	finals := v.snapshot.Finals(v.query.Year, v.query.Scope)
	if v.snapshot.Reported(v.query) == 0 && len(finals) == 0 {
		return answer{title: title, body: finalPage{Empty: v.emptyYear()}}, nil
	}
	if e := form.ForYear(v.query.Year); e != nil {
		p.Edition = "格式（" + e.Name + "）"
	}
	var err error
	if p.Obstacles, err = s.obstacles(v); err != nil {
		return answer{}, err
	}
	if p.Seal.Text == "" {
		p.Sign = &signForm{Token: s.token, Person: v.person(), Action: v.link("/final"), Change: v.snapshot.Change(), Again: len(finals) > 0}
	}
	if len(finals) == 0 {
		return answer{title: title, body: p}, nil
	}
	shown, err := chosenFinal(v, finals)
	if err != nil {
		return answer{}, err
	}
	tables, err := s.fillFinal(v, &p, finals, shown)
	return answer{title: title, body: p, tables: tables}, err
}

func (v *visit) finalScopes() []choice {
	scope := v.query.Scope.String()
	return []choice{
		{Label: "全县", Href: v.here("scope", "", "final", "", "errors", ""), On: scope == "all"},
		{Label: "县本级", Href: v.here("scope", "county", "final", "", "errors", ""), On: scope == "county"},
	}
}

// chosenFinal is the place of the 定稿 that the address names, else the last.
func chosenFinal(v *visit, finals []data.Final) (int, error) {
	text := v.c.Query("final")
	if text == "" {
		return len(finals) - 1, nil
	}
	n, err := strconv.Atoi(text)
	i := slices.IndexFunc(finals, func(f data.Final) bool { return f.Number == n })
	if err != nil || i < 0 {
		return 0, notFound("%d年度没有第%s次定稿", v.query.Year, clip(text, 10))
	}
	return i, nil
}

// fillFinal shows the 定稿 in place shown of the list.
func (s *Server) fillFinal(v *visit, p *finalPage, finals []data.Final, shown int) ([]*aggregate.Table, error) {
	opened := make([]openedFinal, len(finals))
	for i, f := range finals {
		var err error
		if opened[i], err = s.openFinal(v, f.ID); err != nil {
			return nil, err
		}
		line := finalLine{
			Number: f.Number, Person: f.Person, Stated: s.chineseDate(f.Stated), Note: f.Note, Href: v.here("final", strconv.Itoa(f.Number)), On: i == shown,
		}
		if i > 0 {
			line.Moved = movedText(len(aggregate.Moves(opened[i-1].tables, opened[i].tables)))
		}
		p.Finals = append(p.Finals, line)
	}
	f := opened[shown]
	next := s.now(v, v.query.Scope)
	title := "定稿后变动"
	if shown+1 < len(opened) {
		next, title = opened[shown+1].side(), fmt.Sprintf("第%d次定稿与本次的不同", finals[shown+1].Number)
	}
	if next.err != nil {
		return nil, next.err
	}
	since, err := s.movesView(v, f.side(), next, title)
	if err != nil {
		return nil, err
	}
	p.Shown = s.finalView(v, f, since)
	if shown+1 == len(opened) && p.Sign != nil {
		p.Sign.Same = len(p.Shown.Since.Table.Rows) == 0 && len(p.Shown.Since.Others) == 0
	}
	return []*aggregate.Table{f.tables.Form, p.Shown.Since.Table, p.Shown.Versions}, nil
}

func movedText(n int) string {
	if n == 0 {
		return "与上一次的数相同"
	}
	return fmt.Sprintf("与上一次有%d项不同", n)
}

// finalView shows what was stored, and nothing that is computed now. Cells that
// moved since lead to the line that says why.
func (s *Server) finalView(v *visit, f openedFinal, since movesView) *finalView {
	id := strconv.FormatInt(f.ID, 10)
	out := &finalView{
		Number: f.Number, Person: f.Person, Stated: s.chineseDate(f.Stated), Note: f.Note, SHA256: f.sha256, Basis: f.basis, Notes: f.tables.Form.Notes, Since: since,
		Versions: versionsTable(f.basis, v.nameOf),
		Files: []choice{
			{Label: "CSV", Href: v.link("/final/table.csv", "id", id)},
			{Label: "JSON（定稿原件）", Href: v.link("/final/table.json", "id", id)},
			{Label: "XLSX", Href: v.link("/final/table.xlsx", "id", id)},
			{Label: "依据（JSON）", Href: v.link("/final/table.json", "id", id, "part", "basis")},
		},
	}
	cells, stated := map[string]aggregate.FrozenCell{}, map[string]map[int]int{}
	for _, c := range f.tables.Cells() {
		cells[c.Code] = c
		if stated[c.Table] == nil {
			stated[c.Table] = map[int]int{}
		}
		if c.Figure.Known {
			stated[c.Table][c.Figure.Stated]++
		}
	}
	if e := form.ForYear(f.Year); e != nil {
		for _, t := range e.Tables {
			usual := mostOften(stated[t.Short])
			out.Tables = append(out.Tables, summarySheet{
				Name: t.Name, Title: t.Title, Unit: unitsOf(t), Standing: standingText(usual, f.basis.Counting),
				Sheet: layOut(t, func(c *form.Cell) *shownFigure {
					figure := frozenFigure(cells[c.Code], c, usual)
					if since.Why[c.Code] != "" {
						figure.Link, figure.Flag, figure.Label = "#"+moveAnchor(c.Code), "warning", figure.Label+"，"+since.Title
					}
					return figure
				}),
			})
		}
	}
	return out
}

// frozenFigure words one cell of a 定稿: 公布数, with what it was adjusted by.
// Only cells that stand on another number of agencies than usual say so.
func frozenFigure(f aggregate.FrozenCell, c *form.Cell, usual int) *shownFigure {
	s := &shownFigure{Code: c.Code, Fixed: true, Class: "sum", Text: aggregate.Text(totalCell(f.Figure, f.Amount))}
	switch {
	case f.Figure.NotAdditive:
		s.Class, s.Text, s.Mark = "not-additive", "", "不可加"
	case !f.Figure.Known:
		s.Class, s.Text, s.Mark = "missing", "", "无数据"
	case f.Adjustment.Known:
		s.Class, s.Mark = "sum adjusted", "合计"+aggregate.Text(totalCell(f.Total, f.Amount))+"（调整"+aggregate.Signed(totalCell(f.Adjustment, f.Amount))+"）"
	case f.Figure.Doubtful > 0:
		s.Class, s.Mark = "sum doubtful", fmt.Sprintf("含存疑%d项", f.Figure.Doubtful)
	case f.Figure.Stated != usual:
		s.Class, s.Mark = "sum partial", fmt.Sprintf("%d/%d家", f.Figure.Stated, f.Figure.Of)
	}
	s.Label = strings.TrimSuffix(c.Label()+"，"+s.Text+"，"+s.Mark, "，")
	return s
}

// versionsTable lists the versions that a 定稿 stood on.
func versionsTable(b data.FinalBasis, name func(string) string) *aggregate.Table {
	t := &aggregate.Table{Name: "versions", Title: fmt.Sprintf("%d年度定稿所依据的年报", b.Year), Columns: []aggregate.Column{
		column("agency", "单位", ""), column("kind", "类别", ""), column("number", "第几版", ""), column("file", "文件", ""), column("received", "收到日期", ""),
		column("reviewed_by", "审核人", ""), column("corrections", "更正", "项"), column("sha256", "文件校验码（SHA-256）", ""),
	}}
	corrected := map[data.ReportKey]int{}
	for _, c := range b.Corrections {
		corrected[data.ReportKey{Agency: c.Agency, Year: b.Year, Kind: c.Kind}]++
	}
	for _, x := range b.Versions {
		t.Rows = append(t.Rows, aggregate.Row{Key: x.Agency, Cells: []aggregate.Cell{
			words(name(x.Agency)), words(x.Kind.Label()), number(x.Number), words(x.FileName), words(x.Received), words(x.ReviewedBy),
			number(corrected[data.ReportKey{Agency: x.Agency, Year: b.Year, Kind: x.Kind}]), words(x.SHA256),
		}})
	}
	return t
}

func (s *Server) sealView(v *visit) sealView {
	return sealView{Token: s.token, Person: v.person(), Action: v.link("/final/seal"), Year: v.query.Year, Text: s.sealText(v, v.query.Year)}
}

// freeze signs the table of the year and scope as the page showed it.
func (s *Server) freeze(v *visit) (answer, error) {
	v.query.Scope, v.query.WithoutErrors = signedScope(v), false
	change, err := strconv.ParseInt(v.c.PostForm("change"), 10, 64)
	if err != nil {
		return answer{}, &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	if change != v.snapshot.Change() {
		return answer{}, &problem{status: http.StatusConflict, message: "数据在这期间已有变化，没有定稿；请刷新页面，看过新的表再定稿"}
	}
	r := FinalRequest{
		Year: v.query.Year, Scope: v.query.Scope.String(), Change: change, Reason: v.c.PostForm("reason"), Note: v.c.PostForm("note"),
		Person: person, Program: s.config.Version,
	}
	if r.Tables, err = v.snapshot.Freeze(v.query).Encode(); err != nil {
		return answer{}, err
	}
	for _, a := range v.snapshot.Counting(v.query) {
		r.Agencies = append(r.Agencies, a.Key)
	}
	obstacles, err := s.obstacles(v)
	if err != nil {
		return answer{}, err
	}
	for _, o := range obstacles {
		r.Obstacles = append(r.Obstacles, o.Text)
	}
	if r.CountyWide, err = s.countyExplained(v); err != nil {
		return answer{}, err
	}
	if _, err := s.config.Closing.Freeze(v.c.Request.Context(), r); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/final", "scope", scopeParameter(v.query.Scope), "errors", "")}, nil
}

// scopeParameter is the scope in an address, where 全县 is not written.
func scopeParameter(s aggregate.Scope) string {
	if text := s.String(); text != "all" {
		return text
	}
	return ""
}

// countyExplained are the county-wide findings that were explained: they stand
// on sums and are not stored with the others.
func (s *Server) countyExplained(v *visit) ([]data.FinalExplanation, error) {
	if v.query.Scope.String() != "all" {
		return nil, nil
	}
	found, err := s.countyFindings(v, v.query.Year)
	var out []data.FinalExplanation
	for _, f := range found {
		if f.Explained {
			out = append(out, data.FinalExplanation{
				Agency: f.Agency, Kind: f.Kind, Rule: f.Rule, Subject: f.Subject, Text: f.Text,
				Reason: f.Explanation.Reason, Person: f.Explanation.Person, Stated: f.Explanation.Stated,
			})
		}
	}
	return out, err
}

// seal closes the year, or opens it again.
func (s *Server) seal(v *visit) (answer, error) {
	do := v.c.PostForm("seal")
	if do != "yes" && do != "no" {
		return answer{}, badQuery("请选择封存或启封")
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Closing.Seal(v.c.Request.Context(), v.query.Year, do == "yes", v.c.PostForm("reason"), person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/final")+"#seal")}, nil
}

// decodeBasis reads what a 定稿 stood on.
func decodeBasis(b []byte) (data.FinalBasis, error) {
	var out data.FinalBasis
	if err := json.Unmarshal(b, &out); err != nil {
		return out, fmt.Errorf("decode basis: %w", err)
	}
	return out, nil
}
