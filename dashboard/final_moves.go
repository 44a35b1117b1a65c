package dashboard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
)

// moved keeps the signed tables that were opened, which never change, and what
// moved since by the last change number.
type moved struct {
	mu     sync.Mutex
	finals map[int64]openedFinal
	change int64
	since  map[int64][]aggregate.Move
}

// openedFinal is a 定稿 with its bytes read.
type openedFinal struct {
	data.Final
	tables *aggregate.Frozen
	basis  data.FinalBasis
	sha256 string
}

// openFinal returns a 定稿; each is read once.
func (s *Server) openFinal(v *visit, id int64) (openedFinal, error) {
	s.moved.mu.Lock()
	f, ok := s.moved.finals[id]
	s.moved.mu.Unlock()
	if ok {
		return f, nil
	}
	stored, err := s.config.Closing.Final(v.c.Request.Context(), id)
	if err != nil {
		return f, fmt.Errorf("open final %d: %w", id, err)
	}
	sum := sha256.Sum256(stored.Tables)
	f = openedFinal{Final: stored, sha256: hex.EncodeToString(sum[:])}
	if f.tables, err = aggregate.DecodeFrozen(stored.Tables); err != nil {
		return f, fmt.Errorf("open final %d: %w", id, err)
	}
	if f.basis, err = decodeBasis(stored.Basis); err != nil {
		return f, fmt.Errorf("open final %d: %w", id, err)
	}
	s.moved.mu.Lock()
	defer s.moved.mu.Unlock()
	if s.moved.finals == nil {
		s.moved.finals = map[int64]openedFinal{}
	}
	s.moved.finals[id] = f
	return f, nil
}

// movesSince is what moved since a 定稿 was signed.
func (s *Server) movesSince(v *visit, id int64, scope aggregate.Scope) ([]aggregate.Move, error) {
	s.moved.mu.Lock()
	if s.moved.since == nil || s.moved.change != v.snapshot.Change() {
		s.moved.change, s.moved.since = v.snapshot.Change(), map[int64][]aggregate.Move{}
	}
	moves, ok := s.moved.since[id]
	s.moved.mu.Unlock()
	if ok {
		return moves, nil
	}
	f, err := s.openFinal(v, id)
	if err != nil {
		return nil, err
	}
	moves = aggregate.Moves(f.tables, v.snapshot.Freeze(aggregate.Query{Year: f.Year, Scope: scope}))
	s.moved.mu.Lock()
	defer s.moved.mu.Unlock()
	if s.moved.change == v.snapshot.Change() {
		s.moved.since[id] = moves
	}
	return moves, nil
}

// tableSide is one of two tables that are compared, with what it stands on.
type tableSide struct {
	tables *aggregate.Frozen
	// versions are those that count, by agency.
	versions map[string]data.FinalVersion
	// corrections of a report, by code.
	corrections func(agency string) (map[string]data.FinalCorrection, error)
	err         error
}

func (f openedFinal) side() tableSide {
	out := tableSide{tables: f.tables, versions: map[string]data.FinalVersion{}}
	for _, x := range f.basis.Versions {
		if x.Kind == data.Unit {
			out.versions[x.Agency] = x
		}
	}
	out.corrections = func(agency string) (map[string]data.FinalCorrection, error) {
		list := map[string]data.FinalCorrection{}
		for _, c := range f.basis.Corrections {
			if c.Agency == agency && c.Kind == data.Unit {
				list[c.Code] = c
			}
		}
		return list, nil
	}
	return out
}

// now is the table as it stands.
func (s *Server) now(v *visit, scope aggregate.Scope) tableSide {
	out := tableSide{tables: v.snapshot.Freeze(aggregate.Query{Year: v.query.Year, Scope: scope}), versions: map[string]data.FinalVersion{}}
	versions, _, err := s.everything(v)
	out.err = err
	for _, x := range versions {
		a := v.snapshot.Agency(x.Agency)
		if x.Current && !x.Unfilled && x.Kind == data.Unit && x.Year == v.query.Year && a != nil && scope.Holds(a) && v.snapshot.Roster().Counts(a, x.Year) {
			out.versions[x.Agency] = data.FinalVersion{Agency: x.Agency, ID: x.ID, Number: x.Number, FileName: x.FileName, SHA256: x.SHA256}
		}
	}
	out.corrections = func(agency string) (map[string]data.FinalCorrection, error) {
		k := data.ReportKey{Agency: agency, Year: v.query.Year, Kind: data.Unit}
		list, err := s.config.Reports.Corrections(v.c.Request.Context(), k)
		by := map[string]data.FinalCorrection{}
		for _, c := range list {
			by[c.Code] = data.FinalCorrection{Code: c.Code, Value: c.Value, Person: c.Person, Reason: c.Reason, Stated: c.Stated}
		}
		return by, err
	}
	return out
}

