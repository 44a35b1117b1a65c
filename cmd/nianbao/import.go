package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
)

func (p *program) importCommand() *cobra.Command {
	var db string
	var o intake.Options
	var asJSON bool
	var copyKind string
	c := &cobra.Command{
		Use:   "import 文件或文件夹...",
		Short: "导入年报文件",
		Long: "导入年报文件或整个文件夹：读出每个数据和它的位置，核对，存入数据库。同一文件导入两次没有变化。\n" +
			"退出码：0 全部导入；3 有的没有读入、是空表或待定；2 用法不对；1 程序出错。",
		Example: "  nianbao import 2024年报/\n  nianbao import 教育局年报.docx --year 2024 --agency 教育局 --received 2025-01-20",
		Args:    atLeastOne("要导入的文件或文件夹"),
		RunE: func(c *cobra.Command, args []string) error {
			if copyKind != "" {
				var ok bool
				if o.Copy, ok = data.ParseCopyKind(copyKind); !ok {
					return usage("--copy 只能是 draft（报送稿）、stamped（盖章件）或 public（网站公开版），不能是“%s”。", copyKind)
				}
			}
			return p.runImport(c.Context(), p.dbPath(db), args, o, asJSON)
		},
	}
	dbFlag(c, &db)
	c.Flags().IntVar(&o.Year, "year", 0, "这些文件的报告`年度`，不按文件内容判断")
	c.Flags().StringVar(&o.Agency, "agency", "", "这些文件的`单位`，不按文件内容判断")
	c.Flags().StringVar(&o.Received, "received", "", "收到`日期`，如 2025-01-20")
	c.Flags().StringVar(&copyKind, "copy", "", "这些文件是哪一`种`：draft（报送稿）、stamped（盖章件）、public（网站公开版）；不写则按文件名判断")
	c.Flags().BoolVar(&o.Replace, "replace", false, "同一单位同一年度已有不同的年报时，直接改用新的")
	c.Flags().BoolVar(&asJSON, "json", false, "结果写成 JSON")
	return c
}

func (p *program) runImport(ctx context.Context, db string, paths []string, o intake.Options, asJSON bool) error {
	if o.Year != 0 && (o.Year < 2000 || o.Year > 2100) {
		return usage("年度%d不对，应为四位年份。", o.Year)
	}
	if err := intake.CheckDate(o.Received); err != nil {
		return err
	}
	for i := range paths {
		paths[i] = p.inDir(paths[i])
	}
	files, err := intake.Collect(paths)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(files, func(f intake.File) bool { return strings.EqualFold(path.Ext(f.Path), ".pdf") }) {
		reader.Prepare() // its seconds are not to count as one file's
	}
	s, err := openStore(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	result, err := p.importFiles(ctx, newIntake(s), files, o)
	if err != nil {
		return err
	}
	if asJSON {
		err = json.NewEncoder(p.out).Encode(result.Files)
	} else {
		err = writeResult(p.out, result, db)
	}
	if err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	if !result.Clean() {
		return &exit{code: exitPart}
	}
	return nil
}

// importFiles imports with a progress bar on a terminal and a plain log
// elsewhere.
func (p *program) importFiles(ctx context.Context, in *intake.Intake, files []intake.File, o intake.Options) (*intake.Result, error) {
	show, done := p.progress(len(files))
	defer done()
	return in.Import(ctx, files, o, show)
}

// logEvery is how often a plain log tells how far the import is.
const logEvery = 2 * time.Second

func (p *program) progress(total int) (show func(intake.Progress), done func()) {
	if !p.terminal {
		last := time.Now()
		return func(g intake.Progress) {
			if g.Done == g.Total || time.Since(last) >= logEvery {
				last = time.Now()
				fmt.Fprintf(p.err, "已处理 %d/%d\n", g.Done, g.Total)
			}
		}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(p.err), mpb.WithWidth(40))
	bar := bars.AddBar(int64(total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("导入 "), decor.CountersNoUnit("%d/%d ")),
		mpb.AppendDecorators(decor.Percentage()))
	return func(g intake.Progress) {
			bar.SetTotal(int64(g.Total), false)
			bar.SetCurrent(int64(g.Done))
		}, func() {
			bar.Abort(true) // the summary that follows says how it ended
			bars.Wait()
		}
}

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// outcomes in the order in which a summary counts them.
var outcomes = []data.Outcome{data.Stored, data.Copy, data.AlreadyIn, data.Waiting, data.Unfilled, data.Refused, data.NotOurs}

// writeResult lists what needs a person and counts the rest.
func writeResult(w io.Writer, r *intake.Result, db string) error {
	var b strings.Builder
	for _, f := range r.Files {
		if f.Reason == "" && (f.Outcome == data.Stored || f.Outcome == data.AlreadyIn) {
			continue
		}
		fmt.Fprintf(&b, "%s  %s", f.Outcome.Label(), f.Path)
		if f.Name != "" {
			fmt.Fprintf(&b, "（%s", f.Name)
			if f.Year != 0 {
				fmt.Fprintf(&b, "，%d年度", f.Year)
			}
			b.WriteString("）")
		}
		if f.Reason != "" {
			b.WriteString("：" + f.Reason)
		}
		b.WriteString("\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	if err := writeCounts(w, r); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "数据库：%s\n", db)
	return err
}

// writeCounts says how many files had which outcome.
func writeCounts(w io.Writer, r *intake.Result) error {
	var parts []string
	for _, o := range outcomes {
		if n := r.Count(o); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", o.Label(), n))
		}
	}
	if len(parts) == 0 {
		_, err := fmt.Fprintln(w, "没有可以导入的文件。")
		return err
	}
	_, err := fmt.Fprintf(w, "共 %d 个文件：%s。\n", len(r.Files), strings.Join(parts, "，"))
	return err
}
