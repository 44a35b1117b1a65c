package dashboard

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// sheetCells is how many cells of a finding a 核对单 lists: those that hold
// something first, so that an agency's sheet stays on one page.
const sheetCells = 10

// sheetsPage is the 核对单 of one agency or of all that have open findings.
type sheetsPage struct {
	Sheets  []export.CheckSheet
	Title   string
	Request string
	Word    string // address of the same as a Word file
	Back    string
}

// sheets shows the 核对单 for printing.
func (s *Server) sheets(v *visit) (answer, error) {
	list, err := s.checkSheets(v)
	if err != nil {
		return answer{}, err
	}
	p := &sheetsPage{
		Sheets: list, Title: export.SheetTitle, Request: export.SheetRequest,
		Word: v.link("/check/sheets.docx", "agency", v.c.Query("agency")), Back: v.link("/check"),
	}
	return answer{title: fmt.Sprintf("核对单 · %d年度", v.query.Year), body: p}, nil
}

// sheetsFile sends the 核对单 as a Word file.
func (s *Server) sheetsFile(v *visit) error {
	list, err := s.checkSheets(v)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := export.WriteCheckSheets(&b, list); err != nil {
		return err
	}
	name := fmt.Sprintf("%d年度核对单.docx", v.query.Year)
	if len(list) == 1 {
		name = fmt.Sprintf("%s%d年度核对单.docx", list[0].Agency, v.query.Year)
	}
	v.attach(name)
	v.c.Data(http.StatusOK, typeDOCX, b.Bytes())
	return nil
}

// checkSheets makes the sheets of the agency that the address names, else of
// every agency of the year and scope with open errors or warnings.
func (s *Server) checkSheets(v *visit) ([]export.CheckSheet, error) {
	found, err := s.checkFindings(v)
	if err != nil {
		return nil, err
	}
	only := v.c.Query("agency")
	if only != "" && v.snapshot.Agency(only) == nil {
		return nil, notFound("单位名单中没有“%s”", clip(only, 60))
	}
	open := map[data.ReportKey][]data.Finding{}
	for _, f := range found {
		if !f.Explained && f.Severity != data.Info {
			k := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
			open[k] = append(open[k], f)
		}
	}
	var out []export.CheckSheet
	for _, a := range v.snapshot.Roster().Agencies {
		for _, kind := range []data.Kind{data.Unit, data.Published} {
			k := data.ReportKey{Agency: a.Key, Year: v.query.Year, Kind: kind}
			if len(open[k]) == 0 || only != "" && only != a.Key {
				continue
			}
			sheet, err := s.checkSheet(v, a.Name, k, open[k])
			if err != nil {
				return nil, err
			}
			out = append(out, sheet)
		}
	}
	return out, nil
}

func (s *Server) checkSheet(v *visit, name string, k data.ReportKey, found []data.Finding) (export.CheckSheet, error) {
	sheet := export.CheckSheet{Agency: name, Year: k.Year}
	if k.Kind == data.Published {
		sheet.Agency += "（" + k.Kind.Label() + "）"
	}
	ctx := v.c.Request.Context()
	versions, err := s.config.Reports.VersionsOf(ctx, k)
	if err != nil {
		return sheet, fmt.Errorf("list versions: %w", err)
	}
	var report *data.Report
	var id int64
	for _, x := range versions {
		if !x.Current {
			continue
		}
		full, err := s.config.Reports.Version(ctx, x.ID)
		if err != nil {
			return sheet, fmt.Errorf("open version %d: %w", x.ID, err)
		}
		report, id = full.Report, x.ID
		sheet.File, sheet.Version = baseName(x.FileName), "第"+strconv.Itoa(x.Number)+"版"
	}
	if report == nil {
		report = &data.Report{} // taken back since the snapshot was built
	}
	if e := form.ByID(report.Edition); e != nil {
		sheet.Edition = "格式（" + e.Name + "）"
	}
	corrections, err := s.config.Reports.Corrections(ctx, k)
	if err != nil {
		return sheet, fmt.Errorf("list corrections: %w", err)
	}
	counts, _ := data.Correct(report, id, corrections)
	for _, f := range found {
		sheet.Lines = append(sheet.Lines, checkLine(report, counts, f))
	}
	return sheet, nil
}

// checkLine lists a finding's cells as printed, those that hold something
// first; counts is the report with its corrections.
func checkLine(r, counts *data.Report, f data.Finding) export.CheckLine {
	l := export.CheckLine{Severity: f.Severity.Label(), Title: f.Title, Text: f.Text}
	figures := allFigures(r)
	for _, zero := range []bool{false, true} {
		for _, code := range f.Codes {
			figure, ok := figures.by[code]
			if !ok || zero != (figure.State == data.Read && figure.Value == 0) {
				continue
			}
			if len(l.Cells) == sheetCells {
				l.More++
				continue
			}
			value := figures.words(figure, true)
			if now, _ := counts.Figure(code); now.Corrected {
				value += "，更正为" + figures.words(now, true)
			}
			l.Cells = append(l.Cells, export.CheckCell{Label: figures.short(figure), Value: value, Place: figure.Place.String()})
		}
	}
	return l
}
