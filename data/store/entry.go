package store

import (
	"context"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
)

// Retype replaces what a waiting version holds by what a person typed anew:
// the report, what was typed, from which scan, by whom and what it waits for.
// Whose report it is stays, and nobody has compared it (复核) any more.
func (t *Tx) Retype(v data.Version, original, document []byte) error {
	return wrap(fmt.Sprintf("retype version %d", v.ID), t.retype(v, original, document))
}

func (t *Tx) retype(v data.Version, original, document []byte) error {
	before, err := t.q.version(v.ID)
	if err != nil {
		return err
	}
	if len(before.Wait) == 0 || len(v.Wait) == 0 {
		return fmt.Errorf("it does not wait")
	}
	if err := t.putOriginal(v.SHA256, original); err != nil {
		return err
	}
	if err := t.reread(v.ID, v.Report, document, v.Reading, v.Unfilled); err != nil {
		return err
	}
	wait, err := joinWords(v.Wait)
	if err != nil {
		return err
	}
	const put = `
		UPDATE version
		SET    sha256 = ?, wait = ?, received = ?, copy = ?, scan = ?, typed_by = ?, typed_at = ?, checked_by = '', checked_at = ''
		WHERE  id = ?`
	err = t.must(put, v.SHA256, wait, v.Received, string(v.Copy), v.Scan, v.TypedBy, formatTime(v.TypedAt), v.ID)
	for _, sha := range []string{before.SHA256, before.Scan} {
		if err == nil && sha != "" {
			err = t.dropOriginal(sha)
		}
	}
	return err
}

// SetChecked says who compared a typed version with its picture (复核), and
// when. A sealed year has a *data.Sealed.
func (t *Tx) SetChecked(id int64, person string, at time.Time) error {
	v, err := t.q.version(id)
	if err == nil {
		err = t.open(v.Year)
	}
	if err == nil {
		err = t.must(`UPDATE version SET checked_by = ?, checked_at = ? WHERE id = ?`, person, formatTime(at), id)
	}
	return wrap("set checked", err)
}

// CheckInput returns all that the findings of a report are derived from but
// the report itself. Agency is nil where the roster lacks it.
func (s *Store) CheckInput(ctx context.Context, k data.ReportKey) (data.CheckInput, error) {
	in := data.CheckInput{Year: k.Year, Kind: k.Kind}
	err := s.view(ctx, func(q *session) error {
		r, err := q.loadRoster()
		if err != nil {
			return err
		}
		d := &deriver{t: &Tx{q: q}, roster: r, atHand: map[data.ReportKey]counted{}}
		in.Agency, in.County = r.Agency(k.Agency), r.County
		if in.Previous, err = d.previous(k); err == nil {
			in.Public, err = d.public(k)
		}
		return err
	})
	return in, wrap("read check input", err)
}
