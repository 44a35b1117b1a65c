package main

import (
	"context"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/intake"
)

// pageDecisions is intake as the pages name what persons decide.
type pageDecisions struct{ intake *intake.Intake }

func (p pageDecisions) Explain(ctx context.Context, findings []dashboard.SeenFinding, reason, person string) error {
	seen := make([]intake.Explained, len(findings))
	for i, f := range findings {
		seen[i] = intake.Explained(f)
	}
	return mistake(p.intake.Explain(ctx, seen, reason, person))
}

func (p pageDecisions) Unexplain(ctx context.Context, key data.FindingKey, person string) error {
	return mistake(p.intake.Unexplain(ctx, key, person))
}

func (p pageDecisions) Review(ctx context.Context, versions []int64, person string) error {
	return mistake(p.intake.Review(ctx, versions, person))
}

func (p pageDecisions) Unreview(ctx context.Context, version int64) error {
	return mistake(p.intake.Unreview(ctx, version))
}

func (p pageDecisions) Correct(ctx context.Context, c dashboard.CorrectionRequest) error {
	return mistake(p.intake.Correct(ctx, intake.Correcting(c)))
}

func (p pageDecisions) Uncorrect(ctx context.Context, key data.ReportKey, code, person string) error {
	return mistake(p.intake.Uncorrect(ctx, key, code, person))
}

func (p pageDecisions) SendBack(ctx context.Context, list []dashboard.ReturnRequest) error {
	back := make([]intake.Returning, len(list))
	for i, r := range list {
		back[i] = intake.Returning(r)
	}
	return mistake(p.intake.SendBack(ctx, back))
}

func (p pageDecisions) WithdrawReturn(ctx context.Context, id int64) error {
	return mistake(p.intake.WithdrawReturn(ctx, id))
}

func (p pageDecisions) SetDeadlines(ctx context.Context, year int, days map[data.DeadlineKind]string, person string) error {
	return mistake(p.intake.SetDeadlines(ctx, year, days, person))
}

// pageRules are the county-wide rules and those of check as the pages show them.
func pageRules() []dashboard.Rule {
	var out []dashboard.Rule
	for _, r := range aggregate.CountyRules() {
		out = append(out, dashboard.Rule(r))
	}
	for _, r := range check.Rules() {
		out = append(out, dashboard.Rule{ID: r.ID, Title: r.Title, Why: r.Why, Severity: r.Severity})
	}
	return out
}
