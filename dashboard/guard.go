package dashboard

import (
	"crypto/subtle"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxForm bounds an ordinary form: the longest is a pasted list of agencies.
const maxForm = 1 << 20

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// hostAllowed refuses foreign names that resolve to this machine (DNS
// rebinding): only loopback names with our port, and the address itself.
func (s *Server) hostAllowed(host string) bool {
	if s.config.Address != "" && strings.EqualFold(host, s.config.Address) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), "80"
	}
	if !slices.Contains([]string{"127.0.0.1", "localhost", "::1"}, strings.ToLower(name)) {
		return false
	}
	if s.config.Address == "" {
		return true
	}
	_, ours, err := net.SplitHostPort(s.config.Address)
	return err == nil && port == ours
}

// checkForm accepts a writing request only from our own pages. The token
// comes in the header X-Form-Token, in the query, or in an urlencoded body:
// an upload's body is not read before its sender is known.
func (s *Server) checkForm(r *http.Request) error {
	if !sameOrigin(r) {
		return &problem{status: http.StatusForbidden, message: "只接受从本程序页面提交的操作，请回到页面重试"}
	}
	token := r.Header.Get("X-Form-Token")
	if token == "" {
		token = r.URL.Query().Get("token")
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if token == "" && kind == "application/x-www-form-urlencoded" {
		token = r.PostFormValue("token")
	}
	if subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) != 1 {
		return &problem{status: http.StatusForbidden, message: "页面已过期（程序重新启动过），请刷新页面后再提交"}
	}
	return nil
}

func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	from := r.Header.Get("Origin")
	if from == "" {
		from = r.Header.Get("Referer")
	}
	u, err := url.Parse(from)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
