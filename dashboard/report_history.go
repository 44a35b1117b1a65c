package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// pastStatement is a correction or an explanation that holds no more, in the
// list of its report.
type pastStatement struct {
	What    string // 更正, 说明
	About   string
	Reason  string
	Stated  string // by whom and when
	Ended   string // likewise
	endedAt time.Time
}

// past lists what was stated of the report and taken back or stated anew, the
// last ended first.
func (b *reportBuilder) past(ctx context.Context) error {
	h, err := b.server.config.Reports.History(ctx, b.request.key)
	if err != nil {
		return fmt.Errorf("list history: %w", err)
	}
	for _, c := range h.Corrections {
		view := b.correctionView(c.Correction)
		b.page.Past = append(b.page.Past, pastStatement{
			What: "更正", About: view.Label + "：" + view.Old + "更正为" + view.New + view.Unit,
			Reason: c.Reason + "（" + view.How + "确认）", Stated: b.signed(c.Person, c.Stated), Ended: b.ended(c.Ended), endedAt: c.Ended.At,
		})
	}
	for _, e := range h.Explanations {
		b.page.Past = append(b.page.Past, pastStatement{
			What: "说明", About: b.findingName(e.Rule, e.Subject),
			Reason: e.Reason, Stated: b.signed(e.Person, e.Stated), Ended: b.ended(e.Ended), endedAt: e.Ended.At,
		})
	}
	slices.SortStableFunc(b.page.Past, func(x, y pastStatement) int { return y.endedAt.Compare(x.endedAt) })
	return nil
}

func (b *reportBuilder) signed(person string, at time.Time) string {
	if person == "" {
		person = "没有署名"
	} else {
		person += "（自填）"
	}
	return person + "，" + at.In(b.server.config.Now().Location()).Format("2006年1月2日15:04")
}

func (b *reportBuilder) ended(e data.Ending) string {
	if e.Replaced {
		return "改为新的：" + b.signed(e.Person, e.At)
	}
	return "收回：" + b.signed(e.Person, e.At)
}

// findingName names a finding that may be gone, by its rule and subject.
func (b *reportBuilder) findingName(rule, subject string) string {
	title := rule
	for _, r := range b.server.config.Rules {
		if r.ID == rule {
			title = r.Title
		}
	}
	if cell := form.CellOf(b.printed.Edition, subject); cell != nil {
		return title + "：" + cell.Table.Short + " " + cell.Label()
	}
	name, _, _ := strings.Cut(subject, ".")
	if e := form.ByID(b.printed.Edition); e != nil && e.Table(name) != nil {
		return title + "：" + e.Table(name).Short
	}
	return title
}
