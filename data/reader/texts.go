package reader

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/reader/charset"
)

// sample is a file as far as it is looked at to tell its format.
type sample struct {
	raw  []byte
	text string // of the head; decoded when first asked for
}

// sampled is how much of a file is decoded: pages of content management
// systems have some kilobytes of comments and scripts at their head.
const sampled = 16 << 10

// head returns the decoded head of the file.
func (s *sample) head() string {
	if s.text == "" {
		s.text, _ = charset.Decode(s.raw[:min(len(s.raw), sampled)])
	}
	return s.text
}

// isBoxedPicture recognises pictures whose mark stands behind a size: BMP,
// WebP and HEIC.
func isBoxedPicture(s *sample) bool {
	b := s.raw
	if len(b) < 12 {
		return false
	}
	return string(b[:2]) == "BM" && string(b[6:10]) == "\x00\x00\x00\x00" ||
		string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" ||
		string(b[4:8]) == "ftyp" && (string(b[8:11]) == "hei" || string(b[8:12]) == "mif1")
}

// isProgram recognises Windows and Linux programs.
func isProgram(s *sample) bool {
	if bytes.HasPrefix(s.raw, []byte("\x7fELF")) {
		return true
	}
	return bytes.HasPrefix(s.raw, []byte("MZ")) && bytes.IndexByte(s.raw[:min(len(s.raw), 64)], 0) > 0
}

// isMHTML recognises a web page saved with its pictures as one file, and one
// without any saved the same way: a mail's header comes first.
func isMHTML(s *sample) bool {
	top := strings.ToLower(string(s.raw[:min(len(s.raw), 4096)]))
	if strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(top, "\ufeff")), "<") || !strings.Contains(top, "mime-version:") {
		return false
	}
	return strings.Contains(top, "multipart/related") || strings.Contains(top, "content-type: text/html")
}

// isFlatWord recognises the two ways of Word to write a document as one XML file.
func isFlatWord(s *sample) bool {
	top := strings.TrimSpace(s.head())
	return strings.HasPrefix(top, "<?xml") &&
		(strings.Contains(top, ":wordDocument") || strings.Contains(top, "<pkg:package"))
}

// webMarks are the elements with which web pages and pieces of them begin.
var webMarks = [...]string{
	"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<table", "<div", "<p>", "<p ", "<span",
	"<style", "<script", "<link", "<article", "<section", "<h1", "<h2", "<center", "<font", "<br",
}

// isWebPage recognises web pages by their first element, after comments,
// declarations and the blank lines that careless systems send before them.
func isWebPage(s *sample) bool {
	text := s.head()
	for {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
		end := ">"
		switch {
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, "<?"):
		default:
			return hasWebMark(text)
		}
		_, rest, found := strings.Cut(text, end)
		if !found {
			return false
		}
		text = rest
	}
}

// hasWebMark reports whether the text begins as a page does, or holds a table's
// tag somewhere: pieces of pages begin with words.
func hasWebMark(text string) bool {
	lower := strings.ToLower(text)
	for _, mark := range webMarks {
		if strings.HasPrefix(lower, mark) {
			return true
		}
	}
	return strings.Contains(lower, "<table") || strings.Contains(lower, "</html>")
}

// isText recognises text in any encoding: next to nothing that is no character.
func isText(s *sample) bool {
	good, bad := 0, 0
	for _, r := range s.head() {
		if r == utf8.RuneError || r < 0x20 && !strings.ContainsRune("\t\n\r\f\v\x1a", r) {
			bad++
		} else {
			good++
		}
	}
	return bad*100 <= good
}
