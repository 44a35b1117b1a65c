package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/roster"
	"github.com/nianbao/nianbao/data/store"
)

func (p *program) rosterCommand() *cobra.Command {
	var db string
	c := &cobra.Command{
		Use: "roster", Short: "名录：查看、导入、导出、修改",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("没有 roster %s 这个命令。运行 nianbao roster --help 查看。", args[0])
			}
			return c.Help()
		},
	}
	c.PersistentFlags().StringVar(&db, "db", "", "数据库`文件`")
	with := func(run func(context.Context, *store.Store, []string) error) func(*cobra.Command, []string) error {
		return func(c *cobra.Command, args []string) error {
			s, err := openStore(c.Context(), p.dbPath(db))
			if err != nil {
				return err
			}
			defer s.Close()
			return run(c.Context(), s, args)
		}
	}
	c.AddCommand(
		&cobra.Command{Use: "list", Short: "列出名录", Args: cobra.NoArgs, RunE: with(p.rosterList)},
		&cobra.Command{Use: "import 文件", Short: "导入名录或沿革表（.xlsx、.csv 或 .txt）", Args: exactly(1, "名录文件"), RunE: with(p.rosterImport)},
		&cobra.Command{Use: "export 文件", Short: "导出名录（.csv 或 .xlsx）", Args: exactly(1, "要写入的文件"), RunE: with(p.rosterExport)},
		p.rosterSetCommand(with), p.rosterCountyCommand(with))
	return c
}

// runWith is how a roster command gets the store.
type runWith func(func(context.Context, *store.Store, []string) error) func(*cobra.Command, []string) error

func (p *program) rosterList(ctx context.Context, s *store.Store, _ []string) error {
	r, err := s.Roster(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	if r.County.Name != "" {
		fmt.Fprintf(&b, "%s（%s）\n", r.County.Name, r.County.Level)
	}
	for i, a := range r.Agencies {
		fmt.Fprintf(&b, "%3d  %s  %s", i+1, a.Group, a.Name)
		if a.Key != a.Name {
			fmt.Fprintf(&b, "  编码 %s", a.Key)
		}
		if span := years(a); span != "" {
			fmt.Fprintf(&b, "  %s", span)
		}
		if !a.Counts {
			b.WriteString("  不计入汇总")
		}
		b.WriteString("\n")
	}
	for _, x := range r.Successions {
		fmt.Fprintf(&b, "沿革  %s → %s  %d年起  %s\n", x.Old, x.New, x.Year, x.Rule)
	}
	_, err = fmt.Fprint(p.out, b.String())
	return err
}

func years(a data.Agency) string {
	if a.From == 0 && a.To == 0 {
		return ""
	}
	text := func(y int) string {
		if y == 0 {
			return ""
		}
		return strconv.Itoa(y)
	}
	return text(a.From) + "—" + text(a.To) + "年"
}

// maxRosterFile bounds a roster file.
const maxRosterFile = 4 << 20

func (p *program) rosterImport(ctx context.Context, s *store.Store, args []string) error {
	path := p.inDir(args[0])
	if info, err := os.Stat(path); err != nil || info.Size() > maxRosterFile {
		return usage("名录文件“%s”找不到或太大（不超过4MB）。", args[0])
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return usage("名录文件“%s”打不开：%v", args[0], err)
	}
	text, err := rosterText(ctx, path, b)
	if err != nil {
		return err
	}
	in := newIntake(s)
	if roster.IsSuccessionList(text) {
		n, err := in.SetSuccessions(ctx, text)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "已导入沿革 %d 条。\n", n)
		return nil
	}
	n, notes, err := in.SetRoster(ctx, text)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "已导入名录，%d 个单位。\n", n)
	for _, note := range notes {
		fmt.Fprintln(p.out, note)
	}
	return nil
}

func (p *program) rosterExport(ctx context.Context, s *store.Store, args []string) error {
	r, err := s.Roster(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	if strings.EqualFold(filepath.Ext(args[0]), ".xlsx") {
		err = export.WriteRosterXLSX(&b, r)
	} else {
		err = export.WriteRoster(&b, r, export.UTF8BOM)
	}
	if err != nil {
		return err
	}
	if err := writeFile(p.inDir(args[0]), []byte(b.String())); err != nil {
		return &exit{code: exitFault, text: fmt.Sprintf("写入失败：%v", err)}
	}
	fmt.Fprintf(p.out, "已导出名录，%d 个单位。\n", len(r.Agencies))
	return nil
}

// change is what roster set changes; nil fields stay.
type change struct {
	group, counts   string
	order, from, to int
	year            int
}

func (p *program) rosterSetCommand(with runWith) *cobra.Command {
	var x change
	c := &cobra.Command{
		Use: "set 单位", Short: "修改一个单位的组别、序号、年份和是否计入汇总",
		Example: "  nianbao roster set 税务局 --counts no\n  nianbao roster set 白塔镇 --group 街道 --from 2021",
		Args:    exactly(1, "单位"),
	}
	c.Flags().StringVar(&x.group, "group", "", "`组别`：县政府、部门、乡镇、街道、其他")
	c.Flags().IntVar(&x.order, "order", 0, "单位`序列`")
	c.Flags().StringVar(&x.counts, "counts", "", "计入汇总：`yes或no`")
	c.Flags().IntVar(&x.year, "year", 0, "--counts 只对这个`年度`")
	c.Flags().IntVar(&x.from, "from", 0, "起始`年度`（-1 为不限）")
	c.Flags().IntVar(&x.to, "to", 0, "终止`年度`（-1 为不限）")
	c.RunE = with(func(ctx context.Context, s *store.Store, args []string) error {
		key, err := agencyKey(ctx, s, args[0])
		if err != nil {
			return err
		}
		if err := newIntake(s).ChangeAgency(ctx, key, x.apply); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "已修改：%s\n", key)
		return nil
	})
	return c
}

func (x change) apply(a *data.Agency) error {
	if x.group != "" {
		a.Group = data.Group(x.group)
	}
	if x.order != 0 {
		a.Order = x.order
	}
	setYear(&a.From, x.from)
	setYear(&a.To, x.to)
	var yes bool
	switch x.counts {
	case "":
		return nil
	case "yes", "是":
		yes = true
	case "no", "否":
	default:
		return intake.Mistake("--counts 应为 yes 或 no")
	}
	if x.year == 0 {
		a.Counts = yes
		return nil
	}
	in := map[int]bool{x.year: yes}
	for y, v := range a.CountsIn {
		if y != x.year {
			in[y] = v
		}
	}
	a.CountsIn = in
	return nil
}

func setYear(to *int, year int) {
	switch {
	case year < 0:
		*to = 0
	case year > 0:
		*to = year
	}
}

func (p *program) rosterCountyCommand(with runWith) *cobra.Command {
	var level string
	c := &cobra.Command{Use: "county 名称", Short: "设置县（市、区）的名称和级别", Args: exactly(1, "县（市、区）的全称")}
	c.Flags().StringVar(&level, "level", "", "`级别`：县、设区的市、省")
	c.RunE = with(func(ctx context.Context, s *store.Store, args []string) error {
		if err := newIntake(s).SetCounty(ctx, args[0], level); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "已设置：%s\n", args[0])
		return nil
	})
	return c
}
