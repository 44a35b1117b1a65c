package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// workPage is the body of 本年工作: the steps of the year with what is there,
// what is next, the new year and the handing over.
type workPage struct {
	Year       int
	Collecting int    // where it is another year
	Other      string // address of the year being collected
	Next       string
	NextLink   choice // where the next step is done
	Steps      []workStep
	Handover   string // text to copy
	Token      string
	Person     string
	Today      string
	Tick       string // address of the form
	Untick     string
	Seal       sealView
	Start      startView
}

// workStep is one step of the year's work.
type workStep struct {
	Number int
	Name   string
	Done   bool
	Text   string
	Href   string
	// Step is the name in a form of a step that only a person can tell; empty
	// for the others. Said is who told it is done.
	Step, Said, Hint string
	todo             string // what is next, where this is the first not done
}

// startView is 新建年度 with what it carries over.
type startView struct {
	Action               string
	Year, Asked          int
	Counts, Ended, Begun string
}

// work shows 本年工作.
func (s *Server) work(v *visit) (answer, error) {
	b, err := s.newWork(v)
	if err != nil {
		return answer{}, err
	}
	p := workPage{
		Year: v.query.Year, Token: s.token, Person: v.person(), Today: s.config.Now().Format(time.DateOnly),
		Tick: v.link("/work/tick"), Untick: v.link("/work/untick"), Seal: s.sealView(v), Start: s.startView(v), Steps: b.steps(),
	}
	if year := v.collecting(s.config.Now()); year != v.query.Year {
		p.Collecting, p.Other = year, v.here("year", strconv.Itoa(year))
	}
	p.Next = "全部办完。"
	// Where reports came in, the forms went out, whether anybody said so or not.
	came := b.count.Handed() > 0
	if i := slices.IndexFunc(p.Steps, func(x workStep) bool { return !x.Done && (x.Step != data.StepForms || !came) }); i >= 0 {
		p.Next, p.NextLink = p.Steps[i].todo, choice{Label: p.Steps[i].Name, Href: p.Steps[i].Href}
	}
	p.Handover = b.handover(p.Steps)
	return answer{title: "本年工作", body: p, tables: []*aggregate.Table{workTable(p)}}, nil
}

// workBuilder holds what the steps are told from.
type workBuilder struct {
	server   *Server
	visit    *visit
	lines    []deliveryLine
	count    yearCount
	versions []data.Version
	findings []data.Finding
	finals   []data.Final
	said     map[string]data.StepDone
	deadline []deadlineLine
	// deadlines are those that persons set.
	deadlines []data.DeadlineSet
	unplaced  int
}

func (s *Server) newWork(v *visit) (*workBuilder, error) {
	v.query.Scope, v.query.WithoutErrors = aggregate.All(), false
	m, err := s.deliveries(v)
	if err != nil {
		return nil, err
	}
	b := &workBuilder{
		server: s, visit: v, lines: m.column(v.query.Year), finals: v.snapshot.Finals(v.query.Year, aggregate.All()),
		said: map[string]data.StepDone{}, deadlines: m.Deadlines, deadline: deadlineLines(m.Deadlines, v.query.Year, s.config.Now()), unplaced: m.Unplaced,
	}
	b.count = m.count(v.query.Year)
	all, _, err := s.everything(v)
	if err != nil {
		return nil, err
	}
	b.versions = ofYear(all, v.query.Year)
	ctx := v.c.Request.Context()
	if b.findings, err = s.config.Findings.Findings(ctx, data.FindingFilter{Year: v.query.Year}); err != nil {
		return nil, fmt.Errorf("ask findings: %w", err)
	}
	steps, err := s.config.Closing.Steps(ctx, v.query.Year)
	if err != nil {
		return nil, fmt.Errorf("list steps: %w", err)
	}
	for _, d := range steps {
		b.said[d.Step] = d
	}
	return b, nil
}

