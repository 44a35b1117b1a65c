package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/roster"
	"github.com/nianbao/nianbao/data/store"
)

func (p *program) checkCommand() *cobra.Command {
	var db, agency, format string
	var year int
	c := &cobra.Command{
		Use:   "check",
		Short: "列出疑点",
		Long:  "列出正在使用的年报的疑点：错误、待说明、提示，每条带算式。\n退出码：0 没有错误；4 有未说明的错误；2 用法不对。",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.runCheck(c.Context(), p.dbPath(db), agency, year, format)
		},
	}
	dbFlag(c, &db)
	c.Flags().IntVar(&year, "year", 0, "只看一个`年度`")
	c.Flags().StringVar(&agency, "agency", "", "只看一个`单位`")
	c.Flags().StringVar(&format, "format", "text", "`格式`：text、csv 或 json（默认 text）")
	return c
}

func (p *program) runCheck(ctx context.Context, db, agency string, year int, format string) error {
	s, err := openExisting(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	key, err := agencyKey(ctx, s, agency)
	if err != nil {
		return err
	}
	filter := data.FindingFilter{Agency: key, Year: year}
	findings, err := s.Findings(ctx, filter)
	if err != nil {
		return err
	}
	if findings, err = withCounty(ctx, s, findings, filter); err != nil {
		return err
	}
	name, err := agencyNames(ctx, s)
	if err != nil {
		return err
	}
	switch format {
	case "text":
		err = writeFindings(p.out, findings, name)
	case "csv":
		err = export.WriteFindings(p.out, findings, name, export.UTF8BOM)
	case "json":
		err = export.WriteFindingsJSON(p.out, findings, name)
	default:
		return usage("格式“%s”不认识，应为 text、csv 或 json。", format)
	}
	if err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	for _, f := range findings {
		if f.Severity == data.Error && !f.Explained {
			return &exit{code: exitErrors}
		}
	}
	return nil
}

// agencyKey finds the agency that the user named by key or name; "" stays "".
func agencyKey(ctx context.Context, s *store.Store, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	r, err := s.Roster(ctx)
	if err != nil {
		return "", err
	}
	if a := r.Agency(name); a != nil {
		return a.Key, nil
	}
	if m := roster.Find(r, name); m.Result == roster.Found {
		return m.Agency.Key, nil
	}
	return "", usage("名录中没有“%s”，可用 nianbao roster list 查看。", name)
}

// agencyNames returns a function from keys to names.
func agencyNames(ctx context.Context, s *store.Store) (func(string) string, error) {
	r, err := s.Roster(ctx)
	if err != nil {
		return nil, err
	}
	return func(key string) string {
		if a := r.Agency(key); a != nil {
			return a.Name
		}
		return key
	}, nil
}

// writeFindings lists the findings report by report.
func writeFindings(w io.Writer, findings []data.Finding, name func(string) string) error {
	var b strings.Builder
	var last data.ReportKey
	counts := map[data.Severity]int{}
	explained := 0
	for _, f := range findings {
		if f.Explained {
			explained++
		} else {
			counts[f.Severity]++
		}
		if k := (data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}); k != last {
			last = k
			fmt.Fprintf(&b, "%s %d年度%s\n", name(f.Agency), f.Year, kindNote(f.Kind))
		}
		fmt.Fprintf(&b, "  %s %s %s：%s\n", f.Severity.Label(), f.Rule, f.Title, f.Text)
		b.WriteString(explanationNote(f))
	}
	fmt.Fprintf(&b, "错误 %d，待说明 %d，提示 %d", counts[data.Error], counts[data.Warning], counts[data.Info])
	if explained > 0 {
		fmt.Fprintf(&b, "，已说明 %d", explained)
	}
	b.WriteString("。\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// explanationNote is the line under a finding that was ever explained.
func explanationNote(f data.Finding) string {
	if f.Explanation == nil {
		return ""
	}
	word := "已说明"
	if !f.Explained {
		word = "数据有变化，请重新说明；原说明"
	}
	reason := strings.Join(strings.Fields(f.Explanation.Reason), " ")
	return fmt.Sprintf("    %s：%s（%s，自填）\n", word, reason, f.Explanation.Person)
}

func kindNote(k data.Kind) string {
	if k == data.Published {
		return "（" + k.Label() + "）"
	}
	return ""
}
