package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/data"
)

// versionLine is one version in the list of versions.
type versionLine struct {
	ID       int64
	Name     string // 第2版
	State    string // 现用, 待定, 空表, 留存
	Class    string
	File     string
	Received string
	Shown    bool
	Link     string
	Original string
	Reasons  []string
	// Typed says who typed it and who compared it; empty for one read from a
	// file. Original is then the scan, empty where it was typed from paper.
	Typed string
	// Compare is where the version is set beside the current one; empty for
	// the current one and the one shown.
	Compare string
}

// takeForm makes a version current, or removes it.
type takeForm struct {
	Token, Back string
	Version     int64
	Discard     bool
}

func (b *reportBuilder) line(v data.Version) versionLine {
	l := versionLine{
		ID: v.ID, Name: "第" + strconv.Itoa(v.Number) + "版", File: v.FileName, Received: v.Received,
		Shown: v.ID == b.shown.ID, Link: b.visit.reportLink(b.request.key, v.ID, ""), Original: originalLink(v.ID),
	}
	if v.Number == 0 {
		l.Name = "未编号"
	}
	if v.TypedBy != "" {
		l.Original, l.Typed = scanLink(v), b.server.typedWords(v)
	}
	switch {
	case v.Unfilled:
		l.State, l.Class = "空表", "received"
	case v.Current:
		l.State, l.Class = "现用", "imported"
	case len(v.Wait) > 0:
		l.State, l.Class = "待定", "waiting"
	default:
		l.State, l.Class = "留存", "none"
	}
	if !v.Current && !v.Unfilled && !l.Shown {
		l.Compare = l.Link + "#changes"
	}
	for _, reason := range v.Wait {
		l.Reasons = append(l.Reasons, waitWords(reason))
	}
	return l
}

// compare lists what differs: of a version that does not count, from the
// current one with what it would do to the totals; of the current one, from
// the version before it.
func (b *reportBuilder) compare(ctx context.Context) error {
	if !b.shown.Current {
		version := b.shown
		version.Report = b.printed
		effects, err := b.server.effects(ctx, b.visit, version)
		b.page.Effects = effects
		b.page.Take = b.takeForm()
		return err
	}
	var against *data.Version
	for i := range b.versions {
		v := &b.versions[i]
		if v.ID != b.shown.ID && len(v.Wait) == 0 && !v.Unfilled && v.Number < b.shown.Number && against == nil {
			against = v
		}
	}
	if against == nil {
		return nil
	}
	old, err := b.server.config.Reports.Version(ctx, against.ID)
	if err != nil {
		return fmt.Errorf("open version %d: %w", against.ID, err)
	}
	if old.Report == nil {
		return nil
	}
	line := b.line(*against)
	b.page.Against = line.Name + "（" + line.State + "）"
	b.page.Changes = changedCells(old.Report, b.printed)
	return nil
}

// takeForm is the form that makes the version shown current; nil where
// something else must be decided first.
func (b *reportBuilder) takeForm() *takeForm {
	other := func(reason string) bool { return reason != data.WaitOther }
	if b.shown.Unfilled || slices.ContainsFunc(b.shown.Wait, other) {
		return nil
	}
	return &takeForm{
		Token: b.server.token, Back: b.visit.reportLink(b.request.key, 0, ""), Version: b.shown.ID, Discard: len(b.shown.Wait) > 0,
	}
}
