package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/charset"
	"github.com/nianbao/nianbao/data/summary"
)

// FormatSummary is the format of versions made of a line of a 汇总表.
const FormatSummary = "summary"

// summaryTx is what importing a 汇总表 does inside a transaction beside
// storing its lines.
type summaryTx interface {
	PutColumnMapping(header string, columns []string, person string, at time.Time) error
}

// SummaryImport is how a person wants a 汇总表 taken over.
type SummaryImport struct {
	File     *summary.File
	Table    *summary.Table // one of the file's
	Use      summary.Use
	Person   string // who confirmed what the columns are
	Received string // date received, 2006-01-02; empty when unknown
}

// OpenSummary reads a file for its 汇总表. A file without one is a Mistake.
func (i *Intake) OpenSummary(ctx context.Context, name string, b []byte) (*summary.File, error) {
	name = path.Base(name)
	d, err := i.summaryDocument(ctx, name, b)
	var refusal *document.Refusal
	switch {
	case errors.As(err, &refusal):
		return nil, Mistake(fmt.Sprintf("“%s”读不出来：%s", name, refusal.Error()))
	case errors.Is(err, document.ErrTooLarge):
		return nil, Mistake(fmt.Sprintf("“%s”太大，请只留汇总表后再试", name))
	case err != nil:
		return nil, fmt.Errorf("open summary %q: %w", name, err)
	}
	f := &summary.File{Name: name, Original: b, Document: d, Tables: summary.Read(d)}
	if len(f.Tables) == 0 {
		return nil, Mistake(fmt.Sprintf("“%s”中没有找到汇总表：应有一行表头，下面每行一家单位、各列是数", name))
	}
	return f, nil
}

// summaryDocument reads a CSV file itself, since commas are no table to the
// readers of reports, and everything else as they do.
func (i *Intake) summaryDocument(ctx context.Context, name string, b []byte) (*document.Document, error) {
	if len(b) > MaxFileSize {
		return nil, document.ErrTooLarge
	}
	if path.Ext(name) == ".csv" && !bytes.HasPrefix(b, []byte("PK")) {
		text, _ := charset.Decode(b)
		d, err := summary.FromCSV(text)
		if err != nil && !errors.Is(err, document.ErrTooLarge) {
			return nil, &document.Refusal{Code: document.RefuseDamaged, Reason: "不是完整的CSV文件", Advice: "请在WPS中打开后另存为.xlsx再试"}
		}
		return d, err
	}
	return i.read(ctx, name, b)
}

// ImportSummary takes the lines of a 汇总表 over as reports of their agencies,
// each in a transaction of its own, and remembers what the columns are.
// Nothing is taken over where the use cannot be. Doing it again changes nothing.
func (i *Intake) ImportSummary(ctx context.Context, s SummaryImport) (*Result, error) {
	person, err := plainText("署名", s.Person, data.MaxPerson)
	if err != nil {
		return nil, err
	}
	if err := CheckDate(s.Received); err != nil {
		return nil, err
	}
	if why := s.Use.Check(s.Table); why != "" {
		return nil, Mistake(why)
	}
	err = i.update(ctx, "remember columns", func(t Tx) error {
		return t.PutColumnMapping(s.Table.Fingerprint(), s.Use.Columns, person, i.now())
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(s.File.Original)
	b := &batch{intake: i, options: Options{Label: s.File.Name, Received: s.Received}}
	result := new(Result)
	for _, e := range s.Table.Entries(s.Use) {
		r := reading{
			file: File{Path: fmt.Sprintf("%s/第%d行 %s", s.File.Name, s.Table.Above+e.Row, e.Agency)}, line: true,
			sha: hex.EncodeToString(sum[:]), original: s.File.Original, format: FormatSummary, report: e.Report,
		}
		if r.document, err = s.Table.Document(s.File.Document, e.Row).Encode(); err != nil {
			return result, fmt.Errorf("import summary %q: %w", s.File.Name, err)
		}
		kept, err := b.keep(ctx, r)
		if err != nil {
			return result, fmt.Errorf("import summary %q: %w", s.File.Name, err)
		}
		result.Batch = b.id
		result.Files = append(result.Files, kept)
	}
	if b.id != 0 {
		if err := i.update(ctx, "finish import", func(t Tx) error { return t.FinishBatch(b.id, i.now()) }); err != nil {
			return result, err
		}
	}
	return result, nil
}

// keepLine stores one line of a 汇总表. Its bytes are those of the whole file,
// so that it is known again by its figures.
func (k *keeper) keepLine(f data.File) (data.File, error) {
	kept, err := k.tx.BySHA(f.SHA256)
	if err != nil {
		return f, err
	}
	for _, v := range kept {
		if v.FileName != f.Path || v.Format != FormatSummary {
			continue
		}
		full, err := k.tx.Version(v.ID)
		if err != nil {
			return f, err
		}
		if SameFigures(full.Report, k.reading.report) {
			return k.already(f, v)
		}
	}
	return k.store(f)
}
