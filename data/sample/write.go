package sample

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Names of the files that Write puts beside the reports.
const (
	RosterFile     = "名录.csv"
	SuccessionFile = "沿革.csv"
	ManifestFile   = "manifest.json"
	ReadmeFile     = "说明.txt"
	// ReportFolder holds the reports, so that it alone can be imported.
	ReportFolder = "年报"
)

// Bytes renders the file.
func (f *File) Bytes() ([]byte, error) {
	if f.Report == nil {
		return encode(f.page, f.Layout.Charset)
	}
	b, err := Render(f.Report, f.Layout)
	if err != nil {
		return nil, fmt.Errorf("file %q: %w", f.Path, err)
	}
	return b, nil
}

// Write writes the county's files below dir: the reports in ReportFolder, and
// beside it roster, successions, manifest and a note that all is made up.
// Files that are there are overwritten. The same county gives the same bytes.
func Write(ctx context.Context, dir string, c *County) error {
	for i := range c.Files {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write sample county: %w", err)
		}
		b, err := c.Files[i].Bytes()
		if err != nil {
			return fmt.Errorf("write sample county: %w", err)
		}
		if err := save(dir, ReportFolder+"/"+c.Files[i].Path, b); err != nil {
			return err
		}
	}
	return c.writeLists(dir)
}

func (c *County) writeLists(dir string) error {
	manifest, err := c.Manifest()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		text []byte
	}{
		{RosterFile, RosterCSV(&c.Roster)}, {SuccessionFile, SuccessionCSV(&c.Roster)},
		{ManifestFile, manifest}, {ReadmeFile, []byte("\ufeff" + readme)},
	} {
		if err := save(dir, f.name, f.text); err != nil {
			return err
		}
	}
	return nil
}

func save(dir, name string, b []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write sample county: %w", err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return fmt.Errorf("write sample county: %w", err)
	}
	return nil
}

// RosterCSV writes the roster (名录) as a table that Excel and WPS open: UTF-8
// with a byte order mark, CRLF.
func RosterCSV(r *data.Roster) []byte {
	rows := [][]string{{"名称", "组别", "序号", "别名", "起始年度", "终止年度", "计入汇总", "编码"}}
	for _, a := range r.Agencies {
		counts := "否"
		if a.Counts {
			counts = "是"
		}
		rows = append(rows, []string{a.Name, string(a.Group), strconv.Itoa(a.Order), strings.Join(a.Aliases, "、"), openYear(a.From), openYear(a.To), counts, a.Key})
	}
	return table(rows)
}

// SuccessionCSV writes the successions (沿革) in the same form; the rule is
// one of the trend rules of a roster file.
func SuccessionCSV(r *data.Roster) []byte {
	rows := [][]string{{"原单位", "新单位", "年度", "规则"}}
	for _, s := range r.Successions {
		rows = append(rows, []string{s.Old, s.New, strconv.Itoa(s.Year), s.Rule})
	}
	return table(rows)
}

// openYear writes a year; 0, an open end, is empty.
func openYear(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

func table(rows [][]string) []byte {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	// A buffer never fails to write.
	_ = w.WriteAll(rows)
	return b.Bytes()
}

const readme = "说明\r\n\r\n本文件夹中的示例县、各单位、年度报告和全部数据都是虚构的，仅供软件演示和测试使用，请勿引用。\r\n" +
	"“年报”文件夹是2014年至2024年各单位的年度报告，其中有意放入了一些填报错误；“名录.csv”是单位名录，“沿革.csv”是机构改革沿革，\r\n" +
	"“manifest.json”记录了每份文件的正确数据、收到日期和其中的错误。\r\n"
