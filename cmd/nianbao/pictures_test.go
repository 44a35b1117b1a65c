package main

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/dashboard"
)

func TestAFileThatCannotBeDrawnIsTheClerksToKnow(t *testing.T) {
	t.Parallel()
	_, err := pagePictures{}.Page(context.Background(), []byte("%PDF-1.4 damaged"), 1, 500)
	var m *dashboard.Mistake
	if !errors.As(err, &m) || m.Text != "PDF 文件已损坏或不完整，无法打开，请查看原文件" {
		t.Errorf("want a sentence for the clerk, got %v", err)
	}
}
