package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// Roster returns county, agencies and successions as they stand now. The
// caller may change the slices.
func (t *Tx) Roster() (*data.Roster, error) {
	r, err := t.q.loadRoster()
	if err != nil {
		return nil, wrap("read roster", err)
	}
	return copyRoster(r), nil
}

// PutCounty replaces the county's row. A batch other than 0 that is taken
// back takes back the fields that it changed. Every finding is derived anew.
func (t *Tx) PutCounty(c data.County, batch int64) error {
	r, err := t.q.loadRoster()
	if err != nil || r.County == c {
		return wrap("put county", err)
	}
	if batch != 0 {
		err = t.recordRoster(batch, "", r.County, c)
	}
	return wrap("put county", errors.Join(err, t.writeCounty(c)))
}

func (t *Tx) writeCounty(c data.County) error {
	t.q.roster, t.all = nil, true
	const query = `
		UPDATE county
		SET    name = ?, level = ?, collecting = ?, has_roster = ?
		WHERE  id = ?`
	return t.must(query, c.Name, c.Level, c.Collecting, bit(c.HasRoster), county)
}

// PutAgency inserts the agency or replaces the one with its key. A batch
// other than 0 that is taken back restores the row as it was before. The
// findings of the agency's reports and of those that look back on them are
// derived anew. Two agencies cannot bear the same name.
func (t *Tx) PutAgency(a data.Agency, batch int64) error {
	r, err := t.q.loadRoster()
	if err != nil {
		return wrap("put agency", err)
	}
	before, after := "", encodeRow(a)
	if old := r.Agency(a.Key); old != nil {
		before = encodeRow(*old)
	}
	if before == after {
		return nil
	}
	if batch != 0 {
		if err := t.recordRow(batch, a.Key, before, after); err != nil {
			return wrap("put agency", err)
		}
	}
	return wrap(fmt.Sprintf("put agency %q", a.Name), t.writeAgency(a))
}

func (t *Tx) writeAgency(a data.Agency) error {
	t.q.roster = nil
	const put = `
		INSERT INTO agency (county, key, name, unit_group, position, from_year, to_year, counts, contact, phone)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, key) DO UPDATE
		SET name = excluded.name, unit_group = excluded.unit_group, position = excluded.position,
		    from_year = excluded.from_year, to_year = excluded.to_year, counts = excluded.counts,
		    contact = excluded.contact, phone = excluded.phone`
	err := t.must(put, county, a.Key, a.Name, string(a.Group), a.Order, a.From, a.To, bit(a.Counts), a.Contact, a.Phone)
	if err != nil {
		return err
	}
	if err := t.writeAliases(a); err != nil {
		return err
	}
	return t.touchAgency(a.Key)
}

func (t *Tx) writeAliases(a data.Agency) error {
	err := errors.Join(
		t.exec(`DELETE FROM agency_alias WHERE county = ? AND agency = ?`, county, a.Key),
		t.exec(`DELETE FROM agency_year WHERE county = ? AND agency = ?`, county, a.Key))
	for i, alias := range a.Aliases {
		const add = `INSERT INTO agency_alias (county, agency, number, alias) VALUES (?, ?, ?, ?)`
		err = errors.Join(err, t.exec(add, county, a.Key, i+1, alias))
	}
	for _, year := range slices.Sorted(maps.Keys(a.CountsIn)) {
		const add = `INSERT INTO agency_year (county, agency, year, counts) VALUES (?, ?, ?, ?)`
		err = errors.Join(err, t.exec(add, county, a.Key, year, bit(a.CountsIn[year])))
	}
	return err
}

// DeleteAgency removes an agency. It is ErrInUse while versions (waiting ones
// too) or successions refer to it, and ErrNotFound where there is none.
func (t *Tx) DeleteAgency(key string) error {
	used, err := t.AgencyUsed(key)
	switch {
	case err != nil:
		return wrap("delete agency", err)
	case used:
		return ErrInUse
	}
	t.q.roster = nil
	// Findings of a version deleted before in this transaction may still stand.
	if err := t.exec(`DELETE FROM finding WHERE county = ? AND agency = ?`, county, key); err != nil {
		return wrap("delete agency", err)
	}
	return wrap("delete agency", t.must(`DELETE FROM agency WHERE county = ? AND key = ?`, county, key))
}

// AgencyUsed reports whether versions (waiting ones too) or successions refer
// to the agency.
func (t *Tx) AgencyUsed(key string) (bool, error) {
	const query = `
		SELECT (SELECT COUNT(*) FROM version WHERE county = ? AND agency = ?) +
		       (SELECT COUNT(*) FROM succession WHERE county = ? AND (old_agency = ? OR new_agency = ?))`
	var n int
	_, err := t.q.one(query, []any{&n}, county, key, county, key, key)
	return n > 0, err
}

