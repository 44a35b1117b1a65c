package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

func main() {
	dump := flag.Bool("dump", false, "")
	gold := flag.String("gold", "", "")
	flag.Parse()
	bad := 0
	for _, path := range flag.Args() {
		b, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		t := time.Now()
		doc, err := pdf.Read(context.Background(), b)
		d := time.Since(t)
		name := filepath.Base(path)
		if err != nil {
			fmt.Println(name, d, "ERR", err)
			continue
		}
		if *dump {
			fmt.Print(documenttest.Text(doc))
		}
		g := *gold
		if g == "" {
			g = filepath.Join(filepath.Dir(path), strings.SplitN(name, ".", 2)[0]+".gold.csv")
		}
		out, err := score(doc, name, g)
		if err != nil || !strings.Contains(out, " 0 wrong") {
			bad++
		}
		fmt.Println(name, d.Round(time.Microsecond*100), doc.Notes, out, err)
	}
	fmt.Println("bad", bad)
}

func score(doc *document.Document, name, gold string) (string, error) {
	r, err := extract.Extract(doc, name)
	if err != nil {
		return "", err
	}
	f, _ := os.CreateTemp("", "zz*.csv")
	defer os.Remove(f.Name())
	c := csv.NewWriter(f)
	c.Write([]string{"code", "value", "state", "raw", "place"})
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			if !f.Extra {
				v := ""
				if cell := form.CellOf(t.Edition, f.Code); f.State.HasValue() && cell != nil {
					v = form.Format(f.Value, cell.Measure)
				}
				c.Write([]string{f.Code, v, f.State.String(), f.Raw, f.Place.String()})
			}
		}
	}
	c.Flush()
	f.Close()
	if _, err := os.Stat(gold); err != nil {
		return "nogold", nil
	}
	out, err := exec.Command("python3", "/work/shared/reports/score.py", "-q", gold, f.Name()).CombinedOutput()
	return r.Agency + fmt.Sprint(r.Year) + " " + strings.TrimSpace(string(out)), err
}
