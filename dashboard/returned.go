package dashboard

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
)

// returnDecisions are what a person decides of returns (退回) and deadlines.
type returnDecisions interface {
	// SendBack keeps that reports were sent back, all of them or none; each
	// version must still be as the page showed it.
	SendBack(ctx context.Context, list []ReturnRequest) error
	// WithdrawReturn takes a return back that nothing answered.
	WithdrawReturn(ctx context.Context, id int64) error
	// SetDeadlines sets days of a report year; an empty one is the law's again.
	SetDeadlines(ctx context.Context, year int, days map[data.DeadlineKind]string, person string) error
}

// ReturnRequest is one report to send back.
type ReturnRequest struct {
	Report  data.ReportKey
	Version int64 // as the page showed it; 0 where nothing readable came
	Reason  string
	Day     string // 2006-01-02
	Due     string // empty for no day
	Person  string
}

// mostReturned bounds the reports of one form.
const mostReturned = 500

// daysToMend is how long an agency is proposed to have, in calendar days.
const daysToMend = 3

// returnForm sends one report back, or those ticked in the page.
type returnForm struct {
	Token  string
	Person string
	Back   string
	// Value is the report as a form sends it; empty where the page's ticked
	// ones are meant.
	Value    string
	Reason   string // proposed
	Day, Due string // proposed
}

// returnForm proposes today and the working day on which the report may be
// asked for again.
func (s *Server) returnForm(v *visit, k data.ReportKey, version int64, reason, back string) *returnForm {
	today := s.config.Now()
	due := today.AddDate(0, 0, daysToMend)
	for data.DayOff(due) != "" {
		due = due.AddDate(0, 0, 1)
	}
	f := &returnForm{
		Token: s.token, Person: v.person(), Back: back, Reason: reason,
		Day: today.Format(time.DateOnly), Due: due.Format(time.DateOnly),
	}
	if k.Agency != "" {
		f.Value = returnValue(k, version, reason)
	}
	return f
}

// returnValue is a report as a form sends it, with the reason that holds where
// the person gives none for all.
func returnValue(k data.ReportKey, version int64, reason string) string {
	return url.Values{
		"agency": {k.Agency}, "year": {strconv.Itoa(k.Year)}, "kind": {string(k.Kind)},
		"version": {strconv.FormatInt(version, 10)}, "reason": {reason},
	}.Encode()
}

// returnRequest is the inverse of returnValue.
func returnRequest(value string) (ReturnRequest, error) {
	q, err := url.ParseQuery(value)
	year, badYear := strconv.Atoi(q.Get("year"))
	version, badVersion := strconv.ParseInt(q.Get("version"), 10, 64)
	kind := data.Kind(q.Get("kind"))
	if err != nil || badYear != nil || badVersion != nil || version < 0 || q.Get("agency") == "" || kind != data.Unit && kind != data.Published {
		return ReturnRequest{}, &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
	}
	return ReturnRequest{
		Report: data.ReportKey{Agency: q.Get("agency"), Year: year, Kind: kind}, Version: version, Reason: q.Get("reason"),
	}, nil
}

