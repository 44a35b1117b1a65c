package dashboard

import (
	"fmt"
	"io"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
)

// exportFiles is the body of 导出: every table as files, and what is in them.
type exportFiles struct {
	Empty  *emptyState // set where the year has no report
	Groups []exportGroup
	Notes  []string
}

type exportGroup struct {
	Title, Text string
	Files       []exportFile
}

type exportFile struct {
	Name, Text string
	Links      []choice
}

// exportPage shows 导出. Its own tables are the whole-year ones; the others
// are files of the pages that show them.
func (s *Server) exportPage(v *visit) (answer, error) {
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: "导出", body: exportFiles{Empty: v.emptyYear()}}, nil
	}
	tables := []*aggregate.Table{v.snapshot.SummaryTable(v.query), v.snapshot.SeriesTable(v.query)}
	year := exportGroup{
		Title: "本年度汇总",
		Text:  v.subtitle("", v.query),
		Files: []exportFile{
			{Name: "汇总表", Text: "单位 × 指标项，有分组小计与合计", Links: v.files(v.file, "summary")},
			{Name: "汇总的法定表式", Text: "按国家格式排好的县级各表；有标记的数带*，在表下注明", Links: []choice{{Label: "Word", Href: v.link("/summary/form.docx")}}},
			{Name: "指标与比率", Text: "全部指标与比率，附同口径增减", Links: v.files(v.file, "series")},
		},
	}
	files := exportGroup{
		Title: "明细与疑点",
		Text:  fmt.Sprintf("%d年度 · %s", v.query.Year, v.scopeLabel()),
		Files: []exportFile{
			{Name: "数据明细", Text: "每个数据一行，带状态、原文、原文位置和更正", Links: v.files(v.pageFile("/export/long"), "")},
			{Name: "疑点清单", Text: "错误、待说明和提示，带算式", Links: v.files(v.pageFile("/export/findings"), "")},
		},
	}
	views := exportGroup{
		Title: "各页的表",
		Text:  "与页面上的表同一次查询、同一组数字",
		Files: []exportFile{
			{Name: "单位比较", Text: "新收申请；其他指标请在比较页选择后导出", Links: v.files(v.pageFile("/compare"), "compare")},
			{Name: "历年趋势", Text: "新收申请；其他指标请在趋势页选择后导出", Links: v.files(v.pageFile("/trend"), "trend")},
			{Name: "办理结果构成", Text: "申请人 × 办理结果", Links: v.files(v.pageFile("/composition"), "composition")},
			{Name: "不予公开等的理由", Text: "不予公开、无法提供、不予处理、其他处理", Links: v.files(v.pageFile("/composition"), "reasons")},
		},
	}
	body := exportFiles{Groups: []exportGroup{year, files, views}, Notes: []string{
		"Excel（.xlsx）可直接报送：一张表一个工作表，A4 横向，数是数字，有标记的数有底色，最后一个工作表“说明”写明口径、家数和每个标记。",
		"CSV 默认为带 BOM 的 UTF-8，WPS 表格与 Excel 可直接双击打开；老系统请选 GB18030。",
		"空格子表示没有数据（无年报、未找到或无法识别），不是 0；填 0 的就是 0。",
		"含存疑、计算值以及家数不全的数，Excel 和 JSON 里逐格注明；CSV 里只有数字本身。",
	}}
	return answer{title: "导出", body: body, tables: tables}, nil
}

// longFile is the year's figures, one a line, agencies in official order.
func (s *Server) longFile(v *visit) error {
	return v.sendFile(fmt.Sprintf("%d年度%s数据明细", v.query.Year, v.scopeLabel()), func(w io.Writer, e export.Encoding) error {
		long, err := v.newLong(w, e)
		if err != nil {
			return err
		}
		defer long.Discard()
		ctx := v.c.Request.Context()
		versions, err := s.config.Reports.AllVersions(ctx)
		if err != nil {
			return err
		}
		for _, a := range v.snapshot.Roster().Agencies {
			for _, x := range versions {
				if x.Agency != a.Key || x.Year != v.query.Year || !x.Current || !v.query.Scope.Holds(&a) {
					continue
				}
				full, err := s.config.Reports.Version(ctx, x.ID)
				if err != nil {
					return err
				}
				corrections, err := s.config.Reports.Corrections(ctx, data.ReportKey{Agency: x.Agency, Year: x.Year, Kind: x.Kind})
				if err != nil {
					return err
				}
				if err := long.Report(a.Name, full, corrections); err != nil {
					return err
				}
			}
		}
		return long.Close()
	})
}

// newLong starts the long form in the format that the address ends in.
func (v *visit) newLong(w io.Writer, e export.Encoding) (*export.Long, error) {
	switch v.format {
	case formatCSV:
		return export.NewLong(w, e)
	case formatXLSX:
		return export.NewLongXLSX(w)
	}
	return export.NewLongJSON(w), nil
}

// findingsFile is the year's findings, explained ones among them.
func (s *Server) findingsFile(v *visit) error {
	return v.sendFile(fmt.Sprintf("%d年度%s疑点清单", v.query.Year, v.scopeLabel()), func(w io.Writer, e export.Encoding) error {
		found, err := s.config.Findings.Findings(v.c.Request.Context(), data.FindingFilter{Year: v.query.Year})
		if err != nil {
			return err
		}
		county, err := s.countyFindings(v, v.query.Year)
		if err != nil {
			return err
		}
		found = slices.DeleteFunc(slices.Concat(found, county), func(f data.Finding) bool { return !v.holds(f.Agency) })
		name := func(key string) string {
			if a := v.snapshot.Agency(key); a != nil {
				return a.Name
			}
			return key
		}
		switch v.format {
		case formatCSV:
			return export.WriteFindings(w, found, name, e)
		case formatXLSX:
			return export.WriteFindingsXLSX(w, found, name)
		}
		return export.WriteFindingsJSON(w, found, name)
	})
}

// files is the links to one table in each format; file makes the address.
func (v *visit) files(file func(format, table string) string, table string) []choice {
	return []choice{
		{Label: "Excel", Href: file(formatXLSX, table)},
		{Label: "CSV", Href: file(formatCSV, table)},
		{Label: "CSV（GB18030）", Href: file(formatCSV, table) + "&encoding=gb18030"},
		{Label: "JSON", Href: file(formatJSON, table)},
	}
}

// pageFile makes addresses of another page's tables.
func (v *visit) pageFile(path string) func(format, table string) string {
	return func(format, table string) string { return v.link(path+"."+format, "table", table) }
}
