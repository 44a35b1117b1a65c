package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// chromium finds a browser. Where none is, the test says so; where one was
// promised (NIANBAO_NEED_BROWSER), that is a failure.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("NIANBAO_NEED_BROWSER") != "" {
		t.Fatal("no Chromium found, though one was promised")
	}
	t.Skip("no Chromium found: pages are not opened in a browser; install the package chromium")
	return ""
}

// visitor is a browser with what it saw.
type visitor struct {
	t        *testing.T
	ctx      context.Context
	base     string
	mu       sync.Mutex
	trouble  []string // console errors and exceptions
	requests []string // addresses asked for
}

// pagesTimeout bounds all pages of a test on a slow machine.
const pagesTimeout = 4 * time.Minute

func newVisitor(t *testing.T, base string) *visitor {
	t.Helper()
	return newPatientVisitor(t, base, pagesTimeout)
}

// newPatientVisitor is newVisitor for a test of more pages.
func newPatientVisitor(t *testing.T, base string, limit time.Duration) *visitor {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.WindowSize(1440, 1200),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	v := &visitor{t: t, ctx: ctx, base: base}
	for _, enable := range []error{
		chromedp.Listen(ctx, v.listen),
		chromedp.Do(ctx, command(network.Enable, network.EnableParams{}), command(runtime.Enable, cdp.Empty{}), command(log.Enable, cdp.Empty{})),
	} {
		if enable != nil {
			t.Fatal(enable)
		}
	}
	return v
}

// command sends one protocol command.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (v *visitor) listen(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		v.trouble = append(v.trouble, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// What the browser itself complains of, such as a policy that was broken.
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			v.trouble = append(v.trouble, fmt.Sprintf("log %s: %s", e.Entry.Level, e.Entry.Text))
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			v.trouble = append(v.trouble, fmt.Sprintf("console %s: %s", e.Type, e.Args[0].Value))
		}
	case *network.EventRequestWillBeSent:
		v.requests = append(v.requests, e.Request.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			v.trouble = append(v.trouble, fmt.Sprintf("%d for %s", e.Response.Status, e.Response.URL))
		}
	}
}

// open opens a page and gives its scripts a moment.
func (v *visitor) open(path string) {
	v.t.Helper()
	err := chromedp.Do(v.ctx, chromedp.Navigate(v.base+path), chromedp.WaitReady("main"), chromedp.Sleep(400*time.Millisecond))
	if err != nil {
		v.t.Fatalf("%s: %v", path, err)
	}
}

// evaluate runs a script in the page.
func evaluate[T any](v *visitor, script string) T {
	v.t.Helper()
	out, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		v.t.Fatal(err)
	}
	return out
}

// check reports what went wrong since the last check.
func (v *visitor) check(path string) {
	v.t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range v.trouble {
		v.t.Errorf("%s: %s", path, s)
	}
	for _, r := range v.requests {
		if u, err := url.Parse(r); err != nil || u.Scheme != "data" && u.Scheme != "blob" && "http://"+u.Host != v.base {
			v.t.Errorf("%s: a request left for %s", path, r)
		}
	}
	v.trouble, v.requests = nil, nil
}

// serving serves the pages over a store.
func serving(t *testing.T, s *store.Store) string {
	t.Helper()
	return servingAt(t, s, time.Now)
}

// servingAt serves the pages by another clock.
func servingAt(t *testing.T, s *store.Store, now func() time.Time) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handler, stop, err := newHandler(s, l.Addr().String(), now)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler}
	go server.Serve(l)
	t.Cleanup(func() { server.Close(); stop() })
	return "http://" + l.Addr().String()
}

// drawn counts the charts of the page and those of them with ink on them.
const drawn = `(function () {
  var charts = 0, inked = 0;
  document.querySelectorAll("script[data-for]").forEach(function (s) {
    charts++;
    var box = document.getElementById(s.dataset.for);
    var c = box && box.querySelector("canvas");
    if (box && box.querySelector("svg path")) { inked++; return; }
    if (!c || !c.width || !c.height) { return; }
    var d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
    for (var i = 3; i < d.length; i += 4) { if (d[i]) { inked++; return; } }
  });
  return [charts, inked];
})()`

func TestEveryPageInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	s, _ := imported(t, demoCounty)
	v := newVisitor(t, serving(t, s))
	agency := url.QueryEscape("公安局")
	pages := []struct {
		path   string
		charts int // at least
	}{
		{"/overview?year=2024", 3}, {"/overview?year=2018&scope=county", 3},
		{"/compare?year=2024", 2}, {"/compare?year=2023&item=rate.granted", 1},
		{"/trend", 1}, {"/trend?item=rate.closed", 1},
		{"/composition?year=2022", 2}, {"/delivery?year=2024", 0}, {"/reports?year=2024", 0},
		{"/report?year=2024&agency=" + agency, 0}, {"/report?year=2016&agency=" + agency, 0},
		{"/report?year=2024&cell=t3.new.total&agency=" + agency, 0}, {"/imports", 0}, {"/export?year=2024", 0},
		{"/check?year=2022", 0}, {"/check?year=2024&by=rule", 0}, {"/problems?year=2018", 0}, {"/problems?year=2024&q=%E4%B8%8D", 0},
		{"/summary?year=2022", 0}, {"/summary?year=2018&scope=county&errors=exclude", 0}, {"/settings?year=2024", 0},
	}
	for _, p := range pages {
		v.open(p.path)
		counts := evaluate[[]int](v, drawn)
		words := evaluate[string](v, `document.querySelector("main").innerText`)
		v.check(p.path)
		if counts[0] < p.charts || counts[1] != counts[0] {
			t.Errorf("%s: want at least %d charts, all drawn; got %d, drawn %d", p.path, p.charts, counts[0], counts[1])
		}
		if len(words) < 40 {
			t.Errorf("%s: the page is nearly empty: %q", p.path, words)
		}
	}
}

func TestTheCSVDownloadsInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	s, _ := imported(t, cleanCounty)
	v := newVisitor(t, serving(t, s))
	dir := t.TempDir()
	done := make(chan string, 1)
	err := chromedp.Listen(v.ctx, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			done <- e.GUID
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	v.open("/compare?year=2024")
	err = chromedp.Do(v.ctx, command(browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &yes,
	}))
	if err != nil {
		t.Fatal(err)
	}
	evaluate[chromedp.Void](v, `document.querySelector('a[href*="/compare.csv"]').click()`)
	select {
	case name := <-done:
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if text := string(b); !strings.HasPrefix(text, "\ufeff") || !strings.Contains(text, "示例县公安局") {
			t.Errorf("the file is not the table: %.200q", text)
		}
	case <-time.After(30 * time.Second):
		t.Error("nothing was downloaded")
	}
}

// hostile is an agency's name that would do harm in a page or a table.
const hostile = `<script>alert(1)</script>=cmd`

func TestAHostileNameDoesNoHarm(t *testing.T) {
	t.Parallel()
	chromium(t)
	s := open(t, filepath.Join(t.TempDir(), dbName))
	c := sample.Clean(1)
	files := slices.DeleteFunc(uploads(t, c), func(f intake.File) bool { return !strings.HasPrefix(f.Path, "2023/") })
	in := newIntake(s)
	if _, err := in.Import(context.Background(), files, intake.Options{Agency: hostile, Replace: true}, nil); err != nil {
		t.Fatal(err)
	}
	older := slices.DeleteFunc(uploads(t, c), func(f intake.File) bool { return !strings.HasPrefix(f.Path, "2022/") })
	if _, err := in.Import(context.Background(), older, intake.Options{Agency: "=cmd|' /C calc'!A0", Replace: true}, nil); err != nil {
		t.Fatal(err)
	}
	r, err := s.Roster(context.Background())
	if err != nil || len(r.Agencies) != 2 {
		t.Fatalf("want two hostile agencies, got %v, %v", r, err)
	}
	v := newVisitor(t, serving(t, s))
	for _, path := range []string{"/overview?year=2023", "/compare?year=2023", "/trend", "/composition?year=2023", "/delivery", "/reports?year=2023",
		"/report?year=2023&agency=" + url.QueryEscape(r.Agencies[0].Key), "/report?year=2023&agency=" + url.QueryEscape(r.Agencies[1].Key), "/imports"} {
		v.open(path)
		scripts := evaluate[int](v, `Array.from(document.scripts).filter(function (s) { return /^\s*alert/.test(s.textContent); }).length`)
		v.check(path)
		if scripts != 0 {
			t.Errorf("%s: the name became a script", path)
		}
	}
	var b strings.Builder
	for _, what := range exports {
		x := exporting{what: what, format: "csv", scope: "all"}
		if err := x.write(context.Background(), s, &b, "utf-8"); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "=") || strings.Contains(line, ",=cmd") || strings.Contains(line, `,"=cmd`) {
			t.Errorf("a formula stands in the table: %s", line)
		}
	}
}
