package intake

import (
	"path"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// kindOfCopy is what the clerk said of the import, else what the file's name
// says: 盖章 or 公开版. A name that says nothing is a 报送稿's.
func kindOfCopy(o Options, p string) data.CopyKind {
	if o.Copy != "" {
		return o.Copy
	}
	name := strings.ReplaceAll(p, "\\", "/")
	name = strings.TrimSuffix(name, path.Ext(name))
	for _, w := range []string{"公开版", "网站版", "网站公开", "网站下载", "官网"} {
		if strings.Contains(name, w) {
			return data.CopyPublic
		}
	}
	// 网站 alone may be an agency's name (网站管理中心): only as a remark.
	last := strings.TrimRight(path.Base(name), "）)】]0123456789")
	if strings.HasSuffix(last, "网站") && strings.TrimSuffix(last, "网站") != "" {
		return data.CopyPublic
	}
	for _, w := range []string{"盖章", "签章", "用印"} {
		i := strings.Index(name, w)
		if i >= 0 && !endsInAny(name[:i], "未", "待", "没", "无", "不", "请", "需") {
			return data.CopyStamped
		}
	}
	return data.CopyDraft
}

func endsInAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

// meeting is what a version's kind of copy makes of it beside those that are
// kept of the same report. An agency's website never stands against what the
// agency handed in, whichever of the two came first.
type meeting struct {
	others []data.Version // those with which it competes as any version does
	copyOf int64          // whose figures it repeats, 0 for none
	done   bool           // v.Current says whether it counts, and it does not wait
}

// meet settles what the kinds of copy settle. v is filled and waits for
// nothing. A version that was read from the website and turns out to be what
// was handed in is called so.
func meet(t receiptTx, v *data.Version, others []data.Version) (meeting, error) {
	var current *data.Version
	for i := range others {
		if others[i].Current {
			current = &others[i]
		}
	}
	if v.Copy == data.CopyPublic {
		return meetPublic(v, current, others), nil
	}
	m := meeting{others: slices.DeleteFunc(slices.Clone(others), func(o data.Version) bool { return o.Copy == data.CopyPublic })}
	if current == nil || current.Copy != data.CopyPublic {
		return m, nil
	}
	if SameFigures(current.Report, v.Report) {
		m.copyOf = current.ID
		return m, t.SetCopy(current.ID, v.Copy)
	}
	m.done, v.Current = true, true
	return m, nil
}

func meetPublic(v, current *data.Version, others []data.Version) meeting {
	if current == nil {
		return meeting{done: true, copyOf: samePublic(v, others)}.counting(v)
	}
	if SameFigures(current.Report, v.Report) {
		return meeting{copyOf: current.ID}
	}
	return meeting{done: true, copyOf: samePublic(v, others)}
}

// counting makes the version current where it is no copy.
func (m meeting) counting(v *data.Version) meeting {
	v.Current = m.copyOf == 0
	return m
}

// samePublic is the newest 网站公开版 with the same figures, 0 for none.
func samePublic(v *data.Version, others []data.Version) int64 {
	for _, o := range slices.Backward(others) {
		if o.Copy == data.CopyPublic && len(o.Wait) == 0 && o.ID != v.ID && SameFigures(o.Report, v.Report) {
			return o.ID
		}
	}
	return 0
}

// anotherCopy reports whether the clerk or the file's name says that bytes
// which are kept came as another kind of copy this time: the website may show
// the very file that was handed in.
func (k *keeper) anotherCopy(v data.Version) (bool, error) {
	if len(v.Wait) > 0 || v.Agency == "" || v.Unfilled {
		return false, nil
	}
	list, err := k.tx.ReceiptsBySHA(v.SHA256)
	if err != nil || len(list) == 0 && k.batch.options.Copy == "" {
		return false, err
	}
	_, alike := k.alike(list)
	return !alike, nil
}

// alike returns the receipt, of those that the same bytes have, to which the
// file belongs: one of the same kind of copy, or any where nothing tells what
// it is. A name only guesses: what a person made of the file since holds.
func (k *keeper) alike(list []data.Receipt) (data.Receipt, bool) {
	o, path := k.batch.options, k.reading.file.Path
	kind := kindOfCopy(o, path)
	told := o.Copy != "" || kind != data.CopyDraft
	for _, same := range []func(data.Receipt) bool{
		func(r data.Receipt) bool { return r.Copy == kind },
		func(r data.Receipt) bool { return !told || o.Copy == "" && r.Path == path },
	} {
		if i := slices.IndexFunc(list, same); i >= 0 {
			return list[i], true
		}
	}
	return data.Receipt{}, false
}

// websiteAgain reports whether the file is what an agency's website shows and
// its bytes came as that before: nothing came in then.
func (k *keeper) websiteAgain(f data.File) (bool, error) {
	if f.Outcome != data.Copy || f.SHA256 == "" || kindOfCopy(k.batch.options, f.Path) != data.CopyPublic {
		return false, nil
	}
	list, err := k.tx.ReceiptsBySHA(f.SHA256)
	return slices.ContainsFunc(list, func(r data.Receipt) bool { return r.Copy == data.CopyPublic }), err
}
