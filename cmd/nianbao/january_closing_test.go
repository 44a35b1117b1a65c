package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// freeCell is a cell that no other has to agree with.
const freeCell = "t2.license.decisions"

// day14: the last report is in, the county's table is adjusted and signed.
func day14(j *january) {
	j.hour(14)
	j.review()
	sum := j.sum(freeCell)
	j.look(j.address("/summary"))
	j.submit("/summary/adjust", nil, map[string]string{
		"cell": freeCell, "delta": "-2", "ground": data.GroundJoint, "reason": "与发改局联合发文2件，只计一次", "person": "张三",
	}, "")
	j.pencil.adjustments = 1
	if now := j.sum(freeCell); now != sum {
		j.t.Errorf("汇总: want the sum as it was, %d, got %d", sum, now)
	}
	said := evaluate[string](j.visitor, `document.querySelector('td[id="c-`+freeCell+`"] a').dataset.mark`)
	if !strings.Contains(said, fmt.Sprintf("公布数%d（调整－2）", sum-2)) {
		j.t.Errorf("汇总: want the published figure %d beside the sum, got %q", sum-2, said)
	}
	j.freeze()
	j.signedFiles = j.download(1)
	if !strings.Contains(string(j.signedFiles["JSON（定稿原件）"]), freeCell) || len(j.signedFiles) != 4 {
		j.t.Errorf("want the signed table as four files, got %d", len(j.signedFiles))
	}
}

// freeze signs the table as the page shows it.
func (j *january) freeze() {
	j.t.Helper()
	j.look(j.address("/final"))
	j.submit("/final", nil, map[string]string{"reason": "网站公开版已通知改正", "note": "经办公室主任签发", "person": "王五"}, "")
	j.pencil.finals++
	j.pencil.signed = j.pencil.today()
}

// day15: a correction after the table was signed, a second one, the seal.
func day15(j *january) {
	j.hour(14)
	sum := j.sum(freeCell)
	j.correct("公安局", freeCell, 5)
	if now := j.sum(freeCell); now != sum+5 {
		j.t.Errorf("汇总: want the sum moved from %d by 5, got %d", sum, now)
	}
	j.same("a correction")
	j.moved("定稿后变动", 1, "公安局", "行政许可", fmt.Sprint(sum-2), fmt.Sprint(sum+3))
	j.freeze()
	j.same("a second table")
	j.moved("定稿后变动", 0)
	j.look(j.address("/final", "final", "1"))
	if said := j.textOf("#finals"); !strings.Contains(said, "与上一次有1项不同") {
		j.t.Errorf("历次定稿: want the difference of the second, got %q", said)
	}
	if said := j.textOf("#moves"); !strings.Contains(said, "第2次定稿与本次的不同") || !strings.Contains(said, "公安局") {
		j.t.Errorf("第1次定稿: want what the second changed, got %q", said)
	}
	for _, step := range []string{data.StepSuperior, data.StepPublish, data.StepArchive} {
		j.done(step)
	}
	j.sealed(sum + 5)
}

// done says on 本年工作 that a step is done.
func (j *january) done(step string) {
	j.t.Helper()
	j.look(j.address("/work"))
	j.submit("/work/tick", map[string]string{"step": step}, map[string]string{"person": "张三"}, "")
	j.pencil.said[step] = j.pencil.today() + "，张三（自填）"
}

// sealed closes the year, tries what is forbidden, and opens it again.
func (j *january) sealed(sum int64) {
	j.t.Helper()
	correction := j.lastSent("/report/correct")
	j.look(j.address("/final"))
	j.submit("/final/seal", map[string]string{"seal": "yes"}, map[string]string{"reason": "已报市并公布", "person": "王五"}, "")
	const sentence = "2024年度已封存（王五，2025年1月24日），要改动请先启封"
	correction.Set("value", strconv.FormatInt(sum, 10)) // of one agency: far off, were it let through
	j.refused("/report/correct", correction, sentence)
	j.second("财政局", add(freeCell, 4))
	j.upload(j.pencil.today())
	j.look("/imports")
	if said := j.textOf("#waiting"); !strings.Contains(said, "已封存") {
		j.t.Errorf("导入: want the report to wait for the seal, got %q", said)
	}
	if now := j.sum(freeCell); now != sum {
		j.t.Errorf("汇总 of a sealed year: want %d, got %d", sum, now)
	}
	j.look("/imports")
	take := evaluate[string](j.visitor, `new URLSearchParams(new FormData(document.querySelector("form[action='/imports/take'], form[action='/imports/discard']"))).toString()`)
	body, err := url.ParseQuery(take)
	if err != nil {
		j.t.Fatal(err)
	}
	j.refused("/imports/take", body, sentence)
	j.look(j.address("/final"))
	j.submit("/final/seal", map[string]string{"seal": "no"}, map[string]string{"reason": "财政局补报，市里同意更正", "person": "王五"}, "")
	j.takeSecond("财政局")
	j.pencil.agencies["财政局"].state = "已导入" // nobody reviewed this one
	if now := j.sum(freeCell); now != sum+4 {
		j.t.Errorf("汇总 of the year opened again: want %d, got %d", sum+4, now)
	}
	j.same("the seal")
	j.moved("定稿后变动", 1, "财政局", fmt.Sprint(sum-2), fmt.Sprint(sum+2))
}

