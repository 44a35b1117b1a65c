package intake

import (
	"context"
	"time"

	"github.com/nianbao/nianbao/data"
)

// reviewTx is what marking a report reviewed does inside a transaction.
type reviewTx interface {
	// SetReviewed marks a version reviewed; an empty person takes the mark off.
	SetReviewed(id int64, person string, at time.Time) error
}

// Review marks current versions reviewed (已审核) by a person, all of them or
// none. Marking again by the same person changes nothing.
func (i *Intake) Review(ctx context.Context, ids []int64, person string) error {
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return Mistake("没有可以标为已审核的年报")
	}
	return i.update(ctx, "mark reviewed", func(t Tx) error {
		for _, id := range ids {
			v, err := t.Version(id)
			if err != nil {
				return err
			}
			if !v.Current || v.Unfilled {
				return Mistake("只有现用年报可以标为已审核，现用年报在这期间已换了一版；请刷新页面再看")
			}
			if v.Reviewed && v.ReviewedBy != "" {
				continue
			}
			if back, err := openReturn(t, v); err != nil {
				return err
			} else if back != nil {
				return Mistake("这份年报已于" + back.Day + "退回，还没有重报，不能标为已审核；请先撤回退回")
			}
			if err := t.SetReviewed(id, person, i.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unreview takes the mark off a version.
func (i *Intake) Unreview(ctx context.Context, id int64) error {
	return i.update(ctx, "take review back", func(t Tx) error { return t.SetReviewed(id, "", time.Time{}) })
}
