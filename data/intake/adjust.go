package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// adjustmentTx is what adjusting does inside a transaction.
type adjustmentTx interface {
	Adjustments(year int) ([]data.Adjustment, error)
	AddAdjustment(a data.Adjustment) (int64, error)
	WithdrawAdjustment(id int64, person string, at time.Time) error
}

// Adjusting is an adjustment as a person asks for it.
type Adjusting struct {
	Year   int
	Scope  string // county or all
	Code   string
	Delta  string // digits in the cell's unit, with a minus where the published figure is less
	Ground string // one of the data.Ground constants
	Reason string
	Person string
}

// Adjust keeps what the county's published figure of a cell differs by from
// the sum of its agencies. No sum is changed. The very same again changes
// nothing.
func (i *Intake) Adjust(ctx context.Context, a Adjusting) error {
	made, err := adjustment(a)
	if err != nil {
		return err
	}
	made.Stated = i.now()
	return i.update(ctx, "adjust figure", func(t Tx) error {
		stand, err := t.Adjustments(a.Year)
		if err != nil {
			return err
		}
		same := func(old data.Adjustment) bool {
			old.ID, old.Stated = 0, made.Stated
			return old == made
		}
		if slices.ContainsFunc(stand, same) {
			return nil
		}
		_, err = t.AddAdjustment(made)
		return err
	})
}

// adjustment reads what a person asked for.
func adjustment(a Adjusting) (data.Adjustment, error) {
	none := func(text string) (data.Adjustment, error) { return data.Adjustment{}, Mistake(text) }
	if a.Scope != "county" && a.Scope != "all" {
		return none("调整只能记在全县或县本级的合计上，请先选定口径")
	}
	e := form.ForYear(a.Year)
	if e == nil {
		return none(fmt.Sprintf("%d年度没有全国统一格式，没有可以调整的指标项", a.Year))
	}
	cell := e.Cell(a.Code)
	switch {
	case cell == nil:
		return none("请选择要调整的指标项")
	case !cell.Additive:
		return none(fmt.Sprintf("“%s”不可加，没有各单位的合计，也就没有可以加减的数；县公布的数请直接写在县公布年报里", cell.Short()))
	case data.GroundLabel(a.Ground) == "":
		return none("请选择调整的依据：联合发文、双被告去重、本级名义或其他")
	}
	delta, err := parseDelta(a.Delta, cell)
	if err != nil {
		return data.Adjustment{}, err
	}
	reason, err := plainText("调整的原因", a.Reason, data.MaxReason)
	if err != nil {
		return data.Adjustment{}, err
	}
	person, err := plainText("署名", a.Person, data.MaxPerson)
	return data.Adjustment{Year: a.Year, Scope: a.Scope, Code: a.Code, Delta: delta, Ground: a.Ground, Reason: reason, Person: person}, err
}

// parseDelta reads a number with a sign; one without is added.
func parseDelta(text string, cell *form.Cell) (int64, error) {
	text = width.Narrow.String(strings.TrimSpace(text))
	digits, minus := strings.CutPrefix(strings.NewReplacer("−", "-", "–", "-").Replace(text), "-")
	if !minus {
		digits = strings.TrimPrefix(digits, "+")
	}
	if strings.HasPrefix(strings.TrimSpace(digits), "-") {
		digits = "" // two signs are no number
	}
	n, err := parseValue(digits, cell)
	switch {
	case err != nil:
		return 0, Mistake(fmt.Sprintf("“%s”不是调整数，应填%s，减少的前面加负号", clipped(text), expected(cell)))
	case n == 0:
		return 0, Mistake("调整数是0，没有什么要调整的")
	case minus:
		n = -n
	}
	return n, nil
}

// WithdrawAdjustment takes an adjustment back. It is kept, marked withdrawn by
// the person.
func (i *Intake) WithdrawAdjustment(ctx context.Context, id int64, person string) error {
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	return i.update(ctx, "withdraw adjustment", func(t Tx) error { return t.WithdrawAdjustment(id, person, i.now()) })
}
