package sample

import "github.com/nianbao/nianbao/data"

// planned lists the mistakes of the demo county. Years with a published county
// report (publishedYears) have none that breaks a sum, so that the published
// figures are the sums of those printed.
func planned() plan {
	var p plan
	for _, part := range [][]entry{absences(), mistakes2014(), mistakes2019(), mistakes2021(), mistakesOfYears(), scribbles()} {
		p = append(p, part...)
	}
	return p
}

func absences() []entry {
	var out []entry
	for _, m := range []struct {
		agency string
		year   int
	}{
		{"审计局", 2014}, {"雁样乡人民政府", 2014}, {"柳样乡人民政府", 2014}, {"科学技术局", 2016},
		{"气象局", 2019}, {"统计局", 2022},
		{"文化广电旅游局", 2024}, {"石样镇人民政府", 2024}, {"北样街道办事处", 2024}, {"气象局", 2024},
	} {
		out = append(out, entry{agency: m.agency, from: m.year, kind: NotHandedIn})
	}
	return out
}

func mistakes2014() []entry {
	return []entry{
		{"商务局", 2014, 0, BrokenSum, []string{"S-1"}, "收到申请数不等于四种渠道之和", more(1, "s.received.online")},
		{"财政局", 2014, 0, BrokenSum, []string{"S-7"}, "主动公开规范性文件数超过主动公开政府信息数", func(s spoiler) {
			n, _ := s.r.value("s.disclosed")
			s.put("s.disclosed.normative", n+3)
		}},
		{"水利局", 2016, 0, BrokenSum, []string{"S-2"}, "申请办结数不等于按时与延期之和", more(1, "s.closed.extended")},
		{"交通运输局", 2016, 0, BrokenSum, []string{"S-3"}, "申请答复数不等于八种答复之和", more(2, "s.replied.granted")},
		{"住房和城乡建设局", 2016, 0, BrokenSum, []string{"S-5"}, "行政复议分项之和超过总数", more(1, "s.review.corrected")},
		{"柳样乡人民政府", 2016, 0, CopiedReport, []string{"A-8", "A-10"}, "数据和文字照抄上年", copyLastYear},
		{"财政局", 2015, 0, WildJump, []string{"A-9"}, "上年主动公开规范性文件数填错，两年相差悬殊", nil},
		{"统计局", 2017, 0, BrokenSum, []string{"S-8"}, "主动公开政府信息数超过各渠道之和", moreThanChannels},
		{"石样镇人民政府", 2017, 0, ShortChapter, []string{"A-10"}, "存在问题一章只写“无”", sayInstead(problemsChapter, "无。")},
		{"民政局", 2016, 0, Garbage, []string{"A-1"}, "数量栏填写文字", garbled("s.channel.wechat", "60条左右", data.DoubtNotNumber, "S-8")},
		{"公安局", 2017, 0, BrokenSum, []string{"S-4"}, "不同意公开的其中项之和超过总数", more(2, "s.replied.refused.privacy")},
		{"国土资源局", 2017, 0, BrokenSum, []string{"S-4w"}, "不同意公开的其中项之和小于总数", shiftRefusals},
		{"林业局", 2017, 0, BrokenSum, []string{"S-6"}, "工作人员数不等于专职与兼职之和", more(1, "s.office.staff")},
		{"农业局", 2017, 0, Garbage, []string{"A-1"}, "数字0误写为字母O", garbled("s.received.letter", "1O", data.DoubtNotNumber, "S-1")},
		{"教育体育局", 2017, 0, BlankTotal, []string{"R-total"}, "申请各项总数未填", func(s spoiler) {
			s.leave("s.received", "s.closed", "s.replied", "s.office.staff")
		}},
		{"溪样镇人民政府", 2017, 0, WrongYear, []string{"A-5"}, "标题年度为上年，与统计期限不一致", titleOfLastYear},
	}
}

