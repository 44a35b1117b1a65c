package dashboard

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/summary"
)

// columnsPage asks what the columns of a 汇总表 are.
type columnsPage struct {
	ID       string
	Name     string
	Title    string
	Sheets   []columnsSheet
	Table    int
	Year     int // 0 where each line has its own
	Editions []*form.Edition
	Edition  *form.Edition
	Columns  []summaryColumn
	Cells    []*form.Cell
	Ask      int  // columns that a person must look at
	Known    bool // confirmed before under the same header
	Lines    int
	Sums     []string // what the 合计 line does not agree with
	Cancel   string
	Received string
	Person   string
}

type columnsSheet struct {
	Number int
	Name   string
	On     bool
}

// summaryColumn is one column with what it seems to be.
type summaryColumn struct {
	Field    string // name of its input
	Number   int
	Header   string
	Examples string
	Value    string // as the input shows it
	Ask      bool
}

// openSummary takes the file and asks.
func (s *Server) openSummary(v *visit) (answer, error) {
	file, header, err := v.c.Request.FormFile("file")
	if err != nil {
		return answer{}, badQuery("没有收到文件，请选择一个汇总表（.xlsx、.xls、.csv，不超过%d MB）", maxSummary>>20)
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, maxSummary+1))
	if err != nil || len(b) > maxSummary {
		return answer{}, badQuery("文件没有完整送到，或者超过%d MB", maxSummary>>20)
	}
	f, err := s.config.Summaries.OpenSummary(v.c.Request.Context(), path.Base(uploadPathOf(header.Filename)), b)
	if err != nil {
		return answer{}, decision(err)
	}
	return s.askColumns(v, s.opened.put(f), f)
}

// uploadPathOf takes out of a name what no name may hold.
func uploadPathOf(name string) string {
	return strings.Map(printable, strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "_"))
}

// reopenSummary asks again, for another sheet or edition of the file.
func (s *Server) reopenSummary(v *visit) (answer, error) {
	f, err := s.openedSummary(v)
	if err != nil {
		return answer{}, err
	}
	return s.askColumns(v, v.c.PostForm("summary"), f)
}

func (s *Server) openedSummary(v *visit) (*summary.File, error) {
	if f := s.opened.get(v.c.PostForm("summary")); f != nil {
		return f, nil
	}
	return nil, &problem{status: http.StatusConflict, message: "这张汇总表已不在内存中（程序重启过，或又打开了别的几张），请重新选择文件"}
}

// summaryUse reads which table is meant, of which year and edition.
func summaryUse(v *visit, f *summary.File) (table int, use summary.Use, err error) {
	table, err = strconv.Atoi(v.c.DefaultPostForm("table", "0"))
	if err != nil || table < 0 || table >= len(f.Tables) {
		return 0, use, badQuery("没有这张工作表")
	}
	if text := strings.TrimSpace(v.c.PostForm("year")); text != "" {
		if use.Year, err = strconv.Atoi(text); err != nil || use.Year < firstForm || use.Year > 2100 {
			return 0, use, badQuery("年度“%s”不对，应是%d年以来的四位年份", clip(text, 20), firstForm)
		}
	}
	if use.Edition = form.ByID(v.c.PostForm("edition")); use.Edition == nil {
		use.Edition = form.ForYear(use.Year)
	}
	if use.Edition == nil {
		return 0, use, badQuery("请选定这张表是哪一年度的，或者选定格式")
	}
	return table, use, nil
}

func (s *Server) askColumns(v *visit, id string, f *summary.File) (answer, error) {
	n, use, err := summaryUse(v, f)
	if err != nil {
		return answer{}, err
	}
	t := f.Tables[n]
	p := &columnsPage{
		ID: id, Name: f.Name, Title: t.Title, Table: n, Year: use.Year, Editions: form.Editions(), Edition: use.Edition,
		Cancel: v.link("/earlier"), Received: v.c.PostForm("received"), Person: v.person(),
	}
	for i, x := range f.Tables {
		p.Sheets = append(p.Sheets, columnsSheet{Number: i, Name: fmt.Sprintf("%s（%d列，%d行）", sheetName(x, i), len(x.Columns), len(x.Lines)), On: i == n})
	}
	for _, table := range use.Edition.Tables {
		p.Cells = append(p.Cells, table.Cells...)
	}
	proposals := t.Propose(use.Edition)
	known, ok, err := s.config.Summaries.ColumnMapping(v.c.Request.Context(), t.Fingerprint())
	if err != nil {
		return answer{}, fmt.Errorf("find columns: %w", err)
	}
	p.Known = ok && len(known) == len(proposals) && !slices.ContainsFunc(known, func(code string) bool { return !columnOf(use.Edition, code) })
	for i, c := range t.Columns {
		if p.Known {
			proposals[i] = summary.Proposal{What: known[i], Sure: true}
		}
		p.add(t, i, c, proposals[i])
		use.Columns = append(use.Columns, proposals[i].What)
	}
	if use.Check(t) == "" {
		p.Lines = len(t.Entries(use))
		p.Sums = differences(t, use)
	}
	return answer{title: "核对汇总表的各列", body: p}, nil
}

