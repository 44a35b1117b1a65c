package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// receiptColumns are what scanReceipt takes, of receipt r and its version v. A
// receipt is of the report that its version is settled to.
const receiptColumns = `r.id,
	CASE WHEN v.number > 0 THEN v.agency ELSE r.agency END,
	CASE WHEN v.number > 0 THEN v.year ELSE r.year END,
	CASE WHEN v.number > 0 THEN v.kind ELSE r.kind END,
	r.received, r.sender, r.copy, COALESCE(r.batch, 0), r.path, r.sha256, r.code, COALESCE(r.version, 0), r.note, r.person, r.noted,
	EXISTS (SELECT 1 FROM original o WHERE o.sha256 = r.sha256)`

func (q *session) receipts(tail string, args ...any) ([]data.Receipt, error) {
	const query = `SELECT ` + receiptColumns + ` FROM receipt r LEFT JOIN version v ON v.id = r.version `
	var list []data.Receipt
	err := q.each(query+tail, func(rows *sql.Rows) error {
		var r data.Receipt
		var noted string
		err := rows.Scan(&r.ID, &r.Agency, &r.Year, &r.Kind, &r.Received, &r.Sender, &r.Copy, &r.Batch, &r.Path,
			&r.SHA256, &r.Code, &r.Version, &r.Note, &r.Person, &noted, &r.Original)
		if err == nil {
			r.Noted, err = parseTime(noted)
		}
		list = append(list, r)
		return err
	}, args...)
	return list, err
}

// receipt returns the receipt with the id, or ErrNotFound.
func (q *session) receipt(id int64) (data.Receipt, error) {
	list, err := q.receipts(`WHERE r.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return data.Receipt{}, err
	}
	return list[0], nil
}

// Receipts returns what came in, newest first, with agency, year and kind of
// the version where it is settled. What was taken back did not come in.
func (s *Store) Receipts(ctx context.Context) ([]data.Receipt, error) {
	var list []data.Receipt
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.receipts(`WHERE r.county = ? ORDER BY r.id DESC`, county)
		return err
	})
	return list, wrap("list receipts", err)
}

// Receipt returns one receipt as Receipts does, or ErrNotFound.
func (s *Store) Receipt(ctx context.Context, id int64) (data.Receipt, error) {
	var r data.Receipt
	err := s.view(ctx, func(q *session) error {
		var err error
		r, err = q.receipt(id)
		return err
	})
	return r, wrap("read receipt", err)
}

// KeptOriginal returns the bytes of a kept file, of a version or of a scan, or
// ErrNotFound.
func (s *Store) KeptOriginal(ctx context.Context, sha string) ([]byte, error) {
	var b []byte
	err := s.view(ctx, func(q *session) error {
		var body []byte
		found, err := q.one(`SELECT body FROM original WHERE sha256 = ?`, []any{&body}, sha)
		if err == nil && !found {
			err = ErrNotFound
		}
		if err == nil {
			b, err = q.squeeze.unpack(body)
		}
		return err
	})
	return b, wrap("read original", err)
}

// Receipt is Store.Receipt inside the transaction.
func (t *Tx) Receipt(id int64) (data.Receipt, error) {
	r, err := t.q.receipt(id)
	return r, wrap("read receipt", err)
}

// ReceiptsBySHA returns the receipts of these very bytes, oldest first.
func (t *Tx) ReceiptsBySHA(sha string) ([]data.Receipt, error) {
	list, err := t.q.receipts(`WHERE r.sha256 = ? ORDER BY r.id`, sha)
	return list, wrap("find receipt", err)
}

// AddReceipt keeps a receipt and returns its id; r.ID is not looked at. One
// with a batch goes when that is taken back.
func (t *Tx) AddReceipt(r data.Receipt) (int64, error) {
	id, err := t.nextID(`SELECT MAX(id) FROM receipt`)
	if err == nil {
		const add = `
			INSERT INTO receipt (id, county, agency, year, kind, received, sender, copy, batch, path, sha256,
			                     code, version, note, person, noted)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		err = t.exec(add, id, county, r.Agency, r.Year, string(cmp.Or(r.Kind, data.Unit)), r.Received, r.Sender,
			string(cmp.Or(r.Copy, data.CopyDraft)), sql.NullInt64{Int64: r.Batch, Valid: r.Batch != 0}, r.Path, r.SHA256,
			r.Code, sql.NullInt64{Int64: r.Version, Valid: r.Version != 0}, r.Note, r.Person, formatTime(r.Noted))
	}
	if err == nil {
		err = t.touchPublic(r.Version)
	}
	return id, wrap("add receipt", err)
}

