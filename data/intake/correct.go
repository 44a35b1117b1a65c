package intake

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// correctionTx is what correcting does inside a transaction.
type correctionTx interface {
	PutCorrection(k data.ReportKey, c data.Correction) error
	DeleteCorrection(k data.ReportKey, code, person string, at time.Time) error
	Corrections(k data.ReportKey) ([]data.Correction, error)
}

// Correcting is a correction as a person asks for it.
type Correcting struct {
	Version   int64 // the version that the page showed; it must be current still
	Code      string
	Value     string // digits in the cell's unit
	Reason    string
	Person    string
	Confirmed string // one of data.ByPhone, data.ByStamped, data.ByOther
}

// Correct puts a value in the place of a printed figure. The printed one is
// kept. Correcting again, or confirming after a new version, takes the place
// of the earlier correction, which the history keeps; the very same correction
// again changes nothing.
func (i *Intake) Correct(ctx context.Context, c Correcting) error {
	reason, err := plainText("更正的原因", c.Reason, data.MaxReason)
	if err != nil {
		return err
	}
	person, err := plainText("署名", c.Person, data.MaxPerson)
	if err != nil {
		return err
	}
	if data.ConfirmedLabel(c.Confirmed) == "" {
		return Mistake("请选择由谁、怎样确认：电话、盖章件或其他")
	}
	return i.update(ctx, "correct figure", func(t Tx) error {
		v, err := t.Version(c.Version)
		if err != nil {
			return err
		}
		f, value, err := correctable(v, c)
		if err != nil {
			return err
		}
		k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
		stands, err := t.Corrections(k)
		if err != nil {
			return err
		}
		made := data.Correction{
			Code: c.Code, Value: value, Version: v.ID, PrintedState: f.State, PrintedValue: f.Value,
			Reason: reason, Person: person, Confirmed: c.Confirmed, Stated: i.now(),
		}
		same := func(old data.Correction) bool {
			old.Stated = made.Stated
			return old == made
		}
		if slices.ContainsFunc(stands, same) {
			return nil
		}
		return t.PutCorrection(k, made)
	})
}

// Uncorrect takes a correction back: the printed figure counts again. The
// history keeps the correction and says by whom. Where there is none, nothing
// changes.
func (i *Intake) Uncorrect(ctx context.Context, k data.ReportKey, code, person string) error {
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	return i.update(ctx, "take correction back", func(t Tx) error { return t.DeleteCorrection(k, code, person, i.now()) })
}

// correctable returns the printed figure and the value to put in its place.
func correctable(v data.Version, c Correcting) (data.Figure, int64, error) {
	none := func(text string) (data.Figure, int64, error) { return data.Figure{}, 0, Mistake(text) }
	if !v.Current || v.Unfilled || v.Report == nil {
		return none("只能更正现用年报的数据，现用年报在这期间已换了一版；请刷新页面再看")
	}
	for i := range v.Report.Tables {
		t := &v.Report.Tables[i]
		for _, f := range t.Figures {
			cell := form.CellOf(t.Edition, f.Code)
			if f.Code != c.Code || cell == nil {
				continue
			}
			if !t.Filled() {
				// Otherwise every blank cell beside it would count as 0.
				return none("这张表没有填写任何数据，请让单位填写后重新报送，不能只更正一格")
			}
			value, err := parseValue(c.Value, cell)
			if err == nil && f.State == data.Read && f.Value == value {
				err = Mistake("更正的数与原文相同，没有什么要更正的")
			}
			return f, value, err
		}
	}
	return none("这一版年报没有这一项，不能更正")
}

// parseValue reads what a person typed as a value that the cell can hold. It
// is exact or a Mistake, never rounded.
func parseValue(text string, cell *form.Cell) (int64, error) {
	text = strings.NewReplacer(",", "", "，", "", " ", "").Replace(width.Narrow.String(strings.TrimSpace(text)))
	digits := strings.TrimPrefix(text, "-")
	bad := Mistake(fmt.Sprintf("“%s”不是这一格能填的数，应填%s", clipped(text), expected(cell)))
	if digits == "" || len(digits) > 20 || strings.Trim(digits, "0123456789.") != "" || strings.Count(digits, ".") > 1 ||
		strings.HasPrefix(digits, ".") || strings.HasSuffix(digits, ".") {
		return 0, bad
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return 0, bad
	}
	most := big.NewRat(data.MaxCount, 1)
	if cell.Measure == form.Amount {
		r.Mul(r, big.NewRat(data.FenPerWan, 1))
		most = big.NewRat(data.MaxAmount, 1)
	}
	if !r.IsInt() || r.Sign() < 0 && cell.Measure != form.Delta || new(big.Rat).Abs(r).Cmp(most) > 0 {
		return 0, bad
	}
	return r.Num().Int64(), nil
}

func expected(cell *form.Cell) string {
	switch cell.Measure {
	case form.Amount:
		return "不小于0的金额，单位万元，最多六位小数"
	case form.Delta:
		return "整数，减少的填负数"
	}
	return "不小于0的整数"
}

func clipped(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return text
}
