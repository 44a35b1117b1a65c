package intake

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// explanationTx is what explaining does inside a transaction.
type explanationTx interface {
	// Finding returns the finding as it stands; false where there is none.
	Finding(k data.FindingKey) (data.Finding, bool, error)
	PutExplanation(k data.FindingKey, e data.Explanation) error
	// Explanation returns what was said of the key; false where nothing was.
	Explanation(k data.FindingKey) (data.Explanation, bool, error)
	DeleteExplanation(k data.FindingKey, person string, at time.Time) error
}

// Explained is a finding as the clerk saw it when saying why it may stand.
type Explained struct {
	Key         data.FindingKey
	Fingerprint string
	// CountyWide: the finding stands on sums over all reports and is not
	// stored. The caller has derived it and found it as the clerk saw it; what
	// is said of it holds only while its fingerprint stays.
	CountyWide bool
}

// Explain keeps one reason for all the findings, or for none of them: one that
// is gone or stands on other figures by now is a Mistake. Saying the same
// again changes nothing.
func (i *Intake) Explain(ctx context.Context, findings []Explained, reason, person string) error {
	reason, err := plainText("说明", reason, data.MaxReason)
	if err != nil {
		return err
	}
	if person, err = plainText("署名", person, data.MaxPerson); err != nil {
		return err
	}
	if len(findings) == 0 {
		return Mistake("没有选择疑点，请先勾选")
	}
	return i.update(ctx, "explain findings", func(t Tx) error {
		for _, f := range findings {
			now, ok, err := standing(t, f)
			switch {
			case err != nil:
				return err
			case !ok || now.Fingerprint != f.Fingerprint:
				return Mistake("疑点在这期间已有变化（年报或规则有更新），没有记下说明；请刷新页面，看过新的算式再说明")
			case now.Explained && now.Explanation.Reason == reason && now.Explanation.Person == person:
				continue
			}
			e := data.Explanation{Fingerprint: f.Fingerprint, Reason: reason, Person: person, Stated: i.now()}
			if err := t.PutExplanation(f.Key, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// standing is the finding as it stands now with what was said of it.
func standing(t Tx, f Explained) (data.Finding, bool, error) {
	if !f.CountyWide {
		return t.Finding(f.Key)
	}
	k := f.Key
	now := data.Finding{Agency: k.Agency, Year: k.Year, Kind: k.Kind, Rule: k.Rule, Subject: k.Subject, Fingerprint: f.Fingerprint}
	e, said, err := t.Explanation(k)
	if err != nil || !said {
		return now, true, err
	}
	list := []data.Finding{now}
	data.Explain(list, map[data.FindingKey]data.Explanation{k: e})
	return list[0], true, nil
}

// Unexplain takes back what was said about a finding, so that it is open
// again; the history says by whom. One that was never explained stays as it is.
func (i *Intake) Unexplain(ctx context.Context, k data.FindingKey, person string) error {
	person, err := plainText("署名", person, data.MaxPerson)
	if err != nil {
		return err
	}
	return i.update(ctx, "take explanation back", func(t Tx) error { return t.DeleteExplanation(k, person, i.now()) })
}

// plainText makes what a person typed into a line or lines of bounded plain
// text; none is a Mistake.
func plainText(what, text string, most int) (string, error) {
	text = strings.Map(func(r rune) rune {
		if r == '\r' || r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
	text = strings.TrimSpace(text)
	if text == "" {
		return "", Mistake("请填写" + what)
	}
	if n := utf8.RuneCountInString(text); n > most {
		return "", Mistake(fmt.Sprintf("%s有%d个字，最多%d个字", what, n, most))
	}
	return text, nil
}
