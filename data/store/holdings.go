package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// Holdings calls visit for every current, filled version, in the order of
// agency key, year and kind, and returns what else a snapshot is built from;
// all is seen in one read transaction. A visited version's report holds its
// tables with code, state, value and extra of each figure, what the file says
// of itself (name, year, edition, title), and neither places, raw texts,
// doubts nor prose. visit may keep it and must not call
// the store. An error of visit ends the reading.
func (s *Store) Holdings(ctx context.Context, visit func(data.Version) error) (data.Holdings, error) {
	var h data.Holdings
	err := s.view(ctx, func(q *session) error {
		var err error
		if h.Change, err = q.change(); err != nil {
			return err
		}
		if h.Roster, err = q.loadRoster(); err != nil {
			return err
		}
		if h.Errors, err = q.openErrors(); err != nil {
			return err
		}
		if err := q.loadLayouts(); err != nil {
			return err
		}
		agencies, err := q.reportingAgencies()
		if err != nil {
			return err
		}
		for _, key := range agencies {
			if err := q.visitAgency(key, visit); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return h, wrap("read holdings", err)
}

func (q *session) reportingAgencies() ([]string, error) {
	const query = `
		SELECT DISTINCT agency
		FROM   version
		WHERE  county = ? AND is_current = 1 AND unfilled = 0
		ORDER  BY agency`
	var keys []string
	err := q.each(query, func(rows *sql.Rows) error {
		var key string
		err := rows.Scan(&key)
		keys = append(keys, key)
		return err
	}, county)
	return keys, err
}

// visitAgency reads one agency's reports of all years with four questions,
// so that memory does not grow with the number of agencies.
func (q *session) visitAgency(key string, visit func(data.Version) error) error {
	const counting = `WHERE county = ? AND agency = ? AND is_current = 1 AND unfilled = 0 `
	list, err := q.versions(counting+`ORDER BY year, kind`, county, key)
	if err != nil {
		return err
	}
	at := make(map[int64]*data.Report, len(list))
	for i := range list {
		list[i].Report = &data.Report{}
		at[list[i].ID] = list[i].Report
	}
	if err := q.saidOf(key, at); err != nil {
		return err
	}
	if err := q.plainTables(key, at); err != nil {
		return err
	}
	if err := q.ownFigures(key, at); err != nil {
		return err
	}
	for _, v := range list {
		if err := visit(v); err != nil {
			return err
		}
	}
	return nil
}

// saidOf fills in what the files of an agency's counting versions say of themselves.
func (q *session) saidOf(key string, at map[int64]*data.Report) error {
	const query = `
		SELECT id, said_agency, said_year, said_kind, said_edition, said_title
		FROM   version
		WHERE  county = ? AND agency = ? AND is_current = 1 AND unfilled = 0`
	return q.each(query, func(rows *sql.Rows) error {
		var id int64
		var r data.Report
		err := rows.Scan(&id, &r.Agency, &r.Year, &r.Kind, &r.Edition, &r.Title)
		*at[id] = r
		return err
	}, county, key)
}

// plainTables adds the tables of an agency's counting versions, their figures
// blank or read as 0.
func (q *session) plainTables(key string, at map[int64]*data.Report) error {
	const query = `
		SELECT t.version, t.name, t.edition, t.found, t.layout, t.blank
		FROM   version v JOIN report_table t ON t.version = v.id
		WHERE  v.county = ? AND v.agency = ? AND v.is_current = 1 AND v.unfilled = 0
		ORDER  BY t.version, t.number`
	return q.each(query, func(rows *sql.Rows) error {
		var version, id int64
		var table data.Table
		var blank sql.RawBytes
		if err := rows.Scan(&version, &table.Name, &table.Edition, &table.Found, &id, &blank); err != nil {
			return err
		}
		l, err := q.layout(id)
		if err != nil {
			return err
		}
		table.Figures = l.plainFigures(blank)
		at[version].Tables = append(at[version].Tables, table)
		return nil
	}, county, key)
}

// ownFigures puts the rows of an agency's counting versions over the plain figures.
func (q *session) ownFigures(key string, at map[int64]*data.Report) error {
	const query = `
		SELECT f.version, f.code, f.state, f.value
		FROM   version v JOIN figure f ON f.version = v.id
		WHERE  v.county = ? AND v.agency = ? AND v.is_current = 1 AND v.unfilled = 0
		ORDER  BY f.version`
	var last int64
	var find map[string]*data.Figure
	return q.each(query, func(rows *sql.Rows) error {
		var version int64
		var code, state sql.RawBytes
		var value int64
		if err := rows.Scan(&version, &code, &state, &value); err != nil {
			return err
		}
		if version != last {
			last, find = version, figureFinder(at[version])
		}
		f := find[string(code)]
		if f == nil {
			return fmt.Errorf("version %d: figure %q is in no table", version, code)
		}
		f.Value = value
		return f.State.UnmarshalText(state)
	}, county, key)
}
