package dashboard

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
)

func total(n int64) aggregate.Total { return aggregate.Total{N: n, Known: true, Stated: 3, Of: 3} }

func TestLinesAreNotJoinedAcrossBreaksAndGaps(t *testing.T) {
	t.Parallel()
	unknown := aggregate.Total{Of: 3}
	tests := []struct {
		name   string
		points []aggregate.Point
		want   [][]int
	}{
		{"no point", nil, nil},
		{"one line", []aggregate.Point{{Year: 2019, Total: total(1)}, {Year: 2020, Total: total(2)}}, [][]int{{2019, 2020}}},
		{"a break", []aggregate.Point{{Year: 2018, Total: total(1)}, {Year: 2019, Total: total(2), Break: true}}, [][]int{{2018}, {2019}}},
		{"a year without a figure", []aggregate.Point{{Year: 2019, Total: total(1)}, {Year: 2020, Total: unknown}, {Year: 2021, Total: total(0)}}, [][]int{{2019}, {2021}}},
		{"a break in a year without a figure", []aggregate.Point{{Year: 2018, Total: total(1)}, {Year: 2019, Total: unknown, Break: true}, {Year: 2020, Total: total(3)}}, [][]int{{2018}, {2020}}},
		{"a line that does not lead on", []aggregate.Point{{Year: 2018, Total: total(1)}, {Year: 2019, Total: total(2), Cut: true}}, [][]int{{2018}, {2019}}},
		{"nothing known", []aggregate.Point{{Year: 2018, Total: unknown}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got [][]int
			for _, part := range segments(test.points, func(x aggregate.Total) bool { return x.Known }) {
				var years []int
				for _, p := range part {
					years = append(years, p.Year)
				}
				got = append(got, years)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

// readOption is what a test looks at of a chart's option.
type readOption struct {
	Series []struct {
		Name string
		Data []struct {
			Value any
			Name  string
			Label *struct{ Formatter string }
		}
		LineStyle struct{ Type string }
		MarkLine  struct{ Data []map[string]any }
		MarkArea  struct{ Data [][]map[string]any }
	}
	XAxis []struct{ Min, Max any }
}

func read(t testing.TB, option map[string]any) readOption {
	t.Helper()
	b, err := json.Marshal(option)
	if err != nil {
		t.Fatal(err)
	}
	var d readOption
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTrendChartMarksBreaksIncompleteYearsAndDoubts(t *testing.T) {
	t.Parallel()
	short, doubtful := total(5), total(7)
	short.Stated = 2
	doubtful.Doubtful = 1
	points := []aggregate.Point{{Year: 2018, Total: total(4)}, {Year: 2019, Total: short, Break: true}, {Year: 2020, Total: doubtful}}
	d := read(t, trendChart("x", item("requests.new"), []trendLine{{Name: "全县", Points: points}}, points))
	if len(d.Series) != 3 {
		t.Fatalf("want the old line, the new line and the marks, got %d series", len(d.Series))
	}
	if got := d.Series[0].LineStyle.Type; got != "dashed" {
		t.Errorf("line before the break: want dashed, got %q", got)
	}
	last := d.Series[1].Data[1]
	if last.Label == nil || last.Label.Formatter != "全县 7" {
		t.Errorf("want the name and value at the line's end, got %+v", last.Label)
	}
	if want := "2020年全县：7件\n含存疑1项"; last.Name != want {
		t.Errorf("want %q, got %q", want, last.Name)
	}
	marks := d.Series[2]
	if got := marks.MarkLine.Data[0]["xAxis"]; got != 2018.5 {
		t.Errorf("break: want it between the years, got %v", got)
	}
	want := [][]map[string]any{{{"xAxis": 2018.5}, {"xAxis": 2019.5}}}
	delete(marks.MarkArea.Data[0][0], "label")
	if diff := cmp.Diff(want, marks.MarkArea.Data); diff != "" {
		t.Errorf("incomplete years (-want +got):\n%s", diff)
	}
}

func TestBarsOfNothingKnownHaveNoLengthAndSayWhy(t *testing.T) {
	t.Parallel()
	d := read(t, barChart("x", []bar{{Name: "水利局", Text: "未报"}, {Name: "财政局", Value: 3, Known: true, Text: "3 {b}"}}, nil))
	data := d.Series[0].Data
	if data[0].Value != 0.0 || data[0].Label.Formatter != "未报" {
		t.Errorf("want no length and 未报, got %v %q", data[0].Value, data[0].Label.Formatter)
	}
	if data[1].Value != 3.0 || data[1].Label.Formatter != "3 ｛b｝" {
		t.Errorf("want 3 and no template in the label, got %v %q", data[1].Value, data[1].Label.Formatter)
	}
}

func TestPlotOfNothingKnown(t *testing.T) {
	t.Parallel()
	rate, count := item("rate.granted"), item("requests.new")
	tests := []struct {
		name  string
		item  aggregate.Item
		total aggregate.Total
		value float64
		ok    bool
	}{
		{"a sum", count, aggregate.Total{N: 5, Known: true}, 5, true},
		{"a sum of 0 is a value", count, aggregate.Total{Known: true}, 0, true},
		{"nothing known", count, aggregate.Total{}, 0, false},
		{"a rate", rate, aggregate.Total{N: 1, D: 4, Known: true}, 25, true},
		{"a rate with nothing to divide by", rate, aggregate.Total{Known: true}, 0, false},
		{"money in 万元", item("fee.amount"), aggregate.Total{N: 1_500_000, Known: true}, 1.5, true},
		{"a median between two", count, aggregate.Total{N: 4, Half: true, Known: true}, 4.5, true},
	}
	for _, test := range tests {
		value, ok := plot(test.item, test.total)
		if value != test.value || ok != test.ok {
			t.Errorf("%s: want %v %v, got %v %v", test.name, test.value, test.ok, value, ok)
		}
	}
}

func TestSpark(t *testing.T) {
	t.Parallel()
	i := item("requests.new")
	got := newSpark(i, []aggregate.Point{{Year: 2018, Total: total(0)}, {Year: 2019, Total: total(10), Break: true}, {Year: 2020, Total: total(5)}}, 24, 18)
	want := &spark{
		Box: "0 0 24 18", X: "20.0", Y: "9.0", Text: "新收申请2018年至2020年的变化",
		Parts: []sparkPart{{Path: "M4.0 14.0h0.1", Loose: true}, {Path: "M12.0 4.0L20.0 9.0"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := newSpark(i, []aggregate.Point{{Year: 2020, Total: total(5)}}, 24, 18); got != nil {
		t.Errorf("one year: want nothing readOption, got %+v", got)
	}
}

func TestStackedBarsCarryOnlyWhatFits(t *testing.T) {
	t.Parallel()
	parts := []part{
		{Name: "甲", Bars: []bar{{Value: 90, Text: "90"}, {Value: 1, Text: "1"}}},
		{Name: "乙", Bars: []bar{{Value: 10, Text: "10"}, {Value: 4, Text: "4"}}},
	}
	carry(parts, 0.05)
	var got []string
	for _, p := range parts {
		for _, b := range p.Bars {
			got = append(got, b.Text)
		}
	}
	if diff := cmp.Diff([]string{"90", "", "10", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
