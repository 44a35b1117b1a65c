package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// The made-up county's folder holds its files and its database.
const (
	demoDir  = "nianbao-demo"
	demoSeed = 1
)

func (p *program) demoCommand() *cobra.Command {
	var dir, addr string
	c := &cobra.Command{
		Use:   "demo",
		Short: "做一个虚构的县，导入并打开网页：先看看是什么样子",
		Long:  "在单独的文件夹里写出虚构的示例县十一年的年报文件，导入，打开网页。全部数据都是虚构的。重复运行不会重复导入。",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.runDemo(c.Context(), p.inDir(dir), addr)
		},
	}
	c.Flags().StringVar(&dir, "dir", demoDir, "`文件夹`（默认 "+demoDir+"）")
	c.Flags().StringVar(&addr, "addr", "", "本机`地址`（默认 "+defaultAddr+"，被占用时另选）")
	return c
}

func (p *program) runDemo(ctx context.Context, dir, addr string) error {
	l, err := listen(addr)
	if err != nil {
		return err
	}
	defer l.Close()
	s, db, err := p.makeDemo(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	return p.serveStore(ctx, s, db, l, false)
}

// makeDemo writes the made-up county into dir and imports it.
func (p *program) makeDemo(ctx context.Context, dir string) (*store.Store, string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, "", &exit{code: exitFault, text: fmt.Sprintf("建不了文件夹 %s：%v。请用 --dir 换一个位置。", dir, err)}
	}
	county := sample.New(demoSeed)
	if err := sample.Write(ctx, dir, county); err != nil {
		return nil, "", fmt.Errorf("write the made-up county: %w", err)
	}
	fmt.Fprintf(p.out, "虚构的%s已写入 %s（%d 个文件）\n", county.Name, dir, len(county.Files))
	db := filepath.Join(dir, dbName)
	s, err := openStore(ctx, db)
	if err != nil {
		return nil, "", err
	}
	if err := p.importDemo(ctx, newIntake(s), dir, county); err != nil {
		s.Close()
		return nil, "", err
	}
	return s, db, nil
}

// importDemo imports the files with the dates on which they were received.
func (p *program) importDemo(ctx context.Context, in *intake.Intake, dir string, county *sample.County) error {
	for _, name := range []string{sample.RosterFile, sample.SuccessionFile} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("read the made-up roster: %w", err)
		}
		if name == sample.RosterFile {
			_, _, err = in.SetRoster(ctx, string(b))
		} else {
			_, err = in.SetSuccessions(ctx, string(b))
		}
		if err != nil {
			return fmt.Errorf("import the made-up roster: %w", err)
		}
	}
	files, err := demoUploads(filepath.Join(dir, sample.ReportFolder), county)
	if err != nil {
		return err
	}
	result, err := p.importFiles(ctx, in, files, intake.Options{Label: "虚构样例"})
	if err != nil {
		return err
	}
	return writeCounts(p.out, result)
}

func demoUploads(dir string, county *sample.County) ([]intake.File, error) {
	received := map[string]string{}
	for _, f := range county.Files {
		received[f.Path] = f.Received
	}
	all, err := intake.Collect([]string{dir})
	if err != nil {
		return nil, err
	}
	var out []intake.File
	for _, f := range all {
		if date, ok := received[f.Path]; ok {
			f.Received = date
			out = append(out, f)
		}
	}
	return out, nil
}