func mistakes2019() []entry {
	return []entry{
		{"审计局", 2019, 0, OldEdition, []string{"A-4"}, "使用2014年版格式", nil},
		{"水利局", 2019, 0, BrokenSum, []string{"T2o-2"}, "对外公开总数量小于本年新公开数量", moreDocuments},
		{"城市管理局", 2019, 0, BrokenSum, []string{"T2o-5"}, "项目数量增减后为负", belowNothing},
		{"财政局", 2019, 0, NoUnit, []string{"A-3"}, "采购总金额未写单位", bareAmount},
		{"人力资源和社会保障局", 2019, 0, BrokenSum, []string{"T4-1"}, "行政复议总计不等于四种结果之和", more(1, "t4.review.total")},
		{"公安局", 2019, 0, BrokenSum, []string{"T3-2"}, "予以公开一行总计多计1件", more(1, "t3.granted.total")},
		{"石样镇人民政府", 2019, 0, Regulation, []string{"T2-1"}, "乡镇填报规章", exactly("t2.regulation.total", 2)},
		{"教育体育局", 2019, 0, BlankTotal, []string{"R-total"}, "表三总计一列未填", blankColumn},
		{"商务局", 2019, 0, BrokenSum, []string{"T2o-8"}, "有采购金额而没有采购项目", amountOfNothing},
		{"城市管理局", 2020, 0, WrongStock, []string{"T2o-6"}, "上一年项目数量与上年报告不衔接", nil},
		{"司法局", 2020, 0, TemplateLeft, []string{"A-11"}, "残留格式中的提示文字", addText(0, "该部分以表格形式报告。表格如下。")},
		{"松样镇人民政府", 2020, 0, NoChapter, []string{"A-7"}, "缺少“其他需要报告的事项”一章", dropChapter(5)},
	}
}

func mistakes2021() []entry {
	return []entry{
		{"科学技术局", 2021, 0, OldEdition, []string{"A-4"}, "使用2019年版格式", nil},
		{"柳样乡人民政府", 2021, 0, OldEdition, []string{"A-4"}, "使用2019年版格式", nil},
		{"交通运输局", 2021, 0, BrokenSum, []string{"T3-1"}, "本年新收多计1件", more(1, "t3.new.person", "t3.new.total")},
		{"住房和城乡建设局", 2021, 0, BrokenSum, []string{"T3-2"}, "予以公开多计2件，总计未改", more(2, "t3.granted.person", "t3.granted.total")},
		{"城市管理局", 2021, 0, BlankTotal, []string{"R-total"}, "表三总计一列未填", blankColumn},
		{"云样镇人民政府", 2023, 0, Regulation, []string{"T2-1"}, "乡镇填报规章", exactly("t2.regulation.in_force", 6)},
		{"民政局", 2023, 0, WrongCarry, []string{"C-1"}, "上年结转与上年报告的结转下年度不一致", carryMore},
		{"农业农村局", 2023, 0, Garbage, []string{"A-1"}, "数字0误写为字母O", garbled("t3.granted.person", "3O", data.DoubtNotNumber, "T3-2", "T3-3")},
		{"发展和改革局", 2023, 0, Garbage, []string{"A-1"}, "数量栏填写文字", garbled("t2.license.decisions", "80项左右", data.DoubtNotNumber)},
		{"水利局", 2023, 0, Garbage, []string{"A-1"}, "件数填写小数", garbled("t2.penalty.decisions", "21.5", data.DoubtFraction)},
		{"医疗保障局", 2023, 0, Garbage, []string{"A-1"}, "件数填写负数", garbled("t2.normative.repealed", "-1", data.DoubtNegative, "T2-4")},
		{"商务局", 2023, 0, WrongYear, []string{"A-5"}, "标题年度为上年，与统计期限不一致", titleOfLastYear},
		{"教育体育局", 2023, 0, MissingRow, []string{"R-row"}, "缺少“属于行政查询事项”一行", dropRow("t3.refused.inquiry")},
		{"雁样乡人民政府", 2023, 0, UnfilledForm, nil, "报送空表", emptyForm},
		{"自然资源局", 2023, 0, WrongMerger, []string{"T3-1", "C-1"}, "上年结转一行总计多计1件，与合并各单位之和不一致", more(1, "t3.carried_in.total")},
		{"柳样乡人民政府", 2024, 0, CopiedReport, []string{"A-8", "A-10"}, "数据和文字照抄上年", copyLastYear},
		{"西样街道办事处", 2024, 0, LoginPage, nil, "保存的网页是登录页", loginPage},
		{"溪样镇人民政府", 2024, 0, BrokenSum, []string{"T3-1"}, "本年新收一行总计多计1件", more(1, "t3.new.total")},
		{"卫生健康委员会", 2024, 0, BrokenSum, []string{"T4-1"}, "未经复议直接起诉总计不等于四种结果之和", more(1, "t4.direct.upheld")},
		{"公安局", 2024, 0, BrokenSum, []string{"T3-2"}, "部分公开重复计入", more(1, "t3.partial.person", "t3.partial.total")},
	}
}

