package variation

import (
	"fmt"
	"regexp"
	"strings"
)

// prose puts a paragraph full of numbers between each heading and its table,
// in the words of the table's own labels.
func prose(d *draft) {
	for _, p := range []struct{ table, text string }{
		{"t2", "全年主动公开政府信息%d条。其中规章0件，行政规范性文件%d件，现行有效件数%d件；行政许可本年处理决定数量%d件，行政处罚%d件。"},
		{"t3", "本年新收政府信息公开申请数量：%d件，其中自然人%d件、商业企业%d件；上年结转%d件，予以公开%d件，结转下年度继续办理0件。"},
		{"t4", "被申请行政复议%d件，结果维持%d件，结果纠正%d件；未经复议直接起诉%d件，复议后起诉%d件。"},
	} {
		if i := d.index(p.table); i >= 0 {
			args := make([]any, 5)
			for k := range args {
				args[k] = 1 + d.IntN(900)
			}
			d.insert(i, fmt.Sprintf(p.text, args...), "（一）自然人 "+digits(d.Int64N(90))+" 件", "单位：件")
		}
	}
}

// notes put lines with numbers under the tables.
func notes(d *draft) {
	for i := len(d.blocks) - 1; i >= 0; i-- {
		if d.blocks[i].name != "" {
			d.insert(i+1, "注：本年新收 12，上年结转 3；行政许可含 2021 年结转的 35 件。", "第 "+digits(int64(i%5+1))+" 页")
		}
	}
}

// page puts what a site prints around an article before the report: a table of
// its particulars and links to other years.
func page(d *draft) {
	card := &table{}
	for _, r := range [][2]string{
		{"索引号", "AX001/" + digits(int64(d.year+1)) + "-00012"}, {"发布机构", d.agency}, {"名称", d.title},
		{"生成日期", digits(int64(d.year+1)) + "-01-25"}, {"浏览次数", "1832"},
	} {
		card.rows = append(card.rows, []*box{one(r[0]), one(r[1])})
	}
	before := []block{{kind: tableBlock, table: card}}
	for _, y := range []int{d.year + 1, d.year - 1, d.year - 2} {
		before = append(before, block{text: fmt.Sprintf("%s%d年政府信息公开工作年度报告 %d-01-20", d.agency, y, y+1)})
	}
	d.blocks = append(before, d.blocks...)
}

var chapterNumber = regexp.MustCompile(`^[一二三四五六七八九十]+、`)

// sections numbers the chapters in another way, or not at all.
func sections(d *draft) {
	kind := d.IntN(6)
	n := 0
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind != heading || !chapterNumber.MatchString(b.text) {
			continue
		}
		name := chapterNumber.ReplaceAllString(b.text, "")
		han := strings.Split("一二三四五六七八", "")[n%8]
		n++
		b.text = []string{digits(int64(n)) + ".", digits(int64(n)) + "、", "（" + han + "）", "第" + han + "部分　", "", han + "."}[kind] + name
	}
}

// untitled leaves agency and year to the file's name.
func untitled(d *draft) {
	d.title = pick(d, "政府信息公开工作年度报告", "政府信息公开年报", "政府信息公开年度报告")
	d.preamble = []string{"根据《中华人民共和国政府信息公开条例》，编制本报告。"}
	d.closing = nil
	for i := range d.chapters {
		d.chapters[i].Text = strings.ReplaceAll(d.chapters[i].Text, digits(int64(d.year))+"年", "本年度")
	}
	d.name = pick(d,
		fmt.Sprintf("%s%d年政府信息公开年报", d.agency, d.year), fmt.Sprintf("附件2：%s%d年政府信息公开工作年度报告（定稿）", d.agency, d.year),
		fmt.Sprintf("%d年%s政府信息公开工作年度报告", d.year, d.agency))
}

// tableless keeps the words and drops the tables.
func tableless(d *draft) {
	prose(d)
	for i := len(d.blocks) - 1; i >= 0; i-- {
		if d.blocks[i].kind == tableBlock {
			d.blocks = append(d.blocks[:i], d.blocks[i+1:]...)
		}
	}
	d.refused = true
}

// second puts another report behind the first: another agency's, or another
// year's.
func second(agency bool) func(*draft) {
	return func(d *draft) {
		d.blocks[0].text = fmt.Sprintf("%s%d年政府信息公开工作年度报告", d.agency, d.year)
		first := d.blocks
		d.fill()
		d.compose()
		d.blocks[0].text = fmt.Sprintf("%s%d年政府信息公开工作年度报告", d.agency, d.year-1)
		if agency {
			d.blocks[0].text = fmt.Sprintf("示例县甲乙镇人民政府%d年政府信息公开工作年度报告", d.year)
		}
		d.blocks = append(first, d.blocks...)
		d.refused = true
	}
}
