package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/store"
)

// scanned is an office to which one report came as a picture.
func scanned(t *testing.T) *store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := openStore(ctx, filepath.Join(t.TempDir(), "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	in := newIntake(s)
	if _, _, err := in.SetRoster(ctx, "示例县人民政府\n示例县水利局\n示例县财政局\n"); err != nil {
		t.Fatal(err)
	}
	picture := image.NewGray(image.Rect(0, 0, 600, 800))
	for i := range picture.Pix {
		picture.Pix[i] = 0xf0
	}
	for y := 100; y < 120; y++ {
		for x := 100; x < 500; x++ {
			picture.SetGray(x, y, color.Gray{})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	f := intake.File{Path: "示例县水利局2024年年报.png", Size: int64(b.Len()), Received: "2025-01-15", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }}
	r, err := in.Import(ctx, []intake.File{f}, intake.Options{}, nil)
	if err != nil || r.Count(data.Refused) != 1 {
		t.Fatalf("want the picture refused, got %+v, %v", r, err)
	}
	return s
}

// keys types as a person does, into the field that has the cursor.
func (v *visitor) keys(keys string) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, chromedp.KeyEvent(keys)); err != nil {
		v.t.Fatal(err)
	}
}

// settles waits until the script holds.
func (v *visitor) settles(what, script string) {
	v.t.Helper()
	for range 100 {
		if evaluate[bool](v, script) {
			return
		}
		if err := chromedp.Do(v.ctx, chromedp.Sleep(100*time.Millisecond)); err != nil {
			v.t.Fatal(err)
		}
	}
	v.t.Fatalf("%s: never; the page says: %.600s", what, evaluate[string](v, `document.querySelector("main").innerText`))
}

// sign writes the name into the form of the button and presses it.
func (v *visitor) sign(button, person string) {
	v.t.Helper()
	evaluate[chromedp.Void](v, fmt.Sprintf(`(function () {
		var b = document.querySelector(%q);
		b.form.querySelector("input[name=person]").value = %q;
		b.click();
	})()`, button, person))
}

func TestTypingFromAPictureInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	s := scanned(t)
	v := newVisitor(t, serving(t, s))
	v.open("/entries")
	v.settles("the list", `document.querySelector("#scans td a") !== null`)
	evaluate[chromedp.Void](v, `document.querySelector("#scans td a").click()`)
	v.settles("the picture", `!!document.querySelector(".scan-page img") && document.querySelector(".scan-page img").naturalWidth === 600`)

	// Zoom and turn.
	v.settles("the width", `document.querySelector(".scan-page img").style.width !== ""`)
	wide := evaluate[float64](v, `document.querySelector(".scan-page").offsetWidth`)
	evaluate[chromedp.Void](v, `document.querySelector("[data-zoom=in]").click()`)
	if now := evaluate[float64](v, `document.querySelector(".scan-page").offsetWidth`); now < wide*1.2 {
		t.Errorf("zoomed in: want more than %v, got %v", wide*1.2, now)
	}
	evaluate[chromedp.Void](v, `document.querySelector("[data-zoom=fit]").click(); document.querySelector("[data-turn]").click()`)
	if ratio := evaluate[float64](v, `document.querySelector(".scan-page").offsetWidth / document.querySelector(".scan-page").offsetHeight`); ratio < 1.2 {
		t.Errorf("turned: want it wide, got %v", ratio)
	}

	// Keys: Enter and arrows go from cell to cell; a total is added up beside it.
	field := func(code string) string { return fmt.Sprintf(`document.querySelector("input[name='f-%s']")`, code) }
	evaluate[chromedp.Void](v, field("t3.new.person")+`.focus()`)
	v.keys("3\r4\r")
	v.settles("the next cell", field("t3.new.research")+` === document.activeElement`)
	v.keys("\u0301") // down: chromedp's code of the key
	v.settles("the cell below", field("t3.carried_in.research")+` === document.activeElement`)
	v.settles("the sum", `document.querySelector("td[data-cell='t3.new.total'] small") !== null && document.querySelector("td[data-cell='t3.new.total'] small").textContent === "合计7"`)
	evaluate[chromedp.Void](v, field("t3.new.total")+`.focus()`)
	v.keys("8")
	v.settles("the broken sum", `document.querySelector("td[data-cell='t3.new.total']").classList.contains("off")`)
	v.check("/entry")

	// A draft waits and cannot be compared; done, another person compares it.
	v.sign("button[value=draft]", "张三")
	v.settles("the draft", `document.querySelector(".banner") !== null && document.querySelector(".banner").textContent.indexOf("还没有录完") >= 0`)
	if n := evaluate[int](v, `document.querySelectorAll("#tick").length`); n != 0 {
		t.Errorf("a draft can be compared")
	}
	evaluate[chromedp.Void](v, field("t3.new.total")+`.focus()`)
	v.keys("7")
	v.sign("button[value=done]", "张三")
	v.settles("the done form", `document.querySelector("#tick") !== null`)
	v.sign("[data-tick]", "李四")
	v.settles("the report", `location.pathname === "/report"`)
	v.check("/report")
	list, err := s.AllVersions(context.Background())
	if err != nil || len(list) != 1 || !list[0].Current || list[0].CheckedBy != "李四" || list[0].TypedBy != "张三" {
		t.Errorf("want one typed version that counts, got %+v, %v", list, err)
	}
}
