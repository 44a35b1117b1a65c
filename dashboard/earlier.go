package dashboard

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/summary"
)

// Summaries takes the office's own 汇总表 of earlier years over. An error that
// is the clerk's to mend is a Mistake.
type Summaries interface {
	// OpenSummary reads a file; it changes nothing.
	OpenSummary(ctx context.Context, name string, b []byte) (*summary.File, error)
	// ColumnMapping is what a person said before that columns under the header are.
	ColumnMapping(ctx context.Context, header string) (columns []string, ok bool, err error)
	// ImportSummary takes the lines over and returns the batch, 0 where nothing
	// is new, and how many lines were in already.
	ImportSummary(ctx context.Context, s SummaryImport) (batch int64, already int, err error)
}

// SummaryImport is how a 汇总表 is to be taken over.
type SummaryImport struct {
	File     *summary.File
	Table    *summary.Table
	Use      summary.Use
	Person   string
	Received string // 2006-01-02; empty for unknown
}

// maxSummary bounds an uploaded 汇总表; one of 15 years has some 3 MB.
const maxSummary = 20 << 20

// opened are the uploaded 汇总表 whose columns are being confirmed, the newest
// few: one that fell out is uploaded again.
type opened struct {
	mu    sync.Mutex
	files map[string]*summary.File
	order []string
}

const maxOpened = 4

func (o *opened) put(f *summary.File) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.files == nil {
		o.files = map[string]*summary.File{}
	}
	id := rand.Text()
	o.files[id] = f
	if o.order = append(o.order, id); len(o.order) > maxOpened {
		delete(o.files, o.order[0])
		o.order = o.order[1:]
	}
	return id
}

func (o *opened) get(id string) *summary.File {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.files[id]
}

// earlierPage is 早年数据: what is missing for which year, and how to get it.
type earlierPage struct {
	Years    []int // to choose from
	Editions []*form.Edition
	Lines    []earlierYear
	MaxMB    int
}

// earlierYear is one year with what it lacks.
type earlierYear struct {
	Year, Asked, Have int
	Missing           string // agencies, shortened
	How               string
	Link              string
}

// earlier shows the years and takes a 汇总表.
func (s *Server) earlier(v *visit) (answer, error) {
	m, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	now := v.collecting(s.config.Now())
	p := &earlierPage{Editions: form.Editions(), MaxMB: maxSummary >> 20}
	table := &aggregate.Table{Name: "earlier", Title: "各年度缺少的年报", Columns: []aggregate.Column{
		{Key: "year", Title: "年度"}, {Key: "asked", Title: "应有"}, {Key: "have", Title: "已有"}, {Key: "missing", Title: "缺少的单位"}, {Key: "how", Title: "怎样取得"},
	}}
	for y := now; y >= firstForm; y-- {
		p.Years = append(p.Years, y)
		line := v.earlierYear(m, y, now)
		if line.Asked == 0 {
			continue
		}
		p.Lines = append(p.Lines, line)
		table.Rows = append(table.Rows, aggregate.Row{Key: strconv.Itoa(y), Cells: []aggregate.Cell{
			{Kind: aggregate.NumberCell, N: int64(y)}, {Kind: aggregate.NumberCell, N: int64(line.Asked)}, {Kind: aggregate.NumberCell, N: int64(line.Have)},
			{Text: line.Missing}, {Text: line.How},
		}})
	}
	return answer{title: "早年数据", body: p, tables: []*aggregate.Table{table}}, nil
}

// firstForm is the first report year of a national form.
const firstForm = 2014

func (v *visit) earlierYear(m *deliveryMatrix, year, now int) earlierYear {
	line := earlierYear{Year: year, Link: v.link("/delivery", "year", strconv.Itoa(year))}
	var missing []string
	for _, a := range v.snapshot.Roster().Agencies {
		if !v.snapshot.Roster().Counts(&a, year) {
			continue
		}
		if line.Asked++; v.snapshot.HasReport(data.ReportKey{Agency: a.Key, Year: year, Kind: data.Unit}) {
			line.Have++
		} else if _, said := v.snapshot.Roster().NoReport(a.Key, year); !said {
			missing = append(missing, v.name(&a))
		}
	}
	line.Missing = strings.Join(missing[:min(len(missing), 12)], "、")
	if len(missing) > 12 {
		line.Missing += fmt.Sprintf("等%d家", len(missing))
	}
	switch {
	case len(missing) == 0:
		line.How = "齐全"
	case year == now:
		line.How = "正在收集，按报送页催报"
	case line.Have == 0:
		line.How = "导入当年的汇总表；没有汇总表的，从各单位网站的“政府信息公开年报”栏目下载后导入"
	default:
		line.How = "从这些单位的网站下载当年年报后导入，或在收件页登记纸质件后对照录入"
	}
	return line
}
