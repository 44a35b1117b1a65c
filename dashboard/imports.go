package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Importer is the import pipeline and every decision on what was imported.
// The command adapts intake to it. An error that is the clerk's to mend is a
// Mistake; any other is ours.
type Importer interface {
	// Import reads and stores the files and tells progress after each. What was
	// stored before an error stays.
	Import(ctx context.Context, files []ImportFile, o ImportOptions, progress func(ImportProgress)) (batch int64, err error)
	// Take makes a kept version current.
	Take(ctx context.Context, version int64) error
	// Settle says whose a waiting version is and of which year. agency is a key
	// or a new name; "" and 0 leave what is known.
	// person signs where the file contradicts itself; empty elsewhere.
	Settle(ctx context.Context, version int64, agency string, year int, person string) error
	// Discard removes a waiting or unfilled version.
	Discard(ctx context.Context, version int64) error
	// TakeBack takes the newest batch back.
	TakeBack(ctx context.Context, batch int64) error
	// SetReceived sets the date received, 2006-01-02; "" for unknown.
	SetReceived(ctx context.Context, version int64, date string) error
	// PreviewRoster reads a pasted list without keeping it.
	PreviewRoster(text string) ([]data.Agency, error)
	// SetRoster makes the pasted list the county's roster; notes are remarks
	// for the clerk.
	SetRoster(ctx context.Context, text string) (agencies int, notes []string, err error)
	// SetCollecting sets the report year being collected.
	SetCollecting(ctx context.Context, year int) error
	// SetCounty sets the county's full name, by which names of other counties
	// are told apart.
	SetCounty(ctx context.Context, name string) error
}

// ImportFile is one file of an import.
type ImportFile struct {
	// Path is the name as the browser gave it, folders included. It is never opened.
	Path string
	Size int64
	Open func() (io.ReadCloser, error)
}

// ImportOptions say what the clerk knows of all files of an import.
type ImportOptions struct {
	Label    string
	Year     int    // 0 = as the files say
	Agency   string // key or name; empty = as the files say
	Received string // 2006-01-02; empty = unknown
	// Copy is the kind of copy of every file; empty = as the files' names say.
	Copy    data.CopyKind
	Replace bool // a different version becomes current at once
}

// ImportProgress is told after each file.
type ImportProgress struct {
	Done, Total int
	File        data.File
}

// Mistake is an error worded for the clerk, with what to do.
type Mistake struct {
	Text string
	Err  error // the cause; may be nil
}

// Error returns the sentence.
func (m *Mistake) Error() string { return m.Text }

// Unwrap returns the cause.
func (m *Mistake) Unwrap() error { return m.Err }

// decision turns an error of Importer into an answer: a Mistake is shown as it
// is, any other is our fault.
func decision(err error) error {
	var m *Mistake
	if errors.As(err, &m) {
		return &problem{status: http.StatusConflict, message: strings.TrimSuffix(m.Text, "。"), cause: err}
	}
	return err
}

// importing are the scripts of 导入.
var importing = []string{"import.js"}

// importsPage is 导入.
type importsPage struct {
	// First: nothing is known yet, neither roster nor reports.
	First      bool
	County     string
	HasRoster  bool
	Agencies   int
	Collecting int
	IsSet      bool  // the year being collected was set, not assumed
	Years      []int // that can be chosen
	Groups     []agencyGroup
	Note       *notice
	Job        *jobView
	// Entries counts what is to be typed or compared; nil where nothing is.
	Entries *entriesNote
	Waiting []waitingCase
	// More is how many wait beyond those shown.
	More    int
	Batches []batchLine
	Upload  uploadLimits
	Status  string // address of the job's status for the script
}

// agencyGroup is the agencies of one group in a choice.
type agencyGroup struct {
	Name     string
	Agencies []data.Agency
}

// uploadLimits are shown beside the form.
type uploadLimits struct{ Files, FileMB, TotalMB int }

