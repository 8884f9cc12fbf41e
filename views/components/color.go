package components

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"xinshi/views/text"
)

// DefaultColor is what WeChat drew a value in when the caller named no colour.
const DefaultColor = "#173177"

// preset is a colour one click away. Each reads on the white card at 4.5:1.
type preset struct {
	hex  string
	name text.Text
}

var presets = []preset{
	{DefaultColor, text.ColorNavy},
	{"#1f2329", text.ColorInk},
	{"#646a73", text.ColorGrey},
	{"#c8321f", text.ColorRed},
	{"#b45309", text.ColorOrange},
	{"#067a43", text.ColorGreen},
	{"#1664c0", text.ColorBlue},
	{"#7a3db8", text.ColorPurple},
}

var hexColor = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// ValidColor tells whether s is a colour as the platform takes it, #RRGGBB.
func ValidColor(s string) bool { return hexColor.MatchString(s) }

// orDefault is s in the form a colour input accepts.
func orDefault(s string) string {
	if !ValidColor(s) {
		return DefaultColor
	}
	return strings.ToLower(s)
}

// night is the same hue, mixed with white until it reads at 4.5:1 on the dark
// card: the colour was chosen on white, and navy on black would be invisible.
func night(hex string) string {
	const cardLuminance = 0.0097 // of #191919
	r, g, b := channels(hex)
	for range 40 {
		if (luminance(r, g, b)+0.05)/(cardLuminance+0.05) >= 4.6 {
			break
		}
		r, g, b = r+(255-r)*0.06, g+(255-g)*0.06, b+(255-b)*0.06
	}
	return "#" + two(r) + two(g) + two(b)
}

func channels(hex string) (r, g, b float64) {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		return 0, 0, 0
	}
	return float64(n >> 16 & 0xff), float64(n >> 8 & 0xff), float64(n & 0xff)
}

// luminance is WCAG's relative luminance of an sRGB colour.
func luminance(r, g, b float64) float64 {
	linear := func(c float64) float64 {
		c /= 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func two(c float64) string {
	s := strconv.FormatUint(uint64(math.Round(c)), 16)
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