// columnOf reports whether a column can be this in the edition.
func columnOf(e *form.Edition, what string) bool {
	return what == summary.None || what == summary.Agency || what == summary.Year || e.Cell(what) != nil
}

func sheetName(t *summary.Table, i int) string {
	if t.Sheet != "" {
		return t.Sheet
	}
	return fmt.Sprintf("第%d张表", i+1)
}

// add shows a column: its header, what stands in its first lines, and what
// it seems to be.
func (p *columnsPage) add(t *summary.Table, i int, c summary.Column, what summary.Proposal) {
	column := summaryColumn{Field: "column" + strconv.Itoa(i), Number: c.Number, Header: c.Header(), Value: columnText(p.Edition, what.What)}
	var examples []string
	for _, l := range t.Lines[:min(len(t.Lines), 3)] {
		text := clip(l.Texts[i], 12)
		if text == "" {
			text = "（空）"
		}
		examples = append(examples, text)
	}
	column.Examples = strings.Join(examples, "、")
	if what.What != summary.None && !what.Sure {
		column.Ask = true
		p.Ask++
	}
	p.Columns = append(p.Columns, column)
}

// Words for what a column may be beside a cell.
const (
	agencyWord = "单位名称"
	yearWord   = "报告年度"
)

// columnText is how an input shows what a column is: the code first, so that
// it is read back without doubt.
func columnText(e *form.Edition, what string) string {
	switch what {
	case summary.None:
		return ""
	case summary.Agency:
		return agencyWord
	case summary.Year:
		return yearWord
	}
	c := e.Cell(what)
	if c == nil {
		return ""
	}
	return c.Code + " " + c.Short()
}

// columnWhat reads an input back.
func columnWhat(e *form.Edition, text string) (string, bool) {
	switch text = strings.TrimSpace(text); text {
	case "":
		return summary.None, true
	case agencyWord:
		return summary.Agency, true
	case yearWord:
		return summary.Year, true
	}
	code, _, _ := strings.Cut(text, " ")
	return code, e.Cell(code) != nil
}

// differences words where the table's own 合计 is not the sum of its lines.
func differences(t *summary.Table, u summary.Use) []string {
	var out []string
	for _, d := range t.Differences(u) {
		c := u.Edition.Cell(d.Code)
		out = append(out, fmt.Sprintf("%s：合计行写%s，各行相加是%s", c.Short(), form.Format(d.Stated, c.Measure), form.Format(d.Sum, c.Measure)))
	}
	return out
}

// importSummary takes the lines over.
func (s *Server) importSummary(v *visit) (answer, error) {
	f, err := s.openedSummary(v)
	if err != nil {
		return answer{}, err
	}
	n, use, err := summaryUse(v, f)
	if err != nil {
		return answer{}, err
	}
	use.BlankIsZero = v.c.PostForm("blank") == "zero"
	for i := range f.Tables[n].Columns {
		text := v.c.PostForm("column" + strconv.Itoa(i))
		what, ok := columnWhat(use.Edition, text)
		if !ok {
			return answer{}, badQuery("第%d列填的“%s”不是%s的指标项，请从列表中选，或者清空", i+1, clip(text, 40), use.Edition.Name)
		}
		use.Columns = append(use.Columns, what)
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	in := SummaryImport{File: f, Table: f.Tables[n], Use: use, Person: person, Received: v.c.PostForm("received")}
	batch, already, err := s.config.Summaries.ImportSummary(v.c.Request.Context(), in)
	if err != nil {
		return answer{}, decision(err)
	}
	if batch == 0 {
		return s.done(v, fmt.Sprintf("“%s”的%d行都已在库中，没有变化。", f.Name, already), nil), nil
	}
	return answer{redirect: v.link("/imports/batch", "id", strconv.FormatInt(batch, 10))}, nil
}
