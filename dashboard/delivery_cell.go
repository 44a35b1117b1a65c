package dashboard

import (
	"cmp"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// delivery is what the office has of one agency for one year.
type delivery uint8

// The deliveries, from nothing to done. notValid: the agency does not exist
// in that year, so nothing is asked of it.
const (
	notValid delivery = iota
	notReported
	received // 已收到: a file came that holds no figures
	pending  // 待定
	imported // 已导入
	faulty   // 有错误
	reviewed // 已审核
	toResend // 退回待改: sent back, and nothing came since that answers it
)

// word is the class of a delivery in the page's style and in JSON.
func (d delivery) word() string {
	return [...]string{"none", "missing", "received", "waiting", "imported", "errors", "reviewed", "returned"}[d]
}

// label is the word shown to a clerk.
func (d delivery) label() string {
	return [...]string{"—", "未报", "已收到", "待定", "已导入", "有错误", "已审核", "退回待改"}[d]
}

// deliveryCell is one agency in one year.
type deliveryCell struct {
	Year  int
	State delivery
	// Errors counts the open errors of a faulty report.
	Errors int
	// Detail says why a received file holds no figures: 扫描件, 打不开, 空表;
	// Next what has to be done with it: 待录入, 请重发. Of a report that was sent
	// back they are those of a scan that came since.
	Detail, Next string
	// Current: there is a version that counts.
	Current bool
	// Waits: another version waits beside the current one.
	Waits bool
	// Received is the first date received, 2006-01-02; empty when unknown.
	Received string
	// Late: every date received is known and after the deadline. Overdue:
	// nothing came, and the deadline is over.
	Late, Overdue bool
	// Back says how often it was sent back and came again; BackLate that it
	// came again, or did not come, after the day asked for.
	Back     data.Back
	BackLate bool
	// Counts: the agency counts in the sum of the year.
	Counts bool
	// Website: the office has what the agency's website shows (网站公开版), which
	// proves that it was public by then; WebsiteInTime, that this was by the day
	// of 公开发布. Neither being so proves nothing.
	Website, WebsiteInTime bool
	// Version is the version that the date received can be set on; 0 where
	// there is none. It is what would be sent back.
	Version int64
	// FileName of that version, or of the file that was not read.
	FileName string
}

// Typing reports whether a scan or paper is what the office has, from which it
// can type the figures itself (待录入).
func (c deliveryCell) Typing() bool { return c.Next == toType }

// Short is what the matrix shows in a cell: 错误3, 扫描件.
func (c deliveryCell) Short() string {
	switch {
	case c.State == faulty:
		return fmt.Sprintf("错误%d", c.Errors)
	case c.State == received || c.State == pending || c.State == notReported:
		return cmp.Or(c.Detail, c.State.label())
	}
	return c.State.label()
}

// Text is what the matrix shows in a cell, with what it leaves out: 有错误3,
// 已收到（扫描件）.
func (c deliveryCell) Text() string {
	switch {
	case c.State == toResend && c.Typing():
		return c.State.label() + "（重报的是" + c.Detail + "，" + c.Next + "）"
	case c.State == toResend:
		return c.State.label()
	case c.State == faulty:
		return fmt.Sprintf("有错误%d", c.Errors)
	case c.Detail != "" && c.Next != "":
		return c.State.label() + "（" + c.Detail + "，" + c.Next + "）"
	case c.Detail != "":
		return c.State.label() + "（" + c.Detail + "）"
	}
	return c.State.label()
}
