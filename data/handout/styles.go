package handout

import "github.com/xuri/excelize/v2"

// styles are the cell styles of a workbook.
type styles struct {
	title, heading, text, label, input, carried, total, number, result int
	bad, warn, good                                                    int // of conditions
}

func (b *workbook) makeStyles() error {
	border := []excelize.Border{
		{Type: "left", Style: 1, Color: "808080"}, {Type: "top", Style: 1, Color: "808080"},
		{Type: "right", Style: 1, Color: "808080"}, {Type: "bottom", Style: 1, Color: "808080"},
	}
	centre := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	wrap := &excelize.Alignment{Vertical: "center", WrapText: true}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	open := &excelize.Protection{Locked: false}
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&b.styles.title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: wrap}},
		{&b.styles.heading, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 12}}},
		{&b.styles.text, &excelize.Style{Alignment: wrap}},
		{&b.styles.label, &excelize.Style{Border: border, Alignment: centre, Fill: fill("F2F4F7")}},
		{&b.styles.input, &excelize.Style{Border: border, Alignment: centre, Protection: open}},
		{&b.styles.carried, &excelize.Style{Border: border, Alignment: centre, Protection: open, Fill: fill("FFF6DB")}},
		{&b.styles.total, &excelize.Style{Border: border, Alignment: centre, Fill: fill("E4E7EC")}},
		{&b.styles.number, &excelize.Style{Border: border, Alignment: centre}},
		{&b.styles.result, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 12}, Alignment: wrap}},
	} {
		id, err := b.NewStyle(s.style)
		if err != nil {
			return err
		}
		*s.to = id
	}
	for _, s := range []struct {
		to     *int
		colour string
	}{{&b.styles.bad, "B42318"}, {&b.styles.warn, "B54708"}, {&b.styles.good, "067647"}} {
		id, err := b.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: s.colour}})
		if err != nil {
			return err
		}
		*s.to = id
	}
	return nil
}
