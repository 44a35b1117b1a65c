package dashboard

import (
	"fmt"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
)

// whoIsMissing writes the sentence that the office sends round (还差谁):
// 截至1月29日17时，应报47家，已报44家，未报3家：…. Only agencies that count in
// the year are asked; the others are named by themselves. now is in the
// office's own time zone; name shortens an agency's name.
func whoIsMissing(lines []deliveryLine, now time.Time, name func(*data.Agency) string) string {
	var asked, handed int
	var missing, waiting, unread, aside []string
	for _, l := range lines {
		if !l.Cell.Counts {
			if l.Cell.State == notReported {
				aside = append(aside, name(l.Agency))
			}
			continue
		}
		asked++
		handed++
		switch l.Cell.State {
		case notReported:
			handed--
			missing = append(missing, name(l.Agency))
		case received:
			unread = append(unread, name(l.Agency)+"（"+l.Cell.Detail+"）")
		case pending:
			waiting = append(waiting, name(l.Agency))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "截至%d月%d日%d时，应报%d家，已报%d家", now.Month(), now.Day(), now.Hour(), asked, handed)
	fmt.Fprintf(&b, "，未报%d家%s。", len(missing), named(missing))
	if len(unread) > 0 {
		fmt.Fprintf(&b, "已报的单位中，%d家的文件没有可用数据，请重新报送%s。", len(unread), named(unread))
	}
	if len(waiting) > 0 {
		fmt.Fprintf(&b, "另有%d家的年报待定%s。", len(waiting), named(waiting))
	}
	if len(aside) > 0 {
		fmt.Fprintf(&b, "不计入汇总的单位未报%d家%s。", len(aside), named(aside))
	}
	return b.String()
}

// named writes ：甲、乙, or nothing for an empty list.
func named(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "：" + strings.Join(names, "、")
}
