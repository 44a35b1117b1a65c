package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/sample"
)

// TestJanuary is a made-up January in a browser: 47 agencies over three
// weeks, and on each of the fifteen evenings every count is what a clerk with
// a pencil has.
func TestJanuary(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := newJanuary(t)
	if n := len(j.county.names); n != 47 {
		t.Fatalf("want 47 agencies, got %d: %v", n, j.county.names)
	}
	for i, day := range []func(*january){
		day1, day2, day3, day4, day5, day6, day7, day8, day9, day10, day11, day12, day13, day14, day15,
	} {
		j.pencil.now = time.Date(2025, time.January, 6+i/5*7+i%5, 0, 0, 0, 0, china())
		j.hour(9)
		day(j)
		j.hour(17)
		j.evening()
	}
}

// misprint makes the report break a sum.
func misprint(r *sample.Report) { add("t3.new.total", 7)(r) }

// noon imports what the day brought and lets the afternoon begin.
func (j *january) noon() {
	j.t.Helper()
	j.upload(j.pencil.today())
	j.hour(14)
}

func day1(j *january) {
	j.look(j.address("/delivery"))
	j.submit("/delivery/deadlines", nil, map[string]string{"internal": "2025-01-17", "person": "张三"}, "")
	j.pencil.deadline = "2025-01-17"
	j.done(data.StepForms)
	j.plain("发展和改革局", "司法局", "信访局")
	j.noon()
}

func day2(j *january) {
	j.plain("教育体育局", "溪样镇人民政府", "机关事务管理局")
	j.scan("水利局")
	j.handIn("公安局", "有错误", misprint)
	j.noon()
	j.paper("商务局")
}

func day3(j *january) {
	j.plain("工业和信息化局", "东样街道办事处", "人力资源和社会保障局")
	j.scan("审计局")
	j.handIn("财政局", "有错误", misprint)
	j.broken("科学技术局")
	j.noon()
	j.typeScan("水利局")
	j.sendBack("公安局", "表三新收总计与各栏之和不符", "2025-01-13")
}

func day4(j *january) {
	j.plain("自然资源局", "禾样镇人民政府", "大数据管理局")
	j.scan("统计局")
	j.pencil.agencies["商务局"].turn("已收到（待录入）", "已收到（年报已有）")
	j.handIn("商务局", "已导入", nil)
	strange := j.county.report("行政审批局")
	speaksFor("行政审批局", "政务服务管理局")(strange)
	b, ending := j.county.rendered(j.t, strange, j.county.layouts["行政审批局"])
	j.tray.put("年报"+ending, b)
	j.pencil.stray = append(j.pencil.stray, &paperDay{"年报", "待定"})
	j.noon()
	j.tick("水利局")
	j.typeScan("审计局")
	j.typeAgain("审计局")
	j.sendBack("财政局", "表三新收总计与各栏之和不符", "2025-01-14")
}

func day5(j *january) {
	j.plain("住房和城乡建设局", "粮食和物资储备局")
	j.resend("公安局", "已导入", nil)
	j.pencil.agencies["科学技术局"].turn("已收到（请重发）", "已收到（年报已有）")
	j.handIn("科学技术局", "已导入", nil)
	j.handIn("民政局", "有错误", misprint)
	j.noon()
	j.settleStrange("行政审批局", "2025-01-09")
	j.typeScan("统计局")
	j.tick("统计局")
}

func day6(j *january) {
	j.plain("农业农村局", "文化广电旅游局", "松样镇人民政府")
	j.scan("石样镇人民政府")
	j.resendSame("财政局")
	j.handIn("交通运输局", "已导入", nil)
	j.second("溪样镇人民政府", add("t2.license.decisions", 3))
	j.noon()
	j.sendBack("民政局", "表三不平，请核实", "2025-01-20")
	j.sendBack("交通运输局", "正文与表二不一致", "2025-01-17")
}

func day7(j *january) {
	j.plain("卫生健康委员会", "乡村振兴局")
	j.scan("柳样乡人民政府")
	j.scan("云样镇人民政府")
	j.resend("民政局", "有错误", func(r *sample.Report) { add("t3.new.total", 3)(r) })
	j.noon()
	j.takeSecond("溪样镇人民政府")
}

func day8(j *january) {
	j.plain("退役军人事务局", "应急管理局", "泉样镇人民政府")
	j.stamped("司法局")
	j.resend("财政局", "已导入", nil)
	j.noon()
	j.typeScan("石样镇人民政府")
	j.tick("石样镇人民政府")
	j.sendBack("民政局", "表三仍不平", "2025-01-17")
	j.sendBack("云样镇人民政府", "照片看不清，请报电子文件", "2025-01-17")
}

