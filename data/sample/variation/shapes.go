package variation

import (
	"slices"
	"strings"
)

// missingRow leaves one or two rows of table 3 out, and one of table 2.
func missingRow(d *draft) {
	for range 1 + d.IntN(2) {
		if rows := d.rows["t3"]; len(rows) > 0 {
			d.drop("t3", rows[d.IntN(len(rows))].Code)
		}
	}
	if rows := d.rows["t2"]; d.IntN(2) == 0 && len(rows) > 0 {
		d.drop("t2", rows[d.IntN(len(rows))].Code)
	}
}

// swappedRows lets neighbours with the same labels above them change places.
func swappedRows(d *draft) {
	for _, name := range []string{"t2", "t3", "t4"} {
		rows := d.rows[name]
		for i := 1; i < len(rows); i++ {
			a, b := rows[i-1].Path, rows[i].Path
			if slices.Equal(a[:len(a)-1], b[:len(b)-1]) && d.IntN(3) == 0 {
				rows[i-1], rows[i] = rows[i], rows[i-1]
				i++
			}
		}
	}
}

// swappedColumns puts 总计 in front, or lets two columns change places; each
// keeps its header.
func swappedColumns(d *draft) {
	for _, t := range d.edition.Tables {
		for _, r := range t.Rows {
			set, n := r.Columns[0].Set, len(r.Columns)
			if n < 2 || d.order[set] != nil {
				continue
			}
			order := make([]int, n)
			for i := range order {
				order[i] = i
			}
			switch {
			case d.IntN(2) == 0: // last first
				order = append([]int{n - 1}, order[:n-1]...)
			case n == 7: // within 法人或其他组织
				order[2], order[3] = 3, 2
			default:
				order[0], order[1] = 1, 0
			}
			d.order[set] = order
		}
	}
}

func fiveTables(d *draft) { d.five = true }

// splitTable3 continues table 3 in a second table, with its header repeated or
// not, behind a page number. The labels of groups that the cut goes through
// are repeated with it.
func splitTable3(header bool) func(*draft) {
	return func(d *draft) {
		i := d.index("t3")
		if i < 0 {
			return
		}
		t := d.blocks[i].table
		heads := t.heads()
		// Cut where a group of the second level begins.
		var at []int
		for r := heads + 1; r < len(t.rows); r++ {
			if len(t.rows[r]) > 0 && t.rows[r][0].code == "" && t.rows[r][0].text != "" && labelsOf(t.rows[r]) >= 2 {
				at = append(at, r)
			}
		}
		if len(at) == 0 {
			return
		}
		cutTable(d, i, at[d.IntN(len(at))], heads, header)
	}
}

// heads counts the rows above the first figure. Spans do not tell it: they may
// be split already.
func (t *table) heads() int {
	return max(slices.IndexFunc(t.rows, func(row []*box) bool {
		return slices.ContainsFunc(row, func(b *box) bool { return b.code != "" })
	}), 0)
}

// labelsOf counts the labels before a row's figures.
func labelsOf(row []*box) int {
	n := 0
	for n < len(row) && row[n].code == "" {
		n++
	}
	return n
}

// cutTable parts the table of block i before row r.
func cutTable(d *draft, i, r, heads int, header bool) {
	t := d.blocks[i].table
	at := t.lay()
	first, second := &table{rows: t.rows[:r]}, &table{}
	if header {
		for _, row := range t.rows[:heads] {
			var again []*box
			for _, b := range row {
				c := *b
				again = append(again, &c)
			}
			second.rows = append(second.rows, again)
		}
	}
	rest := slices.Clone(t.rows[r:])
	// A label that reaches over the cut stands on both sides.
	var over []*box
	for _, b := range line(at[r]) {
		if b.row < r {
			c := *b
			c.rows = b.row + b.rows - r
			over = append(over, &c)
			b.rows = r - b.row
		}
	}
	rest[0] = slices.Concat(over, rest[0])
	second.rows = append(second.rows, rest...)
	d.blocks[i].table = first
	d.blocks = slices.Insert(d.blocks, i+1, block{text: "- 3 -"}, block{kind: tableBlock, table: second, name: "t3"})
}

// unmerged says what stands where a merged cell reached.
type unmerged int

const (
	emptyBelow unmerged = iota // an empty cell in place of a row span
	emptyAll                   // an empty cell at every position
	repeatAll                  // the text again at every position
)

// unmerge splits the merged cells of all tables of the form.
func unmerge(how unmerged) func(*draft) {
	return func(d *draft) {
		for _, k := range d.blocks {
			if k.name != "" {
				k.table.unmerge(how)
			}
		}
	}
}

