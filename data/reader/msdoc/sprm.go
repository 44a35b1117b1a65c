package msdoc

// The properties that matter. Their numbers hold the length of the operand in
// the top three bits.
const (
	sprmDeleted     = 0x0800 // deleted with changes tracked
	sprmStruck      = 0x0837
	sprmTwiceStruck = 0x2A53
	sprmHidden      = 0x083C
	sprmRaised      = 0x2A48 // 1 above, 2 below the line
	sprmStyle       = 0x4A30 // of characters
	sprmSymbol      = 0x6A09 // font and character of a symbol

	sprmInTable   = 0x2416
	sprmRowEnd    = 0x2417
	sprmDepth     = 0x6649
	sprmInnerCell = 0x244B
	sprmInnerRow  = 0x244C
	sprmLong      = 0x6646 // the list stands in the data stream
	sprmLongOld   = 0x6645

	sprmRow        = 0xD608 // edges and merges of a row's cells
	sprmVertMerge  = 0xD62B
	sprmMerge      = 0x5624
	sprmSplit      = 0x5625
	sprmTabChanges = 0xC615
)

// eachProperty calls do for each property of a list with its operand. A list
// that ends within a property ends there; Word pads lists.
func eachProperty(list []byte, do func(op uint16, operand []byte)) {
	for len(list) > 2 {
		op := uint16(u16(list))
		skip, n := operand(op, list[2:])
		if n < 0 || 2+skip+n > len(list) {
			return
		}
		do(op, list[2+skip:2+skip+n])
		list = list[2+skip+n:]
	}
}

// operand returns the length of a property's operand and of what says how
// long it is; -1 where the list ends before that.
func operand(op uint16, rest []byte) (skip, n int) {
	switch op >> 13 {
	case 0, 1:
		return 0, 1
	case 2, 4, 5:
		return 0, 2
	case 3:
		return 0, 4
	case 7:
		return 0, 3
	}
	switch {
	case op == sprmRow:
		if len(rest) < 2 {
			return 0, -1
		}
		return 2, u16(rest) - 1 // the length is one too large
	case op == sprmTabChanges && rest[0] == 255:
		return 1, tabChanges(rest[1:])
	}
	return 1, int(rest[0])
}

// tabChanges computes the length of changes to tab stops that is too large to
// be stated: those deleted with four bytes each, those added with three.
func tabChanges(b []byte) int {
	if len(b) == 0 {
		return -1
	}
	n := 1 + 4*int(b[0])
	if n >= len(b) {
		return -1
	}
	return n + 1 + 3*int(b[n])
}

// set reads a property that is on or off. As 0x80 it is as the style has it, as
// 0x81 it is not.
func set(operand []byte, style bool) bool {
	if operand[0]&0x80 != 0 {
		return style != (operand[0]&1 != 0)
	}
	return operand[0]&1 != 0
}

// look is what is known of the characters of a run.
type look struct {
	deleted bool
	hidden  bool
	mark    mark
	symbol  rune // what stands in the place of the character, 0 where it does itself
}

// apply applies a list to text whose style gives it the look style.
func (l *look) apply(list []byte, style look) {
	eachProperty(list, func(op uint16, operand []byte) {
		switch op {
		case sprmDeleted:
			l.deleted = set(operand, style.deleted)
		case sprmHidden:
			l.hidden = set(operand, style.hidden)
		case sprmStruck, sprmTwiceStruck:
			if set(operand, style.mark == struck) {
				l.mark = struck
			} else if l.mark == struck {
				l.mark = plain
			}
		case sprmRaised:
			switch {
			case l.mark == struck:
			case operand[0] == 1 || operand[0] == 2:
				l.mark = raised
			default:
				l.mark = plain
			}
		case sprmSymbol:
			l.symbol = rune(u16(operand[2:]))
		}
	})
}

// styleOf returns the number of the style of characters that a list names.
func styleOf(list []byte) (n int, ok bool) {
	eachProperty(list, func(op uint16, operand []byte) {
		if op == sprmStyle {
			n, ok = u16(operand), true
		}
	})
	return n, ok
}

// style is what is known of a paragraph, the rest of which is of no concern.
type style struct {
	inTable   bool
	rowEnd    bool
	innerCell bool // its mark ends a cell of a table within a cell
	innerRow  bool
	depth     int // of tables; 0 where only inTable says that it is in one
	row       rowShape
}

// apply applies a list. long gives the list that stands in the data stream
// because it is too long; it is nil in one of those, which refer to no other.
func (s *style) apply(list []byte, long func(at uint32) ([]byte, error)) error {
	var err error
	eachProperty(list, func(op uint16, operand []byte) {
		switch op {
		case sprmInTable:
			s.inTable = set(operand, false)
		case sprmRowEnd:
			s.rowEnd = set(operand, false)
		case sprmDepth:
			s.depth = int(int32(u32(operand)))
		case sprmInnerCell:
			s.innerCell = set(operand, false)
		case sprmInnerRow:
			s.innerRow = set(operand, false)
		case sprmLong, sprmLongOld:
			var rest []byte
			if long == nil || err != nil {
				return
			}
			if rest, err = long(u32(operand)); err == nil {
				err = s.apply(rest, nil)
			}
		case sprmRow, sprmVertMerge, sprmMerge, sprmSplit:
			s.row.apply(op, operand)
		}
	})
	return err
}
