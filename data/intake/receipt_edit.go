package intake

import (
	"context"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// MaxSender bounds from whom or by what way something came, in characters.
const MaxSender = 50

// Receiving is what a person says of something that came in.
type Receiving struct {
	// ID of the receipt; 0 notes a paper that came without a file.
	ID       int64
	Agency   string // key; empty while it is not known, but for a paper
	Year     int    // 0 while it is not known, but for a paper
	Received string // 2006-01-02; empty for unknown
	Sender   string // may be empty
	Copy     data.CopyKind
	Note     string // may be empty
	Person   string // who notes a paper; of an edit it is not asked
}

// NotePaper keeps the receipt of a paper that came without a file and returns
// its id.
func (i *Intake) NotePaper(ctx context.Context, r Receiving) (id int64, err error) {
	if r.Person, err = plainText("署名", r.Person, data.MaxPerson); err != nil {
		return 0, err
	}
	if r.Agency == "" || r.Year == 0 {
		return 0, Mistake("请选择单位和年度")
	}
	if err := r.tidy(); err != nil {
		return 0, err
	}
	err = i.update(ctx, "note paper", func(t Tx) error {
		if err := r.known(t); err != nil {
			return err
		}
		id, err = t.AddReceipt(data.Receipt{
			Agency: r.Agency, Year: r.Year, Kind: data.Unit, Received: r.Received, Sender: r.Sender, Copy: r.Copy,
			Note: r.Note, Person: r.Person, Noted: i.now(),
		})
		return err
	})
	return id, err
}

// EditReceipt changes what is known of a receipt. Whose report it is and of
// which year a version decides where there is one. Another kind of copy
// changes what its version competes with: a 网站公开版 stands beside, anything
// else counts or waits.
func (i *Intake) EditReceipt(ctx context.Context, r Receiving) error {
	if err := r.tidy(); err != nil {
		return err
	}
	return i.update(ctx, "edit receipt", func(t Tx) error {
		before, err := t.Receipt(r.ID)
		if err != nil {
			return err
		}
		if before.Version != 0 && (r.Agency != before.Agency || r.Year != before.Year) {
			return Mistake("这份收件已读出年报，单位和年度由年报确定；待定的请到导入页确定")
		}
		if before.Version == 0 {
			if err := r.known(t); err != nil {
				return err
			}
		}
		after := before
		after.Agency, after.Year, after.Received = r.Agency, r.Year, r.Received
		after.Sender, after.Copy, after.Note = r.Sender, r.Copy, r.Note
		if err := t.PutReceipt(after); err != nil || after.Copy == before.Copy || after.Version == 0 {
			return err
		}
		return recopy(t, before.Copy, after)
	})
}

// RemovePaper removes a paper that was noted by mistake. What came as a file
// goes with its batch only.
func (i *Intake) RemovePaper(ctx context.Context, id int64) error {
	return i.update(ctx, "remove paper", func(t Tx) error {
		r, err := t.Receipt(id)
		if err != nil {
			return err
		}
		switch {
		case r.Batch != 0 || r.Path != "" || r.SHA256 != "":
			return Mistake("这份收件是导入的文件，不能单独删去；可以在导入页收回导入批次")
		case r.Version != 0:
			return Mistake("已按这份纸质件录入年报，不能删去")
		}
		return t.DeleteReceipt(id)
	})
}

// tidy checks what a person wrote.
func (r *Receiving) tidy() error {
	if err := CheckDate(r.Received); err != nil {
		return err
	}
	if r.Copy.Label() == "" {
		return Mistake("请选择收到的是报送稿、盖章件还是网站公开版")
	}
	if r.Year != 0 && (r.Year < 2000 || r.Year > 2100) {
		return Mistake("年度应为四位年份")
	}
	for _, f := range []struct {
		what string
		text *string
		most int
	}{{"来处", &r.Sender, MaxSender}, {"备注", &r.Note, data.MaxReason}} {
		if strings.TrimSpace(*f.text) == "" {
			*f.text = ""
			continue
		}
		var err error
		if *f.text, err = plainText(f.what, *f.text, f.most); err != nil {
			return err
		}
	}
	return nil
}

// known refuses an agency that the roster lacks.
func (r *Receiving) known(t Tx) error {
	all, err := t.Roster()
	if err == nil && r.Agency != "" && all.Agency(r.Agency) == nil {
		return Mistake("名录中没有这家单位，请重新选择")
	}
	return err
}

// recopy calls the version that was read from a receipt's file another kind
// of copy, and lets it compete as such where it does not count. The version
// of other bytes, whose figures the receipt repeats, stays what it is.
func recopy(t Tx, was data.CopyKind, r data.Receipt) error {
	v, err := t.Version(r.Version)
	if err != nil || v.SHA256 != r.SHA256 && v.Scan != r.SHA256 {
		return err
	}
	if err := t.SetCopy(v.ID, r.Copy); err != nil {
		return err
	}
	v.Copy = r.Copy
	gaveWay := len(v.Wait) == 0 && was != data.CopyPublic
	if gaveWay || v.Current || v.Unfilled || v.Number == 0 || len(without(v.Wait, data.WaitOther)) > 0 {
		return nil
	}
	all, err := t.Roster()
	if err != nil {
		return err
	}
	s := settling{tx: t, roster: all}
	return s.put(v, nil)
}
