package sample

import "fmt"

func (w *writer) open2014() string {
	staff, ok := w.r.value("s.office.staff")
	if !ok {
		return ""
	}
	return fmt.Sprintf(w.pick("目前有%d名同志从事这项工作。", "现有专兼职工作人员%d名。"), staff)
}

func (w *writer) published2014() string {
	n, ok1 := w.r.value("s.disclosed")
	site, ok2 := w.r.value("s.channel.website")
	if !ok1 || !ok2 {
		return w.pick(topics...)
	}
	return fmt.Sprintf(w.pick(
		"全年主动公开政府信息%d条，其中通过政府网站公开%d条。",
		"截至年底，本年度主动公开政府信息%d条，政府网站发布%d条。",
	), n, site) + w.pick(topics...)
}

func (w *writer) requests2014() string {
	received, ok1 := w.r.value("s.received")
	closed, ok2 := w.r.value("s.closed")
	granted, ok3 := w.r.value("s.replied.granted")
	switch {
	case !ok1 || !ok2 || !ok3:
		return "申请办理情况见附表。"
	case received == 0:
		return w.pick("本年度未收到政府信息公开申请。", "全年没有公民、法人或者其他组织向"+w.self+"提出公开申请。")
	}
	return fmt.Sprintf(w.pick("全年收到申请%d件，办结%d件，其中同意公开答复%d件。", "共收到政府信息公开申请%d件，年内办结%d件，同意公开%d件。"),
		received, closed, granted)
}

func (w *writer) disputes2014() string {
	review, ok1 := w.r.value("s.review")
	suits, ok2 := w.r.value("s.litigation")
	if !ok1 || !ok2 {
		return "有关情况见附表。"
	}
	if review+suits == 0 {
		return "本年度没有因政府信息公开引起的行政复议和行政诉讼。"
	}
	return fmt.Sprintf("因政府信息公开被申请行政复议%d件，被提起行政诉讼%d件。", review, suits)
}
