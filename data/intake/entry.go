package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
)

// entryTx is what typing does inside a transaction.
type entryTx interface {
	// Retype replaces what a waiting version holds by what was typed anew.
	Retype(v data.Version, original, document []byte) error
	// SetChecked says who compared a typed version with its picture.
	SetChecked(id int64, person string, at time.Time) error
}

// NothingTyped is Entry.Seen of a page that showed an empty form.
const NothingTyped = "none"

// Entry is a report as a person types it from a picture or from paper
// (对照录入).
type Entry struct {
	// Receipt is what it is typed from; 0 where nothing came in, as for figures
	// that the county government has in its own name.
	Receipt int64
	Agency  string    // key; empty = the receipt's
	Year    int       // report year; 0 = the receipt's
	Kind    data.Kind // empty = the receipt's, else data.Unit
	Edition string    // empty = that of the year
	// Texts are what was typed, by code. A cell without one is blank.
	Texts  map[string]string
	Person string
	// Draft: it is not finished (未录完) and cannot be compared yet.
	Draft bool
	// Seen is the SHA-256 of the waiting version that the page showed, or
	// NothingTyped; where another stands there by now, nothing is replaced.
	// Empty: whatever waits is replaced.
	Seen string
}

// Type keeps what a person typed as a version that waits until it is compared
// with its picture (复核), and returns its id. Typing again while it waits
// replaces it; the very same typing again changes nothing.
func (i *Intake) Type(ctx context.Context, e Entry) (id int64, err error) {
	if e.Person, err = plainText("署名", e.Person, data.MaxPerson); err != nil {
		return 0, err
	}
	err = i.update(ctx, "keep typed report", func(t Tx) error {
		x := entering{tx: t, entry: e, at: i.now()}
		var err error
		id, err = x.enter()
		return err
	})
	return id, err
}

// entering keeps one typed report inside its transaction.
type entering struct {
	tx      Tx
	entry   Entry
	at      time.Time
	receipt data.Receipt // zero where there is none
	agency  *data.Agency
	typed   typed
}

func (x *entering) enter() (int64, error) {
	if err := x.place(); err != nil {
		return 0, err
	}
	if err := x.typed.fill(x.entry.Texts); err != nil {
		return 0, err
	}
	others, err := x.tx.Versions(data.ReportKey{Agency: x.typed.Agency, Year: x.typed.Year, Kind: x.typed.Kind})
	if err != nil {
		return 0, err
	}
	original, err := x.typed.encode()
	if err != nil {
		return 0, err
	}
	sha := digest(original)
	if i := slices.IndexFunc(others, func(v data.Version) bool { return v.SHA256 == sha && x.same(v) }); i >= 0 {
		return others[i].ID, x.link(others[i].ID)
	}
	id, err := x.keep(others, sha, original)
	if err != nil {
		return 0, err
	}
	return id, x.link(id)
}

// same reports whether a version of the same figures is in the state asked for.
func (x *entering) same(v data.Version) bool {
	return contains(v.Wait, data.WaitDraft) == x.entry.Draft
}

// place finds whose report is typed, of which year and in which edition.
func (x *entering) place() error {
	e := x.entry
	if e.Receipt != 0 {
		var err error
		if x.receipt, err = x.tx.Receipt(e.Receipt); err != nil {
			return err
		}
		if known := x.receipt.Agency; known != "" && e.Agency != "" && known != e.Agency || x.receipt.Year != 0 && e.Year != 0 && x.receipt.Year != e.Year {
			return Mistake("录入的单位或年度与收件登记的不同，请先在收件页改正登记")
		}
	}
	r, err := x.tx.Roster()
	if err != nil {
		return err
	}
	x.typed = typed{
		Agency: cmp.Or(e.Agency, x.receipt.Agency), Year: cmp.Or(e.Year, x.receipt.Year),
		Kind: cmp.Or(e.Kind, x.receipt.Kind, data.Unit), Edition: e.Edition,
	}
	if x.agency = r.Agency(x.typed.Agency); x.agency == nil {
		return Mistake("名录中没有要录入的单位，请先把它加入名录，或在收件页选定单位")
	}
	return x.typed.settle(x.agency)
}

// settle checks that the agency can have such a report, and chooses the
// edition where none was named.
func (t *typed) settle(a *data.Agency) error {
	switch {
	case t.Year < 2008 || t.Year > 2100:
		return Mistake("请写明报告年度，应为四位年份")
	case !a.ValidIn(t.Year):
		return Mistake(fmt.Sprintf("名录中%s不存在于%d年度，请核对年度，或到设置中改它的起止年度", a.Name, t.Year))
	case t.Kind != data.Unit && t.Kind != data.Published:
		return Mistake("年报的类别不对，请刷新页面后再录")
	case t.Kind == data.Published && a.Group != data.GroupGovernment:
		return Mistake("县公布年报只能录在县政府名下")
	}
	if e := form.ForYear(t.Year); t.Edition == "" && e != nil {
		t.Edition = e.ID
	}
	if form.ByID(t.Edition) == nil {
		return Mistake("请选择年报用的是哪一版格式")
	}
	return nil
}

