package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
)

// delayCollection lets the heap grow to 32 MB, in place of 4, before garbage is
// collected for the first time: most commands end before that, and collecting
// took a tenth of their time. From the first collection on all is as usual.
func delayCollection() {
	usual := debug.SetGCPercent(800)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// newProgram takes the program's surroundings from the system.
func newProgram() *program {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	self := dir
	if path, err := os.Executable(); err == nil {
		self = filepath.Dir(path)
	}
	return &program{
		out: os.Stdout, err: os.Stderr, env: os.Getenv, dir: dir, self: self,
		terminal: isTerminal(os.Stderr), open: openBrowser, wait: runtime.GOOS == "windows",
	}
}

// openBrowser opens the page in the user's browser.
func openBrowser(url string) error {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", url).Start()
	case "darwin":
		return exec.Command("open", url).Start()
	}
	return exec.Command("xdg-open", url).Start()
}
