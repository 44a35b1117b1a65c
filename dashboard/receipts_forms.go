package dashboard

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// receiptFile sends the file of a receipt as it came. Of what nobody can look
// at, and of copies, nothing is kept.
func (s *Server) receiptFile(v *visit) error {
	id, err := strconv.ParseInt(v.c.Query("receipt"), 10, 64)
	if err != nil || id < 1 {
		return badQuery("收件“%s”不对，应是一个正整数", clip(v.c.Query("receipt"), 20))
	}
	sources, err := s.receiptSources(v)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sources.receipts, func(r data.Receipt) bool { return r.ID == id })
	if i < 0 {
		return notFound("没有这份收件，它可能已随导入批次一起被收回")
	}
	r := sources.receipts[i]
	if !r.Original {
		return notFound("这份收件没有留存文件")
	}
	content, err := s.config.Receiver.KeptOriginal(v.c.Request.Context(), r.SHA256)
	if err != nil {
		return &problem{status: http.StatusNotFound, message: "这份收件没有留存文件，再导入一次原文件即可留存", cause: err}
	}
	v.attach(downloadName(r.Path))
	v.c.Data(http.StatusOK, "application/octet-stream", content)
	return nil
}

// receiptRequest reads the fields that the forms of 收件 share.
func receiptRequest(v *visit) (ReceiptRequest, error) {
	form := v.c.PostForm
	r := ReceiptRequest{
		Agency: form("agency"), Received: strings.TrimSpace(form("received")), Sender: form("sender"), Copy: data.CopyKind(form("copy")), Note: form("note"),
	}
	if text := form("report_year"); text != "" {
		year, err := strconv.Atoi(text)
		if err != nil {
			return r, badQuery("年度“%s”不对，应是四位数字", clip(text, 20))
		}
		r.Year = year
	}
	if r.Agency != "" && v.snapshot.Agency(r.Agency) == nil {
		return r, badQuery("没有这家单位，请回到页面重新选择")
	}
	return r, nil
}

// editReceipt takes the form of one receipt.
func (s *Server) editReceipt(v *visit) (answer, error) {
	r, err := receiptRequest(v)
	if err != nil {
		return answer{}, err
	}
	if r.ID, err = formNumber(v, "receipt"); err != nil {
		return answer{}, err
	}
	if err := s.config.Receiver.EditReceipt(v.c.Request.Context(), r); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/receipts"))}, nil
}

// notePaper takes the form of a paper without a file.
func (s *Server) notePaper(v *visit) (answer, error) {
	r, err := receiptRequest(v)
	if err != nil {
		return answer{}, err
	}
	if r.Person, err = formPerson(v); err != nil {
		return answer{}, err
	}
	if _, err := s.config.Receiver.NotePaper(v.c.Request.Context(), r); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/receipts"))}, nil
}

// removePaper takes back a paper noted by mistake.
func (s *Server) removePaper(v *visit) (answer, error) {
	id, err := formNumber(v, "receipt")
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Receiver.RemovePaper(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/receipts"))}, nil
}
