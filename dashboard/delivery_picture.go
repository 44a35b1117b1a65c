package dashboard

import (
	"fmt"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// pictureCount is one number on the picture.
type pictureCount struct {
	Label, Class string
	N            int
}

// pictureList is agencies that the picture names.
type pictureList struct {
	Title, Class string
	Names        []string
}

// deliveryPicture is one screen of 报送 to be sent round as a picture.
type deliveryPicture struct {
	Title    string
	Deadline string
	Counts   []pictureCount
	Lists    []pictureList
	Time     string
	File     string // name of the picture as a file
	Back     string // address of 报送
}

// deliveryPicture shows the card that the page's script saves as a picture.
func (s *Server) deliveryPicture(v *visit) (answer, error) {
	m, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	now, year := s.config.Now(), v.query.Year
	deadline := data.Deadline(m.Deadlines, data.DeadlineInternal, year)
	lines := m.column(year)
	p := &deliveryPicture{
		Title:    fmt.Sprintf("%s%d年度政府信息公开年报报送情况", v.snapshot.Roster().County.Name, year),
		Deadline: fmt.Sprintf("%s截止%s，%s", data.DeadlineInternal.Label(), deadline.Format("2006年1月2日"), leftText(daysTo(deadline, now))),
		Time:     fmt.Sprintf("截至%s", now.Format("2006年1月2日15时04分")),
		File:     fmt.Sprintf("%d年度年报报送情况%s.png", year, now.Format("0102")), Back: v.link("/delivery"),
	}
	for _, c := range m.counts() {
		if c.Year == year {
			p.Counts = []pictureCount{
				{"应报", "plain", c.Asked}, {"已报", "good", c.Handed()}, {"未报", "error", c.Missing}, {"退回待改", "warning", c.ToResend}, {"逾期", "warning", c.AllLate()},
			}
		}
	}
	p.Lists = v.pictureLists(lines)
	return answer{title: "报送情况图片", body: p, tables: []*aggregate.Table{m.table()}}, nil
}

// pictureLists names the counting agencies from which something is awaited.
func (v *visit) pictureLists(lines []deliveryLine) []pictureList {
	missing, back := pictureList{Title: "未报", Class: "error"}, pictureList{Title: "退回待改", Class: "warning"}
	typing, unread := pictureList{Title: typingWords, Class: "plain"}, pictureList{Title: "已收到，没有可用数据，请重新报送", Class: "warning"}
	for _, l := range lines {
		if !l.Cell.Counts {
			continue
		}
		name := v.name(l.Agency)
		switch c := l.Cell; {
		case c.State == notReported:
			missing.Names = append(missing.Names, name)
		case c.State == toResend && c.Typing():
			back.Names = append(back.Names, name+"（重报的是"+c.Detail+"，"+c.Next+"）")
		case c.State == toResend:
			if open := l.Cell.Back.Open(); open.Due != "" {
				name += "（" + chineseDay(open.Due) + "前）"
			}
			back.Names = append(back.Names, name)
		case c.Typing():
			typing.Names = append(typing.Names, name+"（"+c.Detail+"）")
		case c.State == received:
			unread.Names = append(unread.Names, name+"（"+l.Cell.Detail+"）")
		}
	}
	var out []pictureList
	for _, l := range []pictureList{missing, back, unread, typing} {
		if len(l.Names) > 0 {
			out = append(out, l)
		}
	}
	return out
}
