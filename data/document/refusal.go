package document

// Refusal is the error of a file that is not read. Reason and Advice are in
// Chinese, for the clerk; any other error of a reader is a fault of ours.
type Refusal struct {
	// Code is a short word for tests and JSON, one of the Refuse constants.
	Code   string
	Reason string // why: 文件有密码，无法读取
	Advice string // what to do: 请去掉密码后重新导入
}

// Codes of refusals.
const (
	RefuseEmpty       = "empty"          // no bytes at all
	RefuseDamaged     = "damaged"        // cut off or broken
	RefusePassword    = "password"       // encrypted
	RefuseScan        = "scan"           // pictures without text
	RefuseUnsupported = "unsupported"    // a format that is not read
	RefuseTooLarge    = "too_large"      // beyond a limit
	RefuseHostile     = "hostile"        // entities, bombs, programs under a false name
	RefuseLogin       = "login_page"     // a web page that asks for a login
	RefuseList        = "list_page"      // a web page that only lists reports
	RefuseNotReport   = "not_report"     // some other document
	RefuseNarrative   = "narrative_only" // a report whose tables are gone
	RefuseTwoReports  = "two_reports"    // two agencies or two years in one file
)

// Error returns reason and advice as one sentence.
func (r *Refusal) Error() string {
	if r.Advice == "" {
		return r.Reason
	}
	return r.Reason + "，" + r.Advice
}
