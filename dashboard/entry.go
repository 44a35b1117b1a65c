package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Entries keeps what persons type from scans and papers (对照录入). The command
// adapts intake to it. An error that is the clerk's to mend is a Mistake.
type Entries interface {
	// Type keeps a typed report as a version that waits, and returns its id.
	Type(ctx context.Context, e EntryRequest) (int64, error)
	// TryEntry reads and checks what was typed so far and keeps nothing.
	TryEntry(ctx context.Context, e EntryRequest) (EntryTrial, error)
	// CheckTyped says that a person compared the version, of the SHA-256 that
	// the page showed, with its picture (复核).
	CheckTyped(ctx context.Context, version int64, seen, person string) error
	// TypeAgain compares a second pass with the first: it returns the cells that
	// differ and are not settled, or accepts the version where there are none.
	TypeAgain(ctx context.Context, p SecondPass) ([]EntryDifference, error)
}

// Scans gives what came in and can be typed. store.Store is one.
type Scans interface {
	Receipts(ctx context.Context) ([]data.Receipt, error)
	// KeptOriginal returns the bytes of a kept file by their SHA-256.
	KeptOriginal(ctx context.Context, sha string) ([]byte, error)
}

// EntryRequest is a typed report as the form sends it.
type EntryRequest struct {
	Receipt int64 // 0 for none
	Agency  string
	Year    int
	Kind    data.Kind
	Edition string
	Texts   map[string]string // by code, as typed
	Person  string
	Draft   bool   // 未录完
	Seen    string // what the page showed: a version's SHA-256, or nothingTyped
}

// nothingTyped is EntryRequest.Seen of an empty form.
const nothingTyped = "none"

// EntryTrial is what a report would be as typed so far.
type EntryTrial struct {
	Report   *data.Report
	Findings []data.Finding
}

// SecondPass is a report typed a second time without a look at the first.
type SecondPass struct {
	Version int64
	Seen    string
	Texts   map[string]string
	Settled map[string]string // of the cells that differed; nil at first
	Person  string
}

// EntryDifference is a cell that was typed differently.
type EntryDifference struct {
	Cell          *form.Cell
	First, Second string
}

// entering are the scripts of 对照录入.
var entering = []string{"entry.js"}

// entryPage is 对照录入 of one report: its picture beside the form to fill in.
type entryPage struct {
	Token, Person string
	Agency        string
	Key           string
	Year          int
	Kind          data.Kind
	Edition       string
	EditionName   string
	Editions      []choice
	Receipt       int64
	Version       int64 // the typed version that waits, 0 for none
	Seen          string
	// State says what waits already, in a sentence; empty where nothing does.
	State string
	Draft bool
	// Ask: the version can be compared (复核) on this page. Reviewer is the name
	// to begin with, empty where this browser's is the typist's.
	Ask      bool
	Reviewer string
	// Second: the form is typed blind a second time. Blind leads there, First
	// back.
	Second       bool
	Blind, First string
	Picture      *entryPicture
	Tables       []entryTable
	// Tried: sums and findings are of what is typed; false where nothing is.
	Tried  bool
	Lists  []entryFindings
	Differ []differingCell
	// Choose asks for agency and year first; the rest is then empty.
	Choose *entryChoice
	List   string // address of the list
}

// entryChoice asks whose report is to be typed.
type entryChoice struct {
	Groups []agencyGroup
	Years  []int
	Year   int
}

// entryRequest is what the address or a form says of the report to be typed.
type entryRequest struct {
	receipt data.Receipt // zero where there is none
	waiting data.Version // the typed version that waits; zero where there is none
	agency  *data.Agency // nil while not known
	year    int          // 0 while not known
	kind    data.Kind
	edition string
	second  bool
	// seen is what the page that sent the form showed; empty where none did.
	seen string
}

func (s *Server) entry(v *visit) (answer, error) {
	r, err := s.entryRequest(v)
	if err != nil {
		return answer{}, err
	}
	return s.entryAnswer(v, r, r.typed())
}