func (t *table) unmerge(how unmerged) {
	at := t.lay()
	rows := make([][]*box, len(t.rows))
	for r := range t.rows {
		for _, b := range line(at[r]) {
			n := b.cols
			if how == emptyBelow {
				n = 1
			}
			for k := range n {
				c := box{text: b.text, rows: 1, cols: 1, code: b.code, was: b.was, added: b.added}
				if how == emptyBelow {
					c.cols = b.cols
				}
				switch {
				case b.row == r && k == 0:
				case how == repeatAll && b.code == "":
				default:
					c = box{rows: 1, cols: c.cols}
				}
				rows[r] = append(rows[r], &c)
			}
		}
	}
	t.rows = rows
}

// narrowLabels gives labels of table 3 fewer columns than the header's corner
// has: the figures stand to the left of their headers, one for one.
func narrowLabels(d *draft) {
	if i := d.index("t3"); i >= 0 {
		for _, row := range d.blocks[i].table.rows {
			if len(row) > 1 && row[1].code != "" && row[0].cols == 3 {
				row[0].cols = 2
			}
		}
	}
}

// wideHeads gives the headers of table 2 twice the columns of the cells below.
func wideHeads(d *draft) {
	for _, k := range d.blocks {
		if k.name != "t2" {
			continue
		}
		for _, row := range k.table.rows {
			if len(row) > 1 && row[1].code == "" {
				for _, b := range row {
					b.cols *= 2
				}
			}
		}
	}
}

// emptyHeader puts an empty cell too many into headers of table 2.
func emptyHeader(d *draft) {
	for _, k := range d.blocks {
		if k.name != "t2" {
			continue
		}
		for r, row := range k.table.rows {
			if len(row) > 1 && row[1].code == "" && row[0].text == "信息内容" {
				k.table.rows[r] = slices.Insert(row, 1+d.IntN(len(row)), one(""))
			}
		}
	}
}

func nested(d *draft) { d.nested = true }

// noteRows ends tables with a row of notes.
func noteRows(d *draft) {
	for _, k := range d.blocks {
		if k.name == "t2" || k.name == "t3" {
			at := k.table.lay()
			k.table.rows = append(k.table.rows, []*box{wide("注：1.本表数据截至当年12月31日；2.行政许可本年处理决定数量含换证35件，自然人申请含12件信函。", len(at[0]))})
		}
	}
}

// tracked changes some figures and labels with changes nobody accepted: what
// was inserted counts, what was deleted does not.
func tracked(d *draft) {
	d.changes = true
	for _, k := range d.blocks {
		if k.name == "" {
			continue
		}
		for _, row := range k.table.rows {
			for _, b := range row {
				switch {
				case b.code != "" && b.text != "" && d.IntN(8) == 0:
					b.was, b.added = digits(1+d.Int64N(9000)), true
				case b.code != "" && b.text == "" && d.IntN(3) == 0:
					b.was = digits(1 + d.Int64N(9000))
				case b.code == "" && strings.HasPrefix(b.text, "（") && d.IntN(4) == 0:
					b.was, b.added = "（十）其他事项", true
				}
			}
		}
	}
}

// indexColumn puts a column of line numbers or remarks into table 3.
func indexColumn(d *draft) {
	i := d.index("t3")
	if i < 0 {
		return
	}
	t := d.blocks[i].table
	heads := t.heads()
	for r, row := range t.rows {
		switch {
		case r == 0:
			t.rows[0] = slices.Insert(row, 1, &box{text: "行次", rows: heads, cols: 1})
		case r >= heads:
			t.rows[r] = slices.Insert(row, labelsOf(row), one(digits(int64(r-heads+1))))
		}
	}
}

func tableFour(d *draft) *table {
	if i := d.index("t4"); i >= 0 {
		return d.blocks[i].table
	}
	return nil
}

// fourInRows prints table 4 with its groups at the left.
func fourInRows(d *draft) {
	t := tableFour(d)
	if t == nil {
		return
	}
	head := []*box{one("项目")}
	rows := d.rows["t4"]
	for _, c := range d.columns(rows[0]) {
		head = append(head, one(d.label(label{text: c.Label(), own: true})))
	}
	values := t.rows[len(t.rows)-1]
	t.rows = [][]*box{head}
	for i, r := range rows {
		t.rows = append(t.rows, append([]*box{one(d.label(label{text: r.Label(), row: true, own: true}))}, values[i*5:i*5+5]...))
	}
}
