package dashboard

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/summary"
)

// archive stands in for what takes 汇总表 over.
type archive struct {
	known []string
	asked *SummaryImport // what was last asked for
}

func (a *archive) OpenSummary(_ context.Context, name string, b []byte) (*summary.File, error) {
	d, err := summary.FromCSV(string(b))
	if err != nil {
		return nil, &Mistake{Text: "读不出来", Err: err}
	}
	return &summary.File{Name: name, Original: b, Document: d, Tables: summary.Read(d)}, nil
}

func (a *archive) ColumnMapping(context.Context, string) ([]string, bool, error) {
	return a.known, a.known != nil, nil
}

func (a *archive) ImportSummary(_ context.Context, s SummaryImport) (int64, int, error) {
	a.asked = &s
	return 7, 0, nil
}

func (o *office) serveArchive(t testing.TB, a *archive) *Server {
	t.Helper()
	s := o.serve(t)
	s.config.Summaries = a
	return s
}

// uploadSummary opens a table as the page's form does.
func uploadSummary(t testing.TB, s *Server, text string, fields map[string]string) *html.Node {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", "2018年汇总表.csv")
	if err == nil {
		_, err = part.Write([]byte(text))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/earlier/open?token="+s.token, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	answer := send(t, s, r)
	if answer.Code != 200 {
		t.Fatalf("open: want the page, got %d: %s", answer.Code, answer.Body)
	}
	return parse(t, answer.Body)
}

const oldTable = "单位,收到申请数,办结情况,<b>\n示例县财政局,3,2,x\n示例县水利局,0,0,y\n合计,4,2,\n"

// inputs are the columns as the page proposes them.
func inputs(page *html.Node) (values []string, ask int) {
	for _, n := range find(page, "input.mapping") {
		values = append(values, attr(n, "value"))
	}
	return values, len(find(page, "tr.warning"))
}

func TestColumnsAreProposedAndConfirmed(t *testing.T) {
	t.Parallel()
	o, a := newOffice(), &archive{}
	s := o.serveArchive(t, a)
	page := uploadSummary(t, s, oldTable, map[string]string{"year": "2018", "received": "2019-02-01"})
	got, _ := inputs(page)
	if diff := cmp.Diff([]string{"单位名称", "s.received 收到申请", "", ""}, got); diff != "" {
		t.Fatalf("proposals (-want +got):\n%s", diff)
	}
	if text := textOf(page); !strings.Contains(text, "收到申请：合计行写4，各行相加是3") {
		t.Errorf("want the 合计 compared, got %q", text)
	}
	id := ""
	for _, n := range find(page, "input") {
		if attr(n, "name") == "summary" {
			id = attr(n, "value")
		}
	}
	fields := []string{
		"summary", id, "table", "0", "year", "2018", "received", "2019-02-01", "person", "张三", "blank", "zero",
		"column0", "单位名称", "column1", "s.received 收到申请", "column2", "s.closed 申请办结",
	}
	w := post(t, s, "/earlier", fields...)
	if w.Code != 303 || !strings.Contains(w.Header().Get("Location"), "/imports/batch") {
		t.Fatalf("want the batch, got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if diff := cmp.Diff([]string{"agency", "s.received", "s.closed", ""}, a.asked.Use.Columns); diff != "" || a.asked.Use.Year != 2018 || !a.asked.Use.BlankIsZero || a.asked.Person != "张三" {
		t.Errorf("asked for %+v, columns (-want +got):\n%s", a.asked, diff)
	}
	fields[len(fields)-1] = "t3.new.total 新收"
	if w := post(t, s, "/earlier", fields...); w.Code != 400 || !strings.Contains(w.Body.String(), "不是2014年版的指标项") {
		t.Errorf("a cell of another edition: got %d %s", w.Code, w.Body)
	}
	fields[1] = "gone"
	if w := post(t, s, "/earlier", fields...); w.Code != 409 || !strings.Contains(w.Body.String(), "请重新选择文件") {
		t.Errorf("a table that is not held any more: got %d", w.Code)
	}
}

func TestWhatWasConfirmedOnceIsTakenAgain(t *testing.T) {
	t.Parallel()
	a := &archive{known: []string{"agency", "s.received", "s.closed", ""}}
	page := uploadSummary(t, newOffice().serveArchive(t, a), oldTable, map[string]string{"year": "2018"})
	got, ask := inputs(page)
	if diff := cmp.Diff([]string{"单位名称", "s.received 收到申请", "s.closed 申请办结", ""}, got); diff != "" || ask != 0 {
		t.Errorf("%d to be asked, columns (-want +got):\n%s", ask, diff)
	}
	// In another edition it was not confirmed.
	page = uploadSummary(t, newOffice().serveArchive(t, a), oldTable, map[string]string{"year": "2022"})
	if got, _ := inputs(page); got[2] != "" {
		t.Errorf("another edition: got %q", got)
	}
}

func TestYearsSayWhatIsMissingAndHowToGetIt(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2022, nil)
	s := o.serveArchive(t, &archive{})
	rows := map[string]string{}
	for _, row := range find(open(t, s, "/earlier"), "tr") {
		if head := find(row, "th"); len(head) == 1 {
			rows[textOf(head[0])] = textOf(row)
		}
	}
	if got := rows["2022"]; !strings.Contains(got, "51") || !strings.Contains(got, "水利局") || !strings.Contains(got, "对照录入") {
		t.Errorf("2022: want 5 asked for, 1 there and the others named, got %q", got)
	}
	if got := rows["2019"]; !strings.Contains(got, "导入当年的汇总表") {
		t.Errorf("a year of which nothing is there: got %q", got)
	}
}