// mistakesOfYears are those that show beside last year's report or in the text.
func mistakesOfYears() []entry {
	return []entry{
		{"民政局", 2022, 0, CopiedChapter, []string{"A-10"}, "存在问题一章照抄上年", copyProblems},
		{"南样街道办事处", 2021, 0, ShortChapter, []string{"A-10"}, "存在问题一章只写“无”", sayInstead(problemsChapter, "无。")},
		{"应急管理局", 2022, 0, WrongText, []string{"X-1"}, "正文收到申请数与表三不一致", sayInstead(0, "（二）依申请公开。2022年共收到政府信息公开申请3890件。")},
		{"东样街道办事处", 2022, 0, WrongText, []string{"X-2"}, "正文办结数与表三不一致", telling(7, "办结", "办理答复")},
		{"人力资源和社会保障局", 2024, 0, WrongText, []string{"X-4"}, "正文复议件数与表四不一致", sayInstead(0, "（二）依申请公开。依法答复申请。因政府信息公开被申请行政复议36件。")},
		{"民政局", 2024, 0, WrongText, []string{"X-5"}, "正文规范性文件数与表二不一致", addText(1, "2024年制发行政规范性文件86件，废止0件。")},
		{"云样镇人民政府", 2022, 0, WrongText, []string{"X-8"}, "正文其中项超过总数", addText(0, "通过公示栏公开信息30条，其中财务信息45条。")},
		{"桐样镇人民政府", 2024, 0, WrongName, []string{"A-6"}, "正文套用其他单位的文字", otherName(Name + "松样镇人民政府")},
		{"交通运输局", 2024, 0, WrongStock, []string{"T2-2"}, "现行有效件数与上年不衔接", more(3, "t2.normative.in_force")},
		{"松样镇人民政府", 2024, 0, WrongStock, []string{"T2-3"}, "废止件数超过可废止的件数", moreThanThereAre},
		{"东样街道办事处", 2024, 0, WrongStock, []string{"T2-4"}, "现行有效件数小于本年净增件数", noDocuments},
		{"自然资源局", 2024, 0, WrongCarry, []string{"C-2"}, "上年结转分申请人类型与上年报告不一致", otherApplicants},
		{"住房和城乡建设局", 2024, 0, WrongUnit, []string{"A-3"}, "收费金额把元填作万元", times(10_000, "t2.fee.amount")},
		{"市场监督管理局", 2024, 0, WildJump, []string{"A-9"}, "行政处罚多写一位数", times(10, "t2.penalty.decisions")},
		{"科学技术局", 2023, 0, groundwork, nil, "", noRequests},
		{"科学技术局", 2024, 0, NoRequest, []string{"T4-2"}, "没有申请却有行政复议", reviewOfNothing},
	}
}

// scribbles are habits that last for years.
func scribbles() []entry {
	return []entry{
		{"统计局", 2019, 2024, OddZero, []string{"A-2"}, "零值填写“/”", oddZeros("t2", "/")},
		{"雁样乡人民政府", 2020, 2022, OddZero, []string{"A-2"}, "零值填写“00”", oddZeros("t3", "00")},
		{"桐样镇人民政府", 2021, 2024, BlankCells, []string{"A-2"}, "零值留空", blankZeros("t3")},
		{"退役军人事务局", 2022, 2024, OddZero, []string{"A-2"}, "零值填写“—”", oddZeros("t4", "—")},
		{"禾样镇人民政府", 2016, 2018, OddZero, []string{"A-2"}, "零值填写“无”", oddZeros("s", "无")},
	}
}
