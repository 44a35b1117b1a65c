package dashboard

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what is shown of a scan.
const (
	// maxScanPages are shown; a report's tables stand on its first few pages.
	maxScanPages = 40
	// maxScanPicture bounds a picture unpacked from a document.
	maxScanPicture = 40 << 20
)

// entryPicture is what a report is typed from.
type entryPicture struct {
	// Images are the pictures' addresses, a page each; empty where it cannot be
	// shown here.
	Images   []string
	Download string
	// Note says why less is shown, or what it is typed from; may be empty.
	Note string
}

// scan is a kept file as pictures.
type scan struct {
	kind    string // media type of its pictures; empty where it has none
	pdf     bool
	content []byte   // the file, or where it is packed, nothing
	media   []string // names of the pictures inside a document
}

// entryPicture fills the picture beside the form.
func (s *Server) entryPicture(v *visit, r *entryRequest, p *entryPage) error {
	sha, from := r.receipt.SHA256, ""
	switch {
	case r.receipt.ID != 0:
		from = "receipt=" + strconv.FormatInt(r.receipt.ID, 10)
	case r.waiting.Scan != "":
		sha, from = r.waiting.Scan, "version="+strconv.FormatInt(r.waiting.ID, 10)
	}
	p.Picture = &entryPicture{}
	if sha == "" {
		p.Picture.Note = "没有扫描件，请对照纸质件录入。"
		return nil
	}
	p.Picture.Download = "/entry/picture?" + from + "&file=yes"
	content, err := s.config.Scans.KeptOriginal(v.c.Request.Context(), sha)
	if err != nil {
		s.config.Log.Error("scan cannot be opened", "sha256", sha, "error", err)
		p.Picture.Download, p.Picture.Note = "", "这份文件没有存下来，请对照单位交来的原件录入。"
		return nil
	}
	n, note := s.countPictures(v.c.Request.Context(), content)
	p.Picture.Note = note
	for i := range n {
		p.Picture.Images = append(p.Picture.Images, "/entry/picture?"+from+"&page="+strconv.Itoa(i+1))
	}
	return nil
}

// countPictures tells how many pictures of a scan can be shown.
func (s *Server) countPictures(ctx context.Context, content []byte) (n int, note string) {
	const other = "这种文件不能在这里显示，请下载后用看图程序打开，放在旁边对照。"
	sc := openScan(content)
	switch {
	case sc.pdf && s.config.Pictures != nil:
		pages, err := s.config.Pictures.Pages(ctx, content)
		if err != nil {
			s.config.Log.Error("pages of scan cannot be counted", "error", err)
			return 0, other
		}
		n = pages
	case sc.kind != "":
		n = 1
	default:
		n = len(sc.media)
	}
	if n > maxScanPages {
		return maxScanPages, fmt.Sprintf("共%d页，这里显示前%d页，其余请下载查看。", n, maxScanPages)
	}
	if n == 0 {
		note = other
	}
	return n, note
}

// openScan recognises a kept file by its content.
func openScan(content []byte) scan {
	switch kind := http.DetectContentType(content); kind {
	case "image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp":
		return scan{kind: kind, content: content}
	case "application/zip":
		return scan{media: mediaOf(content)}
	}
	head := content[:min(len(content), 1024)]
	return scan{pdf: bytes.Contains(head, []byte("%PDF-"))}
}

// mediaOf names the pictures inside a .docx or .ofd, in the order of their
// numbers.
func mediaOf(content []byte) []string {
	mediaName := regexp.MustCompile(`(?i)^(?:word/media|doc_[0-9]{1,3}/res)/[^/]*?([0-9]{0,6})\.(?:png|jpe?g|gif|bmp)$`)
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range z.File {
		if mediaName.MatchString(f.Name) && len(out) <= maxScanPages {
			out = append(out, f.Name)
		}
	}
	number := func(name string) int {
		n, err := strconv.Atoi(mediaName.FindStringSubmatch(name)[1])
		if err != nil {
			return 0
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(number(a), number(b)), cmp.Compare(a, b)) })
	return out
}

// picture unpacks a picture of a document; nil where it cannot be shown.
func (s scan) picture(content []byte, page int) ([]byte, string) {
	if s.kind != "" && page == 1 {
		return s.content, s.kind
	}
	if page > len(s.media) {
		return nil, ""
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, ""
	}
	f, err := z.Open(s.media[page-1])
	if err != nil {
		return nil, ""
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxScanPicture+1))
	if err != nil || len(b) > maxScanPicture {
		return nil, ""
	}
	return b, openScan(b).kind
}

// scanPicture sends a page of the scan that a receipt or a typed version names,
// or the file itself.
func (s *Server) scanPicture(v *visit) error {
	name, sha, err := s.scanOf(v)
	if err != nil {
		return err
	}
	page, err := strconv.Atoi(v.c.DefaultQuery("page", "1"))
	if err != nil || page < 1 || page > maxScanPages {
		return badQuery("页码“%s”不对，应是一个正整数", clip(v.c.Query("page"), 20))
	}
	tag := fmt.Sprintf(`"%s-%d"`, sha, page)
	if v.c.Query("file") != "" {
		tag = fmt.Sprintf(`"%s-file"`, sha)
	}
	v.c.Header("ETag", tag)
	v.c.Header("Cache-Control", "private, no-cache")
	if v.has(tag) {
		return nil
	}
	content, err := s.config.Scans.KeptOriginal(v.c.Request.Context(), sha)
	if err != nil {
		return fmt.Errorf("open scan: %w", err)
	}
	if v.c.Query("file") != "" {
		v.attach(downloadName(name))
		v.c.Data(http.StatusOK, "application/octet-stream", content)
		return nil
	}
	sc := openScan(content)
	if sc.pdf && s.config.Pictures != nil {
		drawn, err := s.drawPage(v.c.Request.Context(), content, page)
		if err != nil {
			return err
		}
		v.c.Data(http.StatusOK, "image/png", drawn)
		return nil
	}
	b, kind := sc.picture(content, page)
	if kind == "" {
		return notFound("这种文件没有可以显示的图片，请下载后查看")
	}
	v.c.Data(http.StatusOK, kind, b)
	return nil
}

// scanOf is the name and the digest of the scan that the address names.
func (s *Server) scanOf(v *visit) (name, sha string, err error) {
	ctx, q := v.c.Request.Context(), v.c.Request.URL.Query()
	gone := notFound("没有这份扫描件，它可能已随导入批次一起被收回")
	id, err := strconv.ParseInt(cmp.Or(q.Get("receipt"), q.Get("version")), 10, 64)
	if err != nil {
		return "", "", gone
	}
	receipts, err := s.config.Scans.Receipts(ctx)
	if err != nil {
		return "", "", fmt.Errorf("list receipts: %w", err)
	}
	byReceipt := q.Get("receipt") != ""
	for _, r := range receipts {
		if byReceipt && r.ID == id && r.SHA256 != "" {
			return path.Base(strings.ReplaceAll(r.Path, `\`, "/")), r.SHA256, nil
		}
	}
	if byReceipt {
		return "", "", gone
	}
	versions, err := s.config.Reports.AllVersions(ctx)
	if err != nil {
		return "", "", fmt.Errorf("list versions: %w", err)
	}
	for _, x := range versions {
		if x.ID == id && x.Scan != "" {
			name = "扫描件"
			for _, r := range receipts {
				if r.SHA256 == x.Scan {
					name = baseName(r.Path)
				}
			}
			return name, x.Scan, nil
		}
	}
	return "", "", gone
}
