package msdoc

// symbols are the characters of the symbol fonts that reports use, tick boxes
// above all. In Word's files their numbers begin at 0xF000.
var symbols = map[rune]rune{
	0xF052: '☑', 0xF0FE: '☑', 0xF053: '☒', 0xF0FD: '☒',
	0xF0A3: '□', 0xF06F: '□', 0xF0A8: '□', 0xF071: '□', 0xF072: '□',
	0xF0FC: '√', 0xF050: '√', 0xF0FB: '×', 0xF04F: '×',
	0xF06C: '●', 0xF0B7: '•', 0xF06E: '■', 0xF0A7: '▪',
}

// symbol returns the character to show for a symbol. One that is not known
// stays as it is, a character without meaning: it is no digit, but it is not
// nothing.
func symbol(r rune) rune {
	if known, ok := symbols[r]; ok {
		return known
	}
	return r
}
