package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"

	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/reader"
)

func main() {
	b, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	doc, err := reader.Read(context.Background(), os.Args[1], b)
	if err != nil {
		fmt.Fprintln(os.Stderr, "READ:", err)
		os.Exit(3)
	}
	if len(os.Args) > 2 && os.Args[2] == "dump" {
		for _, bl := range doc.Blocks {
			if bl.Grid == nil {
				fmt.Printf("P %q\n", bl.Text)
				continue
			}
			fmt.Printf("GRID %d %dx%d sheet %q\n", bl.Grid.Number, bl.Grid.Rows, bl.Grid.Cols, bl.Sheet)
			for _, c := range bl.Grid.Cells {
				fmt.Printf("   %d,%d %dx%d %q\n", c.Row, c.Col, c.Height(), c.Width(), c.Text)
			}
		}
		return
	}
	r, err := extract.Extract(doc, os.Args[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "EXTRACT: %v\n", err)
		os.Exit(3)
	}
	fmt.Fprintf(os.Stderr, "%s %d %s %s %q ch=%d\n", r.Agency, r.Year, r.Kind, r.Edition, r.Title, len(r.Chapters))
	for _, e := range r.Evidence {
		fmt.Fprintf(os.Stderr, "   %s %s %s <- %s\n", e.Field, e.Source, e.Value, e.Text)
	}
	w := csv.NewWriter(os.Stdout)
	w.Write([]string{"code", "value", "state", "raw", "place", "doubt"})
	for _, t := range r.Tables {
		fmt.Fprintf(os.Stderr, "   table %s %s found=%v", t.Name, t.Edition, t.Found)
		n := map[string]int{}
		for _, f := range t.Figures {
			n[f.State.String()+"/"+string(f.Doubt)]++
			if f.Extra {
				n["extra"]++
				continue
			}
			v := ""
			if f.State.HasValue() {
				v = form.Format(f.Value, form.CellOf(t.Edition, f.Code).Measure)
			}
			w.Write([]string{f.Code, v, f.State.String(), f.Raw, f.Place.String(), string(f.Doubt)})
		}
		fmt.Fprintln(os.Stderr, n)
	}
	w.Flush()
}
