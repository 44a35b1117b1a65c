package reader

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/reader/charset"
)

// sniffed is how much of a text file is looked at to tell its kind.
const sniffed = 64 << 10

func head(b []byte) string {
	text, _ := charset.Decode(b[:min(len(b), sniffed)])
	return text
}

// isRiffPicture recognises WebP and HEIC, whose mark stands inside.
func isRiffPicture(b []byte) bool {
	if len(b) < 12 {
		return false
	}
	return string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" ||
		string(b[4:8]) == "ftyp" && (bytes.HasPrefix(b[8:], []byte("hei")) || bytes.HasPrefix(b[8:], []byte("mif1")))
}

// isMHTML recognises a web page saved with its pictures as one file.
func isMHTML(b []byte) bool {
	top := strings.ToLower(string(b[:min(len(b), 4096)]))
	return strings.Contains(top, "mime-version:") && strings.Contains(top, "multipart/related")
}

// isFlatWord recognises the two ways of Word to write a document as one XML file.
func isFlatWord(b []byte) bool {
	top := head(b[:min(len(b), 4096)])
	return strings.HasPrefix(strings.TrimSpace(top), "<?xml") &&
		(strings.Contains(top, ":wordDocument") || strings.Contains(top, "<pkg:package"))
}

// webMarks are the elements with which web pages and pieces of them begin.
var webMarks = [...]string{
	"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<table", "<div", "<p>", "<p ", "<span",
	"<style", "<script", "<link", "<article", "<section", "<h1", "<h2", "<center", "<font", "<br",
}

// isWebPage recognises web pages by their first element, after comments,
// declarations and the blank lines that careless systems send before them.
func isWebPage(b []byte) bool {
	text := head(b)
	for {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
		var end string
		switch {
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, "<?"):
			end = ">"
		default:
			lower := strings.ToLower(text[:min(len(text), 32)])
			for _, mark := range webMarks {
				if strings.HasPrefix(lower, mark) {
					return true
				}
			}
			return strings.Contains(strings.ToLower(text), "<table") || strings.Contains(strings.ToLower(text), "</html>")
		}
		_, rest, found := strings.Cut(text, end)
		if !found {
			return false
		}
		text = rest
	}
}

// isText recognises text in any encoding: next to nothing that is no character.
func isText(b []byte) bool {
	good, bad := 0, 0
	for _, r := range head(b) {
		if r == utf8.RuneError || r < 0x20 && !strings.ContainsRune("\t\n\r\f\v\x1a", r) {
			bad++
		} else {
			good++
		}
	}
	return bad*100 <= good
}
