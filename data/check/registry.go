package check

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

//go:embed rules.csv
var rulesCSV []byte

// codeRule is a rule that is a function. Its findings need no rule, title,
// agency, year and kind, and a severity only where it differs.
type codeRule struct {
	Rule
	find func(*inquiry) []data.Finding
}

// codeRules lists the rules that are functions: those before the formulas,
// then those after them. Ids A- are those of the office's own list of rules;
// R- are about reading.
func codeRules() (before, after []codeRule) {
	rule := func(id string, s data.Severity, title string, find func(*inquiry) []data.Finding) codeRule {
		return codeRule{Rule{ID: id, Title: title, Severity: s}, find}
	}
	before = []codeRule{
		rule("A-4", data.Error, "格式版本与年度不符", wrongEdition),
		rule("A-5", data.Error, "标题年度与统计期限不一致", wrongPeriod),
		rule("R-table", data.Error, "未找到表格", missingTables),
		rule("R-row", data.Error, "未找到行或单元格", missingRows),
		rule("R-short", data.Warning, "行内数值少于栏数", shortRows),
		rule("A-1", data.Error, "数量不是非负整数", unreadableCells),
	}
	for _, d := range doubts() {
		after = append(after, rule(d.id, data.Warning, d.title, d.find))
	}
	return before, append(after,
		rule("R-total", data.Info, "总计未填", blankTotals),
		rule("R-extra", data.Info, "表中有其他格式的行", extraRows),
		rule("A-2", data.Info, "单元格未填或填写不规范", blankCells),
	)
}

// formula is a line of rules.csv.
type formula struct {
	Rule
	// applies is empty, or "county": to reports of agencies that have no
	// power to make 规章, which only the roster tells.
	applies string
	// unless is the rule that silences this one where it does not pass.
	unless string
}

// comparison is a formula for one row, column or code of an edition.
type comparison struct {
	form.Comparison
	rule    *formula
	edition string
	table   string
	// column is the code of the column in which all its cells stand, row
	// that of the row; empty where they stand in several.
	column, row string
}

type sheetKey struct{ edition, table string }

type registry struct {
	rules       []Rule
	rank        map[string]int // of a rule's id in rules
	code        []codeRule
	comparisons map[sheetKey][]*comparison
}

// of returns the comparisons for a table of an edition.
func (r *registry) of(edition, table string) []*comparison {
	return r.comparisons[sheetKey{edition, table}]
}

// registered reads the rules once. They are part of the program and tested,
// so a fault in them is a fault of the build and panics.
var registered = sync.OnceValue(func() *registry {
	r, err := newRegistry(rulesCSV)
	if err != nil {
		panic(fmt.Sprintf("check: embedded rules: %v", err))
	}
	return r
})

func newRegistry(text []byte) (*registry, error) {
	r := &registry{rank: map[string]int{}, comparisons: map[sheetKey][]*comparison{}}
	before, after := codeRules()
	for _, c := range before {
		r.list(c.Rule)
	}
	if err := r.readFormulas(text); err != nil {
		return nil, err
	}
	for _, c := range after {
		r.list(c.Rule)
	}
	r.code = slices.Concat(before, after)
	return r, nil
}

// list enters a rule; the second line of an id only adds its editions.
func (r *registry) list(rule Rule) {
	if i, ok := r.rank[rule.ID]; ok {
		r.rules[i].Editions = append(r.rules[i].Editions, rule.Editions...)
		return
	}
	r.rank[rule.ID] = len(r.rules)
	r.rules = append(r.rules, rule)
}

func (r *registry) readFormulas(text []byte) error {
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return fmt.Errorf("read rules.csv: %w", err)
	}
	for _, l := range lines[1:] {
		f := &formula{Rule: Rule{ID: l[0], Title: l[6], Editions: strings.Fields(l[1])}, applies: l[3], unless: l[4]}
		switch l[2] {
		case "error":
			f.Severity = data.Error
		case "warning":
			f.Severity = data.Warning
		default:
			return fmt.Errorf("rule %s: severity %q", f.ID, l[2])
		}
		if f.applies != "" && f.applies != "county" {
			return fmt.Errorf("rule %s: applies to %q", f.ID, f.applies)
		}
		if err := r.compile(f, l[5]); err != nil {
			return fmt.Errorf("rule %s: %w", f.ID, err)
		}
		r.list(f.Rule)
	}
	return nil
}

func (r *registry) compile(f *formula, text string) error {
	for _, id := range f.Editions {
		e := form.ByID(id)
		if e == nil {
			return fmt.Errorf("edition %q: unknown", id)
		}
		parsed, err := form.ParseRule(text, e)
		if err != nil {
			return err
		}
		for _, p := range parsed {
			c := &comparison{Comparison: p, rule: f, edition: id}
			c.locate()
			k := sheetKey{id, c.table}
			r.comparisons[k] = append(r.comparisons[k], c)
		}
	}
	return nil
}

// locate finds the table of the comparison and the row or column that its
// cells share.
func (c *comparison) locate() {
	first := true
	for _, side := range c.Sides {
		for _, t := range side {
			for _, code := range t.Codes {
				cell := form.CellOf(c.edition, code)
				if !t.Previous && c.table == "" {
					c.table = cell.Table.Name
				}
				if first {
					c.row, c.column, first = cell.Row.Code, cell.Column.Code, false
				}
				if c.row != cell.Row.Code {
					c.row = ""
				}
				if c.column != cell.Column.Code {
					c.column = ""
				}
			}
		}
	}
}
