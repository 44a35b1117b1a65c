package intake

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// sealTx is what closing a year does inside a transaction.
type sealTx interface {
	// Seal returns the seal of a year; ok is false where the year is open.
	Seal(year int) (seal data.Seal, ok bool, err error)
	PutSeal(seal data.Seal) error
}

// SealYear closes a year (封存): from then on nothing that its figures stand
// on can change until it is opened.
func (i *Intake) SealYear(ctx context.Context, year int, reason, person string) error {
	return i.putSeal(ctx, data.Seal{Year: year, Sealed: true, Reason: reason, Person: person})
}

// UnsealYear opens a year again (启封). What waited for it can then be decided
// on; nothing is decided by itself.
func (i *Intake) UnsealYear(ctx context.Context, year int, reason, person string) error {
	return i.putSeal(ctx, data.Seal{Year: year, Reason: reason, Person: person})
}

func (i *Intake) putSeal(ctx context.Context, seal data.Seal) error {
	what := "启封的原因"
	if seal.Sealed {
		what = "封存的原因"
	}
	var err error
	if seal.Reason, err = plainText(what, seal.Reason, data.MaxReason); err != nil {
		return err
	}
	if seal.Person, err = plainText("署名", seal.Person, data.MaxPerson); err != nil {
		return err
	}
	if err := checkYear(seal.Year); err != nil {
		return err
	}
	seal.Stated = i.now()
	return i.update(ctx, "seal year", func(t Tx) error {
		now, sealed, err := t.Seal(seal.Year)
		switch {
		case err != nil:
			return err
		case sealed && seal.Sealed:
			return Mistake(fmt.Sprintf("%d年度已经封存（%s）", seal.Year, i.sealedBy(now)))
		case !sealed && !seal.Sealed:
			return Mistake(fmt.Sprintf("%d年度没有封存，不用启封", seal.Year))
		}
		return t.PutSeal(seal)
	})
}

// checkYear refuses what no report year can be.
func checkYear(year int) error {
	if year < 2008 || year > 2100 {
		return Mistake(fmt.Sprintf("年度%d不对，应为四位年份", year))
	}
	return nil
}

// worded is the error in the clerk's words where a sealed year is its cause.
func (i *Intake) worded(err error) error {
	var sealed *data.Sealed
	if !errors.As(err, &sealed) {
		return err
	}
	return Mistake(fmt.Sprintf("%d年度已封存（%s），要改动请先启封", sealed.Seal.Year, i.sealedBy(sealed.Seal)))
}

func (i *Intake) sealedBy(seal data.Seal) string {
	return seal.Person + "，" + seal.Stated.In(i.now().Location()).Format("2006年1月2日")
}

// sealedWait adds data.WaitSealed to what a version waits for where its year is
// closed.
func sealedWait(t sealTx, v *data.Version) (bool, error) {
	if v.Year == 0 {
		return false, nil
	}
	_, sealed, err := t.Seal(v.Year)
	if err == nil && sealed {
		v.Wait = append(v.Wait, data.WaitSealed)
	}
	return sealed, err
}
