package dashboard

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Reports answers for single reports and files: what has no sum. store.Store
// is one.
type Reports interface {
	seasonReports

	// Version returns one version with its report.
	Version(ctx context.Context, id int64) (data.Version, error)
	// VersionsOf lists the kept versions of a report, without their reports.
	VersionsOf(ctx context.Context, key data.ReportKey) ([]data.Version, error)
	// AllVersions lists every kept version, without their reports.
	AllVersions(ctx context.Context) ([]data.Version, error)
	// LiveFiles lists the files of the batches that were not taken back.
	LiveFiles(ctx context.Context) ([]data.File, error)
	// Files lists the files of a batch in path order.
	Files(ctx context.Context, batch int64) ([]data.File, error)
	// Batches lists the imports.
	Batches(ctx context.Context) ([]data.Batch, error)
	// Waiting lists the versions that wait for a decision, without their reports.
	Waiting(ctx context.Context) ([]data.Version, error)
	// Corrections lists the corrections of a report by code.
	Corrections(ctx context.Context, key data.ReportKey) ([]data.Correction, error)
	// Prose calls visit with the chapters of every current report of the year.
	Prose(ctx context.Context, year int, visit func(data.ReportKey, []data.Chapter) error) error
	// History returns what was stated of a report and holds no more.
	History(ctx context.Context, key data.ReportKey) (data.History, error)
	// Document returns the kept document of a version as document.Encode wrote it.
	Document(ctx context.Context, version int64) ([]byte, error)
	// Original returns the name and the bytes of the file as it was given.
	Original(ctx context.Context, version int64) (string, []byte, error)
}

// reportPage is 单位年报 of one agency and year.
type reportPage struct {
	Agency  *data.Agency
	Year    int
	Kind    data.Kind
	Edition string // 格式（2021年版); empty where there is no report
	// Version is nil where nothing of this report is kept.
	Version *versionLine
	// Banner says why the version shown does not count; empty when it does.
	Banner string
	// Decide is where a waiting version is decided on; empty for any other.
	Decide   string
	Years    menu
	Picks    menu // versions; empty where there is one
	Steps    []choice
	Errors   int
	Warnings int
	Infos    int
	Original string
	Tables   []reportTable
	Panel    *cellPanel
	General  []shownFinding // findings that belong to no table
	// Findings is the anchor of the first findings on the page.
	Findings string
	Evidence []evidenceLine
	Chapters []data.Chapter
	Versions []versionLine
	// Changes are the cells that differ from the version named Against.
	Against string
	Changes []cellChange
	// Returns says how often the report was sent back and sends the version
	// shown back; nil where nothing is kept. ToResend: a return is open.
	Returns  *backView
	ToResend bool
	// Effects sets a version that does not count beside the current one; nil
	// for the current one.
	Effects *versionEffects
	// Take makes the version shown current; nil where it cannot be.
	Take *takeForm
	// Review marks the current version reviewed; nil for any other.
	Review *reviewForm
	// Corrections are all that were made of this report, Corrected how many of
	// them count.
	Corrections []correctionView
	Corrected   int
	// Past are the statements that were taken back or made anew.
	Past    []pastStatement
	Listing string // address of the list of the year
	Import  string // address of 导入
}

// shownFinding is a finding with the way to its cell.
type shownFinding struct {
	data.Finding
	Link string // to the first cell concerned; empty where there is none
	Here bool   // it concerns the cell chosen
	// Agency leads the line where findings of several stand together.
	Agency string
	// Form explains it; nil where nothing can be said here.
	Form *findingForm
	// Ticked: it can be ticked for explaining several at once.
	Ticked bool
}

// evidenceLine is one agency or year that the file names, with every place
// that names it.
type evidenceLine struct {
	Field, Value string
	Sources      []evidenceSource
}

// evidenceSource is one place and its words.
type evidenceSource struct{ Source, Text string }

// reportRequest is what the address of a report's page says.
type reportRequest struct {
	key     data.ReportKey
	version int64  // 0 = the current one, else the newest
	cell    string // the cell whose place is shown; empty = none
}

