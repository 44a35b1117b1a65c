package store

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
)

// versionColumns are what scanVersion takes.
const versionColumns = `id, batch, number, COALESCE(agency, ''), year, kind, is_current, wait, unfilled,
	file_name, format, sha256, received, reading, reviewed, reviewed_by, reviewed_at,
	copy, scan, typed_by, typed_at, checked_by, checked_at`

// scanVersion reads a version without its report.
func scanVersion(rows *sql.Rows) (data.Version, error) {
	var v data.Version
	var wait, reviewedAt, typedAt, checkedAt string
	err := rows.Scan(&v.ID, &v.Batch, &v.Number, &v.Agency, &v.Year, &v.Kind, &v.Current, &wait, &v.Unfilled,
		&v.FileName, &v.Format, &v.SHA256, &v.Received, &v.Reading, &v.Reviewed, &v.ReviewedBy, &reviewedAt,
		&v.Copy, &v.Scan, &v.TypedBy, &typedAt, &v.CheckedBy, &checkedAt)
	for _, f := range []struct {
		text string
		time *time.Time
	}{{reviewedAt, &v.ReviewedAt}, {typedAt, &v.TypedAt}, {checkedAt, &v.CheckedAt}} {
		if err == nil {
			*f.time, err = parseTime(f.text)
		}
	}
	v.Wait = splitWords(wait)
	return v, err
}

// versions returns the versions that the tail of the query selects, without
// their reports.
func (q *session) versions(tail string, args ...any) ([]data.Version, error) {
	var list []data.Version
	err := q.each(`SELECT `+versionColumns+` FROM version `+tail, func(rows *sql.Rows) error {
		v, err := scanVersion(rows)
		list = append(list, v)
		return err
	}, args...)
	return list, err
}

// wholeVersions is versions with their reports.
func (q *session) wholeVersions(tail string, args ...any) ([]data.Version, error) {
	list, err := q.versions(tail, args...)
	for i := range list {
		if err == nil {
			list[i].Report, err = q.loadReport(list[i].ID)
		}
	}
	return list, err
}

// version returns the version with the id without its report, or ErrNotFound.
func (q *session) version(id int64) (data.Version, error) {
	list, err := q.versions(`WHERE id = ?`, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return data.Version{}, err
	}
	return list[0], nil
}

// wholeVersion returns the version with the id and its report, or ErrNotFound.
func (q *session) wholeVersion(id int64) (data.Version, error) {
	v, err := q.version(id)
	if err == nil {
		v.Report, err = q.loadReport(id)
	}
	return v, err
}

const ofReport = `WHERE county = ? AND agency = ? AND year = ? AND kind = ? `

// BySHA returns the kept versions of these very bytes, oldest first, without
// their reports; sha is SHA-256 in hex. A file with several reports has several.
func (t *Tx) BySHA(sha string) ([]data.Version, error) {
	list, err := t.q.versions(`WHERE sha256 = ? ORDER BY id`, sha)
	return list, wrap("find file", err)
}

// Versions returns all kept versions of a report, oldest first, with their
// reports. None is an empty list.
func (t *Tx) Versions(k data.ReportKey) ([]data.Version, error) {
	list, err := t.q.wholeVersions(ofReport+`ORDER BY number`, county, k.Agency, k.Year, string(k.Kind))
	return list, wrap("read versions", err)
}

// Version returns the version with its report, or ErrNotFound.
func (t *Tx) Version(id int64) (data.Version, error) {
	v, err := t.q.wholeVersion(id)
	return v, wrap("read version", err)
}

// AddVersion stores a version with its report, the file's bytes and the
// packed document, and returns its id. ID and Number of v are not looked at:
// a number is given when agency and year are settled. A version with Current
// set takes the place of the current one (taken back with v.Batch). SHA256
// must be that of original.
func (t *Tx) AddVersion(v data.Version, original, document []byte) (int64, error) {
	id, err := t.addVersion(v, original, document)
	return id, wrap(fmt.Sprintf("add version of %q", v.FileName), err)
}

