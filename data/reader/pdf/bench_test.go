package pdf_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

// sixPages is a report's worth of text and tables.
func sixPages() []byte {
	var sheets []*sheet
	for n := range 6 {
		s := newSheet()
		for i := range 12 {
			s.Text(80, 80+18*float64(i), 12, strings.Repeat("政府信息公开", 6))
		}
		p := pagestest.Plan{X: 60, Y: 320, Widths: []float64{100, 40, 40, 40, 40, 40, 40, 40}}
		for i := range 20 {
			row := []string{fmt.Sprintf("%d.属于国家秘密", i+1)}
			for c := range 7 {
				row = append(row, fmt.Sprint(n*i*c))
			}
			p.Rows = append(p.Rows, row)
		}
		pagestest.Table(s, p)
		sheets = append(sheets, s)
	}
	return file("", sheets...)
}

func BenchmarkRead(b *testing.B) {
	document := sixPages()
	if _, err := pdf.Read(context.Background(), document); err != nil {
		b.Fatal(err)
	}
	b.Run("nianbao", func(b *testing.B) {
		for b.Loop() {
			if _, err := pdf.Read(context.Background(), document); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("pdftotext", func(b *testing.B) {
		program, err := exec.LookPath("pdftotext")
		if err != nil {
			b.Skip("pdftotext is not installed")
		}
		path := filepath.Join(b.TempDir(), "report.pdf")
		if err := os.WriteFile(path, document, 0o600); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := exec.Command(program, "-layout", path, "-").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
