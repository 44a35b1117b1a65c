package dashboard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// KeptOriginal stands in for the store.
func (o receivingOffice) KeptOriginal(context.Context, string) ([]byte, error) {
	return []byte("scan"), nil
}

// receivingOffice is the office as 收件 asks and changes it.
type receivingOffice struct{ *office }

func (o receivingOffice) NotePaper(_ context.Context, r ReceiptRequest) (int64, error) {
	return 1, o.called("note", fmt.Sprint(r))
}

func (o receivingOffice) EditReceipt(_ context.Context, r ReceiptRequest) error {
	return o.called("edit", fmt.Sprint(r))
}

func (o receivingOffice) RemovePaper(_ context.Context, id int64) error {
	return o.called("remove", strconv.FormatInt(id, 10))
}

func (o *office) serveReceipts(t *testing.T) *Server {
	t.Helper()
	s := o.serve(t)
	s.config.Receiver = receivingOffice{o}
	return s
}

// came adds a receipt of a file of 2023; change sets what it has else.
func (o *office) came(agency string, change func(*data.Receipt)) {
	r := data.Receipt{
		ID: int64(len(o.season.receipts) + 1), Agency: agency, Year: 2023, Kind: data.Unit, Received: "2024-01-20", Copy: data.CopyDraft,
		Batch: 1, Path: "2023/" + agency + ".docx", SHA256: "x" + strconv.Itoa(len(o.season.receipts)), Noted: today(),
	}
	if change != nil {
		change(&r)
	}
	o.season.receipts = append(o.season.receipts, r)
}

