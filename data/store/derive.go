package store

import (
	"cmp"
	"database/sql"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// Reports kept at hand while findings are derived: a report is asked for once
// as itself and once or twice as the year before.
const reportsAtHand = 64

// touchAgency marks every current report of an agency. Those that look back
// on them follow from deriveTouched.
func (t *Tx) touchAgency(key string) error {
	const query = `SELECT year, kind FROM version WHERE county = ? AND agency = ? AND is_current = 1`
	return t.q.each(query, func(rows *sql.Rows) error {
		k := data.ReportKey{Agency: key}
		err := rows.Scan(&k.Year, &k.Kind)
		t.touch(k)
		return err
	}, county, key)
}

// deriver derives findings within one transaction.
type deriver struct {
	t      *Tx
	roster *data.Roster
	atHand map[data.ReportKey]counted
}

// counted is a report as it counts; its report is nil where there is no
// current, filled one.
type counted struct {
	report *data.Report
	asked  []data.Correction
}

// deriveTouched replaces the findings of the touched reports and of those
// that look back on them, or of all.
func (t *Tx) deriveTouched() error {
	if t.derive == nil || (!t.all && len(t.touched) == 0) {
		return nil
	}
	r, err := t.q.loadRoster()
	if err != nil {
		return err
	}
	d := &deriver{t: t, roster: r, atHand: map[data.ReportKey]counted{}}
	keys, err := d.keys()
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := d.replace(k); err != nil {
			return err
		}
	}
	return nil
}

// keys returns the reports to derive, one agency's years after another, so
// that the year before is at hand.
func (d *deriver) keys() ([]data.ReportKey, error) {
	set := map[data.ReportKey]bool{}
	for k := range d.t.touched {
		set[k] = true
		for _, next := range d.lookingBack(k) {
			set[next] = true
		}
	}
	if d.t.all {
		if err := d.t.exec(`DELETE FROM finding`); err != nil {
			return nil, err
		}
		const query = `SELECT agency, year, kind FROM version WHERE county = ? AND is_current = 1`
		err := d.t.q.each(query, func(rows *sql.Rows) error {
			var k data.ReportKey
			err := rows.Scan(&k.Agency, &k.Year, &k.Kind)
			set[k] = true
			return err
		}, county)
		if err != nil {
			return nil, err
		}
	}
	keys := make([]data.ReportKey, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	return keys, nil
}

func compareKeys(a, b data.ReportKey) int {
	return cmp.Or(cmp.Compare(a.Agency, b.Agency), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Year, b.Year))
}

// lookingBack returns the reports for which k is one of the year before.
func (d *deriver) lookingBack(k data.ReportKey) []data.ReportKey {
	next := []data.ReportKey{{Agency: k.Agency, Year: k.Year + 1, Kind: k.Kind}}
	for _, s := range d.roster.Successions {
		if s.Old == k.Agency && s.Year == k.Year+1 {
			next = append(next, data.ReportKey{Agency: s.New, Year: s.Year, Kind: k.Kind})
		}
	}
	return next
}

// replace derives the findings of one report; one that is not there or not
// filled has none.
func (d *deriver) replace(k data.ReportKey) error {
	err := d.t.exec(`DELETE FROM finding WHERE county = ? AND agency = ? AND year = ? AND kind = ?`,
		county, k.Agency, k.Year, string(k.Kind))
	if err != nil {
		return err
	}
	now, err := d.report(k)
	if err != nil || now.report == nil {
		return err
	}
	previous, err := d.previous(k)
	if err != nil {
		return err
	}
	public, err := d.public(k)
	if err != nil {
		return err
	}
	return d.t.putFindings(k, d.t.derive(data.CheckInput{
		Agency:   d.roster.Agency(k.Agency),
		County:   d.roster.County,
		Year:     k.Year,
		Kind:     k.Kind,
		Report:   now.report,
		Asked:    now.asked,
		Previous: previous,
		Public:   public,
	}))
}

// public returns the newest 网站公开版 of a report, nil for none. It is known by
// its receipt: its figures may be those of a version that was handed in.
func (d *deriver) public(k data.ReportKey) (*data.Report, error) {
	const query = `
		SELECT v.id
		FROM   version v JOIN receipt r ON r.version = v.id
		WHERE  v.county = ? AND v.agency = ? AND v.year = ? AND v.kind = ?
		       AND r.copy = 'public' AND v.wait = '' AND v.unfilled = 0
		ORDER  BY r.id DESC LIMIT 1`
	var id int64
	found, err := d.t.q.one(query, []any{&id}, county, k.Agency, k.Year, string(k.Kind))
	if err != nil || !found {
		return nil, err
	}
	return d.t.q.loadReport(id)
}

// previous returns the reports of the year before: the agency's own, then
// those of agencies that it succeeded in this very year. A predecessor
// without a report is listed without one, so that no sum over the others
// passes for the whole.
func (d *deriver) previous(k data.ReportKey) ([]data.Previous, error) {
	from := []data.Succession{{Old: k.Agency}}
	for _, s := range d.roster.Successions {
		if s.New == k.Agency && s.Year == k.Year {
			from = append(from, s)
		}
	}
	var list []data.Previous
	for _, s := range from {
		before, err := d.report(data.ReportKey{Agency: s.Old, Year: k.Year - 1, Kind: k.Kind})
		if err != nil {
			return nil, err
		}
		if before.report != nil || s.Rule != "" {
			list = append(list, data.Previous{Agency: d.roster.Agency(s.Old), Rule: s.Rule, Report: before.report})
		}
	}
	return list, nil
}

// report returns a report as it counts.
func (d *deriver) report(k data.ReportKey) (counted, error) {
	if r, ok := d.atHand[k]; ok {
		return r, nil
	}
	var id int64
	found, err := d.t.q.one(`SELECT id FROM version `+ofReport+`AND is_current = 1 AND unfilled = 0`, []any{&id},
		county, k.Agency, k.Year, string(k.Kind))
	if err != nil {
		return counted{}, err
	}
	var r counted
	if found {
		if r, err = d.load(id, k); err != nil {
			return counted{}, err
		}
	}
	if len(d.atHand) >= reportsAtHand {
		clear(d.atHand)
	}
	d.atHand[k] = r
	return r, nil
}

// load reads a version with the corrections of its report.
func (d *deriver) load(id int64, k data.ReportKey) (counted, error) {
	printed, err := d.t.q.loadReport(id)
	if err != nil {
		return counted{}, err
	}
	corrections, err := d.t.q.corrections(k)
	if err != nil {
		return counted{}, err
	}
	report, asked := data.Correct(printed, id, corrections)
	return counted{report: report, asked: asked}, nil
}