// typed are the texts of what waits, nil for an empty form.
func (r *entryRequest) typed() map[string]string {
	if r.waiting.Report == nil || r.second || r.edition != r.waiting.Report.Edition {
		return nil
	}
	out := map[string]string{}
	for _, t := range r.waiting.Report.Tables {
		for _, f := range t.Figures {
			out[f.Code] = f.Raw
		}
	}
	return out
}

// entryRequest reads the address: version, receipt, or agency and year.
func (s *Server) entryRequest(v *visit) (*entryRequest, error) {
	ctx, q := v.c.Request.Context(), v.c.Request.URL.Query()
	r := &entryRequest{kind: data.Unit, second: q.Get("pass") == "second", edition: q.Get("edition")}
	if q.Get("kind") == string(data.Published) {
		r.kind = data.Published
	}
	if text := q.Get("version"); text != "" {
		return r, s.openTyped(v, r, text)
	}
	key := q.Get("agency")
	if q.Get("year") != "" {
		r.year = v.query.Year
	}
	if text := q.Get("receipt"); text != "" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return nil, badQuery("收件编号“%s”不对，应是一个正整数", clip(text, 20))
		}
		if r.receipt, err = s.receipt(ctx, id); err != nil {
			return nil, err
		}
		// What the receipt says stands above the address.
		if r.receipt.Agency != "" {
			key = r.receipt.Agency
		}
		if r.receipt.Year != 0 {
			r.year = r.receipt.Year
		}
		if r.receipt.Kind != "" {
			r.kind = r.receipt.Kind
		}
	}
	if key != "" {
		if r.agency = v.snapshot.Agency(key); r.agency == nil {
			return nil, notFound("单位名单中没有“%s”", clip(key, 60))
		}
	}
	return r, s.openWaiting(v, r)
}

func (s *Server) receipt(ctx context.Context, id int64) (data.Receipt, error) {
	list, err := s.config.Scans.Receipts(ctx)
	if err != nil {
		return data.Receipt{}, fmt.Errorf("list receipts: %w", err)
	}
	i := slices.IndexFunc(list, func(r data.Receipt) bool { return r.ID == id })
	if i < 0 {
		return data.Receipt{}, notFound("没有这份收件，它可能已随导入批次一起被收回")
	}
	return list[i], nil
}

// openTyped takes whose report a typed version is.
func (s *Server) openTyped(v *visit, r *entryRequest, text string) error {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return badQuery("版本“%s”不对，应是一个正整数", clip(text, 20))
	}
	all, err := s.config.Reports.AllVersions(v.c.Request.Context())
	if err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	i := slices.IndexFunc(all, func(x data.Version) bool { return x.ID == id })
	if i < 0 || all[i].TypedBy == "" {
		return notFound("没有这份对照录入的年报，它可能已被删去或收回")
	}
	r.year, r.kind = all[i].Year, all[i].Kind
	if r.agency = v.snapshot.Agency(all[i].Agency); r.agency == nil {
		return notFound("这份年报的单位已不在名单中")
	}
	return s.openWaiting(v, r)
}

// openWaiting takes the typed version that waits for the report, and settles
// the edition.
func (s *Server) openWaiting(v *visit, r *entryRequest) error {
	if r.agency == nil || r.year == 0 {
		return nil
	}
	ctx := v.c.Request.Context()
	versions, err := s.config.Reports.VersionsOf(ctx, data.ReportKey{Agency: r.agency.Key, Year: r.year, Kind: r.kind})
	if err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	for _, x := range versions {
		if awaitsCheck(x) {
			if r.waiting, err = s.config.Reports.Version(ctx, x.ID); err != nil {
				return fmt.Errorf("open version %d: %w", x.ID, err)
			}
		}
	}
	if r.edition == "" || r.second {
		if r.edition = editionFor(r.year); r.waiting.Report != nil {
			r.edition = r.waiting.Report.Edition
		}
	}
	if form.ByID(r.edition) == nil {
		return badQuery("没有“%s”这一版格式", clip(r.edition, 20))
	}
	if r.second && !slices.Contains(r.waiting.Wait, data.WaitTyped) {
		return notFound("这份年报没有待复核的录入，不能录第二遍")
	}
	return nil
}