// PutSuccessions replaces all successions, in the order given. Every finding
// is derived anew where they differ from those before.
func (t *Tx) PutSuccessions(list []data.Succession) error {
	r, err := t.q.loadRoster()
	if err != nil || slices.Equal(r.Successions, list) {
		return wrap("put successions", err)
	}
	t.q.roster, t.all = nil, true
	err = t.exec(`DELETE FROM succession WHERE county = ?`, county)
	for i, s := range list {
		const add = `
			INSERT INTO succession (county, number, old_agency, new_agency, year, rule)
			VALUES (?, ?, ?, ?, ?, ?)`
		err = errors.Join(err, t.exec(add, county, i+1, s.Old, s.New, s.Year, s.Rule))
	}
	return wrap("put successions", err)
}

// loadRoster returns the session's roster. It is shared: copy before changing.
func (q *session) loadRoster() (*data.Roster, error) {
	if q.roster != nil {
		return q.roster, nil
	}
	r := &data.Roster{}
	const queryCounty = `SELECT name, level, collecting, has_roster FROM county WHERE id = ?`
	c := &r.County
	_, err := q.one(queryCounty, []any{&c.Name, &c.Level, &c.Collecting, &c.HasRoster}, county)
	if err != nil {
		return nil, err
	}
	if err := q.loadAgencies(r); err != nil {
		return nil, err
	}
	const querySuccession = `
		SELECT old_agency, new_agency, year, rule FROM succession WHERE county = ? ORDER BY number`
	err = q.each(querySuccession, func(rows *sql.Rows) error {
		var s data.Succession
		err := rows.Scan(&s.Old, &s.New, &s.Year, &s.Rule)
		r.Successions = append(r.Successions, s)
		return err
	}, county)
	if err != nil {
		return nil, err
	}
	if err := q.loadStatements(r); err != nil {
		return nil, err
	}
	q.roster = r
	return r, nil
}

func (q *session) loadAgencies(r *data.Roster) error {
	const query = `
		SELECT key, name, unit_group, position, from_year, to_year, counts, contact, phone
		FROM   agency
		WHERE  county = ?
		ORDER  BY key`
	at := map[string]int{}
	err := q.each(query, func(rows *sql.Rows) error {
		var a data.Agency
		err := rows.Scan(&a.Key, &a.Name, &a.Group, &a.Order, &a.From, &a.To, &a.Counts, &a.Contact, &a.Phone)
		at[a.Key] = len(r.Agencies)
		r.Agencies = append(r.Agencies, a)
		return err
	}, county)
	if err != nil {
		return err
	}
	const aliases = `SELECT agency, alias FROM agency_alias WHERE county = ? ORDER BY agency, number`
	err = q.each(aliases, func(rows *sql.Rows) error {
		var key, alias string
		err := rows.Scan(&key, &alias)
		a := &r.Agencies[at[key]]
		a.Aliases = append(a.Aliases, alias)
		return err
	}, county)
	if err != nil {
		return err
	}
	const years = `SELECT agency, year, counts FROM agency_year WHERE county = ?`
	err = q.each(years, func(rows *sql.Rows) error {
		var key string
		var year int
		var counts bool
		err := rows.Scan(&key, &year, &counts)
		a := &r.Agencies[at[key]]
		if a.CountsIn == nil {
			a.CountsIn = map[int]bool{}
		}
		a.CountsIn[year] = counts
		return err
	}, county)
	slices.SortFunc(r.Agencies, officialOrder)
	return err
}

// officialOrder sorts by group, then 单位序列 with those that have none last,
// then key.
func officialOrder(a, b data.Agency) int {
	groups := data.Groups()
	return cmp.Or(
		cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group)),
		cmp.Compare(bit(a.Order == 0), bit(b.Order == 0)),
		cmp.Compare(a.Order, b.Order),
		cmp.Compare(a.Key, b.Key))
}

// copyRoster returns a copy that shares nothing with r.
func copyRoster(r *data.Roster) *data.Roster {
	c := r.Clone()
	for i := range c.Agencies {
		c.Agencies[i].CountsIn = maps.Clone(c.Agencies[i].CountsIn)
	}
	return c
}

// encodeRow writes a county or agency as text that is equal where they are.
// An empty list and none are the same.
func encodeRow(row any) string {
	b, err := json.Marshal(row)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", row, err)) // plain structs always encode
	}
	return string(b)
}
