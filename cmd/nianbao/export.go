package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// exporting is one export: what, of which year and scope, and how written.
type exporting struct {
	what, format, encoding, scope, output string
	year                                  int
}

// what may be exported, in the order of the manual.
var exports = []string{"summary", "long", "series", "compare", "findings"}

func (p *program) exportCommand() *cobra.Command {
	var db string
	var x exporting
	c := &cobra.Command{
		Use:   "export summary|long|series|compare|findings",
		Short: "导出汇总表、明细、指标、比较和疑点",
		Long: "导出表格：\n  summary   汇总表：各单位 × 指标项，分组小计和合计\n  long      明细：每个数据一行，带状态和位置\n" +
			"  series    一个年度的全部指标和比率，与上年比较\n  compare   各单位 × 指标\n  findings  疑点\n" +
			"--format xlsx 是可以直接报送的 Excel 工作簿：数是数字，带合计、注和“说明”工作表；summary 另可用 --format docx 导出汇总的法定表式（Word）。\n" +
			"同样的年报导出同样的文件。",
		Example: "  nianbao export summary --year 2024 -o 2024汇总表.csv\n  nianbao export summary --year 2024 --format xlsx -o 2024汇总表.xlsx\n" +
			"  nianbao export long --encoding gb18030 -o 明细.csv",
		Args: exactly(1, "要导出什么（summary、long、series、compare 或 findings）"),
		RunE: func(c *cobra.Command, args []string) error {
			x.what = args[0]
			return p.runExport(c.Context(), p.dbPath(db), x)
		},
	}
	dbFlag(c, &db)
	c.Flags().IntVar(&x.year, "year", 0, "报告`年度`（默认最近一个；long 和 findings 默认全部）")
	c.Flags().StringVar(&x.scope, "scope", "all", "`口径`：all 全县、county 县本级、agencies:单位,…（默认 all）")
	c.Flags().StringVar(&x.format, "format", "csv", "`格式`：csv、json 或 xlsx（默认 csv）；summary 还有 docx")
	c.Flags().StringVar(&x.encoding, "encoding", "", "`编码`：utf-8-bom、utf-8 或 gb18030（默认 utf-8-bom，WPS 和 Excel 双击可开）")
	c.Flags().StringVarP(&x.output, "output", "o", "", "写入`文件`（默认写到屏幕）")
	return c
}

