package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// otherNames reports a report whose title, text and roster name different
// agencies. Short forms, nameplates, offices of the agency and names without
// the county are spellings of one; what is not clearly another agency passes.
func otherNames(q *inquiry) []data.Finding {
	if q.in.Kind == data.Published {
		return nil // compiled by the office of the government whose report it is
	}
	title, texts := q.namesSaid()
	var own []string
	if a := q.in.Agency; a != nil {
		own = append([]string{a.Name, a.Key}, a.Aliases...)
	}
	var parts []string
	if title != "" && len(own) > 0 && !likeAny(title, own) {
		parts = append(parts, "标题为"+quote(title)+"，名录为"+quote(own[0]))
	}
	if len(parts) == 0 {
		for _, name := range texts {
			switch {
			case likeAny(name, own) || title != "" && like(name, title):
			case title != "":
				parts = append(parts, "标题为"+quote(title)+"，正文为"+quote(name))
			case len(own) > 0:
				parts = append(parts, "名录为"+quote(own[0])+"，正文为"+quote(name))
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	hash := fingerprint{parts: append([]string{"A-6"}, parts...)}
	return []data.Finding{{Subject: "agency", Text: strings.Join(parts, "；"), Fingerprint: hash.String()}}
}

// namesSaid are the agency in the title and those in the text.
func (q *inquiry) namesSaid() (title string, texts []string) {
	for _, e := range q.in.Report.Evidence {
		// A model's ××县××局 is another rule's.
		if e.Field != "agency" || utf8.RuneCountInString(e.Value) > 60 || len(texts) >= mostNames || strings.ContainsAny(e.Value, "×X*") || strings.Contains(e.Value, "单位名称") {
			continue
		}
		switch e.Source {
		case data.FromTitle:
			if title == "" {
				title = e.Value
			}
		case data.FromText:
			if !countyOffice(e.Value) {
				texts = append(texts, e.Value)
			}
		}
	}
	return title, texts
}

// countyOffice reports whether a name is that of a county's government or its
// office, which may publish or gather an agency's report.
func countyOffice(name string) bool {
	return strings.Contains(name, "政府") && !strings.ContainsAny(name, "镇乡") && !strings.Contains(name, "街道")
}

func likeAny(name string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return n != "" && like(name, n) })
}

// like reports whether two names may be of one agency: one without its place
// is the other's, or begins with the same two characters, or is a short form
// of it.
func like(a, b string) bool {
	for _, x := range cores(a) {
		for _, y := range cores(b) {
			if strings.HasPrefix(x, firstTwo(y)) || shortOf(x, y) || shortOf(y, x) {
				return true
			}
		}
	}
	return false
}

// cores are what a name may be without the county before it.
func cores(name string) []string {
	name = strings.NewReplacer("（", "(", "）", ")", " ", "", "　", "").Replace(name)
	var out []string
	for i, r := range name {
		end := i + utf8.RuneLen(r)
		if !strings.ContainsRune("县市区旗州省", r) || end == len(name) || i > 30 {
			continue
		}
		if rest := name[end:]; utf8.RuneCountInString(rest) > 1 {
			out = append(out, rest)
		}
	}
	if len(out) == 0 {
		out = append(out, name)
	}
	return out
}

func firstTwo(name string) string {
	r := []rune(name)
	return string(r[:min(len(r), 2)])
}

// shortOf reports whether the characters of a stand in b in their order.
func shortOf(a, b string) bool {
	for _, r := range b {
		if first, n := utf8.DecodeRuneInString(a); r == first && n > 0 {
			a = a[n:]
		}
	}
	return a == ""
}
