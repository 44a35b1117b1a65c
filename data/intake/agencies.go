package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/roster"
)

// SetRoster makes the agencies of a list the county's roster (名录), in their
// order; unknown names wait from then on. Agencies that reports brought are
// recognised by name and keep their keys. One that has reports and is not in
// the list stays, after the others and no longer counting; notes say so. What
// waited for an unknown name that is now known is settled.
func (i *Intake) SetRoster(ctx context.Context, text string) (n int, notes []string, err error) {
	list, err := roster.ParseList(text)
	if err != nil {
		return 0, nil, Mistake(err.Error())
	}
	if len(list) == 0 {
		return 0, nil, Mistake("名录是空的，请每行写一个单位")
	}
	err = i.update(ctx, "set roster", func(t Tx) error {
		notes, err = replaceRoster(t, list)
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	return len(list), notes, i.resettle(ctx)
}

func replaceRoster(t Tx, list []data.Agency) (notes []string, err error) {
	r, err := t.Roster()
	if err != nil {
		return nil, err
	}
	c := r.County
	c.HasRoster = true
	if c.Name == "" {
		c.Name = commonCounty(list)
	}
	if err := t.PutCounty(c, 0); err != nil {
		return nil, err
	}
	r.County.HasRoster = false // match by name, as while there was none
	r.County.Name = c.Name
	kept := map[string]bool{}
	for _, a := range list {
		if m := roster.Find(r, a.Name); m.Result == roster.Found && !kept[m.Agency.Key] {
			a = merged(a, m.Agency)
		}
		kept[a.Key] = true
		if err := t.PutAgency(a, 0); err != nil {
			return nil, err
		}
	}
	return dropOthers(t, r, kept, len(list))
}

// merged is the list's entry with the key and the spellings of the agency
// that is already there, and its contact where the list has none.
func merged(a data.Agency, known *data.Agency) data.Agency {
	a.Key = known.Key
	a.Contact, a.Phone = cmp.Or(a.Contact, known.Contact), cmp.Or(a.Phone, known.Phone)
	for _, alias := range append([]string{known.Name}, known.Aliases...) {
		if alias != a.Name && !slices.Contains(a.Aliases, alias) {
			a.Aliases = append(a.Aliases, alias)
		}
	}
	return a
}

func commonCounty(list []data.Agency) string {
	for _, a := range list {
		if county := roster.Parse(a.Name).County; county != "" {
			return county
		}
	}
	return ""
}

// dropOthers removes agencies that the list lacks, or, where they have
// reports, takes them out of the sum.
func dropOthers(t Tx, r *data.Roster, kept map[string]bool, order int) (notes []string, err error) {
	for _, a := range r.Agencies {
		if kept[a.Key] {
			continue
		}
		used, err := hasReports(t, a.Key)
		if err != nil {
			return nil, err
		}
		if !used {
			if err := t.DeleteAgency(a.Key); err != nil {
				return nil, err
			}
			continue
		}
		order++
		a.Order, a.Counts, a.CountsIn = order, false, nil
		if err := t.PutAgency(a, 0); err != nil {
			return nil, err
		}
		notes = append(notes, fmt.Sprintf("%s已有年报而名录中没有，已保留，不计入汇总", a.Name))
	}
	return notes, nil
}

func hasReports(t Tx, key string) (bool, error) {
	used, err := t.AgencyUsed(key)
	if err != nil {
		return false, fmt.Errorf("look for reports of %q: %w", key, err)
	}
	return used, nil
}

// resettle settles what waited only because its name was unknown.
func (i *Intake) resettle(ctx context.Context) error {
	waiting, err := i.store.Waiting(ctx)
	if err != nil {
		return fmt.Errorf("settle waiting reports: %w", err)
	}
	for _, v := range waiting {
		if !slices.Contains(v.Wait, data.WaitUnknown) {
			continue
		}
		err := i.update(ctx, "settle waiting report", func(t Tx) error {
			r, err := t.Roster()
			if err != nil {
				return err
			}
			m := roster.Find(r, v.Report.Agency)
			if m.Result != roster.Found {
				return nil
			}
			s := settling{tx: t, roster: r, agency: m.Agency.Key}
			return s.settle(v)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// SetSuccessions replaces the county's successions (沿革) by those of a list.
func (i *Intake) SetSuccessions(ctx context.Context, text string) (n int, err error) {
	err = i.update(ctx, "set successions", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		list, err := roster.ParseSuccessions(text, r)
		if err != nil {
			return Mistake(err.Error())
		}
		n = len(list)
		return t.PutSuccessions(list)
	})
	return n, err
}

// ChangeAgency changes one agency of the roster.
func (i *Intake) ChangeAgency(ctx context.Context, key string, change func(*data.Agency) error) error {
	return i.update(ctx, "change agency", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		a := r.Agency(key)
		if a == nil {
			return Mistake(fmt.Sprintf("名录中没有“%s”，可用 nianbao roster list 查看", key))
		}
		if err := change(a); err != nil {
			return err
		}
		if !slices.Contains(data.Groups(), a.Group) {
			return Mistake(fmt.Sprintf("组别“%s”不认识，应为县政府、部门、乡镇、街道或其他", a.Group))
		}
		if a.From != 0 && a.To != 0 && a.From > a.To {
			return Mistake(fmt.Sprintf("起始年度%d在终止年度%d之后", a.From, a.To))
		}
		return t.PutAgency(*a, 0)
	})
}
