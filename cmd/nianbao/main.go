// Command nianbao collects, checks, adds up and shows the annual reports on
// open government information (政府信息公开工作年度报告) that the agencies of
// a county hand in. It is one program with one SQLite file and needs no
// network. This package holds no rules of its own: flags, wiring, messages.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
)

// version is set when a release is built.
var version = "dev"

// Exit codes, as the manual states them.
const (
	exitFault  = 1 // our fault: disk, database, a bug
	exitUsage  = 2 // wrong usage, or a part that does not exist yet
	exitPart   = 3 // some files refused, unfilled or waiting
	exitErrors = 4 // check: there are open errors
)

// exit is an error that ends the program with a code. Its text is for the
// user; empty where everything was said already.
type exit struct {
	code int
	text string
}

// Error returns the Chinese sentence.
func (e *exit) Error() string { return e.text }

func usage(format string, args ...any) error {
	return &exit{code: exitUsage, text: fmt.Sprintf(format, args...)}
}

// program is what a command runs with; tests give their own.
type program struct {
	out, err io.Writer
	env      func(string) string
	dir      string // working folder
	self     string // folder of the program
	terminal bool   // err is a terminal
	open     func(url string) error
	wait     bool // started by a double click: keep the window open on an error
}

func main() {
	delayCollection()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := newProgram()
	code := p.run(ctx, os.Args[1:])
	if code != 0 && p.wait && len(os.Args) == 1 {
		fmt.Fprintln(p.err, "按回车键关闭窗口。")
		_, _ = fmt.Scanln()
	}
	stop()
	os.Exit(code)
}

// run executes one command line and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.rootCommand()
	root.SetArgs(args)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var e *exit
	switch {
	case errors.As(err, &e):
		if e.text != "" {
			fmt.Fprintln(p.err, e.text)
		}
		return e.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.err, "已中断。已存入的年报是完整的，重新运行同一命令即可接着导入。")
		return exitFault
	}
	fmt.Fprintln(p.err, sentence(err))
	if intake.IsMistake(err) {
		return exitUsage
	}
	return exitFault
}

// sentence words an error for the user: what was meant for them as it is,
// anything else with where to turn.
func sentence(err error) string {
	var m intake.Mistake
	var r *document.Refusal
	switch {
	case errors.As(err, &m):
		return m.Error()
	case errors.As(err, &r):
		return r.Error()
	}
	if text, ok := storeSentence(err); ok {
		return text
	}
	return "程序出错：" + err.Error() + "\n已存入的数据没有改动。请保留这行文字，交给安装程序的人。"
}
