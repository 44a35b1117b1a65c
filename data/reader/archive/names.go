package archive

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Limits of names, in characters and folders. Windows has 260 characters for
// both together.
const (
	maxNamePart = 150
	maxFolders  = 12
)

// decodeName decodes a name that does not say how it is encoded: Windows writes
// GBK, macOS and Linux UTF-8. Short Chinese words in GBK may look like UTF-8
// with Western letters, never like UTF-8 with Chinese ones.
func decodeName(name string) string {
	if utf8.ValidString(name) && (isASCII(name) || hasWide(name)) {
		return name
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().String(name)
	if err != nil || strings.ContainsRune(out, utf8.RuneError) && utf8.ValidString(name) {
		return strings.ToValidUTF8(name, "_")
	}
	return out
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hasWide reports whether a character takes three bytes or more, as all Chinese
// ones do.
func hasWide(s string) bool {
	for _, r := range s {
		if r >= 0x800 {
			return true
		}
	}
	return false
}

// cleanName makes of a name a relative path of bounded length that leads
// nowhere else. It is empty where nothing is left.
func cleanName(name string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\`, "/"), "/") {
		if part = cleanPart(part); part != "" {
			parts = append(parts, part)
		}
	}
	if n := len(parts); n > maxFolders {
		parts = parts[n-maxFolders:]
	}
	return strings.Join(parts, "/")
}

// cleanPart makes a name of a folder or file harmless: no sign that a system
// gives a meaning to, none that cannot be seen, no ".".
func cleanPart(part string) string {
	part = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		case strings.ContainsRune(`:*?"<>|`, r):
			return '_'
		}
		return r
	}, part)
	part = strings.TrimRight(strings.TrimSpace(part), ". ")
	if runes := []rune(part); len(runes) > maxNamePart {
		ext := []rune(path.Ext(part))
		if len(ext) > 10 {
			ext = nil
		}
		part = string(runes[:maxNamePart-len(ext)]) + string(ext)
	}
	return part
}

// names gives every file of an archive a name of its own.
type names map[string]bool

// add returns the clean name, numbered where another file has it. n is the
// file's place in the archive, for one whose name leaves nothing.
func (s names) add(name string, n int) string {
	name = cleanName(name)
	if name == "" {
		name = fmt.Sprintf("未命名%d", n+1)
	}
	unique := name
	for i := 2; s[unique]; i++ {
		ext := path.Ext(name)
		unique = fmt.Sprintf("%s（%d）%s", strings.TrimSuffix(name, ext), i, ext)
	}
	s[unique] = true
	return unique
}