// awaitsCheck reports whether a version was typed and nobody compared it yet.
func awaitsCheck(v data.Version) bool {
	return slices.Contains(v.Wait, data.WaitTyped) || slices.Contains(v.Wait, data.WaitDraft)
}

// editionFor is the edition of the year; before the first one, the first.
func editionFor(year int) string {
	if e := form.ForYear(year); e != nil {
		return e.ID
	}
	return form.Editions()[0].ID
}

// entryAnswer shows the form with the texts; with none it is empty and not
// checked.
func (s *Server) entryAnswer(v *visit, r *entryRequest, texts map[string]string) (answer, error) {
	p := &entryPage{Token: s.token, Person: v.person(), List: v.link("/entries"), Receipt: r.receipt.ID}
	a := answer{title: "对照录入", body: p}
	if r.agency == nil || r.year == 0 {
		p.Choose = s.entryChoice(v)
		return a, s.entryPicture(v, r, p)
	}
	a.title = fmt.Sprintf("对照录入：%s %d年度", v.name(r.agency), r.year)
	if r.kind == data.Published {
		a.title += "（" + r.kind.Label() + "）"
	}
	s.describeEntry(v, r, p)
	if err := s.entryPicture(v, r, p); err != nil {
		return answer{}, err
	}
	return a, s.layEntry(v, r, p, texts)
}

// describeEntry fills whose report it is and what waits already.
func (s *Server) describeEntry(v *visit, r *entryRequest, p *entryPage) {
	p.Agency, p.Key, p.Year, p.Kind, p.Edition, p.Second = r.agency.Name, r.agency.Key, r.year, r.kind, r.edition, r.second
	p.EditionName, p.Seen = form.ByID(r.edition).Name, nothingTyped
	if !r.second {
		for _, e := range form.Editions() {
			p.Editions = append(p.Editions, choice{Label: "格式（" + e.Name + "）", Href: s.entryLink(v, r, e.ID), On: e.ID == r.edition})
		}
	}
	if r.waiting.ID != 0 {
		p.Seen = r.waiting.SHA256
		s.describeWaiting(v, r, p)
	}
	if r.seen != "" {
		p.Seen = r.seen
	}
}

// describeWaiting says who typed what waits, and what is to be done with it.
func (s *Server) describeWaiting(v *visit, r *entryRequest, p *entryPage) {
	w := r.waiting
	p.Version, p.Draft = w.ID, slices.Contains(w.Wait, data.WaitDraft)
	p.State = w.TypedBy + "（自填）" + s.day(w.TypedAt)
	if p.Draft {
		p.State += "保存的草稿，还没有录完，不计入。"
		return
	}
	p.State += "录完，待复核，复核以前不计入。"
	p.Ask = !r.second && r.seen == "" // what was sent is not what waits
	if p.Reviewer = v.person(); p.Reviewer == w.TypedBy {
		p.Reviewer = ""
	}
	p.First = typedLink(v, w.ID)
	p.Blind = v.link("/entry", "version", strconv.FormatInt(w.ID, 10), "pass", "second")
}

// entryLink is the address of the same form in another edition.
func (s *Server) entryLink(v *visit, r *entryRequest, edition string) string {
	pairs := []string{"agency", r.agency.Key, "year", strconv.Itoa(r.year), "edition", edition}
	if r.kind == data.Published {
		pairs = append(pairs, "kind", string(r.kind))
	}
	if r.receipt.ID != 0 {
		pairs = append(pairs, "receipt", strconv.FormatInt(r.receipt.ID, 10))
	}
	return v.link("/entry", pairs...)
}

// typedLink is the page on which a typed version is changed or compared.
func typedLink(v *visit, version int64) string {
	return v.link("/entry", "version", strconv.FormatInt(version, 10))
}
