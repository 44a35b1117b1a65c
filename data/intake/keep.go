package intake

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/roster"
)

// batch is an import under way. Its row is made with the first file that
// leaves anything behind, so that an import of nothing new leaves nothing.
type batch struct {
	intake  *Intake
	options Options
	id      int64
}

// keep stores one file in one transaction and says what became of it.
func (b *batch) keep(ctx context.Context, r reading) (data.File, error) {
	var out data.File
	id := b.id
	err := b.intake.store.Update(ctx, func(t Tx) error {
		k := keeper{tx: t, batch: b, id: b.id, reading: r}
		var err error
		out, err = k.keep()
		id = k.id
		return err
	})
	if err != nil {
		return out, err
	}
	b.id = id
	return out, nil
}

// keeper stores one file inside its transaction.
type keeper struct {
	tx      Tx
	batch   *batch
	id      int64 // of the batch's row, 0 until there is one
	reading reading
	roster  *data.Roster
	// answered says that the report came again after it was sent back; empty
	// for any other.
	answered string
}

func (k *keeper) keep() (data.File, error) {
	var err error
	if k.roster, err = k.tx.Roster(); err != nil {
		return data.File{}, err
	}
	f := data.File{Path: k.reading.file.Path, SHA256: k.reading.sha, Received: k.received()}
	if k.reading.line {
		return k.keepLine(f)
	}
	if k.reading.sha != "" {
		kept, err := k.tx.BySHA(k.reading.sha)
		if err != nil {
			return f, err
		}
		if len(kept) > 0 {
			return k.already(f, kept[0])
		}
	}
	if k.reading.report == nil || k.reading.report.Unfilled() && notOurs(f.Path) {
		return k.refuse(f)
	}
	return k.store(f)
}

func (k *keeper) received() string {
	if k.reading.file.Received != "" {
		return k.reading.file.Received
	}
	return k.batch.options.Received
}

// already answers for bytes that are kept. Where that version waits for its
// agency or year and the clerk names them now, it is settled.
func (k *keeper) already(f data.File, v data.Version) (data.File, error) {
	o := k.batch.options
	if len(v.Wait) > 0 && (o.Agency != "" || o.Year != 0 || o.Replace) {
		full, err := k.tx.Version(v.ID)
		if err != nil {
			return f, err
		}
		s := settling{tx: k.tx, roster: k.roster, agency: o.Agency, year: o.Year, take: o.Replace, person: importer, at: k.batch.intake.now()}
		if err := s.settle(full); err != nil {
			return f, err
		}
		if v, err = k.tx.Version(v.ID); err != nil {
			return f, err
		}
	}
	f.Outcome, f.Agency, f.Year, f.Version = data.AlreadyIn, v.Agency, v.Year, v.ID
	if len(v.Wait) > 0 {
		f.Outcome, f.Code, f.Reason = data.Waiting, strings.Join(v.Wait, " "), WaitReason(v.Wait)
	} else if v.Unfilled {
		f.Outcome = data.Unfilled
	}
	if a := k.roster.Agency(v.Agency); a != nil {
		f.Name = a.Name
	}
	if another, err := k.anotherCopy(v); err != nil || another {
		f.Outcome, f.Code, f.Reason = data.Copy, "", ""
		if err == nil {
			f, err = k.record(f)
		}
		return f, err
	}
	if kindOfCopy(o, f.Path) == data.CopyPublic {
		return f, nil
	}
	if back, err := openReturn(k.tx, v); err != nil || back == nil {
		return f, err
	}
	// It was sent back and came again as it was: that is noted, once.
	f.Reason = sameAgain
	return k.record(f)
}

