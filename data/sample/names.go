package sample

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// bare is an agency that never writes its county's name.
const bare = "司法局"

// title is the report's title in one of the agency's ways: with the county's
// name, with a bare 县, without, short, or with the year first.
func (c *County) title(l *ledger, year int) string {
	key, y := l.agency.Key, yearText(year)
	d := newDraw(c.Seed, "title", key, yearText((year-FirstYear)/3))
	name := l.agency.Name
	switch {
	case key == bare:
		return key + y + "年政府信息公开工作年度报告"
	case l.government:
		name = d.pick(name, strings.TrimPrefix(name, "示例"))
	case l.agency.Group == data.GroupDepartment:
		name = d.pick(name, name, "县"+key, key)
	case l.agency.Group == data.GroupTownship || l.agency.Group == data.GroupSubdistrict:
		name = d.pick(name, name, key, l.short)
	}
	if d.chance(0.12) {
		return y + "年" + name + "政府信息公开工作年度报告"
	}
	return name + y + d.pick("年", "年", "年", "年度") + "政府信息公开工作年度报告"
}

// pathOf names the file: year, group, then a name as clerks give it.
func pathOf(r *Report, a *data.Agency, l Layout) string {
	name := r.Data.Title
	switch {
	case r.Data.Kind == data.Published:
		return fmt.Sprintf("%d/县公布/%s.%s", r.Data.Year, name, l.Extension())
	case a.Order%7 == 3:
		name = a.Key + yearText(r.Data.Year) + "年报"
	case a.Order%19 == 4:
		// The file's own name says nothing; the folder does.
		name = a.Key + "/年报（定稿）"
	case a.Order%9 == 5:
		name = yearText(r.Data.Year) + "年政府信息公开年报（" + a.Key + "）"
	}
	return fmt.Sprintf("%d/%s/%s.%s", r.Data.Year, a.Group, name, l.Extension())
}

// selfOf is how an agency speaks of itself.
func selfOf(name string) string {
	for _, w := range []struct{ end, self string }{
		{"政府办公室", "我办"}, {"街道办事处", "我街道"}, {"镇人民政府", "我镇"}, {"乡人民政府", "我乡"},
		{"委员会", "我委"}, {"县人民政府", "全县"},
	} {
		if strings.HasSuffix(name, w.end) {
			return w.self
		}
	}
	return "我局"
}
