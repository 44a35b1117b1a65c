package dashboard

import (
	"github.com/nianbao/nianbao/data"
)

// receiptState is what became of something that came in. It is the word in
// addresses and in the page's style.
type receiptState string

// The states, from what asks for most to what asks for nothing.
const (
	receiptUnread   receiptState = "unread"   // 已收到（扫描件，待录入）, or a paper
	receiptBroken   receiptState = "broken"   // 已收到（打不开，请重发）
	receiptPending  receiptState = "pending"  // 待定
	receiptReturned receiptState = "returned" // 退回待改
	receiptDiffers  receiptState = "differs"  // 公开版不一致
	receiptEmpty    receiptState = "empty"    // 已收到（空表）
	receiptImported receiptState = "imported" // 已导入
	receiptStamped  receiptState = "stamped"  // 盖章件已收
	receiptAgrees   receiptState = "agrees"   // 公开版一致
	receiptBeside   receiptState = "beside"   // a scan or paper of a report that is in
	receiptWebsite  receiptState = "website"  // a picture of the website
	receiptReplaced receiptState = "replaced" // 已换新版
	receiptDropped  receiptState = "dropped"  // what was read of it was deleted
)

// receiptStates lists the states in the order of the filter.
func receiptStates() []receiptState {
	return []receiptState{receiptUnread, receiptBroken, receiptPending, receiptReturned, receiptDiffers, receiptEmpty, receiptImported,
		receiptStamped, receiptAgrees, receiptWebsite, receiptBeside, receiptReplaced, receiptDropped}
}

func (s receiptState) label() string {
	switch s {
	case receiptUnread:
		return "已收到（待录入）"
	case receiptBroken:
		return "已收到（请重发）"
	case receiptPending:
		return "待定"
	case receiptReturned:
		return "退回待改"
	case receiptDiffers:
		return "公开版不一致"
	case receiptEmpty:
		return "已收到（空表）"
	case receiptImported:
		return "已导入"
	case receiptStamped:
		return "盖章件已收"
	case receiptAgrees:
		return "公开版一致"
	case receiptBeside:
		return "已收到（年报已有）"
	case receiptWebsite:
		return "公开版未比对"
	case receiptReplaced:
		return "已换新版"
	case receiptDropped:
		return "已删去"
	}
	return ""
}

// receiptText is a receipt's state in full: 已收到（扫描件，待录入）.
func receiptText(r data.Receipt, s receiptState) string {
	switch s {
	case receiptUnread, receiptBroken:
		detail, next := unreadWords(r)
		return "已收到（" + detail + "，" + next + "）"
	case receiptBeside:
		detail, _ := unreadWords(r)
		return "已收到（" + detail + "，年报已有）"
	case receiptWebsite:
		detail, _ := unreadWords(r)
		return "已收到（" + detail + "，未比对）"
	}
	return s.label()
}

// receiptFacts is all that receipts' states follow from.
type receiptFacts struct {
	versions map[int64]data.Version
	standing map[data.ReportKey]deliveryCell
	public   map[data.ReportKey]int64 // newest receipt of a 网站公开版 with figures
	differs  map[data.ReportKey]bool  // 公开版与报送版不一致
}

// receiptSources are the lists that receiptFacts are made from.
type receiptSources struct {
	deliverySources                // of the year shown
	receipts        []data.Receipt // all years'
	versions        []data.Version // all years', without reports
	differs         []data.Finding // of the rule R-public
}

func newReceiptFacts(s receiptSources) *receiptFacts {
	f := &receiptFacts{
		versions: map[int64]data.Version{}, standing: map[data.ReportKey]deliveryCell{}, public: map[data.ReportKey]int64{}, differs: map[data.ReportKey]bool{},
	}
	for _, v := range s.versions {
		f.versions[v.ID] = v
	}
	x := newStandings(s.deliverySources)
	for k := range x.reports {
		f.standing[k] = x.of(k)
	}
	for _, r := range s.Receipts {
		if v, ok := f.versions[r.Version]; ok && r.Copy == data.CopyPublic && len(v.Wait) == 0 && !v.Unfilled {
			f.public[receiptKey(r)] = max(f.public[receiptKey(r)], r.ID)
		}
	}
	for _, d := range s.differs {
		f.differs[data.ReportKey{Agency: d.Agency, Year: d.Year, Kind: d.Kind}] = true
	}
	return f
}

// receiptKey names the report that a receipt is of.
func receiptKey(r data.Receipt) data.ReportKey {
	return data.ReportKey{Agency: r.Agency, Year: r.Year, Kind: r.Kind}
}

// state is what became of a receipt, by how its report stands.
func (f *receiptFacts) state(r data.Receipt) receiptState {
	c := f.standing[receiptKey(r)]
	v, ok := f.versions[r.Version]
	switch {
	case !ok:
		return f.unread(r, c)
	case len(v.Wait) > 0:
		return receiptPending
	case v.Unfilled:
		return receiptEmpty
	case r.Copy == data.CopyPublic:
		return f.publicState(r, v)
	case v.Current && c.State == toResend:
		return receiptReturned
	case !v.Current:
		return receiptReplaced
	case r.Copy == data.CopyStamped:
		return receiptStamped
	}
	return receiptImported
}

// unread is the state of a scan, a paper or a file without figures.
func (f *receiptFacts) unread(r data.Receipt, c deliveryCell) receiptState {
	switch {
	case wasDropped(r):
		return receiptDropped
	case r.Copy == data.CopyPublic && readable(r):
		return receiptWebsite
	case c.sentBack(r):
		return receiptReturned
	case !readable(r) && !(c.Current && r.Copy == data.CopyDraft):
		return receiptBroken // unless a good one came, in another file
	case !readable(r):
		return receiptBeside
	case c.answers(r):
		return receiptUnread
	case c.Current && r.Copy == data.CopyStamped:
		return receiptStamped
	case c.Current, c.State == pending:
		return receiptBeside
	}
	return receiptUnread
}

// publicState is the state of a 网站公开版 with figures: the newest one is
// compared. Where it is all that is known of the report, it counts.
func (f *receiptFacts) publicState(r data.Receipt, v data.Version) receiptState {
	k := receiptKey(r)
	switch {
	case f.public[k] != r.ID:
		return receiptReplaced
	case f.differs[k]:
		return receiptDiffers
	case v.Current && v.Copy == data.CopyPublic:
		return receiptImported
	}
	return receiptAgrees
}