// notOurs reports whether a file's name says that it is no report.
func notOurs(p string) bool {
	name := p[strings.LastIndexAny(p, "/\\")+1:]
	for _, w := range []string{"通知", "台账", "回执", "名录", "名单", "沿革", "说明", "目录", "登记表", "汇总表", "模板", "样表", "manifest", "README"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// refuse records a file that is not read, with the agency its name tells, so
// that 报送 shows 已收到 and not 未报.
func (k *keeper) refuse(f data.File) (data.File, error) {
	f.Outcome = data.Refused
	if r := k.reading.refusal; r != nil {
		f.Code, f.Reason = r.Code, r.Error()
		if Typeable(r.Code) {
			f.Reason += "；或者在“收件”页对照录入"
		}
	}
	if notOurs(f.Path) {
		f.Outcome, f.Code, f.Reason = data.NotOurs, "", "文件名表明不是年报"
	}
	name, year := extract.GuessName(f.Path)
	f.Name, f.Year = name, year
	if k.batch.options.Agency != "" {
		f.Name = k.batch.options.Agency
	}
	if k.batch.options.Year != 0 {
		f.Year = k.batch.options.Year
	}
	if m := roster.Find(k.roster, f.Name); m.Result == roster.Found {
		f.Agency, f.Name = m.Agency.Key, m.Agency.Name
	}
	if err := k.keepPicture(f); err != nil {
		return f, err
	}
	return k.record(f)
}

// record writes what became of the file, making the batch's row first. What
// the same bytes came to before under the same name is not written again.
func (k *keeper) record(f data.File) (data.File, error) {
	if f.SHA256 != "" {
		before, ok, err := k.tx.FileBySHA(f.SHA256)
		if err != nil {
			return f, err
		}
		if ok && before.Outcome == f.Outcome && before.Code == f.Code && before.Path == f.Path && before.Version == f.Version {
			return f, nil
		}
	}
	if again, err := k.websiteAgain(f); err != nil {
		return f, err
	} else if again {
		return f, k.receive(f)
	}
	if err := k.startBatch(); err != nil {
		return f, err
	}
	f.Batch = k.id
	if err := k.tx.AddFile(f); err != nil {
		return f, err
	}
	return f, k.receive(f)
}

func (k *keeper) startBatch() error {
	if k.id != 0 {
		return nil
	}
	var err error
	k.id, err = k.tx.StartBatch(k.batch.options.Label, k.batch.intake.now())
	return err
}

// store keeps a report that was read: as current, waiting, unfilled or a copy.
func (k *keeper) store(f data.File) (data.File, error) {
	r := k.reading.report
	k.addPerson(r)
	v := data.Version{
		Kind: r.Kind, Unfilled: r.Unfilled(), FileName: f.Path, Format: k.reading.format,
		SHA256: k.reading.sha, Received: f.Received, Reading: extract.Reading, Report: r,
		Copy: kindOfCopy(k.batch.options, f.Path),
	}
	if err := k.place(&v); err != nil {
		return f, err
	}
	f.Agency, f.Year, f.Name = v.Agency, v.Year, r.Agency
	if a := k.roster.Agency(v.Agency); a != nil {
		f.Name = a.Name
	}
	copied, err := k.compete(&v)
	if err != nil {
		return f, err
	}
	switch {
	case copied != 0:
		f.Outcome, f.Version = data.Copy, copied
		if f.Reason, err = k.sameAgain(v, copied); err != nil {
			return f, err
		}
		return k.record(f)
	case len(v.Wait) > 0:
		f.Outcome, f.Code, f.Reason = data.Waiting, strings.Join(v.Wait, " "), WaitReason(v.Wait)
	case v.Unfilled:
		f.Outcome, f.Reason = data.Unfilled, "表格都没有填写"
	case v.Copy == data.CopyPublic && !v.Current:
		f.Outcome, f.Reason = data.Stored, "网站公开版，只与报送版比对，不计入汇总"
	default:
		f.Outcome, f.Reason = data.Stored, k.answered
	}
	if err := k.startBatch(); err != nil {
		return f, err
	}
	v.Batch = k.id
	if f.Version, err = k.tx.AddVersion(v, k.reading.original, k.reading.document); err != nil {
		return f, err
	}
	if err := k.explainOptions(v); err != nil {
		return f, err
	}
	return k.record(f)
}

// addPerson adds what the clerk said to the evidence.
func (k *keeper) addPerson(r *data.Report) {
	o := k.batch.options
	if o.Agency != "" {
		r.Evidence = append(r.Evidence, data.Evidence{Field: "agency", Source: data.FromPerson, Value: o.Agency, Text: o.Agency})
	}
	if o.Year != 0 {
		y := yearText(o.Year)
		r.Evidence = append(r.Evidence, data.Evidence{Field: "year", Source: data.FromPerson, Value: y, Text: y})
	}
}

// place finds whose report it is and of which year, or why that must wait.
func (k *keeper) place(v *data.Version) error {
	o, r := k.batch.options, v.Report
	v.Year = cmp.Or(o.Year, r.Year)
	switch {
	case v.Year == 0:
		v.Wait = append(v.Wait, data.WaitNoYear)
	case o.Year == 0 && contradict(r, "year", func(a, b string) bool { return a == b }):
		v.Wait = append(v.Wait, data.WaitYearConflict)
	}
	name := r.Agency
	if o.Agency != "" {
		name = o.Agency
	} else if contradict(r, "agency", roster.Same) {
		v.Wait = append(v.Wait, data.WaitAgencyConflict)
	}
	if a := k.roster.Agency(name); a != nil {
		v.Agency = a.Key
		return nil
	}
	return k.resolve(v, name)
}

func (k *keeper) resolve(v *data.Version, name string) error {
	m := roster.Find(k.roster, name)
	switch m.Result {
	case roster.None:
		v.Wait = append(v.Wait, data.WaitNoAgency)
		return nil
	case roster.Foreign:
		v.Wait = append(v.Wait, data.WaitForeign)
		return nil
	case roster.Unknown:
		v.Wait = append(v.Wait, data.WaitUnknown)
		return nil
	}
	if len(v.Wait) > 0 && m.Result == roster.New {
		return nil // a file in doubt makes no agency
	}
	v.Agency = m.Agency.Key
	if m.Result == roster.Found && !m.Changed && m.County == "" {
		return nil
	}
	return k.learn(m)
}

// learn keeps what the name in a report tells: a new agency, a fuller name,
// the county's own name. It goes with the batch when that is taken back.
func (k *keeper) learn(m roster.Match) error {
	if err := k.startBatch(); err != nil {
		return err
	}
	if m.County != "" {
		c := k.roster.County
		c.Name = m.County
		if err := k.tx.PutCounty(c, k.id); err != nil {
			return err
		}
	}
	if err := k.tx.PutAgency(*m.Agency, k.id); err != nil {
		return err
	}
	var err error
	k.roster, err = k.tx.Roster()
	return err
}

// contradict reports whether title and text name different values.
func contradict(r *data.Report, field string, same func(a, b string) bool) bool {
	var title, text []string
	for _, e := range r.Evidence {
		if e.Field != field {
			continue
		}
		switch e.Source {
		case data.FromTitle:
			title = append(title, e.Value)
		case data.FromText:
			text = append(text, e.Value)
		}
	}
	for _, a := range title {
		if len(text) > 0 && !slices.ContainsFunc(text, func(b string) bool { return same(a, b) }) {
			return true
		}
	}
	return false
}

// compete sets the version beside those kept for the same report: the first
// becomes current, one with the same figures is a copy of that version, a
// different one waits or, where asked for or sent back (退回), replaces.
func (k *keeper) compete(v *data.Version) (copied int64, err error) {
	if v.Agency == "" || v.Year == 0 {
		return 0, nil
	}
	others, err := k.tx.Versions(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
	if err != nil {
		return 0, err
	}
	m := meeting{others: others}
	if len(v.Wait) == 0 && !v.Unfilled {
		if m, err = meet(k.tx, v, others); err != nil || m.copyOf != 0 || m.done && !v.Current {
			return m.copyOf, err
		}
	}
	current := false
	for _, other := range m.others {
		if len(v.Wait) == 0 && !contains(other.Wait, data.WaitTyped, data.WaitDraft) && SameFigures(other.Report, v.Report) {
			return other.ID, nil
		}
		current = current || other.Current
	}
	if len(v.Wait) == 0 && !v.Unfilled {
		if sealed, err := sealedWait(k.tx, v); err != nil || sealed {
			v.Current = false
			return 0, err
		}
	}
	switch {
	case v.Unfilled || len(v.Wait) > 0 || m.done:
	case current && !k.batch.options.Replace:
		if v.Current, err = answers(k.tx, v, others); err == nil && !v.Current {
			v.Wait = append(v.Wait, data.WaitOther)
		} else if err == nil {
			k.answered = "退回后重报，已换为现用"
		}
		return 0, err
	default:
		v.Current = true
	}
	return 0, nil
}