// movesView lists what differs from one table to the next, cell by cell, with
// the agencies and what changed of theirs.
func (s *Server) movesView(v *visit, was, now tableSide, title string) (movesView, error) {
	out := movesView{Title: title, Why: map[string]string{}, Table: &aggregate.Table{
		Name: "moves", Title: fmt.Sprintf("%d年度%s%s", v.query.Year, v.scopeLabel(), title), Columns: []aggregate.Column{
			column("table", "表", ""), column("label", "指标项", ""), column("unit", "计量单位", ""), column("was", "定稿公布数", ""), column("now", "现公布数", ""),
			column("difference", "差", ""), column("adjustment_was", "定稿时调整", ""), column("adjustment_now", "现调整", ""), column("why", "由来", ""),
		},
	}}
	told := map[string]bool{}
	for _, m := range aggregate.Moves(was.tables, now.tables) {
		why, err := s.whyMoved(v, was, now, m, told)
		if err != nil {
			return out, err
		}
		c := m.Cell()
		out.Why[c.Code] = v.link("/why", "item", c.Code)
		difference := aggregate.Total{N: m.Now.Figure.N - m.Was.Figure.N, Known: m.Now.Figure.Known && m.Was.Figure.Known}
		out.Table.Rows = append(out.Table.Rows, aggregate.Row{Key: c.Code, Cells: []aggregate.Cell{
			words(c.Table), words(c.Label), words(c.Unit), totalCell(m.Was.Figure, c.Amount), totalCell(m.Now.Figure, c.Amount), totalCell(difference, c.Amount),
			adjustmentCell(m.Was), adjustmentCell(m.Now), words(why),
		}})
	}
	for _, key := range changedVersions(was, now) {
		if !told[key] {
			out.Others = append(out.Others, v.nameOf(key)+"："+versionMoved(was, now, key))
		}
	}
	out.Text = "各单位现在的数与定稿时相同。"
	if n := len(out.Table.Rows); n > 0 {
		out.Text = fmt.Sprintf("%d项不同。", n)
	}
	return out, nil
}

// moveAnchor names the line of a cell in the list of what moved.
func moveAnchor(code string) string { return "move-" + cellAnchor(code) }

func adjustmentCell(c aggregate.FrozenCell) aggregate.Cell {
	if !c.Adjustment.Known {
		return words("")
	}
	return totalCell(c.Adjustment, c.Amount)
}

// whyMoved names the agencies behind a move and what changed of theirs; those
// named are noted in told.
func (s *Server) whyMoved(v *visit, was, now tableSide, m aggregate.Move, told map[string]bool) (string, error) {
	var out []string
	c := m.Cell()
	for _, a := range m.Agencies {
		told[a.Agency] = true
		text := fmt.Sprintf("%s由%s改为%s", v.nameOf(a.Agency), knownText(a.Was, c.Amount), knownText(a.Now, c.Amount))
		how, err := changedOf(s, was, now, a.Agency, c)
		if err != nil {
			return "", err
		}
		out = append(out, text+"（"+how+"）")
	}
	if m.Was.Adjustment.N != m.Now.Adjustment.N {
		out = append(out, fmt.Sprintf("调整由%s改为%s", adjustmentText(m.Was), adjustmentText(m.Now)))
	}
	return strings.Join(out, "；"), nil
}

func knownText(t aggregate.Total, amount bool) string {
	if !t.Known {
		return "没有"
	}
	return aggregate.Text(totalCell(t, amount))
}

