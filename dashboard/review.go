package dashboard

import (
	"net/http"
	"strconv"

	"github.com/nianbao/nianbao/data"
)

// mostReviewed bounds the versions of one form: more than a county has.
const mostReviewed = 2000

// reviewForm marks current versions reviewed, or takes the mark off one.
type reviewForm struct {
	Token    string
	Person   string
	Versions []int64
	Back     string
	// Done says who reviewed it and when; empty where it is not reviewed.
	Done string
}

// reviewForm makes the form for a version on the page at back; nil where it
// is not the one that counts.
func (s *Server) reviewForm(v *visit, x data.Version, back string) *reviewForm {
	if !x.Current || x.Unfilled {
		return nil
	}
	f := &reviewForm{Token: s.token, Person: v.person(), Versions: []int64{x.ID}, Back: back}
	if x.Reviewed {
		f.Done = "已审核"
		if x.ReviewedBy != "" {
			f.Done += "：" + x.ReviewedBy + "（自填），" + x.ReviewedAt.In(s.config.Now().Location()).Format("2006年1月2日")
		}
	}
	return f
}

// review marks the versions of a form reviewed.
func (s *Server) review(v *visit) (answer, error) {
	values := v.c.PostFormArray("version")
	if len(values) > mostReviewed {
		return answer{}, badQuery("一次最多标记%d份", mostReviewed)
	}
	var ids []int64
	for _, text := range values {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return answer{}, &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
		}
		ids = append(ids, id)
	}
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.Review(v.c.Request.Context(), ids, person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/check"))}, nil
}

// unreview takes the mark off a version.
func (s *Server) unreview(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Decisions.Unreview(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: formBack(v, v.link("/check"))}, nil
}
