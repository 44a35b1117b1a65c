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
// then those after them. Ids A-, T- and X- are those of the office's own list
// of rules; R- are about reading.
func codeRules() (before, after []codeRule) {
	before = []codeRule{
		rule("A-4", data.Error, "格式版本与年度不符", wrongEdition, "各年度的年报应使用当年适用的全国统一格式，用错格式的数据不能直接汇总。"),
		rule("A-5", data.Error, "标题年度与统计期限不一致", wrongPeriod, "标题和正文写的年度不同，多为沿用上年文字，须先确定是哪一年的年报。"),
		rule("A-6", data.Warning, "单位名称不一致或不在名录", otherNames, "标题、正文和名录应是同一单位。多为套用其他单位的文字，或者机构更名后没有改。"),
		rule("A-7", data.Error, "缺少章节", missingChapters, "全国统一格式规定年报有六个部分，不得删减，次序不变。"),
		rule("R-table", data.Error, "未找到表格", missingTables, "格式规定的表格在文件中没有找到，表中各项都没有数据，不能当作0。"),
		rule("R-row", data.Error, "未找到行或单元格", missingRows, "表中缺少格式规定的行或栏，这些项没有数据，不能当作0。"),
		rule("R-short", data.Warning, "行内数值少于栏数", shortRows, "一行的数值比栏目少，不能确定数值属于哪一栏。"),
		rule("R-carried", data.Error, "表三只填了上年结转", onlyCarriedIn, "办公室下发的模板已填上年结转。交回来时其余各格仍空着的，多半是没有填完，不能当作全是0。", "2019", "2021"),
		rule("A-1", data.Error, "数量不是非负整数", unreadableCells, "件数、条数等应填不小于0的整数，文字、小数、负数都不能汇总。"),
	}
	after = []codeRule{
		rule("T4-2", data.Warning, "没有申请却有复议或诉讼", disputesWithoutRequests, "因政府信息公开引起的复议、诉讼一般由申请而来。两年都没有申请的，应说明案件由来。", "2019", "2021"),
	}
	after = append(after, textRules()...)
	for _, d := range doubts() {
		after = append(after, rule(d.id, data.Warning, d.title, d.find, d.why))
	}
	return before, append(after,
		rule("A-3", data.Warning, "金额单位可疑（元/万元）", amountsOffScale, ""),
		rule("A-9", data.Warning, "与上年相比异常波动", wildJumps, "数值是上年的5倍以上或不到五分之一，且相差20以上。多为错填、错列，也可能确有其事，应作说明。"),
		rule("A-8", data.Warning, "与上年数据完全相同", sameFigures, "全部数据与上年报告一样，多为照抄或者误报了上年的文件。"),
		rule("R-correct", data.Warning, "更正需要重新确认", askedCorrections, "更正是对原来那一版的数据作的。换了一版而这一格变了，要再向单位确认：仍按更正的数，或者不再更正。"),
		rule("R-public", data.Warning, "公开版与报送版不一致", publicDiffers, "单位在网站上公开的年报应与报送的一致。报送版更正过的，公开版也应改正；公开版改好后重新导入，此项即消去。"),
		rule("R-total", data.Info, "总计未填", blankTotals, "总计留空时按分项计算，计算不出的不计入汇总。"),
		rule("R-extra", data.Info, "表中有其他格式的行", extraRows, "其他年度格式的行照原文保留，按各自的指标计入。"),
		rule("A-2", data.Info, "单元格未填或填写不规范", blankCells, "没有的应填0。空白和“/”“—”“无”等按0计，不影响汇总。"),
	)
}

// textRules are about the prose: against the tables, and by itself.
func textRules() []codeRule {
	return []codeRule{
		rule("X-1", data.Error, "正文收到申请数与表三不一致", requestsTold, "正文所写收到的申请数应等于表三本年新收。正文把上年结转或者办结数写成收到数的，应改正文。", "2019", "2021"),
		rule("X-2", data.Warning, "正文办结数与表三不一致", closedTold, "正文所写办结数应等于表三本年度办理结果的总计。", "2019", "2021"),
		rule("X-4", data.Error, "正文复议诉讼数与表四不一致", disputesTold, "正文所写因政府信息公开引起的复议、诉讼件数应等于表四的总计。", "2019", "2021"),
		rule("X-5", data.Warning, "正文规范性文件数与表二不一致", documentsTold, "正文所写制发、废止、现行有效的规范性文件件数应与表二一致。", "2019", "2021"),
		rule("X-8", data.Warning, "正文其中项超过总数", partsTold, "“其中”后的数是前面总数的一部分，不能比总数大。"),
		rule("A-10", data.Warning, "存在问题一章过短或照抄上年", weakProblems, "条例要求报告存在的主要问题及改进情况。不足30字，或者九成以上与上年相同的，应当重写。"),
		rule("A-11", data.Warning, "残留模板文字", leftText, "格式或范文中的提示文字、未填的空格没有改成本单位的内容。"),
	}
}

func rule(id string, s data.Severity, title string, find func(*inquiry) []data.Finding, why string, editions ...string) codeRule {
	return codeRule{Rule{ID: id, Title: title, Why: why, Severity: s, Editions: editions}, find}
}

// formula is a line of rules.csv.
type formula struct {
	Rule
	// county: for reports of agencies that have no power to make 规章, which
	// only the roster tells.
	county bool
	// merger: it is applied after a merger, too, against the sum of the
	// agencies that merged.
	merger bool
	// looksBack: an operand is of the year before.
	looksBack bool
	// unless are the rules that silence this one where they fail.
	unless []string
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
		f := &formula{
			Rule:      Rule{ID: l[0], Title: l[6], Why: l[7], Editions: strings.Fields(l[1])},
			looksBack: strings.Contains(l[5], "prev."), unless: strings.Fields(l[4]),
		}
		switch l[2] {
		case "error":
			f.Severity = data.Error
		case "warning":
			f.Severity = data.Warning
		default:
			return fmt.Errorf("rule %s: severity %q", f.ID, l[2])
		}
		for _, word := range strings.Fields(l[3]) {
			switch word {
			case "county":
				f.county = true
			case "merger":
				f.merger = true
			default:
				return fmt.Errorf("rule %s: applies to %q", f.ID, word)
			}
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
