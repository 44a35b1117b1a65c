package store

import (
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// PutNoReport keeps a person's reason why an agency has no report of a year,
// in the place of an earlier one. The agency must be in the roster.
func (t *Tx) PutNoReport(n data.NoReport) error {
	t.q.roster = nil
	const put = `
		INSERT INTO no_report (county, agency, year, reason, person, stated)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, agency, year) DO UPDATE
		SET reason = excluded.reason, person = excluded.person, stated = excluded.stated`
	return wrap("put reason for no report", t.must(put, county, n.Agency, n.Year, n.Reason, n.Person, n.Date))
}

// DeleteNoReport takes the reason back; where there is none nothing happens.
func (t *Tx) DeleteNoReport(agency string, year int) error {
	t.q.roster = nil
	const del = `DELETE FROM no_report WHERE county = ? AND agency = ? AND year = ?`
	return wrap("delete reason for no report", t.exec(del, county, agency, year))
}

// DeclineSuccession remembers that a usual succession is not the county's.
func (t *Tx) DeclineSuccession(old, successor string) error {
	t.q.roster = nil
	const put = `
		INSERT INTO declined_succession (county, old_agency, new_agency)
		VALUES (?, ?, ?)
		ON CONFLICT (county, old_agency, new_agency) DO NOTHING`
	return wrap("decline succession", t.exec(put, county, old, successor))
}

// OfferSuccession forgets that a succession was declined, so that it is
// offered again.
func (t *Tx) OfferSuccession(old, successor string) error {
	t.q.roster = nil
	const del = `DELETE FROM declined_succession WHERE county = ? AND old_agency = ? AND new_agency = ?`
	return wrap("offer succession", t.exec(del, county, old, successor))
}

// loadStatements fills what persons stated beside the agencies themselves.
func (q *session) loadStatements(r *data.Roster) error {
	const declined = `
		SELECT old_agency, new_agency FROM declined_succession WHERE county = ? ORDER BY old_agency, new_agency`
	err := q.each(declined, func(rows *sql.Rows) error {
		var s data.Succession
		err := rows.Scan(&s.Old, &s.New)
		r.Declined = append(r.Declined, s)
		return err
	}, county)
	if err != nil {
		return err
	}
	const reasons = `
		SELECT agency, year, reason, person, stated FROM no_report WHERE county = ? ORDER BY agency, year`
	return q.each(reasons, func(rows *sql.Rows) error {
		var n data.NoReport
		err := rows.Scan(&n.Agency, &n.Year, &n.Reason, &n.Person, &n.Date)
		r.NoReports = append(r.NoReports, n)
		return err
	}, county)
}