// steps are the year's steps in their order.
func (b *workBuilder) steps() []workStep {
	out := []workStep{b.rosterStep(), b.told(data.StepForms, "/handouts", "把官方格式和自查表发给各单位"),
		b.receiveStep(), b.checkStep(), b.returnStep(), b.sumStep(), b.finalStep(),
		b.told(data.StepSuperior, "/final", "把定稿的表报市"), b.told(data.StepPublish, "/final", "公布县的年报"), b.told(data.StepArchive, "/work", "归档")}
	for i := range out {
		out[i].Number = i + 1
		switch out[i].Step {
		case data.StepSuperior:
			out[i].Hint = b.day(data.DeadlineSuperior)
		case data.StepPublish:
			// 公开发布 is the agencies' day; the law has another for the county's report.
			last := data.LawDeadline(data.DeadlineSuperior, b.visit.query.Year)
			out[i].Hint = "依法应在" + last.Format("2006年1月2日") + "前公布，" + leftText(daysTo(last, b.server.config.Now()))
		case data.StepArchive:
			out[i].Hint = "归档时备份数据库（nianbao backup 文件名），再在下面封存本年度"
		}
	}
	return out
}

func (b *workBuilder) day(what data.DeadlineKind) string {
	for _, l := range b.deadline {
		if l.What == what {
			return l.Label + "截止" + l.Day + "，" + l.Left
		}
	}
	return ""
}

// told is a step that only a person can tell.
func (b *workBuilder) told(step, path, todo string) workStep {
	w := workStep{Name: data.StepLabel(step), Step: step, Href: b.visit.link(path), todo: todo + "，办完后在下面勾上。", Text: "没有勾上"}
	if d, ok := b.said[step]; ok {
		w.Done, w.Said = true, d.Day+"，"+d.Person+"（自填）"
		switch step {
		case data.StepSuperior:
			w.Said += lateDays(d.Day, data.Deadline(b.deadlines, data.DeadlineSuperior, d.Year))
		case data.StepPublish:
			w.Said += lateDays(d.Day, data.LawDeadline(data.DeadlineSuperior, d.Year))
		}
		w.Text = w.Said
	}
	return w
}

func (b *workBuilder) rosterStep() workStep {
	r := b.visit.snapshot.Roster()
	valid := 0
	for i := range r.Agencies {
		if r.Agencies[i].ValidIn(b.visit.query.Year) {
			valid++
		}
	}
	return workStep{
		Name: "定名录", Href: b.visit.link("/settings"), Done: r.County.HasRoster && b.count.Asked > 0,
		Text: fmt.Sprintf("本年度%d家单位，%d家计入汇总", valid, b.count.Asked), todo: "先把单位名录定下来。",
	}
}

func (b *workBuilder) receiveStep() workStep {
	c := b.count
	todo := fmt.Sprintf("还差%d家没有报，去报送页催报。", c.Missing)
	if c.Missing == 0 {
		todo = fmt.Sprintf("%d家只有扫描件或纸质件，去对照录入。", c.Typing)
	}
	return workStep{
		Name: "收", Href: b.visit.link("/delivery"), Done: c.Asked > 0 && c.Missing == 0 && c.Typing == 0, Text: c.words(),
		Hint: b.day(data.DeadlineInternal), todo: todo,
	}
}

// named names the counting agencies of which something holds.
func (b *workBuilder) named(holds func(deliveryCell) bool) []string {
	var out []string
	for _, l := range b.lines {
		if l.Cell.Counts && holds(l.Cell) {
			out = append(out, b.visit.name(l.Agency))
		}
	}
	return out
}

func (b *workBuilder) checkStep() workStep {
	errors, warnings := 0, 0
	for _, f := range b.findings {
		switch {
		case f.Explained:
		case f.Severity == data.Error:
			errors++
		case f.Severity == data.Warning:
			warnings++
		}
	}
	current, reviewed := 0, 0
	for _, x := range b.versions {
		if x.Current && !x.Unfilled && x.Kind == data.Unit {
			current++
			if x.Reviewed {
				reviewed++
			}
		}
	}
	w := workStep{
		Name: "审", Href: b.visit.link("/check"), Done: current > 0 && reviewed == current && errors == 0,
		Text: fmt.Sprintf("已审核%d/%d份；错误%d条，待说明%d条", reviewed, current, errors, warnings),
		todo: fmt.Sprintf("还有%d份没有审核。", current-reviewed),
	}
	if errors > 0 {
		w.todo = fmt.Sprintf("还有%d条错误没有了结：改正、说明或退回。", errors)
	}
	return w
}

func (b *workBuilder) returnStep() workStep {
	open := b.openReturns()
	text := fmt.Sprintf("退回%d次，重报%d次，退回未重报%d家", b.count.Returned, b.count.Resent, len(open))
	if b.count.Updated > 0 {
		text += fmt.Sprintf("；主动更新%d次", b.count.Updated)
	}
	return workStep{
		Name: "退", Href: b.visit.link("/delivery") + "#received", Done: len(open) == 0 && b.count.Missing == 0, Text: text,
		todo: fmt.Sprintf("%d家退回后还没有重报，去报送页催。", len(open)),
	}
}

