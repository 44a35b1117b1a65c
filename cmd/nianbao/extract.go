package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
)

func (p *program) extractCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "extract 文件",
		Short: "读一个文件里的数据，不用数据库",
		Long:  "读一个文件里的数据，每个指标一行：代码、数值、状态、原文、位置。\n退出码：0 读入（包括有标记的和空表）；3 没有读入，原因写在标准错误；2 用法不对。",
		Args:  exactly(1, "一个文件"),
		RunE: func(c *cobra.Command, args []string) error {
			if format != "csv" && format != "json" {
				return usage("格式“%s”不认识，应为 csv 或 json。", format)
			}
			return p.runExtract(c.Context(), args[0], format)
		},
	}
	c.Flags().StringVar(&format, "format", "csv", "`格式`：csv 或 json（默认 csv）")
	return c
}

func (p *program) runExtract(ctx context.Context, path, format string) error {
	r, err := readReport(ctx, p.inDir(path))
	var refusal *document.Refusal
	if errors.As(err, &refusal) {
		return &exit{code: exitPart, text: refusal.Error()}
	}
	if err != nil {
		return err
	}
	if format == "json" {
		return writeReportJSON(p.out, r)
	}
	return writeReportCSV(p.out, r)
}

// readReport reads one file of the disk.
func readReport(ctx context.Context, path string) (*data.Report, error) {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return nil, usage("找不到文件“%s”，请检查路径。", path)
	}
	if info.Size() > intake.MaxFileSize {
		return nil, &document.Refusal{Code: document.RefuseTooLarge, Reason: "文件超过50MB", Advice: "请确认是不是年报"}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("文件“%s”打不开：%v", path, err)
	}
	go extract.Prepare() // while the file is read
	doc, err := reader.Read(ctx, path, b)
	if err != nil {
		return nil, err
	}
	return extract.Extract(doc, path)
}

// writeReportCSV writes one line per cell of each table; rows of another
// edition are left to the JSON.
func writeReportCSV(w io.Writer, r *data.Report) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"code", "value", "state", "raw", "place"}) // errors are kept for Flush
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			if !f.Extra {
				_ = c.Write([]string{f.Code, valueText(t.Edition, f), f.State.String(), f.Raw, f.Place.String()})
			}
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

// valueText is the value in the cell's unit; empty where there is none.
func valueText(edition string, f data.Figure) string {
	cell := form.CellOf(edition, f.Code)
	if !f.State.HasValue() || cell == nil {
		return ""
	}
	return form.Format(f.Value, cell.Measure)
}

type figureJSON struct {
	Code  string     `json:"code"`
	Value string     `json:"value"`
	State data.State `json:"state"`
	Raw   string     `json:"raw"`
	Other string     `json:"other,omitempty"` // what a second reading gives the cell, where it differs
	Place string     `json:"place"`
	Doubt data.Doubt `json:"doubt,omitempty"`
}

type reportJSON struct {
	Agency   string          `json:"agency"`
	Year     int             `json:"year"`
	Edition  string          `json:"edition"`
	Kind     data.Kind       `json:"kind"`
	Title    string          `json:"title"`
	Unfilled bool            `json:"unfilled"`
	Evidence []data.Evidence `json:"evidence"`
	Figures  []figureJSON    `json:"figures"`
	Extra    []figureJSON    `json:"extra_figures"`
	Findings []data.Finding  `json:"findings"`
}

func writeReportJSON(w io.Writer, r *data.Report) error {
	out := reportJSON{
		Agency: r.Agency, Year: r.Year, Edition: r.Edition, Kind: r.Kind, Title: r.Title, Unfilled: r.Unfilled(), Evidence: r.Evidence,
		Figures: []figureJSON{}, Extra: []figureJSON{},
		Findings: check.Derive(data.CheckInput{Year: r.Year, Kind: r.Kind, Report: r}),
	}
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			j := figureJSON{Code: f.Code, Value: valueText(t.Edition, f), State: f.State, Raw: f.Raw, Other: f.Other, Place: f.Place.String(), Doubt: f.Doubt}
			if f.Extra {
				out.Extra = append(out.Extra, j)
			} else {
				out.Figures = append(out.Figures, j)
			}
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