// keep stores what was typed, in the place of what waits.
func (x *entering) keep(others []data.Version, sha string, original []byte) (int64, error) {
	var before data.Version // zero where nothing typed waits
	for _, v := range others {
		if contains(v.Wait, data.WaitTyped, data.WaitDraft) {
			before = v
		}
	}
	if seen := x.entry.Seen; seen != "" && seen != cmp.Or(before.SHA256, NothingTyped) {
		return 0, Mistake("这份年报的录入在这期间被别人改过，您录的没有保存；请另开一页看现在的录入，再决定怎么改")
	}
	v, document, err := x.version(before.Report)
	if err != nil {
		return 0, err
	}
	v.SHA256 = sha
	if before.ID != 0 {
		v.ID = before.ID
		if x.receipt.ID == 0 {
			v.Scan, v.Received, v.Copy = before.Scan, before.Received, before.Copy
		}
		return v.ID, x.tx.Retype(v, original, document)
	}
	return x.add(v, original, document)
}

// version makes the version of what was typed. Cells that stay as they were
// keep who typed them.
func (x *entering) version(before *data.Report) (data.Version, []byte, error) {
	stamp := typedBy(x.entry.Person, x.at)
	r, doc, err := x.typed.report(x.agency.Name, keepTypists(before, stamp))
	if err != nil {
		return data.Version{}, nil, err
	}
	if r.Unfilled() {
		return data.Version{}, nil, Mistake("表格里还没有录入数据")
	}
	packed, err := doc.Encode()
	if err != nil {
		return data.Version{}, nil, err
	}
	v := data.Version{
		Agency: x.typed.Agency, Year: x.typed.Year, Kind: x.typed.Kind, Wait: []string{data.WaitTyped},
		FileName: fmt.Sprintf("%s%d年度年报（对照录入）", x.agency.Name, x.typed.Year), Format: FormatTyped,
		Received: x.receipt.Received, Reading: extract.Reading, Copy: cmp.Or(x.receipt.Copy, data.CopyDraft),
		Scan: x.receipt.SHA256, TypedBy: x.entry.Person, TypedAt: x.at, Report: r,
	}
	if x.entry.Draft {
		v.Wait = []string{data.WaitDraft}
	}
	return v, packed, nil
}

// typedBy is the person of a place: who and when.
func typedBy(person string, at time.Time) string {
	return person + "，" + at.Format("2006年1月2日")
}

// keepTypists says who typed a cell: whom an earlier version names for the very
// same text, else the one who types now.
func keepTypists(before *data.Report, stamp string) func(code, text string) string {
	return func(code, text string) string {
		if before != nil && text != "" {
			if f, ok := before.Figure(code); ok && f.Raw == text && f.Place.Person != "" {
				return f.Place.Person
			}
		}
		return stamp
	}
}

// add stores a first typing as a batch of its own, so that it can be taken
// back.
func (x *entering) add(v data.Version, original, document []byte) (int64, error) {
	batch, err := x.tx.StartBatch("对照录入："+x.agency.Name+yearText(v.Year)+"年度", x.at)
	if err != nil {
		return 0, err
	}
	v.Batch = batch
	id, err := x.tx.AddVersion(v, original, document)
	if err != nil {
		return 0, err
	}
	err = x.tx.AddFile(data.File{
		Batch: batch, Path: v.FileName, Outcome: data.Waiting, Agency: v.Agency, Name: x.agency.Name, Year: v.Year,
		Code: strings.Join(v.Wait, " "), Reason: WaitReason(v.Wait), Version: id, Received: v.Received,
	})
	if err != nil {
		return 0, err
	}
	return id, x.tx.FinishBatch(batch, x.at)
}

// link gives the receipt its typed version. One that was read from the
// receipt's own file stays its version.
func (x *entering) link(id int64) error {
	if x.receipt.ID == 0 || x.receipt.Version == id {
		return nil
	}
	if x.receipt.Version != 0 {
		if v, err := x.tx.Version(x.receipt.Version); err != nil || v.TypedBy == "" {
			return err
		}
	}
	r := x.receipt
	r.Agency, r.Year, r.Kind, r.Version = x.typed.Agency, x.typed.Year, x.typed.Kind, id
	return x.tx.PutReceipt(r)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Trial is what a report would be as typed so far.
type Trial struct {
	Report   *data.Report
	Findings []data.Finding
}

// TryEntry reads and checks what was typed so far and keeps nothing. The
// entry's agency and year must be given.
func (i *Intake) TryEntry(ctx context.Context, e Entry) (Trial, error) {
	t := typed{Agency: e.Agency, Year: e.Year, Kind: cmp.Or(e.Kind, data.Unit), Edition: e.Edition}
	in, err := i.store.CheckInput(ctx, data.ReportKey{Agency: t.Agency, Year: t.Year, Kind: t.Kind})
	if err != nil {
		return Trial{}, fmt.Errorf("try typed report: %w", err)
	}
	if in.Agency == nil {
		return Trial{}, Mistake("名录中没有要录入的单位，请先把它加入名录")
	}
	if err := t.settle(in.Agency); err != nil {
		return Trial{}, err
	}
	if err := t.fill(e.Texts); err != nil {
		return Trial{}, err
	}
	r, _, err := t.report(in.Agency.Name, func(string, string) string { return cmp.Or(e.Person, "未署名") })
	if err != nil {
		return Trial{}, err
	}
	in.Report = r
	return Trial{Report: r, Findings: check.Derive(in)}, nil
}
