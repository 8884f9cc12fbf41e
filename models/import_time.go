package models

import (
	"math"
	"slices"
	"strconv"
	"time"

	"xinshi/models/sheet"
)

// fileDateForms are how times stand in files, beside what callers send:
// spreadsheets in China write 2026/11/3 9:05.
var fileDateForms = append(slices.Clone(dateForms), "2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "20060102150405", "20060102")

// moment reads a time, in the shop's zone when the value names none; empty is 0.
// Numbers are Unix seconds or milliseconds, in an XLSX file also its days.
func (p planned) moment(value string) (Millis, bool) {
	if value == "" {
		return 0, true
	}
	for _, form := range fileDateForms {
		if t, err := time.ParseInLocation(form, value, p.zone); err == nil {
			return At(t), true
		}
	}
	number, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return 0, false
	case number >= 1e12 && number < 1e13:
		return Millis(number), true
	case number >= 1e9 && number < 1e10:
		return Millis(number * 1000), true
	case p.Format.Kind == sheet.XLSX && number >= 1 && number < 100_000:
		return p.days(number), true
	}
	return 0, false
}

// days reads a spreadsheet's time: days since a first one, by the clock on the
// wall and without a zone.
func (p planned) days(number float64) Millis {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, p.zone)
	if p.Format.From1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, p.zone)
	}
	whole, part := math.Modf(number)
	seconds := int(math.Round(part * 24 * 60 * 60))
	return At(time.Date(first.Year(), first.Month(), first.Day()+int(whole), 0, 0, seconds, 0, p.zone))
}
