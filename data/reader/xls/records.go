package xls

import (
	"context"
	"encoding/binary"
)

// The records that matter.
const (
	recordFormula  = 0x0006
	recordEnd      = 0x000A
	recordDateMode = 0x0022
	recordPassword = 0x002F
	recordContinue = 0x003C
	recordSheet    = 0x0085
	recordNumbers  = 0x00BD // several, in the short form
	recordBlanks   = 0x00BE
	recordRichText = 0x00D6
	recordStyle    = 0x00E0
	recordMerges   = 0x00E5
	recordDrawing  = 0x00EC // pictures, shapes, remarks
	recordStrings  = 0x00FC // texts shared by the cells
	recordShared   = 0x00FD // a cell with one of them
	recordBlank    = 0x0201
	recordNumber   = 0x0203
	recordText     = 0x0204
	recordBool     = 0x0205
	recordString   = 0x0207 // the text that a formula gave
	recordShort    = 0x027E // a number in the short form
	recordFormat   = 0x041E
	recordBegin    = 0x0809
	versionExcel97 = 0x0600
	maxCol         = 255
)

func u16(b []byte) int    { return int(binary.LittleEndian.Uint16(b)) }
func u32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// records walks the records of a stream.
type records struct {
	ctx   context.Context
	b     []byte
	at    int
	count int
}

// next returns the next record. The error is that of a record cut off: the
// stream ends with a record that says so.
func (r *records) next() (id int, body []byte, err error) {
	if r.count++; r.count%4096 == 0 && r.ctx.Err() != nil {
		return 0, nil, r.ctx.Err()
	}
	if r.at < 0 || r.at+4 > len(r.b) {
		return 0, nil, damaged()
	}
	id, n := u16(r.b[r.at:]), u16(r.b[r.at+2:])
	if r.at+4+n > len(r.b) {
		return 0, nil, damaged()
	}
	body = r.b[r.at+4 : r.at+4+n]
	r.at += 4 + n
	return id, body, nil
}

// continued returns the bodies of the records that carry on the one before.
func (r *records) continued() ([][]byte, error) {
	var out [][]byte
	for r.at+4 <= len(r.b) && u16(r.b[r.at:]) == recordContinue {
		_, body, err := r.next()
		if err != nil {
			return nil, err
		}
		out = append(out, body)
	}
	return out, nil
}

// substream walks the records from a beginning to its end, those of charts
// within left out.
func (r *records) substream(do func(id int, body []byte) error) error {
	id, body, err := r.next()
	if err != nil {
		return err
	}
	if id != recordBegin || len(body) < 4 {
		return damaged()
	}
	if u16(body) != versionExcel97 {
		return old()
	}
	for depth := 1; depth > 0; {
		id, body, err := r.next()
		if err != nil {
			return err
		}
		switch {
		case id == recordBegin:
			depth++
		case id == recordEnd:
			depth--
		case depth == 1:
			if err := do(id, body); err != nil {
				return err
			}
		}
	}
	return nil
}
