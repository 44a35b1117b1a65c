package dashboard

import (
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// doubtWords says what reading saw, for the clerk who looks at one figure.
func doubtWords(d data.Doubt) string {
	switch d {
	case data.DoubtNotNumber:
		return "原文不是数字"
	case data.DoubtNegative:
		return "件数不能是负数"
	case data.DoubtFraction:
		return "件数不能带小数"
	case data.DoubtTooLarge:
		return "数值过大，超出可能的范围"
	case data.DoubtRowMissing:
		return "文件中没有这一行"
	case data.DoubtTableMissing:
		return "文件中没有这张表"
	case data.DoubtShortRow:
		return "本行的数据个数少于表头的列数"
	case data.DoubtOrder:
		return "标签与先后次序不一致，按标签读取"
	case data.DoubtLabel:
		return "标签与格式的用语不尽一致"
	case data.DoubtRepeated:
		return "文件中有两处对应这一指标项"
	case data.DoubtNoUnit:
		return "金额没有注明元或万元，按格式规定的单位读取"
	case data.DoubtFiner:
		return "金额比分更细，已四舍五入"
	case data.DoubtSpaced:
		return "数字中间有空格"
	case data.DoubtAnnotated:
		return "数字后面带有说明文字"
	case data.DoubtDamaged:
		return "本格内容在读取时有缺失"
	case data.DoubtRecognised:
		return "扫描识别文字，需逐格核对"
	}
	return "原因不明"
}

// sourceWords names where evidence was found.
func sourceWords(source string) string {
	switch source {
	case data.FromPerson:
		return "人工指定"
	case data.FromTitle:
		return "标题"
	case data.FromText:
		return "正文"
	case data.FromFileName:
		return "文件名"
	case data.FromFolder:
		return "文件夹名"
	}
	return source
}

// fieldWords names what evidence is about.
func fieldWords(field string) string {
	switch field {
	case "agency":
		return "单位"
	case "year":
		return "报告年度"
	case "kind":
		return "类别"
	}
	return field
}

// waitWords says why a version waits.
func waitWords(reason string) string {
	switch reason {
	case data.WaitNoAgency:
		return "没有找到单位名称"
	case data.WaitUnknown:
		return "单位名称不在单位名单中"
	case data.WaitForeign:
		return "单位名称带有其他县的名称，不属于本县"
	case data.WaitNoYear:
		return "没有找到报告年度"
	case data.WaitYearConflict:
		return "标题与正文的年度不一致"
	case data.WaitAgencyConflict:
		return "标题与正文的单位不一致"
	case data.WaitOther:
		return "该单位该年度已有现用年报，数据不同"
	case data.WaitTyped:
		return "对照录入，还没有复核"
	case data.WaitDraft:
		return "对照录入，还没有录完"
	case data.WaitSealed:
		return "该年度已封存，启封后才能采用"
	}
	return reason
}

// refusedWords names in two or three characters what a file that could not be
// read is, from the refusal's code.
func refusedWords(code string) string {
	code, _, _ = strings.Cut(code, " ")
	switch code {
	case document.RefuseScan:
		return "扫描件"
	case document.RefuseNarrative:
		return "没有表格"
	case document.RefuseUnsupported:
		return "格式不支持"
	case document.RefuseLogin, document.RefuseList, document.RefuseNotReport:
		return "不是年报"
	case document.RefuseTwoReports:
		return "两份合一"
	}
	return "打不开"
}