// sendBack takes the form that sends one report or several back.
func (s *Server) sendBack(v *visit) (answer, error) {
	values := v.c.PostFormArray("report")
	if len(values) > mostReturned {
		return answer{}, badQuery("一次最多退回%d份", mostReturned)
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	var list []ReturnRequest
	for _, value := range values {
		r, err := returnRequest(value)
		if err != nil {
			return answer{}, err
		}
		if reason := strings.TrimSpace(v.c.PostForm("reason")); reason != "" {
			r.Reason = reason
		}
		r.Day, r.Due, r.Person = v.c.PostForm("day"), v.c.PostForm("due"), person
		list = append(list, r)
	}
	if err := s.config.Decisions.SendBack(v.c.Request.Context(), list); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/delivery"))}, nil
}

// withdrawReturn takes a return back.
func (s *Server) withdrawReturn(v *visit) (answer, error) {
	id, err := formNumber(v, "id")
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.WithdrawReturn(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/delivery"))}, nil
}

// backView is the returns of one report as a page shows them.
type backView struct {
	Token string
	Back  string
	// Count is 退回2次、重报1次 (backCount).
	Count string
	Turns []turnView
	// Form sends it back; nil where there is nothing to send back. Ticked: it
	// can be ticked for sending several back at once.
	Form   *returnForm
	Ticked bool
}

// turnView is one return.
type turnView struct {
	ID     int64
	Text   string // who, when, why
	Came   string // what came of it
	Class  string
	Open   bool
	Reason string
}

// backView words what became of the returns of a report that stands so. now is
// the office's clock.
func (s *Server) backView(c deliveryCell, now time.Time, back string) *backView {
	b := c.Back
	v := &backView{Token: s.token, Back: back, Count: backCount(b)}
	for i := range b.Turns {
		t := &b.Turns[i]
		line := turnView{ID: t.ID, Open: t.Open(), Reason: t.Reason, Class: "info"}
		line.Text = fmt.Sprintf("%s退回", chineseDay(t.Day))
		if t.Due != "" {
			line.Text += "，要求" + chineseDay(t.Due) + "前重报"
		}
		line.Text += "——" + t.Person + "（自填）"
		if line.Came, line.Class = came(t, now); line.Open && c.Typing() {
			line.Came = "重报的是" + c.Detail + "，" + c.Next
		}
		v.Turns = append(v.Turns, line)
	}
	slices.Reverse(v.Turns)
	return v
}

// came words what came of a return, and how that is marked.
func came(t *data.Turn, now time.Time) (text, class string) {
	today := now.Format(time.DateOnly)
	switch {
	case !t.Withdrawn.IsZero():
		return t.Withdrawn.In(now.Location()).Format("1月2日") + "撤回了退回", "none"
	case t.Answer != nil:
		text, class = "已重报", "good"
		if t.Answer.Received != "" {
			text = chineseDay(t.Answer.Received) + "重报"
		}
		if t.Late(today) {
			text, class = text+"，重报逾期", "warning"
		}
		if t.Unchanged > 0 {
			text += fmt.Sprintf("（此前%d次数据没有变化）", t.Unchanged)
		}
		return text, class
	}
	text, class = "尚未重报", "warning"
	switch {
	case t.Unchanged > 0:
		text = "重报的数据没有变化，仍待重报"
	case t.Empty:
		text = "重报的是空表，仍待重报"
	}
	if due, err := time.Parse(time.DateOnly, t.Due); err == nil {
		text += "，" + daysText(daysTo(due, now))
		if t.Late(today) {
			class = "error"
		}
	}
	return text, class
}

// backCount is 退回2次、重报1次、主动更新1次; empty where nothing came twice and
// nothing was sent back.
func backCount(b data.Back) string {
	var parts []string
	if b.Returned > 0 {
		parts = append(parts, fmt.Sprintf("退回%d次、重报%d次", b.Returned, b.Resent))
	}
	if b.Updated > 0 {
		parts = append(parts, fmt.Sprintf("主动更新%d次", b.Updated))
	}
	return strings.Join(parts, "、")
}

// daysText is 还有3天, 今天到期, 已逾期2天.
func daysText(days int) string {
	switch {
	case days > 0:
		return fmt.Sprintf("还有%d天", days)
	case days == 0:
		return "今天到期"
	}
	return fmt.Sprintf("已逾期%d天", -days)
}

// leftText is daysText of a deadline, which is not late itself: 还有3天,
// 今天截止, 已截止.
func leftText(days int) string {
	switch {
	case days > 0:
		return fmt.Sprintf("还有%d天", days)
	case days == 0:
		return "今天截止"
	}
	return "已截止"
}

// chineseDay writes 2006-01-02 as 1月2日; anything else as it is.
func chineseDay(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("1月2日")
}

// reasonFor proposes why a report is sent back: its open errors, shortly.
func reasonFor(found []data.Finding) string {
	var titles []string
	n := 0
	for _, f := range found {
		if f.Explained || f.Severity != data.Error {
			continue
		}
		n++
		if title := strings.TrimRight(f.Title, "。"); !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	if n == 0 {
		return ""
	}
	text := fmt.Sprintf("有%d处需要更正：%s", n, strings.Join(titles, "；"))
	return clip(text, data.MaxReason-20) + "。详见核对单"
}
