package dashboard

import (
	"github.com/nianbao/nianbao/data"
)

// backs are how the year's reports that were sent back stand, with what came of
// them; a report that was never sent back is not in it.
func (s *Server) backs(v *visit, year int) (map[data.ReportKey]deliveryCell, error) {
	all, err := s.deliverySources(v)
	if err != nil {
		return nil, err
	}
	x := newStandings(all.of(year))
	out := map[data.ReportKey]deliveryCell{}
	for k, g := range x.reports {
		if len(g.returns) > 0 {
			out[k] = x.of(k)
		}
	}
	return out, nil
}

// sentBack adds to a line of 核对 what became of the report's returns, and the
// way to send it back.
func (b *checkBuilder) sentBack(a *checkAgency, k data.ReportKey, version int64, found []data.Finding) {
	v, back := b.visit, b.backs[k]
	anchor := b.back + "#a-" + a.Key
	a.Returns = b.server.backView(back, b.server.config.Now(), anchor)
	if back.Back.Open() != nil {
		a.ToResend = true
		return
	}
	reason := reasonFor(found)
	a.Returns.Form = b.server.returnForm(v, k, version, reason, anchor)
	if a.Verdict != sendBack {
		return
	}
	a.Returns.Ticked = true
	if b.page.ReturnBatch == nil {
		b.page.ReturnBatch = b.server.returnForm(v, data.ReportKey{}, 0, "", b.back)
	}
}

// sentBack adds the report's returns to its page, and the way to send back the
// version shown.
func (b *reportBuilder) sentBack() error {
	backs, err := b.server.backs(b.visit, b.request.key.Year)
	if err != nil {
		return err
	}
	p, v, here := b.page, b.shown, b.visit.here()
	back := backs[b.request.key]
	p.Returns = b.server.backView(back, b.server.config.Now(), here+"#returns")
	p.ToResend = back.Back.Open() != nil
	if v.Current || v.Unfilled || len(v.Wait) > 0 {
		p.Returns.Form = b.server.returnForm(b.visit, b.request.key, v.ID, reasonFor(b.findings), p.Returns.Back)
	}
	return nil
}
