package intake_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
)

// jpeg begins as a picture does.
var jpeg = append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), bytes.Repeat([]byte{7}, 64)...)

func (o *office) receipts() []data.Receipt {
	o.t.Helper()
	list, err := o.store.Receipts(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

// came is what a receipt says without the numbers of the database.
type came struct {
	Agency   string
	Year     int
	Received string
	Copy     data.CopyKind
	Path     string
	Code     string
	Kept     bool // has a version
}

func (o *office) came() []came {
	o.t.Helper()
	var out []came
	for _, r := range o.receipts() {
		out = append(out, came{r.Agency, r.Year, r.Received, r.Copy, r.Path, r.Code, r.Version != 0})
	}
	return out
}

func (o *office) wantCame(what string, want ...came) {
	o.t.Helper()
	if diff := cmp.Diff(want, o.came()); diff != "" {
		o.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestEveryFileOfAnAgencyHasAReceipt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := report(t, "财政局", 2022, nil)
	other := report(t, "财政局", 2022, set("t3.new.person", 77))
	day := intake.Options{Received: "2023-01-09"}
	finance := o.one(day, file("1.txt", text(t, r))).Agency
	o.imports(day,
		file("2.txt", text(t, r)),                            // the same bytes
		file("3.docx", render(t, r, sample.Docx)),            // a copy
		file("4.txt", text(t, other)),                        // waits
		file("财政局2022年度政府信息公开年报.jpg", jpeg),                  // a scan
		file("财政局2022年度年报.docx", []byte("PK\x03\x04broken")), // cannot be opened
		file("7报送通知.txt", []byte("请各单位报送年报")),                // no report
	)
	o.wantCame("receipts, newest first",
		came{finance, 2022, "2023-01-09", data.CopyDraft, "财政局2022年度政府信息公开年报.jpg", "scan", false},
		came{finance, 2022, "2023-01-09", data.CopyDraft, "财政局2022年度年报.docx", "damaged", false},
		came{finance, 2022, "2023-01-09", data.CopyDraft, "4.txt", "", true},
		came{finance, 2022, "2023-01-09", data.CopyDraft, "3.docx", "", true},
		came{finance, 2022, "2023-01-09", data.CopyDraft, "1.txt", "", true},
	)
	scan := o.receipts()[0]
	if b, err := o.store.KeptOriginal(context.Background(), scan.SHA256); err != nil || !bytes.Equal(b, jpeg) {
		t.Errorf("want the scan's bytes kept, got %d bytes, %v", len(b), err)
	}
	if _, err := o.store.KeptOriginal(context.Background(), o.receipts()[1].SHA256); err == nil {
		t.Error("want nothing kept of a file that nobody can look at")
	}
}

func TestTheSameBytesComeInOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	finance := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil)))).Agency
	o.one(intake.Options{}, file("照片.jpg", jpeg))
	o.one(intake.Options{}, file("照片.jpg", jpeg))
	o.one(intake.Options{Agency: finance, Year: 2022, Received: "2023-01-10"}, file("财政局.jpg", jpeg))
	o.wantCame("the picture is known now",
		came{finance, 2022, "2023-01-10", data.CopyDraft, "照片.jpg", "scan", false},
		came{finance, 2022, "", data.CopyDraft, "a.txt", "", true},
	)
}

func TestEveryReceiptOfTheSameBytesOpensThem(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	finance := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil)))).Agency
	o.one(intake.Options{Copy: data.CopyPublic}, file("网站.txt", text(t, report(t, "财政局", 2022, nil))))
	o.one(intake.Options{Agency: finance, Year: 2022}, file("1.jpg", jpeg))
	stamped := o.one(intake.Options{Agency: finance, Year: 2022, Copy: data.CopyStamped}, file("2.jpg", jpeg))
	unsure := report(t, "财政局", 2022, func(r *sample.Report) { r.Data.Title = strings.ReplaceAll(r.Data.Title, "2022", "2021") })
	waits := o.one(intake.Options{}, file("报告.txt", text(t, unsure)))
	if err := o.in.Settle(ctx, waits.Version, "", 2022, "张三"); err != nil { // a copy of the first
		t.Fatal(err)
	}
	opens := func(what string, want ...string) {
		t.Helper()
		var got []string
		for _, r := range o.receipts() {
			b, err := o.store.KeptOriginal(ctx, r.SHA256)
			if sum := sha256.Sum256(b); r.Original && err == nil && hex.EncodeToString(sum[:]) == r.SHA256 {
				got = append(got, r.Path)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	opens("all receipts", "报告.txt", "2.jpg", "1.jpg", "网站.txt", "a.txt")
	if err := o.in.TakeBack(ctx, o.receipts()[0].Batch); err != nil {
		t.Fatal(err)
	}
	if err := o.in.TakeBack(ctx, stamped.Batch); err != nil {
		t.Fatal(err)
	}
	opens("the second scan taken back", "1.jpg", "网站.txt", "a.txt")
}

func TestReceiptGoesWithItsVersion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	kept := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil))))
	unsure := report(t, "财政局", 2022, func(r *sample.Report) { r.Data.Title = strings.ReplaceAll(r.Data.Title, "2022", "2021") })
	waits := o.one(intake.Options{}, file("报告.txt", text(t, unsure)))
	if got := o.receipts()[0]; waits.Outcome != data.Waiting || got.Version != waits.Version {
		t.Fatalf("want a receipt with the version that waits, got %+v of %+v", got, waits)
	}
	if err := o.in.Settle(context.Background(), waits.Version, "", 2022, "张三"); err != nil {
		t.Fatal(err)
	}
	if got := o.receipts()[0]; got.Version != kept.Version || got.Path != "报告.txt" {
		t.Errorf("want the receipt of a file settled as a copy with version %d, got %+v", kept.Version, got)
	}
}
