package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/extract"
)

// Reread is what reading one kept original again came to.
type Reread struct {
	Version data.Version
	// Changes are the cells read differently; empty where only the text did.
	Changes []CellChange
	// Refused says why the original is not read any more; the version is then
	// left as it is.
	Refused string
	// Line: it is made of a line of a 汇总表, which is not read again: a person
	// said what its columns are.
	Line bool
}

// Reread reads the kept originals again, as after an upgrade, and visits each
// version whose reading differs, and those made of a 汇总表, which stay as they
// are. With dry it changes nothing. Agency, year, kind and what a person decided
// stay.
func (i *Intake) Reread(ctx context.Context, dry bool, visit func(Reread) error) error {
	versions, err := i.store.AllVersions(ctx)
	if err != nil {
		return fmt.Errorf("reread: %w", err)
	}
	for _, v := range versions {
		if v.Format == FormatSummary {
			if err := visit(Reread{Version: v, Line: true}); err != nil {
				return err
			}
			continue
		}
		old, err := i.store.Version(ctx, v.ID)
		if err != nil {
			return fmt.Errorf("reread version of %q: %w", v.FileName, err)
		}
		if err := i.rereadOne(ctx, old, dry, visit); err != nil {
			return fmt.Errorf("reread %q: %w", v.FileName, err)
		}
	}
	return nil
}

func (i *Intake) rereadOne(ctx context.Context, old data.Version, dry bool, visit func(Reread) error) error {
	name, original, err := i.store.Original(ctx, old.ID)
	if err != nil {
		return err
	}
	r := reading{file: File{Path: name}, original: original}
	if old.Format != FormatTyped {
		r.understand(ctx, i.read)
	} else if err := r.retyped(old.Report); err != nil {
		return err
	}
	if r.err != nil {
		return r.err
	}
	if r.refusal != nil {
		return visit(Reread{Version: old, Refused: r.refusal.Error()})
	}
	changes := Changes(old.Report, r.report)
	if !dry && (len(changes) > 0 || old.Reading != extract.Reading) {
		keepPerson(old.Report, r.report)
		err := i.update(ctx, "store reading", func(t Tx) error {
			err := t.Reread(old.ID, r.report, r.document, extract.Reading, r.report.Unfilled())
			if err == nil && len(changes) > 0 {
				err = t.SetReviewed(old.ID, "", time.Time{}) // nobody saw these figures
			}
			return err
		})
		var sealed Mistake
		switch {
		case errors.As(err, &sealed) && len(changes) > 0: // the rest is read all the same
			return visit(Reread{Version: old, Changes: changes, Refused: sealed.Error()})
		case err != nil && !errors.As(err, &sealed):
			return err
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return visit(Reread{Version: old, Changes: changes})
}

// keepPerson carries over what a person said, which no file tells.
func keepPerson(old, new *data.Report) {
	for _, e := range old.Evidence {
		if e.Source == data.FromPerson {
			new.Evidence = append(new.Evidence, e)
		}
	}
	new.Kind = old.Kind
}

// retyped reads what a person typed again, who typed which cell as before.
func (r *reading) retyped(old *data.Report) error {
	t, err := decodeTyped(r.original)
	if err != nil {
		return err
	}
	report, doc, err := t.report(old.Agency, func(code, _ string) string {
		f, _ := old.Figure(code)
		return f.Place.Person
	})
	if err != nil {
		return err
	}
	report.Evidence = nil // a person's, which are carried over
	r.report, r.format = report, doc.Format
	r.document, err = doc.Encode()
	return err
}
