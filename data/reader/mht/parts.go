package mht

import (
	"bytes"
	"encoding/base64"
	"errors"
	"mime"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

var errCut = errors.New("ends before its last part")

// part is a part of the file: its header and what follows, still encoded.
type part struct {
	header map[string]string // names in lower case; the first of a name counts
	body   []byte
}

// pages returns the web pages in the file, decoded, the one that it is about
// first.
func pages(b []byte) ([][]byte, error) {
	var out [][]byte
	parts := 0
	err := walk(split(b), 0, &parts, func(p part) error {
		page := p.decode()
		if len(page) > maxPage {
			return document.ErrTooLarge
		}
		out = append(out, page)
		return nil
	})
	return out, err
}

// walk calls visit for each page in p, which may be one or hold several.
func walk(p part, depth int, parts *int, visit func(part) error) error {
	if *parts++; *parts > maxParts || depth > maxDepth {
		return document.ErrTooLarge
	}
	kind, params := p.kind()
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return visit(p)
	}
	boundary := params["boundary"]
	if !strings.HasPrefix(kind, "multipart/") || boundary == "" {
		return nil
	}
	children, err := p.children(boundary)
	if err != nil {
		return err
	}
	if len(children) > maxParts {
		return document.ErrTooLarge
	}
	// The start of related parts may be named; it is the first of them otherwise.
	if start := params["start"]; start != "" {
		i := slices.IndexFunc(children, func(c part) bool { return c.header["content-id"] == start })
		if i > 0 {
			children = slices.Concat(children[i:i+1], children[:i], children[i+1:])
		}
	}
	for _, c := range children {
		if err := walk(c, depth+1, parts, visit); err != nil {
			return err
		}
	}
	return nil
}

// kind returns what a part is, in lower case, and the parameters of that.
func (p *part) kind() (string, map[string]string) {
	value := p.header["content-type"]
	kind, params, err := mime.ParseMediaType(value)
	if err == nil {
		return kind, params
	}
	// Careless programs leave out quotes; what matters is found all the same.
	kind, rest, _ := strings.Cut(value, ";")
	params = map[string]string{}
	for param := range strings.SplitSeq(rest, ";") {
		name, v, _ := strings.Cut(param, "=")
		params[strings.ToLower(strings.TrimSpace(name))] = strings.Trim(strings.TrimSpace(v), `"`)
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

// children splits a part at its boundary. The last must be closed.
func (p *part) children(boundary string) ([]part, error) {
	var out []part
	mark := []byte("--" + boundary)
	from := -1 // where the open child begins
	for at := 0; at < len(p.body); {
		end := bytes.IndexByte(p.body[at:], '\n')
		next := at + end + 1
		if end < 0 {
			next = len(p.body)
		}
		line := bytes.TrimRight(p.body[at:next], " \t\r\n")
		rest, found := bytes.CutPrefix(line, mark)
		if found && (len(rest) == 0 || string(rest) == "--") {
			if from >= 0 {
				out = append(out, split(p.body[from:at]))
			}
			if len(rest) > 0 {
				return out, nil
			}
			if from = next; len(out) > maxParts {
				return nil, document.ErrTooLarge
			}
		}
		at = next
	}
	return nil, errCut
}

// split parts the header from what follows.
func split(b []byte) part {
	p := part{header: map[string]string{}}
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), "\r\n")
	name := ""
	for n := 0; len(b) > 0 && n < maxHeader; {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		n += len(line)
		b = rest
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if name != "" {
				p.header[name] += " " + string(bytes.TrimSpace(line))
			}
			continue
		}
		name = p.field(string(line))
	}
	p.body = b
	return p
}

// field keeps a line of the header and returns its name, or "" where it is not
// needed.
func (p *part) field(line string) string {
	name, value, _ := strings.Cut(line, ":")
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "content-type", "content-transfer-encoding", "content-id":
	default:
		return ""
	}
	if _, taken := p.header[name]; taken {
		return ""
	}
	p.header[name] = strings.TrimSpace(value)
	return name
}

// decode undoes the encoding for the way through the mail. It never fails: a
// mistake in it stands as it is.
func (p *part) decode() []byte {
	switch strings.ToLower(strings.Trim(p.header["content-transfer-encoding"], `" `)) {
	case "quoted-printable":
		return quotedPrintable(p.body)
	case "base64":
		return fromBase64(p.body)
	}
	return p.body
}

func quotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		rest := b[i+1:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			i += 2
		case bytes.HasPrefix(rest, []byte("\n")):
			i++
		case len(rest) >= 2 && hex(rest[0]) >= 0 && hex(rest[1]) >= 0:
			out = append(out, byte(hex(rest[0])<<4|hex(rest[1])))
			i += 2
		default:
			out = append(out, '=')
		}
	}
	return out
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// fromBase64 decodes what is base64 in b, line ends and strange signs left out.
func fromBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			clean = append(clean, c)
		}
	}
	clean = clean[:len(clean)-len(clean)%4+[]int{0, 0, 2, 3}[len(clean)%4]]
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean) // every sign fits
	return out[:n]
}
