package sample

import (
	"encoding/json"
	"fmt"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// manifest is what manifest.json holds.
type manifest struct {
	Notice      string            `json:"notice"`
	County      string            `json:"county"`
	Seed        uint64            `json:"seed"`
	Agencies    []data.Agency     `json:"agencies"`
	Successions []data.Succession `json:"successions"`
	Files       []manifestFile    `json:"files"`
	Missing     []absence         `json:"missing"`
}

// manifestFile is one file's truth. Figures holds what is read in each cell
// that is not a plain 0, in the cell's unit; Odd the cells in another state
// than read, and Raw what is printed where it is not the plain value.
type manifestFile struct {
	Path     string            `json:"file"`
	Agency   string            `json:"agency,omitempty"`
	Year     int               `json:"year,omitempty"`
	Kind     data.Kind         `json:"kind,omitempty"`
	Edition  string            `json:"edition,omitempty"`
	Title    string            `json:"title,omitempty"`
	Received string            `json:"received,omitempty"`
	Layout   Layout            `json:"layout"`
	Outcome  data.Outcome      `json:"outcome"`
	Code     string            `json:"code,omitempty"`
	Mistakes []Mistake         `json:"mistakes,omitempty"`
	Figures  map[string]string `json:"figures,omitempty"`
	Odd      map[string]string `json:"odd,omitempty"`
	Raw      map[string]string `json:"raw,omitempty"`
}

type absence struct {
	Agency string    `json:"agency"`
	Year   int       `json:"year"`
	Kind   data.Kind `json:"kind"`
}

// Manifest returns the truth of every file as JSON: dates received, roster,
// successions, figures, mistakes.
func (c *County) Manifest() ([]byte, error) {
	m := manifest{Notice: Notice, County: c.Name, Seed: c.Seed, Agencies: c.Roster.Agencies, Successions: c.Roster.Successions}
	for i := range c.Files {
		m.Files = append(m.Files, newManifestFile(&c.Files[i]))
	}
	for _, k := range c.Missing {
		m.Missing = append(m.Missing, absence(k))
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(b, '\n'), nil
}

func newManifestFile(f *File) manifestFile {
	m := manifestFile{
		Path: f.Path, Agency: f.Agency, Year: f.Year, Received: f.Received,
		Layout: f.Layout, Outcome: f.Outcome, Code: f.Code, Mistakes: f.Mistakes,
	}
	if f.Report == nil {
		return m
	}
	d := &f.Report.Data
	m.Kind, m.Edition, m.Title = d.Kind, d.Edition, d.Title
	m.Figures, m.Odd, m.Raw = map[string]string{}, map[string]string{}, map[string]string{}
	for _, t := range d.Tables {
		for _, fig := range t.Figures {
			m.note(t.Edition, fig)
		}
	}
	return m
}

// note records one figure.
func (m *manifestFile) note(edition string, f data.Figure) {
	cell := form.CellOf(edition, f.Code)
	if f.State != data.Read {
		m.Odd[f.Code] = f.State.String()
	}
	if f.State.HasValue() && f.Value != 0 {
		m.Figures[f.Code] = form.Format(f.Value, cell.Measure)
	}
	if f.Raw != plain(f.Value, cell) && f.Raw != "" {
		m.Raw[f.Code] = f.Raw
	}
}
