package dashboard

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nianbao/nianbao/aggregate"
)

// firstYear is the first report year of the regulation of 2008.
const firstYear = 2008

// parseQuery reads 年度, 口径 and 有错误的单位. What is absent gets its default;
// what is there and impossible is a 400, never a silent default.
func (v *visit) parseQuery(now time.Time) error {
	q := v.c.Request.URL.Query()
	v.state = url.Values{}
	v.query.Year = v.defaultYear(now)
	if text := q.Get("year"); text != "" {
		year, err := strconv.Atoi(text)
		if err != nil || year < firstYear || year > now.Year()+1 {
			return badQuery("年度“%s”不对，应是%d至%d之间的四位数字", text, firstYear, now.Year()+1)
		}
		v.query.Year = year
	}
	v.state.Set("year", strconv.Itoa(v.query.Year))
	scope, err := aggregate.ParseScope(q.Get("scope"))
	if err != nil {
		return badQuery("口径“%s”不对，应是 all（全县）、county（县本级）或 agencies:单位代码", q.Get("scope"))
	}
	v.query.Scope = scope
	if text := scope.String(); text != "all" {
		v.state.Set("scope", text)
	}
	switch text := q.Get("errors"); text {
	case "", "include":
	case "exclude":
		v.query.WithoutErrors = true
		v.state.Set("errors", text)
	default:
		return badQuery("“有错误的单位”只能是 include（计入）或 exclude（不计入），不能是“%s”", text)
	}
	return nil
}

// defaultYear is the newest year with a report, else the one being collected.
func (v *visit) defaultYear(now time.Time) int {
	if years := v.snapshot.Years(); len(years) > 0 {
		return years[len(years)-1]
	}
	return v.collecting(now)
}

// collecting is the year being collected: the county's setting, else last year.
func (v *visit) collecting(now time.Time) int {
	if year := v.snapshot.Roster().County.Collecting; year != 0 {
		return year
	}
	return now.Year() - 1
}

// years are the years that can be chosen, newest first.
func (v *visit) years(now time.Time) []int {
	out := slices.Clone(v.snapshot.Years())
	out = append(out, v.query.Year, v.collecting(now))
	slices.Sort(out)
	out = slices.Compact(out)
	slices.Reverse(out)
	return out
}

// link is an address that keeps 年度, 口径 and 有错误的单位. Pairs of names and
// values are set on it; an empty value removes the name.
func (v *visit) link(path string, pairs ...string) string {
	return address(path, v.state, pairs)
}

// here is this page's own address with some values set or removed.
func (v *visit) here(pairs ...string) string {
	return address(v.c.Request.URL.Path, v.full(), pairs)
}

// file is the address of one of this page's tables as a file.
func (v *visit) file(format, table string) string {
	return address(v.c.Request.URL.Path+"."+format, v.full(), []string{"table", table})
}

// full is everything that this page's address says, defaults written out.
func (v *visit) full() url.Values {
	q := v.c.Request.URL.Query()
	for name, values := range v.state {
		q[name] = values
	}
	q.Del("token")
	return q
}

func address(path string, state url.Values, pairs []string) string {
	q := url.Values{}
	for name, values := range state {
		q[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u := url.URL{Path: path, RawQuery: q.Encode()}
	return u.String()
}

// oneOf reads a choice of the address; absent is the first of allowed.
func (v *visit) oneOf(name, label string, allowed ...string) (string, error) {
	text := v.c.Query(name)
	if text == "" {
		return allowed[0], nil
	}
	if !slices.Contains(allowed, text) {
		return "", badQuery("%s“%s”不对，应是 %s", label, text, strings.Join(allowed, " 或 "))
	}
	return text, nil
}
