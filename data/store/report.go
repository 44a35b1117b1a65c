package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// layout is the codes of a table in their order. It is shared by every table
// that holds the same ones and is never changed.
type layout struct {
	figures []data.Figure  // each a read 0 without a place
	at      map[string]int // code -> index
}

// extraLead marks the code of an extra figure in a layout.
const extraLead = "+"

// layoutText writes the codes of figures, one a line.
func layoutText(figures []data.Figure) (string, error) {
	var b strings.Builder
	for _, f := range figures {
		if f.Code == "" || strings.HasPrefix(f.Code, extraLead) || strings.Contains(f.Code, "\n") {
			return "", fmt.Errorf("code %q: not one that can be stored", f.Code)
		}
		if f.Extra {
			b.WriteString(extraLead)
		}
		b.WriteString(f.Code)
		b.WriteByte('\n')
	}
	return b.String(), nil
}

func parseLayout(text string) layout {
	l := layout{at: map[string]int{}}
	for line := range strings.Lines(text) {
		code, extra := strings.CutPrefix(strings.TrimSuffix(line, "\n"), extraLead)
		l.at[code] = len(l.figures)
		l.figures = append(l.figures, data.Figure{Code: code, State: data.Read, Extra: extra})
	}
	return l
}

// layout returns the layout with the id.
func (q *session) layout(id int64) (layout, error) {
	if l, ok := q.layouts[id]; ok {
		return l, nil
	}
	var text string
	found, err := q.one(`SELECT codes FROM layout WHERE id = ?`, []any{&text}, id)
	if err == nil && !found {
		err = ErrNotFound
	}
	if err != nil {
		return layout{}, fmt.Errorf("layout %d: %w", id, err)
	}
	l := parseLayout(text)
	q.layouts[id] = l
	return l, nil
}

// loadLayouts reads all layouts, for a reader of many reports. There are few:
// one for each table of an edition, and some with extra codes.
func (q *session) loadLayouts() error {
	return q.each(`SELECT id, codes FROM layout`, func(rows *sql.Rows) error {
		var id int64
		var text string
		err := rows.Scan(&id, &text)
		q.layouts[id] = parseLayout(text)
		return err
	})
}

// putLayout returns the id of the layout, a new one where it is not known.
func (t *Tx) putLayout(text string) (int64, error) {
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:])
	var id int64
	found, err := t.q.one(`SELECT id FROM layout WHERE sha256 = ?`, []any{&id}, digest)
	if err != nil || found {
		return id, err
	}
	id, err = t.nextID(`SELECT MAX(id) FROM layout`)
	if err != nil {
		return 0, err
	}
	return id, t.exec(`INSERT INTO layout (id, sha256, codes) VALUES (?, ?, ?)`, id, digest, text)
}

// putReport writes tables and figures of a version that has none yet.
func (t *Tx) putReport(version int64, r *data.Report) error {
	for i := range r.Tables {
		if err := t.putTable(version, i+1, &r.Tables[i]); err != nil {
			return fmt.Errorf("table %q: %w", r.Tables[i].Name, err)
		}
	}
	return nil
}

