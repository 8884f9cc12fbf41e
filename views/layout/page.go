// Package layout is the frame around every page: side bar, App switcher, head,
// notices. What stands inside is the pages' own; who may see it is the
// handlers' to decide, the frame only leaves out what a role cannot reach.
package layout

import (
	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// Theme is what <html data-theme> says; the empty one follows the system.
type Theme string

// The themes, named as in the style sheet and the cookie.
const (
	ThemeSystem Theme = ""
	ThemeLight  Theme = "jade"
	ThemeDark   Theme = "jade-dark"
)

// Nav is an entry of the side bar.
type Nav string

// The entries.
const (
	NavOverview    Nav = "overview"
	NavCompose     Nav = "compose"
	NavBatches     Nav = "batches"
	NavRecipients  Nav = "recipients"
	NavTemplates   Nav = "templates"
	NavMessages    Nav = "messages"
	NavPhone       Nav = "phone"
	NavAudit       Nav = "audit"
	NavIntegration Nav = "integration"
	NavSettings    Nav = "settings"
)

// App is a mini program as the frame shows it.
type App struct {
	Appid  string
	Name   string
	Band   string
	Paused bool
}

// Staff is the person signed in.
type Staff struct {
	Name  string
	Email string
	Role  models.Role
}

// Page is what every page has; page structs embed it. Language and time zone
// travel in the context.
type Page struct {
	Title       string
	Context     string          // one line under the title
	Crumb       components.Link // one level up, on the third level only
	Theme       Theme
	CSRF        string
	Flashes     []components.NoteView
	Alerts      []components.NoteView // what somebody has to see to before going on here
	Staff       Staff
	Apps        []App
	App         *App // the current one; nil only before the first exists
	Active      Nav
	RequestPath string // path and query of this page, to come back to
	RequestID   string
	Simulator   bool  // the platform is our own stand-in
	Now         int64 // Unix milliseconds, for "3 分钟前"
}

// Can tells whether the person signed in may do something.
func (p Page) Can(permission models.Permission) bool { return p.Staff.Role.Can(permission) }

// navItem is a link of the side bar; Key is the letter after g.
type navItem struct {
	nav  Nav
	href string
	text text.Text
	icon components.Icon
	key  string
}

// appNav is the upper part: what one does within the current App.
func (p Page) appNav() []navItem {
	if p.App == nil {
		return nil
	}
	appid := p.App.Appid
	var items []navItem
	add := func(permission models.Permission, item navItem) {
		if p.Can(permission) {
			items = append(items, item)
		}
	}
	add(models.PermView, navItem{NavOverview, paths.Overview(appid), text.NavOverview, components.IconLayoutDashboard, "o"})
	add(models.PermCompose, navItem{NavCompose, paths.DraftNew(appid), text.NavCompose, components.IconSquarePen, "c"})
	add(models.PermView, navItem{NavBatches, paths.Batches(appid), text.NavBatches, components.IconSend, "b"})
	add(models.PermPeople, navItem{NavRecipients, paths.Recipients(appid), text.NavRecipients, components.IconUsers, "u"})
	add(models.PermView, navItem{NavTemplates, paths.Templates(appid), text.NavTemplates, components.IconLayoutTemplate, "t"})
	add(models.PermView, navItem{NavMessages, paths.Messages(appid), text.NavMessages, components.IconHistory, "h"})
	return items
}

// restNav is the lower part: what concerns the whole installation.
func (p Page) restNav() []navItem {
	var items []navItem
	if p.Simulator && p.App != nil && p.Can(models.PermPeople) {
		items = append(items, navItem{NavPhone, paths.Phone(p.App.Appid), text.NavPhone, components.IconSmartphone, "p"})
	}
	if p.Can(models.PermAudit) {
		items = append(items, navItem{NavAudit, paths.Audit, text.NavAudit, components.IconShieldCheck, "a"})
	}
	if p.App != nil && p.Can(models.PermView) {
		items = append(items, navItem{NavIntegration, paths.Integration(p.App.Appid), text.NavIntegration, components.IconPlug, "i"})
	}
	switch {
	case p.Can(models.PermApps):
		items = append(items, navItem{NavSettings, paths.Settings, text.NavSettings, components.IconSettings, "s"})
	case p.Can(models.PermStaff):
		items = append(items, navItem{NavSettings, paths.SettingsStaff, text.NavSettings, components.IconSettings, "s"})
	}
	return items
}

func (p Page) band() string {
	if p.App == nil {
		return ""
	}
	return components.BandClass(p.App.Band)
}

// heading is the text of the browser's tab.
func (p Page) heading(product string) string {
	switch {
	case p.App != nil:
		return p.Title + " · " + p.App.Name + " · " + product
	case p.Title != "":
		return p.Title + " · " + product
	}
	return product
}
