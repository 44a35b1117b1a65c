package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/reader/charset"
	"github.com/nianbao/nianbao/data/roster"
)

// rosterText reads a roster file of any kind as the text that ParseList and
// ParseSuccessions take: a workbook's first table, else decoded text.
func rosterText(ctx context.Context, name string, b []byte) (string, error) {
	if !bytes.HasPrefix(b, []byte("PK")) && !bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")) {
		text, _ := charset.Decode(b)
		return text, nil
	}
	d, err := reader.Read(ctx, name, b)
	var refusal *document.Refusal
	if errors.As(err, &refusal) {
		return "", intake.Mistake(fmt.Sprintf("名录文件“%s”读不出来，请在 WPS 或 Excel 中另存为 .xlsx 或 CSV 后再导入", name))
	}
	if err != nil {
		return "", fmt.Errorf("read roster file: %w", err)
	}
	return intake.TableText(d), nil
}

// pageSettings is intake as 设置 names it.
type pageSettings struct{ intake *intake.Intake }

func (p pageSettings) ChangeRoster(ctx context.Context, stamp string, agencies []data.Agency, remove []string) error {
	return mistake(p.intake.ChangeRoster(ctx, intake.RosterChange{Stamp: stamp, Agencies: agencies, Remove: remove}))
}

func (p pageSettings) ChangeCounty(ctx context.Context, c data.County) error {
	return mistake(p.intake.ChangeCounty(ctx, intake.CountyFacts(c)))
}

func (p pageSettings) ChangeSuccessions(ctx context.Context, stamp string, list []data.Succession) error {
	return mistake(p.intake.ChangeSuccessions(ctx, stamp, list))
}

func (p pageSettings) DecideSuccession(ctx context.Context, s data.Succession) error {
	return mistake(p.intake.DecideSuccession(ctx, s))
}

func (p pageSettings) OfferSuccession(ctx context.Context, old, successor string) error {
	return mistake(p.intake.OfferSuccession(ctx, old, successor))
}

func (p pageSettings) Offers(r *data.Roster) []dashboard.SuccessionOffer {
	var out []dashboard.SuccessionOffer
	for _, o := range roster.Offers(r) {
		out = append(out, dashboard.SuccessionOffer(o))
	}
	return out
}

func (p pageSettings) Suggest(r *data.Roster, name string) []data.Agency {
	return roster.Find(r, name).Suggestions
}

func (p pageSettings) StateNoReport(ctx context.Context, n data.NoReport) error {
	return mistake(p.intake.StateNoReport(ctx, n))
}

func (p pageSettings) ReadRoster(ctx context.Context, name string, b []byte) (string, bool, error) {
	text, err := rosterText(ctx, name, b)
	return text, roster.IsSuccessionList(text), mistake(err)
}

func (p pageSettings) SetSuccessions(ctx context.Context, text string) (int, error) {
	n, err := p.intake.SetSuccessions(ctx, text)
	return n, mistake(err)
}
