package extract

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/nianbao/nianbao/data/form"
)

func everyStyle(t *testing.T, check func(t *testing.T, m *model, name string, rnd *rand.Rand)) {
	t.Helper()
	for _, edition := range []string{"2019", "2021"} {
		for _, name := range slices.Sorted(maps.Keys(styles)) {
			t.Run(edition+", "+name, func(t *testing.T) {
				t.Parallel()
				check(t, newModel(edition), name, rand.New(rand.NewPCG(3, uint64(len(name)))))
			})
		}
	}
}

func TestBlankCellsStayBlank(t *testing.T) {
	t.Parallel()
	everyStyle(t, func(t *testing.T, m *model, style string, rnd *rand.Rand) {
		odd := odds{}
		for _, table := range m.e.Tables {
			for _, c := range table.Cells {
				if rnd.IntN(3) == 0 {
					m.set(c.Code, "")
					odd[c.Code] = " blank "
				}
			}
		}
		checkModel(t, m, styles[style], odd)
	})
}

func TestColumnsInAnyOrderAreReadByTheirHeaders(t *testing.T) {
	t.Parallel()
	everyStyle(t, func(t *testing.T, m *model, style string, rnd *rand.Rand) {
		inner := rnd.Perm(5)
		outer := rnd.Perm(3) // of 自然人, 法人或其他组织, 总计
		head := slices.Clone(m.t3[1])
		low := slices.Clone(m.t3[2])
		for i, k := range outer {
			m.t3[1][i] = head[k]
		}
		for i, k := range inner {
			m.t3[2][i] = low[k]
		}
		for r := 3; r < len(m.t3); r++ {
			row := m.t3[r]
			labels, values := row[:len(row)-7], row[len(row)-7:]
			next := slices.Clone(labels)
			for _, k := range outer {
				switch k {
				case 0:
					next = append(next, values[0])
				case 1:
					for _, i := range inner {
						next = append(next, values[1+i])
					}
				case 2:
					next = append(next, values[6])
				}
			}
			m.t3[r] = next
		}
		if style != "one cell a line" { // whose rows only the usual order of table 4's groups tells
			m.t4 = permuted4(m.t4, rnd)
		}
		checkModel(t, m, styles[style], nil)
	})
}

// permuted4 changes the order of the results, the same way under each group,
// and that of the groups.
func permuted4(t mtable, rnd *rand.Rand) mtable {
	order := rnd.Perm(5)
	pick := func(cells []mcell) (out []mcell) {
		for _, k := range order {
			out = append(out, cells[k])
		}
		return out
	}
	review, direct, after := pick(t[3][:5]), pick(t[3][5:10]), pick(t[3][10:])
	low := pick(t[2][:5])
	return mtable{
		{t[0][1], t[0][0]},
		append([]mcell{t[1][6], t[1][5]}, pick(t[1][:5])...),
		slices.Concat(low, low),
		slices.Concat(after, direct, review),
	}
}

// A row that is not there must not move any other.
func TestAMissingRowLeavesTheOthers(t *testing.T) {
	t.Parallel()
	for _, s := range slices.Sorted(maps.Keys(styles)) {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			for i, r := range form.ByID("2021").Table("t3").Rows {
				m := newModel("2021")
				m.t3 = removeRow(m.t3, 3+i)
				checkModel(t, m, styles[s], rowOdds(m, rowGone, r.Code))
			}
		})
	}
}

// removeRow deletes a row; labels that began in it begin in the next.
func removeRow(t mtable, i int) mtable {
	for r := range i {
		for k := range t[r] {
			if c := &t[r][k]; r+c.rs > i {
				c.rs--
			}
		}
	}
	var carry []mcell
	for _, c := range t[i] {
		if c.rs > 1 {
			c.rs--
			carry = append(carry, c)
		}
	}
	out := slices.Delete(t, i, i+1)
	if len(carry) > 0 && i < len(out) {
		out[i] = append(carry, out[i]...)
	}
	return out
}

func TestRowsInAnyOrderAreReadByTheirLabels(t *testing.T) {
	t.Parallel()
	for _, s := range slices.Sorted(maps.Keys(styles)) {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(5, 5))
			m := newModel("2021")
			i := m.t3.at("1.属于国家秘密")
			group := m.t3[i+1 : i+8]
			rnd.Shuffle(len(group), func(a, b int) { group[a], group[b] = group[b], group[a] })
			last := len(m.t3) - 1
			m.t3[3], m.t3[4], m.t3[last] = m.t3[last], m.t3[3], m.t3[4]
			checkModel(t, m, styles[s], nil)
		})
	}
}

// A label with one or two characters lost or changed is read where its place confirms it, and
// never as another row.
func TestMisspeltLabelsNeverMoveAValue(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(9, 9))
	for n := range 150 {
		m := newModel("2021")
		for range 1 + n%4 {
			row := m.t3[3+rnd.IntN(len(m.t3)-3)]
			c := &row[len(row)-8]
			c.text = misspelt(c.text, rnd)
		}
		r, err := Extract(m.document(full), "")
		if err != nil {
			t.Fatal(err)
		}
		for code, got := range saidBy(r) {
			if want := m.v[code] + " read "; got != want && got != rowGone && got != m.v[code]+" doubtful label" {
				t.Errorf("round %d, %s: want %q or a mark, got %q", n, code, want, got)
			}
		}
	}
}

func misspelt(text string, rnd *rand.Rand) string {
	r := []rune(text)
	for range 1 + rnd.IntN(2) {
		i := rnd.IntN(len(r))
		switch rnd.IntN(3) {
		case 0:
			r = slices.Delete(r, i, i+1)
		case 1:
			r[i] = []rune("公开政府信息不予申请")[rnd.IntN(10)]
		default:
			r = slices.Insert(r, i, '的')
		}
		if len(r) == 0 {
			return text
		}
	}
	return string(r)
}
