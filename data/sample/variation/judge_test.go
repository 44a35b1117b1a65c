package variation

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	figure := func(s data.State, n int64) data.Figure { return data.Figure{Code: "t3.new.total", State: s, Value: n} }
	right, doubted, marked, wrong := Score{Cells: 1, Right: 1}, Score{Cells: 1, Right: 1, Doubted: 1}, Score{Cells: 1, Marked: 1}, Score{Cells: 1, Wrong: 1}
	for _, c := range []struct {
		name      string
		want, got data.Figure
		score     Score
	}{
		{"read as printed", figure(data.Read, 5), figure(data.Read, 5), right},
		{"right and doubted without need", figure(data.Read, 5), figure(data.Doubtful, 5), doubted},
		{"another number", figure(data.Read, 5), figure(data.Read, 6), wrong},
		{"another number, doubted", figure(data.Read, 5), figure(data.Doubtful, 6), marked},
		{"not found", figure(data.Read, 5), figure(data.Missing, 0), marked},
		{"a number read as blank", figure(data.Read, 5), figure(data.Blank, 0), wrong},
		{"nought read as blank", figure(data.Read, 0), figure(data.Blank, 0), wrong},
		{"blank read as nought", figure(data.Blank, 0), figure(data.Read, 0), wrong},
		{"blank", figure(data.Blank, 0), figure(data.Blank, 0), right},
		{"a row that is not there read from another", figure(data.Missing, 0), figure(data.Read, 7), wrong},
		{"rubbish", figure(data.Unreadable, 0), figure(data.Unreadable, 0), right},
		{"rubbish read", figure(data.Unreadable, 0), figure(data.Read, 3), wrong},
		{"a remark overlooked", figure(data.Doubtful, 22), figure(data.Read, 22), wrong},
		{"a remark seen", figure(data.Doubtful, 22), figure(data.Doubtful, 22), right},
	} {
		w := Want{Agency: "示例县财政局", Year: 2023, Figures: []data.Figure{c.want}}
		r := &data.Report{Agency: "县财政局", Year: 2023, Tables: []data.Table{{Name: "t3", Figures: []data.Figure{c.got}}}}
		got := Judge(&w, r)
		got.Faults = nil
		if diff := cmp.Diff(c.score, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestJudgeWholeFiles(t *testing.T) {
	t.Parallel()
	one := []data.Figure{{Code: "t3.new.total", State: data.Read, Value: 5}}
	read := &data.Report{Agency: "示例县水利局", Year: 2022, Tables: []data.Table{{Name: "t3", Figures: one}}}
	for _, c := range []struct {
		name string
		want Want
		got  *data.Report
		out  Score
	}{
		{"refused, though it holds a report", Want{Figures: one}, nil, Score{Cells: 1, Marked: 1, Refused: true}},
		{"refused, and it holds none", Want{Refused: true}, nil, Score{Refused: true}},
		{"read, though it holds none", Want{Refused: true}, read, Score{Cells: 1, Wrong: 1}},
		{"another agency", Want{Agency: "示例县财政局", Year: 2022, Figures: one}, read, Score{Cells: 1, Right: 1, Misnamed: true}},
		{"a figure that is not in the file", Want{Agency: "水利局", Year: 2022}, read, Score{Cells: 1, Wrong: 1}},
		{"neither agency nor year", Want{Agency: "水利局", Year: 2022, Figures: one}, &data.Report{Tables: read.Tables}, Score{Cells: 1, Right: 1, Unnamed: true}},
	} {
		got := Judge(&c.want, c.got)
		got.Faults = nil
		if diff := cmp.Diff(c.out, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