func (p *program) runExport(ctx context.Context, db string, x exporting) error {
	if !slices.Contains(exports, x.what) {
		return usage("不能导出“%s”，可以导出 summary、long、series、compare、findings。", x.what)
	}
	if err := x.checkFormat(); err != nil {
		return err
	}
	encoding, err := export.ParseEncoding(x.encoding)
	if err != nil {
		return usage("编码“%s”不认识，应为 utf-8-bom、utf-8 或 gb18030。", x.encoding)
	}
	s, err := openExisting(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	var b bytes.Buffer
	if err := x.write(ctx, s, &b, encoding); errors.Is(err, export.ErrTooManyLines) {
		return usage("超过一张工作表能容纳的行数，请用 --year 按年度导出，或用 --format csv。")
	} else if err != nil {
		return err
	}
	if x.output == "" {
		_, err = p.out.Write(b.Bytes())
	} else {
		err = writeFile(p.inDir(x.output), b.Bytes())
	}
	if err != nil {
		return &exit{code: exitFault, text: fmt.Sprintf("写入失败：%v。请检查文件是否被打开、磁盘是否已满。", err)}
	}
	return nil
}

// checkFormat refuses a format that is not known, or not for this table.
func (x exporting) checkFormat() error {
	switch x.format {
	case "csv", "json", "xlsx":
		return nil
	case "docx":
		if x.what == "summary" {
			return nil
		}
		return usage("docx 只用于 summary（汇总的法定表式），%s 请用 xlsx 或 csv。", x.what)
	}
	return usage("格式“%s”不认识，应为 csv、json、xlsx，summary 还可以用 docx。", x.format)
}

func (x exporting) write(ctx context.Context, s *store.Store, w io.Writer, e export.Encoding) error {
	snap, err := snapshot(ctx, s)
	if err != nil {
		return err
	}
	scope, err := aggregate.ParseScope(x.scope)
	if err != nil {
		return usage("口径“%s”不认识，应为 all、county 或 agencies:单位,…。", x.scope)
	}
	switch x.what {
	case "long":
		return x.writeLong(ctx, s, snap, scope, w, e)
	case "findings":
		return x.writeFindings(ctx, s, snap, scope, w, e)
	}
	q := aggregate.Query{Year: x.year, Scope: scope}
	if q.Year == 0 {
		years := snap.Years()
		if len(years) == 0 {
			return usage("数据库里还没有年报。请先用 nianbao import 导入。")
		}
		q.Year = years[len(years)-1]
	}
	t := x.table(snap, q)
	switch x.format {
	case "json":
		return export.WriteJSON(w, t)
	case "xlsx":
		return export.WriteWorkbook(w, export.Sheets(fmt.Sprintf("%d年度%s", q.Year, scope.Label()), t), export.Facts(snap, q)...)
	case "docx":
		return x.writeWord(snap, q, w)
	}
	return export.WriteCSV(w, t, e)
}

func (x exporting) table(snap *aggregate.Snapshot, q aggregate.Query) *aggregate.Table {
	switch x.what {
	case "series":
		return snap.SeriesTable(q)
	case "compare":
		return snap.CompareTable(aggregate.Items(), q, false)
	}
	return snap.SummaryTable(q)
}

// writeWord writes the county's tables in official form.
func (x exporting) writeWord(snap *aggregate.Snapshot, q aggregate.Query, w io.Writer) error {
	f := snap.CountyForm(q)
	if f.Edition == nil {
		return usage("%d年度没有全国统一格式，没有法定表式可导出，请用 xlsx 或 csv。", q.Year)
	}
	return export.WriteCountyForm(w, f)
}

// writeLong writes every current report of the scope, agencies in official
// order, then by year and kind.
func (x exporting) writeLong(ctx context.Context, s *store.Store, snap *aggregate.Snapshot, scope aggregate.Scope, w io.Writer, e export.Encoding) error {
	versions, err := s.AllVersions(ctx)
	if err != nil {
		return err
	}
	long, err := x.newLong(w, e)
	if err != nil {
		return err
	}
	defer long.Discard()
	for _, a := range snap.Roster().Agencies {
		if !scope.Holds(&a) {
			continue
		}
		for _, v := range versions {
			if v.Agency != a.Key || !v.Current || x.year != 0 && v.Year != x.year {
				continue
			}
			if v, err = s.Version(ctx, v.ID); err != nil {
				return err
			}
			corrections, err := s.Corrections(ctx, data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
			if err != nil {
				return err
			}
			if err := long.Report(a.Name, v, corrections); err != nil {
				return err
			}
		}
	}
	return long.Close()
}

func (x exporting) newLong(w io.Writer, e export.Encoding) (*export.Long, error) {
	switch x.format {
	case "json":
		return export.NewLongJSON(w), nil
	case "xlsx":
		return export.NewLongXLSX(w)
	}
	return export.NewLong(w, e)
}

func (x exporting) writeFindings(ctx context.Context, s *store.Store, snap *aggregate.Snapshot, scope aggregate.Scope, w io.Writer, e export.Encoding) error {
	filter := data.FindingFilter{Year: x.year}
	all, err := s.Findings(ctx, filter)
	if err != nil {
		return err
	}
	if all, err = withCounty(ctx, s, all, filter); err != nil {
		return err
	}
	findings := slices.DeleteFunc(all, func(f data.Finding) bool {
		a := snap.Agency(f.Agency)
		return a != nil && !scope.Holds(a)
	})
	name := func(key string) string {
		if a := snap.Agency(key); a != nil {
			return a.Name
		}
		return key
	}
	switch x.format {
	case "json":
		return export.WriteFindingsJSON(w, findings, name)
	case "xlsx":
		return export.WriteFindingsXLSX(w, findings, name)
	}
	return export.WriteFindings(w, findings, name, e)
}

// writeFile writes beside the target and renames, so that a full disk does
// not leave half a table under the name.
func writeFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".nianbao-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
