package dashboard

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data"
)

// maxRoster bounds the table of a large roster as a form, and a roster file.
const maxRoster = 4 << 20

// set leads back to 设置 with a sentence on what was done.
func (s *Server) set(v *visit, heading string, lines ...string) answer {
	return answer{redirect: v.link("/settings", "note", s.jobs.note(heading, lines))}
}

// saveRoster keeps the table of agencies; up and down move one of them.
func (s *Server) saveRoster(v *visit) (answer, error) {
	if err := v.c.Request.ParseForm(); err != nil {
		return answer{}, badQuery("表格没有完整送到，请刷新页面后再保存")
	}
	form := v.c.Request.PostForm
	agencies, err := v.formAgencies(form)
	if err != nil {
		return answer{}, err
	}
	key, by := form.Get("up"), -1
	if key == "" {
		key, by = form.Get("down"), 1
	}
	if key != "" {
		moveAgency(agencies, key, by, v.query.Year)
	}
	if err := s.config.Settings.ChangeRoster(v.c.Request.Context(), form.Get("stamp"), agencies, form["remove"]); err != nil {
		return answer{}, decision(err)
	}
	if key != "" {
		return answer{redirect: v.link("/settings") + "#" + agencyAnchor(key)}, nil
	}
	return s.set(v, "名录已保存。"), nil
}

// rosterFields are the inputs of each line of the table; all lines send all.
var rosterFields = []string{"key", "order", "name", "group", "aliases", "contact", "phone", "from", "to", "counts", "in_year"}

// formAgencies reads the lines of the table; blank lines are left out.
func (v *visit) formAgencies(form url.Values) ([]data.Agency, error) {
	n := len(form["key"])
	for _, field := range rosterFields {
		if len(form[field]) != n {
			return nil, badQuery("表格没有完整送到，请刷新页面后再保存")
		}
	}
	var out []data.Agency
	for line := range n {
		get := func(field string) string { return strings.TrimSpace(form[field][line]) }
		if get("key") == "" && get("name") == "" {
			continue
		}
		a, err := v.formAgency(get)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// formAgency reads one line. What the table does not show (exceptions of
// other years) stays as it is.
func (v *visit) formAgency(get func(string) string) (data.Agency, error) {
	a := data.Agency{Key: get("key"), Name: get("name"), Group: data.Group(get("group")), Contact: clip(get("contact"), 60), Phone: clip(get("phone"), 60)}
	a.Aliases = strings.FieldsFunc(get("aliases"), func(r rune) bool { return strings.ContainsRune("、，,;；", r) })
	a.Counts = get("counts") != "否"
	var err error
	for _, x := range []struct {
		field, label string
		to           *int
	}{{"order", "序号", &a.Order}, {"from", "起始年度", &a.From}, {"to", "终止年度", &a.To}} {
		if *x.to, err = plainNumber(get(x.field)); err != nil {
			return a, badQuery("%s的%s“%s”不是数字", a.Name, x.label, clip(get(x.field), 20))
		}
	}
	for _, year := range []int{a.From, a.To} {
		if year != 0 && (year < 1949 || year > 2100) {
			return a, badQuery("%s的年度“%d”不是四位年份", a.Name, year)
		}
	}
	if old := v.snapshot.Agency(a.Key); old != nil {
		a.CountsIn = exceptionsOf(old, v.query.Year, get("in_year"))
	} else if get("in_year") != "" {
		a.CountsIn = map[int]bool{v.query.Year: get("in_year") == "是"}
	}
	if a.Order == 0 {
		a.Order = 1 << 20 // at the end of its group
	}
	return a, nil
}

// exceptionsOf is the agency's exceptions with the year's replaced; nil for none.
func exceptionsOf(a *data.Agency, year int, word string) map[int]bool {
	out := map[int]bool{}
	for y, yes := range a.CountsIn {
		out[y] = yes
	}
	delete(out, year)
	if word != "" {
		out[year] = word == "是"
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// plainNumber reads a number of a form; empty is 0.
func plainNumber(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err == nil && (n < 0 || n > 1<<20) {
		return 0, errors.New("out of range")
	}
	return n, err
}

// moveAgency puts the agency before or after its neighbour of the year in the
// same group: agencies of other years stand elsewhere in the table and would
// swallow a move.
func moveAgency(list []data.Agency, key string, by, year int) {
	groups := data.Groups()
	slices.SortStableFunc(list, func(a, b data.Agency) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group)), cmp.Compare(a.Order, b.Order))
	})
	at := slices.IndexFunc(list, func(a data.Agency) bool { return a.Key == key })
	if at < 0 {
		return
	}
	moved := list[at]
	to := at + by
	for to >= 0 && to < len(list) && list[to].Group == moved.Group && !list[to].ValidIn(year) {
		to += by
	}
	if to < 0 || to >= len(list) || list[to].Group != moved.Group {
		return
	}
	for ; at != to; at += by {
		list[at] = list[at+by]
	}
	list[to] = moved
	for n := range list {
		list[n].Order = n + 1
	}
}

