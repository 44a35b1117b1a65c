package main

import (
	"strings"
	"testing"
)

func TestTheRosterGoesThroughAWorkbook(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.write("名录.csv", []byte("单位名称,组别,别名,起始年度,计入汇总,年度例外,联系人,电话\n示例县人民政府办公室,县政府,县政府办,,是,,张三,0000-1\n示例县税务局,其他,,2018,否,2021是,,\n"))
	s.run(0, "roster", "import", "名录.csv")
	s.run(0, "roster", "export", "名录.xlsx")
	s.run(0, "roster", "export", "前.csv")
	s.write("改.csv", []byte("单位名称\n示例县人民政府办公室\n"))
	s.run(0, "roster", "import", "改.csv")
	out, _ := s.run(0, "roster", "import", "名录.xlsx")
	want(t, out, "2 个单位")
	s.run(0, "roster", "export", "后.csv")
	if before, after := s.read("前.csv"), s.read("后.csv"); before != after || !strings.Contains(after, "2021是") || !strings.Contains(after, "张三") {
		t.Errorf("want the roster as it was:\n%s\ngot\n%s", before, after)
	}
	s.write("坏.xlsx", []byte("PK\x03\x04nothing"))
	_, errs := s.run(2, "roster", "import", "坏.xlsx")
	want(t, errs, "坏.xlsx", "另存为")
}
