package aggregate

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// Frozen is the county's table of a year and scope as it is signed (定稿): the
// form with 合计, 调整 and 公布数, and the agencies' figures that it is the sum
// of.
type Frozen struct {
	Form, Agencies *Table
}

// Freeze takes the tables as they stand; the query's WithoutErrors is not
// looked at, since what is signed is the whole sum.
func (s *Snapshot) Freeze(q Query) *Frozen {
	q.WithoutErrors = false
	return &Frozen{Form: s.CountyForm(q).FrozenTable(), Agencies: s.SummaryTable(q)}
}

// frozenFormat numbers the encoding of a Frozen.
const frozenFormat = 1

type frozenJSON struct {
	Format   int         `json:"format"`
	Form     *frozenPart `json:"form"`
	Agencies *frozenPart `json:"agencies"`
}

type frozenPart struct {
	Name    string         `json:"name"`
	Title   string         `json:"title"`
	Unit    string         `json:"unit,omitempty"`
	Columns []frozenColumn `json:"columns"`
	Rows    []frozenRow    `json:"rows"`
	Notes   []string       `json:"notes,omitempty"`
}

type frozenColumn struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Group string `json:"group,omitempty"`
	Unit  string `json:"unit,omitempty"`
}

type frozenRow struct {
	Kind  RowKind      `json:"kind,omitempty"`
	Key   string       `json:"key,omitempty"`
	Cells []frozenCell `json:"cells"`
}

type frozenCell struct {
	Kind   CellKind     `json:"kind,omitempty"`
	Text   string       `json:"text,omitempty"`
	Number int64        `json:"number,omitempty"`
	Total  *frozenTotal `json:"total,omitempty"`
	Amount bool         `json:"amount,omitempty"`
	Rate   bool         `json:"rate,omitempty"`
}

type frozenTotal struct {
	N           int64      `json:"n,omitempty"`
	D           int64      `json:"d,omitempty"`
	Known       bool       `json:"known"`
	Stated      int        `json:"stated,omitempty"`
	Of          int        `json:"of,omitempty"`
	Doubtful    int        `json:"doubtful,omitempty"`
	Computed    int        `json:"computed,omitempty"`
	Corrected   int        `json:"corrected,omitempty"`
	NotAdditive bool       `json:"not_additive,omitempty"`
	State       data.State `json:"state,omitzero"`
	Half        bool       `json:"half,omitempty"`
	NoReport    bool       `json:"no_report,omitempty"`
}

// Encode writes the tables as JSON with nothing left out. The same tables give
// the same bytes.
func (f *Frozen) Encode() ([]byte, error) {
	b, err := json.Marshal(frozenJSON{Format: frozenFormat, Form: freezeTable(f.Form), Agencies: freezeTable(f.Agencies)})
	if err != nil {
		return nil, fmt.Errorf("encode frozen tables: %w", err)
	}
	return append(b, '\n'), nil
}

// DecodeFrozen is the inverse of Encode.
func DecodeFrozen(b []byte) (*Frozen, error) {
	var x frozenJSON
	if err := json.Unmarshal(b, &x); err != nil {
		return nil, fmt.Errorf("decode frozen tables: %w", err)
	}
	if x.Format != frozenFormat || x.Form == nil || x.Agencies == nil {
		return nil, fmt.Errorf("decode frozen tables: format %d is not known", x.Format)
	}
	return &Frozen{Form: x.Form.table(), Agencies: x.Agencies.table()}, nil
}

