package dashboard

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// desk is an office to which things happen one after another, by the rules of
// the pipeline: each import is a batch, what answers a return counts.
type seasonDesk struct {
	*office
	random *rand.Rand
	batch  int64
	last   int64 // id of the newest version
	clock  time.Time
}

func (d *seasonDesk) key() data.ReportKey {
	a := d.roster.Agencies[d.random.IntN(len(d.roster.Agencies))]
	return data.ReportKey{Agency: a.Key, Year: 2023, Kind: data.Unit}
}

// of are the versions of a report for which something holds.
func (d *seasonDesk) of(k data.ReportKey, holds func(*data.Version) bool) []*data.Version {
	var out []*data.Version
	for i := range d.versions {
		if v := &d.versions[i]; v.Agency == k.Agency && holds(v) {
			out = append(out, v)
		}
	}
	return out
}

func isCurrent(v *data.Version) bool { return v.Current }
func isWaiting(v *data.Version) bool { return len(v.Wait) > 0 }

// receive adds a receipt, with a file in a batch of its own.
func (d *seasonDesk) receive(k data.ReportKey, change func(*data.Receipt)) {
	d.batch++
	d.came(k.Agency, func(r *data.Receipt) {
		r.Batch, r.Path, r.Noted = d.batch, fmt.Sprintf("%d.docx", d.batch), d.clock
		change(r)
	})
}

// read adds a version with its receipt and its file.
func (d *seasonDesk) read(k data.ReportKey, kind data.CopyKind, change func(*data.Version)) {
	d.last++
	id := d.last
	others := d.list(func(v data.Version) bool { return v.Agency == k.Agency })
	d.keep(k.Agency, k.Year, func(v *data.Version) {
		v.ID, v.Batch, v.SHA256, v.Copy, v.Received = id, d.batch+1, fmt.Sprint("v", id), kind, d.clock.Format(time.DateOnly)
		change(v)
	})
	if v := &d.versions[len(d.versions)-1]; v.Current {
		for _, other := range others {
			for i := range d.versions {
				d.versions[i].Current = d.versions[i].Current && (d.versions[i].ID != other.ID)
			}
		}
	}
	d.receive(k, func(r *data.Receipt) { r.Version, r.Copy, r.SHA256 = id, kind, fmt.Sprint("v", id) })
	d.files = append(d.files, data.File{Batch: d.batch, Path: fmt.Sprintf("%d.docx", d.batch), Agency: k.Agency, Year: k.Year, Outcome: data.Stored, Version: id})
}

// handIn is a report that can be read.
func (d *seasonDesk) handIn(k data.ReportKey) {
	current := d.of(k, isCurrent)
	var kept []data.Version
	for _, v := range d.of(k, func(*data.Version) bool { return true }) {
		kept = append(kept, *v)
	}
	var returns []data.Returned
	for _, r := range d.season.returns {
		if r.Report == k {
			returns = append(returns, r)
		}
	}
	counts := len(current) == 0 || current[0].Copy == data.CopyPublic || data.AnswersReturn(returns, kept, 0)
	d.read(k, data.CopyDraft, func(v *data.Version) {
		if !counts {
			v.Current, v.Wait = false, []string{data.WaitOther}
		}
	})
}

// repeat is a file with the figures of what counts.
func (d *seasonDesk) repeat(k data.ReportKey, kind data.CopyKind) {
	current := d.of(k, isCurrent)
	if len(current) == 0 || current[0].Copy == data.CopyPublic {
		return
	}
	id := current[0].ID
	d.receive(k, func(r *data.Receipt) { r.Version, r.Copy = id, kind })
	d.files = append(d.files, data.File{Batch: d.batch, Path: fmt.Sprintf("%d.docx", d.batch), Agency: k.Agency, Year: k.Year, Outcome: data.Copy, Version: id})
}

func (d *seasonDesk) sendBack(k data.ReportKey) {
	r := data.Returned{ID: int64(len(d.season.returns) + 1), Report: k, Reason: "不平", Day: d.clock.Format(time.DateOnly), Person: "张三",
		Stated: d.clock, Newest: d.last, Batch: d.batch}
	if list := d.of(k, func(v *data.Version) bool { return v.Current || v.Unfilled }); len(list) > 0 {
		r.Version, r.SHA256 = list[len(list)-1].ID, list[len(list)-1].SHA256
	} else if !slices.ContainsFunc(d.season.receipts, func(x data.Receipt) bool { return x.Agency == k.Agency && x.Code != "" }) {
		return // nothing to send back
	}
	d.season.returns = append(d.season.returns, r)
}

