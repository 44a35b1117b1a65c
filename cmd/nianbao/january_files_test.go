package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/sample"
)

// janYear is the report year that is collected in the made-up January.
const janYear = 2024

// borrowed are agencies that the sample's county lacks: each hands in the
// report of one that it has, from a county of other figures.
func borrowed() [][2]string {
	return [][2]string{
		{"信访局", "审计局"}, {"机关事务管理局", "统计局"}, {"大数据管理局", "财政局"}, {"粮食和物资储备局", "民政局"},
		{"乡村振兴局", "水利局"}, {"投资促进局", "商务局"}, {"民族宗教事务局", "科学技术局"}, {"地震局", "退役军人事务局"},
	}
}

// janCounty is who reports in the made-up January, and what.
type janCounty struct {
	names   []string // without the county's name, in official order
	layouts map[string]sample.Layout
	report  func(name string) *sample.Report // a fresh one, to be edited
}

// newJanCounty makes 47 agencies.
func newJanCounty() janCounty {
	c := janCounty{layouts: map[string]sample.Layout{}}
	own := map[string]*sample.Report{}
	var departments, others []string
	of := func(county *sample.County, key string) sample.File {
		for _, f := range county.Files {
			if f.Agency == key && f.Year == janYear && f.Report.Data.Kind == data.Unit {
				return f
			}
		}
		return sample.File{}
	}
	take := func(name string, f sample.File) {
		own[name], c.layouts[name] = f.Report, f.Layout
	}
	county := sample.Clean(7)
	for _, a := range county.Roster.Agencies {
		if !a.ValidIn(janYear) || !a.CountsInYear(janYear) {
			continue
		}
		name := strings.TrimPrefix(a.Name, sample.Name)
		if take(name, of(county, a.Key)); a.Group == data.GroupGovernment || a.Group == data.GroupDepartment {
			departments = append(departments, name)
		} else {
			others = append(others, name)
		}
	}
	another := sample.Clean(8)
	for _, b := range borrowed() {
		f := of(another, b[1])
		speaksFor(b[1], b[0])(f.Report)
		take(b[0], f)
		departments = append(departments, b[0])
	}
	c.names = append(departments, others...)
	c.report = func(name string) *sample.Report { return cloned(own[name]) }
	return c
}

// cloned is a report whose figures can be changed.
func cloned(r *sample.Report) *sample.Report {
	out := *r
	out.Data.Tables = append([]data.Table(nil), r.Data.Tables...)
	for i := range out.Data.Tables {
		out.Data.Tables[i].Figures = append([]data.Figure(nil), r.Data.Tables[i].Figures...)
	}
	out.Preamble, out.Closing = append([]string(nil), r.Preamble...), append([]string(nil), r.Closing...)
	return &out
}

// written is the report of an agency as a file: its bytes and the ending of
// its name.
func (c janCounty) written(t *testing.T, name string, edit func(*sample.Report)) ([]byte, string) {
	t.Helper()
	r := c.report(name)
	if edit != nil {
		edit(r)
	}
	return c.rendered(t, r, c.layouts[name])
}

func (c janCounty) rendered(t *testing.T, r *sample.Report, l sample.Layout) ([]byte, string) {
	t.Helper()
	b, err := sample.Render(r, l)
	if err != nil {
		t.Fatal(err)
	}
	return b, "." + l.Extension()
}

// texts are the figures of an agency's report as a person types them.
func (c janCounty) texts(name string) map[string]string {
	out := map[string]string{}
	for _, t := range c.report(name).Data.Tables {
		for _, f := range t.Figures {
			out[f.Code] = f.Raw
		}
	}
	return out
}

// picture is a page with a line on it, another one for each n.
func picture(t *testing.T, n int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 300, 420))
	for i := range img.Pix {
		img.Pix[i] = 0xf4
	}
	for x := 20; x < 60+4*n; x++ {
		img.SetGray(x, 40, color.Gray{})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tray is the folder with what came since the last import.
type tray struct {
	t     *testing.T
	dir   string
	files []string
}

// put lays a file into the folder; its name is what the agency gave it.
func (y *tray) put(name string, b []byte) {
	y.t.Helper()
	path := filepath.Join(y.dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		y.t.Fatal(err)
	}
	y.files = append(y.files, path)
}

// taken empties the tray.
func (y *tray) taken() []string {
	out := y.files
	y.files = nil
	return out
}
