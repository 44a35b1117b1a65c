package dashboard

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// Receiver changes what is known of what came in (收件). The command adapts
// intake to it. An error that is the clerk's to mend is a Mistake.
type Receiver interface {
	// NotePaper keeps a paper that came without a file and returns its id.
	NotePaper(ctx context.Context, r ReceiptRequest) (int64, error)
	// EditReceipt changes what is known of a receipt.
	EditReceipt(ctx context.Context, r ReceiptRequest) error
	// RemovePaper removes a paper noted by mistake.
	RemovePaper(ctx context.Context, id int64) error
	// KeptOriginal returns the bytes of a kept file by their SHA-256.
	KeptOriginal(ctx context.Context, sha string) ([]byte, error)
}

// ReceiptRequest is what a form says of something that came in.
type ReceiptRequest struct {
	ID       int64  // 0 for a paper that is noted
	Agency   string // key; empty while it is not known
	Year     int    // 0 while it is not known
	Received string // 2006-01-02; empty for unknown
	Sender   string
	Copy     data.CopyKind
	Note     string
	Person   string // who notes a paper
}

// publicRule is the rule of 公开版与报送版不一致.
const publicRule = "R-public"

// Orders of 收件.
const (
	receiptsNewest   = "new"
	receiptsByAgency = "agency"
)

// receiptsPage is 收件: what came in for a year, read or not.
type receiptsPage struct {
	Year int
	All  int // of the year, before any choice
	// Standing is how the agencies stand, and Delivery the address where each
	// is listed.
	Standing, Delivery string
	States             []receiptCount
	Orders             []choice
	Copies             []choice // Href is the value
	Groups             []agencyGroup
	Agency             string // chosen, empty for all
	Keep               []formField
	Clear              string // address without any choice; empty where there is none
	Lines              []receiptLine
	// Senders, Remarks: any line has one; else the page spares the column.
	Senders, Remarks bool
	Import           string
	Notes            receiptForm // of a paper
	List             string      // address of this page, for forms to come back to
}

// receiptCount is how many are in a state, with the address that lists them.
type receiptCount struct {
	Class, Label, Href string
	N                  int
	On                 bool
}

// receiptLine is one receipt as shown.
type receiptLine struct {
	data.Receipt
	Name        string // agency's; empty while not known
	File        string // name without folders
	FileLink    string // empty where nothing is kept
	State       receiptState
	Class, Text string
	Do, DoLink  string // what can be done, empty for nothing
	Hint        string
	Edit        string       // address with the form open
	Form        *receiptForm // nil while closed
	order       int          // agency's in the roster
}

// receiptForm is the form of one receipt, or of a paper to be noted.
type receiptForm struct {
	Token, Person, Back string
	ID                  int64
	Agency              string
	// Fixed: agency and year are those of the report that was read.
	Fixed      bool
	Year       int
	Received   string
	Sender     string
	Note       string
	Copies     []choice
	Years      []int
	Groups     []agencyGroup
	Removable  bool
	MaxSender  int
	MaxRemarks int
}

// receipts shows 收件.
func (s *Server) receipts(v *visit) (answer, error) {
	b := &receiptsBuilder{server: s, visit: v, page: &receiptsPage{Year: v.query.Year, Import: v.link("/imports"), Groups: groupAgencies(v.snapshot.Roster())}}
	if err := b.choose(); err != nil {
		return answer{}, err
	}
	sources, err := s.receiptSources(v)
	if err != nil {
		return answer{}, err
	}
	b.build(sources)
	m, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	b.page.Standing, b.page.Delivery = m.count(v.query.Year).words(), v.link("/delivery")
	return answer{title: "收件", body: b.page, tables: []*aggregate.Table{b.table()}}, nil
}

// receiptSources asks for all that the year's receipts are shown from.
func (s *Server) receiptSources(v *visit) (receiptSources, error) {
	all, err := s.deliverySources(v)
	if err != nil {
		return receiptSources{}, err
	}
	out := receiptSources{deliverySources: all.of(v.query.Year), receipts: all.Receipts, versions: all.Versions}
	list, err := s.config.Findings.Findings(v.c.Request.Context(), data.FindingFilter{Year: v.query.Year, Rule: publicRule})
	if err != nil {
		return out, fmt.Errorf("list findings on public copies: %w", err)
	}
	for _, f := range list {
		if f.Rule == publicRule {
			out.differs = append(out.differs, f)
		}
	}
	return out, nil
}

