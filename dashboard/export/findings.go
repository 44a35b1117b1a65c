package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/nianbao/nianbao/data"
)

// WriteFindings writes findings as CSV in the order given. name gives an
// agency's name for its key. The header never changes:
//
//	agency,year,kind,rule,severity,subject,title,text,uncheckable,explained,reason,explained_by
//
// A reason beside explained=false was given for other figures.
func WriteFindings(w io.Writer, findings []data.Finding, name func(key string) string, e Encoding) error {
	x, err := NewWriter(w, e)
	if err != nil {
		return err
	}
	header := []string{"agency", "year", "kind", "rule", "severity", "subject", "title", "text", "uncheckable", "explained", "reason", "explained_by"}
	if err := x.Line(header, nil); err != nil {
		return err
	}
	for _, f := range findings {
		if err := x.Line(findingLine(f, name), func(i int) bool { return i == 1 }); err != nil {
			return err
		}
	}
	return x.Close()
}

func findingLine(f data.Finding, name func(key string) string) []string {
	var e data.Explanation
	if f.Explanation != nil {
		e = *f.Explanation
	}
	return []string{
		name(f.Agency), strconv.Itoa(f.Year), string(f.Kind), f.Rule, f.Severity.String(), f.Subject,
		oneLine(f.Title), oneLine(f.Text), strconv.FormatBool(f.Uncheckable), strconv.FormatBool(f.Explained),
		oneLine(e.Reason), oneLine(e.Person),
	}
}

// jsonFinding adds the agency's name to a finding.
type jsonFinding struct {
	Name string `json:"name"`
	data.Finding
}

// WriteFindingsJSON writes findings as a JSON array in the order given; none
// is an empty array.
func WriteFindingsJSON(w io.Writer, findings []data.Finding, name func(key string) string) error {
	out := make([]jsonFinding, len(findings))
	for i, f := range findings {
		out[i] = jsonFinding{Name: name(f.Agency), Finding: f}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	return nil
}