// lastSent is what the last form of the action sent.
func (j *january) lastSent(action string) url.Values {
	j.t.Helper()
	for i := len(j.sent) - 1; i >= 0; i-- {
		if strings.HasPrefix(j.sent[i].Action, action) {
			q, err := url.ParseQuery(j.sent[i].Body)
			if err != nil {
				j.t.Fatal(err)
			}
			return q
		}
	}
	j.t.Fatalf("no form %s was sent", action)
	return nil
}

// refused sends a form from a page that is out of date and must be told the
// sentence.
func (j *january) refused(action string, body url.Values, sentence string) {
	j.t.Helper()
	b, err := json.Marshal([]string{action, body.Encode()})
	if err != nil {
		j.t.Fatal(err)
	}
	said := evaluate[string](j.visitor, `(function (a) {
  var x = new XMLHttpRequest();
  x.open("POST", a[0], false);
  x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  x.send(a[1]);
  return x.status + " " + new DOMParser().parseFromString(x.responseText, "text/html").querySelector("main").textContent;
})(`+string(b)+`)`)
	if !strings.HasPrefix(said, "409 ") || !strings.Contains(said, sentence) {
		j.t.Errorf("%s: want it refused with %q, got %.400q", action, sentence, said)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.trouble = nil // the refusal is logged as such
}

// sum is the county's sum of a cell, before adjustments.
func (j *january) sum(code string) int64 {
	j.t.Helper()
	j.look(j.address("/summary"))
	return j.number(`td[id="c-` + code + `"] a`)
}

func (j *january) textOf(selector string) string {
	j.t.Helper()
	return evaluate[string](j.visitor, `(document.querySelector(`+strconv.Quote(selector)+`) || document.querySelector("main")).innerText`)
}

// moved looks at 定稿后变动 on 定稿: so many rows, and the words in them.
func (j *january) moved(title string, rows int, words ...string) {
	j.t.Helper()
	j.look(j.address("/final"))
	said := j.textOf("#moves")
	n := evaluate[int](j.visitor, `document.querySelectorAll("#moves tbody tr").length`)
	if !strings.HasPrefix(said, title) || n != rows {
		j.t.Errorf("%s: want %d rows, got %d: %q", title, rows, n, said)
	}
	for _, w := range words {
		if !strings.Contains(said, w) {
			j.t.Errorf("%s: want it to name %q, got %q", title, w, said)
		}
	}
}

// download gets the files of a signed table.
func (j *january) download(final int) map[string][]byte {
	j.t.Helper()
	j.look(j.address("/final", "final", strconv.Itoa(final)))
	links := evaluate[map[string]string](j.visitor, `(function () {
  var o = {};
  document.querySelectorAll("#frozen .card-tools a").forEach(function (a) { o[a.textContent] = a.href; });
  return o;
})()`)
	out := map[string][]byte{}
	for label, link := range links {
		r, err := http.Get(link)
		if err != nil {
			j.t.Fatal(err)
		}
		b, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != http.StatusOK {
			j.t.Fatalf("%s: %d, %v", link, r.StatusCode, err)
		}
		out[label] = b
	}
	return out
}

// same wants the first signed table byte by byte as it was signed.
func (j *january) same(after string) {
	j.t.Helper()
	if diff := cmp.Diff(j.signedFiles, j.download(1)); diff != "" {
		j.t.Errorf("第1次定稿 after %s (-signed +now):\n%s", after, diff)
	}
}
