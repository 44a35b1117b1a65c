package dashboard

import (
	"fmt"
	"strconv"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// frame is what layout.html shows around a page's body.
type frame struct {
	Title  string
	Page   string // the template's name, for the style; empty on the error page
	County string // the county's name; 本单位 is never guessed: empty when not set
	Today  string
	// Deadline says how far the deadline of the year being collected is.
	Deadline string
	Nav      [][]navItem
	Filters  []menu
	Closed   []closedMark // that the year shown was signed or closed
	Exports  []choice     // this page's tables as files; empty where it has none
	Import   string       // address of 导入
	Token    string       // for the hidden field token of every form
	Assets   string       // changes with the scripts and styles, for their addresses
	Scripts  []string
	Body     any

	visit *visit // nil on the error page
}

// Link is an address that keeps 年度, 口径 and 有错误的单位, for templates.
func (f *frame) Link(path string, pairs ...string) string {
	if f.visit == nil {
		return address(path, nil, pairs)
	}
	return f.visit.link(path, pairs...)
}

// navItem is one line of the navigation.
type navItem struct {
	Label string
	Href  string
	Here  bool
	Badge int // 0 shows none
}

// menu is a choice beside the title.
type menu struct {
	Label   string // what is chosen now
	Choices []choice
}

// choice is one link of several of which one is chosen.
type choice struct {
	Label string
	Href  string
	On    bool
}

func (s *Server) newFrame(v *visit, a answer) *frame {
	now := s.config.Now()
	f := s.bareFrame(a.title, a.body)
	f.visit = v
	f.Page = v.route.template
	f.Scripts = v.route.scripts
	f.County = v.snapshot.Roster().County.Name
	year := v.collecting(now)
	f.Deadline = deadlineText(year, data.Deadline(v.delivered.Deadlines, data.DeadlineInternal, year), now)
	f.Nav = s.navigation(v)
	f.Import = v.link("/imports")
	f.Filters = v.filters(now)
	if len(a.tables) > 0 {
		name := a.tables[0].Name
		f.Exports = []choice{
			{Label: "Excel（.xlsx）", Href: v.file(formatXLSX, "")},
			{Label: "CSV", Href: v.file(formatCSV, name)},
			{Label: "CSV（GB18030）", Href: v.file(formatCSV, name) + "&encoding=gb18030"},
			{Label: "JSON", Href: v.file(formatJSON, name)},
		}
	}
	return f
}

// bareFrame is a frame that needs no snapshot: the error page's.
func (s *Server) bareFrame(title string, body any) *frame {
	return &frame{
		Title:  title,
		Today:  s.config.Now().Format("2006年1月2日"),
		Nav:    s.navigation(nil),
		Import: "/imports",
		Token:  s.token,
		Assets: s.stamp,
		Body:   body,
	}
}

func (s *Server) navigation(v *visit) [][]navItem {
	var out [][]navItem
	group := -1
	for _, r := range routes() {
		if r.nav == "" {
			continue
		}
		if r.group != group {
			out, group = append(out, nil), r.group
		}
		item := navItem{Label: r.nav, Href: r.path}
		if v != nil {
			item.Href = v.link(r.path)
			item.Here = r.path == v.route.path || r.path == v.route.under
			if r.badge != nil {
				item.Badge = r.badge(v)
			}
		}
		out[len(out)-1] = append(out[len(out)-1], item)
	}
	return out
}

func (v *visit) filters(now time.Time) []menu {
	var out []menu
	if v.route.filters&filterYear != 0 {
		m := menu{Label: strconv.Itoa(v.query.Year) + "年度"}
		for _, y := range v.years(now) {
			text := strconv.Itoa(y)
			m.Choices = append(m.Choices, choice{Label: text + "年度", Href: v.here("year", text), On: y == v.query.Year})
		}
		out = append(out, m)
	}
	if v.route.filters&filterScope != 0 {
		out = append(out, v.scopeMenu())
	}
	if v.route.filters&filterErrors != 0 {
		out = append(out, v.errorsMenu())
	}
	return out
}

func (v *visit) scopeMenu() menu {
	m := menu{Label: v.scopeLabel()}
	for _, s := range []aggregate.Scope{aggregate.All(), aggregate.CountyLevel()} {
		on := s.String() == v.query.Scope.String()
		m.Choices = append(m.Choices, choice{Label: s.Label(), Href: v.here("scope", s.String()), On: on})
	}
	return m
}

// scopeLabel names the scope; one chosen agency by its name.
func (v *visit) scopeLabel() string {
	label := v.query.Scope.Label()
	if a := v.snapshot.Agency(label); a != nil {
		return a.Name
	}
	return label
}

func (v *visit) errorsMenu() menu {
	m := menu{Label: "有错误的单位：计入"}
	if v.query.WithoutErrors {
		m.Label = "有错误的单位：不计入"
	}
	m.Choices = []choice{
		{Label: "计入", Href: v.here("errors", ""), On: !v.query.WithoutErrors},
		{Label: "不计入", Href: v.here("errors", "exclude"), On: v.query.WithoutErrors},
	}
	return m
}

// daysTo counts whole days in the clock's own place, 0 on the day itself,
// below 0 after it.
func daysTo(day, now time.Time) int {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(day.Sub(today).Hours() / 24)
}

// deadlineText says how far the year's deadline is.
func deadlineText(year int, d, now time.Time) string {
	switch days := daysTo(d, now); {
	case days > 0:
		return fmt.Sprintf("%d年度距报送截止还有%d天", year, days)
	case days == 0:
		return fmt.Sprintf("%d年度今天报送截止", year)
	}
	return fmt.Sprintf("%d年度报送已于%d年%d月%d日截止", year, d.Year(), d.Month(), d.Day())
}
