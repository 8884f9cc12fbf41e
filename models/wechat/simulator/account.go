package simulator

import (
	"sync"
	"time"

	"xinshi/models/wechat"
)

// App is one mini program as registered with the platform.
type App struct {
	Appid      string   `json:"appid"`
	Secret     string   `json:"secret"`
	Name       string   `json:"name,omitempty"`
	Pages      []string `json:"pages,omitempty"`       // the published pages; empty accepts every page
	Blacklist  []string `json:"blacklist,omitempty"`   // words that subscribe messages may not hold
	AllowedIPs []string `json:"allowed_ips,omitempty"` // who may fetch tokens; empty is everyone
	PrepayUses int      `json:"prepay_uses,omitempty"` // sends per payment, 1 to 3; 0 is 3
	DailyQuota int      `json:"daily_quota,omitempty"` // accepted sends a day and call; 0 is the platform's default
	ListQuota  int      `json:"list_quota,omitempty"`  // how often a day the subscribe templates may be listed; 0 is 1000
	Banned     []string `json:"banned,omitempty"`      // template ids (43107) and numbers of the public library (200013) that are banned
	Refusal    int      `json:"refusal,omitempty"`     // answers every call that manages subscribe templates, such as 200011
	Callback   Callback `json:"callback,omitzero"`     // where events are pushed to
}

// The kinds of templates.
const (
	KindTemplate      = "template"
	KindSubscribeOnce = "subscribe_once"
	KindSubscribeLong = "subscribe_long"
)

// Template is one template of an app's own list.
type Template struct {
	TemplateID string    `json:"template_id"`
	Title      string    `json:"title"`
	Kind       string    `json:"kind"`
	Keywords   []Keyword `json:"keywords"`
}

// Keyword is one blank of a Template; Key is "keyword1" in template messages and "thing1" and the like elsewhere.
type Keyword struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Example string `json:"example,omitempty"`
	// Choices are the only values that are taken, of the types that have such.
	Choices []string `json:"choices,omitempty"`
}

// account is the state of one app. Its lock is held for the moment of a decision, never while time passes.
type account struct {
	appid     string // never changes, so it is read without the lock
	mu        sync.Mutex
	app       App
	users     map[string]bool
	templates []Template // in the order of adding, at most 25 of each family
	codes     map[string]*sendCode
	orders    map[string]string // order number to prepay id
	credits   map[pair]*credit
	kept      map[pair]string // the answers that the dialog was told to keep
	logins    map[string]*loginCode
	sending   map[string]bool // openids with a subscribe send under way
	today     map[wechat.Call]*dayCount
}

// pair is a person and a template: what a subscription belongs to.
type pair struct {
	openid, templateID string
}

// dayCount counts accepted sends of one day.
type dayCount struct {
	day  int64
	used int
}

func newAccount(app App) *account {
	return &account{
		appid: app.Appid, app: app, users: make(map[string]bool), codes: make(map[string]*sendCode), orders: make(map[string]string),
		credits: make(map[pair]*credit), kept: make(map[pair]string), logins: make(map[string]*loginCode), sending: make(map[string]bool),
		today: make(map[wechat.Call]*dayCount),
	}
}

// template finds one of the account's templates.
func (a *account) template(id string) (Template, bool) {
	for _, t := range a.templates {
		if t.TemplateID == id {
			return t, true
		}
	}
	return Template{}, false
}

// list is the account's templates of one family: the legacy ones, or those of either subscribe kind.
func (a *account) list(kind string) []Template {
	var out []Template
	for _, t := range a.templates {
		if (t.Kind == KindTemplate) == (kind == KindTemplate) {
			out = append(out, t)
		}
	}
	return out
}

func (a *account) full(kind string) bool { return len(a.list(kind)) >= maxTemplates }

// day numbers the days of the platform's quotas, which begin at midnight, UTC+8.
func day(t time.Time) int64 {
	return (t.Unix() + 8*3600) / 86400
}

// used is how many sends of a call were accepted on the day of now.
func (a *account) used(call wechat.Call, now time.Time) int {
	if c := a.today[call]; c != nil && c.day == day(now) {
		return c.used
	}
	return 0
}

func (a *account) count(call wechat.Call, now time.Time) {
	used := a.used(call, now)
	a.today[call] = &dayCount{day: day(now), used: used + 1}
}