func (v *visit) reportRequest() (reportRequest, error) {
	q := v.c.Request.URL.Query()
	r := reportRequest{cell: q.Get("cell"), key: data.ReportKey{Agency: q.Get("agency"), Year: v.query.Year, Kind: data.Unit}}
	switch kind := q.Get("kind"); kind {
	case "", string(data.Unit):
	case string(data.Published):
		r.key.Kind = data.Published
	default:
		return r, badQuery("类别“%s”不对，应是 unit（单位年报）或 published（县公布年报）", kind)
	}
	if r.key.Agency == "" {
		return r, badQuery("没有指明单位，请从单位年报的名单中选择")
	}
	if text := q.Get("version"); text != "" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return r, badQuery("版本“%s”不对，应是一个正整数", text)
		}
		r.version = id
	}
	return r, nil
}

// reportLink is the address of a report's page; version and cell may be empty.
func (v *visit) reportLink(key data.ReportKey, version int64, cell string) string {
	pairs := []string{"agency", key.Agency, "year", strconv.Itoa(key.Year)}
	if key.Kind == data.Published {
		pairs = append(pairs, "kind", string(data.Published))
	}
	if version != 0 {
		pairs = append(pairs, "version", strconv.FormatInt(version, 10))
	}
	if cell == "" {
		return v.link("/report", pairs...)
	}
	return v.link("/report", append(pairs, "cell", cell)...) + "#" + cellAnchor(cell)
}

// cellAnchor is the id of a figure's cell in the page.
func cellAnchor(code string) string { return "c-" + url.QueryEscape(code) }

func originalLink(version int64) string {
	return "/report/original?version=" + strconv.FormatInt(version, 10)
}

// report shows one report.
func (s *Server) report(v *visit) (answer, error) {
	r, err := v.reportRequest()
	if err != nil {
		return answer{}, err
	}
	agency := v.snapshot.Agency(r.key.Agency)
	if agency == nil {
		return answer{}, notFound("单位名单中没有“%s”，它可能随导入批次一起被收回了", r.key.Agency)
	}
	b := reportBuilder{server: s, visit: v, request: r, page: &reportPage{
		Agency: agency, Year: r.key.Year, Kind: r.key.Kind, Listing: v.link("/reports", "year", strconv.Itoa(r.key.Year)), Import: v.link("/imports"),
	}}
	if err := b.build(v.c.Request.Context()); err != nil {
		return answer{}, err
	}
	a := answer{title: fmt.Sprintf("%s · %d年度", v.name(agency), r.key.Year), body: b.page}
	if r.key.Kind == data.Published {
		a.title += "（" + r.key.Kind.Label() + "）"
	}
	if b.figures != nil {
		a.tables = []*aggregate.Table{b.figures.table(a.title)}
	}
	return a, nil
}

// reportBuilder fills a reportPage step by step.
type reportBuilder struct {
	server   *Server
	visit    *visit
	request  reportRequest
	page     *reportPage
	versions []data.Version
	shown    data.Version
	findings []data.Finding
	figures  *reportFigures // nil where there is no version
	// printed is the report as the file has it; shown.Report is as it counts.
	printed     *data.Report
	corrections []data.Correction
}

func (b *reportBuilder) build(ctx context.Context) error {
	if err := b.listVersions(ctx); err != nil {
		return err
	}
	b.navigate()
	if len(b.versions) == 0 {
		return nil
	}
	if err := b.open(ctx); err != nil {
		return err
	}
	if b.shown.Report == nil {
		return fmt.Errorf("show version %d: it has no report", b.shown.ID)
	}
	if err := b.correct(ctx); err != nil {
		return err
	}
	if err := b.past(ctx); err != nil {
		return err
	}
	if err := b.sentBack(); err != nil {
		return err
	}
	b.describe()
	b.lay()
	if err := b.place(ctx); err != nil {
		return err
	}
	return b.compare(ctx)
}

func (b *reportBuilder) listVersions(ctx context.Context) error {
	versions, err := b.server.config.Reports.VersionsOf(ctx, b.request.key)
	if err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	slices.SortFunc(versions, func(x, y data.Version) int {
		return cmp.Or(cmp.Compare(y.Number, x.Number), cmp.Compare(y.ID, x.ID))
	})
	b.versions = versions
	return nil
}

// open takes the version asked for, with its report and findings.
func (b *reportBuilder) open(ctx context.Context) error {
	id := b.request.version
	if id == 0 {
		id = b.usual()
	}
	if !slices.ContainsFunc(b.versions, func(v data.Version) bool { return v.ID == id }) {
		return notFound("%s %d年度没有这个版本，它可能已被收回", b.page.Agency.Name, b.page.Year)
	}
	var err error
	if b.shown, err = b.server.config.Reports.Version(ctx, id); err != nil {
		return fmt.Errorf("open version %d: %w", id, err)
	}
	if !b.shown.Current {
		return nil // findings are of the current version alone
	}
	b.findings, err = b.server.config.Findings.Findings(ctx, data.FindingFilter{Agency: b.request.key.Agency, Year: b.request.key.Year, Kind: b.request.key.Kind})
	if err != nil {
		return fmt.Errorf("list findings: %w", err)
	}
	return nil
}

