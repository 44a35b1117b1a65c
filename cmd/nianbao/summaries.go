package main

import (
	"context"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/store"
	"github.com/nianbao/nianbao/data/summary"
)

// pageSummaries is what intake does with 汇总表 as the pages name it.
type pageSummaries struct {
	intake *intake.Intake
	store  *store.Store
}

func (p pageSummaries) OpenSummary(ctx context.Context, name string, b []byte) (*summary.File, error) {
	f, err := p.intake.OpenSummary(ctx, name, b)
	return f, mistake(err)
}

func (p pageSummaries) ColumnMapping(ctx context.Context, header string) ([]string, bool, error) {
	return p.store.ColumnMapping(ctx, header)
}

func (p pageSummaries) ImportSummary(ctx context.Context, s dashboard.SummaryImport) (batch int64, already int, err error) {
	r, err := p.intake.ImportSummary(ctx, intake.SummaryImport(s))
	if err != nil {
		return 0, 0, mistake(err)
	}
	return r.Batch, r.Count(data.AlreadyIn), nil
}
