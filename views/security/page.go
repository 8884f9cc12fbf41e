// Package security holds the pages of one's own account: the second step of
// signing in, the browsers one is signed in with, the password. What is typed
// there as a secret never comes back in a page.
package security

import (
	"context"
	"encoding/base64"
	"strings"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// Page is the overview of one's account.
type Page struct {
	layout.Page
	On          bool // the second step
	Since       string
	CodesLeft   int
	Must        bool // one's role may do nothing else before it is on
	Sessions    []Session
	Errors      map[string]string
	ErrorsOf    string // the form they belong to
	MinPassword int
}

// The forms of the page, by which refusals find back to theirs.
const (
	FormPassword = "password"
	FormOff      = "off"
	FormCodes    = "codes"
)

// Refused is what was wrong in a form.
func (p Page) refused(form, field string) string {
	if p.ErrorsOf != form {
		return ""
	}
	return p.Errors[field]
}

// Session is a browser somebody is signed in with.
type Session struct {
	ID, Device, IP, Seen, Began string
	Here                        bool
}

// NewSessions shapes the list; current is the id of the one that asks.
func NewSessions(ctx context.Context, sessions []models.Session, current string) []Session {
	rows := make([]Session, len(sessions))
	for i, s := range sessions {
		rows[i] = Session{
			ID: s.IDHash, Device: device(ctx, s.UserAgent), IP: s.IP, Seen: text.DateTime(ctx, s.SeenAt), Began: text.DateTime(ctx, s.CreatedAt), Here: s.IDHash == current,
		}
	}
	return rows
}

// The words by which a user agent tells its browser and system, in the order in
// which they count: Edge says Chrome too, and Chrome says Safari.
var (
	browsers = [][2]string{{"MicroMessenger/", "WeChat"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}
	systems  = [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}}
)

// device names a browser as its owner would; one that is not known is called so.
func device(ctx context.Context, agent string) string {
	name := func(list [][2]string) string {
		for _, known := range list {
			if strings.Contains(agent, known[0]) {
				return known[1]
			}
		}
		return ""
	}
	browser, system := name(browsers), name(systems)
	switch {
	case browser != "" && system != "":
		return browser + " · " + system
	case browser+system != "":
		return browser + system
	}
	return text.SessionUnknownDevice.In(ctx)
}

// SetUpPage asks to scan a code and to type what the authenticator then shows.
type SetUpPage struct {
	layout.Page
	Secret string // in groups of four, for typing
	QR     string // as the address of an image
	Error  string
}

// NewSetUpPage shapes it.
func NewSetUpPage(page layout.Page, a models.Authenticator) SetUpPage {
	var groups []string
	for rest := a.Secret; rest != ""; {
		n := min(4, len(rest))
		groups, rest = append(groups, rest[:n]), rest[n:]
	}
	return SetUpPage{Page: page, Secret: strings.Join(groups, " "), QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(a.PNG)}
}

// CodesPage shows recovery codes, this once.
type CodesPage struct {
	layout.Page
	Codes []string
}

func badge(ctx context.Context, on bool) components.BadgeView {
	if on {
		return components.BadgeView{Kind: components.BadgeProven, Text: text.SecondStepOn.In(ctx), TestID: "second-step-state"}
	}
	return components.BadgeView{Kind: components.BadgePlain, Text: text.SecondStepOff.In(ctx), TestID: "second-step-state"}
}
