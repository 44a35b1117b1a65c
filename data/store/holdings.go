package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Holdings calls visit for every current, filled version, in the order of
// agency key, year and kind, and returns what else a snapshot is built from;
// all is seen in one read transaction. A visited version's report holds its
// tables with code, state, value and extra of each figure, what the file says
// of itself (name, year, edition, title), and neither places, raw texts,
// doubts nor prose; corrections that apply stand in the printed figures' places. visit may keep it and must not call
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
		if err := q.loadClosing(&h); err != nil {
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

// loadClosing fills what the office added to the sums and what it closed.
func (q *session) loadClosing(h *data.Holdings) (err error) {
	if h.Adjustments, err = q.adjustments(`AND withdrawn = ''`); err != nil {
		return err
	}
	if h.Finals, err = q.finals(); err != nil {
		return err
	}
	h.Seals, err = q.allSeals()
	return err
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

// shelf is one agency's counting versions while their figures are put together.
type shelf struct {
	versions []data.Version
	at       map[int64]int // version id -> index
	layouts  [][]layout    // by version, then table
}

// counting selects one agency's versions. Its order is the index's, so that
// nothing has to be sorted.
const counting = `
	WHERE v.county = ? AND v.agency = ? AND v.is_current = 1 AND v.unfilled = 0
	ORDER BY v.year, v.kind`

// visitAgency reads one agency's reports of all years with five questions,
// so that memory does not grow with the number of agencies.
func (q *session) visitAgency(key string, visit func(data.Version) error) error {
	list, err := q.versions(`v `+counting, county, key)
	if err != nil {
		return err
	}
	s := &shelf{versions: list, at: make(map[int64]int, len(list)), layouts: make([][]layout, len(list))}
	for i := range list {
		s.at[list[i].ID] = i
	}
	for _, fill := range []func(string, *shelf) error{q.saidOf, q.plainTables, q.ownFigures} {
		if err := fill(key, s); err != nil {
			return err
		}
	}
	if err := q.correct(key, list); err != nil {
		return err
	}
	for _, v := range list {
		if err := visit(v); err != nil {
			return err
		}
	}
	return nil
}

// saidOf fills in what the files say of themselves.
func (q *session) saidOf(key string, s *shelf) error {
	const query = `
		SELECT v.id, v.said_agency, v.said_year, v.said_kind, v.said_edition, v.said_title
		FROM   version v` + counting
	return q.each(query, func(rows *sql.Rows) error {
		var id int64
		r := &data.Report{}
		err := rows.Scan(&id, &r.Agency, &r.Year, &r.Kind, &r.Edition, &r.Title)
		s.versions[s.at[id]].Report = r
		return err
	}, county, key)
}

// plainTables adds the tables, their figures blank or read as 0. All layouts
// must be loaded.
func (q *session) plainTables(key string, s *shelf) error {
	const query = `
		SELECT t.version, t.name, t.edition, t.found, t.layout, t.blank
		FROM   version v JOIN report_table t ON t.version = v.id` + counting + `, t.number`
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
		i := s.at[version]
		s.layouts[i] = append(s.layouts[i], l)
		s.versions[i].Report.Tables = append(s.versions[i].Report.Tables, table)
		return nil
	}, county, key)
}

// ownFigures puts the rows of their own over the plain figures.
func (q *session) ownFigures(key string, s *shelf) error {
	const query = `
		SELECT f.version, f.code, f.state, f.value
		FROM   version v JOIN figure f ON f.version = v.id` + counting
	return q.each(query, func(rows *sql.Rows) error {
		var version, value int64
		var code, state sql.RawBytes
		if err := rows.Scan(&version, &code, &state, &value); err != nil {
			return err
		}
		i := s.at[version]
		f, err := findFigure(s.versions[i].Report, s.layouts[i], code)
		if err != nil {
			return err
		}
		f.Value = value
		return f.State.UnmarshalText(state)
	}, county, key)
}