func (t *Tx) addVersion(v data.Version, original, document []byte) (int64, error) {
	if v.Report == nil {
		return 0, errors.New("no report")
	}
	if err := checkCodes(v.Report); err != nil {
		return 0, err
	}
	if err := t.putOriginal(v.SHA256, original); err != nil {
		return 0, err
	}
	id, err := t.putVersion(v)
	if err != nil {
		return 0, err
	}
	prose, err := t.q.squeeze.pack(packProse(v.Report))
	if err != nil {
		return 0, err
	}
	const content = `INSERT INTO content (version, prose, document) VALUES (?, ?, ?)`
	if err := t.exec(content, id, prose, orEmpty(document)); err != nil {
		return 0, err
	}
	if err := t.putReport(id, v.Report); err != nil {
		return 0, err
	}
	if v.Current {
		err = t.makeCurrent(id, v.Batch)
	}
	return id, err
}

// putOriginal stores the bytes of a file that are not stored yet.
func (t *Tx) putOriginal(sha string, original []byte) error {
	sum := sha256.Sum256(original)
	if hex.EncodeToString(sum[:]) != sha {
		return fmt.Errorf("sha256 %q is not that of the %d bytes given", sha, len(original))
	}
	var n int
	if found, err := t.q.one(`SELECT 1 FROM original WHERE sha256 = ?`, []any{&n}, sha); err != nil || found {
		return err
	}
	body, err := t.q.squeeze.pack(original)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO original (sha256, body) VALUES (?, ?)`, sha, body)
}

// putVersion inserts the row of a version, not current yet.
func (t *Tx) putVersion(v data.Version) (int64, error) {
	if err := t.must(`UPDATE store SET last_version = last_version + 1`); err != nil {
		return 0, err
	}
	var id int64
	if _, err := t.q.one(`SELECT last_version FROM store`, []any{&id}); err != nil {
		return 0, err
	}
	number, err := t.nextNumber(v.Agency, v.Year, v.Kind)
	if err != nil {
		return 0, err
	}
	wait, err := joinWords(v.Wait)
	if err != nil {
		return 0, err
	}
	r := v.Report
	const add = `
		INSERT INTO version (id, county, batch, number, agency, year, kind, is_current, wait, unfilled,
		                     file_name, format, sha256, received, reading, reviewed,
		                     said_agency, said_year, said_kind, said_edition, said_title,
		                     copy, scan, typed_by, typed_at, checked_by, checked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	return id, t.exec(add, id, county, v.Batch, number, orNull(v.Agency), v.Year, string(v.Kind), wait, bit(v.Unfilled),
		v.FileName, v.Format, v.SHA256, v.Received, v.Reading, bit(v.Reviewed),
		r.Agency, r.Year, string(r.Kind), r.Edition, r.Title,
		string(cmp.Or(v.Copy, data.CopyDraft)), v.Scan, v.TypedBy, formatTime(v.TypedAt), v.CheckedBy, formatTime(v.CheckedAt))
}

// orNull stores an empty key as null.
func orNull(key string) sql.NullString { return sql.NullString{String: key, Valid: key != ""} }

// orEmpty keeps bytes that are nil from being stored as null.
func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// nextNumber returns the number of a further version of the report, 0 while
// agency or year is not settled.
func (t *Tx) nextNumber(agency string, year int, kind data.Kind) (int64, error) {
	if agency == "" || year == 0 {
		return 0, nil
	}
	return t.nextID(`SELECT MAX(number) FROM version `+ofReport, county, agency, year, string(kind))
}

// SetCurrent makes a settled version the one that counts; it waits for
// nothing any more and the one before is kept. Taking back the batch undoes
// it; 0 stands for the version's own batch, so that with a version that is
// taken back the one it replaced comes back.
func (t *Tx) SetCurrent(id int64, batch int64) error {
	return wrap("set current version", t.makeCurrent(id, batch))
}

func (t *Tx) makeCurrent(id, batch int64) error {
	v, err := t.q.version(id)
	switch {
	case err != nil || v.Current:
		return err
	case v.Number == 0:
		return fmt.Errorf("version %d: agency or year is not settled", id)
	case batch == 0:
		batch = v.Batch
	}
	k := reportKey(v)
	if err := t.open(k.Year); err != nil {
		return err
	}
	before, err := t.currentID(k)
	if err != nil {
		return err
	}
	if before != 0 {
		if err := t.uncurrent(before, k); err != nil {
			return err
		}
	}
	if err := t.recordCurrent(batch, k, before, v); err != nil {
		return err
	}
	t.touch(k)
	return t.must(`UPDATE version SET is_current = 1, wait = '' WHERE id = ?`, id)
}

func (t *Tx) uncurrent(id int64, k data.ReportKey) error {
	if err := t.open(k.Year); err != nil {
		return err
	}
	t.touch(k)
	return t.must(`UPDATE version SET is_current = 0 WHERE id = ?`, id)
}

// leave takes a version out of the report that it is of.
func (t *Tx) leave(v data.Version) error {
	if v.Current {
		if err := t.uncurrent(v.ID, reportKey(v)); err != nil {
			return err
		}
	}
	return t.unlinkVersion(v)
}

// currentID returns the id of a report's current version, 0 for none.
func (t *Tx) currentID(k data.ReportKey) (int64, error) {
	var id int64
	_, err := t.q.one(`SELECT id FROM version `+ofReport+`AND is_current = 1`, []any{&id},
		county, k.Agency, k.Year, string(k.Kind))
	return id, err
}

func reportKey(v data.Version) data.ReportKey {
	return data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
}

// Settle gives a version its agency (key, or empty), year (or 0) and kind,
// and what it still waits for. A version that moves to another report gets a
// number there; one that was current and moves or waits again is no longer
// current, and nothing takes its place until SetCurrent says so.
func (t *Tx) Settle(id int64, agency string, year int, kind data.Kind, wait []string) error {
	return wrap("settle version", t.settle(id, agency, year, kind, wait))
}

func (t *Tx) settle(id int64, agency string, year int, kind data.Kind, wait []string) error {
	v, err := t.q.version(id)
	if err != nil {
		return err
	}
	words, err := joinWords(wait)
	if err != nil {
		return err
	}
	to := data.ReportKey{Agency: agency, Year: year, Kind: kind}
	number := int64(v.Number)
	if reportKey(v) != to {
		if number, err = t.nextNumber(agency, year, kind); err != nil {
			return err
		}
	}
	if reportKey(v) != to || words != "" {
		if err := t.leave(v); err != nil {
			return err
		}
	}
	const query = `UPDATE version SET agency = ?, year = ?, kind = ?, number = ?, wait = ? WHERE id = ?`
	if err := t.touchPublic(id); err != nil {
		return err
	}
	if err := t.must(query, orNull(agency), year, string(kind), number, words, id); err != nil {
		return err
	}
	return t.touchPublic(id)
}

// DeleteVersion removes a version with its figures and its document, and the
// originals of its file and of its scan where no other version and no receipt
// needs them. Where it was current, nothing takes its place.
func (t *Tx) DeleteVersion(id int64) error {
	v, err := t.q.version(id)
	if err != nil {
		return wrap("delete version", err)
	}
	if len(v.Wait) == 0 {
		// A version that gave way to another belongs to what was closed.
		if err := t.open(v.Year); err != nil {
			return err
		}
	}
	if err := t.leave(v); err != nil {
		return wrap("delete version", err)
	}
	if err := t.touchPublic(id); err != nil {
		return wrap("delete version", err)
	}
	if err := t.must(`DELETE FROM version WHERE id = ?`, id); err != nil {
		return wrap("delete version", err)
	}
	err = t.dropOriginal(v.SHA256)
	if err == nil && v.Scan != "" {
		err = t.dropOriginal(v.Scan)
	}
	return wrap("delete version", err)
}

// SetReceived sets the day on which a version was received, 2006-01-02, or
// empty for unknown, and that of its file's receipt.
func (t *Tx) SetReceived(id int64, date string) error {
	v, err := t.q.version(id)
	if err == nil && v.Received != date {
		if err := t.open(v.Year); err != nil {
			return err
		}
		err = t.must(`UPDATE version SET received = ? WHERE id = ?`, date, id)
	}
	if err == nil {
		err = t.exec(`UPDATE receipt SET received = ?1 WHERE version = ?2 AND sha256 = ?3 AND received <> ?1`, date, id, v.SHA256)
	}
	return wrap("set date received", err)
}
