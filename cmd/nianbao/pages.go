package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/roster"
	"github.com/nianbao/nianbao/data/store"
)

// newHandler makes the pages over an open store, by the office's clock. close
// stops what runs in the background.
func newHandler(s *store.Store, address string, now func() time.Time) (handler http.Handler, stop func(), err error) {
	in := newIntakeAt(s, now)
	cache := &dashboard.Cache{
		Load:   func(ctx context.Context) (*aggregate.Snapshot, error) { return snapshot(ctx, s) },
		Change: s.Change,
	}
	server, err := dashboard.New(dashboard.Config{
		Snapshots: cache,
		Findings:  s,
		Reports:   s,
		Imports:   pageIntake{in},
		Summaries: pageSummaries{in, s},
		Settings:  pageSettings{in},
		Decisions: pageDecisions{in},
		Pictures:  pagePictures{},
		Entries:   pageEntries{in},
		Scans:     s,
		Receiver:  pageReceipts{in, s},
		Closing:   pageClosing{s, in},
		Rules:     pageRules(),
		Now:       now,
		Version:   version,
		Address:   address,
		Log:       slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return nil, nil, err
	}
	return server, server.Close, nil
}

// pageIntake is intake as the pages name it.
type pageIntake struct{ intake *intake.Intake }

// mistake turns what intake words for the clerk into what the pages do.
func mistake(err error) error {
	var m intake.Mistake
	if errors.As(err, &m) {
		return &dashboard.Mistake{Text: m.Error(), Err: err}
	}
	if text, ok := storeSentence(err); ok {
		return &dashboard.Mistake{Text: text, Err: err}
	}
	return err
}

func (p pageIntake) Import(ctx context.Context, files []dashboard.ImportFile, o dashboard.ImportOptions, progress func(dashboard.ImportProgress)) (int64, error) {
	in := make([]intake.File, len(files))
	for i, f := range files {
		in[i] = intake.File{Path: f.Path, Size: f.Size, Open: f.Open}
	}
	r, err := p.intake.Import(ctx, in, intake.Options(o), func(g intake.Progress) { progress(dashboard.ImportProgress(g)) })
	return r.Batch, mistake(err)
}

func (p pageIntake) Take(ctx context.Context, version int64) error {
	return mistake(p.intake.Take(ctx, version))
}

func (p pageIntake) Settle(ctx context.Context, version int64, agency string, year int, person string) error {
	return mistake(p.intake.Settle(ctx, version, agency, year, person))
}

func (p pageIntake) Discard(ctx context.Context, version int64) error {
	return mistake(p.intake.Discard(ctx, version))
}

func (p pageIntake) TakeBack(ctx context.Context, batch int64) error {
	return mistake(p.intake.TakeBack(ctx, batch))
}

func (p pageIntake) SetReceived(ctx context.Context, version int64, date string) error {
	return mistake(p.intake.SetReceived(ctx, version, date))
}

func (p pageIntake) PreviewRoster(text string) ([]data.Agency, error) {
	list, err := roster.ParseList(text)
	if err != nil {
		return nil, &dashboard.Mistake{Text: err.Error(), Err: err}
	}
	return list, nil
}

func (p pageIntake) SetRoster(ctx context.Context, text string) (int, []string, error) {
	n, notes, err := p.intake.SetRoster(ctx, text)
	return n, notes, mistake(err)
}

func (p pageIntake) SetCollecting(ctx context.Context, year int) error {
	return mistake(p.intake.SetCollecting(ctx, year))
}

func (p pageIntake) SetCounty(ctx context.Context, name string) error {
	return mistake(p.intake.SetCounty(ctx, name, ""))
}
