package dashboard

import (
	"net/http"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
)

// filter says which choices stand beside a page's title.
type filter uint8

const (
	filterYear filter = 1 << iota
	filterScope
	filterErrors
	filterAll = filterYear | filterScope | filterErrors
)

// route is one line of the table of routes.
type route struct {
	method string // GET when empty
	path   string // as gin writes it; .csv and .json of it exist without a line
	// nav is the label in the navigation, empty for pages reached by links;
	// group counts the navigation's blocks from 0.
	nav   string
	group int
	// under is the path of the navigation's line that a page without nav
	// belongs to.
	under string
	// template names templates/<template>.html; empty for forms and for
	// routes that have only raw.
	template string
	filters  filter
	scripts  []string // assets the page runs besides app.js
	// page answers; raw, where set, writes the response itself (downloads,
	// progress) and page is nil.
	page func(s *Server, v *visit) (answer, error)
	raw  func(s *Server, v *visit) error
	// badge, where set, is the number beside nav; 0 shows none.
	badge func(v *visit) int
	// fresh pages show what does not raise the change number: no ETag.
	fresh bool
	// maxBody bounds the request's body; 0 means maxForm.
	maxBody int64
}

func (r route) verb() string {
	if r.method == "" {
		return http.MethodGet
	}
	return r.method
}

// answer is what a page's handler gives back.
type answer struct {
	title string
	body  any // the template's named struct
	// tables are what .csv and .json of the same address give: the first, or
	// the one that table=NAME asks for. The page shows these same tables.
	tables []*aggregate.Table
	// redirect, where set, sends the browser there after a form (303) and the
	// rest is ignored.
	redirect string
}

// drawing are the scripts of a page that draws.
var drawing = []string{"echarts.min.js", "charts.js"}

// routes is the table of routes. The navigation shows those with nav, in
// this order.
func routes() []route {
	return slices.Concat(figureRoutes(), seasonRoutes(), checkRoutes(), officeRoutes())
}

// figureRoutes are the pages of the county in figures.
func figureRoutes() []route {
	return []route{
		{path: home, nav: "总览", template: "overview", filters: filterAll, scripts: drawing, page: (*Server).overview},
		{path: "/compare", nav: "比较", template: "compare", filters: filterAll, scripts: drawing, page: (*Server).compare},
		{path: "/trend", nav: "趋势", template: "trend", filters: filterAll, scripts: drawing, page: (*Server).trend},
		{path: "/composition", nav: "构成", template: "composition", filters: filterAll, scripts: drawing, page: (*Server).composition},
	}
}

// seasonRoutes are the pages of what comes in, goes back and comes again.
func seasonRoutes() []route {
	return []route{
		{path: "/work", nav: "本年工作", group: 1, template: "work", filters: filterYear, scripts: copying, page: (*Server).work, fresh: true},
		{method: http.MethodPost, path: "/work/tick", page: (*Server).tickStep},
		{method: http.MethodPost, path: "/work/untick", page: (*Server).untickStep},
		{method: http.MethodPost, path: "/work/start", page: (*Server).startYear},
		{path: "/why", under: "/summary", template: "why", filters: filterYear | filterScope, scripts: copying, page: (*Server).why},
		{path: "/handouts", nav: "下发", group: 1, template: "handouts", filters: filterYear, page: (*Server).handouts},
		{path: "/handouts/form.docx", raw: (*Server).handoutWord},
		{path: "/handouts/selfcheck.xlsx", raw: (*Server).handoutBook},
		{path: "/handouts/all.zip", raw: (*Server).handoutsFile},
		{path: "/receipts", nav: "收件", group: 1, template: "receipts", filters: filterYear, page: (*Server).receipts, fresh: true},
		{path: "/receipts/file", raw: (*Server).receiptFile},
		{method: http.MethodPost, path: "/receipts/edit", page: (*Server).editReceipt},
		{method: http.MethodPost, path: "/receipts/note", page: (*Server).notePaper},
		{method: http.MethodPost, path: "/receipts/remove", page: (*Server).removePaper},
		{path: "/delivery", nav: "报送", group: 1, template: "delivery", filters: filterYear, scripts: copying, page: (*Server).delivery, badge: unreported, fresh: true},
		{method: http.MethodPost, path: "/delivery/received", page: (*Server).setReceived},
		{method: http.MethodPost, path: "/delivery/deadlines", page: (*Server).setDeadlines},
		{path: "/delivery/picture", under: "/delivery", template: "delivery_picture", filters: filterYear, scripts: []string{"picture.js"}, page: (*Server).deliveryPicture, fresh: true},
		{method: http.MethodPost, path: "/returns", page: (*Server).sendBack},
		{method: http.MethodPost, path: "/returns/withdraw", page: (*Server).withdrawReturn},
	}
}

