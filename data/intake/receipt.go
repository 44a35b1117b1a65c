package intake

import (
	"cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// receiptTx is what noting what came in does inside a transaction.
type receiptTx interface {
	Receipt(id int64) (data.Receipt, error)
	ReceiptsBySHA(sha string) ([]data.Receipt, error)
	AddReceipt(r data.Receipt) (int64, error)
	PutReceipt(r data.Receipt) error
	MoveReceipts(from, to int64) error
	SetCopy(version int64, kind data.CopyKind) error
	DeleteReceipt(id int64) error
	// KeepOriginal keeps the bytes of a file that no version is made of.
	KeepOriginal(b []byte) (sha string, err error)
}

// Typeable reports whether a file refused with this code shows a report's
// figures to a person though not to the program, so that it can be typed.
func Typeable(code string) bool {
	return code == document.RefuseScan || code == document.RefuseNarrative
}

// keepPicture keeps the bytes of a refused file from which a person can type.
func (k *keeper) keepPicture(f data.File) error {
	if f.Outcome != data.Refused || !Typeable(f.Code) {
		return nil
	}
	_, err := k.tx.KeepOriginal(k.reading.original)
	return err
}

// receive notes that a file came in. The same bytes come in once: what is
// known now is added to their receipt.
func (k *keeper) receive(f data.File) error {
	if f.Outcome == data.NotOurs || f.Outcome == data.AlreadyIn || k.reading.line {
		return nil // a line of the office's own 汇总表 did not come from an agency
	}
	r := data.Receipt{
		Agency: f.Agency, Year: f.Year, Kind: data.Unit, Received: f.Received, Copy: kindOfCopy(k.batch.options, f.Path),
		Batch: f.Batch, Path: f.Path, SHA256: f.SHA256, Version: f.Version, Noted: k.batch.intake.now(),
	}
	if f.Outcome == data.Refused {
		r.Code = f.Code
	}
	if k.reading.report != nil {
		r.Kind = k.reading.report.Kind
	}
	if r.SHA256 != "" {
		list, err := k.tx.ReceiptsBySHA(r.SHA256)
		if err != nil {
			return err
		}
		if before, ok := k.alike(list); ok {
			return k.tx.PutReceipt(completed(before, r))
		}
	}
	_, err := k.tx.AddReceipt(r)
	return err
}

// completed adds to a receipt what the same bytes told when they came again.
func completed(before, again data.Receipt) data.Receipt {
	before.Agency, before.Year = cmp.Or(again.Agency, before.Agency), cmp.Or(again.Year, before.Year)
	before.Kind, before.Code = again.Kind, again.Code
	before.Received = cmp.Or(before.Received, again.Received)
	before.Version = cmp.Or(again.Version, before.Version)
	return before
}
