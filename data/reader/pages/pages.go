// Package pages makes documents of pages on which text and lines have places and
// nothing says what belongs together: tables from the lines that are drawn, or
// from aligned columns where none are, joined over page breaks; the rest as
// paragraphs. It knows no file format; the readers of such formats hand it
// their characters and drawings, in points, y downwards.
package pages

// Limits of one file, for its reader to keep.
const (
	// MaxPages is far above the 10 pages of a report and its 100 with an annex.
	MaxPages = 300
	// MaxGlyphs bounds one page: one of small print has 5,000 characters.
	MaxGlyphs = 100_000
	// MaxText bounds the characters of the file.
	MaxText = 1_000_000
)

// Finite keeps numbers that a damaged file makes of nothing out of the sums.
func Finite(x float64) float64 {
	const farthest = 1e7
	if x != x {
		return 0
	}
	return min(max(x, -farthest), farthest)
}
