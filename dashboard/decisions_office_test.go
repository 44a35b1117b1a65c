package dashboard

import (
	"context"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

func (o *office) Explain(_ context.Context, findings []SeenFinding, reason, person string) error {
	words := []string{"explain"}
	for _, f := range findings {
		words = append(words, fmt.Sprintf("%s %d %s %s %s", f.Key.Agency, f.Key.Year, f.Key.Rule, f.Key.Subject, f.Fingerprint))
		if f.CountyWide {
			words = append(words, "county-wide")
		}
	}
	return o.called(append(words, reason, person)...)
}

func (o *office) Unexplain(_ context.Context, k data.FindingKey, person string) error {
	return o.called("unexplain", k.Agency, k.Rule, k.Subject, person)
}

func (o *office) Review(_ context.Context, versions []int64, person string) error {
	return o.called("review", fmt.Sprint(versions), person)
}

func (o *office) Unreview(_ context.Context, version int64) error {
	return o.called("unreview", fmt.Sprint(version))
}

func (o *office) Correct(_ context.Context, c CorrectionRequest) error {
	return o.called("correct", fmt.Sprint(c.Version), c.Code, c.Value, c.Confirmed, c.Person, c.Reason)
}

func (o *office) Uncorrect(_ context.Context, k data.ReportKey, code, person string) error {
	return o.called("uncorrect", k.Agency, fmt.Sprint(k.Year), code, person)
}

func (o *office) History(_ context.Context, k data.ReportKey) (data.History, error) {
	return o.history[k], nil
}

func (o *office) Corrections(_ context.Context, k data.ReportKey) ([]data.Correction, error) {
	return o.corrections[k], nil
}
