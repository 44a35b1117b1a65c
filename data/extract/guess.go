package extract

import (
	"slices"
	"strings"
	"unicode"
)

// GuessName takes the agency and the report year from a file's path, as of a
// file that cannot be read: from its name, then from its folders, the nearest
// first. agency is empty and year 0 where nothing tells them.
func GuessName(path string) (agency string, year int) {
	base, folders := splitPath(path)
	agency, year = guess(base)
	for _, name := range slices.Backward(folders) {
		a, y := guess(name)
		if agency == "" {
			agency = a
		}
		if year == 0 {
			year = y
		}
	}
	return asPrinted(agency), year
}

// maxPath bounds the names that are looked at.
const maxPath = 2000

// splitPath returns the file's name without its ending, and the folders.
func splitPath(path string) (base string, folders []string) {
	if len(path) > maxPath {
		path = path[len(path)-maxPath:]
	}
	parts := strings.FieldsFunc(strings.ToValidUTF8(path, ""), func(r rune) bool { return r == '/' || r == '\\' || r == '!' })
	if len(parts) == 0 {
		return "", nil
	}
	base = parts[len(parts)-1]
	if dot := strings.LastIndexByte(base, '.'); dot > 0 && len(base)-dot <= 6 {
		base = base[:dot]
	}
	return base, parts[:len(parts)-1]
}

// nameNoise are words in file names that name neither agency nor year.
var nameNoise = pattern(`\((?:[^()]*(?:版|稿|件|份|章|本|改|发|定|新|final|copy)[^()]*|\d{1,3})\)|\[[^\]]*\]|【[^】]*】|政府信息公开|政务信息公开|信息公开|政务公开|年度工作报告|年度报告|工作年报|工作总结|工作情况|工作报告|情况报告|统计表|年报表|年报|报告|工作|年度|附件\d*|附表\d*|盖章版?|公开版|定稿|终稿|初稿|修改稿?|最终版?|最新版?|正式版?|送审稿?|报送|上报|关于|扫描件?|副本|电子版|word版?|pdf版?|版$|的`)

// dateToken is a day in a file's name, which is not the report year.
var dateToken = pattern(`(?:19|20)\d{2}(?:[-._]?(?:0[1-9]|1[0-2])[-._]?(?:0[1-9]|[12]\d|3[01])|年\d{1,2}月(?:\d{1,2}日)?)`)

// guess reads one name of a path.
func guess(name string) (agency string, year int) {
	s := compact(name)
	if t, ok := parseTitle(withoutNumber(s)); ok && t.agency != "" && named(t.agency) {
		return t.agency, t.year
	}
	s = dateToken().ReplaceAllString(s, "_")
	year = onlyYear(s)
	s = nameNoise().ReplaceAllString(withoutYear(s), "_")
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("_-—–+,、:;.·~ ", r) || unicode.IsDigit(r) }) {
		part = cleanAgency(part)
		if part != "" && named(part) && len([]rune(part)) > len([]rune(agency)) && !generic(part) {
			agency = part
		}
	}
	return agency, year
}

// withoutNumber takes the day or the serial number off the front of a name:
// 2025-01-06示例县司法局2024年…, 06示例县司法局2024年….
func withoutNumber(s string) string {
	if at := dateToken().FindStringIndex(s); at != nil && at[0] == 0 {
		return s[at[1]:]
	}
	rest := strings.TrimLeft(s, "0123456789")
	if n := len(s) - len(rest); n > 0 && n < 4 && !strings.HasPrefix(rest, "年") {
		return rest
	}
	return s
}

// generic reports whether a folder's name is only a kind of agency, or a place.
func generic(s string) bool {
	switch s {
	case "部门", "县直部门", "市直部门", "区直部门", "县直", "乡镇", "街道", "乡镇街道", "各乡镇", "各部门", "县级部门", "部门乡镇", "县政府部门", "政府部门", "县直单位", "直属部门":
		return true
	}
	return region(s) || strings.HasSuffix(s, "部门") || strings.HasPrefix(s, "各")
}

// onlyYear returns the year that a name gives: one marked 年, else the only one.
func onlyYear(s string) int {
	found := 0
	for _, m := range yearToken().FindAllString(s, 8) {
		y := yearIn(strings.Trim(m, "()年度"))
		if strings.Contains(m, "年") && y != 0 {
			return y
		}
		switch {
		case y == 0, y == found:
		case found != 0:
			return 0
		default:
			found = y
		}
	}
	return found
}
