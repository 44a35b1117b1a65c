package extract

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// Bounds on the text that is searched for the agency and the year.
const (
	maxProseLines = 3000
	maxProse      = 6000    // bytes of one paragraph
	maxAllProse   = 300_000 // bytes of all
	maxWords      = 60      // characters of the words an evidence quotes
)

var (
	period    = pattern(`((?:19|20)[0-9]{2})(?:年0?1月0?1日|[./-]0?1[./-]0?1)[^,。;]{0,4}?(?:至|到|—+|-+|~+|–|起)[^,。;]{0,4}?(?:((?:19|20)[0-9]{2})[年./-])?12[月./-]31`)
	yearOf    = pattern(`统计表[(\[]?((?:19|20)[0-9]{2})年`)
	maker     = pattern(`由([^,。;:()由]{2,40}?(?:\([^,。;:()]{2,20}\))?)(?:结合|根据|依据|按照|汇总|会同|负责|牵头|组织编|统一编|编制|编写|撰写)`)
	filler    = pattern(`(?:填报单位|报送单位|编制单位|编报单位|报告单位|单位名称|填报机关|编制机关)\s*(?:\([^)]{0,8}\))?\s*:\s*([^\s:,;。]{2,40})`)
	published = pattern(`(?:公布|公开|发布)([^,。;:()]{2,30}?)((?:19|20)[0-9]{2})年度?(?:政府信息公开|信息公开)`)
)

// evidence gathers what the text says of year and agency, in reading order.
func evidence(lines []line) []data.Evidence {
	var out []data.Evidence
	left := maxAllProse
	for i := 0; i < len(lines) && i < maxProseLines && left > 0; i++ {
		l := &lines[i]
		text := l.only()
		left -= len(text)
		switch {
		case l.grid != nil && text == "":
			out = append(out, cellEvidence(l)...)
		case text != "":
			out = append(out, textEvidence(text)...)
		}
	}
	return out
}

func textEvidence(text string) []data.Evidence {
	if len(text) > maxProse {
		text = strings.ToValidUTF8(text[:maxProse], "")
	}
	var out []data.Evidence
	s := compact(text)
	if strings.Contains(s, "12") && strings.Contains(s, "31") {
		for _, m := range period().FindAllStringSubmatch(s, 3) {
			out = append(out, yearSaid(m[1], m[0]))
			if m[2] != "" && m[2] != m[1] {
				out = append(out, yearSaid(m[2], m[0]))
			}
		}
	}
	if strings.Contains(s, "统计表") {
		if m := yearOf().FindStringSubmatch(s); m != nil {
			out = append(out, yearSaid(m[1], m[0]))
		}
	}
	if strings.Contains(s, "编") && strings.Contains(s, "由") {
		if m := maker().FindStringSubmatch(s); m != nil && strings.Contains(s, "编") {
			out = append(out, agencySaid(dropSection(cleanAgency(m[1])), m[0]))
		}
	}
	if strings.Contains(s, "单位") || strings.Contains(s, "机关") {
		if m := filler().FindStringSubmatch(foldText(text)); m != nil {
			out = append(out, agencySaid(cleanAgency(m[1]), m[0]))
		}
	}
	if strings.Contains(s, "年度") {
		if m := published().FindStringSubmatch(s); m != nil {
			out = append(out, agencySaid(cleanAgency(m[1]), m[0]))
		}
	}
	return slices.DeleteFunc(out, func(e data.Evidence) bool { return e.Value == "" })
}

// cellEvidence reads a table of facts about the page: 发布机构 | 示例县教育局.
func cellEvidence(l *line) []data.Evidence {
	var out []data.Evidence
	for i := 0; i+1 < len(l.cells); i++ {
		switch l.cells[i].label.bare {
		case "发布机构", "发布单位", "公开机构", "填报单位", "编制单位", "报送单位", "制发机关", "信息来源":
			name := l.cells[i+1].Text
			out = append(out, agencySaid(cleanAgency(name), l.cells[i].Text+" "+name))
		}
	}
	return slices.DeleteFunc(out, func(e data.Evidence) bool { return e.Value == "" })
}

func yearSaid(year, words string) data.Evidence {
	e := data.Evidence{Field: "year", Source: data.FromText, Text: words}
	if plausible(year) != 0 {
		e.Value = year
	}
	return e
}

func agencySaid(name, words string) data.Evidence {
	e := data.Evidence{Field: "agency", Source: data.FromText, Text: words}
	if name != "" && named(name) {
		e.Value = asPrinted(name)
	}
	return e
}

// identify fills in agency, year, kind and evidence of a report.
func identify(r *data.Report, t title, text []data.Evidence, path string) {
	r.Title = t.text
	var all []data.Evidence
	all = append(all, said(data.FromTitle, t.agency, t.year, t.text)...)
	all = append(all, text...)
	base, folders := splitPath(path)
	agency, year := guess(base)
	all = append(all, said(data.FromFileName, agency, year, base)...)
	for i := len(folders) - 1; i >= 0 && i >= len(folders)-4; i-- {
		agency, year := guess(folders[i])
		all = append(all, said(data.FromFolder, agency, year, folders[i])...)
	}
	for _, e := range all {
		switch {
		case e.Field == "year" && r.Year == 0:
			r.Year, _ = strconv.Atoi(e.Value)
		case e.Field == "agency" && r.Agency == "":
			r.Agency = e.Value
		}
	}
	kindOf := r.Agency
	for _, e := range all {
		if e.Field == "agency" && utf8.RuneCountInString(e.Value) > utf8.RuneCountInString(r.Agency) && agree(e.Value, r.Agency) {
			r.Agency = e.Value
		}
	}
	r.Agency = asPrinted(r.Agency)
	r.Kind = data.Unit
	if countyGovernment(kindOf) || region(kindOf) {
		r.Kind = data.Published
		source, words := data.FromTitle, t.text
		if t.agency == "" {
			source, words = data.FromText, kindOf
		}
		all = append(all, data.Evidence{Field: "kind", Source: source, Value: string(data.Published), Text: words})
	}
	r.Evidence = distinct(all)
}

func said(source, agency string, year int, words string) []data.Evidence {
	var out []data.Evidence
	if agency != "" {
		out = append(out, data.Evidence{Field: "agency", Source: source, Value: asPrinted(agency), Text: words})
	}
	if year != 0 {
		out = append(out, data.Evidence{Field: "year", Source: source, Value: strconv.Itoa(year), Text: words})
	}
	return out
}

// distinct leaves each source its first words for each value.
func distinct(all []data.Evidence) []data.Evidence {
	var out []data.Evidence
	for _, e := range all {
		same := func(o data.Evidence) bool { return o.Field == e.Field && o.Source == e.Source && o.Value == e.Value }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if r := []rune(e.Text); len(r) > maxWords {
			e.Text = string(r[:maxWords])
		}
		out = append(out, e)
	}
	return out
}
