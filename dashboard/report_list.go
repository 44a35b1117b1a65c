package dashboard

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// reportsPage is 单位年报: the agencies of a year with their reports.
type reportsPage struct {
	Year      int
	Groups    []reportsGroup
	Published []reportsLine
	Imported  int
	Asked     int
	Import    string
}

// reportsGroup is the agencies of one group.
type reportsGroup struct {
	Name  string
	Lines []reportsLine
}

// reportsLine is one agency of the year.
type reportsLine struct {
	Serial   int
	Name     string
	Link     string
	Counts   bool
	State    string
	Class    string
	Waits    bool
	Edition  string
	Version  string
	File     string // name without its folders
	Path     string
	Received string
	Late     bool
	Errors   int
	Warnings int
	Infos    int
	// Has: there is a current report, so that the numbers of findings mean something.
	Has bool
}

// severities counts open findings.
type severities struct{ errors, warnings, infos int }

// reports lists the agencies of a year.
func (s *Server) reports(v *visit) (answer, error) {
	ctx := v.c.Request.Context()
	year := v.query.Year
	sources, err := s.deliverySources(v)
	if err != nil {
		return answer{}, err
	}
	versions := sources.Versions
	counts, err := s.openFindings(ctx, year)
	if err != nil {
		return answer{}, err
	}
	sources.Years = []int{year}
	m := newDeliveryMatrix(sources.of(year))
	p := &reportsPage{Year: year, Import: v.link("/imports")}
	numbers := map[int64]int{}
	for _, x := range versions {
		numbers[x.ID] = x.Number
	}
	for _, g := range m.Groups {
		if group := v.reportsGroup(g, counts, numbers); len(group.Lines) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	if c := m.counts(); len(c) > 0 {
		p.Imported, p.Asked = c[0].Imported, c[0].Asked
	}
	for _, x := range ofYear(versions, year) {
		if x.Kind == data.Published && x.Current {
			p.Published = append(p.Published, v.publishedLine(x, counts))
		}
	}
	return answer{title: "单位年报", body: p, tables: []*aggregate.Table{p.table()}}, nil
}

// reportsGroup lists the agencies of a group that exist in the year. numbers
// are those of the versions.
func (v *visit) reportsGroup(g deliveryGroup, counts map[data.ReportKey]severities, numbers map[int64]int) reportsGroup {
	group := reportsGroup{Name: string(g.Group)}
	for _, r := range g.Rows {
		c := r.Cells[0]
		if c.State == notValid {
			continue
		}
		line := v.reportsLine(r, counts[data.ReportKey{Agency: r.Agency.Key, Year: c.Year, Kind: data.Unit}])
		if n := numbers[c.Version]; n > 0 {
			line.Version = "第" + strconv.Itoa(n) + "版"
		}
		group.Lines = append(group.Lines, line)
	}
	return group
}

func (v *visit) reportsLine(r deliveryRow, n severities) reportsLine {
	c := r.Cells[0]
	key := data.ReportKey{Agency: r.Agency.Key, Year: c.Year, Kind: data.Unit}
	line := reportsLine{
		Serial: r.Serial, Name: v.name(r.Agency), Link: v.reportLink(key, 0, ""), Counts: c.Counts,
		State: c.Text(), Class: c.State.word(), Waits: c.Waits, File: baseName(c.FileName), Path: c.FileName, Received: c.Received, Late: c.Late,
		Errors: n.errors, Warnings: n.warnings, Infos: n.infos, Has: c.Current,
	}
	if e := form.ByID(v.snapshot.Edition(key)); e != nil {
		line.Edition = e.Name
	}
	return line
}

func (v *visit) publishedLine(x data.Version, counts map[data.ReportKey]severities) reportsLine {
	key := data.ReportKey{Agency: x.Agency, Year: x.Year, Kind: data.Published}
	n := counts[key]
	line := reportsLine{
		Name: x.Agency, Link: v.reportLink(key, 0, ""), State: data.Published.Label(), Class: "imported",
		Version: "第" + strconv.Itoa(x.Number) + "版", File: baseName(x.FileName), Path: x.FileName, Received: x.Received,
		Errors: n.errors, Warnings: n.warnings, Infos: n.infos, Has: true,
	}
	if a := v.snapshot.Agency(x.Agency); a != nil {
		line.Name = v.name(a)
	}
	return line
}

// openFindings counts a year's open findings by report.
func (s *Server) openFindings(ctx context.Context, year int) (map[data.ReportKey]severities, error) {
	findings, err := s.config.Findings.Findings(ctx, data.FindingFilter{Year: year})
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	out := map[data.ReportKey]severities{}
	for _, f := range findings {
		if f.Explained {
			continue
		}
		key := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
		n := out[key]
		n.add(f.Severity)
		out[key] = n
	}
	return out, nil
}

// table is the list as it goes into CSV and JSON.
func (p *reportsPage) table() *aggregate.Table {
	t := &aggregate.Table{Name: "reports", Title: fmt.Sprintf("%d年度单位年报", p.Year), Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "group", Title: "类别"}, {Key: "counts", Title: "计入汇总"},
		{Key: "state", Title: "状态"}, {Key: "edition", Title: "格式"}, {Key: "received", Title: "收到日期"}, {Key: "late", Title: "逾期"},
		{Key: "errors", Title: "错误"}, {Key: "warnings", Title: "待说明"}, {Key: "infos", Title: "提示"}, {Key: "file", Title: "文件"},
	}}
	for _, g := range p.Groups {
		for _, l := range g.Lines {
			t.Rows = append(t.Rows, aggregate.Row{Cells: []aggregate.Cell{
				{Kind: aggregate.NumberCell, N: int64(l.Serial)}, {Text: l.Name}, {Text: g.Name}, {Text: yesNo(l.Counts)},
				{Text: l.State}, {Text: l.Edition}, {Text: l.Received}, {Text: mark(l.Late, "逾期")},
				l.count(l.Errors), l.count(l.Warnings), l.count(l.Infos), {Text: l.Path},
			}})
		}
	}
	return t
}

