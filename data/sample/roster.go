package sample

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/data"
)

//go:embed agencies.csv successions.csv
var files embed.FS

// profile is an agency with the size of its work: what a usual year brings at
// the first report year.
type profile struct {
	agency data.Agency
	short  string

	requests   float64 // requests for information
	disclosed  float64 // items published by itself
	licenses   float64 // decisions
	penalties  float64
	coercions  float64
	fee        float64 // 万元 a year
	documents  float64 // normative documents issued
	inForce    int64   // normative documents in force before the first year
	staff      int64
	government bool // the county government with its office
}

// profiles are read once: they are part of the program, so a fault in them is
// a fault of the build.
var profiles = sync.OnceValue(func() []profile {
	var out []profile
	for i, line := range lines("agencies.csv") {
		out = append(out, newProfile(line, i+1))
	}
	return out
})

func newProfile(f []string, order int) profile {
	p := profile{
		short:    f[1],
		requests: number(f[6]), disclosed: number(f[7]), licenses: number(f[8]), penalties: number(f[9]),
		coercions: number(f[10]), fee: number(f[11]), documents: number(f[12]),
		inForce: int64(number(f[13])), staff: int64(number(f[14])),
	}
	p.agency = data.Agency{
		Key: f[0], Name: Name + f[0], Group: data.Group(f[2]), Order: order,
		From: int(number(f[3])), To: int(number(f[4])), Counts: f[5] == "yes",
	}
	p.government = p.agency.Group == data.GroupGovernment
	p.agency.Aliases = []string{p.short}
	if p.government {
		// The county government and its office are one reporting entity.
		p.agency.Name += "办公室"
		p.agency.Aliases = []string{p.short, Name + "人民政府", "县人民政府"}
	}
	return p
}

func newRoster() data.Roster {
	r := data.Roster{County: data.County{Name: Name, Level: "县", Collecting: LastYear, HasRoster: true}}
	for _, p := range profiles() {
		a := p.agency
		if a.Aliases[0] == a.Key {
			a.Aliases = nil // no shorter form is in use
		}
		r.Agencies = append(r.Agencies, a)
	}
	for _, f := range lines("successions.csv") {
		r.Successions = append(r.Successions, data.Succession{Old: f[0], New: f[1], Year: int(number(f[2])), Rule: f[3]})
	}
	return r
}

// predecessors returns the agencies that the key takes its open requests over
// from: the one that it was, or those that merged into it.
func predecessors(roster *data.Roster, key string, year int) []string {
	var out []string
	for _, s := range roster.Successions {
		if s.New == key && s.Year == year && (s.Rule == data.TrendLink || s.Rule == data.TrendSumPredecessor) {
			out = append(out, s.Old)
		}
	}
	return out
}

func lines(name string) [][]string {
	f, err := files.Open(name)
	if err != nil {
		panic(fmt.Sprintf("sample: embedded %s: %v", name, err))
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("sample: embedded %s: %v", name, err))
	}
	return all[1:]
}

// number reads a field of the embedded files; empty is 0.
func number(field string) float64 {
	if field == "" {
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
	if err != nil {
		panic(fmt.Sprintf("sample: embedded number %q: %v", field, err))
	}
	return n
}
