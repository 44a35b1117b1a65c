package dashboard

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"

	"github.com/nianbao/nianbao/aggregate"
)

//go:embed assets templates
var embedded embed.FS

// parseViews reads one template set per page: layout, parts, and the page's
// own file that defines "content".
func parseViews(routes []route) (map[string]*template.Template, error) {
	base, err := template.New("layout").Funcs(functions()).ParseFS(embedded, "templates/layout.html", "templates/parts.html", "templates/report_parts.html", "templates/check_parts.html", "templates/closing_parts.html", "templates/correct_parts.html", "templates/returned_parts.html", "templates/entry_parts.html")
	if err != nil {
		return nil, fmt.Errorf("parse layout: %w", err)
	}
	views := map[string]*template.Template{}
	names := []string{"error"}
	for _, r := range routes {
		if r.template != "" {
			names = append(names, r.template)
		}
	}
	for _, name := range names {
		set, err := base.Clone()
		if err == nil {
			set, err = set.ParseFS(embedded, "templates/"+name+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("parse template %s: %w", name, err)
		}
		views[name] = set
	}
	return views, nil
}

// functions are what templates may call besides methods of their structs.
func functions() template.FuncMap {
	return template.FuncMap{
		"serial":   func(i int) int { return i + 1 },
		"anchor":   cellAnchor,
		"moved":    moveAnchor,
		"waiting":  newWaitingView,
		"text":     aggregate.Text,
		"grouped":  grouped,
		"headings": headings,
		"heads":    heads,
		"rowclass": rowClass,
		"cells":    cells,
		"marks":    deliveryMarks,
	}
}

// render executes a page's template in its layout.
func (s *Server) render(name string, f *frame) ([]byte, error) {
	view := s.views[name]
	if view == nil {
		return nil, fmt.Errorf("render %s: no such template", name)
	}
	var b bytes.Buffer
	if err := view.ExecuteTemplate(&b, "layout", f); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}
