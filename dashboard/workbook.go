package dashboard

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
)

// typeXLSX is the Content-Type of a workbook.
const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// typeDOCX is the Content-Type of a Word file.
const typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// writeWorkbook answers with the view's tables in one workbook, or the one
// that the address names.
func (v *visit) writeWorkbook(a answer) error {
	first, err := v.table(a)
	if err != nil {
		return err
	}
	tables, title := a.tables, v.lead()+a.title
	if v.c.Query("table") != "" || len(tables) == 1 {
		tables, title = []*aggregate.Table{first}, first.Title
	}
	return v.sendFile(title, func(w io.Writer, _ export.Encoding) error {
		return export.WriteWorkbook(w, export.Sheets(v.lead(), tables...), export.Facts(v.snapshot, v.query)...)
	})
}

// lead is 2023年度全县, with which titles of tables begin.
func (v *visit) lead() string { return strconv.Itoa(v.query.Year) + "年度" + v.scopeLabel() }

// countyFormFile is the county's tables in official form as a Word file.
func (s *Server) countyFormFile(v *visit) error {
	f := v.snapshot.CountyForm(v.query)
	if f.Edition == nil || f.Reported == 0 {
		return notFound("%d年度没有可以汇总的年报，没有汇总的法定表式", v.query.Year)
	}
	var b bytes.Buffer
	if err := export.WriteCountyForm(&b, f); err != nil {
		return fmt.Errorf("write county form: %w", err)
	}
	v.attach(f.Title() + ".docx")
	v.c.Data(http.StatusOK, typeDOCX, b.Bytes())
	return nil
}