// usual is the version shown where none is asked for: the current one, else
// the newest.
func (b *reportBuilder) usual() int64 {
	for _, v := range b.versions {
		if v.Current {
			return v.ID
		}
	}
	return b.versions[0].ID
}

// describe fills everything about the version but its figures.
func (b *reportBuilder) describe() {
	p, v := b.page, b.shown
	line := b.line(v)
	p.Review = b.server.reviewForm(b.visit, v, b.visit.here())
	p.Version, p.Original, p.Chapters = &line, line.Original, v.Report.Chapters
	if e := form.ByID(v.Report.Edition); e != nil {
		p.Edition = "格式（" + e.Name + "）"
	}
	switch {
	case v.Unfilled:
		p.Banner = "这份年报的表格没有填写任何数据，不计入汇总。请通知单位填写后重新报送。"
	case len(v.Wait) > 0:
		p.Banner = "这一版待定，不计入汇总：" + strings.Join(line.Reasons, "；") + "。"
		p.Decide = p.Import + "#waiting-" + strconv.FormatInt(v.ID, 10)
	case !v.Current:
		p.Banner = "这一版不是现用版本，不计入汇总；疑点只对现用版本检查。"
	}
	p.Evidence = evidenceLines(v.Report)
	for _, f := range b.findings {
		switch {
		case f.Explained:
		case f.Severity == data.Error:
			p.Errors++
		case f.Severity == data.Warning:
			p.Warnings++
		default:
			p.Infos++
		}
	}
	for _, other := range b.versions {
		l := b.line(other)
		p.Versions = append(p.Versions, l)
		if len(b.versions) > 1 {
			p.Picks.Choices = append(p.Picks.Choices, choice{Label: l.Name + "（" + l.State + "）", Href: l.Link, On: l.Shown})
		}
	}
	p.Picks.Label = line.Name
}

// evidenceLines gathers a report's evidence by what it says: agencies first,
// then years, then the kind.
func evidenceLines(r *data.Report) []evidenceLine {
	var out []evidenceLine
	for _, field := range []string{"agency", "year", "kind"} {
		for _, e := range r.Evidence {
			if e.Field == field {
				out = addEvidence(out, e)
			}
		}
	}
	return out
}

func addEvidence(lines []evidenceLine, e data.Evidence) []evidenceLine {
	line := evidenceLine{Field: fieldWords(e.Field), Value: clip(e.Value, 100)}
	if e.Field == "kind" {
		line.Value = data.Kind(e.Value).Label()
	}
	i := slices.IndexFunc(lines, func(l evidenceLine) bool { return l.Field == line.Field && l.Value == line.Value })
	if i < 0 {
		lines, i = append(lines, line), len(lines)
	}
	lines[i].Sources = append(lines[i].Sources, evidenceSource{sourceWords(e.Source), clip(e.Text, 200)})
	return lines
}

// navigate fills the ways to other years and to the agencies before and after.
func (b *reportBuilder) navigate() {
	p, v, key := b.page, b.visit, b.request.key
	p.Years.Label = strconv.Itoa(p.Year) + "年度"
	for _, year := range v.years(b.server.config.Now()) {
		other := key
		other.Year = year
		label := strconv.Itoa(year) + "年度"
		if !v.snapshot.HasReport(other) {
			label += "（没有现用年报）"
		}
		p.Years.Choices = append(p.Years.Choices, choice{Label: label, Href: v.reportLink(other, 0, ""), On: year == p.Year})
	}
	if key.Kind == data.Published {
		return
	}
	agencies := v.snapshot.Roster().Agencies
	at := slices.IndexFunc(agencies, func(a data.Agency) bool { return a.Key == key.Agency })
	step := func(label string, by int) {
		for i := at + by; at >= 0 && i >= 0 && i < len(agencies); i += by {
			if agencies[i].ValidIn(p.Year) {
				to := key
				to.Agency = agencies[i].Key
				p.Steps = append(p.Steps, choice{Label: label + v.name(&agencies[i]), Href: v.reportLink(to, 0, "")})
				return
			}
		}
	}
	step("上一家：", -1)
	step("下一家：", 1)
}
