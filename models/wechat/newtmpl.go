package wechat

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Category is a service category of the account; the public library is sorted by them.
type Category struct {
	ID   int
	Name string
}

// PublicTemplate is an entry of the public library of subscribe templates. Type is TypeOnce or TypeLong.
type PublicTemplate struct {
	TID        string // as text: the call that adds one takes no number
	Title      string
	Type       int
	CategoryID int
}

// PublicKeyword is one keyword that a PublicTemplate offers. Rule is the type of its values, such as "thing".
type PublicKeyword struct {
	ID      int
	Name    string
	Example string
	Rule    string
	Choices []string
}

// maxTitles is the platform's limit of one page of the public library.
const maxTitles = 30

// Categories lists the service categories of the account.
func (c *Client) Categories(ctx context.Context, token string) ([]Category, error) {
	var reply struct {
		Data []struct {
			ID   number `json:"id"`
			Name string `json:"name"`
		} `json:"data"`
	}
	if err := c.get(ctx, CallCategories, token, url.Values{}, &reply); err != nil {
		return nil, err
	}
	list := make([]Category, 0, len(reply.Data))
	for _, d := range reply.Data {
		list = append(list, Category{ID: int(d.ID), Name: d.Name})
	}
	return list, nil
}

// PublicTemplates reads one page of the public library for some categories, and how many there are in all.
func (c *Client) PublicTemplates(ctx context.Context, token string, categories []int, start, limit int) ([]PublicTemplate, int, error) {
	ids := make([]string, len(categories))
	for i, id := range categories {
		ids[i] = strconv.Itoa(id)
	}
	var reply struct {
		Count number `json:"count"`
		Data  []struct {
			TID        number `json:"tid"`
			Title      string `json:"title"`
			Type       number `json:"type"`
			CategoryID number `json:"categoryId"` // a string in samples, a number in the document's table
		} `json:"data"`
	}
	query := url.Values{"ids": {strings.Join(ids, ",")}, "start": {strconv.Itoa(start)}, "limit": {strconv.Itoa(min(limit, maxTitles))}}
	if err := c.get(ctx, CallPublicTitles, token, query, &reply); err != nil {
		return nil, 0, err
	}
	list := make([]PublicTemplate, 0, len(reply.Data))
	for _, d := range reply.Data {
		list = append(list, PublicTemplate{TID: strconv.FormatInt(int64(d.TID), 10), Title: d.Title, Type: int(d.Type), CategoryID: int(d.CategoryID)})
	}
	return list, int(reply.Count), nil
}

// PublicKeywords lists the keywords that a template of the public library offers.
func (c *Client) PublicKeywords(ctx context.Context, token, tid string) ([]PublicKeyword, error) {
	var reply struct {
		Data []struct {
			KID     number   `json:"kid"`
			Name    string   `json:"name"`
			Example string   `json:"example"`
			Rule    string   `json:"rule"`
			Choices []string `json:"enumValueList"`
		} `json:"data"`
	}
	if err := c.get(ctx, CallPublicKeywords, token, url.Values{"tid": {tid}}, &reply); err != nil {
		return nil, err
	}
	list := make([]PublicKeyword, 0, len(reply.Data))
	for _, d := range reply.Data {
		list = append(list, PublicKeyword{ID: int(d.KID), Name: d.Name, Example: d.Example, Rule: d.Rule, Choices: d.Choices})
	}
	return list, nil
}

// SubscribeTemplates reads the account's own subscribe templates. The platform allows this call seldom: keep the answer.
func (c *Client) SubscribeTemplates(ctx context.Context, token string) ([]OwnTemplate, error) {
	var reply struct {
		Data []struct {
			PriTmplID string `json:"priTmplId"`
			Title     string `json:"title"`
			Content   string `json:"content"`
			Example   string `json:"example"`
			Type      number `json:"type"`
			Enums     []struct {
				Code   string   `json:"keywordCode"` // "enum_string2.DATA"
				Values []string `json:"enumValueList"`
			} `json:"keywordEnumValueList"`
		} `json:"data"`
	}
	if err := c.get(ctx, CallListSubscribe, token, url.Values{}, &reply); err != nil {
		return nil, err
	}
	list := make([]OwnTemplate, 0, len(reply.Data))
	for _, d := range reply.Data {
		t := OwnTemplate{TemplateID: d.PriTmplID, Title: d.Title, Content: d.Content, Example: d.Example, Type: int(d.Type)}
		for _, e := range d.Enums {
			if t.Choices == nil {
				t.Choices = make(map[string][]string, len(d.Enums))
			}
			t.Choices[strings.TrimSuffix(e.Code, ".DATA")] = slices.Clone(e.Values)
		}
		list = append(list, t)
	}
	return list, nil
}
