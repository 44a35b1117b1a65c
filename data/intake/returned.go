package intake

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/nianbao/nianbao/data"
)

// returnTx is what sending reports back does inside a transaction.
type returnTx interface {
	ReturnsOf(k data.ReportKey) ([]data.Returned, error)
	Return(id int64) (data.Returned, error)
	AddReturned(r data.Returned) (int64, error)
	WithdrawReturned(id int64, at time.Time) error
}

// Returning is a return (退回) as a person states it.
type Returning struct {
	Report  data.ReportKey
	Version int64  // as the page showed it: current, waiting or unfilled; 0 where nothing readable came
	Reason  string // for the agency
	Day     string // sent back on, 2006-01-02
	Due     string // asked for again by, 2006-01-02; empty for no day
	Person  string
}

// SendBack keeps that reports were sent back, all of them or none. The very
// same again changes nothing. No finding and no figure is touched; the next
// version of each report becomes current by itself.
func (i *Intake) SendBack(ctx context.Context, list []Returning) error {
	if len(list) == 0 {
		return Mistake("没有选择要退回的年报，请先勾选")
	}
	list = slices.Clone(list)
	for n := range list {
		if err := list[n].check(); err != nil {
			return err
		}
	}
	return i.update(ctx, "send back", func(t Tx) error {
		for _, r := range list {
			if err := i.sendBack(t, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *Returning) check() error {
	var err error
	if r.Reason, err = plainText("退回的原因", r.Reason, data.MaxReason); err != nil {
		return err
	}
	if r.Person, err = plainText("署名", r.Person, data.MaxPerson); err != nil {
		return err
	}
	if r.Day == "" {
		return Mistake("请填写退回日期")
	}
	for _, day := range []string{r.Day, r.Due} {
		if err := CheckDate(day); err != nil {
			return err
		}
	}
	if r.Due != "" && r.Due < r.Day {
		return Mistake(fmt.Sprintf("要求重报的日期%s在退回日期%s之前，请改正", r.Due, r.Day))
	}
	return nil
}

func (i *Intake) sendBack(t Tx, r Returning) error {
	if err := returnable(t, r); err != nil {
		return err
	}
	before, err := t.ReturnsOf(r.Report)
	if err != nil {
		return err
	}
	made := data.Returned{
		Report: r.Report, Version: r.Version, Reason: r.Reason, Day: r.Day, Due: r.Due, Person: r.Person, Stated: i.now(),
	}
	same := func(old data.Returned) bool {
		return old.Withdrawn.IsZero() && old.Version == r.Version && old.Reason == r.Reason && old.Day == r.Day &&
			old.Due == r.Due && old.Person == r.Person
	}
	if slices.ContainsFunc(before, same) {
		return nil
	}
	_, err = t.AddReturned(made)
	return err
}

// returnable refuses to send back what the page does not show any more.
func returnable(t Tx, r Returning) error {
	roster, err := t.Roster()
	if err != nil {
		return err
	}
	a := roster.Agency(r.Report.Agency)
	if a == nil || r.Report.Year == 0 {
		return Mistake(fmt.Sprintf("名录中没有“%s”，请刷新页面再退回", r.Report.Agency))
	}
	seal, sealed, err := t.Seal(r.Report.Year)
	if err != nil {
		return err
	}
	if sealed {
		return &data.Sealed{Seal: seal}
	}
	kept, err := t.Versions(r.Report)
	if err != nil {
		return err
	}
	shown := func(v data.Version) bool { return v.ID == r.Version && (v.Current || v.Unfilled || len(v.Wait) > 0) }
	current := func(v data.Version) bool { return v.Current }
	if r.Version != 0 && !slices.ContainsFunc(kept, shown) || r.Version == 0 && slices.ContainsFunc(kept, current) {
		return Mistake(fmt.Sprintf("%s的年报在这期间已换了一版，没有退回；请刷新页面，看过新的一版再退回", a.Name))
	}
	return nil
}

// WithdrawReturn takes back that a report was sent back; it stays listed with
// the time. One that was answered stands.
func (i *Intake) WithdrawReturn(ctx context.Context, id int64) error {
	return i.update(ctx, "withdraw return", func(t Tx) error {
		r, err := t.Return(id)
		if err != nil {
			return err
		}
		all, err := t.ReturnsOf(r.Report)
		if err != nil {
			return err
		}
		kept, err := t.Versions(r.Report)
		if err != nil {
			return err
		}
		for _, turn := range data.BackOf(all, kept, nil).Turns {
			if turn.ID == id && turn.Answer != nil {
				return Mistake("这次退回之后单位已经重报，不能撤回退回")
			}
		}
		return t.WithdrawReturned(id, i.now())
	})
}

// answers reports whether the version, not stored yet where its id is 0, is
// what an open return asks for: then it takes the current one's place by
// itself. kept are the versions of its report.
func answers(t returnTx, v *data.Version, kept []data.Version) (bool, error) {
	returns, err := t.ReturnsOf(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
	if err != nil || len(returns) == 0 || v.Unfilled {
		return false, err
	}
	return data.AnswersReturn(returns, kept, v.ID), nil
}

// openReturn is the last return of the version's report that nothing
// answered, where the version is what had come before it; nil for none.
func openReturn(t Tx, v data.Version) (*data.Turn, error) {
	if v.Agency == "" || v.Year == 0 {
		return nil, nil
	}
	k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
	returns, err := t.ReturnsOf(k)
	if err != nil || len(returns) == 0 {
		return nil, err
	}
	kept, err := t.Versions(k)
	if err != nil {
		return nil, err
	}
	b := data.BackOf(returns, kept, nil)
	if open := b.Open(); open != nil && v.ID <= open.Newest {
		return open, nil
	}
	return nil, nil
}

// sameAgain is said of a file that came after a return with what was sent back.
const sameAgain = "退回后重报，数据没有变化，仍待重报"

// sameAgain words that a copy came after its report was sent back; empty for
// any other copy, and for what the agency's website shows.
func (k *keeper) sameAgain(v data.Version, copied int64) (string, error) {
	if v.Copy == data.CopyPublic {
		return "", nil
	}
	v.ID = copied
	back, err := openReturn(k.tx, v)
	if err != nil || back == nil {
		return "", err
	}
	return sameAgain, nil
}
