package dashboard

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// CorrectionRequest is a correction as a form asks for it.
type CorrectionRequest struct {
	Version   int64 // the version shown
	Code      string
	Value     string // digits in the cell's unit
	Reason    string
	Person    string
	Confirmed string // one of data.ByPhone, data.ByStamped, data.ByOther
}

// correctionView is a correction in the list of its report.
type correctionView struct {
	Code  string
	Label string
	Old   string
	New   string
	// Printed is what the version shown prints, where a person is asked again.
	Printed string
	Unit    string
	Reason  string
	Person  string
	Stated  string
	How     string
	// Asked: the correction does not count until it is confirmed again.
	// Settled: the version itself prints the corrected value.
	Asked   bool
	Settled bool
	Link    string
}

// correctionForm corrects the chosen figure, confirms its correction anew, or
// takes it back.
type correctionForm struct {
	Token, Person, Back string
	Agency, Kind        string
	Year                int
	Version             int64
	Code, Unit          string
	Ways                []choice
	// Now is the correction there is; nil where there is none.
	Now *correctionView
	// Value is what the field holds at first, in plain digits.
	Value string
	How   string
}

// correct puts the corrections over the current version's figures.
func (b *reportBuilder) correct(ctx context.Context) error {
	b.printed = b.shown.Report
	if !b.shown.Current {
		return nil
	}
	list, err := b.server.config.Reports.Corrections(ctx, b.request.key)
	if err != nil {
		return fmt.Errorf("list corrections: %w", err)
	}
	b.corrections = list
	b.shown.Report, _ = data.Correct(b.printed, b.shown.ID, list)
	for _, c := range list {
		view := b.correctionView(c)
		if !view.Settled && !view.Asked {
			b.page.Corrected++
		}
		b.page.Corrections = append(b.page.Corrections, view)
	}
	return nil
}

func (b *reportBuilder) correctionView(c data.Correction) correctionView {
	f, there := b.printed.Figure(c.Code)
	standing := c.Standing(f, b.shown.ID)
	out := correctionView{
		Code: c.Code, Label: c.Code, Reason: c.Reason, Person: c.Person, How: data.ConfirmedLabel(c.Confirmed),
		Stated: c.Stated.In(b.server.config.Now().Location()).Format("2006年1月2日"),
		Asked:  standing == data.Asked, Settled: standing == data.Settled,
	}
	figures := allFigures(b.printed)
	if cell := form.CellOf(b.printed.Edition, c.Code); cell != nil {
		out.Label, out.Unit = cell.Table.Short+" "+cell.Label(), cell.Unit
	}
	out.Old = figures.words(data.Figure{Code: c.Code, State: c.PrintedState, Value: c.PrintedValue}, true)
	out.New = figures.words(data.Figure{Code: c.Code, State: data.Read, Value: c.Value}, true)
	out.Printed = figures.words(f, there)
	if there {
		out.Link = b.figureLink(c.Code)
	}
	return out
}

// correctionForm is the form beside the chosen figure; nil where the version
// shown does not count.
func (b *reportBuilder) correctionForm(cell *form.Cell) *correctionForm {
	if !b.shown.Current || b.shown.Unfilled {
		return nil
	}
	k := b.request.key
	f := &correctionForm{
		Token: b.server.token, Person: b.visit.person(), Back: b.figureLink(cell.Code),
		Agency: k.Agency, Kind: string(k.Kind), Year: k.Year, Version: b.shown.ID, Code: cell.Code, Unit: cell.Unit,
	}
	for _, c := range b.corrections {
		if c.Code == cell.Code {
			now := b.correctionView(c)
			f.Now, f.Value, f.How = &now, form.Format(c.Value, cell.Measure), c.Confirmed
		}
	}
	for _, how := range []string{data.ByPhone, data.ByStamped, data.ByOther} {
		f.Ways = append(f.Ways, choice{Label: data.ConfirmedLabel(how), Href: how, On: how == f.How})
	}
	return f
}

// correctFigure takes the form of a correction.
func (s *Server) correctFigure(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	c := CorrectionRequest{
		Version: id, Code: v.c.PostForm("cell"), Value: v.c.PostForm("value"), Reason: v.c.PostForm("reason"), Person: person, Confirmed: v.c.PostForm("confirmed"),
	}
	if err := s.config.Decisions.Correct(v.c.Request.Context(), c); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/reports"))}, nil
}

// uncorrectFigure takes a correction back.
func (s *Server) uncorrectFigure(v *visit) (answer, error) {
	year, err := strconv.Atoi(v.c.PostForm("report_year"))
	k := data.ReportKey{Agency: v.c.PostForm("agency"), Year: year, Kind: data.Kind(v.c.PostForm("kind"))}
	if err != nil || v.snapshot.Agency(k.Agency) == nil || k.Kind != data.Unit && k.Kind != data.Published {
		return answer{}, &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
	}
	person, err := undoingPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.Uncorrect(v.c.Request.Context(), k, v.c.PostForm("cell"), person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/reports"))}, nil
}
