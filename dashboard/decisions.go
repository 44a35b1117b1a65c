package dashboard

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// Decisions are what a person decides about findings, reports and figures.
// The command adapts intake to it. An error that is the clerk's to mend is a
// Mistake.
type Decisions interface {
	returnDecisions

	// Explain keeps one reason for all the findings or for none of them; each
	// must still be as the page showed it.
	Explain(ctx context.Context, findings []SeenFinding, reason, person string) error
	// Unexplain takes back what was said about a finding; the history keeps it.
	Unexplain(ctx context.Context, key data.FindingKey, person string) error
	// Review marks current versions reviewed, all of them or none.
	Review(ctx context.Context, versions []int64, person string) error
	// Unreview takes the mark off a version.
	Unreview(ctx context.Context, version int64) error
	// Correct puts a value in the place of a printed figure, which is kept.
	Correct(ctx context.Context, c CorrectionRequest) error
	// Uncorrect takes a correction back; the history keeps it.
	Uncorrect(ctx context.Context, key data.ReportKey, code, person string) error
}

// SeenFinding is a finding as a page showed it.
type SeenFinding struct {
	Key         data.FindingKey
	Fingerprint string
	// CountyWide: it is not stored, and was derived again from the snapshot and
	// found as the page showed it.
	CountyWide bool
}

// personCookie keeps the name that a person gave, for a year. It is no login:
// names from it are marked 自填 wherever they are shown.
const (
	personCookie = "nianbao_person"
	personKept   = 365 * 24 * 3600 // seconds
)

// person is the name given in this browser; empty where none was yet.
func (v *visit) person() string {
	c, err := v.c.Request.Cookie(personCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	return personName(name)
}

// personName is a name as it may be kept and shown: one line of plain text,
// empty for anything else.
func personName(name string) string {
	name = strings.TrimSpace(name)
	odd := func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
	if utf8.RuneCountInString(name) > data.MaxPerson || strings.ContainsFunc(name, odd) {
		return ""
	}
	return name
}

// formPerson reads who decides and remembers it in the browser.
func formPerson(v *visit) (string, error) {
	name := personName(v.c.PostForm("person"))
	if name == "" {
		return "", badQuery("请写明您的姓名（最多%d个字），记录中注明“自填”", data.MaxPerson)
	}
	if name != v.person() {
		http.SetCookie(v.c.Writer, &http.Cookie{
			Name: personCookie, Value: url.QueryEscape(name), Path: "/", MaxAge: personKept, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
	}
	return name, nil
}

// undoingPerson is who takes a decision back: the name in the form, which asks
// only where this browser has given none, else the one given before.
func undoingPerson(v *visit) (string, error) {
	if name := v.person(); name != "" && v.c.PostForm("person") == "" {
		return name, nil
	}
	return formPerson(v)
}

// formBack is the page of ours that a form came from, else other.
func formBack(v *visit, other string) string {
	back := v.c.PostForm("back")
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(back, "\\\r\n") {
		return other
	}
	return u.String()
}