// happen lets one thing happen to one report.
func (d *seasonDesk) happen() {
	k := d.key()
	d.clock = d.clock.Add(7 * time.Hour)
	without := func(code string, kind data.CopyKind) {
		d.receive(k, func(r *data.Receipt) { r.Code, r.Copy = code, kind })
	}
	switch d.random.IntN(16) {
	case 0, 1, 2:
		d.handIn(k)
	case 3:
		d.repeat(k, data.CopyDraft)
	case 4:
		d.repeat(k, data.CopyPublic)
	case 5, 6:
		without(document.RefuseScan, data.CopyDraft)
	case 7:
		without(document.RefusePassword, data.CopyDraft)
	case 8:
		without(document.RefuseScan, []data.CopyKind{data.CopyStamped, data.CopyPublic}[d.random.IntN(2)])
	case 9:
		d.receive(k, func(r *data.Receipt) { r.Batch, r.Path, r.SHA256 = 0, "", "" })
		d.batch--
	case 10:
		d.read(k, data.CopyDraft, func(v *data.Version) { v.Current, v.Unfilled = false, true })
	case 11:
		none := len(d.of(k, isCurrent)) == 0
		d.read(k, data.CopyPublic, func(v *data.Version) { v.Current = none })
	case 12, 13:
		d.sendBack(k)
	default:
		d.decide(k)
	}
}

// decide is what a person does with what is there.
func (d *seasonDesk) decide(k data.ReportKey) {
	waiting := d.of(k, isWaiting)
	switch d.random.IntN(3) {
	case 0:
		if len(waiting) > 0 {
			for _, v := range d.of(k, isCurrent) {
				v.Current = false
			}
			waiting[0].Current, waiting[0].Wait = true, nil
		}
	case 1:
		if len(waiting) == 0 {
			return
		}
		id := waiting[0].ID
		d.versions = slices.DeleteFunc(d.versions, func(v data.Version) bool { return v.ID == id })
		for i := range d.season.receipts {
			if d.season.receipts[i].Version == id {
				d.season.receipts[i].Version = 0
			}
		}
		for i := range d.files {
			if d.files[i].Version == id {
				d.files[i].Version = 0
			}
		}
	default:
		for _, v := range d.of(k, isCurrent) {
			v.Reviewed, v.ReviewedBy = true, "王五"
		}
	}
}

// agencyLine is an agency as 报送 lists it.
type agencyLine struct {
	State                     string
	Counts, Waits, Late       bool
	Returned, Resent, Unasked string
}

// standingOf reads the list of the year on 报送.
func standingOf(t *testing.T, s *Server) map[string]agencyLine {
	t.Helper()
	out := map[string]agencyLine{}
	rows := csvOf(t, s, "/delivery.csv?encoding=utf-8&year=2023&table=received")
	for _, r := range rows {
		out[r[1]] = agencyLine{State: r[3], Counts: r[2] == "是", Late: strings.HasPrefix(r[5], "逾期"), Returned: r[6], Resent: r[7], Unasked: r[8]}
	}
	for _, tr := range find(one(t, open(t, s, "/delivery?year=2023"), "section#received"), "tr") {
		cells := find(tr, "td")
		if len(cells) < 3 {
			continue
		}
		name := strings.TrimSuffix(textOf(cells[1]), "不计入汇总")
		l := out[strings.TrimSpace(name)]
		if got := textOf(find(cells[2], "span.tag")[0]); got != l.State {
			t.Errorf("%s: the page says %q, its file %q", name, got, l.State)
		}
		l.Waits = len(find(cells[2], "span.warning")) > 0
		out[strings.TrimSpace(name)] = l
	}
	return out
}

func csvOf(t *testing.T, s *Server, path string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(send(t, s, httptest.NewRequest(http.MethodGet, path, nil)).Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// TestThePagesAgreeOnHowReportsStand lets things happen in any order and
// compares what 报送, 收件 and 本年工作 say of them.
func TestThePagesAgreeOnHowReportsStand(t *testing.T) {
	t.Parallel()
	for seed := range uint64(24) {
		t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
			t.Parallel()
			d := &seasonDesk{office: newOffice(), random: rand.New(rand.NewPCG(seed, 5)), clock: today().AddDate(0, 0, -10)}
			for range 6 + d.random.IntN(50) {
				d.happen()
			}
			s := d.serveReceipts(t)
			lines := standingOf(t, s)
			agreeOnCounts(t, s, lines)
			agreeOnReceipts(t, s, lines)
		})
	}
}

