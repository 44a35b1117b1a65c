package aggregate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Words of the sums' rows and remarks.
const (
	totalLabel    = "合计"
	subtotalLabel = "小计"
	notReported   = "无年报"
	leftOut       = "有错误，不计入"
	byCell        = "只有相同的指标项计入"
	bySeries      = "各按其格式计算"
)

// heading is 2023年度全县 and what else a title says.
func (s *Snapshot) heading(q Query, what string) string {
	return fmt.Sprintf("%d年度%s%s", q.Year, s.scopeLabel(q.Scope), what)
}

// scopeLabel is the scope's label, a single agency by its name.
func (s *Snapshot) scopeLabel(scope Scope) string {
	if len(scope.keys) == 1 {
		if a := s.Agency(scope.keys[0]); a != nil {
			return s.shortName(a)
		}
	}
	return scope.Label()
}

// agencyColumns lead every table of agencies.
func agencyColumns() []Column {
	return []Column{{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "group", Title: "单位类型"}}
}

func agencyCells(serial int, a *data.Agency) []Cell {
	return []Cell{numberCell(serial), textCell(a.Name), textCell(string(a.Group))}
}

// sumCells lead the row of a sum.
func sumCells(label string, group data.Group) []Cell {
	return []Cell{textCell(""), textCell(label), textCell(string(group))}
}

// itemColumns are an item's column and, of a rate, its two numbers'.
func itemColumns(i *Item) []Column {
	if !i.Rate() {
		return []Column{{Key: i.ID, Title: i.Name, Unit: i.Unit}}
	}
	return []Column{
		{Key: i.ID, Title: i.Name, Group: i.Name, Unit: i.Unit},
		{Key: i.ID + ".n", Title: i.Name + "（分子）", Group: i.Name},
		{Key: i.ID + ".d", Title: i.Name + "（分母）", Group: i.Name},
	}
}

// appendItem adds the cells that fill itemColumns.
func appendItem(cells []Cell, i *Item, t Total) []Cell {
	cells = append(cells, itemCell(i, t))
	if i.Rate() {
		n, d := sides(t)
		cells = append(cells, n, d)
	}
	return cells
}

// commonUnit is the unit that all items share, else empty.
func commonUnit(items []Item) string {
	unit := ""
	for n, i := range items {
		if n > 0 && i.Unit != unit {
			return ""
		}
		unit = i.Unit
	}
	return unit
}

// groupsOf returns the agencies' groups, those of the form first and in
// official order, and the places of each.
func (s *Snapshot) groupsOf(places []int32) ([]data.Group, map[data.Group][]int32) {
	members := map[data.Group][]int32{}
	order := data.Groups()
	for _, place := range places {
		g := s.roster.Agencies[place].Group
		members[g] = append(members[g], place)
		if !slices.Contains(order, g) {
			order = append(order, g)
		}
	}
	return slices.DeleteFunc(order, func(g data.Group) bool { return len(members[g]) == 0 }), members
}

// remark says in an agency's row why it has no figures.
func (s *Snapshot) remark(q Query, place int32) string {
	b := s.units[q.Year]
	switch {
	case b == nil || b.row[place] < 0:
		return notReported
	case q.WithoutErrors && b.errors[b.row[place]] > 0:
		return leftOut
	}
	return ""
}

// reportedOf words how many of the agencies have a report; empty where all do.
func (s *Snapshot) reportedOf(q Query, places []int32) string {
	n := 0
	for _, place := range places {
		if s.remark(q, place) == "" {
			n++
		}
	}
	if n == len(places) {
		return ""
	}
	return fmt.Sprintf("%d/%d家", n, len(places))
}

// notes gathers the remarks under a table, each once.
type notes []string

func (n *notes) add(format string, args ...any) {
	note := fmt.Sprintf(format, args...)
	if note != "" && !slices.Contains(*n, note) {
		*n = append(*n, note)
	}
}

