package extract

import "testing"

func TestDropSection(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"示例县机关事务局人秘股":           "示例县机关事务局",
		"示例县国土资源局办公室":           "示例县国土资源局",
		"示例县发展和改革委员会办公室":        "示例县发展和改革委员会",
		"示例县财政局国库科":             "示例县财政局",
		"甲乙镇人民政府党政办公室":          "甲乙镇人民政府",
		"甲乙镇人民政府办公室":            "甲乙镇人民政府",
		"示例县人民政府办公室":            "示例县人民政府办公室",
		"示例县委办公室":               "示例县委办公室",
		"示例县农业农村局":              "示例县农业农村局",
		"示例市科委":                 "示例市科委",
		"示例县人民政府政务公开办公室":        "示例县人民政府政务公开办公室",
		"示例县机关事务服务中心综合股":        "示例县机关事务服务中心",
		"示例县政务服务和大数据管理局政务公开办公室": "示例县政务服务和大数据管理局",
	} {
		if got := dropSection(name); got != want {
			t.Errorf("section of %s: want %s, got %s", name, want, got)
		}
	}
}

func TestAgree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"县机关事务局", "示例县机关事务局", true},
		{"机关事务局", "示例县机关事务局", true},
		{"示例县机关事务局", "示例县机关事务局", true},
		{"农业局", "示例县农业局", true},
		{"业局", "示例县农业局", false},
		{"教育局", "示例县体育教育局", false},
		{"示例县教育局", "甲乙县教育局", false},
		{"禾样镇", "示例县禾样镇人民政府", true},
		{"样镇", "示例县禾样镇人民政府", false},
		{"示例县北样街道", "北样街道办事处", true},
		{"示例县人民政府", "示例县人民政府办公室", false},
		{"农村局", "示例县农业农村局", false},
	} {
		if got := agree(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: want %t, got %t", c.a, c.b, c.want, got)
		}
	}
}
