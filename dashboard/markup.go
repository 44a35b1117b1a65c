package dashboard

import (
	"html/template"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// The rows of large tables are written here rather than by a template, which
// takes a microsecond for each value: a page of a county has ten thousand. What
// a template would have escaped is escaped here.

// markup is HTML as it is written. Tags and the names of attributes are ours;
// values and texts may come from files.
type markup struct{ strings.Builder }

// open begins an element, up to its attributes.
func (m *markup) open(tag string) {
	m.WriteByte('<')
	m.WriteString(tag)
}

// attr adds an attribute; none where the value is empty.
func (m *markup) attr(name, value string) {
	if value == "" {
		return
	}
	m.WriteByte(' ')
	m.WriteString(name)
	m.WriteString(`="`)
	m.text(value)
	m.WriteByte('"')
}

// text adds a text, or a quoted value.
func (m *markup) text(s string) {
	if strings.ContainsAny(s, "<>&'\"\x00") {
		s = template.HTMLEscapeString(s)
	}
	m.WriteString(s)
}

// hidden adds a field that is sent with a form and not shown.
func (m *markup) hidden(name, value string) {
	m.WriteString(`<input type="hidden" name="`)
	m.WriteString(name)
	m.WriteString(`" value="`)
	m.text(value)
	m.WriteString(`">`)
}

// html is all that was written.
func (m *markup) html() template.HTML { return template.HTML(m.String()) }

// cells writes a row of a table.
func cells(r aggregate.Row) template.HTML {
	var m markup
	for _, c := range r.Cells {
		m.open("td")
		m.attr("class", cellClass(c))
		m.attr("title", cellNote(c))
		m.WriteByte('>')
		m.text(aggregate.Text(c))
		m.WriteString("</td>")
	}
	return m.html()
}

// deliveryMarks writes a row of the matrix of 报送.
func deliveryMarks(marks []deliveryMark) template.HTML {
	var m markup
	for i := range marks {
		c := &marks[i]
		m.open("td")
		m.attr("class", "at state-"+c.Class)
		m.attr("title", c.Title)
		m.WriteByte('>')
		if c.Link != "" {
			m.open("a")
			m.attr("href", c.Link)
			m.WriteByte('>')
		}
		m.text(c.Word)
		if c.Link != "" {
			m.WriteString("</a>")
		}
		if c.Waits {
			m.WriteString("<small>待定</small>")
		}
		if c.Late {
			m.WriteString(`<b class="late">迟</b>`)
		}
		m.WriteString("</td>")
	}
	return m.html()
}