func day9(j *january) {
	j.plain("市场监督管理局", "西样街道办事处", "投资促进局")
	j.scan("北样街道办事处")
	j.resend("民政局", "已导入", nil)
	j.resend("交通运输局", "已导入", add("t2.license.decisions", 1))
	j.noon()
	j.typeScan("柳样乡人民政府")
	j.tick("柳样乡人民政府")
}

func day10(j *january) {
	j.plain("医疗保障局", "民族宗教事务局", "地震局", "人民政府办公室")
	j.resend("云样镇人民政府", "已导入", nil)
	j.noon()
	j.typeScan("北样街道办事处")
	j.review()
}

func day11(j *january) {
	j.plain("城市管理局")
	j.stamped("东样街道办事处")
	j.upload(j.pencil.today())
	j.handIn("南样街道办事处", "已导入", nil)
	j.pencil.agencies["南样街道办事处"].received = "2025-01-17" // it lay in the mail over the weekend
	j.upload("2025-01-17")
	j.hour(14)
	j.tick("北样街道办事处")
}

func day12(j *january) {
	j.plain("桐样镇人民政府")
	r := j.county.report("教育体育局")
	add("t2.license.decisions", 2)(r)
	b, _ := j.county.rendered(j.t, r, sample.Layout{Format: sample.HTML, Charset: sample.UTF8, Declared: "utf-8"})
	j.tray.put(sample.Name+"教育体育局2024年年报（公开版）.html", b)
	j.pencil.came("教育体育局", "公开版", "公开版不一致", j.pencil.today()).warnings = 1
	j.noon()
}

func day13(j *january) {
	j.plain("雁样乡人民政府")
	j.noon()
}

// evening compares what 报送, 收件 and 本年工作 show with the pencil's list.
func (j *january) evening() {
	j.t.Helper()
	j.look(j.address("/delivery"))
	got := evaluate[office](j.visitor, delivered)
	for i := range got.Back {
		_, rest, _ := strings.Cut(got.Back[i], ". ")
		got.Back[i], _, _ = strings.Cut(rest, "：")
	}
	j.look(j.address("/receipts"))
	got.Receipts = evaluate[map[string]int](j.visitor, counted)
	j.look(j.address("/work"))
	got.Work = evaluate[[]string](j.visitor, stepped)
	j.check(j.pencil.today())
	want := j.pencil.office()
	if len(want.Back) == 0 {
		want.Back = []string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		j.t.Errorf("%s (-pencil +pages):\n%s", j.pencil.today(), diff)
	}
}

// delivered reads 报送.
const delivered = `(function () {
  var o = {Marks: {}, Foot: {}, Cells: {}, Back: []};
  var all = function (s, f) { Array.prototype.forEach.call(document.querySelectorAll(s), f); };
  all(".head .filters .tag", function (e) { var m = /^(\S+) (\d+)$/.exec(e.textContent.trim()); if (m) { o.Marks[m[1]] = Number(m[2]); } });
  all("table.delivery tfoot tr", function (r) { o.Foot[r.cells[0].textContent] = r.cells[1].textContent.trim(); });
  all("#received tbody tr", function (r) {
    var s = r.cells[2].querySelector(".tag").textContent.replace(/[0-9]/g, "");
    o.Cells[r.cells[1].textContent.trim()] = s + (r.cells[2].querySelector(".tag.warning") ? " 另有待定" : "");
  });
  var badge = document.querySelector("nav a.here .count");
  o.Badge = badge ? Number(badge.textContent) : 0;
  o.Who = document.getElementById("who").value;
  o.Late = document.getElementById("late").value;
  o.Back = document.getElementById("back").value.split("\n").slice(1);
  return o;
})()`

// counted reads the states of 收件.
const counted = `(function () {
  var o = {};
  document.querySelectorAll(".receipt-states .tag").forEach(function (e) {
    var i = e.textContent.lastIndexOf(" ");
    o[e.textContent.slice(0, i)] = Number(e.textContent.slice(i + 1));
  });
  return o;
})()`

// stepped reads 本年工作: what is next, then each step.
const stepped = `(function () {
  var next = document.querySelector("p.next a");
  var out = [next ? next.textContent : ""];
  document.querySelectorAll("ol.work-steps > li").forEach(function (li) {
    var p = li.querySelector("div > p");
    var text = p.textContent.slice(p.textContent.indexOf("\u3000") + 1).trim();
    out.push(p.querySelector("b").textContent + (li.classList.contains("done") ? "（已办）" : "") + text);
  });
  return out;
})()`
