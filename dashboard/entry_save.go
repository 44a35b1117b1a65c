package dashboard

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// maxEntry bounds the form: some 300 cells, each a number, two or three times
// over.
const maxEntry = 512 << 10

// differingCell is a cell that two passes typed differently, with the field
// that settles it.
type differingCell struct {
	Code, Label   string
	First, Second string
}

// Ways of settling a cell that was typed differently.
const (
	settleFirst  = "first"
	settleSecond = "second"
	settleOther  = "other"
)

func badEntry() error {
	return &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
}

// entryFromForm reads the form: whose report it is and what was typed.
func (s *Server) entryFromForm(v *visit) (*entryRequest, map[string]string, error) {
	post := v.c.PostForm // parses the body
	r := &entryRequest{kind: data.Kind(post("kind")), edition: post("edition"), second: post("pass") == "second", seen: post("seen")}
	r.agency = v.snapshot.Agency(post("agency"))
	edition := form.ByID(r.edition)
	var err error
	if r.year, err = strconv.Atoi(post("report_year")); err != nil || r.agency == nil || edition == nil || r.seen == "" {
		return nil, nil, badEntry()
	}
	if text := post("receipt"); text != "" && text != "0" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, nil, badEntry()
		}
		if r.receipt, err = s.receipt(v.c.Request.Context(), id); err != nil {
			return nil, nil, err
		}
	}
	texts := map[string]string{}
	for _, t := range edition.Tables {
		for _, c := range t.Cells {
			texts[c.Code] = post(fieldOf(c.Code))
		}
	}
	return r, texts, s.openWaiting(v, r)
}

// checkEntry shows the form as it was sent, with its sums and findings.
func (s *Server) checkEntry(v *visit) (answer, error) {
	r, texts, err := s.entryFromForm(v)
	if err != nil {
		return answer{}, err
	}
	a, err := s.entryAnswer(v, r, texts)
	if p, ok := a.body.(*entryPage); ok {
		p.Person = cmp.Or(personName(v.c.PostForm("person")), p.Person)
	}
	return a, err
}

// saveEntry keeps what was typed, as a draft or as done.
func (s *Server) saveEntry(v *visit) (answer, error) {
	r, texts, err := s.entryFromForm(v)
	if err != nil {
		return answer{}, err
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	id, err := s.config.Entries.Type(v.c.Request.Context(), EntryRequest{
		Receipt: r.receipt.ID, Agency: r.agency.Key, Year: r.year, Kind: r.kind, Edition: r.edition, Texts: texts,
		Person: person, Draft: v.c.PostForm("do") != "done", Seen: v.c.PostForm("seen"),
	})
	if err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: typedLink(v, id)}, nil
}

// tickEntry says that a person compared a typed version with its picture.
func (s *Server) tickEntry(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Entries.CheckTyped(v.c.Request.Context(), id, v.c.PostForm("seen"), person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: s.checkedLink(v, id)}, nil
}

// checkedLink is the report's page at a version that was compared.
func (s *Server) checkedLink(v *visit, id int64) string {
	x, err := s.config.Reports.Version(v.c.Request.Context(), id)
	if err != nil {
		return v.link("/entries")
	}
	return v.reportLink(data.ReportKey{Agency: x.Agency, Year: x.Year, Kind: x.Kind}, id, "")
}

// secondEntry compares a second pass with the first, and asks for the cells
// that differ.
func (s *Server) secondEntry(v *visit) (answer, error) {
	r, texts, err := s.entryFromForm(v)
	if err != nil {
		return answer{}, err
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	settled, err := settledTexts(v)
	if err != nil {
		return answer{}, err
	}
	r.second = true
	pass := SecondPass{Version: r.waiting.ID, Seen: v.c.PostForm("seen"), Texts: texts, Settled: settled, Person: person}
	open, err := s.config.Entries.TypeAgain(v.c.Request.Context(), pass)
	if err != nil {
		return answer{}, decision(err)
	}
	if len(open) == 0 {
		return answer{redirect: s.checkedLink(v, r.waiting.ID)}, nil
	}
	a, err := s.entryAnswer(v, r, texts)
	if p, ok := a.body.(*entryPage); ok && err == nil {
		p.Person = person
		for _, d := range open {
			p.Differ = append(p.Differ, differingCell{
				Code: d.Cell.Code, Label: d.Cell.Table.Short + " " + d.Cell.Label(), First: strings.TrimSpace(d.First), Second: strings.TrimSpace(d.Second),
			})
		}
	}
	return a, err
}

// settledTexts are the texts chosen for the cells that differed; nil where
// none was.
func settledTexts(v *visit) (map[string]string, error) {
	codes := v.c.PostFormArray("differ")
	if len(codes) == 0 {
		return nil, nil
	}
	out := map[string]string{}
	for _, code := range codes {
		switch v.c.PostForm("s-" + code) {
		case settleFirst:
			out[code] = v.c.PostForm("first-" + code)
		case settleSecond:
			out[code] = v.c.PostForm(fieldOf(code))
		case settleOther:
			out[code] = v.c.PostForm("o-" + code)
		default:
			return nil, badQuery("两遍不同的格子要逐格选定，请回到上一页把没有选的选上")
		}
	}
	return out, nil
}

// day is a time as the date that a clerk reads.
func (s *Server) day(at time.Time) string {
	return at.In(s.config.Now().Location()).Format("2006年1月2日")
}
