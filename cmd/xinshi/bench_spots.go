package main

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"time"

	"xinshi/models"
	"xinshi/models/largeshop"
	"xinshi/views/message"
	"xinshi/views/paths"
	"xinshi/views/recipient"
)

// spot is a page to measure, and the places of its list to begin at.
type spot struct {
	name, path string
	places     []place
	one        bool // of very many: a quarter of the visits
}

// visits is how often it is visited, of so many for a usual page.
func (s spot) visits(usual int) int {
	if s.one {
		return max(4, usual/4)
	}
	return usual
}

// place is where in a list a visit begins.
type place struct {
	where  string
	before int64 // rows older than this id; 0: the newest
}

// at is the address of a place.
func (s spot) at(p place) string {
	if p.before == 0 {
		return s.path
	}
	address, err := url.Parse(s.path)
	if err != nil {
		return s.path
	}
	query := address.Query()
	query.Set("before", strconv.FormatInt(p.before, 10))
	return paths.WithQuery(address.Path, query)
}

// spots lists what people open: every list with each of its filters, every page
// of one thing.
func spots(ctx context.Context, p *largeshop.Shop) ([]spot, error) {
	everyone, err := p.Ends(ctx, "recipients")
	if err != nil {
		return nil, err
	}
	history, err := p.Ends(ctx, "messages")
	if err != nil {
		return nil, err
	}
	appid := p.App.Appid
	person, err := p.Store.RecipientByOpenid(ctx, p.App.ID, largeshop.Person(p.People/2).Openid)
	if err != nil {
		return nil, err
	}
	one, err := p.Store.Messages(ctx, p.App.ID, models.MessageFilter{RecipientID: person.ID}, 1)
	if err != nil || len(one.Rows) == 0 {
		return nil, fmt.Errorf("find a message of %s: %w", person.Openid, err)
	}
	var list []spot
	for _, page := range [][2]string{
		{"overview", paths.Overview(appid)},
		{"templates", paths.Templates(appid)},
		{"batches", paths.Batches(appid)},
		{"batch", paths.Batch(appid, p.Batches[0].ID)},
		{"audit", paths.Audit},
		{"radar", paths.Radar(appid)},
		{"tags and segments", paths.Groups(appid)},
		{"integration", paths.Integration(appid)},
		{"person", paths.Recipient(appid, person.ID)},
		{"message", paths.Message(appid, one.Rows[0].ID)},
	} {
		list = append(list, spot{name: page[0], path: page[1], places: only})
	}
	for _, f := range peopleFilters {
		list = append(list, spot{name: "users " + f.Encode(), path: paths.WithQuery(paths.Recipients(appid), f), places: placesIn(everyone, f)})
	}
	for _, f := range messageFilters(p, person) {
		list = append(list, spot{name: "history " + f.Encode(), path: paths.WithQuery(paths.Messages(appid), f), places: placesIn(history, f), one: len(f) > 1})
	}
	return list, nil
}

var only = []place{{where: "only"}}

// placesIn are the beginning, the middle and the end of a list in the order of
// ids. A search and a list by expiry have another order: they are walked only.
func placesIn(ids [2]int64, filter url.Values) []place {
	places := []place{{where: "first"}}
	if filter.Has(recipient.FilterSearch) || filter.Has(recipient.FilterExpiring) {
		return places
	}
	return append(places,
		place{"middle", ids[0]}, place{"last", ids[1]})
}

// peopleFilters are the filters of the list of users: common ones, rare ones,
// ones that nobody matches, and some together.
var peopleFilters = []url.Values{
	{},
	{recipient.FilterTag: {"会员"}},
	{recipient.FilterTag: {"大客户"}},
	{recipient.FilterTag: {"会员", "大客户"}},
	{recipient.FilterHasCode: {recipient.AnyCode}},
	{recipient.FilterHasCode: {string(models.CodePrepay)}},
	{recipient.FilterTemplate: {"TPL-RESULT"}},
	{recipient.FilterExpiring: {"24h"}},
	{recipient.FilterExpiring: {"168h"}},
	{recipient.FilterMessaged: {recipient.Never}},
	{recipient.FilterSentAfter: {"2026-11-01"}},
	{recipient.FilterRefused: {recipient.Yes}},
	{recipient.FilterAttribute: {"city=上海"}},
	{recipient.FilterAttribute: {"city=火星"}},
	{recipient.FilterSearch: {"王"}},
	{recipient.FilterSearch: {"伟"}},
	{recipient.FilterSearch: {"订单000"}},
	{recipient.FilterSearch: {"13000012345"}},
	{recipient.FilterSearch: {"oBench"}},
	{recipient.FilterSearch: {"没有这个人"}},
	{recipient.FilterSearch: {"伟"}, recipient.FilterTag: {"大客户"}},
	{recipient.FilterHasCode: {string(models.CodeForm)}, recipient.FilterTag: {"大客户"}, recipient.FilterMessaged: {recipient.Never}},
	{recipient.FilterTag: {"大客户"}, recipient.FilterExpiring: {"24h"}},
	{recipient.FilterTag: {"会员"}, recipient.FilterExpiring: {"24h"}},
	{recipient.FilterAttribute: {"city=火星"}, recipient.FilterExpiring: {"168h"}},
	{recipient.FilterSearch: {"伟"}, recipient.FilterAttribute: {"city=火星"}},
	{recipient.FilterMessaged: {recipient.Never}, recipient.FilterAttribute: {"city=火星"}},
	{recipient.FilterRefused: {recipient.Yes}, recipient.FilterTag: {"大客户"}},
}

// messageFilters are the filters of the history: each value alone, and every two
// of different filters together. Values are common, rare or met by no message.
func messageFilters(p *largeshop.Shop, person models.Recipient) []url.Values {
	id := func(id int64) string { return strconv.FormatInt(id, 10) }
	day := func(ago int) string { return time.Now().AddDate(0, 0, -ago).Format(time.DateOnly) }
	values := []url.Values{
		{message.FilterBatch: {id(p.Batches[1].ID)}}, {message.FilterTo: {person.Openid}},
		{message.FilterErrcode: {"41029"}}, {message.FilterErrcode: {"40037"}}, {message.FilterErrcode: {"43101"}},
		{message.FilterTemplate: {id(p.Shipped.ID)}}, {message.FilterTemplate: {id(p.Result.ID)}},
		{message.FilterReason: {string(models.CausePlatform)}}, {message.FilterReason: {string(models.CauseLate)}},
		{message.FilterFrom: {day(16)}, message.FilterUntil: {day(14)}}, {message.FilterUntil: {day(3)}},
	}
	for _, state := range models.MessageStates {
		values = append(values, url.Values{message.FilterState: {string(state)}})
	}
	list := append([]url.Values{{}}, values...)
	for i, one := range values {
		for _, other := range values[i+1:] {
			if both, apart := together(one, other); apart {
				list = append(list, both)
			}
		}
	}
	return list
}

// together is two filters as one, unless they name the same thing twice.
func together(one, other url.Values) (both url.Values, apart bool) {
	both = maps.Clone(one)
	for name, value := range other {
		if one.Has(name) {
			return nil, false
		}
		both[name] = value
	}
	return both, true
}
