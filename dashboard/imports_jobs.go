package dashboard

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"sync"

	"github.com/nianbao/nianbao/data"
)

// Bounds of what is remembered of imports between pages. The store keeps the
// batches themselves.
const (
	keptJobs    = 8
	keptNotices = 32
	recentFiles = 8    // files shown while an import runs
	shownFiles  = 3000 // files of a job whose results are remembered
)

// jobs runs imports, one at a time, apart from the requests that started
// them, and remembers the last ones, so that a page can be left and come back
// to. Its methods are safe for concurrent use.
type jobs struct {
	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu      sync.Mutex
	list    []*job // newest last
	notices []notice
}

// job is one import. It is read and changed under jobs.mu.
type job struct {
	ID       string
	Label    string
	Done     int
	Total    int
	File     string // the last file that was dealt with
	Results  []data.File
	Counts   map[data.Outcome]int
	Finished bool
	Batch    int64
	Err      string // Chinese; empty when all went well
}

// notice is a sentence on what a form did, shown once on the page that follows.
type notice struct {
	id      string
	Heading string
	Lines   []string
}

func newJobs() *jobs {
	ctx, cancel := context.WithCancel(context.Background())
	return &jobs{ctx: ctx, cancel: cancel}
}

// Close stops a running import after its current file and waits for it. What
// it stored stays.
func (s *Server) Close() {
	s.jobs.cancel()
	s.jobs.done.Wait()
}

// start runs fn as a job unless one is running; it returns nil then.
func (j *jobs) start(label string, total int, fn func(ctx context.Context, tell func(ImportProgress)) (int64, string)) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ctx.Err() != nil || j.runningLocked() != nil {
		return nil
	}
	task := &job{ID: rand.Text(), Label: label, Total: total, Counts: map[data.Outcome]int{}}
	j.list = append(j.list, task)
	if len(j.list) > keptJobs {
		j.list = slices.Delete(j.list, 0, len(j.list)-keptJobs)
	}
	j.done.Add(1)
	go func() {
		defer j.done.Done()
		batch, failure := fn(j.ctx, func(p ImportProgress) { j.tell(task, p) })
		j.mu.Lock()
		defer j.mu.Unlock()
		task.Finished, task.Batch, task.Err = true, batch, failure
		if failure == "" {
			task.Total = task.Done // what office programs leave behind was passed over
		}
	}()
	return task
}

func (j *jobs) tell(task *job, p ImportProgress) {
	j.mu.Lock()
	defer j.mu.Unlock()
	task.Done, task.Total, task.File = p.Done, p.Total, p.File.Path
	task.Counts[p.File.Outcome]++
	if len(task.Results) < shownFiles {
		task.Results = append(task.Results, p.File)
	}
}

// running is the import under way, or nil.
func (j *jobs) running() *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.runningLocked()
}

func (j *jobs) runningLocked() *job {
	if n := len(j.list); n > 0 && !j.list[n-1].Finished {
		return j.list[n-1]
	}
	return nil
}

// snapshot copies the job with the id; where id is empty the one that runs.
func (j *jobs) snapshot(id string) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, task := range j.list {
		if task.ID == id || id == "" && !task.Finished {
			c := *task
			c.Results = slices.Clone(task.Results)
			c.Counts = make(map[data.Outcome]int, len(task.Counts))
			for o, n := range task.Counts {
				c.Counts[o] = n
			}
			return &c
		}
	}
	return nil
}

// note keeps a sentence and returns its id for the address.
func (j *jobs) note(heading string, lines []string) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := notice{id: rand.Text(), Heading: heading, Lines: lines}
	j.notices = append(j.notices, n)
	if len(j.notices) > keptNotices {
		j.notices = slices.Delete(j.notices, 0, 1)
	}
	return n.id
}

// notice returns the sentence with the id, or nil.
func (j *jobs) notice(id string) *notice {
	j.mu.Lock()
	defer j.mu.Unlock()
	i := slices.IndexFunc(j.notices, func(n notice) bool { return n.id == id })
	if i < 0 {
		return nil
	}
	n := j.notices[i]
	return &n
}

// jobStatusAnswer is the status of a job for the script of 导入.
type jobStatusAnswer struct {
	Done     int            `json:"done"`
	Total    int            `json:"total"`
	File     string         `json:"file"`
	Finished bool           `json:"finished"`
	Counts   []jobCount     `json:"counts"`
	Recent   []jobRecentRow `json:"recent"`
}

type jobCount struct {
	Label string `json:"label"`
	Class string `json:"class"`
	N     int    `json:"n"`
}

type jobRecentRow struct {
	File    string `json:"file"`
	Outcome string `json:"outcome"`
	Class   string `json:"class"`
	Name    string `json:"name"`
	Year    int    `json:"year"`
	Reason  string `json:"reason"`
}

// jobStatus answers the script that follows an import.
func (s *Server) jobStatus(v *visit) error {
	task := s.jobs.snapshot(v.c.Query("id"))
	if task == nil {
		return notFound("没有这次导入的进度，请在导入批次中查看")
	}
	a := jobStatusAnswer{Done: task.Done, Total: task.Total, File: task.File, Finished: task.Finished, Counts: []jobCount{}, Recent: []jobRecentRow{}}
	for _, c := range countOutcomes(task.Counts) {
		a.Counts = append(a.Counts, jobCount(c))
	}
	from := max(0, len(task.Results)-recentFiles)
	for _, f := range slices.Backward(task.Results[from:]) {
		a.Recent = append(a.Recent, jobRecentRow{File: f.Path, Outcome: f.Outcome.Label(), Class: outcomeClass(f.Outcome), Name: f.Name, Year: f.Year, Reason: f.Reason})
	}
	v.c.Header("Cache-Control", "no-store")
	v.c.JSON(http.StatusOK, a)
	return nil
}

// jobView is an import as the page shows it.
type jobView struct {
	ID       string
	Label    string
	Done     int
	Total    int
	File     string
	Finished bool
	Err      string
	Counts   []outcomeCount
	Results  []resultLine
	// Cut is how many results are not listed.
	Cut   int
	Batch string // address of the batch; empty where none was made
}

// jobView is the job of the address, else the one that runs; nil for none.
func (s *Server) jobView(v *visit) (*jobView, error) {
	task := s.jobs.snapshot(v.c.Query("job"))
	if task == nil {
		return nil, nil
	}
	out := &jobView{ID: task.ID, Label: task.Label, Done: task.Done, Total: task.Total, File: task.File, Finished: task.Finished, Err: task.Err, Counts: countOutcomes(task.Counts)}
	if task.Batch != 0 {
		out.Batch = v.batchLink(task.Batch)
	}
	if !task.Finished {
		return out, nil
	}
	out.Cut = task.Done - len(task.Results)
	var err error
	out.Results, err = s.resultLines(v, task.Results)
	return out, err
}