// saveCounty keeps name, level, year being collected and whether the roster
// is complete.
func (s *Server) saveCounty(v *visit) (answer, error) {
	collecting, err := plainNumber(v.c.PostForm("collecting"))
	if err != nil {
		return answer{}, badQuery("年度“%s”不对，应是四位数字", clip(v.c.PostForm("collecting"), 20))
	}
	c := data.County{
		Name: clip(strings.TrimSpace(v.c.PostForm("county")), 30), Level: v.c.PostForm("level"),
		Collecting: collecting, HasRoster: v.c.PostForm("has_roster") == "yes",
	}
	if err := s.config.Settings.ChangeCounty(v.c.Request.Context(), c); err != nil {
		return answer{}, decision(err)
	}
	return s.set(v, "本县的设置已保存。"), nil
}

// formSuccession reads a succession whose fields end in the suffix.
func formSuccession(get func(string) string) (data.Succession, error) {
	year, err := plainNumber(strings.TrimSpace(get("year")))
	if err != nil {
		return data.Succession{}, badQuery("沿革的年度“%s”不对，应是四位数字", clip(get("year"), 20))
	}
	return data.Succession{Old: get("old"), New: get("new"), Year: year, Rule: get("rule")}, nil
}

// saveSuccessions keeps the table of successions with a line that was added.
func (s *Server) saveSuccessions(v *visit) (answer, error) {
	if err := v.c.Request.ParseForm(); err != nil {
		return answer{}, badQuery("表格没有完整送到，请刷新页面后再保存")
	}
	form := v.c.Request.PostForm
	n := len(form["old"])
	if len(form["new"]) != n || len(form["year"]) != n || len(form["rule"]) != n {
		return answer{}, badQuery("表格没有完整送到，请刷新页面后再保存")
	}
	var list []data.Succession
	for line := range n {
		x, err := formSuccession(func(field string) string { return form[field][line] })
		if err != nil {
			return answer{}, err
		}
		if x.Old == "" && x.New == "" || slices.Contains(form["drop"], strconv.Itoa(line)) {
			continue
		}
		list = append(list, x)
	}
	if err := s.config.Settings.ChangeSuccessions(v.c.Request.Context(), form.Get("stamp"), list); err != nil {
		return answer{}, decision(err)
	}
	return s.set(v, fmt.Sprintf("沿革已保存，共%d条。", len(list))), nil
}

// decideSuccession takes one usual succession over, or says that it is not
// the county's, or offers it again.
func (s *Server) decideSuccession(v *visit) (answer, error) {
	x, err := formSuccession(v.c.PostForm)
	if err != nil {
		return answer{}, err
	}
	ctx, heading := v.c.Request.Context(), "沿革已采用。"
	switch v.c.PostForm("decide") {
	case "apply":
		if x.Rule == "" {
			return answer{}, badQuery("请先选定这条沿革的处理办法")
		}
		err = s.config.Settings.DecideSuccession(ctx, x)
	case "decline":
		x.Rule, heading = "", "已记下：本县没有这一变动。"
		err = s.config.Settings.DecideSuccession(ctx, x)
	case "again":
		heading = "这一条会重新列出。"
		err = s.config.Settings.OfferSuccession(ctx, x.Old, x.New)
	default:
		return answer{}, badQuery("请选择采用或本县没有")
	}
	if err != nil {
		return answer{}, decision(err)
	}
	a := s.set(v, heading)
	a.redirect += "#offers"
	return a, nil
}

// uploadRoster reads a list from a file: successions are kept at once, a
// roster is shown first.
func (s *Server) uploadRoster(v *visit) (answer, error) {
	file, header, err := v.c.Request.FormFile("file")
	if err != nil {
		return answer{}, badQuery("没有收到文件，请选择一个名录文件（.xlsx、.csv 或 .txt，不超过%d MB）", maxRoster>>20)
	}
	defer file.Close()
	b, err := io.ReadAll(file)
	if err != nil {
		return answer{}, badQuery("文件没有完整送到，请重试")
	}
	ctx := v.c.Request.Context()
	text, successions, err := s.config.Settings.ReadRoster(ctx, header.Filename, b)
	if err != nil {
		return answer{}, decision(err)
	}
	if !successions {
		return s.rosterPreview(v, text)
	}
	n, err := s.config.Settings.SetSuccessions(ctx, text)
	if err != nil {
		return answer{}, decision(err)
	}
	return s.set(v, fmt.Sprintf("已导入沿革%d条，原有的沿革由它们代替。", n)), nil
}

// rosterFile is the roster as CSV.
func (s *Server) rosterFile(v *visit) error {
	if v.format != formatCSV {
		return notFound("名录只有 CSV 和 XLSX 两种文件")
	}
	return v.sendFile(v.rosterTitle(), func(w io.Writer, e export.Encoding) error {
		return export.WriteRoster(w, v.snapshot.Roster(), e)
	})
}

func (v *visit) rosterTitle() string { return v.snapshot.Roster().County.Name + "单位名录" }

// rosterWorkbook is the roster as XLSX.
func (s *Server) rosterWorkbook(v *visit) error {
	return v.sendWorkbook(v.rosterTitle(), v.snapshot.Roster())
}

// rosterTemplate is an example to fill in.
func (s *Server) rosterTemplate(v *visit) error {
	return v.sendWorkbook("单位名录（样表）", export.RosterTemplate())
}

func (v *visit) sendWorkbook(title string, r *data.Roster) error {
	var b bytes.Buffer
	if err := export.WriteRosterXLSX(&b, r); err != nil {
		return err
	}
	v.attach(title + ".xlsx")
	v.c.Data(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
	return nil
}
