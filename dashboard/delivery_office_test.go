package dashboard

import (
	"context"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// season is what the made-up office knows of returns and deadlines. The lists
// are for the tests to fill.
type season struct {
	receipts  []data.Receipt
	returns   []data.Returned
	deadlines []data.DeadlineSet
}

// Receipts are those that a test gave, and one of every file not read.
func (o *office) Receipts(context.Context) ([]data.Receipt, error) {
	list := slices.Clone(o.season.receipts)
	for i, f := range o.files {
		if f.Outcome == data.Refused {
			list = append(list, data.Receipt{
				ID: int64(i + 1), Agency: f.Agency, Year: f.Year, Kind: data.Unit, Received: f.Received, Copy: data.CopyDraft, Path: f.Path, Code: f.Code,
			})
		}
	}
	return list, nil
}

func (o *office) Returns(context.Context) ([]data.Returned, error) { return o.season.returns, nil }

func (o *office) Deadlines(context.Context) ([]data.DeadlineSet, error) {
	return o.season.deadlines, nil
}

func (o *office) SendBack(_ context.Context, list []ReturnRequest) error {
	words := []string{"send back"}
	for _, r := range list {
		words = append(words, fmt.Sprintf("%s %d %s v%d %s %s-%s %s", r.Report.Agency, r.Report.Year, r.Report.Kind, r.Version, r.Reason, r.Day, r.Due, r.Person))
	}
	return o.called(words...)
}

func (o *office) WithdrawReturn(_ context.Context, id int64) error {
	return o.called("withdraw", fmt.Sprint(id))
}

func (o *office) SetDeadlines(_ context.Context, year int, days map[data.DeadlineKind]string, person string) error {
	words := []string{"deadlines", fmt.Sprint(year)}
	for _, what := range data.DeadlineKinds() {
		if day, given := days[what]; given {
			words = append(words, string(what)+"="+day)
		}
	}
	return o.called(append(words, person)...)
}
