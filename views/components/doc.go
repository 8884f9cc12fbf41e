// Package components holds the pieces pages are made of, each once. They know
// nothing of Apps, templates or messages: which text, tone and link a piece
// carries is decided by the page that uses it.
package components

import "github.com/a-h/templ"

// CSRFField is the name of the hidden input that plain forms prove themselves with.
const CSRFField = "_csrf"

// Tone is what a colour says; there is no colour without a meaning.
type Tone string

// The tones. The empty one is neutral.
const (
	ToneNeutral Tone = ""
	ToneInfo    Tone = "info"
	ToneSuccess Tone = "success"
	ToneWarning Tone = "warning"
	ToneError   Tone = "error"
)

func (t Tone) class() string {
	switch t {
	case ToneInfo:
		return "tone-info"
	case ToneSuccess:
		return "tone-success"
	case ToneWarning:
		return "tone-warning"
	case ToneError:
		return "tone-error"
	}
	return "tone-neutral"
}

func (t Tone) icon() Icon {
	switch t {
	case ToneSuccess:
		return IconCircleCheck
	case ToneWarning:
		return IconTriangleAlert
	case ToneError:
		return IconCircleAlert
	}
	return IconInfo
}

// Link is a text that leads somewhere.
type Link struct {
	Text string
	Href string
}

// BandClass is the class of an App's band colour; an unknown name is slate, so
// that no page goes without a band.
func BandClass(name string) string {
	switch name {
	case "jade":
		return "band-jade"
	case "blue":
		return "band-blue"
	case "violet":
		return "band-violet"
	case "rose":
		return "band-rose"
	case "amber":
		return "band-amber"
	case "teal":
		return "band-teal"
	case "lime":
		return "band-lime"
	}
	return "band-slate"
}

// Initial is the first character of a name, for the mark that stands for it.
func Initial(name string) string {
	for _, r := range name {
		return string(r)
	}
	return "?"
}

// testID gives an element its data-testid, and none when there is no need.
func testID(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"data-testid": id}
}
