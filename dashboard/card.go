package dashboard

import "github.com/nianbao/nianbao/aggregate"

// card is a chart with its table, its buttons and its rule-made sentence.
type card struct {
	ID       string // fixed, so that the same figures give the same page
	Title    string
	Subtitle string
	Badges   []string
	Class    string // its place in the grid: span-6
	Size     string // height of the chart, a class of app.css
	// Option is the chart's option as go-echarts gives it; nil shows the
	// table alone. Style names the finishing of it in charts.js.
	Option   map[string]any
	Style    string
	Table    *aggregate.Table
	CSV      string // address of the table as CSV
	Links    []choice
	Sentence string
}

// emptyState says that there is nothing to show and what to do next.
type emptyState struct {
	Heading, Text string
	Steps         []choice // the first step is On
}
