package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"time"

	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

func main() {
	safe := os.Args[1] == "safe"
	ctx := context.Background()
	rc := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).WithMemoryLimitPages(4096).WithCloseOnContextDone(safe)
	cache, _ := wazero.NewCompilationCacheWithDir("/tmp/wzcache")
	rc = rc.WithCompilationCache(cache)
	t := time.Now()
	pool, err := webassembly.Init(webassembly.Config{Context: ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 2, FSConfig: wazero.NewFSConfig(), RuntimeConfig: rc, Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		panic(err)
	}
	fmt.Println("init", time.Since(t))
	t = time.Now()
	p, err := pool.GetInstance(10 * time.Second)
	if err != nil {
		panic(err)
	}
	fmt.Println("instance", time.Since(t))
	v := reflect.ValueOf(p.GetImplementation())
	mod := v.Elem().FieldByName("Module")
	mem := mod.MethodByName("Memory").Call(nil)[0].Interface().(api.Memory)
	type caller interface {
		CallWithStack(context.Context, []uint64) error
	}
	fns := map[string]caller{}
	fn := func(name string) caller {
		if f, ok := fns[name]; ok {
			return f
		}
		r := v.MethodByName("Fn").Call([]reflect.Value{reflect.ValueOf(name)})[0]
		f := r.Interface().(caller)
		fns[name] = f
		return f
	}
	spent := map[string]time.Duration{}
	cnt := map[string]int{}
	var stack [16]uint64
	call := func(name string, a ...uint64) uint64 {
		f := fn(name)
		copy(stack[:], a)
		t := time.Now()
		if err := f.CallWithStack(ctx, stack[:]); err != nil {
			panic(err)
		}
		spent[name] += time.Since(t)
		cnt[name]++
		return stack[0]
	}
	b, _ := os.ReadFile(os.Args[2])
	for round := 0; round < 5; round++ {
		clear(spent)
		clear(cnt)
		t := time.Now()
		ptr := call("malloc", uint64(len(b)))
		mem.Write(uint32(ptr), b)
		scratch := call("malloc", 256)
		doc := call("FPDF_LoadMemDocument", ptr, uint64(len(b)), 0)
		if doc == 0 {
			panic("nodoc")
		}
		n := int(uint32(call("FPDF_GetPageCount", doc)))
		chars, objs, segs := 0, 0, 0
		prev := uint64(0)
		for i := 0; i < n; i++ {
			pg := call("FPDF_LoadPage", doc, uint64(i))
			tp := call("FPDFText_LoadPage", pg)
			c := int(uint32(call("FPDFText_CountChars", tp)))
			chars += c
			for k := 0; k < c; k++ {
				call("FPDFText_GetUnicode", tp, uint64(k))
				call("FPDFText_GetLooseCharBox", tp, uint64(k), scratch)
			}
			o := int(uint32(call("FPDFPage_CountObjects", pg)))
			objs += o
			for k := 0; k < o; k++ {
				ob := call("FPDFPage_GetObject", pg, uint64(k))
				if call("FPDFPageObj_GetType", ob) == 2 {
					s := int(uint32(call("FPDFPath_CountSegments", ob)))
					segs += s
					for j := 0; j < s; j++ {
						sg := call("FPDFPath_GetPathSegment", ob, uint64(j))
						call("FPDFPathSegment_GetPoint", sg, scratch, scratch+4)
						call("FPDFPathSegment_GetType", sg)
					}
				}
			}
			call("FPDFText_ClosePage", tp)
			if prev != 0 {
				call("FPDF_ClosePage", prev)
			}
			prev = pg
		}
		call("FPDF_ClosePage", prev)
		call("FPDF_CloseDocument", doc)
		call("free", ptr)
		call("free", scratch)
		fmt.Println("round", time.Since(t), "pages", n, "chars", chars, "objs", objs, "segs", segs)
	}
	var names []string
	for k := range spent {
		names = append(names, k)
	}
	sort.Slice(names, func(i, j int) bool { return spent[names[i]] > spent[names[j]] })
	for _, k := range names[:12] {
		fmt.Printf("%-30s %6d %v\n", k, cnt[k], spent[k])
	}
}
