// Package dashboard is what the clerk sees in the browser: server-rendered
// Chinese pages over one snapshot of figures, their charts, and the same
// tables as CSV, JSON and XLSX.
//
// # Adding a page
//
// A page is one line in routes (routes.go), one handler in a file of its own
// named for the page, and one template templates/<name>.html that defines
// "content". The navigation, the template and the handler are found from that
// line. A handler gets a visit (snapshot, query, address) and returns an
// answer: a title, the named struct its template shows (.Body), and the
// aggregate tables that the same address gives as .csv, .json and .xlsx. A form is a
// route with method POST that returns an answer with a Redirect; its template
// puts {{.Token}} into a hidden field named token.
package dashboard

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// Snapshots is where a page gets the figures it shows. Cache is one.
type Snapshots interface {
	// Snapshot returns the last snapshot built; it never returns nil without
	// an error.
	Snapshot(ctx context.Context) (*aggregate.Snapshot, error)
	// Refresh waits until the snapshot holds every change made before the
	// call. It is called after a form changed something, so that the page
	// that follows shows it.
	Refresh(ctx context.Context) error
}

// Findings answers what has no sum: the open and explained findings, errors
// first, then official order of agencies.
type Findings interface {
	Findings(ctx context.Context, filter data.FindingFilter) ([]data.Finding, error)
	// Explanations returns what was said of the findings of a year, those among
	// them that are not stored.
	Explanations(ctx context.Context, year int) (map[data.FindingKey]data.Explanation, error)
}

// Config is what a Server needs from outside. Snapshots, Findings, Reports
// and Now must be set.
type Config struct {
	Snapshots Snapshots
	Findings  Findings
	// Reports answers for single reports and files, Imports changes them.
	Reports Reports
	Imports Importer
	// Summaries takes the office's own tables of earlier years over.
	Summaries Summaries
	// Settings changes the roster and the county.
	Settings Settings
	// Pictures draws the pages of PDF files; nil draws none.
	Pictures Pictures
	// Entries keeps what persons type, Scans gives what they type it from; both
	// or neither are set.
	Entries Entries
	Scans   Scans
	// Receiver changes what is known of what came in.
	Receiver Receiver
	// Decisions keeps what persons decide about findings.
	Decisions Decisions
	// Closing keeps adjustments, signed tables, seals and steps of the year.
	Closing Closing
	// Rules are the rules of the checks in their order; 核对 says why they are.
	Rules []Rule
	// Now is the clock: for today's date and the days to the deadline only.
	Now func() time.Time
	// Version is the program's version; it is part of every ETag.
	Version string
	// Address is the host:port served, which a request's Host must name. Where
	// it is empty any loopback name with any port is accepted.
	Address string
	// Log gets one line per failed request with the inner cause; nil drops it.
	Log *slog.Logger
}

// Server answers the dashboard's requests. It is an http.Handler and safe for
// concurrent use.
type Server struct {
	config Config
	engine *gin.Engine
	jobs   *jobs
	cameIn cameIn
	opened opened
	moved  moved
	// drawing holds a value while a page of a file is drawn.
	drawing chan struct{}
	views   map[string]*template.Template
	assets  fs.FS
	stamp   string // changes with any asset
	// token is new in each process; forms must send it back.
	token string
	// boot tells this process's pages from an earlier one's in ETags, since
	// pages carry the token.
	boot string
}

// New parses the templates and lays the routes. It fails where Config lacks
// something or a template is broken.
func New(config Config) (*Server, error) {
	if config.Snapshots == nil || config.Findings == nil || config.Reports == nil || config.Now == nil {
		return nil, fmt.Errorf("new dashboard: snapshots, findings, reports and clock must be given")
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	assets, err := fs.Sub(embedded, "assets")
	if err != nil {
		return nil, fmt.Errorf("new dashboard: %w", err)
	}
	stamp, err := stampOf(assets)
	if err != nil {
		return nil, fmt.Errorf("new dashboard: %w", err)
	}
	views, err := parseViews(routes())
	if err != nil {
		return nil, fmt.Errorf("new dashboard: %w", err)
	}
	s := &Server{config: config, jobs: newJobs(), drawing: make(chan struct{}, 1), views: views, assets: assets, stamp: stamp, token: rand.Text(), boot: rand.Text()[:8]}
	s.engine = s.newEngine()
	return s, nil
}

func (s *Server) newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.Use(s.recoverPanic)
	for _, r := range routes() {
		e.Handle(r.verb(), r.path, func(c *gin.Context) { s.serve(c, r) })
	}
	e.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, home) })
	e.GET("/assets/:name", s.asset)
	e.HEAD("/assets/:name", s.asset)
	e.NoRoute(func(c *gin.Context) { s.fail(c, notFound("没有这个页面，请从左侧导航重新进入")) })
	e.NoMethod(func(c *gin.Context) {
		s.fail(c, &problem{status: http.StatusMethodNotAllowed, message: "这个地址不接受这种请求"})
	})
	return e
}

// ServeHTTP checks who asks, sets the security headers and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setSecurityHeaders(w.Header())
	if !s.hostAllowed(r.Host) {
		// The answer is plain: nothing of the county goes to a foreign name.
		http.Error(w, "不接受这个主机名，请用启动时显示的地址打开", http.StatusMisdirectedRequest)
		return
	}
	path, format := splitFormat(r.URL.Path)
	if format != formatPage {
		u := *r.URL
		u.Path, u.RawPath = path, ""
		r = r.Clone(context.WithValue(r.Context(), formatKey{}, format))
		r.URL = &u
	}
	s.engine.ServeHTTP(w, r)
}

// Formats of one view: the page, or its tables as a file.
const (
	formatPage = ""
	formatCSV  = "csv"
	formatJSON = "json"
	formatXLSX = "xlsx"
)

type formatKey struct{}

// home is the page that the bare address leads to.
const home = "/overview"

// splitFormat takes the ending .csv, .json or .xlsx off the path of a view, so
// that every route has them without naming them. A route that bears such an
// ending itself keeps it.
func splitFormat(path string) (string, string) {
	if strings.HasPrefix(path, "/assets/") || strings.HasSuffix(path, "."+formatXLSX) && routed(path) {
		return path, formatPage
	}
	for _, format := range []string{formatCSV, formatJSON, formatXLSX} {
		if rest, ok := strings.CutSuffix(path, "."+format); ok && rest != "" && !strings.HasSuffix(rest, "/") {
			return rest, format
		}
	}
	return path, formatPage
}

// routed reports whether a route has just this path.
func routed(path string) bool {
	return slices.ContainsFunc(routes(), func(r route) bool { return r.path == path })
}

// stampOf is a short digest of all assets.
func stampOf(assets fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(assets, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets, path)
		h.Write(b)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read assets: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil))[:10], nil
}

// asset serves an embedded file. Its address carries the stamp, so that it
// may be kept for long.
func (s *Server) asset(c *gin.Context) {
	name := c.Param("name")
	if info, err := fs.Stat(s.assets, name); err != nil || info.IsDir() {
		s.fail(c, notFound("没有这个文件"))
		return
	}
	c.Header("Cache-Control", "public, max-age=86400")
	http.ServeFileFS(c.Writer, c.Request, s.assets, name)
}
