package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/roster"
)

// A Mistake is an error of the one who asked, worded for the clerk.
type Mistake string

// Error returns the Chinese sentence.
func (m Mistake) Error() string { return string(m) }

// IsMistake reports whether the error is worded for the clerk.
func IsMistake(err error) bool {
	var m Mistake
	return errors.As(err, &m)
}

// Take makes a kept version current; the one before is kept.
func (i *Intake) Take(ctx context.Context, id int64) error {
	return i.update(ctx, "take version", func(t Tx) error {
		v, err := t.Version(id)
		if err != nil {
			return err
		}
		switch {
		case v.Agency == "" || v.Year == 0:
			return Mistake("这份年报还没有确定单位或年度，请先确定")
		case v.Unfilled:
			return Mistake("这份年报的表格没有填写，不能计入")
		case contains(v.Wait, data.WaitTyped, data.WaitDraft):
			return Mistake("这份年报是对照录入的，复核以后才能采用")
		}
		return t.SetCurrent(id, 0)
	})
}

// Discard removes a version that waits or is unfilled. A current one cannot
// be discarded.
func (i *Intake) Discard(ctx context.Context, id int64) error {
	return i.update(ctx, "discard version", func(t Tx) error {
		v, err := t.Version(id)
		if err != nil {
			return err
		}
		if v.Current {
			return Mistake("这份年报正在使用，不能删去；可以采用另一份，或收回导入批次")
		}
		return t.DeleteVersion(id)
	})
}

// Settle says whose report a waiting version is and of which year. agency is
// a key of the roster, a name of it, or a new name; empty and 0 leave what is
// known. It becomes current where nothing else is in its place. A name that
// was unknown is a spelling of the agency from then on, and what else waited
// for it is settled too. Where the file contradicts itself, the settlement is
// the explanation of that, signed by person.
func (i *Intake) Settle(ctx context.Context, id int64, agency string, year int, person string) error {
	var err error
	if person != "" {
		if person, err = plainText("署名", person, data.MaxPerson); err != nil {
			return err
		}
	}
	err = i.update(ctx, "settle version", func(t Tx) error {
		v, err := t.Version(id)
		if err != nil {
			return err
		}
		r, err := t.Roster()
		if err != nil {
			return err
		}
		s := settling{tx: t, roster: r, agency: agency, year: year, byPerson: true, person: person, at: i.now()}
		return s.settle(v)
	})
	if err != nil || agency == "" {
		return err
	}
	return i.resettle(ctx)
}

// settling gives a waiting version its agency and year.
type settling struct {
	tx     Tx
	roster *data.Roster
	agency string // key or name; empty = as known
	year   int    // 0 = as known
	take   bool   // replace a current version at once
	// byPerson: a new name makes an agency even though the roster is fixed.
	byPerson bool
	person   string // who says so; empty where the name was known already
	at       time.Time
}

func (s *settling) settle(v data.Version) error {
	if v.Current || len(v.Wait) == 0 {
		return Mistake("这份年报不在待定之列")
	}
	if contains(v.Wait, data.WaitTyped, data.WaitDraft) {
		return Mistake("这份年报是对照录入的，单位和年度录错了请删去，在正确的单位和年度重新录入")
	}
	wait := slices.Clone(v.Wait)
	if s.year != 0 {
		if s.year < 2000 || s.year > 2100 {
			return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", s.year))
		}
		v.Year = s.year
		wait = without(wait, data.WaitNoYear, data.WaitYearConflict)
	}
	if s.agency != "" {
		key, err := s.keyFor(v)
		if err != nil {
			return err
		}
		v.Agency = key
		wait = without(wait, data.WaitNoAgency, data.WaitUnknown, data.WaitForeign, data.WaitAgencyConflict)
	} else if v.Agency == "" && v.Year != 0 && !contains(wait, data.WaitNoAgency, data.WaitUnknown, data.WaitForeign, data.WaitAgencyConflict) {
		// The year was in doubt, so no agency was made of the name; now it may be.
		s.agency = v.Report.Agency
		key, err := s.keyFor(v)
		if err != nil {
			return err
		}
		v.Agency = key
	}
	return s.put(v, without(wait, data.WaitOther, data.WaitSealed))
}

// put stores the decision: current where nothing is in its place, else
// waiting beside what is. What is kept already is a copy: it came in all the
// same.
func (s *settling) put(v data.Version, wait []string) error {
	others, err := s.beside(v)
	if err != nil {
		return err
	}
	settled := len(wait) == 0 && v.Agency != "" && v.Year != 0
	if settled && !v.Unfilled {
		v.Wait = nil
		if sealed, err := sealedWait(s.tx, &v); err != nil || sealed {
			return errors.Join(err, s.store(v, v.Wait, false))
		}
	}
	if settled && !v.Unfilled {
		m, err := meet(s.tx, &v, others)
		switch {
		case err != nil:
			return err
		case m.copyOf != 0:
			return s.merge(v.ID, m.copyOf)
		case m.done:
			return s.store(v, nil, v.Current)
		}
		others = m.others
	}
	current := false
	for _, other := range others {
		if SameFigures(other.Report, v.Report) && len(other.Wait) == 0 {
			return s.merge(v.ID, other.ID)
		}
		current = current || other.Current
	}
	if len(wait) == 0 && current && !s.take && !v.Unfilled {
		if s.take, err = answers(s.tx, &v, others); err != nil {
			return err
		}
		if !s.take {
			wait = append(wait, data.WaitOther)
		}
	}
	return s.store(v, wait, len(wait) == 0 && !v.Unfilled)
}

