package dashboard

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
)

// visit is one request to a page: the one snapshot it shows, the choices that
// its address makes, and the request itself.
type visit struct {
	c        *gin.Context
	route    route
	snapshot *aggregate.Snapshot
	// query holds 年度, 口径 and 有错误的单位 of the address, defaults filled in.
	query aggregate.Query
	// state is what every link to another page keeps of the address.
	state  url.Values
	format string // formatPage, formatCSV, formatJSON or formatXLSX
	// delivered is what came in; nil until deliveries made it.
	delivered *deliveryMatrix
}

// serve answers one request to a route.
func (s *Server) serve(c *gin.Context, r route) {
	if err := s.try(c, r); err != nil {
		s.fail(c, err)
	}
}

func (s *Server) try(c *gin.Context, r route) error {
	limit := r.maxBody
	if limit == 0 {
		limit = maxForm
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	if r.verb() != http.MethodGet {
		if err := s.checkForm(c.Request); err != nil {
			return err
		}
	}
	v, err := s.newVisit(c, r)
	if err != nil {
		return err
	}
	if r.raw != nil {
		return r.raw(s, v)
	}
	if r.verb() == http.MethodGet && !r.fresh && s.notModified(v) {
		return nil
	}
	a, err := r.page(s, v)
	if err != nil {
		return err
	}
	if a.redirect != "" {
		return s.redirect(v, a.redirect)
	}
	return s.write(v, a)
}

func (s *Server) newVisit(c *gin.Context, r route) (*visit, error) {
	snapshot, err := s.config.Snapshots.Snapshot(c.Request.Context())
	if err != nil {
		return nil, fmt.Errorf("open page: %w", err)
	}
	v := &visit{c: c, route: r, snapshot: snapshot}
	v.format, _ = c.Request.Context().Value(formatKey{}).(string)
	if err := v.parseQuery(s.config.Now()); err != nil {
		return nil, err
	}
	return v, nil
}

// notModified sets the ETag and answers 304 where the browser has this state.
// The date is part of it because pages count the days to the deadline.
func (s *Server) notModified(v *visit) bool {
	today := s.config.Now().Format("20060102")
	// The browser's own name is in its forms.
	person := sha256.Sum256([]byte(v.person()))
	tag := fmt.Sprintf(`W/"%d-%s-%s-%s-%x"`, v.snapshot.Change(), s.config.Version, s.boot, today, person[:4])
	v.c.Header("ETag", tag)
	v.c.Header("Cache-Control", "private, no-cache")
	return v.has(tag)
}

// has answers 304 where the browser has what bears the ETag.
func (v *visit) has(tag string) bool {
	for sent := range strings.SplitSeq(v.c.GetHeader("If-None-Match"), ",") {
		if strings.TrimSpace(sent) == tag {
			v.c.Status(http.StatusNotModified)
			v.c.Writer.WriteHeaderNow()
			return true
		}
	}
	return false
}

// redirect follows a form; the change it made is in the next page's snapshot.
func (s *Server) redirect(v *visit, to string) error {
	if err := s.config.Snapshots.Refresh(v.c.Request.Context()); err != nil {
		return fmt.Errorf("refresh after form: %w", err)
	}
	v.c.Redirect(http.StatusSeeOther, to)
	return nil
}

// write sends the answer as page or file. It is rendered to memory
// first, so that a fault never leaves half a page.
func (s *Server) write(v *visit, a answer) error {
	if v.format != formatPage {
		return v.writeFile(a)
	}
	if _, err := s.deliveries(v); err != nil {
		return err
	}
	f := s.newFrame(v, a)
	var err error
	if f.Closed, err = s.closedMarks(v); err != nil {
		return err
	}
	html, err := s.render(v.route.template, f)
	if err != nil {
		return err
	}
	v.c.Data(http.StatusOK, "text/html; charset=utf-8", html)
	return nil
}

// table is the table that the address asks for with table=NAME, else the first.
func (v *visit) table(a answer) (*aggregate.Table, error) {
	name := v.c.Query("table")
	for _, t := range a.tables {
		if name == "" || t.Name == name {
			return t, nil
		}
	}
	if name == "" {
		return nil, notFound("本页没有可以下载的表")
	}
	return nil, badQuery("本页没有名为“%s”的表", name)
}

func (v *visit) writeFile(a answer) error {
	if v.format == formatXLSX {
		return v.writeWorkbook(a)
	}
	t, err := v.table(a)
	if err != nil {
		return err
	}
	return v.sendFile(t.Title, func(w io.Writer, e export.Encoding) error {
		if v.format == formatJSON {
			return export.WriteJSON(w, t)
		}
		return export.WriteCSV(w, t, e)
	})
}

// sendFile answers with a file in the format that the address ends in.
func (v *visit) sendFile(title string, write func(w io.Writer, e export.Encoding) error) error {
	encoding, err := export.ParseEncoding(v.c.Query("encoding"))
	if err != nil {
		return badQuery("编码只能是 utf-8-bom、utf-8 或 gb18030")
	}
	kind := "text/csv; charset=" + encoding.Charset()
	switch v.format {
	case formatCSV:
	case formatJSON:
		kind = "application/json; charset=utf-8"
	case formatXLSX:
		kind = typeXLSX
	default:
		return notFound("这个地址只有文件：请在末尾加 .csv、.json 或 .xlsx")
	}
	var b bytes.Buffer
	if err := write(&b, encoding); errors.Is(err, export.ErrTooManyLines) {
		return badQuery("超过一张工作表能容纳的行数，请选一个年度，或改用 CSV")
	} else if err != nil {
		return fmt.Errorf("write %s: %w", v.format, err)
	}
	v.attach(title + "." + v.format)
	v.c.Data(http.StatusOK, kind, b.Bytes())
	return nil
}

// attach names the download. Old browsers read the plain name, others the
// Chinese one (RFC 5987).
func (v *visit) attach(name string) {
	plain := strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	fallback := "nianbao." + name[strings.LastIndexByte(name, '.')+1:]
	escaped := strings.ReplaceAll(url.QueryEscape(plain), "+", "%20")
	v.c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q; filename*=UTF-8''%s", fallback, escaped))
}
