// Package roster knows the agencies of a county by their names: how one name
// varies, which prefix is the county's own, what a pasted list says, and
// which names are of the same agency. It never matches by substring: 农业局 and
// 农业农村局 are two agencies, and what is not certain is offered to a person.
package roster

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// MaxName is the number of characters of a name that are taken seriously.
const MaxName = 60

// Clean brings a name into the form in which names are kept: half-width
// letters, full-width brackets, no white space, bounded.
func Clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, width.Fold.String(name))
	name = strings.NewReplacer("(", "（", ")", "）").Replace(name)
	if r := []rune(name); len(r) > MaxName {
		name = string(r[:MaxName])
	}
	return name
}

// Name is a name taken apart.
type Name struct {
	Full   string // as given, cleaned
	Outer  string // prefixes above the county: 江西省宜春市
	County string // the county's prefix: 上高县; empty where there is none
	Base   string // without any prefix: 机关事务局
}

// Words that hold 县, 市 or 区 and are no administrative area.
var notArea = []string{
	"城市", "开发区", "园区", "新区", "社区", "景区", "地区", "辖区", "示范区", "保护区", "库区", "灌区", "林区", "矿区", "校区",
	"小区", "功能区", "合作区", "集聚区", "度假区", "风景区", "片区", "试验区", "保税区", "自贸区", "管理区", "城区", "郊区", "都市", "门市", "超市", "灾区", "山区", "牧区", "农区",
}

// Words that begin with 县, 市 or 区 without being a bare prefix.
var notBare = []string{"市场", "市政", "市容", "市民", "市郊", "区域", "区划", "区块", "县域", "县级", "县委", "市委", "区委"}

// Parse takes a name apart. Whose prefix it is, Roster matching decides.
func Parse(name string) Name {
	n := Name{Full: Clean(name)}
	rest := n.Full
	for _, province := range []string{"维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省"} {
		if before, after, ok := strings.Cut(rest, province); ok && runes(before) <= 4 && before != "" && after != "" {
			n.Outer, rest = before+province, after
			break
		}
	}
	for {
		area, after, ok := cutArea(rest)
		if !ok {
			break
		}
		n.Outer, n.County, rest = n.Outer+n.County, area, after
	}
	if isArea(rest) {
		// 示例县2023年…年度报告: the area stands for its government.
		n.Outer, n.County, rest = n.Outer+n.County, rest, GovernmentBase
	}
	n.Base = cutBare(rest)
	return n
}

// isArea reports whether a name is that of a county, city or district and
// nothing more.
func isArea(name string) bool {
	r := []rune(name)
	last := len(r) - 1
	return last >= 1 && last <= 8 && strings.ContainsRune("县市区旗", r[last]) && !isWord(name, len(string(r[:last])), len(name))
}

// cutArea cuts a leading 宜春市, 上高县 or the like.
func cutArea(name string) (area, rest string, ok bool) {
	for i, r := range name {
		end := i + len(string(r))
		before := runes(name[:i])
		if before > 8 || end == len(name) {
			return "", "", false
		}
		// 镇, 乡 and 街道 stand below the county: nothing after them is its prefix.
		if strings.ContainsRune("镇乡局委办", r) && before > 0 {
			return "", "", false
		}
		if !strings.ContainsRune("县市区旗州盟", r) || before == 0 || before == 1 && r != '县' && r != '旗' {
			continue
		}
		if isWord(name, i, end) {
			continue
		}
		return name[:end], name[end:], true
	}
	return "", "", false
}

// isWord reports whether the 县, 市 or 区 at i is part of an ordinary word.
func isWord(name string, i, end int) bool {
	for _, w := range notArea {
		if strings.HasSuffix(name[:end], w) {
			return true
		}
	}
	// 县城关镇 and 县委 begin with a county's 县; 市场 and 区域 are always words.
	return name[i:end] != "县" && beginsWord(name[i:]) && !strings.HasPrefix(name[end:], "委")
}

// beginsWord reports whether a name begins with a word that only looks like a
// bare prefix: 市场 does, 市民政局 and 市政府 do not.
func beginsWord(name string) bool {
	for _, p := range []string{"市政府", "市政务", "市民政", "市民族", "市民宗"} {
		if strings.HasPrefix(name, p) {
			return false
		}
	}
	return slices.ContainsFunc(notBare, func(w string) bool { return strings.HasPrefix(name, w) })
}

// cutBare cuts a bare 县, 市 or 区 before the name of an agency.
func cutBare(name string) string {
	for _, p := range []string{"本县", "本市", "本区", "我县", "我市", "我区"} {
		if rest, ok := strings.CutPrefix(name, p); ok && rest != "" {
			return rest
		}
	}
	if beginsWord(name) {
		return name
	}
	for _, p := range []string{"县", "市", "区"} {
		if rest, ok := strings.CutPrefix(name, p); ok && runes(rest) >= 2 {
			return rest
		}
	}
	return name
}

