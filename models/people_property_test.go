package models_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinshi/models"
	"xinshi/models/modelstest"
)

// Whatever people there are and whatever is asked, the pages of a list show those
// whom one would find by looking at everybody: each once, forth and back.
func TestRecipientsAgreeWithLookingAtEverybody(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		impatient := hasty(t, db)
		rapid.Check(t, func(rt *rapid.T) {
			c := newCrowd(t, db)
			c.many = rapid.Bool().Draw(rt, "many codes")
			people := drawPeople(rt, c)
			for range 12 {
				filter := drawFilter(rt, c)
				var want []string
				for _, p := range people {
					if p.matches(filter, c) {
						want = append(want, p.Openid)
					}
				}
				slices.Sort(want)
				store := rapid.SampledFrom([]*models.Store{db.Store, impatient}).Draw(rt, "store")
				got := walked(t.Context(), rt, store, c.app.ID, filter, rapid.IntRange(1, 9).Draw(rt, "size"))
				slices.Sort(got)
				if !slices.Equal(got, want) {
					rt.Fatalf("%+v finds %v, want %v", filter, got, want)
				}
			}
		})
	})
}

// onePerson is all that a filter can ask about somebody.
type onePerson struct {
	models.RecipientInput
	codes  []oneCode
	sentAt models.Millis
}

type oneCode struct {
	kind     models.CodeKind
	life     time.Duration
	state    models.CodeState
	unusable bool
}

var (
	someTags       = []string{"vip", "团长", "x"}
	someWords      = []string{"王", "小明", "An", "anna", " ", "%", "_", "!", "'", `\`, "é", "É", "1", "38", "😀", "ß"}
	somePhones     = []string{"", "13800138000", "+8613900001234", "38"}
	someLives      = []time.Duration{-time.Hour, 3 * time.Hour, 40 * time.Hour, 6 * day}
	someValues     = []string{"上海", "a", `"`, "a,b"}
	someAttributes = []string{"city", "c", "ity"}
)

func drawPeople(rt *rapid.T, c *crowd) []onePerson {
	words := rapid.Custom(func(rt *rapid.T) string {
		return strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 2).Draw(rt, "words"), ""))
	})
	people := make([]onePerson, rapid.IntRange(0, 25).Draw(rt, "people"))
	for i := range people {
		p := &people[i]
		p.RecipientInput = models.RecipientInput{
			Openid: fmt.Sprint(rapid.SampledFrom([]string{"An", "1", "o_"}).Draw(rt, "openid"), i), Nickname: words.Draw(rt, "nickname"), Remark: words.Draw(rt, "remark"),
			Phone: rapid.SampledFrom(somePhones).Draw(rt, "phone"), Tags: rapid.SliceOfDistinct(rapid.SampledFrom(someTags), rapid.ID).Draw(rt, "tags"),
			Attributes: rapid.MapOfN(rapid.SampledFrom(someAttributes), rapid.SampledFrom(someValues), 0, 2).Draw(rt, "attributes"),
		}
		p.sentAt = models.Millis(rapid.SampledFrom([]int64{0, 1, 2, 3}).Draw(rt, "sent")) * 1000
		for range rapid.IntRange(0, 3).Draw(rt, "codes") {
			p.codes = append(p.codes, oneCode{
				kind: rapid.SampledFrom([]models.CodeKind{models.CodeForm, models.CodePrepay, models.CodeSubscribeOnce}).Draw(rt, "kind"),
				life: rapid.SampledFrom(someLives).Draw(rt, "life"), unusable: rapid.IntRange(0, 5).Draw(rt, "unusable") == 0,
				state: rapid.SampledFrom([]models.CodeState{models.CodeAvailable, models.CodeAvailable, models.CodeReserved, models.CodeUsed, models.CodeRevoked}).Draw(rt, "state"),
			})
		}
	}
	c.store(people)
	return people
}

// store writes people as drawn, codes behind the models' back.
func (c *crowd) store(people []onePerson) {
	c.t.Helper()
	in := make([]models.RecipientInput, len(people))
	var codes []models.CodeInput
	for i, p := range people {
		in[i] = p.RecipientInput
		in[i].Attributes = maps.Clone(p.Attributes)
		for j, code := range p.codes {
			one := models.CodeInput{Openid: p.Openid, Kind: code.kind, Code: fmt.Sprint(p.Openid, "-", j)}
			if code.kind == models.CodeSubscribeOnce {
				one.TemplateID = c.once.TemplateID
			}
			codes = append(codes, one)
		}
	}
	savedPeople(c.t, c.db, c.app, in...)
	if len(codes) > 0 {
		c.db.Codes(c.t, c.app, codes...)
	}
	now := c.db.Now()
	for _, p := range people {
		ok(c.t, c.db.Exec("UPDATE recipients SET last_sent_at = ? WHERE app_id = ? AND openid = ?", p.sentAt, c.app.ID, p.Openid))
		for j, code := range p.codes {
			usable := now
			if code.unusable {
				usable = models.Never
			}
			ok(c.t, c.db.Exec("UPDATE send_codes SET state = ?, usable_at = ?, expires_at = ? WHERE app_id = ? AND code = ?", code.state, usable, now.Add(code.life), c.app.ID, fmt.Sprint(p.Openid, "-", j)))
		}
	}
	c.recount()
}

