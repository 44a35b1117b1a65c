package pages

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for:
// the program starts without reading pages, mostly.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