func freezeTable(t *Table) *frozenPart {
	out := &frozenPart{Name: t.Name, Title: t.Title, Unit: t.Unit, Notes: t.Notes, Columns: []frozenColumn{}, Rows: []frozenRow{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, frozenColumn(c))
	}
	for _, r := range t.Rows {
		row := frozenRow{Kind: r.Kind, Key: r.Key, Cells: make([]frozenCell, 0, len(r.Cells))}
		for _, c := range r.Cells {
			cell := frozenCell{Kind: c.Kind, Text: c.Text, Number: c.N, Amount: c.Amount, Rate: c.Rate}
			if c.Kind == TotalCell {
				total := frozenTotal(c.Total)
				cell.Total = &total
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (p *frozenPart) table() *Table {
	t := &Table{Name: p.Name, Title: p.Title, Unit: p.Unit, Notes: p.Notes}
	for _, c := range p.Columns {
		t.Columns = append(t.Columns, Column(c))
	}
	for _, r := range p.Rows {
		row := Row{Kind: r.Kind, Key: r.Key}
		for _, c := range r.Cells {
			cell := Cell{Kind: c.Kind, Text: c.Text, N: c.Number, Amount: c.Amount, Rate: c.Rate}
			if c.Total != nil {
				cell.Total = Total(*c.Total)
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// FrozenCell is one cell of a frozen form.
type FrozenCell struct {
	Code, Table, Label, Unit string
	// Total is 合计, Figure 公布数; Adjustment is not known where there is none.
	Total, Adjustment, Figure Total
	Amount                    bool
}

// Cells are the frozen form's cells in their order, as they were stored.
func (f *Frozen) Cells() []FrozenCell {
	at := map[string]int{}
	for i, c := range f.Form.Columns {
		at[c.Key] = i + 1
	}
	cell := func(r Row, key string) Cell {
		if i := at[key]; i > 0 && i <= len(r.Cells) {
			return r.Cells[i-1]
		}
		return Cell{}
	}
	out := make([]FrozenCell, 0, len(f.Form.Rows))
	for _, r := range f.Form.Rows {
		total := cell(r, "total")
		out = append(out, FrozenCell{
			Code: r.Key, Table: cell(r, "table").Text, Label: cell(r, "label").Text, Unit: cell(r, "unit").Text,
			Total: total.Total, Adjustment: cell(r, "adjustment").Total, Figure: cell(r, "figure").Total, Amount: total.Amount,
		})
	}
	return out
}

// Move is a cell in which two tables differ (变动).
type Move struct {
	Was, Now FrozenCell // one of them has no Code where the other form lacks the cell
	// Agencies are those whose own figure differs, in official order of the
	// later table, then those that are in the earlier one alone.
	Agencies []AgencyMove
}

// AgencyMove is an agency's figure of a cell in two tables. A total that is
// not known may mean that the agency was not in the table.
type AgencyMove struct {
	Agency   string // key
	Was, Now Total
}

// Cell is the later of the two, else the earlier.
func (m Move) Cell() FrozenCell {
	if m.Now.Code != "" {
		return m.Now
	}
	return m.Was
}

// Moves lists the cells whose 合计, 调整 or 公布数 differ, in the form's order.
func Moves(was, now *Frozen) []Move {
	before := map[string]FrozenCell{}
	for _, c := range was.Cells() {
		before[c.Code] = c
	}
	var out []Move
	for _, c := range now.Cells() {
		old, ok := before[c.Code]
		delete(before, c.Code)
		if !ok || !same(old.Total, c.Total) || !same(old.Adjustment, c.Adjustment) || !same(old.Figure, c.Figure) {
			out = append(out, Move{Was: old, Now: c})
		}
	}
	for _, c := range was.Cells() {
		if _, gone := before[c.Code]; gone {
			out = append(out, Move{Was: c})
		}
	}
	for i := range out {
		out[i].Agencies = agencyMoves(was.Agencies, now.Agencies, out[i].Cell().Code)
	}
	return out
}

func same(a, b Total) bool { return a.Known == b.Known && a.N == b.N }

func agencyMoves(was, now *Table, code string) []AgencyMove {
	before, _ := was.column(code)
	after, order := now.column(code)
	_, old := was.column(code)
	for _, key := range old {
		if !slices.Contains(order, key) {
			order = append(order, key)
		}
	}
	var out []AgencyMove
	for _, key := range order {
		if m := (AgencyMove{Agency: key, Was: before[key], Now: after[key]}); !same(m.Was, m.Now) {
			out = append(out, m)
		}
	}
	return out
}

// column is a column's totals by agency, and the agencies in their order.
func (t *Table) column(key string) (map[string]Total, []string) {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key })
	out := map[string]Total{}
	var order []string
	for _, r := range t.Rows {
		if r.Kind == AgencyRow && r.Key != "" {
			order = append(order, r.Key)
			if at >= 0 && at < len(r.Cells) {
				out[r.Key] = r.Cells[at].Total
			}
		}
	}
	return out, order
}