func runes(s string) int { return len([]rune(s)) }

// GovernmentBase is the base name of the county government, which with its
// office is one reporting entity (编制主体).
const GovernmentBase = "人民政府"

var governmentNames = []string{"人民政府", "政府", "人民政府办公室", "政府办公室", "政府办", "人民政府办", "人民政府（办公室）", "人民政府（含县政府办公室）", "人民政府（政府办公室）", "人民政府（县政府办公室）"}

// IsGovernment reports whether a base name is that of the county government
// or its office.
func IsGovernment(base string) bool {
	for _, g := range governmentNames {
		if base == g {
			return true
		}
	}
	return false
}

// canon brings a base name into the form in which two spellings of one
// agency are equal: 委 / 委员会, 局 / 管理局, 办 / 办公室, 镇 / 镇人民政府,
// 街道 / 街道办事处; nameplates in brackets left out.
func canon(base string) string {
	if IsGovernment(base) {
		return GovernmentBase
	}
	base = cutBrackets(base)
	for _, p := range []struct{ long, short string }{
		{"管理委员会", "管委"}, {"管委会", "管委"}, {"委员会", "委"}, {"管理局", "局"}, {"办公室", "办"},
		{"街道办事处", "街道"}, {"街道办", "街道"}, {"镇人民政府", "镇"}, {"镇政府", "镇"}, {"乡人民政府", "乡"}, {"乡政府", "乡"},
	} {
		if cut, ok := strings.CutSuffix(base, p.long); ok && cut != "" {
			return cut + p.short
		}
	}
	return base
}

// cutBrackets leaves out nameplates: 农业农村局（乡村振兴局）.
func cutBrackets(s string) string {
	for {
		i := strings.Index(s, "（")
		j := strings.Index(s, "）")
		if i <= 0 || j < i {
			return s
		}
		s = s[:i] + s[j+len("）"):]
	}
}

// shortNames are the usual short names and what each may stand for.
var shortNames = map[string][]string{
	"发改委":   {"发展和改革委员会"},
	"发改局":   {"发展和改革局"},
	"教体局":   {"教育体育局"},
	"科工局":   {"科学技术和工业信息化局", "科技和工业信息化局"},
	"工信局":   {"工业和信息化局"},
	"科技局":   {"科学技术局"},
	"民宗局":   {"民族宗教事务局"},
	"人社局":   {"人力资源和社会保障局"},
	"自规局":   {"自然资源和规划局"},
	"住建局":   {"住房和城乡建设局"},
	"交通局":   {"交通运输局"},
	"文旅局":   {"文化和旅游局"},
	"文广旅局":  {"文化广电旅游局", "文化广电和旅游局"},
	"文广新旅局": {"文化广电新闻出版旅游局"},
	"卫健委":   {"卫生健康委员会"},
	"卫健局":   {"卫生健康局"},
	"卫计委":   {"卫生和计划生育委员会"},
	"退役军人局": {"退役军人事务局"},
	"应急局":   {"应急管理局"},
	"安监局":   {"安全生产监督管理局"},
	"市监局":   {"市场监督管理局"},
	"市场监管局": {"市场监督管理局"},
	"工商局":   {"工商行政管理局"},
	"质监局":   {"质量技术监督局"},
	"食药监局":  {"食品药品监督管理局"},
	"医保局":   {"医疗保障局"},
	"城管局":   {"城市管理局", "城市管理综合执法局", "城市管理和综合执法局"},
	"审批局":   {"行政审批局", "行政审批服务局"},
	"政数局":   {"政务服务和大数据管理局", "政务服务和数据管理局", "政务服务数据管理局"},
	"国动办":   {"国防动员办公室"},
	"人防办":   {"人民防空办公室"},
	"供销社":   {"供销合作社", "供销合作社联合社"},
}

// spellings returns every form under which a base name is known: its canonical
// form, and for a short name the canonical forms of what it may stand for.
func spellings(base string) []string {
	out := []string{canon(base)}
	for _, long := range shortNames[cutBrackets(base)] {
		out = append(out, canon(long))
	}
	return out
}

// GuessGroup guesses the group of an agency from its base name, and whether
// it counts by default: bodies that superiors send down (垂直管理) do not.
func GuessGroup(base string) (group string, counts bool) {
	c := canon(base)
	switch {
	case c == GovernmentBase:
		return "县政府", true
	case strings.HasSuffix(c, "街道"):
		return "街道", true
	case strings.HasSuffix(c, "镇") || strings.HasSuffix(c, "乡"):
		return "乡镇", true
	}
	for _, w := range []string{"税务局", "气象局", "烟草专卖局", "调查队", "生态环境分局", "生态环境局", "消防救援大队", "邮政局", "邮政管理局", "住房公积金", "海关", "金融监管支局"} {
		if strings.Contains(base, w) {
			return "其他", false
		}
	}
	return "部门", true
}
