package sample

import (
	"fmt"
	"html"
	"strings"
)

// writeHTML writes a page of a government site: the article among header,
// navigation, links to other years and attachments.
func writeHTML(r *Report, blocks []block, l Layout) string {
	var b strings.Builder
	title := html.EscapeString(r.Data.Title)
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n")
	if l.Declared != "" {
		fmt.Fprintf(&b, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=%s\">\n", l.Declared)
	}
	fmt.Fprintf(&b, "<title>%s - 信息公开年报 - 示例县人民政府网</title>\n", title)
	b.WriteString(pageHead)
	fmt.Fprintf(&b, pageTop, r.Data.Year, title, r.Data.Year+1, html.EscapeString(r.Data.Agency))
	for _, p := range blocks {
		writeBlock(&b, p)
	}
	b.WriteString(`<p>附件：<a href="/upload/nianbao.doc">` + title + "（下载）.doc</a></p>\n</div>\n")
	b.WriteString(`<div class="related"><h3>相关链接</h3><ul>` + "\n")
	for _, year := range []int{r.Data.Year - 1, r.Data.Year + 1} {
		fmt.Fprintf(&b, pageLink, year, html.EscapeString(r.Data.Agency), year)
	}
	b.WriteString("</ul></div>\n" + pageFoot)
	return b.String()
}

func writeBlock(b *strings.Builder, p block) {
	text := html.EscapeString(p.text)
	switch p.kind {
	case titleLine:
		b.WriteString("<h1>" + text + "</h1>\n")
	case heading:
		b.WriteString("<p><strong>" + text + "</strong></p>\n")
	case paragraph:
		b.WriteString("<p style=\"text-indent:2em\">" + text + "</p>\n")
	case tableBlock:
		writeTable(b, p.table)
	}
}

func writeTable(b *strings.Builder, g *grid) {
	b.WriteString("<table border=\"1\" cellspacing=\"0\" style=\"width:100%;border-collapse:collapse\">\n<tbody>\n")
	for r := range g.at {
		b.WriteString("<tr>")
		for _, c := range g.row(r) {
			if c.row != r {
				continue
			}
			b.WriteString("<td")
			if c.height > 1 {
				fmt.Fprintf(b, " rowspan=\"%d\"", c.height)
			}
			if c.width > 1 {
				fmt.Fprintf(b, " colspan=\"%d\"", c.width)
			}
			align := "center"
			if c.left {
				align = "left"
			}
			b.WriteString("><p align=\"" + align + "\"><span>" + html.EscapeString(c.text) + "</span></p></td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
}

const pageLink = `<li><a href="/nianbao/%d.html">%s%d年政府信息公开工作年度报告</a></li>
`

const pageHead = `<meta name="SiteName" content="示例县人民政府网（虚构）">
<link rel="stylesheet" href="/style/site.css">
<style>td{padding:3px}</style>
<script>function size(n){document.getElementById("text").style.fontSize=n+"px";}</script>
</head>
<body>
`

const pageTop = `<div class="top"><a href="/login">登录</a> <a href="/fanti">繁体版</a> <a href="/wza">无障碍浏览</a></div>
<div class="menu"><ul><li><a href="/">网站首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/bszn">办事指南</a></li><li><a href="/hdjl">互动交流</a></li></ul></div>
<div class="where">您所在的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 信息公开年报 &gt; %d年</div>
<table class="card"><tbody><tr><td>信息名称</td><td>%s</td></tr><tr><td>发布日期</td><td>%d-01-25</td></tr><tr><td>发布机构</td><td>%s</td></tr></tbody></table>
<div id="text" class="article">
`

const pageFoot = `<div class="bottom">主办：示例县人民政府办公室 本页面为虚构样例</div>
</body>
</html>
`
