package rtf

// action is what a control word does.
type action func(*walker, token)

// actions are the control words that are known. All others, nine in ten, change
// nothing.
var actions = knownWords()

func knownWords() map[string]action {
	out := map[string]action{
		"par": ends, "sect": ends, "page": ends, "column": ends, "line": (*walker).lineBreak, "softline": (*walker).lineBreak,
		"u":    func(w *walker, t token) { w.unicode(t.n) },
		"uc":   func(w *walker, t token) { w.skip = min(max(t.n, 0), 8) }, // two is the most that means anything
		"f":    (*walker).fontWord,
		"deff": func(w *walker, t token) { w.first, w.font = t.n, t.n },

		"fcharset": (*walker).fontCharset,
		"plain": func(w *walker, _ token) {
			w.font, w.gone, w.hidden, w.struck, w.raised = w.first, false, false, false, false
		},
		"v":              func(w *walker, t token) { w.hidden = on(t) },
		"deleted":        func(w *walker, t token) { w.gone = on(t) },
		"mvf":            func(w *walker, t token) { w.gone = on(t) },
		"strike":         func(w *walker, t token) { w.struck = on(t) },
		"striked":        func(w *walker, t token) { w.struck = on(t) },
		"super":          func(w *walker, t token) { w.raised = on(t) },
		"sub":            func(w *walker, t token) { w.raised = on(t) },
		"up":             shifted,
		"dn":             shifted,
		"nosupersub":     func(w *walker, _ token) { w.raised = false },
		"fonttbl":        func(w *walker, _ token) { w.place = fonts },
		"upr":            func(w *walker, _ token) { w.place = both },
		"ud":             func(w *walker, _ token) { w.place = body },
		"shptxt":         func(w *walker, _ token) { w.beginBox() },
		"dptxbxtext":     func(w *walker, _ token) { w.beginBox() },
		"shp":            func(w *walker, _ token) { w.picture() }, // or a text box, whose text comes
		"pict":           func(w *walker, _ token) { w.picture(); w.lex.skipGroup() },
		"object":         func(w *walker, _ token) { w.objects++; w.shown() },
		"mmath":          func(w *walker, _ token) { w.shown(); w.lex.skipGroup() },
		"nesttableprops": func(w *walker, _ token) { w.place = shapes },
	}
	addTableWords(out)
	for name, r := range runes {
		out[name] = func(w *walker, _ token) {
			if !w.repeated() {
				w.rune(r)
			}
		}
	}
	for _, name := range skipped {
		out[name] = func(w *walker, _ token) { w.lex.skipGroup() }
	}
	return out
}

// addTableWords adds the words of tables and of the paragraphs in them.
func addTableWords(out map[string]action) {
	out["pard"] = func(w *walker, _ token) { w.level, w.inCell, w.story.rowOpen = 0, false, false }
	out["intbl"] = func(w *walker, _ token) { w.inCell = true }
	out["itap"] = func(w *walker, t token) {
		w.level = min(max(t.n, 0), maxNesting+1)
		w.inCell = w.level > 0
	}
	out["trowd"] = func(w *walker, _ token) { w.newShape() }
	out["irow"] = func(w *walker, t token) { w.shape().index = max(t.n, 0) }
	out["trleft"] = func(w *walker, t token) { w.shape().left = t.n }
	out["cellx"] = func(w *walker, t token) { w.shape().edge(t.n) }
	out["clvmrg"] = func(w *walker, _ token) { w.shape().next.goesOn = true }
	out["clmrg"] = func(w *walker, _ token) { w.shape().next.toTheLeft = true }
	out["cldel"] = func(w *walker, _ token) { w.shape().next.gone = true }
	out["cell"] = func(w *walker, _ token) { w.endCell(1) }
	out["nestcell"] = func(w *walker, _ token) { w.endCell(max(w.level, 2)) }
	out["row"] = func(w *walker, _ token) { w.endRow(1, w.story.row) }
	out["nestrow"] = func(w *walker, _ token) {
		depth := w.level
		if depth < 2 {
			depth = max(len(w.story.levels), 2)
		}
		w.endRow(depth, w.story.nested)
	}
}

// entered are the groups marked as optional that are read all the same: shapes
// of nested tables, text boxes, pictures, and text with Unicode.
var entered = map[string]bool{"nesttableprops": true, "shpinst": true, "shppict": true, "do": true, "ud": true, "shpgrp": true}

// skipped are the groups that hold no text of the document.
var skipped = [...]string{
	"colortbl", "stylesheet", "info", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl",
	"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation",
	"ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldinst", "nonesttables", "nonshppict", "shprslt",
	"sp", "tc", "tcn", "xe", "objdata", "objclass", "objname", "private", "themedata", "colorschememapping",
	"datastore", "latentstyles", "generator", "template", "atnid", "atnauthor", "bkmkstart", "bkmkend", "background",
	"pnseclvl", "formfield", "falt", "panose", "fontemb", "xmlnstbl", "mmathPr", "userprops", "docvar", "keycode",
}

// runes are the words that stand for a character.
var runes = map[string]rune{
	"tab": '\t', "emdash": '—', "endash": '–', "lquote": '‘', "rquote": '’', "ldblquote": '“', "rdblquote": '”',
	"bullet": '•', "emspace": '\u2003', "enspace": '\u2002', "qmspace": '\u2005',
}

func ends(w *walker, _ token) { w.paragraphEnd() }

func (w *walker) lineBreak(token) {
	w.repeating = 0
	w.flush()
	if w.place == body && w.mark() != hidden {
		w.story.breakLine()
	}
}

// fontWord takes the number of a font: that of the text, or that of which the
// table of fonts speaks.
func (w *walker) fontWord(t token) {
	if w.place != fonts {
		w.font = t.n
		return
	}
	w.last = t.n
	if _, ok := w.fonts[t.n]; !ok {
		w.fonts[t.n] = charsetDefault
	}
}

func (w *walker) fontCharset(t token) {
	if w.place == fonts {
		w.fonts[w.last] = t.n
	}
}

// shifted takes a shift up or down in half points. LibreOffice writes notes'
// numbers so; less than two points only corrects how characters stand.
func shifted(w *walker, t token) { w.raised = !t.given || t.n >= 4 }

// picture notes a picture.
func (w *walker) picture() {
	w.pictures++
	w.shown()
}

// on reads a property that is on when it is there, unless its number is 0.
func on(t token) bool { return !t.given || t.n != 0 }
