package roster

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, full, outer, county, base string }{
		{"full name", "示例县教育局", "", "示例县", "教育局"},
		{"one-character county", "易县教育局", "", "易县", "教育局"},
		{"bare 县", "县机关事务局", "", "", "机关事务局"},
		{"no prefix", "机关事务局", "", "", "机关事务局"},
		{"province and city before", "某某省甲乙市示例县教育局", "某某省甲乙市", "示例县", "教育局"},
		{"市场 is no prefix", "市场监督管理局", "", "", "市场监督管理局"},
		{"county before 市场", "示例县市场监督管理局", "", "示例县", "市场监督管理局"},
		{"bare 县 before 市场", "县市场监督管理局", "", "", "市场监督管理局"},
		{"城市 is no city", "城市管理局", "", "", "城市管理局"},
		{"county before 城市", "示例县城市管理局", "", "示例县", "城市管理局"},
		{"开发区 is no district", "示例县经济开发区管委会", "", "示例县", "经济开发区管委会"},
		{"township", "示例县白塔镇人民政府", "", "示例县", "白塔镇人民政府"},
		{"township that holds 市", "马市镇人民政府", "", "", "马市镇人民政府"},
		{"government", "示例县人民政府", "", "示例县", "人民政府"},
		{"city government", "示例市政府办公室", "", "示例市", "政府办公室"},
		{"city 民政", "示例市民政局", "", "示例市", "民政局"},
		{"bare 市 before 民政", "市民政局", "", "", "民政局"},
		{"town called 城关", "示例县城关镇人民政府", "", "示例县", "城关镇人民政府"},
		{"bare 县 before 城市", "县城市管理局", "", "", "城市管理局"},
		{"party organ keeps 县委", "县委办公室", "", "", "县委办公室"},
		{"nothing", "", "", "", ""},
		{"an area stands for its government", "示例县", "", "示例县", "人民政府"},
		{"an area below another", "甲乙市示例县", "甲乙市", "示例县", "人民政府"},
		{"开发区 is no area", "经济开发区", "", "", "经济开发区"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := Name{Full: tt.full, Outer: tt.outer, County: tt.county, Base: tt.base}
			if diff := cmp.Diff(want, Parse(tt.full)); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.full, diff)
			}
		})
	}
}

func TestCleanBoundsAndFolds(t *testing.T) {
	t.Parallel()
	if got, want := Clean(" 示例县 农业农村局(乡村振兴局)\u200b\n"), "示例县农业农村局（乡村振兴局）"; got != want {
		t.Errorf("want %q, got %q", want, got)
	}
	long := make([]rune, 500)
	for i := range long {
		long[i] = '甲'
	}
	if got := runes(Clean(string(long))); got != MaxName {
		t.Errorf("want %d characters, got %d", MaxName, got)
	}
}

func TestSpellingsThatAreOne(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"发展和改革委", "发展和改革委员会"}, {"白塔镇", "白塔镇人民政府"}, {"城关街道", "城关街道办事处"},
		{"机关事务局", "机关事务管理局"}, {"政府办公室", "人民政府"}, {"农业农村局（乡村振兴局）", "农业农村局"},
	}
	for _, p := range same {
		if canon(p[0]) != canon(p[1]) {
			t.Errorf("%s and %s should be one agency", p[0], p[1])
		}
	}
	different := [][2]string{{"农业局", "农业农村局"}, {"卫生局", "卫生监督局"}, {"教育局", "教育体育局"}, {"白塔镇", "白塔乡"}, {"人民政府", "白塔镇人民政府"}}
	for _, p := range different {
		if canon(p[0]) == canon(p[1]) {
			t.Errorf("%s and %s should be two agencies", p[0], p[1])
		}
	}
}