func TestStatesOfReceipts(t *testing.T) {
	t.Parallel()
	scan := func(r *data.Receipt) { r.Code = "scan" }
	broken := func(r *data.Receipt) { r.Code = "damaged" }
	paper := func(r *data.Receipt) { r.Batch, r.Path, r.SHA256 = 0, "", "" }
	as := func(k data.CopyKind, more ...func(*data.Receipt)) func(*data.Receipt) {
		return func(r *data.Receipt) {
			r.Copy = k
			for _, f := range more {
				f(r)
			}
		}
	}
	of := func(version int64, more ...func(*data.Receipt)) func(*data.Receipt) {
		return func(r *data.Receipt) {
			r.Version = version
			for _, f := range more {
				f(r)
			}
		}
	}
	returned := func(o *office) {
		o.season.returns = []data.Returned{{ID: 1, Report: data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}, Version: 1, Newest: 2,
			Reason: "改", Day: "2024-01-30", Stated: today().Add(time.Hour)}}
	}
	differs := func(o *office) {
		o.findings = []data.Finding{{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: publicRule, Severity: data.Warning}}
	}
	cases := []struct {
		name    string
		in      bool // the agency's report is in: version 1 counts, 2 does not
		office  func(*office)
		receipt func(*data.Receipt)
		want    string
	}{
		{"a scan", false, nil, scan, "已收到（扫描件，待录入）"},
		{"a stamped scan and nothing else", false, nil, as(data.CopyStamped, scan), "已收到（扫描件，待录入）"},
		{"a stamped scan of a report that is in", true, nil, as(data.CopyStamped, scan), "盖章件已收"},
		{"a scan of a report that is in", true, nil, scan, "已收到（扫描件，年报已有）"},
		{"a picture of the website", true, nil, as(data.CopyPublic, scan), "已收到（扫描件，未比对）"},
		{"a broken file", false, nil, broken, "已收到（打不开，请重发）"},
		{"a broken file before a good one", true, nil, broken, "已收到（打不开，年报已有）"},
		{"a scan after it was sent back", true, returned, as(data.CopyDraft, scan), "已收到（扫描件，待录入）"},
		{"a stamped scan after it was sent back", true, returned, as(data.CopyStamped, scan), "盖章件已收"},
		{"a paper before it was sent back", false, returned, paper, "退回待改"},
		{"a scan beside a report that waits", false, func(o *office) {
			o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Wait = false, []string{data.WaitYearConflict} })
		}, scan, "已收到（扫描件，年报已有）"},
		{"a scan beside an empty form", false, func(o *office) {
			o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Unfilled = false, true })
		}, scan, "已收到（扫描件，待录入）"},
		{"a picture of the website and nothing else", false, nil, as(data.CopyPublic, scan), "已收到（扫描件，未比对）"},
		{"a broken stamped copy", true, nil, as(data.CopyStamped, broken), "已收到（打不开，请重发）"},
		{"a paper", false, nil, paper, "已收到（纸质，待录入）"},
		{"a stamped paper of a report that is in", true, nil, as(data.CopyStamped, paper), "盖章件已收"},
		{"a report that counts", true, nil, of(1), "已导入"},
		{"stamped with its figures", true, nil, as(data.CopyStamped, of(1)), "盖章件已收"},
		{"one that gave way", true, nil, of(2), "已换新版"},
		{"sent back", true, returned, of(1), "退回待改"},
		{"the same figures after it was sent back", true, returned, of(1, func(r *data.Receipt) { r.Noted = today().Add(2 * time.Hour) }), "退回待改"},
		{"waits", true, func(o *office) { o.versions[1].Wait = []string{data.WaitOther} }, of(2), "待定"},
		{"empty", true, func(o *office) { o.versions[1].Unfilled = true }, of(2), "已收到（空表）"},
		{"deleted", true, nil, nil, "已删去"},
		{"the website agrees", true, nil, as(data.CopyPublic, of(1)), "公开版一致"},
		{"the website differs", true, differs, as(data.CopyPublic, of(2)), "公开版不一致"},
		{"only the website is known", true, func(o *office) { o.versions[0].Copy = data.CopyPublic }, as(data.CopyPublic, of(1)), "已导入"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice()
			if c.in {
				o.keep("财政局", 2023, nil)
				o.keep("财政局", 2023, func(v *data.Version) { v.Current = false })
			}
			if c.office != nil {
				c.office(o)
			}
			o.came("财政局", c.receipt)
			page := open(t, o.serveReceipts(t), "/receipts?year=2023")
			row := find(page, "table.receipts")
			if len(row) != 1 {
				t.Fatalf("want one table, got %d", len(row))
			}
			if diff := cmp.Diff(c.want, textOf(find(row[0], "span.tag")[0])); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

// receiptsOffice keeps the files of the report and of the scans.
func receiptsOffice() *office {
	o := newOffice()
	o.keep("财政局", 2023, nil)
	o.came("财政局", func(r *data.Receipt) { r.Version, r.Received, r.Original = 1, "2024-01-22", true })
	o.came("水利局", func(r *data.Receipt) { r.Code, r.Path, r.Original = "scan", "QQ/"+hostile+".jpg", true })
	o.came("财政局", func(r *data.Receipt) { r.Copy, r.Code, r.Original = data.CopyStamped, "scan", true })
	o.came("", func(r *data.Receipt) { r.Year, r.Code, r.Received = 0, "damaged", "" })
	o.came("水利局", func(r *data.Receipt) { r.Year = 2022 })
	o.came("气象局", func(r *data.Receipt) { r.Batch, r.Path, r.SHA256, r.Sender, r.Person = 0, "", "", "机要", "张三" })
	return o
}

func TestReceiptsAreListedAndChosen(t *testing.T) {
	t.Parallel()
	s := receiptsOffice().serveReceipts(t)
	cases := []struct {
		query string
		want  []string // agency of each line
	}{
		{"", []string{"单位未定 年度未定", "财政局", "气象局", "财政局", "水利局"}},
		{"&order=agency", []string{"单位未定 年度未定", "财政局", "财政局", "水利局", "气象局"}},
		{"&copy=stamped", []string{"财政局"}},
		{"&state=unread", []string{"气象局", "水利局"}},
		{"&agency=水利局", []string{"水利局"}},
		{"&state=pending", nil},
	}
	for _, c := range cases {
		page := open(t, s, "/receipts?year=2023"+c.query)
		var got []string
		for _, r := range find(page, "table.receipts") {
			for _, tr := range find(r, "tr") {
				if cells := find(tr, "td"); len(cells) > 2 {
					got = append(got, textOf(cells[2]))
				}
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.query, diff)
		}
	}
	for _, bad := range []string{"state=x", "copy=x", "agency=x", "order=x", "edit=x"} {
		if w := send(t, s, httptest.NewRequest(http.MethodGet, "/receipts?"+bad, nil)); w.Code != http.StatusBadRequest {
			t.Errorf("%s: want 400, got %d", bad, w.Code)
		}
	}
	csv := send(t, s, httptest.NewRequest(http.MethodGet, "/receipts.csv?year=2023&state=unread", nil)).Body.String()
	for _, want := range []string{"2024-01-20,气象局,2023,机要,报送稿,,已收到（纸质，待录入）", ".jpg,已收到（扫描件，待录入）"} {
		if !strings.Contains(csv, want) {
			t.Errorf("want %q in the CSV, got %s", want, csv)
		}
	}
}

func TestReceiptIsOpenedEditedAndNoted(t *testing.T) {
	t.Parallel()
	o := receiptsOffice()
	s := o.serveReceipts(t)
	if w := send(t, s, httptest.NewRequest(http.MethodGet, "/receipts/file?receipt=2", nil)); w.Code != http.StatusOK || w.Body.String() != "scan" ||
		!strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("a scan: got %d %q %v", w.Code, w.Body, w.Header())
	}
	// The version was made of other bytes: this file was settled as its copy.
	if w := send(t, s, httptest.NewRequest(http.MethodGet, "/receipts/file?receipt=1", nil)); w.Code != http.StatusOK {
		t.Errorf("a file whose figures were kept already: want it opened, got %d", w.Code)
	}
	for _, none := range []string{"4", "6", "99"} {
		if w := send(t, s, httptest.NewRequest(http.MethodGet, "/receipts/file?receipt="+none, nil)); w.Code != http.StatusNotFound {
			t.Errorf("receipt %s: want 404, got %d", none, w.Code)
		}
	}
	page := open(t, s, "/receipts?year=2023&edit=6")
	if len(find(page, "tr.receipt-edit")) != 1 || len(find(one(t, page, "tr.receipt-edit"), "form")) != 2 {
		t.Error("a paper: want its form and one to remove it")
	}

	back := "/receipts?year=2023&state=unread"
	w := post(t, s, "/receipts/edit", "receipt", "2", "agency", "水利局", "report_year", "2023", "received", "2024-01-21", "copy", "stamped", "sender", "QQ", "note", "补", "back", back)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != back {
		t.Errorf("edit: got %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := post(t, s, "/receipts/note", "agency", "气象局", "report_year", "2023", "copy", "draft"); w.Code != http.StatusBadRequest {
		t.Errorf("a paper noted by nobody: want 400, got %d", w.Code)
	}
	post(t, s, "/receipts/note", "agency", "气象局", "report_year", "2023", "received", "2024-01-21", "copy", "draft", "person", "张三")
	post(t, s, "/receipts/remove", "receipt", "6")
	var got []string
	for _, c := range o.calls {
		if c != "refresh" {
			got = append(got, c)
		}
	}
	want := []string{"edit {2 水利局 2023 2024-01-21 QQ stamped 补 }", "note {0 气象局 2023 2024-01-21  draft  张三}", "remove 6"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	o.mistake = &Mistake{Text: "已按这份纸质件录入年报，不能删去。", Err: errors.New("x")}
	if w := post(t, s, "/receipts/remove", "receipt", "6"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "已按这份纸质件录入") {
		t.Errorf("a mistake: got %d", w.Code)
	}
}