func (b *workBuilder) openReturns() []string {
	return b.named(func(c deliveryCell) bool { return c.Back.Open() != nil })
}

func (b *workBuilder) waiting() []data.Version {
	var out []data.Version
	for _, x := range b.versions {
		if len(x.Wait) > 0 {
			out = append(out, x)
		}
	}
	return out
}

func (b *workBuilder) sumStep() workStep {
	v := b.visit
	reported, waiting := v.snapshot.Reported(v.query), len(b.waiting())
	w := workStep{
		Name: "汇总", Href: v.link("/summary"), Done: b.count.Asked > 0 && reported == b.count.Asked && waiting == 0,
		Text: fmt.Sprintf("%d/%d家有计入的年报，待定%d份，调整%d笔", reported, b.count.Asked, waiting, len(v.snapshot.Adjustments(v.query))),
		todo: fmt.Sprintf("还有%d家没有计入的年报。", b.count.Asked-reported),
	}
	if waiting > 0 {
		w.todo, w.Href = fmt.Sprintf("%d份年报待定，去导入页决定。", waiting), v.link("/imports")+"#waiting"
	}
	return w
}

func (b *workBuilder) finalStep() workStep {
	w := workStep{Name: "定稿", Href: b.visit.link("/final"), Text: "没有定稿", todo: "核对无误后定稿。"}
	if n := len(b.finals); n > 0 {
		last := b.finals[n-1]
		w.Done = true
		w.Text = fmt.Sprintf("第%d次定稿，%s，%s（自填）", last.Number, b.server.chineseDate(last.Stated), last.Person)
	}
	return w
}

// workTable is the steps as a file.
func workTable(p workPage) *aggregate.Table {
	t := &aggregate.Table{Name: "work", Title: fmt.Sprintf("%d年度工作进度", p.Year), Columns: []aggregate.Column{
		column("number", "序号", ""), column("step", "步骤", ""), column("done", "已办", ""), column("text", "情况", ""),
	}}
	for _, x := range p.Steps {
		done := "否"
		if x.Done {
			done = "是"
		}
		t.Rows = append(t.Rows, aggregate.Row{Cells: []aggregate.Cell{number(x.Number), words(x.Name), words(done), words(x.Text)}})
	}
	return t
}

// startView previews the year after the one being collected.
func (s *Server) startView(v *visit) startView {
	start := v.snapshot.Roster().StartYear(v.collecting(s.config.Now()) + 1)
	names := func(list []data.Agency) string {
		var out []string
		for i := range list {
			out = append(out, v.name(&list[i]))
		}
		return strings.Join(out, "、")
	}
	out := startView{Action: v.link("/work/start"), Year: start.Year, Asked: start.Asked, Ended: names(start.Ended), Begun: names(start.Begun)}
	var counts []string
	for i := range start.Counts {
		word := "不计入"
		if start.Counts[i].CountsIn[start.Year] {
			word = "计入"
		}
		counts = append(counts, v.name(&start.Counts[i])+"（"+word+"）")
	}
	out.Counts = strings.Join(counts, "、")
	return out
}

// tickStep keeps that a step is done.
func (s *Server) tickStep(v *visit) (answer, error) {
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	d := data.StepDone{Year: v.query.Year, Step: v.c.PostForm("step"), Day: v.c.PostForm("day"), Person: person}
	if err := s.config.Closing.TickStep(v.c.Request.Context(), d); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/work")}, nil
}

// untickStep takes back that a step is done.
func (s *Server) untickStep(v *visit) (answer, error) {
	if err := s.config.Closing.UntickStep(v.c.Request.Context(), v.query.Year, v.c.PostForm("step")); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/work")}, nil
}

// startYear makes the next year the one being collected. The year is that of
// the preview: pressed twice, it does not start two.
func (s *Server) startYear(v *visit) (answer, error) {
	year, err := strconv.Atoi(v.c.PostForm("start_year"))
	if err != nil || year != v.collecting(s.config.Now())+1 {
		return answer{}, badQuery("收集的年度在这期间已有变化，请刷新页面再看")
	}
	if err := s.config.Closing.StartYear(v.c.Request.Context(), year); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/work", "year", strconv.Itoa(year))}, nil
}
