package intake_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

// differs says what the finding on the 网站公开版 is, empty for none.
func (o *office) differs(agency string) string {
	o.t.Helper()
	list, err := o.store.Findings(context.Background(), data.FindingFilter{Agency: agency, Rule: "R-public"})
	if err != nil {
		o.t.Fatal(err)
	}
	out := ""
	for _, f := range list {
		out += f.Text
	}
	return out
}

func TestKindsOfCopyBesideEachOther(t *testing.T) {
	t.Parallel()
	type step struct {
		copy data.CopyKind
		n    int64 // the report's one figure that differs
		want data.Outcome
		now  int64 // what counts then
	}
	const draft, stamped, public = data.CopyDraft, data.CopyStamped, data.CopyPublic
	cases := []struct {
		name    string
		steps   []step
		differs bool
	}{
		{"the website agrees", []step{{draft, 5, data.Stored, 5}, {public, 5, data.Copy, 5}}, false},
		{"the website differs", []step{{draft, 5, data.Stored, 5}, {public, 6, data.Stored, 5}}, true},
		{"the website is mended", []step{{draft, 5, data.Stored, 5}, {public, 6, data.Stored, 5}, {public, 5, data.Copy, 5}}, false},
		{"the website shows what gave way", []step{{draft, 5, data.Stored, 5}, {public, 5, data.Copy, 5}, {draft, 6, data.Waiting, 5}}, false},
		{"only the website is known", []step{{public, 6, data.Stored, 6}, {public, 7, data.Stored, 6}}, true},
		{"the website came first and differs", []step{{public, 6, data.Stored, 6}, {draft, 5, data.Stored, 5}}, true},
		{"the website came first and agrees", []step{{public, 5, data.Stored, 5}, {draft, 5, data.Copy, 5}, {draft, 6, data.Waiting, 5}}, false},
		{"what the website shows is handed in again", []step{{draft, 5, data.Stored, 5}, {public, 6, data.Stored, 5}, {draft, 6, data.Waiting, 5}}, true},
		{"stamped with the same figures", []step{{draft, 5, data.Stored, 5}, {stamped, 5, data.Copy, 5}}, false},
		{"stamped with other figures", []step{{draft, 5, data.Stored, 5}, {stamped, 6, data.Waiting, 5}}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			agency := ""
			for i, s := range c.steps {
				// Lines at the end, so that the same figures are other bytes.
				b := text(t, report(t, "财政局", 2022, set("t3.new.person", s.n)))
				for range i {
					b = append(b, '\n')
				}
				f := o.one(intake.Options{Copy: s.copy}, file(fmt.Sprintf("%d.txt", i), b))
				agency = f.Agency
				now, _ := o.current(agency, 2022, "t3.new.person")
				if diff := cmp.Diff([]any{s.want, s.now}, []any{f.Outcome, now}); diff != "" {
					t.Errorf("step %d (-want +got):\n%s", i+1, diff)
				}
				if r := o.receipts()[0]; r.Copy != s.copy || r.Version != f.Version {
					t.Errorf("step %d: want a receipt of kind %s with version %d, got %+v", i+1, s.copy, f.Version, r)
				}
			}
			if got := o.differs(agency); (got != "") != c.differs {
				t.Errorf("want a finding: %t, got %q", c.differs, got)
			}
		})
	}
}

// TestWebsiteOfWhatGaveWay: the website still shows the first report when a
// second one was taken in its place.
func TestWebsiteOfWhatGaveWay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := text(t, report(t, "财政局", 2022, set("t3.new.person", 5)))
	finance := o.one(intake.Options{}, file("a.txt", first)).Agency
	again := o.one(intake.Options{Copy: data.CopyPublic}, file("a.txt", first))
	if again.Outcome != data.Copy || len(o.receipts()) != 2 || o.receipts()[0].Copy != data.CopyPublic {
		t.Fatalf("the very file from the website: want a receipt of its own, got %+v, %+v", again, o.receipts())
	}
	if o.one(intake.Options{Copy: data.CopyPublic}, file("a.txt", first)); len(o.receipts()) != 2 {
		t.Errorf("the same again: want nothing changed, got %+v", o.receipts())
	}
	second := o.one(intake.Options{}, file("b.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 6)))))
	if got := o.differs(finance); got != "" {
		t.Errorf("while the second waits: want no finding, got %q", got)
	}
	if err := o.in.Take(ctx, second.Version); err != nil {
		t.Fatal(err)
	}
	in, err := o.store.CheckInput(ctx, data.ReportKey{Agency: finance, Year: 2022, Kind: data.Unit})
	if err != nil || in.Public == nil {
		t.Errorf("want what is typed compared with the website, too, got %+v, %v", in.Public, err)
	}
	if got := o.differs(finance); got == "" {
		t.Error("the second counts: want the website's old figures found")
	}
	if err := o.in.TakeBack(ctx, second.Batch); err != nil {
		t.Fatal(err)
	}
	if got := o.differs(finance); got != "" {
		t.Errorf("taken back: want no finding, got %q", got)
	}
}

func TestKindOfCopyFromTheName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	b := text(t, report(t, "财政局", 2022, nil))
	cases := []struct {
		path string
		want data.CopyKind
	}{
		{"财政局2022年年报.txt", data.CopyDraft},
		{"财政局年报（盖章）.txt", data.CopyStamped},
		{"财政局年报盖章扫描件.txt", data.CopyStamped},
		{"财政局年报签章版.txt", data.CopyStamped},
		{"盖章件/财政局年报.txt", data.CopyStamped},
		{"财政局年报（未盖章）.txt", data.CopyDraft},
		{"财政局年报公开版.txt", data.CopyPublic},
		{"财政局年报（网站版）.txt", data.CopyPublic},
		{"财政局年报（网站）.txt", data.CopyPublic},
		{"县政府网站管理中心年报.txt", data.CopyDraft},
		{"网站.txt", data.CopyDraft},
	}
	for _, c := range cases {
		o.one(intake.Options{}, file(c.path, append(b, '\n')))
		b = append(b, '\n')
		r := o.receipts()[0]
		if diff := cmp.Diff([]any{c.path, c.want}, []any{r.Path, r.Copy}); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
