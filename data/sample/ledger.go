package sample

import (
	"math"

	"github.com/nianbao/nianbao/data/form"
)

// smallOffice is the number of requests a year under which an agency answers
// everything within the year.
const smallOffice = 6

// applicantWeights are the columns of table 3 before 总计: 自然人 first.
var applicantWeights = []float64{820, 120, 10, 5, 25, 20}

// outcomeWeights say how requests end; an edition uses the rows it has.
var outcomeWeights = map[string]float64{
	"t3.granted": 500, "t3.partial": 70,
	"t3.refused.secret": 1, "t3.refused.law": 6, "t3.refused.stability": 2, "t3.refused.third_party": 10,
	"t3.refused.internal": 10, "t3.refused.process": 20, "t3.refused.enforcement": 12, "t3.refused.inquiry": 22,
	"t3.unavailable.not_held": 160, "t3.unavailable.to_create": 30, "t3.unavailable.unclear": 16,
	"t3.rejected.petition": 45, "t3.rejected.repeat": 20, "t3.rejected.publication": 5,
	"t3.rejected.mass": 2, "t3.rejected.reconfirm": 10,
	"t3.other": 45, "t3.other.uncorrected": 16, "t3.other.unpaid": 3, "t3.other.else": 26,
}

// ledger is what an agency carries from year to year.
type ledger struct {
	profile
	seed    uint64
	open    [6]int64         // requests open at the year's end, by applicant
	inForce int64            // normative documents in force
	items   map[string]int64 // items of the lists of powers, by row code
}

func newLedger(p profile, seed uint64) *ledger {
	return &ledger{profile: p, seed: seed, inForce: p.inForce, items: map[string]int64{}}
}

// takeOver continues in the year what another agency has open and in force.
// An agency that begins has nothing of its own.
func (l *ledger) takeOver(old *ledger, year int) {
	if l.agency.From == year {
		l.inForce = 0
	}
	for i, n := range old.open {
		l.open[i] += n
	}
	l.inForce += old.inForce
}

// values are a year's figures by code, in base units; a code not in it is 0.
type values map[string]int64

// year lets a year pass and fills the edition in with it.
func (l *ledger) year(year int, e *form.Edition) values {
	d := newDraw(l.seed, l.agency.Key, yearText(year))
	v := values{}
	if e.Table("s") != nil {
		l.statistics(d, year, v)
		return v
	}
	if e.Cell("t2.normative.made") != nil {
		l.disclosure2019(d, year, v)
	} else {
		l.disclosure2021(d, year, v)
	}
	l.requestsOf(d, year, e, v)
	l.disputes(d, e, v)
	return v
}

// growth is how much busier than in the first year an agency is: a few per
// cent a year, with a slow wave of its own.
func (l *ledger) growth(year int) float64 {
	own := newDraw(l.seed, l.agency.Key)
	rate, phase := 0.02+0.05*own.Float64(), 2*math.Pi*own.Float64()
	n := float64(year - FirstYear)
	return math.Pow(1+rate, n) * (1 + 0.08*math.Sin(n/2+phase))
}

func (l *ledger) requestsOf(d draw, year int, e *form.Edition, v values) {
	received := d.poisson(l.requests * l.growth(year))
	codes, weights := l.outcomes(e)
	for i, n := range d.split(received, applicantWeights) {
		column := "." + applicants(e)[i]
		var left int64
		if received >= smallOffice {
			left = d.binomial(l.open[i]+n, 0.06)
		}
		v["t3.new"+column] = n
		v["t3.carried_in"+column] = l.open[i]
		v["t3.carried_out"+column] = left
		for k, ended := range d.split(l.open[i]+n-left, weights) {
			v[codes[k]+column] = ended
		}
		l.open[i] = left
	}
	v.total(e, "t3")
}

// outcomes lists the edition's rows of results with this agency's weights:
// some are open-handed, some are not.
func (l *ledger) outcomes(e *form.Edition) (codes []string, weights []float64) {
	own := newDraw(l.seed, l.agency.Key, "outcomes")
	generous := 0.7 + 0.9*own.Float64()
	for _, row := range e.Table("t3").Rows {
		w, ok := outcomeWeights[row.Code]
		if !ok {
			continue
		}
		if row.Code == "t3.granted" {
			w *= generous
		}
		codes, weights = append(codes, row.Code), append(weights, w)
	}
	return codes, weights
}