// PutReceipt changes what is known of a receipt: all but its file, its batch
// and who noted it when. The date received of the version made of its file
// goes with it. The same again changes nothing.
func (t *Tx) PutReceipt(r data.Receipt) error {
	before, err := t.q.receipt(r.ID)
	if err != nil {
		return wrap("put receipt", err)
	}
	r.Batch, r.Path, r.SHA256, r.Original, r.Person, r.Noted = before.Batch, before.Path, before.SHA256, before.Original, before.Person, before.Noted
	if r == before {
		return nil
	}
	if err := t.openReceipt(before, r); err != nil {
		return err
	}
	if err := t.touchPublic(before.Version); err != nil {
		return wrap("put receipt", err)
	}
	const put = `
		UPDATE receipt
		SET    agency = ?, year = ?, kind = ?, received = ?, sender = ?, copy = ?, code = ?, version = ?, note = ?
		WHERE  id = ?`
	err = t.must(put, r.Agency, r.Year, string(r.Kind), r.Received, r.Sender, string(r.Copy), r.Code,
		sql.NullInt64{Int64: r.Version, Valid: r.Version != 0}, r.Note, r.ID)
	if err == nil && r.Received != before.Received {
		err = t.exec(`UPDATE version SET received = ? WHERE id = ? AND sha256 = ?`, r.Received, r.Version, r.SHA256)
	}
	if err == nil {
		err = t.touchPublic(r.Version)
	}
	return wrap("put receipt", err)
}

// openReceipt refuses, with a *data.Sealed, to change in a sealed year which
// version a receipt led to, or the day on which that came. What was not known
// yet may be filled in.
func (t *Tx) openReceipt(before, after data.Receipt) error {
	moved := before.Version != 0 && (before.Version != after.Version || before.Agency != after.Agency || before.Year != after.Year)
	if !moved && (before.Version == 0 || before.Received == "" || before.Received == after.Received) {
		return nil
	}
	if err := t.open(before.Year); err != nil {
		return err
	}
	return t.open(after.Year)
}

// MoveReceipts gives the receipts of one version to another, as where the
// first turns out to be a copy of the second.
func (t *Tx) MoveReceipts(from, to int64) error {
	err := t.exec(`UPDATE receipt SET version = ? WHERE version = ?`, to, from)
	if err == nil {
		err = t.touchPublic(to)
	}
	return wrap("move receipts", err)
}

// SetCopy says what a version is a copy for.
func (t *Tx) SetCopy(version int64, kind data.CopyKind) error {
	return wrap("set kind of copy", t.exec(`UPDATE version SET copy = ?1 WHERE id = ?2 AND copy <> ?1`, string(kind), version))
}

// touchPublic touches the report that a 网站公开版 with the version's figures is
// compared with. Version 0 is none.
func (t *Tx) touchPublic(version int64) error {
	const query = `
		SELECT v.agency, v.year, v.kind
		FROM   version v JOIN receipt r ON r.version = v.id
		WHERE  v.id = ? AND v.number > 0 AND r.copy = 'public'`
	return t.q.each(query, func(rows *sql.Rows) error {
		var k data.ReportKey
		err := rows.Scan(&k.Agency, &k.Year, &k.Kind)
		t.touch(k)
		return err
	}, version)
}

// DeleteReceipt removes a receipt, with its original where nothing else needs
// it. Where there is none, nothing changes.
func (t *Tx) DeleteReceipt(id int64) error {
	var sha string
	var version int64
	found, err := t.q.one(`SELECT sha256, COALESCE(version, 0) FROM receipt WHERE id = ?`, []any{&sha, &version}, id)
	if err == nil {
		err = t.touchPublic(version)
	}
	if err == nil && found {
		if err = t.must(`DELETE FROM receipt WHERE id = ?`, id); err == nil {
			err = t.dropOriginal(sha)
		}
	}
	return wrap("delete receipt", err)
}

// KeepOriginal keeps the bytes of a file that no version is made of, so that a
// person can look at them, and returns their SHA-256 in hex. They stay as long
// as a receipt or a version names them.
func (t *Tx) KeepOriginal(b []byte) (string, error) {
	sum := sha256.Sum256(b)
	sha := hex.EncodeToString(sum[:])
	return sha, wrap("keep original", t.putOriginal(sha, b))
}

// dropOriginal removes the bytes of a file that nothing needs any more.
func (t *Tx) dropOriginal(sha string) error {
	const orphan = `
		DELETE FROM original
		WHERE  sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM version WHERE sha256 = ?1)
		       AND NOT EXISTS (SELECT 1 FROM version WHERE scan = ?1)
		       AND NOT EXISTS (SELECT 1 FROM receipt WHERE sha256 = ?1)`
	return t.exec(orphan, sha)
}

// deleteBatchReceipts removes what came in with a batch, before its versions.
func (t *Tx) deleteBatchReceipts(batch int64) error {
	list, err := t.q.receipts(`WHERE r.batch = ?`, batch)
	for _, r := range list {
		if err == nil {
			err = t.DeleteReceipt(r.ID)
		}
	}
	if err != nil {
		return fmt.Errorf("receipts of batch %d: %w", batch, err)
	}
	return nil
}
