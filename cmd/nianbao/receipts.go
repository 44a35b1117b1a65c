package main

import (
	"context"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/store"
)

// pageReceipts is intake as 收件 names it.
type pageReceipts struct {
	intake *intake.Intake
	store  *store.Store
}

func (p pageReceipts) KeptOriginal(ctx context.Context, sha string) ([]byte, error) {
	return p.store.KeptOriginal(ctx, sha)
}

func (p pageReceipts) NotePaper(ctx context.Context, r dashboard.ReceiptRequest) (int64, error) {
	id, err := p.intake.NotePaper(ctx, intake.Receiving(r))
	return id, mistake(err)
}

func (p pageReceipts) EditReceipt(ctx context.Context, r dashboard.ReceiptRequest) error {
	return mistake(p.intake.EditReceipt(ctx, intake.Receiving(r)))
}

func (p pageReceipts) RemovePaper(ctx context.Context, id int64) error {
	return mistake(p.intake.RemovePaper(ctx, id))
}