// beside returns the other versions of the report, none while it is not
// settled.
func (s *settling) beside(v data.Version) ([]data.Version, error) {
	if v.Agency == "" || v.Year == 0 {
		return nil, nil
	}
	list, err := s.tx.Versions(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
	return slices.DeleteFunc(list, func(o data.Version) bool { return o.ID == v.ID }), err
}

func (s *settling) merge(from, to int64) error {
	if err := s.tx.MoveReceipts(from, to); err != nil {
		return err
	}
	return s.tx.DeleteVersion(from)
}

func (s *settling) store(v data.Version, wait []string, current bool) error {
	if err := s.tx.Settle(v.ID, v.Agency, v.Year, v.Kind, wait); err != nil {
		return err
	}
	if err := s.explain(v, wait); err != nil || !current {
		return err
	}
	return s.tx.SetCurrent(v.ID, 0)
}

// keyFor returns the key of the agency that a person named, making it where
// it is new, and remembers the name in the file as a spelling of it.
func (s *settling) keyFor(v data.Version) (string, error) {
	a := s.roster.Agency(s.agency)
	if a == nil {
		m := roster.Find(s.roster, s.agency)
		switch {
		case m.Result == roster.Found:
			a = m.Agency
		case m.Result == roster.None:
			return "", Mistake("请写明单位名称")
		case m.Result == roster.New, s.byPerson:
			made := roster.Make(s.roster, s.agency)
			a = &made
		default:
			return "", Mistake(fmt.Sprintf("名录中没有“%s”，请先加入名录，或改用名录中的名称", s.agency))
		}
	}
	seen := roster.Clean(v.Report.Agency)
	if m := roster.Find(s.roster, seen); seen != "" && seen != a.Name && m.Result == roster.Unknown && !slices.Contains(a.Aliases, seen) {
		a.Aliases = append(slices.Clone(a.Aliases), seen)
	}
	return a.Key, s.tx.PutAgency(*a, 0)
}

// TakeBack takes the newest batch back: its versions, agencies and names go,
// and what was current before is so again.
func (i *Intake) TakeBack(ctx context.Context, batch int64) error {
	return i.update(ctx, "take batch back", func(t Tx) error { return t.TakeBack(batch, i.now()) })
}

// SetReceived sets the date on which a version's file was received, as
// 2006-01-02; empty for unknown.
func (i *Intake) SetReceived(ctx context.Context, id int64, date string) error {
	if err := CheckDate(date); err != nil {
		return err
	}
	return i.update(ctx, "set date received", func(t Tx) error { return t.SetReceived(id, date) })
}

// CheckDate reports a date that is neither empty nor 2006-01-02 as a Mistake.
func CheckDate(date string) error {
	if date == "" {
		return nil
	}
	if at, err := time.Parse(time.DateOnly, date); err != nil || at.Year() < 2000 || at.Year() > 2100 {
		return Mistake(fmt.Sprintf("日期“%s”不对，应写成2025-01-20的样子", date))
	}
	return nil
}

func (i *Intake) update(ctx context.Context, what string, fn func(Tx) error) error {
	if err := i.store.Update(ctx, fn); err != nil {
		return fmt.Errorf("%s: %w", what, i.worded(err))
	}
	return nil
}

func without(list []string, words ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return slices.Contains(words, w) })
}

func contains(list []string, words ...string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return slices.Contains(words, w) })
}

// levels are the levels a county row may have; they decide which rules apply.
var levels = []string{"县", "设区的市", "省"}

// SetCounty sets the county's name and level; an empty one is left as it is.
func (i *Intake) SetCounty(ctx context.Context, name, level string) error {
	if level != "" && !slices.Contains(levels, level) {
		return Mistake(fmt.Sprintf("级别“%s”不认识，应为%s之一", level, strings.Join(levels, "、")))
	}
	return i.changeCounty(ctx, func(c *data.County) {
		if name != "" {
			c.Name = roster.Clean(name)
		}
		if level != "" {
			c.Level = level
		}
	})
}

// SetCollecting sets the report year being collected.
func (i *Intake) SetCollecting(ctx context.Context, year int) error {
	if year < 2008 || year > 2100 {
		return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", year))
	}
	return i.changeCounty(ctx, func(c *data.County) { c.Collecting = year })
}

func (i *Intake) changeCounty(ctx context.Context, change func(*data.County)) error {
	return i.update(ctx, "change county", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		c := r.County
		change(&c)
		return t.PutCounty(c, 0)
	})
}
