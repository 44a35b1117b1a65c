package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// ErrNotFound is returned for a version, document or batch that the store
// does not hold (any more).
var ErrNotFound = errors.New("数据库中没有这条记录")

// ErrInUse is returned for an agency that cannot be deleted because versions
// or successions refer to it.
var ErrInUse = errors.New("该单位名下还有年报或沿革，不能删除")

// ErrNotNewest is returned for a batch that cannot be taken back because a
// newer one stands, or because it was taken back already.
var ErrNotNewest = errors.New("只能撤回最近一次且尚未撤回的导入")

// Trouble is the error of a database that cannot be used: what is wrong and
// what to do about it, in Chinese, for the clerk.
type Trouble struct {
	Path   string // the database file
	Reason string // 磁盘已满
	Advice string // 请清理磁盘后重试
	Err    error  // the cause, nil where the store itself found the trouble
}

// Error returns reason, file and advice as one sentence.
func (t *Trouble) Error() string {
	return fmt.Sprintf("数据库“%s”：%s，%s", t.Path, t.Reason, t.Advice)
}

// Unwrap returns the cause.
func (t *Trouble) Unwrap() error { return t.Err }

// explain turns an error of the engine that a person can do something about
// into Trouble; every other error stays as it is.
func explain(path string, err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) || errors.Is(err, context.Canceled) {
		return err
	}
	var known *Trouble
	if errors.As(err, &known) {
		return err
	}
	t := &Trouble{Path: path, Err: err}
	switch e.Code {
	case sqlite3.ErrNotADB:
		t.Reason, t.Advice = "不是 nianbao 的数据库", "请检查 --db 所指的文件"
	case sqlite3.ErrCorrupt:
		t.Reason, t.Advice = "文件已损坏", "请用备份恢复"
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		t.Reason, t.Advice = "只能读，不能写", "请检查文件和文件夹的写入权限"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		t.Reason, t.Advice = "正被另一个程序占用", "请等它结束后重试"
	case sqlite3.ErrFull:
		t.Reason, t.Advice = "磁盘已满，本次改动没有保存", "请清理磁盘后重试"
	case sqlite3.ErrIoErr:
		t.Reason, t.Advice = "读写磁盘出错，本次改动没有保存", "请检查磁盘后重试"
	case sqlite3.ErrCantOpen:
		t.Reason, t.Advice = "打不开", "请检查文件夹是否存在、是否有权限"
	default:
		return err
	}
	return t
}
