package data

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chaptersOf reads chapters written as title|text.
func chaptersOf(lines ...string) []Chapter {
	var out []Chapter
	for _, l := range lines {
		title, text, _ := strings.Cut(l, "|")
		out = append(out, Chapter{title, text})
	}
	return out
}

func TestChapterOnProblems(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		chapters []Chapter
		want     Chapter // without a title where there is none
	}{
		"form of 2021": {
			chaptersOf("一、总体情况|好。", "五、存在的主要问题及改进情况|一是少。\n二是慢。", "六、其他需要报告的事项|无。"),
			Chapter{"五、存在的主要问题及改进情况", "一是少。\n二是慢。"},
		},
		"problems and measures in two chapters": {
			chaptersOf("五、存在的主要问题|少。", "六、改进措施|多公开。", "七、其他需要报告的事项|无。"),
			Chapter{"五、存在的主要问题", "少。\n六、改进措施\n多公开。"},
		},
		"parts numbered like chapters": {
			chaptersOf("五、存在问题及改进情况|", "一、主动公开不够及时|多。", "二、其他方面不细|少。", "六、其他需说明的事项|无。"),
			Chapter{"五、存在问题及改进情况", "一、主动公开不够及时\n多。\n二、其他方面不细\n少。"},
		},
		"before the annexed table": {
			chaptersOf("六、工作中的不足和整改措施|少。", "七、附表|指标"),
			Chapter{"六、工作中的不足和整改措施", "少。"},
		},
		"before a chapter on something else": {
			chaptersOf("四、存在的主要问题和改进措施|少。", "五、行政复议、行政诉讼情况|无。"),
			Chapter{"四、存在的主要问题和改进措施", "少。"},
		},
		"heading inside a chapter": {
			chaptersOf("一、总体情况|好。\n存在的问题及改进措施\n少。\n其他需要报告的事项\n无。"),
			Chapter{"存在的问题及改进措施", "少。"},
		},
		"numbered heading inside a chapter": {
			chaptersOf("一、总体情况|（一）成绩\n好。\n（二）存在的主要问题\n少。\n（三）改进措施\n多。\n（四）监督保障\n严。"),
			Chapter{"（二）存在的主要问题", "少。\n（三）改进措施\n多。"},
		},
		"numbered heading and text in one line": {
			chaptersOf("一、总体情况|（一）成绩。好。\n（二）存在的主要问题。少，慢。\n（三）监督保障。严。"),
			Chapter{"（二）存在的主要问题", "少，慢。"},
		},
		"plans alone": {
			chaptersOf("一、概述|好。", "六、下一步工作打算|多公开。"),
			Chapter{"六、下一步工作打算", "多公开。"},
		},
		"a sentence about problems is no heading": {
			chaptersOf("一、总体情况|存在的主要问题是，公开少。", "六、其他需要报告的事项|无。"), Chapter{},
		},
		"an empty chapter": {chaptersOf("五、存在的主要问题及改进情况|"), Chapter{Title: "五、存在的主要问题及改进情况"}},
		"no chapters":      {nil, Chapter{}},
	} {
		got, ok := Problems(c.chapters)
		if diff := cmp.Diff(c.want, got); diff != "" || ok != (c.want.Title != "") {
			t.Errorf("%s: found %v (-want +got):\n%s", name, ok, diff)
		}
	}
}
