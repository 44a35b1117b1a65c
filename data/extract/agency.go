package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	minAgency = 2
	maxAgency = 40
)

// agencyEnds are the last words of agencies' names.
var agencyEnds = []string{
	"人民政府", "政府", "委员会", "管委会", "办公室", "街道办事处", "办事处", "街道", "局", "委", "办", "中心", "镇", "乡", "院", "馆", "站", "所",
	"支队", "大队", "总队", "队", "厅", "部", "社", "会", "公司", "集团", "学校", "大学", "学院", "中学", "医院", "台", "园区", "开发区", "农场", "林场", "科委",
	"县", "市", "区", "旗", "州", "省", "处",
}

// nobody are words that stand for the agency without naming it.
var nobody = []string{
	"本机关", "本单位", "本部门", "本局", "本委", "本办", "本级", "本行政机关", "本县", "本市", "本区", "本镇", "本乡", "本街道", "本中心",
	"我局", "我委", "我办", "我单位", "我县", "我市", "我区", "我镇", "我乡", "我街道", "我中心", "我部门", "我院", "各部门", "各单位", "全县", "全市", "全区",
}

// cleanAgency makes a name of what stands where a name is expected; empty where
// it is none.
func cleanAgency(s string) string {
	s = trimNoise(compact(s))
	for _, w := range nobody {
		if s == w || strings.HasPrefix(s, w) && strings.HasSuffix(s, w) {
			return ""
		}
	}
	if strings.HasPrefix(s, "我") || strings.HasPrefix(s, "本机关") || strings.HasPrefix(s, "本单位") {
		return ""
	}
	if n := utf8.RuneCountInString(s); n < minAgency || n > maxAgency || strings.ContainsAny(s, "，。；？！\n") || placeholder().MatchString(s) {
		return ""
	}
	return s
}

// placeholder is what a form prints where the agency's name is to be written:
// （单位名称）, XX局, ××县, ___镇.
var placeholder = pattern(`单位名称|单位全称|机关名称|部门名称|填报单位|[×╳✕＊*_]|[○〇]{2}|(?i:x){2}|某某|^某|…|\.{3}`)

// asPrinted gives a name the brackets in which names are printed; for
// comparison all are half-width.
func asPrinted(name string) string {
	if !strings.Contains(name, "(") {
		return name
	}
	return plate().ReplaceAllString(name, "（$1）")
}

var plate = pattern(`\((\p{Han}[^()]*)\)`)

var (
	noiseFront = pattern(`^(?:附件\d*[:：、.\-_]?|附表\d*[:：、.]?|\d{1,3}[、.．\-_ ]|标题[:：]|名称[:：]|[《“"'\-_—:：、.,·*#\[\]|]|(?:关于)+)+`)
	noiseEnd   = pattern(`(?:关于(?:做好|报送|上报|公布|发布|公开|印发|编制|开展)?|的|年度|[》”"'\-_—:：、.,·|(\[])+$`)
)

// trimNoise removes numbering, quotes and connecting words around a name.
func trimNoise(s string) string {
	s = noiseFront().ReplaceAllString(s, "")
	return noiseEnd().ReplaceAllString(s, "")
}

// named reports whether the text ends as an agency's name does.
func named(s string) bool {
	s = dropPlates(s)
	return slices.ContainsFunc(agencyEnds, func(end string) bool { return strings.HasSuffix(s, end) })
}

// dropPlates removes nameplates in brackets at the end: 农业农村局（乡村振兴局）.
func dropPlates(s string) string {
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") {
		return s[:open]
	}
	return s
}

// section is the part of an agency that compiled the report: 人秘股, 办公室.
var section = pattern(`^(.+?(?:人民政府|政府|委员会|管委会|街道办事处|办事处|局|委|中心|办公室|院|站))((?:党政|综合|行政|党政综合|政务公开|信息公开|政府信息公开|政策法规|法规|人秘|秘书|文秘|组织人事|人事)*(?:工作)?(?:领导小组)?(?:办公室|办|股|科|室|处)|.{1,8}(?:股|科|处|科室|股室))$`)

// dropSection leaves the agency of a name that ends in its section. The office
// of a county's government or party committee is an agency itself.
func dropSection(name string) string {
	if end, _ := utf8.DecodeLastRuneInString(name); !strings.ContainsRune("室办股科处", end) {
		return name
	}
	m := section().FindStringSubmatch(name)
	if m == nil {
		return name
	}
	base, part := m[1], m[2]
	if part == "办公室" || part == "办" || part == "政务公开办公室" {
		if countyGovernment(base) || partyCommittee(base) {
			return name
		}
	}
	if !named(base) || base == "政府" {
		return name
	}
	return base
}

var regionEnds = []string{"县", "市", "区", "旗", "州", "省"}

func endsInRegion(s string) bool {
	return slices.ContainsFunc(regionEnds, func(r string) bool { return strings.HasSuffix(s, r) })
}

// countyGovernment reports whether the name is that of a county's (city's,
// district's) government itself, not of a township or an office.
func countyGovernment(name string) bool {
	base, ok := strings.CutSuffix(name, "人民政府")
	if !ok {
		if base, ok = strings.CutSuffix(name, "政府"); !ok {
			return false
		}
	}
	return endsInRegion(base) && !zone(base)
}

// region reports whether the name is a bare county, city or district: its
// report is the county's own.
func region(name string) bool {
	return endsInRegion(name) && !zone(name) && !strings.ContainsAny(name, "局委办")
}

// zone reports whether the name is that of a development zone: an agency.
func zone(name string) bool {
	for _, end := range []string{"园区", "开发区", "管理区", "示范区", "高新区", "经开区", "景区", "度假区", "保护区", "工业区", "社区"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func partyCommittee(base string) bool {
	b, ok := strings.CutSuffix(base, "委")
	return ok && endsInRegion(b)
}

// stem leaves out the words that a township's or a street's name often lacks:
// 禾样镇 is 禾样镇人民政府, 北样街道 is 北样街道办事处.
func stem(name string) string {
	for _, end := range []string{"人民政府", "政府", "办事处"} {
		if s, ok := strings.CutSuffix(name, end); ok && utf8.RuneCountInString(s) >= minAgency {
			return s
		}
	}
	return name
}

// agree reports whether two names are spellings of one agency, one with more of
// the place's name than the other, or with the word for what governs it:
// 上高县机关事务局, 县机关事务局, 机关事务局; 禾样镇, 示例县禾样镇人民政府.
func agree(a, b string) bool {
	a, b = stem(a), stem(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b {
		return true
	}
	rest, ok := strings.CutSuffix(b, a)
	if !ok {
		return false
	}
	for _, r := range regionEnds {
		if strings.HasPrefix(a, r) {
			return true
		}
	}
	return endsInRegion(rest)
}
