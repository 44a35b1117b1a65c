package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/sample"
)

// deskClock is the office's clock. It stands still but for a little at each
// look, so that what comes after something else is later.
type deskClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *deskClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

func (c *deskClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// china is the office's time zone.
func china() *time.Location { return time.FixedZone("CST", 8*60*60) }

// january is the clerk's desk in the made-up January: a browser, a tray with
// what came in, and a pencil.
type january struct {
	*clerk
	clock  *deskClock
	county janCounty
	pencil *pencil
	tray   *tray
	keys   map[string]string
	sentAs map[string][]byte // the bytes that agencies sent last
	images int
	// signedFiles are the files of the first 定稿 as they were when it was signed.
	signedFiles map[string][]byte
}

// januaryTimeout bounds the whole season on a machine with other work.
const januaryTimeout = 20 * time.Minute

func newJanuary(t *testing.T) *january {
	t.Helper()
	county := newJanCounty()
	clock := &deskClock{at: time.Date(2025, time.January, 6, 8, 30, 0, 0, china())}
	s := open(t, filepath.Join(t.TempDir(), dbName))
	lines := make([]string, len(county.names))
	for i, n := range county.names {
		lines[i] = sample.Name + n
	}
	if _, _, err := newIntakeAt(s, clock.now).SetRoster(t.Context(), strings.Join(lines, "\n")); err != nil {
		t.Fatal(err)
	}
	j := &january{
		clerk: &clerk{visitor: newPatientVisitor(t, servingAt(t, s, clock.now), januaryTimeout), store: s},
		clock: clock, county: county, pencil: newPencil(county.names, "2025-01-31"), tray: &tray{t: t, dir: t.TempDir()},
		keys: map[string]string{}, sentAs: map[string][]byte{},
	}
	r, err := s.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Agencies {
		j.keys[strings.TrimPrefix(a.Name, sample.Name)] = a.Key
	}
	return j
}

// hour sets the clock on the day that the pencil writes.
func (j *january) hour(h int) {
	day := j.pencil.now
	j.pencil.now = time.Date(day.Year(), day.Month(), day.Day(), h, 0, 0, 0, china())
	j.clock.set(j.pencil.now)
}

func (j *january) address(path string, pairs ...string) string {
	q := url.Values{"year": {strconv.Itoa(janYear)}}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + q.Encode()
}

// look opens a page and waits for its scripts, without the pause of open.
func (j *january) look(path string) {
	j.t.Helper()
	if err := chromedp.Do(j.ctx, chromedp.Navigate(j.base+path), chromedp.WaitReady("main")); err != nil {
		j.t.Fatalf("%s: %v", path, err)
	}
}

// await waits until the script holds, as long as the season may take.
func (j *january) await(what, script string) {
	j.t.Helper()
	for j.ctx.Err() == nil {
		held, err := chromedp.Run(j.ctx, chromedp.Evaluate[bool](`(function () { try { return `+script+`; } catch (e) { return false; } })()`))
		if err == nil && held {
			return
		}
		if err := chromedp.Do(j.ctx, chromedp.Sleep(50*time.Millisecond)); err != nil {
			break
		}
	}
	j.t.Fatalf("%s: never", what)
}

// handIn lays an agency's report into the tray. edit may spoil it.
func (j *january) handIn(name, state string, edit func(*sample.Report)) {
	j.t.Helper()
	b, ending := j.county.written(j.t, name, edit)
	j.send(name, name+"2024年政府信息公开工作年度报告"+ending, b)
	a := j.pencil.came(name, "年报", receiptOf(state), j.pencil.today())
	a.state, a.current = state, true
	a.misprints(name, state)
}

// misprints counts what a misprint of a total makes: the table does not
// balance, which is an error, and the text says another figure. That is an
// error too where the text says that it is of the whole year.
func (a *agencyDay) misprints(name, state string) {
	a.errors, a.warnings = 0, 0
	switch {
	case state == "有错误" && name == "公安局":
		a.errors = 2
	case state == "有错误":
		a.errors, a.warnings = 1, 1
	}
}

// receiptOf is how 收件 calls a report of a state of 报送.
func receiptOf(state string) string {
	if state == "有错误" {
		return "已导入"
	}
	return state
}

// send lays bytes into the tray.
func (j *january) send(name, file string, b []byte) {
	j.sentAs[name] = b
	j.tray.put(j.pencil.today()+" "+sample.Name+file, b)
}

// plain hands reports in that are as they should be.
func (j *january) plain(names ...string) {
	j.t.Helper()
	for _, n := range names {
		j.handIn(n, "已导入", nil)
	}
}

// scan is a report that came as a picture.
func (j *january) scan(name string) {
	j.t.Helper()
	j.images++
	j.send(name, name+"2024年年报.png", picture(j.t, j.images))
	j.pencil.came(name, "扫描件", "已收到（待录入）", j.pencil.today()).state = "已收到（扫描件，待录入）"
}

// stamped is a picture that comes beside a report that is in: 盖章件.
func (j *january) stamped(name string) {
	j.t.Helper()
	j.images++
	j.tray.put(sample.Name+name+"2024年年报（盖章件）.png", picture(j.t, j.images))
	j.pencil.came(name, "盖章件", "盖章件已收", j.pencil.today())
}

// broken is a file that cannot be opened.
func (j *january) broken(name string) {
	j.t.Helper()
	j.send(name, name+"2024年年报.docx", []byte("PK\x03\x04 cut off"))
	j.pencil.came(name, "打不开", "已收到（请重发）", j.pencil.today()).state = "已收到（打不开，请重发）"
}

// upload imports what is in the tray, by hand, as received on the day.
func (j *january) upload(received string) {
	j.t.Helper()
	files := j.tray.taken()
	if len(files) == 0 {
		return
	}
	j.open("/imports")
	if err := chromedp.Do(j.ctx, chromedp.SetUploadFiles(`#upload input[name=files]`, files)); err != nil {
		j.t.Fatal(err)
	}
	evaluate[chromedp.Void](j.visitor, fmt.Sprintf(`(function () {
  var form = document.querySelector("#upload form");
  form.elements.received.value = %q;
  window.before = true;
  form.querySelector("[data-send]").click();
})()`, received))
	j.await("导入", `window.before !== true && /^导入(完成|中断)/.test(document.querySelector("#job h2").textContent)`)
	if said := evaluate[string](j.visitor, `document.querySelector("#job").innerText`); !strings.HasPrefix(said, "导入完成") {
		j.t.Fatalf("%s: %s", j.pencil.today(), said)
	}
	j.check("/imports")
}

// paper notes on 收件 that a report came on paper.
func (j *january) paper(name string) {
	j.t.Helper()
	j.look(j.address("/receipts"))
	j.submit("/receipts/note", nil, map[string]string{
		"agency": j.keys[name], "report_year": strconv.Itoa(janYear), "received": j.pencil.today(), "sender": "纸质", "person": "张三",
	}, "")
	j.pencil.came(name, "纸质", "已收到（待录入）", j.pencil.today()).state = "已收到（纸质，待录入）"
}

// typeScan types an agency's report from its picture. Two cells are typed by the
// keys, the others are filled in.
func (j *january) typeScan(name string) {
	j.t.Helper()
	j.look("/entries")
	evaluate[chromedp.Void](j.visitor, fmt.Sprintf(`(function () {
  var row = Array.prototype.filter.call(document.querySelectorAll("#scans tbody tr"), function (r) { return r.innerText.indexOf(%q) >= 0; })[0];
  window.before = true;
  row.querySelector("a").click();
})()`, name))
	j.await(name+" to be typed", `window.before !== true && document.querySelectorAll(".typing input").length > 150`)
	j.fill(j.county.texts(name))
	evaluate[chromedp.Void](j.visitor, `document.querySelector("input[name='f-t3.new.person']").select()`)
	j.keyboard(name, "t3.new.person", "t3.new.enterprise")
	j.signed("button[value=done]", "张三", `document.querySelector("#tick") !== null`)
	a := j.pencil.agencies[name]
	a.state = "待定"
	a.turn("已收到（待录入）", "待定")
}

// keyboard types two neighbouring cells as a person does.
func (j *january) keyboard(name string, cells ...string) {
	j.t.Helper()
	texts := j.county.texts(name)
	for _, code := range cells {
		j.clerk.visitor.keys(texts[code] + "\r")
	}
}

// fill writes texts into the form of the page.
func (j *january) fill(texts map[string]string) {
	j.t.Helper()
	b, err := json.Marshal(texts)
	if err != nil {
		j.t.Fatal(err)
	}
	n := evaluate[int](j.visitor, fmt.Sprintf(`(function (texts) {
  var n = 0;
  Object.keys(texts).forEach(function (code) {
    var field = document.querySelector("input[name='f-" + code + "']");
    if (field) { field.value = texts[code]; n++; }
  });
  return n;
})(%s)`, b))
	if n != len(texts) {
		j.t.Fatalf("want %d cells in the form, got %d", len(texts), n)
	}
}

// signed presses a button with a name and waits for the page that follows.
func (j *january) signed(button, person, follows string) {
	j.t.Helper()
	evaluate[chromedp.Void](j.visitor, `window.before = true`)
	j.sign(button, person)
	j.await(button, `window.before !== true && document.readyState === "complete" && `+follows)
	j.check(button)
}

// tick says that another person compared the typed figures with the picture.
func (j *january) tick(name string) {
	j.t.Helper()
	j.look(j.address("/entry", "agency", j.keys[name]))
	j.signed("[data-tick]", "李四", `location.pathname === "/report"`)
	j.compared(name)
}

// typeAgain types it a second time without a look at the first.
func (j *january) typeAgain(name string) {
	j.t.Helper()
	j.look(j.address("/entry", "agency", j.keys[name]))
	evaluate[chromedp.Void](j.visitor, `window.before = true; document.querySelector("#tick a").click()`)
	j.await("第二遍", `window.before !== true && document.querySelectorAll(".typing input").length > 150`)
	j.fill(j.county.texts(name))
	j.signed(".entry-bar .button.primary", "李四", `location.pathname === "/report"`)
	j.compared(name)
}

func (j *january) compared(name string) {
	a := j.pencil.agencies[name]
	a.state, a.current = "已导入", true
	a.turn("待定", "已导入")
}

// sendBack returns an agency's report: on its own page where it has one, else
// on 报送.
func (j *january) sendBack(name, reason, due string) {
	j.t.Helper()
	a := j.pencil.agencies[name]
	path := j.address("/delivery")
	if a.current {
		path = j.address("/report", "agency", j.keys[name])
	}
	j.look(path)
	j.submit("/returns", map[string]string{"report": "agency=" + url.QueryEscape(j.keys[name]) + "&"}, map[string]string{
		"reason": reason, "due": due, "person": "张三",
	}, "")
	a.state, a.returned, a.due = "退回待改", a.returned+1, due
	a.turn("已导入", "退回待改")
	a.turn("已收到（待录入）", "退回待改")
}

// resend is the mended report.
func (j *january) resend(name, state string, edit func(*sample.Report)) {
	j.t.Helper()
	a := j.pencil.agencies[name]
	a.resent++
	if a.current {
		a.turn("退回待改", "已换新版")
	} else {
		a.current = true
		a.turn("退回待改", "已收到（年报已有）") // the picture that was sent back
	}
	b, ending := j.county.written(j.t, name, edit)
	j.send(name, name+"2024年年报（重报）"+ending, b)
	j.pencil.answer(j.pencil.came(name, "年报", receiptOf(state), j.pencil.today()))
	a.state = state
	a.misprints(name, state)
}

// resendSame is the file that was sent back, under another name: it mends
// nothing and counts as nothing.
func (j *january) resendSame(name string) {
	j.t.Helper()
	j.tray.put(sample.Name+name+"2024年年报（改）.docx", j.sentAs[name])
}

// settleStrange says whose a file under an unknown name is.
func (j *january) settleStrange(name, received string) {
	j.t.Helper()
	j.look("/imports")
	j.submit("/imports/settle", map[string]string{"agency": "", "new_agency": ""}, map[string]string{"agency": j.keys[name]}, "")
	j.pencil.stray = nil
	a := j.pencil.came(name, "年报", "已导入", received)
	a.state, a.current = "已导入", true
}

// second is another report that nobody asked for: it waits.
func (j *january) second(name string, edit func(*sample.Report)) {
	j.t.Helper()
	b, ending := j.county.written(j.t, name, edit)
	j.send(name, name+"2024年年报（新）"+ending, b)
	a := j.pencil.came(name, "年报", "待定", j.pencil.today())
	a.updated, a.waits = a.updated+1, true
}

// takeSecond adopts it.
func (j *january) takeSecond(name string) {
	j.t.Helper()
	j.look("/imports")
	j.submit("/imports/take", nil, nil, "")
	a := j.pencil.agencies[name]
	a.waits = false
	a.turn("已导入", "已换新版")
	a.turn("待定", "已导入")
}

// review marks all that pass, and those must be the ones that the pencil
// would: in, without errors, not marked before.
func (j *january) review() {
	j.t.Helper()
	want := 0
	for _, n := range j.county.names {
		a := j.pencil.agencies[n]
		if a.state == "已导入" {
			a.state = "已审核"
			want++
		}
	}
	j.look(j.address("/check"))
	if n := evaluate[int](j.visitor, `document.querySelectorAll(".review-all input[name=version]").length`); n != want {
		j.t.Errorf("%s 核对: want %d to be marked, got %d: %s", j.pencil.today(), want, n, evaluate[string](j.visitor, `document.querySelector("main").innerText.slice(0, 3000)`))
	}
	j.submit("/check/review", map[string]string{"back": "/check"}, map[string]string{"person": "王五"}, "")
}

// correct puts one figure of an agency right.
func (j *january) correct(name, code string, by int64) {
	j.t.Helper()
	j.look(j.address("/report", "agency", j.keys[name], "cell", code))
	now := j.number(`td[id="c-` + code + `"] a`)
	j.submit("/report/correct", map[string]string{"cell": code}, map[string]string{
		"value": strconv.FormatInt(now+by, 10), "confirmed": data.ByPhone, "reason": "电话确认，少计了", "person": "张三",
	}, "")
}
