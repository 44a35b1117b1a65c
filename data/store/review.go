package store

import "time"

// SetReviewed marks a version reviewed by the person, or not reviewed where
// person is empty. The mark is the version's own: another version that
// becomes current does not have it.
func (t *Tx) SetReviewed(id int64, person string, at time.Time) error {
	v, err := t.q.version(id)
	if err == nil && (v.Reviewed != (person != "") || v.ReviewedBy != person) {
		stated := formatTime(at)
		if person == "" {
			stated = ""
		}
		if err := t.open(v.Year); err != nil {
			return err
		}
		const query = `UPDATE version SET reviewed = ?, reviewed_by = ?, reviewed_at = ? WHERE id = ?`
		err = t.must(query, bit(person != ""), person, stated, id)
	}
	return wrap("set reviewed", err)
}