// count is a number of findings; an agency without a report has none to count.
func (l reportsLine) count(n int) aggregate.Cell {
	if !l.Has {
		return aggregate.Cell{}
	}
	return aggregate.Cell{Kind: aggregate.NumberCell, N: int64(n)}
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

func mark(b bool, word string) string {
	if b {
		return word
	}
	return ""
}

func ofYear(all []data.Version, year int) []data.Version {
	var out []data.Version
	for _, v := range all {
		if v.Year == year {
			out = append(out, v)
		}
	}
	return out
}

// original sends a kept file as it was given, always as a download: its bytes
// are not ours and a browser must not run them.
func (s *Server) original(v *visit) error {
	name, content, err := s.keptOriginal(v)
	if err != nil {
		return err
	}
	v.attach(downloadName(name))
	v.c.Data(http.StatusOK, "application/octet-stream", content)
	return nil
}

// keptOriginal is the file of the version that the address names.
func (s *Server) keptOriginal(v *visit) (name string, content []byte, err error) {
	id, err := strconv.ParseInt(v.c.Query("version"), 10, 64)
	if err != nil || id < 1 {
		return "", nil, badQuery("版本“%s”不对，应是一个正整数", clip(v.c.Query("version"), 20))
	}
	ctx := v.c.Request.Context()
	kept, err := s.keptVersions(ctx)
	if err != nil {
		return "", nil, err
	}
	if !kept[id] {
		return "", nil, notFound("没有这个文件，它可能已随导入批次一起被收回")
	}
	if name, content, err = s.config.Reports.Original(ctx, id); err != nil {
		return "", nil, fmt.Errorf("open original of version %d: %w", id, err)
	}
	return name, content, nil
}

// baseName is a file's name without its folders; empty for no name.
func baseName(name string) string {
	if name == "" {
		return ""
	}
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

// downloadName is the last part of a path from an import, with an ending that
// is safe to put into a header.
func downloadName(name string) string {
	name = baseName(name)
	ending := path.Ext(name)
	for _, r := range strings.TrimPrefix(ending, ".") {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			ending = ""
		}
	}
	if len(ending) < 2 || len(ending) > 6 {
		return name + ".bin"
	}
	return name
}