// receiptsBuilder fills a receiptsPage.
type receiptsBuilder struct {
	server *Server
	visit  *visit
	page   *receiptsPage
	state  receiptState  // empty for all
	kind   data.CopyKind // empty for all
	order  string
	edit   int64
	serial map[string]int // agencies in official order
}

// choose reads the choices from the address.
func (b *receiptsBuilder) choose() error {
	v, p := b.visit, b.page
	if b.state = receiptState(v.c.Query("state")); b.state != "" && b.state.label() == "" {
		return badQuery("状态“%s”不对，请从页面上选择", clip(string(b.state), 20))
	}
	if b.kind = data.CopyKind(v.c.Query("copy")); b.kind != "" && b.kind.Label() == "" {
		return badQuery("“%s”不是报送稿、盖章件、网站公开版之一", clip(string(b.kind), 20))
	}
	if p.Agency = v.c.Query("agency"); p.Agency != "" && v.snapshot.Agency(p.Agency) == nil {
		return badQuery("没有单位“%s”，请从页面上选择", clip(p.Agency, 20))
	}
	var err error
	if b.order, err = v.oneOf("order", "次序", receiptsNewest, receiptsByAgency); err != nil {
		return err
	}
	if text := v.c.Query("edit"); text != "" {
		if b.edit, err = strconv.ParseInt(text, 10, 64); err != nil || b.edit < 1 {
			return badQuery("收件“%s”不对，应是一个正整数", clip(text, 20))
		}
	}
	p.Orders = []choice{
		{Label: "按收到日期", Href: v.here("order", "", "edit", ""), On: b.order == receiptsNewest},
		{Label: "按单位序列", Href: v.here("order", receiptsByAgency, "edit", ""), On: b.order == receiptsByAgency},
	}
	p.Copies = append(copyChoices(b.kind), choice{})
	copy(p.Copies[1:], p.Copies)
	p.Copies[0] = choice{Label: "全部", On: b.kind == ""}
	for name := range v.state {
		p.Keep = append(p.Keep, formField{name, v.state.Get(name)})
	}
	slices.SortFunc(p.Keep, func(a, b formField) int { return cmp.Compare(a.Name, b.Name) })
	for _, f := range []formField{{"state", string(b.state)}, {"order", v.c.Query("order")}} {
		if f.Value != "" {
			p.Keep = append(p.Keep, f)
		}
	}
	if b.state != "" || b.kind != "" || p.Agency != "" {
		p.Clear = v.here("state", "", "copy", "", "agency", "", "edit", "")
	}
	p.List = v.here("edit", "")
	return nil
}

// copyChoices are the kinds of copy, their words as values.
func copyChoices(on data.CopyKind) []choice {
	var out []choice
	for _, k := range data.CopyKinds() {
		out = append(out, choice{Label: k.Label(), Href: string(k), On: k == on})
	}
	return out
}

func (b *receiptsBuilder) build(s receiptSources) {
	p, v := b.page, b.visit
	b.serial = map[string]int{}
	for _, g := range p.Groups {
		for _, a := range g.Agencies {
			b.serial[a.Key] = len(b.serial) + 1
		}
	}
	facts := newReceiptFacts(s)
	counts := map[receiptState]int{}
	for _, r := range s.receipts {
		if r.Year != p.Year && r.Year != 0 || b.kind != "" && r.Copy != b.kind || p.Agency != "" && r.Agency != p.Agency {
			continue
		}
		state := facts.state(r)
		counts[state]++
		p.All++
		if b.state == "" || state == b.state {
			p.Lines = append(p.Lines, b.line(r, state, facts))
			p.Senders, p.Remarks = p.Senders || r.Sender != "", p.Remarks || r.Note != ""
		}
	}
	for _, state := range receiptStates() {
		if n := counts[state]; n > 0 || state == b.state {
			p.States = append(p.States, receiptCount{
				Class: receiptClass(state), Label: state.label(), N: n, On: state == b.state, Href: v.here("state", string(state), "edit", ""),
			})
		}
	}
	b.sort()
	p.Notes = b.form(data.Receipt{Year: p.Year, Received: b.server.config.Now().Format(time.DateOnly), Copy: data.CopyDraft, Agency: p.Agency})
}

func (b *receiptsBuilder) sort() {
	day := func(l receiptLine) string { return cmp.Or(l.Received, l.Noted.Format(time.DateOnly)) }
	slices.SortStableFunc(b.page.Lines, func(x, y receiptLine) int {
		byAgency := 0
		if b.order == receiptsByAgency {
			byAgency = cmp.Compare(x.order, y.order)
		}
		return cmp.Or(byAgency, cmp.Compare(day(y), day(x)), cmp.Compare(y.ID, x.ID))
	})
}

