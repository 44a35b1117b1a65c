package sample

// replyWeights are the eight answers of the 2014 table.
var replyWeights = []struct {
	code   string
	weight float64
}{
	{"s.replied.already_public", 150}, {"s.replied.granted", 480}, {"s.replied.partial", 50}, {"s.replied.refused", 70},
	{"s.replied.not_this_agency", 110}, {"s.replied.not_exist", 80}, {"s.replied.amend", 20}, {"s.replied.other_channel", 40},
}

var refusals = []string{"secret", "trade", "privacy", "stability", "not_information", "other_law"}

// statistics fills the table of the 2014 edition.
func (l *ledger) statistics(d draw, year int, v values) {
	l.channels(d, year, v)
	l.responses(d, year, v)
	l.applications(d, year, v)
	l.conflicts(d, v)
	l.office(d, year, v)
}

func (l *ledger) channels(d draw, year int, v values) {
	g := l.growth(year)
	n := max(d.around(l.disclosed*g, 0.1), 1)
	issued, _ := l.documentsOf(d, year)
	v["s.disclosed"] = n
	v["s.normative_issued"] = issued
	v["s.disclosed.normative"] = min(issued, n)
	v["s.channel.website"] = d.around(float64(n)*0.82, 0.08)
	if l.government {
		v["s.channel.gazette"] = min(4+d.Int64N(5), n)
	}
	// An agency has an account or has none, whatever the year.
	if newDraw(l.seed, l.agency.Key, "weibo").chance(0.4) {
		v["s.channel.weibo"] = d.around(float64(n)*0.2, 0.3)
	}
	if newDraw(l.seed, l.agency.Key, "wechat").chance(0.8) {
		v["s.channel.wechat"] = d.around(float64(n)*0.25, 0.3)
	}
	// One item may go out in several ways and counts once, so the ways add up
	// to no less than the items.
	v["s.channel.other"] = max(n-v["s.channel.website"], 0) + d.Int64N(4)
	v["s.channel.other"] = min(v["s.channel.other"], n)
}

func (l *ledger) responses(d draw, year int, v values) {
	busy := l.disclosed / 150
	v["s.response.press"] = d.poisson(busy * 0.4)
	v["s.response.press_lead"] = d.binomial(v["s.response.press"], 0.6)
	v["s.response.interview"] = d.poisson(busy * 0.5)
	v["s.response.interview_lead"] = d.binomial(v["s.response.interview"], 0.5)
	v["s.response.article"] = d.poisson(busy * 2)
	if year >= 2016 {
		v["s.response.social"] = d.poisson(busy)
	}
	v["s.response.other"] = d.poisson(busy * 0.3)
	ways := v["s.response.press"] + v["s.response.interview"] + v["s.response.article"] + v["s.response.social"] + v["s.response.other"]
	v["s.response"] = min(d.poisson(busy), ways)
}

func (l *ledger) applications(d draw, year int, v values) {
	received := d.poisson(l.requests * l.growth(year))
	v["s.received"] = received
	for i, n := range d.split(received, []float64{25, 1, 50, 24}) {
		v["s.received."+[]string{"in_person", "fax", "online", "letter"}[i]] = n
	}
	closed := received
	if received >= smallOffice {
		closed -= d.binomial(received, 0.05)
	}
	v["s.closed"] = closed
	v["s.closed.extended"] = d.binomial(closed, 0.06)
	v["s.closed.on_time"] = closed - v["s.closed.extended"]
	v["s.replied"] = closed
	var weights []float64
	for _, r := range replyWeights {
		weights = append(weights, r.weight)
	}
	for i, n := range d.split(closed, weights) {
		v[replyWeights[i].code] = n
	}
	for i, n := range d.split(v["s.replied.refused"], []float64{3, 20, 34, 4, 24, 15}) {
		v["s.replied.refused."+refusals[i]] = n
	}
}

func (l *ledger) conflicts(d draw, v values) {
	for i, code := range []string{"s.review", "s.litigation"} {
		n := d.binomial(v["s.closed"], []float64{0.02, 0.01}[i])
		v[code] = n
		for i, part := range d.split(n, []float64{65, 15, 20}) {
			v[code+"."+[]string{"upheld", "corrected", "other"}[i]] = part
		}
	}
	v["s.complaints"] = d.poisson(0.15)
}

func (l *ledger) office(d draw, year int, v values) {
	if year < 2017 && l.requests > 30 {
		v["s.fees"] = cents(d, 0.35, 0.6)
	}
	v["s.office.units"] = 1
	v["s.office.reading_points"] = 1
	if l.government {
		v["s.office.reading_points"] = 3
	}
	v["s.office.staff.full_time"] = max(l.staff-1, 0)
	v["s.office.staff.part_time"] = 1 + d.Int64N(3)
	v["s.office.staff"] = v["s.office.staff.full_time"] + v["s.office.staff.part_time"]
	if l.staff > 1 {
		v["s.office.budget"] = cents(d, float64(l.staff)*1.2, 0.4)
	}
	v["s.training.meetings"] = 1 + d.Int64N(3)
	v["s.training.courses"] = 1 + d.Int64N(2)
	v["s.training.people"] = v["s.training.courses"] * (20 + d.Int64N(20))
}
