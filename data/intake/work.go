package intake

import (
	"context"

	"github.com/nianbao/nianbao/data"
)

// workTx is what the steps of the year's work do inside a transaction.
type workTx interface {
	PutStep(d data.StepDone) error
	DeleteStep(year int, step string) error
}

// TickStep keeps that a step of the year's work is done, on which day and who
// says so.
func (i *Intake) TickStep(ctx context.Context, d data.StepDone) error {
	if data.StepLabel(d.Step) == "" {
		return Mistake("没有这一步，请刷新页面")
	}
	if err := checkYear(d.Year); err != nil {
		return err
	}
	if d.Day == "" {
		return Mistake("请填写完成的日期")
	}
	if err := CheckDate(d.Day); err != nil {
		return err
	}
	var err error
	if d.Person, err = plainText("署名", d.Person, data.MaxPerson); err != nil {
		return err
	}
	d.Stated = i.now()
	return i.update(ctx, "tick step", func(t Tx) error { return t.PutStep(d) })
}

// UntickStep takes back that a step is done.
func (i *Intake) UntickStep(ctx context.Context, year int, step string) error {
	return i.update(ctx, "untick step", func(t Tx) error { return t.DeleteStep(year, step) })
}

// StartYear makes the year the one being collected, with the exceptions (计入
// 汇总) of the year before it.
func (i *Intake) StartYear(ctx context.Context, year int) error {
	if err := checkYear(year); err != nil {
		return err
	}
	return i.update(ctx, "start year", func(t Tx) error {
		r, err := t.Roster()
		if err != nil {
			return err
		}
		for _, a := range r.StartYear(year).Counts {
			if err := t.PutAgency(a, 0); err != nil {
				return err
			}
		}
		c := r.County
		c.Collecting = year
		return t.PutCounty(c, 0)
	})
}
