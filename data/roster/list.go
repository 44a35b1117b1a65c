package roster

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// MaxAgencies bounds a roster; a county has some 30 to 100.
const MaxAgencies = 2_000

// header names of the roster table, with other words that offices use.
var listHeaders = map[string][]string{
	"name":    {"单位名称", "名称", "单位", "全称", "name"},
	"group":   {"组别", "类别", "类型", "group"},
	"order":   {"序号", "单位序列", "排序", "order"},
	"aliases": {"别名", "简称", "其他名称", "aliases"},
	"from":    {"起始年度", "起始年", "from"},
	"to":      {"终止年度", "终止年", "to"},
	"counts":  {"计入汇总", "是否计入汇总", "counts"},
	"key":     {"编码", "key"},
	"contact": {"联系人", "contact"},
	"phone":   {"电话", "联系电话", "phone"},
	"in":      {"年度例外", "counts_in"}, // 2021否、2022是: years that differ from 计入汇总
}

// ParseList reads a list of agencies: a table with a header line (CSV or TAB,
// 单位名称, 组别, 序号, 别名, 起始年度, 终止年度, 计入汇总, 联系人, 电话), or one name a
// line in official order, groups guessed. Lines that are a group's own name
// (乡镇：) set the group of what follows. The error is in Chinese and names the line.
func ParseList(text string) ([]data.Agency, error) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	for _, comma := range []rune{',', '\t'} {
		if fields := strings.Split(first, string(comma)); len(fields) > 1 && columnOf(fields, "name") >= 0 {
			return parseTable(text, comma)
		}
	}
	return parseLines(text)
}

// list gathers the agencies of a roster as they are read.
type list struct {
	roster data.Roster
	seen   map[string]string // canonical base name -> name
}

func parseLines(text string) ([]data.Agency, error) {
	var group data.Group
	l := list{seen: map[string]string{}}
	for i, line := range strings.Split(text, "\n") {
		name := cutSerial(Clean(line))
		name = strings.Trim(name, ",，、;；")
		if name == "" {
			continue
		}
		if g := data.Group(strings.TrimRight(name, "：:")); slices.Contains(data.Groups(), g) && name != string(g) {
			group = g
			continue
		}
		if runes(name) > 40 {
			return nil, fmt.Errorf("名录第%d行太长，不像单位名称：%s…，请每行只写一个单位", i+1, string([]rune(name)[:20]))
		}
		a := Make(&l.roster, name)
		if group != "" {
			a.Group = group
		}
		if err := l.add(a, i+1); err != nil {
			return nil, err
		}
	}
	return l.roster.Agencies, nil
}

// cutSerial drops a leading 1. or 1、 or （1）.
func cutSerial(line string) string {
	rest := strings.TrimLeft(strings.TrimPrefix(line, "（"), "0123456789")
	if rest == line {
		return line
	}
	for _, mark := range []string{".", "、", "）", "．", "："} {
		if cut, ok := strings.CutPrefix(rest, mark); ok {
			return cut
		}
	}
	return rest
}

func parseTable(text string, comma rune) ([]data.Agency, error) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = comma, -1, true
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("名录第1行无法读取：%w", err)
	}
	l := list{seen: map[string]string{}}
	for {
		record, err := c.Read()
		if err == io.EOF {
			return l.roster.Agencies, nil
		}
		line, _ := c.FieldPos(0)
		if err != nil {
			return nil, fmt.Errorf("名录第%d行无法读取，请检查引号和分隔符：%w", line, err)
		}
		a, ok, err := parseRecord(&l.roster, header, record)
		if err != nil {
			return nil, fmt.Errorf("名录第%d行：%w", line, err)
		}
		if !ok {
			continue
		}
		if err := l.add(a, line); err != nil {
			return nil, err
		}
	}
}

func columnOf(header []string, field string) int {
	return slices.IndexFunc(header, func(h string) bool {
		return slices.Contains(listHeaders[field], strings.ToLower(strings.Trim(strings.TrimPrefix(h, "\ufeff"), " \"")))
	})
}

func parseRecord(r *data.Roster, header, record []string) (data.Agency, bool, error) {
	get := func(field string) string {
		if i := columnOf(header, field); i >= 0 && i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	name := Clean(plainText(get("name")))
	if name == "" {
		return data.Agency{}, false, nil
	}
	a := Make(r, name)
	if key := Clean(plainText(get("key"))); key != "" {
		a.Key = key
	}
	if g := data.Group(get("group")); g != "" {
		if !slices.Contains(data.Groups(), g) {
			return a, false, fmt.Errorf("组别“%s”不认识，应为县政府、部门、乡镇、街道或其他", g)
		}
		a.Group = g
		a.Counts = a.Counts || g != data.GroupOther
	}
	for alias := range strings.FieldsFuncSeq(plainText(get("aliases")), func(r rune) bool { return strings.ContainsRune("、;；|", r) }) {
		if alias = Clean(alias); alias != "" && alias != a.Name {
			a.Aliases = append(a.Aliases, alias)
		}
	}
	var err error
	if a.From, err = parseYear(get("from")); err != nil {
		return a, false, err
	}
	if a.To, err = parseYear(get("to")); err != nil {
		return a, false, err
	}
	switch v := get("counts"); v {
	case "":
	case "是", "yes", "1", "true":
		a.Counts = true
	case "否", "no", "0", "false":
		a.Counts = false
	default:
		return a, false, fmt.Errorf("计入汇总“%s”不认识，应为是或否", v)
	}
	a.Contact, a.Phone = short(plainText(get("contact"))), short(plainText(get("phone")))
	a.CountsIn, err = ParseExceptions(get("in"))
	return a, err == nil, err
}

// short bounds a contact or a phone number to what fits a line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > MaxName {
		return string(r[:MaxName])
	}
	return text
}