// applicants returns the column codes of table 3 without 总计.
func applicants(e *form.Edition) []string {
	var out []string
	for _, c := range e.Table("t3").Rows[0].Columns {
		if c.Code != "total" {
			out = append(out, c.Code)
		}
	}
	return out
}

// total fills table 3's or 4's totals from their parts, rows first.
func (v values) total(e *form.Edition, table string) {
	for _, row := range e.Table(table).Rows {
		sum := int64(0)
		for _, c := range row.Columns {
			code := row.Code + "." + c.Code
			switch {
			case c.Code == "total":
				v[code] = sum
			case row.Code == "t3.total":
				v[code] = v.closed(e, c.Code)
				fallthrough
			default:
				sum += v[code]
			}
		}
	}
}

// closed adds the results of one column up.
func (v values) closed(e *form.Edition, column string) int64 {
	var sum int64
	for _, row := range e.Table("t3").Rows {
		if _, ok := outcomeWeights[row.Code]; ok {
			sum += v[row.Code+"."+column]
		}
	}
	return sum
}

// disputes makes reviews and lawsuits of a few of the requests that ended.
func (l *ledger) disputes(d draw, e *form.Edition, v values) {
	closed := v["t3.total.total"]
	review := d.binomial(closed, 0.025)
	counts := map[string]int64{
		"t4.review": review, "t4.direct": d.binomial(closed, 0.007), "t4.after_review": d.binomial(review, 0.3),
	}
	results := []string{"upheld", "corrected", "other", "pending"}
	for _, row := range e.Table("t4").Rows {
		for i, n := range d.split(counts[row.Code], []float64{60, 15, 15, 10}) {
			v[row.Code+"."+results[i]] = n
		}
	}
	v.total(e, "t4")
}

func (l *ledger) disclosure2021(d draw, year int, v values) {
	issued, repealed := l.documentsOf(d, year)
	v["t2.normative.issued"] = issued
	v["t2.normative.repealed"] = repealed
	v["t2.normative.in_force"] = l.inForce
	g := l.growth(year)
	v["t2.license.decisions"] = d.around(l.licenses*g, 0.12)
	v["t2.penalty.decisions"] = d.around(l.penalties*g, 0.15)
	v["t2.coercion.decisions"] = d.around(l.coercions*g, 0.2)
	v["t2.fee.amount"] = cents(d, l.fee*g, 0.1)
}

// documentsOf moves the stock of normative documents on by a year.
func (l *ledger) documentsOf(d draw, year int) (issued, repealed int64) {
	issued = d.poisson(l.documents)
	repealed = d.binomial(l.inForce, 0.07)
	l.inForce += issued - repealed
	return issued, repealed
}

func (l *ledger) disclosure2019(d draw, year int, v values) {
	issued, _ := l.documentsOf(d, year)
	v["t2.normative.made"] = issued
	v["t2.normative.published"] = issued
	v["t2.normative.total"] = max(l.inForce, issued)
	g := l.growth(year)
	for row, n := range map[string]float64{"t2.license": l.licenses, "t2.penalty": l.penalties, "t2.coercion": l.coercions} {
		l.itemsOf(row, year, n, v)
		v[row+".decisions"] = newDraw(l.seed, l.agency.Key, yearText(year), row).around(n*g, 0.12)
	}
	l.itemsOf("t2.service", year, l.disclosed/8, v)
	v["t2.service.decisions"] = d.around(l.disclosed/3*g, 0.3)
	l.itemsOf("t2.fee", year, min(l.fee, 20), v)
	v["t2.procurement.projects"] = max(d.around(1+l.disclosed/100, 0.4), 1)
	v["t2.procurement.amount"] = cents(d, float64(v["t2.procurement.projects"])*38, 0.25)
}

// itemsOf gives a row of a list of powers its items and their change; what
// the year leaves is next year's 上一年项目数量.
func (l *ledger) itemsOf(row string, year int, size float64, v values) {
	if size <= 0 {
		return
	}
	d := newDraw(l.seed, l.agency.Key, yearText(year), row, "items")
	last, known := l.items[row]
	if !known {
		last = 2 + int64(6*math.Sqrt(size))
		last = min(last, 240)
	}
	change := int64(0)
	if d.chance(0.5) {
		change = max(d.Int64N(9)-3, -last)
	}
	v[row+".items_last"], v[row+".items_change"] = last, change
	l.items[row] = last + change
}

// cents draws an amount in base units (分), whole at two decimals of 万元.
func cents(d draw, wan, share float64) int64 {
	return d.around(wan*100, share) * 10_000
}
