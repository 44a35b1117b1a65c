package intake

import (
	"context"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// deadlineTx is what setting deadlines does inside a transaction.
type deadlineTx interface {
	PutDeadline(d data.DeadlineSet) error
}

// SetDeadlines sets days (2006-01-02) for a report year; a kind with an empty
// day has the law's again, one that is not named stays as it is. What the
// person says holds, a weekend too.
func (i *Intake) SetDeadlines(ctx context.Context, year int, days map[data.DeadlineKind]string, person string) error {
	if year < 2008 || year > 2100 {
		return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", year))
	}
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	for _, what := range data.DeadlineKinds() {
		day := days[what]
		if err := CheckDate(day); err != nil {
			return err
		}
		if day != "" && (day <= fmt.Sprintf("%d-12-31", year-1) || day > fmt.Sprintf("%d-12-31", year+1)) {
			return Mistake(fmt.Sprintf("%d年度的%s截止日期%s不对，应在%d年至%d年之间", year, what.Label(), day, year, year+1))
		}
	}
	return i.update(ctx, "set deadlines", func(t Tx) error {
		for _, what := range data.DeadlineKinds() {
			day, given := days[what]
			if !given {
				continue
			}
			if err := t.PutDeadline(data.DeadlineSet{Year: year, What: what, Day: day, Person: person, Stated: i.now()}); err != nil {
				return err
			}
		}
		return nil
	})
}
