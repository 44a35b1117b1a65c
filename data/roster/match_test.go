package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// learn matches the names one after the other as an import without a
// roster does, and returns the agencies that come of it.
func learn(t *testing.T, names ...string) *data.Roster {
	t.Helper()
	r := new(data.Roster)
	for _, name := range names {
		m := Find(r, name)
		if m.County != "" {
			r.County.Name = m.County
		}
		switch m.Result {
		case New:
			r.Agencies = append(r.Agencies, *m.Agency)
		case Found:
			*r.Agency(m.Agency.Key) = *m.Agency
		}
	}
	return r
}

func names(r *data.Roster) []string {
	var out []string
	for _, a := range r.Agencies {
		out = append(out, a.Key+"="+a.Name)
	}
	return out
}

func TestAgenciesAreMadeFromNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		seen  []string
		want  []string
		about string
	}{
		{"fuller name wins", []string{"县机关事务局", "甲乙县机关事务局", "机关事务局"}, []string{"机关事务局=甲乙县机关事务局"}, ""},
		{"fuller first", []string{"甲乙县机关事务局", "县机关事务局"}, []string{"机关事务局=甲乙县机关事务局"}, ""},
		{"other county is another agency", []string{"甲乙县发展和改革局", "示例县发展和改革局"}, []string{"发展和改革局=甲乙县发展和改革局"}, ""},
		{"similar is not the same", []string{"农业局", "农业农村局"}, []string{"农业局=农业局", "农业农村局=农业农村局"}, ""},
		{"short name finds the long", []string{"甲乙县人力资源和社会保障局", "人社局"}, []string{"人力资源和社会保障局=甲乙县人力资源和社会保障局"}, ""},
		{"government and its office", []string{"甲乙县人民政府", "甲乙县人民政府办公室", "县政府办"}, []string{"人民政府=甲乙县人民政府办公室"}, ""},
		{"township forms", []string{"白塔镇", "甲乙县白塔镇人民政府"}, []string{"白塔镇=甲乙县白塔镇人民政府"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, names(learn(t, tt.seen...))); diff != "" {
				t.Errorf("agencies (-want +got):\n%s", diff)
			}
		})
	}
}

func TestForeignPrefix(t *testing.T) {
	t.Parallel()
	r := learn(t, "甲乙县教育局")
	if m := Find(r, "示例县教育局"); m.Result != Foreign {
		t.Errorf("want Foreign, got %d", m.Result)
	}
	if m := Find(r, "丙丁市甲乙县教育局"); m.Result != Found {
		t.Errorf("own county below its city: want Found, got %d", m.Result)
	}
}

func TestRosterMakesUnknownNamesWait(t *testing.T) {
	t.Parallel()
	r := learn(t, "甲乙县农业农村局", "甲乙县教育体育局")
	r.County.HasRoster = true
	m := Find(r, "农业局")
	if m.Result != Unknown {
		t.Fatalf("want Unknown, got %d", m.Result)
	}
	if len(m.Suggestions) == 0 || m.Suggestions[0].Key != "农业农村局" {
		t.Errorf("want 农业农村局 suggested, got %v", m.Suggestions)
	}
	if m := Find(r, "县农业农村局"); m.Result != Found || m.Changed {
		t.Errorf("known name: want Found unchanged, got %+v", m)
	}
}

func TestAmbiguousShortNameIsAsked(t *testing.T) {
	t.Parallel()
	r := learn(t, "甲乙县城市管理局", "甲乙县城市管理综合执法局")
	if m := Find(r, "城管局"); m.Result != Unknown || len(m.Suggestions) != 2 {
		t.Errorf("want both offered, got %+v", m)
	}
}

func TestParseList(t *testing.T) {
	t.Parallel()
	got, err := ParseList("\ufeff1. 甲乙县政府办公室\r\n2、教育局\n\n白塔镇\n城关街道\n税务局\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Agency{
		{Key: "人民政府", Name: "甲乙县政府办公室", Group: data.GroupGovernment, Order: 1, Counts: true},
		{Key: "教育局", Name: "教育局", Group: data.GroupDepartment, Order: 2, Counts: true},
		{Key: "白塔镇", Name: "白塔镇", Group: data.GroupTownship, Order: 3, Counts: true},
		{Key: "城关街道", Name: "城关街道", Group: data.GroupSubdistrict, Order: 4, Counts: true},
		{Key: "税务局", Name: "税务局", Group: data.GroupOther, Order: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseListTable(t *testing.T) {
	t.Parallel()
	got, err := ParseList("序号,单位名称,组别,别名,起始年度,终止年度,计入汇总,年度例外\n1,甲乙县安全生产监督管理局,部门,安监局、安监办,,2018,是,\n2,甲乙县税务局,其他,,,,否,2021是、2022否\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Agency{
		{Key: "安全生产监督管理局", Name: "甲乙县安全生产监督管理局", Aliases: []string{"安监局", "安监办"}, Group: data.GroupDepartment, Order: 1, To: 2018, Counts: true},
		{Key: "税务局", Name: "甲乙县税务局", Group: data.GroupOther, Order: 2, CountsIn: map[int]bool{2021: true, 2022: false}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseListNamesTheLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"the same agency twice", "教育局\n县教育局\n", "第2行"},
		{"unknown group", "名称,组别\n教育局,机关\n", "第2行"},
		{"bad year", "名称,起始年度\n教育局,去年\n", "第2行"},
		{"bad exception", "名称,年度例外\n教育局,2021\n", "第2行"},
		{"a sentence for a name", strings.Repeat("很长的一句话", 10), "第1行"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseList(tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("want an error that names %s, got %v", tt.want, err)
			}
		})
	}
}

func TestParseSuccessions(t *testing.T) {
	t.Parallel()
	r := learn(t, "甲乙县安全生产监督管理局", "应急管理局")
	text := "原单位,新单位,年度,规则\n安监局,甲乙县应急管理局,2019,link_mark_break\n"
	if !IsSuccessionList(text) {
		t.Error("not taken for a succession list")
	}
	got, err := ParseSuccessions(text, r)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Succession{{Old: "安全生产监督管理局", New: "应急管理局", Year: 2019, Rule: data.TrendLinkMarkBreak}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := ParseSuccessions("原单位,新单位,年度,规则\n没有局,应急管理局,2019,link\n", r); err == nil {
		t.Error("an agency outside the roster was taken")
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("名称,组别\n教育局,部门\n")
	f.Add("1. 教育局\n乡镇：\n白塔镇\n")
	f.Fuzz(func(t *testing.T, text string) {
		agencies, err := ParseList(text)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for i, a := range agencies {
			if a.Name == "" || a.Key == "" || seen[a.Key] || a.Order != i+1 {
				t.Errorf("agency %d of %q: %+v", i, text, a)
			}
			seen[a.Key] = true
		}
	})
}
