package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
)

func (p *program) rereadCommand() *cobra.Command {
	var db string
	var dry bool
	c := &cobra.Command{
		Use:   "reread",
		Short: "程序升级后重新读取保存的原文件",
		Long:  "程序升级后重新读取保存的原文件，列出读法有变的数据。单位、年度和人工的决定不变。由汇总表导入的年报不重读，只报份数。",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.runReread(c.Context(), p.dbPath(db), dry)
		},
	}
	dbFlag(c, &db)
	c.Flags().BoolVar(&dry, "dry-run", false, "只列出变化，不改数据库")
	return c
}

func (p *program) runReread(ctx context.Context, db string, dry bool) error {
	s, err := openExisting(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	var n rereadCount
	err = newIntake(s).Reread(ctx, dry, func(r intake.Reread) error {
		p.tellReread(r, &n)
		return nil
	})
	if err != nil {
		return err
	}
	verb := "已更新"
	if dry {
		verb = "将更新"
	}
	fmt.Fprintf(p.out, "%s %d 份年报", verb, n.changed)
	if n.refused > 0 {
		fmt.Fprintf(p.out, "，%d 份现在不能读取", n.refused)
	}
	if n.lines > 0 {
		fmt.Fprintf(p.out, "；由汇总表导入的 %d 份没有重读，要重读请在网页的“早年数据”再导入一次", n.lines)
	}
	fmt.Fprintln(p.out, "。")
	return nil
}

// rereadCount counts what became of the versions.
type rereadCount struct{ changed, refused, lines int }

// tellReread prints what reading one original again came to.
func (p *program) tellReread(r intake.Reread, n *rereadCount) {
	switch {
	case r.Line:
		n.lines++
	case r.Refused != "":
		n.refused++
		fmt.Fprintf(p.out, "%s：现在不能读取（%s），保留原来的数据\n", r.Version.FileName, r.Refused)
	default:
		n.changed++
		fmt.Fprintf(p.out, "%s：%d 个数据有变\n", r.Version.FileName, len(r.Changes))
		for _, ch := range r.Changes {
			fmt.Fprintf(p.out, "  %s：%s → %s\n", cellName(ch.Code), figureText(ch.Old), figureText(ch.New))
		}
	}
}

func cellName(code string) string {
	if c := form.CellOf("", code); c != nil {
		return c.Label()
	}
	return code
}

// figureText is a figure in words: its value, or why it has none.
func figureText(f data.Figure) string {
	switch {
	case !f.State.Valid():
		return "无此格"
	case !f.State.HasValue():
		return f.State.Label()
	}
	text := valueText("", f)
	if f.State == data.Doubtful {
		text += "（存疑）"
	}
	return text
}