func (t *Tx) putTable(version int64, number int, table *data.Table) error {
	text, err := layoutText(table.Figures)
	if err != nil {
		return err
	}
	id, err := t.putLayout(text)
	if err != nil {
		return err
	}
	marks, err := t.q.squeeze.pack(packMarks(table.Figures))
	if err != nil {
		return err
	}
	const add = `
		INSERT INTO report_table (version, number, name, edition, found, layout, blank, marks)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	err = t.exec(add, version, number, table.Name, table.Edition, bit(table.Found), id, blankBits(table.Figures), marks)
	if err != nil {
		return err
	}
	return t.putFigures(version, table.Figures)
}

func (t *Tx) putFigures(version int64, figures []data.Figure) error {
	for i := range figures {
		f := &figures[i]
		if !f.State.Valid() {
			return fmt.Errorf("figure %q: invalid state %d", f.Code, f.State)
		}
		if !ownRow(f) {
			continue
		}
		const add = `INSERT INTO figure (version, code, state, value, doubt) VALUES (?, ?, ?, ?, ?)`
		if err := t.exec(add, version, f.Code, f.State.String(), f.Value, string(f.Doubt)); err != nil {
			return fmt.Errorf("figure %q: %w", f.Code, err)
		}
	}
	return nil
}

// checkCodes refuses a report that holds a code twice: a figure without a
// row of its own would hide behind the one with a row.
func checkCodes(r *data.Report) error {
	seen := map[string]bool{}
	for i := range r.Tables {
		for _, f := range r.Tables[i].Figures {
			if seen[f.Code] {
				return fmt.Errorf("table %q holds code %q again", r.Tables[i].Name, f.Code)
			}
			seen[f.Code] = true
		}
	}
	return nil
}

// ownRow reports whether a figure is more than a plain read 0 or a plain blank.
func ownRow(f *data.Figure) bool {
	return f.Value != 0 || f.Doubt != data.DoubtNone || (f.State != data.Read && f.State != data.Blank)
}

// blankBits marks the blank figures, one bit each; empty where there are none.
func blankBits(figures []data.Figure) []byte {
	bits := []byte{} // not nil, which would be stored as null
	for i := range figures {
		if figures[i].State != data.Blank {
			continue
		}
		if need := i/8 + 1; need > len(bits) {
			bits = append(bits, make([]byte, need-len(bits))...)
		}
		bits[i/8] |= 1 << (i % 8)
	}
	return bits
}

func isBlank(bits []byte, i int) bool { return bits[i/8]&(1<<(i%8)) != 0 }

// plainFigures returns a table's figures as they are before the rows of
// their own are put over them: blank, or read as 0.
func (l layout) plainFigures(blank []byte) []data.Figure {
	figures := slices.Clone(l.figures)
	for i := range figures[:min(len(figures), 8*len(blank))] {
		if isBlank(blank, i) {
			figures[i].State = data.Blank
		}
	}
	return figures
}

// packedTable is a row of report_table.
type packedTable struct {
	table  data.Table
	layout int64
	blank  []byte
	marks  []byte
}

// loadReport reads the whole report of a version. Empty lists come back nil.
func (q *session) loadReport(version int64) (*data.Report, error) {
	r, err := q.loadProse(version)
	if err != nil {
		return nil, err
	}
	packed, err := q.packedTables(version)
	if err != nil {
		return nil, err
	}
	layouts := make([]layout, len(packed))
	for i, p := range packed {
		if layouts[i], err = q.layout(p.layout); err != nil {
			return nil, err
		}
		p.table.Figures = layouts[i].plainFigures(p.blank)
		r.Tables = append(r.Tables, p.table)
	}
	if err := q.loadFigures(version, r, layouts); err != nil {
		return nil, err
	}
	return r, q.loadMarks(r, packed)
}

func (q *session) packedTables(version int64) ([]packedTable, error) {
	const query = `
		SELECT name, edition, found, layout, blank, marks
		FROM   report_table
		WHERE  version = ?
		ORDER  BY number`
	var list []packedTable
	err := q.each(query, func(rows *sql.Rows) error {
		var p packedTable
		err := rows.Scan(&p.table.Name, &p.table.Edition, &p.table.Found, &p.layout, &p.blank, &p.marks)
		list = append(list, p)
		return err
	}, version)
	return list, err
}

func (q *session) loadProse(version int64) (*data.Report, error) {
	r := &data.Report{}
	var prose []byte
	const query = `
		SELECT v.said_agency, v.said_year, v.said_kind, v.said_edition, v.said_title, c.prose
		FROM   version v JOIN content c ON c.version = v.id
		WHERE  v.id = ?`
	found, err := q.one(query, []any{&r.Agency, &r.Year, &r.Kind, &r.Edition, &r.Title, &prose}, version)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ErrNotFound
	}
	b, err := q.squeeze.unpack(prose)
	if err != nil {
		return nil, err
	}
	return r, unpackProse(b, r)
}

// loadFigures puts the rows of their own over the plain figures.
func (q *session) loadFigures(version int64, r *data.Report, layouts []layout) error {
	const query = `SELECT code, state, value, doubt FROM figure WHERE version = ?`
	return q.each(query, func(rows *sql.Rows) error {
		var code, state, doubt sql.RawBytes
		var value int64
		if err := rows.Scan(&code, &state, &value, &doubt); err != nil {
			return err
		}
		f, err := findFigure(r, layouts, code)
		if err != nil {
			return err
		}
		f.Value, f.Doubt = value, data.Doubt(doubt)
		return f.State.UnmarshalText(state)
	}, version)
}

// loadMarks adds places and raw texts, which need states and values.
func (q *session) loadMarks(r *data.Report, packed []packedTable) error {
	for i, p := range packed {
		b, err := q.squeeze.unpack(p.marks)
		if err != nil {
			return fmt.Errorf("table %q: %w", p.table.Name, err)
		}
		if err := unpackMarks(b, r.Tables[i].Figures); err != nil {
			return fmt.Errorf("table %q: %w", p.table.Name, err)
		}
	}
	return nil
}

// findFigure returns the figure with the code. layouts are those of the
// report's tables.
func findFigure(r *data.Report, layouts []layout, code []byte) (*data.Figure, error) {
	for i := range layouts {
		if j, ok := layouts[i].at[string(code)]; ok {
			return &r.Tables[i].Figures[j], nil
		}
	}
	return nil, fmt.Errorf("figure %q is in no table of its version", code)
}

// splitWords is the inverse of joining words with a space; none is nil.
func splitWords(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, " ")
}

// joinWords joins words that hold no space themselves.
func joinWords(words []string) (string, error) {
	if i := slices.IndexFunc(words, func(w string) bool { return w == "" || strings.Contains(w, " ") }); i >= 0 {
		return "", fmt.Errorf("word %q: empty or with a space", words[i])
	}
	return strings.Join(words, " "), nil
}