func (b *receiptsBuilder) line(r data.Receipt, state receiptState, facts *receiptFacts) receiptLine {
	v := b.visit
	l := receiptLine{
		Receipt: r, File: baseName(r.Path), State: state, Class: receiptClass(state), Text: receiptText(r, state),
		Edit: v.here("edit", strconv.FormatInt(r.ID, 10)) + "#receipt-" + strconv.FormatInt(r.ID, 10),
	}
	if a := v.snapshot.Agency(r.Agency); a != nil {
		l.Name, l.order = v.name(a), b.serial[a.Key]
	}
	if r.Original {
		l.FileLink = address("/receipts/file", nil, []string{"receipt", strconv.FormatInt(r.ID, 10)})
	}
	l.Do, l.DoLink = b.toDo(r, state, facts)
	if state == receiptBeside && r.Copy == data.CopyDraft && readable(r) {
		l.Hint = "如果是盖章件，请把收到的改为盖章件"
	}
	if r.ID == b.edit {
		f := b.form(r)
		l.Form = &f
	}
	return l
}

// toDo is where a person goes on from a receipt.
func (b *receiptsBuilder) toDo(r data.Receipt, state receiptState, facts *receiptFacts) (text, link string) {
	v, id := b.visit, strconv.FormatInt(r.ID, 10)
	version, ok := facts.versions[r.Version]
	in := facts.standing[receiptKey(r)].Current
	switch {
	case state == receiptUnread, state == receiptWebsite && !in, ok && version.TypedBy != "" && state == receiptPending:
		return "对照录入", v.link("/entry", "receipt", id)
	case state == receiptPending:
		return "去决定", v.link("/imports") + "#waiting-" + strconv.FormatInt(r.Version, 10)
	case state == receiptDiffers, state == receiptReplaced:
		return "看这一版", v.reportLink(receiptKey(r), r.Version, "")
	case in:
		return "看年报", v.reportLink(receiptKey(r), 0, "")
	}
	return "", ""
}

func (b *receiptsBuilder) form(r data.Receipt) receiptForm {
	now := b.server.config.Now()
	f := receiptForm{
		Token: b.server.token, Person: b.visit.person(), Back: b.page.List, ID: r.ID, Agency: r.Agency, Fixed: r.Version != 0, Year: r.Year,
		Received: r.Received, Sender: r.Sender, Note: r.Note, Copies: copyChoices(r.Copy), Groups: b.page.Groups,
		Removable: r.ID != 0 && r.Batch == 0 && r.Path == "" && r.Version == 0, MaxSender: maxSender, MaxRemarks: data.MaxReason,
	}
	for y := now.Year(); y >= firstYear; y-- {
		f.Years = append(f.Years, y)
	}
	return f
}

// maxSender bounds the field 来处, in characters.
const maxSender = 50

// receiptClass is the class of a state in the page's style.
func receiptClass(s receiptState) string {
	switch s {
	case receiptUnread, receiptEmpty:
		return "state-received"
	case receiptBroken:
		return "state-missing"
	case receiptPending:
		return "state-waiting"
	case receiptReturned:
		return "state-returned"
	case receiptDiffers:
		return "warning"
	case receiptImported:
		return "state-imported"
	case receiptStamped, receiptAgrees:
		return "state-reviewed"
	}
	return "info"
}

// table is the list for CSV and JSON.
func (b *receiptsBuilder) table() *aggregate.Table {
	t := &aggregate.Table{Name: "receipts", Title: fmt.Sprintf("%d年度收件", b.page.Year), Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "received", Title: "收到日期"}, {Key: "agency", Title: "单位"}, {Key: "year", Title: "年度"},
		{Key: "sender", Title: "来处"}, {Key: "copy", Title: "收到的是"}, {Key: "file", Title: "文件"}, {Key: "state", Title: "状态"}, {Key: "note", Title: "备注"},
	}}
	for i, l := range b.page.Lines {
		year := ""
		if l.Year != 0 {
			year = strconv.Itoa(l.Year)
		}
		t.Rows = append(t.Rows, aggregate.Row{Key: strconv.FormatInt(l.ID, 10), Cells: []aggregate.Cell{
			number(i + 1), {Text: l.Received}, {Text: l.Name}, {Text: year}, {Text: l.Sender}, {Text: l.Copy.Label()}, {Text: l.File}, {Text: l.Text}, {Text: l.Note},
		}})
	}
	return t
}
