package main

import (
	"context"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data/intake"
)

// pageEntries is intake as 对照录入 names it.
type pageEntries struct{ intake *intake.Intake }

func (p pageEntries) Type(ctx context.Context, e dashboard.EntryRequest) (int64, error) {
	id, err := p.intake.Type(ctx, intake.Entry(e))
	return id, mistake(err)
}

func (p pageEntries) TryEntry(ctx context.Context, e dashboard.EntryRequest) (dashboard.EntryTrial, error) {
	t, err := p.intake.TryEntry(ctx, intake.Entry(e))
	return dashboard.EntryTrial(t), mistake(err)
}

func (p pageEntries) CheckTyped(ctx context.Context, version int64, seen, person string) error {
	return mistake(p.intake.CheckTyped(ctx, version, seen, person))
}

func (p pageEntries) TypeAgain(ctx context.Context, pass dashboard.SecondPass) ([]dashboard.EntryDifference, error) {
	open, err := p.intake.TypeAgain(ctx, intake.SecondPass(pass))
	var out []dashboard.EntryDifference
	for _, d := range open {
		out = append(out, dashboard.EntryDifference(d))
	}
	return out, mistake(err)
}