// agreeOnCounts compares the sums of 报送's list with what the pages say.
func agreeOnCounts(t *testing.T, s *Server, lines map[string]agencyLine) {
	t.Helper()
	n := map[string]int{}
	for _, l := range lines {
		if !l.Counts {
			continue
		}
		n["应报"]++
		for what, is := range map[string]bool{
			"未报": l.State == "未报", "逾期": l.Late, "待录入": strings.HasSuffix(l.State, "待录入）"), "退回待改": strings.HasPrefix(l.State, "退回待改"),
		} {
			if is {
				n[what]++
			}
		}
		for what, times := range map[string]string{"退回": l.Returned, "重报": l.Resent, "主动更新": l.Unasked} {
			var k int
			fmt.Sscan(times, &k)
			n[what] += k
		}
	}
	words := fmt.Sprintf("应报%d家，已报%d家，未报%d家", n["应报"], n["应报"]-n["未报"], n["未报"])
	if n["逾期"] > 0 {
		words += fmt.Sprintf("，逾期%d家", n["逾期"])
	}
	if n["待录入"] > 0 {
		words += fmt.Sprintf("；待录入%d家", n["待录入"])
	}
	back := fmt.Sprintf("退回%d次，重报%d次，退回未重报%d家", n["退回"], n["重报"], n["退回待改"])
	if n["主动更新"] > 0 {
		back += fmt.Sprintf("；主动更新%d次", n["主动更新"])
	}
	if got := textOf(one(t, open(t, s, "/receipts?year=2023"), "p#standing")); !strings.Contains(got, "计入汇总的单位"+words+"（") {
		t.Errorf("收件: want %q, got %q", words, got)
	}
	steps := map[string]string{}
	for _, r := range csvOf(t, s, "/work.csv?encoding=utf-8&year=2023") {
		steps[r[1]] = r[3]
	}
	if diff := cmp.Diff([]string{words, back}, []string{steps["收"], steps["退"]}); diff != "" {
		t.Errorf("本年工作 (-报送 +本年工作):\n%s", diff)
	}
	foot := map[string]string{}
	for _, tr := range find(find(open(t, s, "/delivery?year=2023"), "tfoot")[0], "tr") {
		foot[textOf(find(tr, "th")[0])] = textOf(lastOf(find(tr, "td")))
	}
	want := []string{fmt.Sprint(n["应报"]), fmt.Sprint(n["未报"]), fmt.Sprint(n["退回待改"]), fmt.Sprintf("%d／%d", n["退回"], n["重报"]), fmt.Sprint(n["逾期"])}
	if diff := cmp.Diff(want, []string{foot["应报"], foot["未报"], foot["退回待改"], foot["退回／重报（次）"], foot["逾期"]}); diff != "" {
		t.Errorf("foot (-list +foot):\n%s", diff)
	}
}

func lastOf(list []*html.Node) *html.Node { return list[len(list)-1] }

// agreeOnReceipts compares the states of an agency's receipts with its own.
func agreeOnReceipts(t *testing.T, s *Server, lines map[string]agencyLine) {
	t.Helper()
	came := map[string][]string{}
	for _, r := range csvOf(t, s, "/receipts.csv?encoding=utf-8&year=2023") {
		if r[5] != data.CopyPublic.Label() {
			came[r[2]] = append(came[r[2]], r[7])
		}
	}
	for name, l := range lines {
		has := func(words string) bool {
			return slices.ContainsFunc(came[name], func(state string) bool { return strings.Contains(state, words) })
		}
		is := func(states ...string) bool {
			return slices.ContainsFunc(states, func(state string) bool { return strings.HasPrefix(l.State, state) })
		}
		website := strings.Contains(l.State, "网站公开版")
		for what, broken := range map[string]bool{
			"待录入 here and not there":                  has("待录入") != strings.HasSuffix(l.State, "待录入）"),
			"退回待改 is the report's":                    has("退回待改") && !is("退回待改"),
			"待定 is the report's":                      has("待定") && !l.Waits && !is("待定", "退回待改"),
			"待定 of the report is a receipt's":         (l.Waits || is("待定")) && !has("待定"),
			"what counts came in":                     is("已导入", "有错误", "已审核") && !website && !has("已导入") && !has("盖章件已收"),
			"未报 and something stands":                 is("未报") && slices.ContainsFunc(came[name], func(state string) bool { return state != "已删去" }),
			"已收到 and nothing did":                     is("已收到") && !has("已收到") && !has("已换新版"),
			"what was asked for anew is not imported": is("退回待改") && has("已导入"),
		} {
			if broken {
				t.Errorf("%s: %s: 报送 says %q, 收件 %q", name, what, l.State, came[name])
			}
		}
	}
}
