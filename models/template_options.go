package models

import (
	sqldriver "database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// MiniprogramState is which version of the mini program a subscribe message's
// card opens. Anything but the published one is for trials: whoever is no tester
// of the mini program sees an error instead.
type MiniprogramState string

// The versions, as the platform calls them.
const (
	StateFormal    MiniprogramState = "formal"
	StateTrial     MiniprogramState = "trial"
	StateDeveloper MiniprogramState = "developer"
)

// MiniprogramStates lists them.
var MiniprogramStates = []MiniprogramState{StateFormal, StateTrial, StateDeveloper}

// Langs are the languages in which a subscribe message's card can be framed, as
// the platform calls them; the first is its default.
var Langs = []string{"zh_CN", "en_US", "zh_HK", "zh_TW"}

// Opens is the version that the template's cards open.
func (t Template) Opens() MiniprogramState {
	if t.MiniprogramState == "" {
		return StateFormal
	}
	return t.MiniprogramState
}

// checkOptions judges what only subscribe messages have. A version that is not
// the published one has to be confirmed, once more than by choosing it.
func (in *TemplateInput) checkOptions(bad *ValidationError) {
	if in.Kind == KindTemplate {
		in.MiniprogramState, in.Lang = "", ""
		return
	}
	if in.MiniprogramState == StateFormal {
		in.MiniprogramState = ""
	}
	switch {
	case in.MiniprogramState == "":
	case !slices.Contains(MiniprogramStates, in.MiniprogramState):
		bad.Add("miniprogram_state", ReasonBadChoice)
	case !in.StateConfirmed:
		bad.Add("miniprogram_state", ReasonConfirmState)
	}
	if in.Lang == Langs[0] {
		in.Lang = ""
	}
	if in.Lang != "" && !slices.Contains(Langs, in.Lang) {
		bad.Add("lang", ReasonBadChoice)
	}
}

// checkState refuses a message whose card would open another version than its
// sender has named. Nobody needs to name the published one.
func (t Template) checkState(named MiniprogramState, bad *ValidationError) {
	switch {
	case named == t.Opens(), named == "" && t.Opens() == StateFormal:
	case named == "":
		bad.Add("miniprogram_state", ReasonConfirmState)
	case !slices.Contains(MiniprogramStates, named):
		bad.Add("miniprogram_state", ReasonBadChoice)
	default:
		bad.Add("miniprogram_state", ReasonOtherState)
	}
}

// Choices are the only values that some keywords of a template take, by key.
// They come from the platform and survive what people change of the mapping.
type Choices map[string][]string

// Scan reads JSON; nothing is no choices.
func (c *Choices) Scan(value any) error {
	var raw []byte
	switch v := value.(type) {
	case nil:
	case string:
		raw = []byte(v)
	case []byte:
		raw = v
	default:
		return fmt.Errorf("choices of a template: %T", value)
	}
	if len(raw) == 0 {
		*c = nil
		return nil
	}
	return json.Unmarshal(raw, c)
}

// Value writes JSON.
func (c Choices) Value() (sqldriver.Value, error) {
	if len(c) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(c)
	return string(raw), err
}

// allows tells whether a keyword takes a value: any, unless the platform has
// named its choices.
func (c Choices) allows(key, value string) bool {
	list := c[key]
	return len(list) == 0 || slices.Contains(list, strings.TrimSpace(value))
}