func adjustmentText(c aggregate.FrozenCell) string {
	if !c.Adjustment.Known {
		return "没有"
	}
	return aggregate.Signed(totalCell(c.Adjustment, c.Amount))
}

// changedOf says what of an agency changed that concerns a cell: its version,
// a correction, whether it counts.
func changedOf(s *Server, was, now tableSide, agency string, c aggregate.FrozenCell) (string, error) {
	var out []string
	if was.versions[agency].ID != now.versions[agency].ID {
		out = append(out, versionMoved(was, now, agency))
	}
	before, err := was.corrections(agency)
	if err != nil {
		return "", err
	}
	after, err := now.corrections(agency)
	if err != nil {
		return "", err
	}
	old, had := before[c.Code]
	made, has := after[c.Code]
	switch {
	case has && (!had || old.Value != made.Value):
		value := aggregate.Text(totalCell(aggregate.Total{N: made.Value, Known: true}, c.Amount))
		out = append(out, fmt.Sprintf("更正为%s：%s，%s，%s", value, made.Reason, made.Person, s.chineseDate(made.Stated)))
	case had && !has:
		out = append(out, "更正已收回")
	}
	if len(out) == 0 {
		return "名录、更正的其他项或年报的读法有变", nil
	}
	return strings.Join(out, "；"), nil
}

// versionMoved says which version gave way to which.
func versionMoved(was, now tableSide, agency string) string {
	old, had := was.versions[agency]
	made, has := now.versions[agency]
	name := func(x data.FinalVersion) string {
		return "第" + strconv.Itoa(x.Number) + "版（" + x.FileName + "）"
	}
	switch {
	case had && has:
		return name(old) + "换为" + name(made)
	case has:
		return "新计入" + name(made)
	}
	return name(old) + "不再计入"
}

// changedVersions are the agencies whose version is another, by key.
func changedVersions(was, now tableSide) []string {
	var out []string
	for key, x := range was.versions {
		if now.versions[key].ID != x.ID {
			out = append(out, key)
		}
	}
	for key := range now.versions {
		if _, had := was.versions[key]; !had {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// requestedFinal is the 定稿 whose file is asked for.
func (s *Server) requestedFinal(v *visit) (openedFinal, error) {
	id, err := strconv.ParseInt(v.c.Query("id"), 10, 64)
	known := slices.ContainsFunc(append(v.snapshot.Finals(v.query.Year, aggregate.All()), v.snapshot.Finals(v.query.Year, aggregate.CountyLevel())...),
		func(f data.Final) bool { return f.ID == id })
	if err != nil || !known {
		return openedFinal{}, notFound("没有这一次定稿，请从定稿页重新进入")
	}
	return s.openFinal(v, id)
}

func (f openedFinal) title() string {
	return fmt.Sprintf("%s（第%d次定稿）", f.tables.Form.Title, f.Number)
}

// finalFile is the signed table: as CSV, or the stored bytes themselves.
func (s *Server) finalFile(v *visit) error {
	f, err := s.requestedFinal(v)
	if err != nil {
		return err
	}
	part, err := v.oneOf("part", "部分", "table", "basis")
	if err != nil {
		return err
	}
	title, stored := f.title(), f.Tables
	if part == "basis" {
		title, stored = title+"的依据", f.Basis
	}
	return v.sendFile(title, func(w io.Writer, e export.Encoding) error {
		switch {
		case v.format == formatJSON:
			_, err := w.Write(stored)
			return err
		case part == "basis":
			return export.WriteCSV(w, versionsTable(f.basis, v.nameOf), e)
		}
		return export.WriteCSV(w, f.tables.Form, e)
	})
}

// finalWorkbook is the signed table with the agencies' figures as XLSX.
func (s *Server) finalWorkbook(v *visit) error {
	f, err := s.requestedFinal(v)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	sheets := []export.Sheet{{Name: "定稿", Table: f.tables.Form}, {Name: "各单位", Table: f.tables.Agencies}, {Name: "依据", Table: versionsTable(f.basis, v.nameOf)}}
	if err := export.WriteWorkbook(&b, sheets); err != nil {
		return err
	}
	v.attach(f.title() + ".xlsx")
	v.c.Data(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
	return nil
}
