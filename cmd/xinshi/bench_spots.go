package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

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
	list := []spot{
		{"overview", paths.Overview(appid), only},
		{"templates", paths.Templates(appid), only},
		{"batches", paths.Batches(appid), only},
		{"batch", paths.Batch(appid, p.Batches[0].ID), only},
		{"audit", paths.Audit, only},
		{"person", paths.Recipient(appid, person.ID), only},
		{"message", paths.Message(appid, one.Rows[0].ID), only},
	}
	for _, f := range peopleFilters {
		list = append(list, spot{"users " + f.Encode(), paths.WithQuery(paths.Recipients(appid), f), placesIn(everyone, f)})
	}
	for _, f := range messageFilters(p, person) {
		list = append(list, spot{"history " + f.Encode(), paths.WithQuery(paths.Messages(appid), f), placesIn(history, f)})
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
}

func messageFilters(p *largeshop.Shop, person models.Recipient) []url.Values {
	batch := strconv.FormatInt(p.Batches[1].ID, 10)
	list := []url.Values{
		{}, {message.FilterBatch: {batch}}, {message.FilterBatch: {batch}, message.FilterState: {string(models.MessageFailed)}},
		{message.FilterTo: {person.Openid}}, {message.FilterErrcode: {"41029"}}, {message.FilterErrcode: {"40037"}},
		{message.FilterTemplate: {strconv.FormatInt(p.Shipped.ID, 10)}}, {message.FilterTemplate: {strconv.FormatInt(p.Result.ID, 10)}},
	}
	for _, state := range models.MessageStates {
		list = append(list, url.Values{message.FilterState: {string(state)}})
	}
	return list
}
