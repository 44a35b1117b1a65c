package dashboard

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/url"
	"strconv"

	"github.com/nianbao/nianbao/data"
)

// mostExplained bounds the findings of one form.
const mostExplained = 500

// findingForm is what the forms under a finding send.
type findingForm struct {
	Token  string
	Person string // given before in this browser; empty asks for it
	Value  string // the finding as the page shows it
	Anchor string // of the finding in the page
	Back   string // the page to return to
	// Stated is the day on which it was explained; empty where it never was.
	Stated string
}

// Hidden writes what each of the finding's forms sends beside what is typed.
func (f *findingForm) Hidden() template.HTML {
	var m markup
	m.hidden("token", f.Token)
	m.hidden("finding", f.Value)
	m.hidden("back", f.Back)
	return m.html()
}

// findingForm makes the forms of a finding on the page at back.
func (s *Server) findingForm(v *visit, f data.Finding, back string) *findingForm {
	anchor := findingAnchor(f.Key())
	form := &findingForm{Token: s.token, Person: v.person(), Value: findingValue(f), Anchor: anchor, Back: back + "#" + anchor}
	if f.Explanation != nil {
		form.Stated = f.Explanation.Stated.In(s.config.Now().Location()).Format("2006年1月2日")
	}
	return form
}

// findingAnchor is the id of a finding in a page.
func findingAnchor(k data.FindingKey) string {
	sum := sha256.Sum256([]byte(keyValues(k).Encode()))
	return "f-" + hex.EncodeToString(sum[:6])
}

func keyValues(k data.FindingKey) url.Values {
	return url.Values{
		"agency": {k.Agency}, "year": {strconv.Itoa(k.Year)}, "kind": {string(k.Kind)}, "rule": {k.Rule}, "subject": {k.Subject},
	}
}

// findingValue is a finding as a form sends it: its key and fingerprint.
func findingValue(f data.Finding) string {
	q := keyValues(f.Key())
	q.Set("fingerprint", f.Fingerprint)
	return q.Encode()
}

// seenFinding is the inverse of findingValue.
func seenFinding(value string) (SeenFinding, error) {
	q, err := url.ParseQuery(value)
	year, badYear := strconv.Atoi(q.Get("year"))
	kind := data.Kind(q.Get("kind"))
	if err != nil || badYear != nil || q.Get("rule") == "" || kind != data.Unit && kind != data.Published {
		return SeenFinding{}, badQuery("表单不完整，请回到页面重试")
	}
	k := data.FindingKey{Agency: q.Get("agency"), Year: year, Kind: kind, Rule: q.Get("rule"), Subject: q.Get("subject")}
	return SeenFinding{Key: k, Fingerprint: q.Get("fingerprint")}, nil
}

// explain takes the reason for one finding or for those ticked.
func (s *Server) explain(v *visit) (answer, error) {
	var findings []SeenFinding
	values := v.c.PostFormArray("finding")
	if len(values) > mostExplained {
		return answer{}, badQuery("一次最多说明%d条", mostExplained)
	}
	for _, value := range values {
		f, err := seenFinding(value)
		if err != nil {
			return answer{}, err
		}
		findings = append(findings, f)
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.seenCountyWide(v, findings); err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.Explain(v.c.Request.Context(), findings, v.c.PostForm("reason"), person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/check"))}, nil
}

// unexplain takes a reason back.
func (s *Server) unexplain(v *visit) (answer, error) {
	f, err := seenFinding(v.c.PostForm("finding"))
	if err != nil {
		return answer{}, err
	}
	person, err := undoingPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.Unexplain(v.c.Request.Context(), f.Key, person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/check"))}, nil
}
