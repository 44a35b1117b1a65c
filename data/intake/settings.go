package intake

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/roster"
)

// RosterChange is the roster as a person left it in the table of 设置.
type RosterChange struct {
	// Stamp is that of the roster which the table showed; a change made
	// meanwhile is never overwritten.
	Stamp string
	// Agencies are all of them, each group's in the order wanted by Order. An
	// empty Key is a new agency; an empty Group of one is guessed.
	Agencies []data.Agency
	Remove   []string // keys of agencies to be taken out; none may be in use
}

// ChangeRoster makes the table the roster. Nothing is changed where any line
// is wrong. What waited for a name that is now known is settled.
func (i *Intake) ChangeRoster(ctx context.Context, c RosterChange) error {
	err := i.update(ctx, "change roster", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		if r.Stamp() != c.Stamp {
			return Mistake("名录在此期间已有改动（例如刚导入了年报），没有保存。请刷新页面，再改一次")
		}
		for _, key := range c.Remove {
			if err := removeAgency(t, r, key); err != nil {
				return err
			}
		}
		return putAgencies(t, r, c)
	})
	if err != nil {
		return err
	}
	return i.resettle(ctx)
}

func removeAgency(t Tx, r *data.Roster, key string) error {
	a := r.Agency(key)
	if a == nil {
		return nil
	}
	used, err := hasReports(t, key)
	if err != nil {
		return err
	}
	if used {
		return Mistake(fmt.Sprintf("%s名下还有年报或沿革，不能移去。已撤销的单位请填终止年度，不计入的请改计入汇总", a.Name))
	}
	return t.DeleteAgency(key)
}

func putAgencies(t Tx, r *data.Roster, c RosterChange) error {
	list, err := cleanAgencies(r, c)
	if err != nil {
		return err
	}
	for n := range list {
		if err := distinct(list, n, r); err != nil {
			return err
		}
	}
	for _, a := range list {
		if err := t.PutAgency(a, 0); err != nil {
			return err
		}
	}
	return nil
}

// cleanAgencies brings the lines into the form in which agencies are kept,
// numbered in official order.
func cleanAgencies(r *data.Roster, c RosterChange) ([]data.Agency, error) {
	known := r.Clone() // grows, so that no two new agencies get one key
	var list []data.Agency
	for _, a := range c.Agencies {
		if slices.Contains(c.Remove, a.Key) {
			continue
		}
		old := known.Agency(a.Key)
		switch {
		case a.Key != "" && old == nil:
			return nil, Mistake(fmt.Sprintf("名录中没有“%s”，请刷新页面再改", a.Key))
		case old != nil && a.Name == old.Name: // as it is, whatever its spelling
		default:
			a.Name = roster.Clean(a.Name)
		}
		if a.Name == "" {
			return nil, Mistake("有一行没有写单位名称，请补上；要移去单位，请勾选移去")
		}
		if a.Key == "" {
			made := roster.Make(known, a.Name)
			a.Key, a.Group = made.Key, cmp.Or(a.Group, made.Group)
			known.Agencies = append(known.Agencies, a)
		}
		if err := checkAgency(&a); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	if len(list) > roster.MaxAgencies {
		return nil, Mistake(fmt.Sprintf("名录超过%d个单位", roster.MaxAgencies))
	}
	groups := data.Groups()
	slices.SortStableFunc(list, func(a, b data.Agency) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group)), cmp.Compare(a.Order, b.Order))
	})
	for n := range list {
		list[n].Order = n + 1
	}
	return list, nil
}

// checkAgency refuses what no agency can be and tidies its aliases.
func checkAgency(a *data.Agency) error {
	switch {
	case !slices.Contains(data.Groups(), a.Group):
		return Mistake(fmt.Sprintf("%s的组别“%s”不认识，应为县政府、部门、乡镇、街道或其他", a.Name, a.Group))
	case a.From != 0 && a.To != 0 && a.From > a.To:
		return Mistake(fmt.Sprintf("%s的起始年度%d在终止年度%d之后", a.Name, a.From, a.To))
	}
	var aliases []string
	for _, alias := range a.Aliases {
		if alias = roster.Clean(alias); alias != "" && alias != a.Name && !slices.Contains(aliases, alias) {
			aliases = append(aliases, alias)
		}
	}
	a.Aliases = aliases
	return nil
}

// distinct refuses a changed or new agency whose name or alias is another's:
// reports of that name could then not be told apart. What was so before stays.
func distinct(list []data.Agency, n int, r *data.Roster) error {
	a := list[n]
	var before []string
	if old := r.Agency(a.Key); old != nil {
		before = append(slices.Clone(old.Aliases), old.Name)
	}
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		if slices.Contains(before, name) {
			continue
		}
		for m, b := range list {
			if m == n {
				continue
			}
			if slices.ContainsFunc(append([]string{b.Name}, b.Aliases...), func(s string) bool { return roster.SameName(s, name) }) {
				return Mistake(fmt.Sprintf("“%s”与%s是同一个名称，请只保留一个", name, b.Name))
			}
		}
		// Two names that change places in one step would meet on the way.
		if i := slices.IndexFunc(r.Agencies, func(b data.Agency) bool { return b.Key != a.Key && b.Name == name }); i >= 0 {
			return Mistake(fmt.Sprintf("“%s”原来是另一个单位的名称，请先保存那一个的新名称，再改这一个", name))
		}
	}
	return nil
}

