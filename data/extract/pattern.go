package extract

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for.
// Most files need few of them, and compiling all of them took longer than
// finding the figures of a file.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
