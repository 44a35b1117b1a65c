package dashboard

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// rosterPage shows a pasted list before it is kept.
type rosterPage struct {
	Text   string // sent back as it came
	Groups []agencyGroup
	Total  int
	// Aside counts those that will not count in sums.
	Aside  int
	Cancel string
}

// previewRoster reads the pasted list and asks. It changes nothing.
func (s *Server) previewRoster(v *visit) (answer, error) {
	text := v.c.PostForm("roster")
	if strings.TrimSpace(text) == "" {
		return answer{}, badQuery("名单是空的，请每行粘贴一家单位")
	}
	return s.rosterPreview(v, text)
}

// rosterPreview shows a list before it is kept, whether pasted or from a file.
func (s *Server) rosterPreview(v *visit, text string) (answer, error) {
	agencies, err := s.config.Imports.PreviewRoster(text)
	if err != nil {
		return answer{}, decision(err)
	}
	p := &rosterPage{Text: text, Total: len(agencies), Cancel: v.link("/imports"), Groups: groupAgencies(&data.Roster{Agencies: agencies})}
	for _, a := range agencies {
		if !a.Counts {
			p.Aside++
		}
	}
	return answer{title: "核对单位名单", body: p}, nil
}

// setRoster keeps the list.
func (s *Server) setRoster(v *visit) (answer, error) {
	n, notes, err := s.config.Imports.SetRoster(v.c.Request.Context(), v.c.PostForm("roster"))
	if err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, fmt.Sprintf("单位名单已保存，共%d家。今后名单以外的名称会列为待定。", n), notes), nil
}