// CountyFacts are what 设置 says of the county itself.
type CountyFacts struct {
	Name       string // empty while it is not known
	Level      string
	Collecting int  // 0 while it is not set
	HasRoster  bool // unknown names wait
}

// ChangeCounty sets all facts of the county.
func (i *Intake) ChangeCounty(ctx context.Context, f CountyFacts) error {
	switch {
	case !slices.Contains(levels, f.Level):
		return Mistake(fmt.Sprintf("级别“%s”不认识，应为%s之一", f.Level, strings.Join(levels, "、")))
	case f.Collecting != 0 && (f.Collecting < 2008 || f.Collecting > 2100):
		return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", f.Collecting))
	}
	return i.changeCounty(ctx, func(c *data.County) {
		*c = data.County{Name: roster.Clean(f.Name), Level: f.Level, Collecting: f.Collecting, HasRoster: f.HasRoster}
	})
}

// ChangeSuccessions replaces the successions by those of the table. stamp is
// as in RosterChange.
func (i *Intake) ChangeSuccessions(ctx context.Context, stamp string, list []data.Succession) error {
	return i.update(ctx, "change successions", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		if r.Stamp() != stamp {
			return Mistake("名录在此期间已有改动，没有保存。请刷新页面，再改一次")
		}
		var clean []data.Succession
		for _, s := range list {
			if err := checkSuccession(r, s); err != nil {
				return err
			}
			if !slices.Contains(clean, s) {
				clean = append(clean, s)
			}
		}
		return t.PutSuccessions(clean)
	})
}

func checkSuccession(r *data.Roster, s data.Succession) error {
	old, successor := r.Agency(s.Old), r.Agency(s.New)
	switch {
	case old == nil || successor == nil:
		return Mistake("沿革的原单位和新单位都要从名录中选择")
	case s.Old == s.New:
		return Mistake(fmt.Sprintf("%s的沿革中原单位和新单位相同，请改正", old.Name))
	case s.Year < 2000 || s.Year > 2100:
		return Mistake(fmt.Sprintf("%s到%s的沿革没有写明年度，应为新单位的第一个报告年度，如2019", old.Name, successor.Name))
	case !slices.Contains(data.TrendRules(), s.Rule):
		return Mistake(fmt.Sprintf("%s到%s的沿革没有选定处理办法", old.Name, successor.Name))
	}
	return nil
}

// DecideSuccession takes a usual succession over with the rule that a person
// chose, or, where the rule is empty, remembers that it is not the county's.
func (i *Intake) DecideSuccession(ctx context.Context, s data.Succession) error {
	return i.update(ctx, "decide succession", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		if s.Rule == "" {
			if r.Agency(s.Old) == nil || r.Agency(s.New) == nil {
				return Mistake("沿革的原单位和新单位都要在名录中")
			}
			return t.DeclineSuccession(s.Old, s.New)
		}
		if err := checkSuccession(r, s); err != nil {
			return err
		}
		if slices.Contains(r.Successions, s) {
			return nil
		}
		return errors.Join(t.OfferSuccession(s.Old, s.New), t.PutSuccessions(append(r.Successions, s)))
	})
}

// OfferSuccession takes back that a usual succession is not the county's.
func (i *Intake) OfferSuccession(ctx context.Context, old, successor string) error {
	return i.update(ctx, "offer succession", func(t Tx) error { return t.OfferSuccession(old, successor) })
}

// maxReason bounds a stated reason, in characters.
const maxReason = 200

// StateNoReport keeps a person's reason why an agency has no report of a
// year; an empty reason takes an earlier one back.
func (i *Intake) StateNoReport(ctx context.Context, n data.NoReport) error {
	n.Reason, n.Person = strings.TrimSpace(n.Reason), strings.TrimSpace(n.Person)
	n.Date = i.now().Format(time.DateOnly)
	switch {
	case len([]rune(n.Reason)) > maxReason || len([]rune(n.Person)) > maxReason:
		return Mistake(fmt.Sprintf("原因太长，请写在%d字以内", maxReason))
	case n.Year < 2008 || n.Year > 2100:
		return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", n.Year))
	}
	return i.update(ctx, "state no report", func(t Tx) error {
		if n.Reason == "" {
			return t.DeleteNoReport(n.Agency, n.Year)
		}
		r, err := t.Roster()
		if err != nil {
			return err
		}
		if r.Agency(n.Agency) == nil {
			return Mistake(fmt.Sprintf("名录中没有“%s”", n.Agency))
		}
		return t.PutNoReport(n)
	})
}

// TableText is the first table of a document as CSV, as ParseList and
// ParseSuccessions read it; of a document without a table, its text line by
// line.
func TableText(d *document.Document) string {
	var b strings.Builder
	grids := d.Grids()
	if len(grids) == 0 {
		for _, block := range d.Blocks {
			b.WriteString(block.Text + "\n")
		}
		return b.String()
	}
	w := csv.NewWriter(&b)
	g := grids[0]
	for row := 1; row <= g.Rows; row++ {
		line := make([]string, g.Cols)
		for col := range line {
			if c := g.At(row, col+1); c != nil && c.Row == row && c.Col == col+1 {
				line[col] = strings.Join(strings.Fields(c.Text), " ")
			}
		}
		w.Write(line) // a strings.Builder does not fail
	}
	w.Flush()
	return b.String()
}