// ParseExceptions reads the years in which an agency counts otherwise than by
// default: 2021否、2022是. The error is in Chinese.
func ParseExceptions(text string) (map[int]bool, error) {
	var out map[int]bool
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("、,;； ", r) }) {
		year, yes := strings.CutSuffix(word, "是")
		if !yes {
			var no bool
			if year, no = strings.CutSuffix(word, "否"); !no {
				return nil, fmt.Errorf("年度例外“%s”不认识，应写成2021否、2022是的样子", word)
			}
		}
		y, err := parseYear(year)
		if err != nil || y == 0 {
			return nil, fmt.Errorf("年度例外“%s”不认识，应写成2021否、2022是的样子", word)
		}
		if out == nil {
			out = map[int]bool{}
		}
		out[y] = yes
	}
	return out, nil
}

// plainText takes back the mark that keeps a spreadsheet from taking a text
// for a formula.
func plainText(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t", rune(s[1])) {
		return s[1:]
	}
	return s
}

func parseYear(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	y, err := strconv.Atoi(strings.TrimSuffix(text, "年"))
	if err != nil || y < 2000 || y > 2100 {
		return 0, fmt.Errorf("年度“%s”不是四位年份", text)
	}
	return y, nil
}

// add appends an agency in official order; the same agency twice is an error.
func (l *list) add(a data.Agency, line int) error {
	if len(l.roster.Agencies) >= MaxAgencies {
		return fmt.Errorf("名录超过%d个单位，请检查文件", MaxAgencies)
	}
	base := canon(Parse(a.Name).Base)
	if other, twice := l.seen[base]; twice {
		return fmt.Errorf("名录第%d行：%s与%s是同一个单位，请只保留一个", line, a.Name, other)
	}
	if b := l.roster.Agency(a.Key); b != nil {
		return fmt.Errorf("名录第%d行：%s与%s的编码相同，请改正", line, a.Name, b.Name)
	}
	l.seen[base] = a.Name
	a.Order = len(l.roster.Agencies) + 1
	l.roster.Agencies = append(l.roster.Agencies, a)
	return nil
}

// succession headers, as listHeaders.
var successionHeaders = [][]string{{"原单位", "old"}, {"新单位", "new"}, {"年度", "year"}, {"规则", "trend_rule", "rule"}}

// IsSuccessionList reports whether a text is a list of successions (沿革)
// rather than of agencies.
func IsSuccessionList(text string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	fields := strings.Split(strings.TrimSpace(first), ",")
	return len(fields) >= 4 && slices.Contains(successionHeaders[0], fields[0]) && slices.Contains(successionHeaders[1], fields[1])
}

// ParseSuccessions reads a list of successions by agency name or key: 原单位,
// 新单位, 年度, 规则. Both agencies must be in the roster.
func ParseSuccessions(text string, r *data.Roster) ([]data.Succession, error) {
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	records, err := c.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("沿革表无法读取，请检查引号和分隔符：%w", err)
	}
	var out []data.Succession
	for i, record := range records {
		if i == 0 || len(record) < 4 {
			continue
		}
		s := data.Succession{Rule: strings.TrimSpace(record[3])}
		if s.Old, err = keyOf(r, plainText(record[0])); err != nil {
			return nil, fmt.Errorf("沿革表第%d行：%w", i+1, err)
		}
		if s.New, err = keyOf(r, plainText(record[1])); err != nil {
			return nil, fmt.Errorf("沿革表第%d行：%w", i+1, err)
		}
		if s.Year, err = parseYear(strings.TrimSpace(record[2])); err != nil || s.Year == 0 {
			return nil, fmt.Errorf("沿革表第%d行：年度“%s”不是四位年份", i+1, record[2])
		}
		if !slices.Contains(data.TrendRules(), s.Rule) {
			return nil, fmt.Errorf("沿革表第%d行：规则“%s”不认识，应为%s之一", i+1, s.Rule, strings.Join(data.TrendRules(), "、"))
		}
		out = append(out, s)
	}
	return out, nil
}

func keyOf(r *data.Roster, name string) (string, error) {
	name = Clean(name)
	if a := r.Agency(name); a != nil {
		return a.Key, nil
	}
	found := candidates(r, Parse(name))
	if len(found) != 1 {
		return "", fmt.Errorf("名录中没有“%s”", name)
	}
	return found[0].Key, nil
}