// batchLine is one import in the list of batches.
type batchLine struct {
	ID        int64
	Label     string
	Started   string
	Files     int
	Counts    []outcomeCount
	TakenBack string
	// Unfinished: it runs or was cut off.
	Unfinished bool
	// Newest: it can be taken back.
	Newest bool
	Link   string
}

// outcomeCount is how many files came to one outcome.
type outcomeCount struct {
	Label string
	Class string
	N     int
}

// imports shows 导入.
func (s *Server) imports(v *visit) (answer, error) {
	ctx := v.c.Request.Context()
	batches, err := s.config.Reports.Batches(ctx)
	if err != nil {
		return answer{}, fmt.Errorf("list batches: %w", err)
	}
	roster := v.snapshot.Roster()
	now := s.config.Now()
	p := &importsPage{
		First: len(batches) == 0 && len(roster.Agencies) == 0, County: roster.County.Name, HasRoster: roster.County.HasRoster, Agencies: len(roster.Agencies),
		Collecting: v.collecting(now), IsSet: roster.County.Collecting != 0, Groups: groupAgencies(roster),
		Note:   s.jobs.notice(v.c.Query("note")),
		Upload: uploadLimits{Files: maxUploadFiles, FileMB: maxUploadFile >> 20, TotalMB: maxUpload >> 20},
	}
	for y := now.Year(); y >= firstYear; y-- {
		p.Years = append(p.Years, y)
	}
	if p.Job, err = s.jobView(v); err != nil {
		return answer{}, err
	}
	if p.Job != nil {
		p.Status = "/imports/job?id=" + p.Job.ID
	}
	p.Batches = v.batchLines(batches)
	if err := s.listWaiting(v, p); err != nil {
		return answer{}, err
	}
	if p.Entries, err = s.entriesNote(v); err != nil {
		return answer{}, err
	}
	return answer{title: "导入", body: p}, nil
}

func groupAgencies(r *data.Roster) []agencyGroup {
	var out []agencyGroup
	for _, g := range data.Groups() {
		group := agencyGroup{Name: string(g)}
		for _, a := range r.Agencies {
			if a.Group == g {
				group.Agencies = append(group.Agencies, a)
			}
		}
		if len(group.Agencies) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func (v *visit) batchLines(batches []data.Batch) []batchLine {
	newest := newestBatch(batches)
	var out []batchLine
	for _, b := range batches {
		l := batchLine{
			ID: b.ID, Label: b.Label, Started: b.Started.Local().Format("2006-01-02 15:04"), Files: b.Files,
			Counts: countOutcomes(b.Counts), Unfinished: b.Finished.IsZero(), Newest: b.ID == newest,
			Link: v.link("/imports/batch", "id", strconv.FormatInt(b.ID, 10)),
		}
		if !b.TakenBack.IsZero() {
			l.TakenBack = b.TakenBack.Local().Format("2006-01-02 15:04")
		}
		out = append(out, l)
	}
	return out
}

// newestBatch is the one batch that can be taken back; 0 where there is none.
func newestBatch(batches []data.Batch) int64 {
	var newest int64
	for _, b := range batches {
		if b.TakenBack.IsZero() {
			newest = max(newest, b.ID)
		}
	}
	return newest
}

// countOutcomes lists the outcomes of a batch in a fixed order.
func countOutcomes(counts map[data.Outcome]int) []outcomeCount {
	order := []data.Outcome{data.Stored, data.Copy, data.AlreadyIn, data.Waiting, data.Unfilled, data.Refused, data.NotOurs}
	var out []outcomeCount
	for _, o := range order {
		if counts[o] > 0 {
			out = append(out, outcomeCount{Label: o.Label(), Class: outcomeClass(o), N: counts[o]})
		}
	}
	return out
}

// outcomeClass is the tag's class: what needs a person stands out.
func outcomeClass(o data.Outcome) string {
	switch o {
	case data.Stored:
		return "good"
	case data.Refused:
		return "error"
	case data.Waiting, data.Unfilled:
		return "warning"
	}
	return "info"
}

// setCollecting takes the form of the year being collected.
func (s *Server) setCollecting(v *visit) (answer, error) {
	year, err := strconv.Atoi(v.c.PostForm("collecting"))
	if err != nil {
		return answer{}, badQuery("年度“%s”不对，应是四位数字", clip(v.c.PostForm("collecting"), 20))
	}
	if err := s.config.Imports.SetCollecting(v.c.Request.Context(), year); err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, fmt.Sprintf("正在收集的年度已设为%d年度。", year), nil), nil
}

// setCounty takes the form of the county's name.
func (s *Server) setCounty(v *visit) (answer, error) {
	name := strings.TrimSpace(v.c.PostForm("county"))
	if name == "" || len([]rune(name)) > maxCountyName {
		return answer{}, badQuery("县名是空的或过长，应是全称，如“示例县”")
	}
	if err := s.config.Imports.SetCounty(v.c.Request.Context(), name); err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, "本县名称已设为“"+name+"”。", nil), nil
}

