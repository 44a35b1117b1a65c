package dashboard

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
)

func TestHostMustBeOurs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, address, host string
		want                int
	}{
		{"the configured address", "127.0.0.1:8080", "127.0.0.1:8080", 200},
		{"localhost with our port", "127.0.0.1:8080", "localhost:8080", 200},
		{"IPv6 loopback with our port", "127.0.0.1:8080", "[::1]:8080", 200},
		{"loopback with another port", "127.0.0.1:8080", "127.0.0.1:9", 421},
		{"loopback without a port", "127.0.0.1:8080", "127.0.0.1", 421},
		{"port 80 is not written out", "127.0.0.1:80", "localhost", 200},
		{"a foreign name that leads here", "127.0.0.1:8080", "evil.example:8080", 421},
		{"a foreign name that begins like ours", "127.0.0.1:8080", "localhost.evil.example:8080", 421},
		{"no address given: any port of loopback", "", "localhost:4711", 200},
		{"no address given: foreign name", "", "evil.example", 421},
		{"no host at all", "127.0.0.1:8080", "", 421},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := yearbook().serve(t)
			s.config.Address = test.address
			r := httptest.NewRequest(http.MethodGet, "/overview", nil)
			r.Host = test.host
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != test.want {
				t.Errorf("want %d, got %d", test.want, w.Code)
			}
		})
	}
}

func TestFormsOnlyFromOurPages(t *testing.T) {
	t.Parallel()
	const typed = "application/x-www-form-urlencoded"
	tests := []struct {
		name   string
		header map[string]string
		token  bool
		want   int
	}{
		{"our page and token", map[string]string{"Sec-Fetch-Site": "same-origin"}, true, 303},
		{"our origin where the browser sends no Sec-Fetch-Site", map[string]string{"Origin": "http://127.0.0.1:8080"}, true, 303},
		{"our page as referer", map[string]string{"Referer": "http://127.0.0.1:8080/imports"}, true, 303},
		{"our page without token", map[string]string{"Sec-Fetch-Site": "same-origin"}, false, 403},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, true, 403},
		{"another site claims our origin", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"}, true, 403},
		{"another origin", map[string]string{"Origin": "http://evil.example"}, true, 403},
		{"an opaque origin", map[string]string{"Origin": "null"}, true, 403},
		{"nothing said", nil, true, 403},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := yearbook()
			s := o.serve(t)
			fields := url.Values{"collecting": {"2023"}}
			if test.token {
				fields.Set("token", s.token)
			}
			r := httptest.NewRequest(http.MethodPost, "/imports/collecting", strings.NewReader(fields.Encode()))
			r.Host = "127.0.0.1:8080"
			r.Header.Set("Content-Type", typed)
			for name, value := range test.header {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != test.want {
				t.Errorf("want %d, got %d", test.want, w.Code)
			}
			if done := len(o.calls) > 0; done != (test.want == 303) {
				t.Errorf("want done %v, got calls %q", test.want == 303, o.calls)
			}
		})
	}
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := yearbook().serve(t)
	for _, path := range []string{"/overview", "/overview.csv", "/assets/app.js", "/nowhere"} {
		h := get(t, s, path).Header()
		if got := h.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; script-src 'self';") {
			t.Errorf("%s: want a policy that allows own scripts only, got %q", path, got)
		}
		if got := h.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: want nosniff, got %q", path, got)
		}
		if got := h.Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("%s: want no-referrer, got %q", path, got)
		}
	}
}

func TestETagFollowsTheChangeNumber(t *testing.T) {
	t.Parallel()
	o := yearbook()
	s := o.serve(t)
	tag := get(t, s, "/overview").Header().Get("ETag")
	if tag == "" {
		t.Fatal("want an ETag, got none")
	}
	if w := get(t, s, "/overview", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("the same state: want 304 without a body, got %d with %d bytes", w.Code, w.Body.Len())
	}
	o.change++
	if w := get(t, s, "/overview", "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("after a change: want 200, got %d", w.Code)
	}
}

func TestBadAddressesAreAnsweredWithASentence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path string
		status     int
		want       string
	}{
		{"year that is no number", "/overview?year=zwanzig", 400, "年度“zwanzig”不对"},
		{"year before the regulation", "/overview?year=1999", 400, "年度“1999”不对"},
		{"year to come", "/overview?year=2026", 400, "年度“2026”不对"},
		{"scope", "/compare?scope=moon", 400, "口径“moon”不对"},
		{"errors", "/trend?errors=maybe", 400, "不能是“maybe”"},
		{"item", "/trend?item=nothing", 400, "没有名为“nothing”的指标"},
		{"agency", "/trend?agency=nobody", 400, "名单中没有单位“nobody”"},
		{"order", "/compare?order=size", 400, "排序“size”不对"},
		{"order of the largest", "/overview?order=size", 400, "排序“size”不对"},
		{"bars", "/composition?bars=round", 400, "“round”"},
		{"total", "/trend?total=x", 400, "“x”"},
		{"table of a file", "/overview.csv?table=none", 400, "没有名为“none”的表"},
		{"encoding of a file", "/overview.csv?encoding=ebcdic", 400, "编码只能是"},
		{"page", "/nowhere", 404, "没有这个页面"},
		{"asset", "/assets/nothing.js", 404, "没有这个文件"},
		{"asset outside", "/assets/..%2fserver.go", 404, ""},
		{"markup in the address", "/overview?year=<script>", 400, "年度“<script>”不对"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, yearbook().serve(t), test.path)
			if w.Code != test.status {
				t.Errorf("want %d, got %d", test.status, w.Code)
			}
			page := parse(t, w.Body)
			if got := textOf(page); !strings.Contains(got, test.want) {
				t.Errorf("want a page that says %q, got %q", test.want, got)
			}
			if n := len(find(page, "script")); n != 2 {
				t.Errorf("want the page's own 2 scripts, got %d", n)
			}
		})
	}
}

// broken fails or panics in place of a snapshot.
type broken struct {
	*office
	panics bool
}

func (b broken) Snapshot(context.Context) (*aggregate.Snapshot, error) {
	if b.panics {
		panic("secret detail")
	}
	return nil, errors.New("secret detail")
}

func TestOurFaultsSayNothingOfThemselves(t *testing.T) {
	t.Parallel()
	for _, panics := range []bool{false, true} {
		o := yearbook()
		s := o.serve(t)
		s.config.Snapshots = broken{o, panics}
		w := get(t, s, "/overview")
		if w.Code != http.StatusInternalServerError {
			t.Errorf("panics %v: want 500, got %d", panics, w.Code)
		}
		body := w.Body.String()
		if strings.Contains(body, "secret") || !strings.Contains(body, "程序出错") {
			t.Errorf("panics %v: want a page without the cause, got %s", panics, body)
		}
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	w := get(t, yearbook().serve(t), "/compare.csv?year=2023")
	want := `attachment; filename="nianbao.csv"; filename*=UTF-8''2023%E5%B9%B4%E5%BA%A6%E5%85%A8%E5%8E%BF%E5%90%84%E5%8D%95%E4%BD%8D%E6%AF%94%E8%BE%83.csv`
	if got := w.Header().Get("Content-Disposition"); got != want {
		t.Errorf("want %s, got %s", want, got)
	}
}