// standing notes what an item's total stands on.
func (n *notes) standing(i *Item, t Total) {
	if t.Stated < t.Of {
		n.add("%s：%d家单位中有%d家的数据计入", i.Name, t.Of, t.Stated)
	}
	if t.Doubtful > 0 {
		n.add("%s：含存疑%d项", i.Name, t.Doubtful)
	}
	if t.Corrected > 0 {
		n.add("%s：含更正%d项", i.Name, t.Corrected)
	}
	if t.Computed > 0 {
		n.add("%s：其中%d项总计未填，为计算值", i.Name, t.Computed)
	}
	if t.NotAdditive {
		n.add("%s：%s", i.Name, notAdditive)
	}
}

// tally gathers over many totals what notes say of them together; which of
// them it is shows in their cells.
type tally struct {
	incomplete, doubtful, computed int
	corrected                      int
	notAdditive                    bool
}

func (t *tally) add(of Total) {
	if of.Stated < of.Of && !of.NotAdditive {
		t.incomplete++
	}
	t.doubtful += of.Doubtful
	t.computed += of.Computed
	t.corrected += of.Corrected
	t.notAdditive = t.notAdditive || of.NotAdditive
}

func (n *notes) tally(t tally, agencies int) {
	if t.incomplete > 0 {
		n.add("有%d项数字未包括全部%d家单位", t.incomplete, agencies)
	}
	if t.doubtful > 0 {
		n.add("含存疑%d项", t.doubtful)
	}
	if t.corrected > 0 {
		n.add("含更正%d项（更正的数与单位年报所印不同）", t.corrected)
	}
	if t.computed > 0 {
		n.add("总计未填、由分项计算得出的有%d项（计算值）", t.computed)
	}
	if t.notAdditive {
		n.add("标注“%s”的指标项各单位之间不能相加", notAdditive)
	}
}

// breaks notes where an item changed its meaning.
func (n *notes) breaks(i *Item) {
	if len(i.Breaks) == 0 {
		return
	}
	var years []string
	for _, y := range i.Breaks {
		years = append(years, fmt.Sprint(y))
	}
	n.add("%s：%s年起口径有变化，前后不可直接比较%s", i.Name, strings.Join(years, "、"), bracketed(i.Note))
}

func bracketed(note string) string {
	if note == "" {
		return ""
	}
	return "（" + note + "）"
}

// roll notes who is missing from the year and who is left out.
func (n *notes) roll(s *Snapshot, q Query, places []int32) {
	late, faulty := []string{}, []string{}
	for _, place := range places {
		name := s.shortName(&s.roster.Agencies[place])
		switch s.remark(q, place) {
		case notReported:
			late = append(late, name)
		case leftOut:
			faulty = append(faulty, name)
		}
	}
	if len(late) > 0 {
		n.add("应报%d家，%d家没有可用的年报：%s", len(places), len(late), strings.Join(late, "、"))
	}
	if len(faulty) > 0 {
		n.add("有错误的单位不计入，共%d家：%s", len(faulty), strings.Join(faulty, "、"))
	}
}

// editions names the reports with a table in another edition than the year's
// and says what is done about it.
func (n *notes) editions(s *Snapshot, q Query, places []int32, done string) {
	e, b := form.ForYear(q.Year), s.units[q.Year]
	if e == nil || b == nil {
		return
	}
	var named []string
	for _, place := range places {
		if s.remark(q, place) != "" {
			continue
		}
		var other []string
		for _, id := range b.editions[b.row[place]] {
			if id != e.ID {
				other = append(other, editionName(id))
			}
		}
		if len(other) > 0 {
			named = append(named, s.shortName(&s.roster.Agencies[place])+"（"+strings.Join(other, "、")+"）")
		}
	}
	if len(named) > 0 {
		n.add("以下单位有表格未用%s格式，%s：%s", e.Name, done, strings.Join(named, "、"))
	}
}

func editionName(id string) string {
	if e := form.ByID(id); e != nil {
		return e.Name
	}
	return id
}
