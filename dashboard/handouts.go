package dashboard

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/handout"
)

// handoutsPage is 下发模板: the sheets that agencies fill in.
type handoutsPage struct {
	Year   int
	Why    string // why there are none for the year; empty where there are
	All    string // address of all in a zip
	Groups []handoutGroup
	Count  int
}

type handoutGroup struct {
	Name string
	Rows []handoutLine
}

// handoutLine is one agency.
type handoutLine struct {
	Serial     int
	Name       string
	Before     string // what last year's report fills in
	Word, Book string
}

// handouts lists the agencies of the year with their sheets.
func (s *Server) handouts(v *visit) (answer, error) {
	p := &handoutsPage{Year: v.query.Year, All: v.link("/handouts/all.zip")}
	table := &aggregate.Table{Name: "handouts", Title: "下发模板", Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "group", Title: "类别"}, {Key: "before", Title: "上年数据"},
	}}
	if _, err := handout.New(handout.Request{Agency: &data.Agency{}, Year: v.query.Year}); err != nil {
		p.Why = fmt.Sprintf("%d年度没有适用的2019年版或2021年版格式，不能生成模板。", v.query.Year)
		return answer{title: "下发模板", body: p, tables: []*aggregate.Table{table}}, nil
	}
	for _, a := range v.handedTo() {
		p.Count++
		before := fmt.Sprintf("没有%d年度年报", v.query.Year-1)
		if k, ok := v.beforeOf(a); ok {
			before = fmt.Sprintf("按%d年度年报填入", k.Year)
		}
		line := handoutLine{
			Serial: p.Count, Name: v.name(a), Before: before,
			Word: v.link("/handouts/form.docx", "agency", a.Key), Book: v.link("/handouts/selfcheck.xlsx", "agency", a.Key),
		}
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Name != string(a.Group) {
			p.Groups = append(p.Groups, handoutGroup{Name: string(a.Group)})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Rows = append(g.Rows, line)
		table.Rows = append(table.Rows, aggregate.Row{Key: a.Key, Cells: []aggregate.Cell{
			{Kind: aggregate.NumberCell, N: int64(p.Count)}, {Text: a.Name}, {Text: string(a.Group)}, {Text: before},
		}})
	}
	return answer{title: "下发模板", body: p, tables: []*aggregate.Table{table}}, nil
}

// handedTo are the agencies that exist in the year, in official order.
func (v *visit) handedTo() []*data.Agency {
	var out []*data.Agency
	r := v.snapshot.Roster()
	for _, g := range data.Groups() {
		for i := range r.Agencies {
			if a := &r.Agencies[i]; a.Group == g && a.ValidIn(v.query.Year) {
				out = append(out, a)
			}
		}
	}
	return out
}

// beforeOf is the report of the year before that an agency's continues: its
// own, or that of the one agency whose name it bears on. Where several merged
// there is none.
func (v *visit) beforeOf(a *data.Agency) (data.ReportKey, bool) {
	k := data.ReportKey{Agency: a.Key, Year: v.query.Year - 1, Kind: data.Unit}
	for _, s := range v.snapshot.Roster().Successions {
		if s.New == a.Key && s.Year == v.query.Year {
			if s.Rule != data.TrendLink || k.Agency != a.Key {
				return data.ReportKey{}, false
			}
			k.Agency = s.Old
		}
	}
	return k, v.snapshot.HasReport(k)
}

// handoutOf makes an agency's sheets.
func (s *Server) handoutOf(v *visit, a *data.Agency) (*handout.Sheets, error) {
	level := v.snapshot.Roster().County.Level
	r := handout.Request{Agency: a, Year: v.query.Year, County: level == "县"}
	if k, ok := v.beforeOf(a); ok {
		before, err := s.countingReport(v, k)
		if err != nil {
			return nil, err
		}
		r.Before = before
	}
	sheets, err := handout.New(r)
	if err != nil {
		return nil, notFound("%d年度没有适用的格式，不能生成模板", v.query.Year)
	}
	return sheets, nil
}

// countingReport returns the current report as it counts, nil where there is
// none.
func (s *Server) countingReport(v *visit, k data.ReportKey) (*data.Report, error) {
	ctx := v.c.Request.Context()
	versions, err := s.config.Reports.VersionsOf(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
	}
	for _, x := range versions {
		if !x.Current {
			continue
		}
		full, err := s.config.Reports.Version(ctx, x.ID)
		if err != nil {
			return nil, fmt.Errorf("open version %d: %w", x.ID, err)
		}
		corrections, err := s.config.Reports.Corrections(ctx, k)
		if err != nil {
			return nil, fmt.Errorf("list corrections: %w", err)
		}
		counts, _ := data.Correct(full.Report, x.ID, corrections)
		return counts, nil
	}
	return nil, nil
}

// handoutWord and handoutBook send one agency's sheets.
func (s *Server) handoutWord(v *visit) error {
	return s.sendHandout(v, ".docx", typeDOCX, (*handout.Sheets).WriteWord)
}

func (s *Server) handoutBook(v *visit) error {
	return s.sendHandout(v, "（自查表）.xlsx", typeXLSX, (*handout.Sheets).WriteWorkbook)
}

func (s *Server) sendHandout(v *visit, ending, kind string, write func(*handout.Sheets, io.Writer) error) error {
	a := v.snapshot.Agency(v.c.Query("agency"))
	if a == nil || !a.ValidIn(v.query.Year) {
		return notFound("%d年度的名录中没有这家单位", v.query.Year)
	}
	sheets, err := s.handoutOf(v, a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(sheets, &b); err != nil {
		return err
	}
	v.attach(sheets.Title + ending)
	v.c.Data(http.StatusOK, kind, b.Bytes())
	return nil
}

// handoutsFile sends all agencies' sheets in a zip, a folder for each.
func (s *Server) handoutsFile(v *visit) error {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, a := range v.handedTo() {
		sheets, err := s.handoutOf(v, a)
		if err != nil {
			return err
		}
		folder := fmt.Sprintf("%03d%s/", i+1, fileName(a.Name))
		for _, f := range []struct {
			ending string
			write  func(*handout.Sheets, io.Writer) error
		}{{".docx", (*handout.Sheets).WriteWord}, {"（自查表）.xlsx", (*handout.Sheets).WriteWorkbook}} {
			// A fixed time, so that the same sheets give the same bytes.
			w, err := z.CreateHeader(&zip.FileHeader{
				Name: folder + fileName(sheets.Title) + f.ending, Method: zip.Store,
				Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
			})
			if err == nil {
				err = f.write(sheets, w)
			}
			if err != nil {
				return fmt.Errorf("pack sheets of %s: %w", a.Key, err)
			}
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("pack sheets: %w", err)
	}
	v.attach(fmt.Sprintf("%d年度年报模板和自查表.zip", v.query.Year))
	v.c.Data(http.StatusOK, "application/zip", out.Bytes())
	return nil
}

// fileName takes out of a name what a file's name cannot hold: names come
// from files and are hostile.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, clip(name, 80))
	return strings.Trim(name, ". ")
}
