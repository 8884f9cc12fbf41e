package sheet

import "strings"

// A cell that begins with one of these may be run as a formula by the program
// that opens the file; the wide ones count in some locales.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// Guard keeps a spreadsheet from running a value as a formula: such a value gets
// an apostrophe before it, which makes it text. A value that would look guarded
// gets one too, so that Unguard gives every value back exactly.
func Guard(value string) string {
	if startsFormula(value) {
		return "'" + value
	}
	return value
}

// Unguard takes off what Guard put on. It leaves any other apostrophe alone.
func Unguard(value string) string {
	if rest, marked := strings.CutPrefix(value, "'"); marked && startsFormula(rest) {
		return rest
	}
	return value
}

// startsFormula looks behind apostrophes that stand before.
func startsFormula(value string) bool {
	for _, r := range strings.TrimLeft(value, "'") {
		return strings.ContainsRune(formulaStarts, r)
	}
	return false
}
