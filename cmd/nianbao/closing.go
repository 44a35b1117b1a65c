package main

import (
	"context"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/store"
)

// pageClosing is store and intake as the pages name what closes a year.
type pageClosing struct {
	*store.Store
	intake *intake.Intake
}

func (p pageClosing) CheckTable(year int, r *data.Report) []data.Finding {
	return check.Derive(data.CheckInput{Year: year, Kind: r.Kind, Report: r})
}

func (p pageClosing) Adjust(ctx context.Context, a dashboard.AdjustmentRequest) error {
	return mistake(p.intake.Adjust(ctx, intake.Adjusting(a)))
}

func (p pageClosing) WithdrawAdjustment(ctx context.Context, id int64, person string) error {
	return mistake(p.intake.WithdrawAdjustment(ctx, id, person))
}

func (p pageClosing) Freeze(ctx context.Context, f dashboard.FinalRequest) (int64, error) {
	id, err := p.intake.Freeze(ctx, intake.Signing(f))
	return id, mistake(err)
}

func (p pageClosing) Seal(ctx context.Context, year int, sealed bool, reason, person string) error {
	if sealed {
		return mistake(p.intake.SealYear(ctx, year, reason, person))
	}
	return mistake(p.intake.UnsealYear(ctx, year, reason, person))
}

func (p pageClosing) TickStep(ctx context.Context, d data.StepDone) error {
	return mistake(p.intake.TickStep(ctx, d))
}

func (p pageClosing) UntickStep(ctx context.Context, year int, step string) error {
	return mistake(p.intake.UntickStep(ctx, year, step))
}

func (p pageClosing) StartYear(ctx context.Context, year int) error {
	return mistake(p.intake.StartYear(ctx, year))
}
