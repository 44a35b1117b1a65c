// Package intake holds the one pipeline by which files become reports, for
// the command line, the page and the demo alike, and every change that moves
// figures: taking a waiting version, settling whose it is, taking a batch
// back, changing the roster, reading kept originals again.
//
//	file -> reader -> document -> extract -> report -> store (which derives the findings)
//
// An import is all or nothing per report: one transaction a file. Files are
// stored in path order, so that the end does not depend on when an import was
// interrupted, and importing the same bytes twice changes nothing.
package intake

import (
	"context"
	"io"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// Store is what intake needs of the place where reports are kept.
type Store interface {
	// Update runs fn in one writing transaction; an error leaves nothing behind.
	Update(ctx context.Context, fn func(Tx) error) error
	AllVersions(ctx context.Context) ([]data.Version, error)
	Version(ctx context.Context, id int64) (data.Version, error)
	Waiting(ctx context.Context) ([]data.Version, error)
	Original(ctx context.Context, id int64) (name string, b []byte, err error)
	// CheckInput returns what a report's findings are derived from but itself.
	CheckInput(ctx context.Context, k data.ReportKey) (data.CheckInput, error)
}

// Tx is what intake does inside a transaction.
type Tx interface {
	explanationTx
	reviewTx
	correctionTx
	adjustmentTx
	finalTx
	sealTx
	workTx
	returnTx
	deadlineTx
	entryTx
	receiptTx
	summaryTx

	Roster() (*data.Roster, error)
	PutCounty(c data.County, batch int64) error
	PutAgency(a data.Agency, batch int64) error
	DeleteAgency(key string) error
	// AgencyUsed reports whether versions refer to the agency.
	AgencyUsed(key string) (bool, error)
	PutSuccessions(s []data.Succession) error
	DeclineSuccession(old, successor string) error
	OfferSuccession(old, successor string) error
	PutNoReport(n data.NoReport) error
	DeleteNoReport(agency string, year int) error

	BySHA(sha string) ([]data.Version, error)
	Versions(k data.ReportKey) ([]data.Version, error)
	Version(id int64) (data.Version, error)
	AddVersion(v data.Version, original, document []byte) (int64, error)
	SetCurrent(id int64, batch int64) error
	Settle(id int64, agency string, year int, kind data.Kind, wait []string) error
	SetReceived(id int64, date string) error
	DeleteVersion(id int64) error
	Reread(id int64, r *data.Report, document []byte, reading int, unfilled bool) error

	StartBatch(label string, at time.Time) (int64, error)
	FinishBatch(id int64, at time.Time) error
	TakeBack(batch int64, at time.Time) error
	AddFile(f data.File) error
	// FileBySHA returns the newest file of these bytes in a batch that was not
	// taken back.
	FileBySHA(sha string) (data.File, bool, error)
}

// Reader turns the bytes of a file into a document; a *document.Refusal says
// why it cannot.
type Reader func(ctx context.Context, name string, b []byte) (*document.Document, error)

// Intake imports files into a store.
type Intake struct {
	store Store
	read  Reader
	now   func() time.Time
}

// New returns an Intake. now is the clock for batches.
func New(store Store, read Reader, now func() time.Time) *Intake {
	return &Intake{store: store, read: read, now: now}
}

// File is one file to import.
type File struct {
	// Path is shown and kept; folders and name may tell agency and year. It is
	// never opened.
	Path     string
	Size     int64
	Received string // date received, 2006-01-02; empty when unknown
	Open     func() (io.ReadCloser, error)
}

// Options say what the clerk knows of the files of an import.
type Options struct {
	Label    string // what the batch is called; empty takes the first file's
	Year     int    // report year of every file; 0 = as the files say
	Agency   string // agency of every file, name or key; empty = as the files say
	Received string // date received of files that bear none of their own
	// Copy is the kind of copy of every file; empty = as the files' names say.
	Copy data.CopyKind
	// Replace makes a different version current at once (--replace).
	Replace bool
}

// Progress is told after each file.
type Progress struct {
	Done, Total int
	File        data.File
}

// Result is what became of an import.
type Result struct {
	// Batch is 0 where nothing new was recorded.
	Batch int64
	Files []data.File // in the order of storing
}

// Count returns how many files had the outcome.
func (r *Result) Count(o data.Outcome) int {
	n := 0
	for _, f := range r.Files {
		if f.Outcome == o {
			n++
		}
	}
	return n
}

// Clean reports whether every file is in: none refused, unfilled or waiting.
func (r *Result) Clean() bool {
	return r.Count(data.Refused)+r.Count(data.Unfilled)+r.Count(data.Waiting) == 0
}
