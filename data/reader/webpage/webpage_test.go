package webpage_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/webpage"
)

func TestRead(t *testing.T) {
	t.Parallel()
	// unclosed has more open elements than browsers keep.
	for _, name := range []string{"site", "word", "unclosed", "broken"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join("testdata", name+".html"))
			if err != nil {
				t.Fatal(err)
			}
			d, err := webpage.Read(context.Background(), b)
			if err != nil {
				t.Fatal(err)
			}
			documenttest.Golden(t, name, d)
		})
	}
}

func TestReadText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		page string
		want []string
	}{
		{"white space is drawn together", "<p> 新收 \n\t 12  件 </p>", []string{"新收 12 件"}},
		{"a line end between Chinese characters is none", "<p>政府\n信息\n公开</p>", []string{"政府信息公开"}},
		{"a line end between digits is a space", "<p>12\n34</p>", []string{"12 34"}},
		{"zero-width characters go", "<p>新\u200b收\ufeff12\u00ad件</p>", []string{"新收12件"}},
		{"entities", "<p>甲&amp;乙&nbsp;&#x4E19;&lt;丁</p>", []string{"甲&乙 丙<丁"}},
		{"blocks are paragraphs", "一<div>二<p>三</div>四<ul><li>五<li>六</ul>", []string{"一", "二", "三", "四", "五", "六"}},
		{"fields outside tables are no text", `<form>用户名<input value="admin"></form>`, []string{"用户名"}},
		{"comments and scripts are no text", `<!-- 甲 --><script>乙</script><style>丙</style><noscript>丁</noscript>戊`, []string{"戊"}},
		{"invisible elements", `<p hidden>甲</p><p style="VISIBILITY : hidden">乙</p><p style="color:red">丙</p>`, []string{"丙"}},
		{"struck text keeps apart", `<p>新收<strike>12</strike>13件</p>`, []string{"新收~~12~~13件"}},
		{"struck spans in spans", `<p><span style="text-decoration:line-through"><span>1</span>2</span>3</p>`, []string{"~~12~~3"}},
		{"a hidden paragraph ends with the next", `<p hidden>甲<p>乙`, []string{"乙"}},
		{"hidden elements hold others of their kind", `<div hidden>甲<div>乙</div>丙</div>丁`, []string{"丁"}},
		{"what is hidden in a cell ends with it", `<table><tr><td>1<div hidden>甲<td>2</table>`, []string{"#1 1x2", "  [1][2]"}},
		{"ends in a cell do not reach out of it", `<div><table><tr><td>1</div></p></table></tr><td>2</table>3</div>`,
			[]string{"#1 1x1", "  [1]", "23"}},
		{"text between cells stands before the table", `<table>甲<tr>乙<td>1</table>丙`, []string{"甲乙", "#1 1x1", "  [1]", "丙"}},
		{"rows and cells end without saying so", `<table><tr><td>1<td>2<tr><th>3<tbody><tr><td>4</table>`,
			[]string{"#1 3x2", "  [1][2]", "  [3]", "  [4]"}},
		{"struck at a line's end", `<p>新收<s>12</s></p><p>13</p>`, []string{"新收~~12~~", "13"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := webpage.Read(context.Background(), []byte(test.page))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(strings.TrimSpace(documenttest.Text(d)), "\n")[1:]
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, page, want string }{
		{"a page without text", "<html><body><div id=app></div><script>load()</script></body></html>", document.RefuseEmpty},
		{"a page of pictures", `<html><body><p><img src="1.jpg"></p></body></html>`, document.RefuseScan},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := webpage.Read(context.Background(), []byte(test.page))
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	row := "<tr>" + strings.Repeat("<td>1", document.MaxColumns)
	for name, page := range map[string]string{
		"tables in each other":   strings.Repeat("<table><tr><td>", 100_000),
		"elements in each other": strings.Repeat("<div>", 2000),
		"positions":              "<table>" + strings.Repeat(row, document.MaxPositions/document.MaxColumns+1),
		"paragraphs":             strings.Repeat("<p>年", document.MaxBlocks+1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := webpage.Read(context.Background(), []byte(page)); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadCutsHugeSpans(t *testing.T) {
	t.Parallel()
	page := "<table><tr><td colspan=999999999 rowspan=999999999>甲<tr><td>乙</table>"
	d, err := webpage.Read(context.Background(), []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	want := "format html\n#1 2x256\n  [2x256 甲]\n  \n"
	if diff := cmp.Diff(want, documenttest.Text(d)); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := webpage.Read(ctx, []byte(strings.Repeat("<p>年", 5000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := webpage.Read(context.Background(), b)
		if err != nil {
			return
		}
		for _, g := range d.Grids() {
			if g.Rows*g.Cols > document.MaxPositions || g.Cols > document.MaxColumns {
				t.Errorf("grid of %d by %d", g.Rows, g.Cols)
			}
		}
	})
}
