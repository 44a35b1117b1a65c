package data

import "time"

// CopyKind says what an agency's paper or file is a copy for.
type CopyKind string

// The kinds of copy.
const (
	CopyDraft   CopyKind = "draft"   // 报送稿: handed in to be checked
	CopyStamped CopyKind = "stamped" // 盖章件: signed and stamped, most often a scan
	CopyPublic  CopyKind = "public"  // 网站公开版: as the agency's website shows it
)

// CopyKinds lists the kinds in the order of the season.
func CopyKinds() []CopyKind { return []CopyKind{CopyDraft, CopyStamped, CopyPublic} }

// Label returns the word shown to a clerk, "" for none of the kinds.
func (k CopyKind) Label() string {
	switch k {
	case CopyDraft:
		return "报送稿"
	case CopyStamped:
		return "盖章件"
	case CopyPublic:
		return "网站公开版"
	}
	return ""
}

// ParseCopyKind returns the kind that a word names, the one stored or the one
// shown; 公开版 will do. False for any other word.
func ParseCopyKind(word string) (CopyKind, bool) {
	for _, k := range CopyKinds() {
		if word == string(k) || word == k.Label() || k == CopyPublic && word == "公开版" {
			return k, true
		}
	}
	return "", false
}

// Receipt (收件) is one file or paper that came in. That it came is one thing
// and its figures are another: a scan has a receipt and no figures.
type Receipt struct {
	ID     int64
	Agency string // key, settled or guessed from the file's name; empty while not known
	Year   int    // report year, 0 while not known
	Kind   Kind
	// Received is the date received, 2006-01-02; empty when unknown. It is the
	// office's date and never that of the import.
	Received string
	Sender   string // from whom or by what way (QQ, 邮件, 纸质), as noted; may be empty
	Copy     CopyKind
	Batch    int64  // 0 for one noted by hand
	Path     string // of the file in its batch; empty for a paper
	SHA256   string // of the file; empty for a paper
	// Original: the file's bytes are kept, by itself, with a version or with
	// another receipt of the same bytes. It is found when a receipt is listed
	// and not looked at when one is stored.
	Original bool
	Code     string // refusal code of document.Refusal; empty where it was read or is a paper
	Version  int64  // made of it, or whose figures it repeats; 0 where there is none
	Note     string
	Person   string // who noted it (自填); empty for an import
	Noted    time.Time
}

// Returned (退回) is a report sent back to its agency. It is open until a
// filled version of the report comes in after it or it is withdrawn (BackOf).
type Returned struct {
	ID        int64
	Report    ReportKey
	Version   int64 // that was sent back; 0 where nothing readable had come
	Reason    string
	Day       string // sent back on, 2006-01-02
	Due       string // asked for again by, 2006-01-02; empty where no day was set
	Person    string // as they gave it (自填)
	Stated    time.Time
	Withdrawn time.Time // zero while it stands
	// Newest and Batch are the newest version and batch of the whole store when
	// it was sent back: what has a higher number came after. SHA256 is that of
	// the file sent back: the same file imported anew is no answer.
	Newest, Batch int64
	SHA256        string
}

// DeadlineKind names one of a report year's deadlines.
type DeadlineKind string

// The deadlines.
const (
	DeadlineInternal DeadlineKind = "internal" // 内部报送: agencies to the office
	DeadlinePublic   DeadlineKind = "public"   // 公开发布: agencies on their websites
	DeadlineSuperior DeadlineKind = "superior" // 报市: the county's own report
)

// DeadlineSet is a deadline that a person set for a report year in the place
// of the law's.
type DeadlineSet struct {
	Year   int
	What   DeadlineKind
	Day    string // 2006-01-02
	Person string
	Stated time.Time
}
