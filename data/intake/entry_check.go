package intake

import (
	"context"
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// CheckTyped says that a person compared a typed version, of the SHA-256 that
// the page showed, with its picture (复核): it takes its place like a file that
// was read. Who typed any of it cannot compare it so.
func (i *Intake) CheckTyped(ctx context.Context, id int64, seen, person string) error {
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	return i.update(ctx, "check typed report", func(t Tx) error {
		v, err := awaitsCheck(t, id, seen)
		if err != nil {
			return err
		}
		if typist(v, person) {
			return Mistake("复核人不能是录入的人；没有别人复核时，可以由录入人不看第一遍、再录一遍（第二遍录入）")
		}
		if err := t.SetChecked(id, person, i.now()); err != nil {
			return err
		}
		return release(t, v)
	})
}

// awaitsCheck returns a typed version that waits for being compared, as the
// page showed it.
func awaitsCheck(t Tx, id int64, seen string) (data.Version, error) {
	v, err := t.Version(id)
	switch {
	case err != nil:
	case contains(v.Wait, data.WaitDraft):
		err = Mistake("这份年报还没有录完，请先录完再复核")
	case !contains(v.Wait, data.WaitTyped):
		err = Mistake("这份年报不在待复核之列，可能已经有人复核过；请刷新页面再看")
	case v.SHA256 != seen:
		err = Mistake("这份年报的录入在这期间被改过，请刷新页面，对照原件再复核")
	}
	return v, err
}

// typist reports whether the person typed any of the version.
func typist(v data.Version, person string) bool {
	if v.TypedBy == person {
		return true
	}
	for i := range v.Report.Tables {
		for _, f := range v.Report.Tables[i].Figures {
			if strings.HasPrefix(f.Place.Person, person+"，") {
				return true
			}
		}
	}
	return false
}

// release lets a version that was compared take the normal way: the first of
// its report becomes current, a different one waits beside the current one
// unless that was sent back (退回), one with the figures of a kept version is
// kept beside that. Nobody compares in a sealed year.
func release(t Tx, v data.Version) error {
	others, err := t.Versions(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
	if err != nil {
		return err
	}
	current, same := false, false
	for _, other := range others {
		if other.ID != v.ID && len(other.Wait) == 0 {
			current, same = current || other.Current, same || SameFigures(other.Report, v.Report)
		}
	}
	wait := without(v.Wait, data.WaitTyped, data.WaitOther)
	switch {
	case len(wait) == 0 && !current:
		return t.SetCurrent(v.ID, 0)
	case len(wait) == 0 && !same:
		asked, err := answers(t, &v, others)
		switch {
		case err != nil:
			return err
		case asked:
			return t.SetCurrent(v.ID, 0)
		}
		wait = append(wait, data.WaitOther)
	}
	return t.Settle(v.ID, v.Agency, v.Year, v.Kind, wait)
}

// SecondPass is a report typed a second time without a look at the first.
type SecondPass struct {
	Version int64  // the first pass
	Seen    string // its SHA-256 as the page had it
	Texts   map[string]string
	// Settled are the texts of the cells that differed, found by looking at the
	// picture once more; nil at first.
	Settled map[string]string
	Person  string
}

// Difference is a cell that was typed differently.
type Difference struct {
	Cell          *form.Cell
	First, Second string // as typed
}

// TypeAgain compares a second pass with the first. Where they agree cell by
// cell, the version is compared (复核) and takes its place. Where they do not,
// nothing is changed and the cells that differ and are not settled come back.
func (i *Intake) TypeAgain(ctx context.Context, p SecondPass) ([]Difference, error) {
	person, err := plainText("署名", p.Person, data.MaxPerson)
	if err != nil {
		return nil, err
	}
	first, err := i.typedOriginal(ctx, p.Version)
	if err != nil {
		return nil, err
	}
	second := *first
	if err := second.fill(p.Texts); err != nil {
		return nil, err
	}
	final := first.texts()
	var open []Difference
	for _, cell := range differing(first, &second) {
		text, ok := p.Settled[cell.Code]
		if !ok {
			open = append(open, Difference{cell, first.text(cell.Code), second.text(cell.Code)})
		}
		final[cell.Code] = text
	}
	if len(open) > 0 {
		return open, nil
	}
	settled := *first
	if err := settled.fill(final); err != nil {
		return nil, err
	}
	return nil, i.update(ctx, "compare typed report", func(t Tx) error {
		v, err := awaitsCheck(t, p.Version, p.Seen)
		if err == nil {
			v, err = retype(t, v, &settled, typedBy(person, i.now()))
		}
		if err == nil {
			err = t.SetChecked(v.ID, person, i.now())
		}
		if err != nil {
			return err
		}
		return release(t, v)
	})
}

// typedOriginal reads what was typed of a version.
func (i *Intake) typedOriginal(ctx context.Context, id int64) (*typed, error) {
	v, err := i.store.Version(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open typed report: %w", err)
	}
	if v.Format != FormatTyped {
		return nil, Mistake("这份年报不是对照录入的")
	}
	_, b, err := i.store.Original(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("open typed report: %w", err)
	}
	return decodeTyped(b)
}

// retype puts the texts on which two passes agreed into the version, and
// returns it as it then is.
func retype(t Tx, v data.Version, now *typed, stamp string) (data.Version, error) {
	original, err := now.encode()
	if err != nil || digest(original) == v.SHA256 {
		return v, err
	}
	r, doc, err := now.report(v.Report.Agency, keepTypists(v.Report, stamp))
	if err != nil {
		return v, err
	}
	packed, err := doc.Encode()
	if err != nil {
		return v, err
	}
	v.SHA256, v.Report = digest(original), r
	return v, t.Retype(v, original, packed)
}