// recount makes the counts of codes what the tables say, and many says that there
// are so many more of each that no list can be put in order in hand.
func (c *crowd) recount() {
	c.t.Helper()
	ok(c.t, c.db.Exec("DELETE FROM code_counts WHERE app_id = ?", c.app.ID))
	ok(c.t, c.db.Exec(`INSERT INTO code_counts (app_id, kind, template_ref, unpaid, hour, n)
		SELECT app_id, kind, template_ref, usable_at = 9223372036854775807, CASE WHEN expires_at = 9223372036854775807 THEN expires_at ELSE expires_at - expires_at % 3600000 END, COUNT(*)
		FROM send_codes WHERE app_id = ? AND state = 'available' GROUP BY 1, 2, 3, 4, 5`, c.app.ID))
	if c.many {
		ok(c.t, c.db.Exec("UPDATE code_counts SET n = n + 10000 WHERE app_id = ?", c.app.ID))
	}
}

func drawFilter(rt *rapid.T, c *crowd) models.RecipientFilter {
	var f models.RecipientFilter
	often := func(what string) bool { return rapid.IntRange(0, 3).Draw(rt, what) == 0 }
	if often("search") {
		f.Search = strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 1, 2).Draw(rt, "words"), "")
	}
	if often("tags") {
		f.Tags = rapid.SliceOfNDistinct(rapid.SampledFrom(someTags), 1, 2, rapid.ID).Draw(rt, "tags")
	}
	f.HasCode, f.NeverMessaged, f.Refused = often("has code"), often("never") && often("really"), often("refused") && often("really")
	if often("kind") {
		f.Kind = rapid.SampledFrom([]models.CodeKind{models.CodeForm, models.CodePrepay, models.CodeSubscribeOnce}).Draw(rt, "kind")
	}
	if often("template") {
		f.TemplateID = rapid.SampledFrom([]string{c.shipped.TemplateID, c.once.TemplateID}).Draw(rt, "template")
	}
	if often("expiring") {
		f.Expiring = rapid.SampledFrom([]time.Duration{day, 3 * day, 10 * day}).Draw(rt, "within")
	}
	if often("before") {
		f.SentBefore = 2500
	}
	if often("after") {
		f.SentAfter = 2000
	}
	if often("attribute") {
		f.Attribute = rapid.SampledFrom(someAttributes).Draw(rt, "attribute")
		f.AttributeValue = rapid.SampledFrom(append(someValues, "")).Draw(rt, "value")
	}
	return f
}

func (p onePerson) matches(f models.RecipientFilter, c *crowd) bool {
	for _, tag := range f.Tags {
		if !slices.Contains(p.Tags, tag) {
			return false
		}
	}
	value, has := p.Attributes[f.Attribute]
	refused := slices.ContainsFunc(p.codes, func(code oneCode) bool {
		return code.state == models.CodeRevoked && code.kind == models.CodeSubscribeOnce
	})
	needsCode := f.HasCode || f.Kind != "" || f.TemplateID != "" || f.Expiring > 0
	switch {
	case f.NeverMessaged && p.sentAt != 0, f.SentBefore != 0 && (p.sentAt == 0 || p.sentAt >= f.SentBefore), p.sentAt < f.SentAfter,
		f.Refused && !refused, f.Attribute != "" && (!has || f.AttributeValue != "" && value != f.AttributeValue):
		return false
	}
	return (!needsCode || slices.ContainsFunc(p.codes, func(code oneCode) bool { return code.matches(f, c) })) && p.named(f.Search)
}

func (code oneCode) matches(f models.RecipientFilter, c *crowd) bool {
	pays := code.kind != models.CodeSubscribeOnce
	return code.state == models.CodeAvailable && !code.unusable && code.life > 0 &&
		(f.Expiring == 0 || code.life <= f.Expiring) && (f.Kind == "" || f.Kind == code.kind) &&
		(f.TemplateID == "" || pays == (f.TemplateID == c.shipped.TemplateID))
}

// someWord is a Chinese character, a run of letters and digits, or a run of signs.
var someWord = regexp.MustCompile(`\p{Han}|[\p{Latin}\p{N}]+|[^\p{L}\p{N}\s]+`)

func (p onePerson) named(search string) bool {
	search = strings.TrimSpace(search)
	lower := strings.ToLower(search)
	for _, name := range []string{p.Nickname, p.Remark} {
		name = strings.ToLower(name)
		for _, at := range someWord.FindAllStringIndex(name, -1) {
			if strings.HasPrefix(name[at[0]:], lower) {
				return true
			}
		}
	}
	for _, start := range []string{p.Phone, strings.TrimPrefix(p.Phone, "+86"), p.Phone[max(0, len(p.Phone)-4):]} {
		if start != "" && strings.HasPrefix(start, lower) && (len(p.Phone) > 7 || start == p.Phone) {
			return true
		}
	}
	return search == "" || strings.HasPrefix(p.Openid, search)
}
