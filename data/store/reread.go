package store

import (
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// Reread replaces what was read from a version's original by a newer
// reading of it. Agency, year, kind and whether it is current stay as they are; a
// version that turns out unfilled is no longer current.
func (t *Tx) Reread(id int64, r *data.Report, document []byte, reading int, unfilled bool) error {
	return wrap(fmt.Sprintf("store reading of version %d", id), t.reread(id, r, document, reading, unfilled))
}

func (t *Tx) reread(id int64, r *data.Report, document []byte, reading int, unfilled bool) error {
	v, err := t.q.version(id)
	if err != nil {
		return err
	}
	if len(v.Wait) == 0 {
		if err := t.open(v.Year); err != nil {
			return err
		}
	}
	if err := checkCodes(r); err != nil {
		return err
	}
	prose, err := t.q.squeeze.pack(packProse(r))
	if err != nil {
		return err
	}
	if err := t.must(`UPDATE content SET prose = ?, document = ? WHERE version = ?`, prose, orEmpty(document), id); err != nil {
		return err
	}
	for _, table := range []string{"figure", "report_table"} {
		if err := t.exec(`DELETE FROM `+table+` WHERE version = ?`, id); err != nil {
			return err
		}
	}
	if err := t.putReport(id, r); err != nil {
		return err
	}
	if v.Current {
		t.touch(reportKey(v))
		if unfilled {
			if err := t.uncurrent(id, reportKey(v)); err != nil {
				return err
			}
		}
	}
	const query = `
		UPDATE version
		SET    reading = ?, unfilled = ?, said_agency = ?, said_year = ?, said_kind = ?, said_edition = ?, said_title = ?
		WHERE  id = ?`
	return t.must(query, reading, bit(unfilled), r.Agency, r.Year, string(r.Kind), r.Edition, r.Title, id)
}