// maxCountyName is in characters; the longest real one has 15.
const maxCountyName = 30

// done goes back to 导入 with a sentence on what was done.
func (s *Server) done(v *visit, heading string, lines []string) answer {
	return answer{redirect: v.link("/imports", "note", s.jobs.note(heading, lines))}
}

// batchPage is one import with its files, and the question before it is taken back.
type batchPage struct {
	Batch   batchLine
	Results []resultLine
	// Ask: the page asks whether to take the batch back.
	Ask  bool
	Back string
	// Reports counts the reports that would go.
	Reports int
}

// batch shows one import. With ask=takeback it asks for confirmation.
func (s *Server) batch(v *visit) (answer, error) {
	ctx := v.c.Request.Context()
	id, err := strconv.ParseInt(v.c.Query("id"), 10, 64)
	if err != nil || id < 1 {
		return answer{}, badQuery("导入批次“%s”不对，应是一个正整数", clip(v.c.Query("id"), 20))
	}
	batches, err := s.config.Reports.Batches(ctx)
	if err != nil {
		return answer{}, fmt.Errorf("list batches: %w", err)
	}
	lines := v.batchLines(batches)
	i := slices.IndexFunc(lines, func(b batchLine) bool { return b.ID == id })
	if i < 0 {
		return answer{}, notFound("没有这个导入批次")
	}
	files, err := s.config.Reports.Files(ctx, id)
	if err != nil {
		return answer{}, fmt.Errorf("list files of batch %d: %w", id, err)
	}
	p := &batchPage{Batch: lines[i], Back: v.link("/imports"), Ask: v.c.Query("ask") == "takeback" && lines[i].Newest}
	for _, f := range files {
		if f.Version != 0 {
			p.Reports++
		}
	}
	if p.Results, err = s.resultLines(v, files); err != nil {
		return answer{}, err
	}
	return answer{title: "导入批次", body: p}, nil
}

// takeBack takes the newest batch back, after the page that asks.
func (s *Server) takeBack(v *visit) (answer, error) {
	id, err := formNumber(v, "batch")
	if err != nil {
		return answer{}, err
	}
	if s.jobs.running() != nil {
		return answer{}, errBusy()
	}
	batches, err := s.config.Reports.Batches(v.c.Request.Context())
	if err != nil {
		return answer{}, fmt.Errorf("list batches: %w", err)
	}
	if newestBatch(batches) != id {
		return answer{}, &problem{status: http.StatusConflict, message: "只能收回最近一批，这一批已收回或后面又有新的导入，请回到导入页查看"}
	}
	if err := s.config.Imports.TakeBack(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, "导入批次已收回，它带来的年报、单位和名称都已撤出，之前的现用年报已恢复。", nil), nil
}
