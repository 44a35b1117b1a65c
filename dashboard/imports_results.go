package dashboard

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// resultLine is one file of an import with what became of it.
type resultLine struct {
	File    string
	Outcome string
	Class   string
	Agency  string
	Year    int // 0 = unknown
	Reason  string
	// Why says what agency and year were taken from; empty in long lists.
	Why string
	// Link leads to the report, where the evidence and the findings stand;
	// empty where there is none.
	Link     string
	Errors   int
	Warnings int
	// Has: findings were looked for.
	Has bool
}

// resultLines words the files of an import. A version that was discarded
// since is left out of them.
func (s *Server) resultLines(v *visit, files []data.File) ([]resultLine, error) {
	ctx := v.c.Request.Context()
	kept, err := s.keptVersions(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[data.ReportKey]severities{}
	var asked []int
	var out []resultLine
	for _, f := range files {
		if f.Year != 0 && !slices.Contains(asked, f.Year) {
			asked = append(asked, f.Year)
			year, err := s.openFindings(ctx, f.Year)
			if err != nil {
				return nil, err
			}
			maps.Copy(counts, year)
		}
		if !kept[f.Version] {
			f.Version = 0
		}
		line := v.resultLine(f, counts)
		if f.Version != 0 && len(files) <= explainedFiles {
			full, err := s.config.Reports.Version(ctx, f.Version)
			if err != nil {
				return nil, fmt.Errorf("open version %d: %w", f.Version, err)
			}
			line.Why = whyRecognised(full.Report)
		}
		out = append(out, line)
	}
	return out, nil
}

// formVersion reads the number of the version that a form decides on. One
// that is gone was decided on before, in another window or by a second press.
func (s *Server) formVersion(v *visit) (int64, error) {
	id, err := formNumber(v, "version")
	if err != nil {
		return 0, err
	}
	kept, err := s.keptVersions(v.c.Request.Context())
	if err == nil && !kept[id] {
		err = &problem{status: http.StatusConflict, message: "这份年报已经处理过了，请回到页面查看"}
	}
	return id, err
}

// keptVersions are the numbers of all versions that the store holds.
func (s *Server) keptVersions(ctx context.Context) (map[int64]bool, error) {
	versions, err := s.config.Reports.AllVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
	}
	out := make(map[int64]bool, len(versions))
	for _, x := range versions {
		out[x.ID] = true
	}
	return out, nil
}

// explainedFiles is the longest list in which each file's evidence is shown:
// it costs opening each report.
const explainedFiles = 40

// whyRecognised names where a report's agency and year were found: 单位据标题、
// 正文，年度据标题.
func whyRecognised(r *data.Report) string {
	if r == nil {
		return ""
	}
	var parts []string
	for _, of := range []struct{ field, words string }{{"agency", "单位据"}, {"year", "年度据"}} {
		var sources []string
		for _, e := range r.Evidence {
			if word := sourceWords(e.Source); e.Field == of.field && !slices.Contains(sources, word) {
				sources = append(sources, word)
			}
		}
		if len(sources) > 0 {
			parts = append(parts, of.words+strings.Join(sources, "、"))
		}
	}
	return strings.Join(parts, "，")
}

func (v *visit) resultLine(f data.File, counts map[data.ReportKey]severities) resultLine {
	l := resultLine{File: f.Path, Outcome: f.Outcome.Label(), Class: outcomeClass(f.Outcome), Agency: f.Name, Year: f.Year, Reason: f.Reason}
	if a := v.snapshot.Agency(f.Agency); a != nil {
		l.Agency = v.name(a)
		key := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: data.Unit}
		if f.Version != 0 && f.Year != 0 {
			l.Link = v.reportLink(key, 0, "")
		}
		if f.Outcome == data.Stored {
			n := counts[key]
			l.Has, l.Errors, l.Warnings = true, n.errors, n.warnings
		}
	}
	return l
}

func (v *visit) batchLink(id int64) string {
	return v.link("/imports/batch", "id", strconv.FormatInt(id, 10))
}
