package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
)

// The journal says what each batch changed beside the rows that it added:
// which version gave way to which (took_over), and county and agencies before
// and after (roster_change). An entry is undone only where what it wrote
// still stands. Where something later stands in its place, the entry is taken
// out of the chain instead: the later entry then leads back to what was
// before both.

// tookOver is an entry of took_over.
type tookOver struct {
	id            int64
	key           data.ReportKey
	before, after int64 // versions; before is 0 where there was none
	wait          string
}

// recordCurrent notes that v takes the place of the version before.
func (t *Tx) recordCurrent(batch int64, k data.ReportKey, before int64, v data.Version) error {
	id, err := t.nextID(`SELECT MAX(id) FROM took_over`)
	if err != nil {
		return err
	}
	wait, err := joinWords(v.Wait)
	if err != nil {
		return err
	}
	const add = `
		INSERT INTO took_over (id, batch, county, agency, year, kind, before_id, after_id, after_wait)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	return t.exec(add, id, batch, county, k.Agency, k.Year, string(k.Kind), before, v.ID, wait)
}

// recordRoster notes a changed county or agency.
func (t *Tx) recordRoster(batch int64, key string, before, after any) error {
	return t.recordRow(batch, key, encodeRow(before), encodeRow(after))
}

func (t *Tx) recordRow(batch int64, key, before, after string) error {
	id, err := t.nextID(`SELECT MAX(id) FROM roster_change`)
	if err != nil {
		return err
	}
	const add = `
		INSERT INTO roster_change (id, batch, county, agency, before_row, after_row)
		VALUES (?, ?, ?, ?, ?, ?)`
	return t.exec(add, id, batch, county, key, before, after)
}

// TakeBack undoes the newest batch that was not taken back, any other is
// ErrNotNewest. Its receipts and versions go with their originals, the versions that were
// current before are current again, and agencies and the county's fields are
// as before, except what a person changed since. The batch and its files
// stay listed; the same bytes can be imported again.
func (t *Tx) TakeBack(batch int64, at time.Time) error {
	return wrap("take back batch", t.takeBack(batch, at))
}

func (t *Tx) takeBack(batch int64, at time.Time) error {
	newest, err := t.nextID(`SELECT MAX(id) FROM batch WHERE taken_back = ''`)
	if err != nil {
		return err
	}
	if batch == 0 || batch != newest-1 {
		return ErrNotNewest
	}
	if err := t.restoreCurrent(batch); err != nil {
		return err
	}
	if err := t.deleteBatchReceipts(batch); err != nil {
		return err
	}
	if err := t.deleteBatchVersions(batch); err != nil {
		return err
	}
	// Agencies last, since versions referred to them until now.
	if err := t.restoreRoster(batch); err != nil {
		return err
	}
	return t.must(`UPDATE batch SET taken_back = ? WHERE id = ?`, formatTime(at), batch)
}

func (t *Tx) deleteBatchVersions(batch int64) error {
	list, err := t.q.versions(`WHERE batch = ? ORDER BY id DESC`, batch)
	if err != nil {
		return err
	}
	for _, v := range list {
		if err := t.DeleteVersion(v.ID); err != nil {
			return err
		}
	}
	return nil
}

// tookOvers returns the entries that the tail of the query selects, newest first.
func (t *Tx) tookOvers(tail string, args ...any) ([]tookOver, error) {
	const query = `SELECT id, agency, year, kind, before_id, after_id, after_wait FROM took_over `
	var list []tookOver
	err := t.q.each(query+tail+` ORDER BY id DESC`, func(rows *sql.Rows) error {
		var e tookOver
		err := rows.Scan(&e.id, &e.key.Agency, &e.key.Year, &e.key.Kind, &e.before, &e.after, &e.wait)
		list = append(list, e)
		return err
	}, args...)
	return list, err
}

// restoreCurrent undoes the entries of took_over.
func (t *Tx) restoreCurrent(batch int64) error {
	list, err := t.tookOvers(`WHERE batch = ?`, batch)
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := t.restoreOne(e); err != nil {
			return fmt.Errorf("report %v: %w", e.key, err)
		}
	}
	return nil
}

func (t *Tx) restoreOne(e tookOver) error {
	current, err := t.currentID(e.key)
	if err != nil {
		return err
	}
	if current != e.after {
		return t.unlink(e)
	}
	if err := t.uncurrent(e.after, e.key); err != nil {
		return err
	}
	if err := t.exec(`UPDATE version SET wait = ? WHERE id = ?`, e.wait, e.after); err != nil {
		return err
	}
	// Where there was none before, its id is 0, which no version has.
	if err := t.exec(`UPDATE version SET is_current = 1, wait = '' WHERE id = ?`, e.before); err != nil {
		return err
	}
	return t.unlink(e)
}

// unlink takes the entry out of its report's chain: the next one leads back
// to what was before this one.
func (t *Tx) unlink(e tookOver) error {
	const relink = `
		UPDATE took_over
		SET    before_id = ?
		WHERE  before_id = ? AND id = (
		           SELECT MIN(id) FROM took_over
		           WHERE  county = ? AND agency = ? AND year = ? AND kind = ? AND id > ?)`
	err := t.exec(relink, e.before, e.after, county, e.key.Agency, e.key.Year, string(e.key.Kind), e.id)
	if err != nil {
		return err
	}
	return t.exec(`DELETE FROM took_over WHERE id = ?`, e.id)
}

// unlinkVersion takes a version that is going out of its report's chain.
func (t *Tx) unlinkVersion(v data.Version) error {
	list, err := t.tookOvers(ofReport+`AND after_id = ?`, county, v.Agency, v.Year, string(v.Kind), v.ID)
	for _, e := range list {
		if err == nil {
			err = t.unlink(e)
		}
	}
	return err
}

// rosterChange is an entry of roster_change.
type rosterChange struct {
	id                    int64
	agency, before, after string
}

// restoreRoster undoes the entries of roster_change, newest first.
func (t *Tx) restoreRoster(batch int64) error {
	const query = `
		SELECT id, agency, before_row, after_row
		FROM   roster_change
		WHERE  batch = ?
		ORDER  BY id DESC`
	var list []rosterChange
	err := t.q.each(query, func(rows *sql.Rows) error {
		var c rosterChange
		err := rows.Scan(&c.id, &c.agency, &c.before, &c.after)
		list = append(list, c)
		return err
	}, batch)
	if err != nil {
		return err
	}
	for _, c := range list {
		restore := t.restoreAgency
		if c.agency == "" {
			restore = t.restoreCounty
		}
		if err := restore(c); err != nil {
			return fmt.Errorf("agency %q: %w", c.agency, err)
		}
	}
	return t.exec(`DELETE FROM roster_change WHERE batch = ?`, batch)
}

// restoreCounty puts back the fields that the batch changed and nobody since.
func (t *Tx) restoreCounty(c rosterChange) error {
	var before, after data.County
	if err := decodeRows(c, &before, &after); err != nil {
		return err
	}
	r, err := t.q.loadRoster()
	if err != nil {
		return err
	}
	now := r.County
	restoreField(&now.Name, before.Name, after.Name)
	restoreField(&now.Level, before.Level, after.Level)
	restoreField(&now.Collecting, before.Collecting, after.Collecting)
	restoreField(&now.HasRoster, before.HasRoster, after.HasRoster)
	return t.PutCounty(now, 0)
}

func restoreField[T comparable](now *T, before, after T) {
	if *now == after {
		*now = before
	}
}

// restoreAgency puts back the whole row, where it is still as the batch left
// it and nothing stands in the way: a version or succession on an agency that
// the batch made, or another agency that bears the name now.
func (t *Tx) restoreAgency(c rosterChange) error {
	var before, after data.Agency
	if err := decodeRows(c, &before, &after); err != nil {
		return err
	}
	r, err := t.q.loadRoster()
	if err != nil {
		return err
	}
	now := r.Agency(c.agency)
	switch {
	case now == nil:
		return nil
	case encodeRow(*now) != encodeRow(after):
		return t.relinkAgency(c)
	case c.before == "":
		return t.dropUnused(c.agency)
	}
	for _, a := range r.Agencies {
		if a.Name == before.Name && a.Key != before.Key {
			return nil
		}
	}
	return t.writeAgency(before)
}

// relinkAgency takes the entry out of the agency's chain.
func (t *Tx) relinkAgency(c rosterChange) error {
	const relink = `
		UPDATE roster_change
		SET    before_row = ?
		WHERE  before_row = ? AND id = (
		           SELECT MIN(id) FROM roster_change WHERE county = ? AND agency = ? AND id > ?)`
	return t.exec(relink, c.before, c.after, county, c.agency, c.id)
}

func (t *Tx) dropUnused(key string) error {
	used, err := t.AgencyUsed(key)
	if err != nil || used {
		return err
	}
	return t.DeleteAgency(key)
}

// decodeRows reads an entry's rows; one that is empty stays zero.
func decodeRows(c rosterChange, before, after any) error {
	if err := decodeRow(c.before, before); err != nil {
		return fmt.Errorf("journal entry %d: %w", c.id, err)
	}
	if err := decodeRow(c.after, after); err != nil {
		return fmt.Errorf("journal entry %d: %w", c.id, err)
	}
	return nil
}

func decodeRow(text string, row any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), row)
}
