package dashboard

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// problem is an error with a sentence for the clerk. Any other error is our
// fault: 500, and its text goes to the log only.
type problem struct {
	status  int
	message string // Chinese, says what to do
	cause   error  // for the log; may be nil
}

func (p *problem) Error() string {
	if p.cause != nil {
		return p.message + ": " + p.cause.Error()
	}
	return p.message
}

func (p *problem) Unwrap() error { return p.cause }

// badQuery is a 400: the address or the form says something impossible.
func badQuery(format string, args ...any) error {
	return &problem{status: http.StatusBadRequest, message: fmt.Sprintf(format, args...)}
}

// notFound is a 404.
func notFound(format string, args ...any) error {
	return &problem{status: http.StatusNotFound, message: fmt.Sprintf(format, args...)}
}

// errorPage is the body of the error page.
type errorPage struct {
	Status  int
	Heading string
	Message string
}

// fail is the one place that decides status, log line and error page.
func (s *Server) fail(c *gin.Context, err error) {
	p := &problem{status: http.StatusInternalServerError, message: "程序出错，本页没有显示任何数据。请重试；仍不行时把日志交给维护人员", cause: err}
	var given *problem
	if errors.As(err, &given) {
		p = given
	}
	level := s.config.Log.Info
	if p.status >= http.StatusInternalServerError {
		level = s.config.Log.Error
	}
	level("request failed", "method", c.Request.Method, "path", c.Request.URL.Path, "status", p.status, "error", err)
	body := errorPage{Status: p.status, Heading: heading(p.status), Message: p.message}
	f := s.bareFrame(body.Heading, body)
	html, err := s.render("error", f)
	if err != nil {
		s.config.Log.Error("error page failed", "error", err)
		html = []byte(p.message)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(p.status, "text/html; charset=utf-8", html)
	c.Abort()
}

func heading(status int) string {
	switch {
	case status == http.StatusNotFound:
		return "没有找到"
	case status == http.StatusForbidden:
		return "没有接受"
	case status < http.StatusInternalServerError:
		return "无法按这个要求显示"
	}
	return "程序出错"
}

// recoverPanic turns a panic into the error page; the stack goes to the log.
func (s *Server) recoverPanic(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			s.fail(c, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	c.Next()
}
