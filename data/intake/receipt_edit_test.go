package intake_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

func TestPapersAreNotedAndRemoved(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	finance := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil))))
	paper := intake.Receiving{Agency: finance.Agency, Year: 2021, Received: "2022-01-20", Sender: " 机要 ", Copy: data.CopyStamped, Note: "两页", Person: "张三"}
	id, err := o.in.NotePaper(ctx, paper)
	if err != nil {
		t.Fatal(err)
	}
	got := o.receipts()[0]
	want := data.Receipt{ID: id, Agency: finance.Agency, Year: 2021, Kind: data.Unit, Received: "2022-01-20", Sender: "机要",
		Copy: data.CopyStamped, Note: "两页", Person: "张三", Noted: got.Noted}
	if diff := cmp.Diff(want, got); diff != "" || got.Noted.IsZero() {
		t.Errorf("paper (-want +got):\n%s", diff)
	}
	bad := []struct {
		name string
		edit func(r *intake.Receiving)
	}{
		{"nobody's", func(r *intake.Receiving) { r.Person = " " }},
		{"no agency", func(r *intake.Receiving) { r.Agency = "" }},
		{"no year", func(r *intake.Receiving) { r.Year = 0 }},
		{"unknown agency", func(r *intake.Receiving) { r.Agency = "nobody" }},
		{"no date", func(r *intake.Receiving) { r.Received = "一月" }},
		{"no kind", func(r *intake.Receiving) { r.Copy = "" }},
	}
	for _, c := range bad {
		r := paper
		c.edit(&r)
		if _, err := o.in.NotePaper(ctx, r); !intake.IsMistake(err) {
			t.Errorf("%s: want a mistake, got %v", c.name, err)
		}
	}
	if err := o.in.RemovePaper(ctx, o.receipts()[1].ID); !intake.IsMistake(err) {
		t.Errorf("a file: want a mistake, got %v", err)
	}
	if err := o.in.RemovePaper(ctx, id); err != nil || len(o.receipts()) != 1 {
		t.Errorf("want the paper gone, got %v, %v", o.receipts(), err)
	}
}

// TestKindOfCopyChangedLater sets the kind of a file's copy after the import.
func TestKindOfCopyChangedLater(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 5)))))
	second := o.one(intake.Options{}, file("b.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 6)))))
	kind := func(k data.CopyKind) data.Version {
		t.Helper()
		r := o.receipts()[0]
		err := o.in.EditReceipt(ctx, intake.Receiving{ID: r.ID, Agency: r.Agency, Year: r.Year, Received: "2023-01-12", Copy: k})
		if err != nil {
			t.Fatal(err)
		}
		v, err := o.store.Version(ctx, second.Version)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := kind(data.CopyPublic)
	if len(v.Wait) != 0 || v.Current || v.Copy != data.CopyPublic || v.Received != "2023-01-12" || o.differs(first.Agency) == "" {
		t.Errorf("from the website: want it beside and compared, got %+v, %q", v, o.differs(first.Agency))
	}
	v = kind(data.CopyStamped)
	if diff := cmp.Diff([]string{data.WaitOther}, v.Wait); diff != "" || v.Current || o.differs(first.Agency) != "" {
		t.Errorf("stamped: want it to wait, got %+v, %q", v, o.differs(first.Agency))
	}
	r := o.receipts()[1]
	if err := o.in.EditReceipt(ctx, intake.Receiving{ID: r.ID, Agency: r.Agency, Year: 2021, Copy: r.Copy}); !intake.IsMistake(err) {
		t.Errorf("another year than the report's: want a mistake, got %v", err)
	}
}

func TestReceiptOfAScanIsGivenAnAgency(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	finance := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil)))).Agency
	o.one(intake.Options{}, file("照片.jpg", jpeg))
	id := o.receipts()[0].ID
	if err := o.in.EditReceipt(ctx, intake.Receiving{ID: id, Agency: finance, Year: 2022, Received: "2023-01-12", Sender: "QQ", Copy: data.CopyStamped}); err != nil {
		t.Fatal(err)
	}
	if got := o.came()[0]; got != (came{finance, 2022, "2023-01-12", data.CopyStamped, "照片.jpg", "scan", false}) {
		t.Errorf("got %+v", got)
	}
}
