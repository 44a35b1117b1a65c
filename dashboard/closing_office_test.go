package dashboard

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
)

// closing is what the made-up office adjusted, signed and sealed.
type closing struct {
	adjustments []data.Adjustment
	finals      []data.Final
	seals       []data.Seal
	steps       []data.StepDone
	found       []data.Finding // in the county's own table
}

// fill gives the snapshot's holdings what belongs to them.
func (c closing) fill(h *data.Holdings) {
	for _, a := range c.adjustments {
		if a.Withdrawn.IsZero() {
			h.Adjustments = append(h.Adjustments, a)
		}
	}
	h.Finals, h.Seals = c.finals, c.seals
}

func (o *office) Adjustments(_ context.Context, year int) ([]data.Adjustment, error) {
	var out []data.Adjustment
	for _, a := range o.closing.adjustments {
		if a.Year == year {
			out = append(out, a)
		}
	}
	return out, nil
}

func (o *office) Final(_ context.Context, id int64) (data.Final, error) {
	for _, f := range o.closing.finals {
		if f.ID == id {
			return f, nil
		}
	}
	return data.Final{}, errNone
}

func (o *office) Steps(context.Context, int) ([]data.StepDone, error) { return o.closing.steps, nil }

func (o *office) CheckTable(int, *data.Report) []data.Finding { return o.closing.found }

func (o *office) Adjust(_ context.Context, a AdjustmentRequest) error {
	return o.called("adjust", fmt.Sprint(a.Year), a.Scope, a.Code, a.Delta, a.Ground, a.Reason, a.Person)
}

func (o *office) WithdrawAdjustment(_ context.Context, id int64, person string) error {
	return o.called("withdraw adjustment", fmt.Sprint(id), person)
}

// Freeze keeps the table as the store would.
func (o *office) Freeze(_ context.Context, f FinalRequest) (int64, error) {
	id := int64(len(o.closing.finals) + 1)
	basis := data.FinalBasis{Year: f.Year, Scope: f.Scope, Counting: len(f.Agencies), Obstacles: f.Obstacles, Reason: f.Reason, Explanations: f.CountyWide}
	for _, v := range o.versions {
		if v.Current && v.Year == f.Year {
			basis.Versions = append(basis.Versions, data.FinalVersion{Agency: v.Agency, Kind: v.Kind, ID: v.ID, Number: v.Number, FileName: v.FileName})
		}
	}
	b, err := json.Marshal(basis)
	if err != nil {
		return 0, err
	}
	number := 1
	for _, x := range o.closing.finals {
		if x.Year == f.Year && x.Scope == f.Scope {
			number++
		}
	}
	o.closing.finals = append(o.closing.finals, data.Final{
		ID: id, Year: f.Year, Number: number, Scope: f.Scope, Person: f.Person, Note: f.Note, Stated: today(), Tables: f.Tables, Basis: b,
	})
	return id, o.called("freeze", fmt.Sprint(f.Year), f.Scope, f.Reason, f.Note, f.Person, fmt.Sprint(len(f.Obstacles) > 0))
}

func (o *office) Seal(_ context.Context, year int, sealed bool, reason, person string) error {
	o.closing.seals = append(o.closing.seals, data.Seal{Year: year, Sealed: sealed, Reason: reason, Person: person, Stated: today()})
	return o.called("seal", fmt.Sprint(year, sealed), reason, person)
}

func (o *office) TickStep(_ context.Context, d data.StepDone) error {
	o.closing.steps = append(o.closing.steps, data.StepDone{Year: d.Year, Step: d.Step, Day: d.Day, Person: d.Person, Stated: time.Time{}})
	return o.called("tick", fmt.Sprint(d.Year), d.Step, d.Day, d.Person)
}

func (o *office) UntickStep(_ context.Context, year int, step string) error {
	return o.called("untick", fmt.Sprint(year), step)
}

func (o *office) StartYear(_ context.Context, year int) error {
	return o.called("start", fmt.Sprint(year))
}