// checkRoutes are the pages of checking, and the county's table that comes of it.
func checkRoutes() []route {
	return []route{
		{path: "/check", nav: "核对", group: 1, template: "check", filters: filterYear | filterScope, scripts: checking, page: (*Server).check, badge: sentBack},
		{path: "/check/sheets", under: "/check", template: "sheets", filters: filterYear | filterScope, page: (*Server).sheets},
		{path: "/check/sheets.docx", raw: (*Server).sheetsFile},
		{method: http.MethodPost, path: "/check/explain", page: (*Server).explain},
		{method: http.MethodPost, path: "/check/unexplain", page: (*Server).unexplain},
		{method: http.MethodPost, path: "/check/review", page: (*Server).review},
		{method: http.MethodPost, path: "/check/unreview", page: (*Server).unreview},
		{path: "/reports", nav: "单位年报", group: 1, template: "reports", filters: filterYear, page: (*Server).reports},
		{path: "/problems", nav: "存在问题", group: 1, template: "problems", filters: filterYear, scripts: copying, page: (*Server).problems},
		{path: "/report", under: "/reports", template: "report", page: (*Server).report},
		{method: http.MethodPost, path: "/report/correct", page: (*Server).correctFigure},
		{method: http.MethodPost, path: "/report/uncorrect", page: (*Server).uncorrectFigure},
		{path: "/report/original", raw: (*Server).original},
		{path: "/report/page.png", raw: (*Server).pagePicture},
		{path: "/summary", nav: "汇总", group: 1, template: "summary", filters: filterYear, page: (*Server).summary},
		{path: "/summary/form.docx", raw: (*Server).countyFormFile},
		{method: http.MethodPost, path: "/summary/noreport", page: (*Server).stateNoReport},
		{method: http.MethodPost, path: "/summary/adjust", page: (*Server).adjust},
		{method: http.MethodPost, path: "/summary/unadjust", page: (*Server).unadjust},
		{path: "/final", nav: "定稿", group: 1, template: "final", filters: filterYear, page: (*Server).final},
		{path: "/final/table", raw: (*Server).finalFile},
		{path: "/final/table.xlsx", raw: (*Server).finalWorkbook},
		{method: http.MethodPost, path: "/final", page: (*Server).freeze},
		{method: http.MethodPost, path: "/final/seal", page: (*Server).seal},
	}
}

// officeRoutes are the pages of files, exports and settings.
func officeRoutes() []route {
	return []route{
		{path: "/imports", nav: "导入", group: 2, template: "imports", scripts: importing, page: (*Server).imports, fresh: true},
		{path: "/imports/job", raw: (*Server).jobStatus},
		{path: "/imports/batch", under: "/imports", template: "import_batch", page: (*Server).batch, fresh: true},
		{method: http.MethodPost, path: "/imports", maxBody: maxUpload, page: (*Server).upload},
		{method: http.MethodPost, path: "/imports/roster/preview", under: "/imports", template: "import_roster", page: (*Server).previewRoster},
		{method: http.MethodPost, path: "/imports/roster", page: (*Server).setRoster},
		{method: http.MethodPost, path: "/imports/collecting", page: (*Server).setCollecting},
		{method: http.MethodPost, path: "/imports/county", page: (*Server).setCounty},
		{method: http.MethodPost, path: "/imports/settle", page: (*Server).settle},
		{method: http.MethodPost, path: "/imports/take", page: (*Server).take},
		{method: http.MethodPost, path: "/imports/discard", page: (*Server).discard},
		{method: http.MethodPost, path: "/imports/takeback", page: (*Server).takeBack},
		{path: "/entries", under: "/imports", template: "entries", page: (*Server).entries, fresh: true},
		{path: "/entry", under: "/imports", template: "entry", scripts: entering, page: (*Server).entry, fresh: true},
		{path: "/entry/picture", raw: (*Server).scanPicture},
		{method: http.MethodPost, path: "/entry", maxBody: maxEntry, page: (*Server).saveEntry},
		{method: http.MethodPost, path: "/entry/check", under: "/imports", template: "entry", scripts: entering, maxBody: maxEntry, page: (*Server).checkEntry},
		{method: http.MethodPost, path: "/entry/second", under: "/imports", template: "entry", scripts: entering, maxBody: maxEntry, page: (*Server).secondEntry},
		{method: http.MethodPost, path: "/entry/tick", page: (*Server).tickEntry},
		{path: "/earlier", nav: "早年数据", group: 2, template: "earlier", page: (*Server).earlier, fresh: true},
		{method: http.MethodPost, path: "/earlier/open", under: "/earlier", template: "summary_columns", maxBody: maxSummary + 1<<20, page: (*Server).openSummary},
		{method: http.MethodPost, path: "/earlier/reopen", under: "/earlier", template: "summary_columns", page: (*Server).reopenSummary},
		{method: http.MethodPost, path: "/earlier", page: (*Server).importSummary},
		{path: "/export", nav: "导出", group: 2, template: "export", filters: filterAll, page: (*Server).exportPage},
		{path: "/settings", nav: "设置", group: 2, template: "settings", filters: filterYear, page: (*Server).settings, fresh: true},
		{path: "/settings/roster", raw: (*Server).rosterFile},
		{path: "/settings/roster.xlsx", raw: (*Server).rosterWorkbook},
		{path: "/settings/template.xlsx", raw: (*Server).rosterTemplate},
		{method: http.MethodPost, path: "/settings/roster", maxBody: maxRoster, page: (*Server).saveRoster},
		{method: http.MethodPost, path: "/settings/county", page: (*Server).saveCounty},
		{method: http.MethodPost, path: "/settings/successions", page: (*Server).saveSuccessions},
		{method: http.MethodPost, path: "/settings/succession", page: (*Server).decideSuccession},
		{method: http.MethodPost, path: "/settings/upload", under: "/settings", template: "import_roster", maxBody: maxRoster, page: (*Server).uploadRoster},
		{path: "/export/long", raw: (*Server).longFile},
		{path: "/export/findings", raw: (*Server).findingsFile},
	}
}
