package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Series (指标) is what can be followed over years and editions.
type Series struct {
	ID    string // requests.new
	Name  string // 新收申请
	Topic string // 类别: 依申请公开
	// Breaks are the report years in which figures before and after must not
	// be compared without the note.
	Breaks []int
	Note   string
	Unit   string // of every edition that has it: 件, 条 or 万元
	Amount bool   // values are 分

	sums map[string]Sum
}

// In returns the series' sum in the edition; without terms where the edition
// does not have it.
func (s *Series) In(edition string) Sum { return s.sums[edition] }

// Indicator (比率) is a rate of sums of series.
type Indicator struct {
	ID          string // rate.granted
	Name        string // 予以公开率
	Numerator   []SeriesTerm
	Denominator []SeriesTerm
	Breaks      []int // the union of its series'
	Note        string
}

// SeriesTerm is a series added or, if Negative, taken away.
type SeriesTerm struct {
	Series   *Series
	Negative bool
}

// MinRanked is the denominator below which a rate is not ranked.
const MinRanked = 30

// AllSeries returns the series in the order of their topics.
func AllSeries() []*Series { return loadSeries().series }

// SeriesByID returns the series with the id, or nil.
func SeriesByID(id string) *Series { return findSeries(loadSeries().series, id) }

// Indicators returns the rates.
func Indicators() []*Indicator { return loadSeries().indicators }

// IndicatorByID returns the rate with the id, or nil.
func IndicatorByID(id string) *Indicator {
	for _, i := range loadSeries().indicators {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// Topics returns the topics (类别) in order.
func Topics() []string {
	var out []string
	for _, s := range loadSeries().series {
		if !slices.Contains(out, s.Topic) {
			out = append(out, s.Topic)
		}
	}
	return out
}

func findSeries(all []*Series, id string) *Series {
	for _, s := range all {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func readSeries(f *facts) error {
	records, err := readCSV(files, "series.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		s := &Series{ID: r.field("series"), Name: r.field("name"), Topic: r.field("topic"), Note: r.field("note"), sums: map[string]Sum{}}
		for year := range strings.FieldsSeq(r.field("breaks")) {
			n, err := strconv.Atoi(year)
			if err != nil {
				return fmt.Errorf("series %s: %w", s.ID, err)
			}
			s.Breaks = append(s.Breaks, n)
		}
		for _, e := range f.editions {
			if err := s.fill(e, r.field("edition"+e.ID)); err != nil {
				return fmt.Errorf("series %s: %w", s.ID, err)
			}
		}
		f.series = append(f.series, s)
	}
	return nil
}

func (s *Series) fill(e *Edition, text string) error {
	sum, err := ParseSum(text, e)
	if err != nil {
		return err
	}
	s.sums[e.ID] = sum
	for _, code := range sum.Codes() {
		c := e.Cell(code)
		if !c.Additive {
			return fmt.Errorf("cell %s cannot be added", code)
		}
		// The newest edition's unit is shown; 条 of 2014 became 件.
		s.Unit, s.Amount = c.Unit, c.Measure == Amount
	}
	return nil
}

func readIndicators(f *facts) error {
	records, err := readCSV(files, "indicators.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		i := &Indicator{ID: r.field("indicator"), Name: r.field("name")}
		if i.Numerator, err = f.seriesTerms(r.field("numerator")); err != nil {
			return fmt.Errorf("indicator %s: %w", i.ID, err)
		}
		if i.Denominator, err = f.seriesTerms(r.field("denominator")); err != nil {
			return fmt.Errorf("indicator %s: %w", i.ID, err)
		}
		var notes []string
		for _, t := range slices.Concat(i.Numerator, i.Denominator) {
			for _, b := range t.Series.Breaks {
				if !slices.Contains(i.Breaks, b) {
					i.Breaks = append(i.Breaks, b)
				}
			}
			if t.Series.Note != "" && !slices.Contains(notes, t.Series.Note) {
				notes = append(notes, t.Series.Note)
			}
		}
		slices.Sort(i.Breaks)
		i.Note = strings.Join(notes, "；")
		f.indicators = append(f.indicators, i)
	}
	return nil
}

func (f *facts) seriesTerms(text string) ([]SeriesTerm, error) {
	templates, err := parseTerms(text)
	if err != nil {
		return nil, err
	}
	var out []SeriesTerm
	for _, t := range templates {
		s := findSeries(f.series, t.code)
		if s == nil {
			return nil, fmt.Errorf("series %q: unknown", t.code)
		}
		out = append(out, SeriesTerm{Series: s, Negative: t.negative})
	}
	return out, nil
}
