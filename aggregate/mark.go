package aggregate

import "github.com/nianbao/nianbao/data"

// mark says how one report's value stands: whether it counts, why not, and
// whether its number is 0, so that most values need no place of their own.
// It fits four bits.
type mark uint8

const (
	absent           mark = iota // the report's editions do not have it
	readZero                     // read, 0
	read                         // read, with a number
	blankZero                    // blank in a filled table: 0
	doubtful                     // counts, a person must look
	computed                     // a blank total made up from its parts
	computedDoubtful             // likewise, with a doubtful part
	corrected                    // as the four above from read on, with a person's value in it
	correctedDoubtful
	correctedComputed
	correctedComputedDoubtful
	missing      // from here on nothing counts, the weightier reason last
	blankNothing // blank and nothing to count
	unreadable
)

var markStates = [16]data.State{
	readZero: data.Read, read: data.Read, blankZero: data.Blank, doubtful: data.Doubtful, computed: data.Blank,
	computedDoubtful: data.Doubtful, corrected: data.Read, correctedDoubtful: data.Doubtful, correctedComputed: data.Blank,
	correctedComputedDoubtful: data.Doubtful, blankNothing: data.Blank, missing: data.Missing, unreadable: data.Unreadable,
}

func (m mark) counts() bool { return m >= readZero && m <= correctedComputedDoubtful }

func (m mark) doubtful() bool {
	return m == doubtful || m == computedDoubtful || m == correctedDoubtful || m == correctedComputedDoubtful
}

func (m mark) computed() bool {
	return m == computed || m == computedDoubtful || m == correctedComputed || m == correctedComputedDoubtful
}

func (m mark) corrected() bool { return m >= corrected && m <= correctedComputedDoubtful }

// withCorrection is the mark of a value that counts with a correction in it.
func (m mark) withCorrection() mark {
	switch m {
	case doubtful:
		return correctedDoubtful
	case computed:
		return correctedComputed
	case computedDoubtful:
		return correctedComputedDoubtful
	}
	return corrected
}

// state is the mark in the words of the five states; 0 for absent.
func (m mark) state() data.State { return markStates[m] }

// marks are packed two to a byte.
type marks []byte

func newMarks(n int) marks { return make(marks, (n+1)/2) }

func (m marks) at(i int) mark { return mark(m[i>>1]>>(i&1<<2)) & 15 }

func (m marks) set(i int, to mark) {
	shift := i & 1 << 2
	m[i>>1] = m[i>>1]&^(15<<shift) | byte(to)<<shift
}
