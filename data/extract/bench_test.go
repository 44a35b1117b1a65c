package extract

import (
	"math/rand/v2"
	"testing"

	"github.com/nianbao/nianbao/data/form"
)

func BenchmarkExtract(b *testing.B) {
	for _, e := range form.Editions() {
		for _, s := range []string{"spans kept", "cells one by one"} {
			b.Run(e.ID+" "+s, func(b *testing.B) {
				doc := reportDoc(e, randomTruth(e, rand.New(rand.NewPCG(1, 2))), styles[s], layout{})
				for b.Loop() {
					if _, err := Extract(doc, "2023/附件2：示例县教育局2023年政府信息公开年报.docx"); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
