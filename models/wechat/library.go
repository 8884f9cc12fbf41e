package wechat

import (
	"context"
	"errors"
	"net/http"
)

const (
	pageSize = 20 // the platform's maximum for both lists
	maxPages = 20 // an account holds 25 templates; a server that never ends its list must not keep us
)

// LibraryTemplate is an entry of the platform's public template library. Keywords is filled by LibraryGet only.
type LibraryTemplate struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Keywords []LibraryKeyword `json:"-"`
}

// LibraryKeyword is one keyword that a library template offers.
type LibraryKeyword struct {
	ID      int
	Name    string
	Example string
}

// LibraryList reads one page of the public library, at most 20 entries, and how many there are in all.
func (c *Client) LibraryList(ctx context.Context, token string, offset, count int) ([]LibraryTemplate, int, error) {
	reply, err := ask[struct {
		List       []LibraryTemplate `json:"list"`
		TotalCount number            `json:"total_count"`
	}](ctx, c, CallLibraryList, token, page{offset, min(count, pageSize)})
	return reply.List, int(reply.TotalCount), err
}

// LibraryGet reads one library template with the keywords to choose from.
func (c *Client) LibraryGet(ctx context.Context, token, id string) (LibraryTemplate, error) {
	type keyword struct {
		ID      number `json:"keyword_id"` // a number in samples, a string in one document table
		Name    string `json:"name"`
		Example string `json:"example"`
	}
	reply, err := ask[struct {
		ID       string    `json:"id"`
		Title    string    `json:"title"`
		Keywords []keyword `json:"keyword_list"`
	}](ctx, c, CallLibraryGet, token, map[string]string{"id": id})
	if err != nil {
		return LibraryTemplate{}, err
	}
	if reply.ID == "" {
		return LibraryTemplate{}, incomplete(CallLibraryGet)
	}
	out := LibraryTemplate{ID: reply.ID, Title: reply.Title}
	for _, k := range reply.Keywords {
		out.Keywords = append(out.Keywords, LibraryKeyword{ID: int(k.ID), Name: k.Name, Example: k.Example})
	}
	return out, nil
}

// AddTemplate adds a library template with the chosen keywords, in that order, and returns its new template id.
func (c *Client) AddTemplate(ctx context.Context, token, libraryID string, keywordIDs []int) (string, error) {
	reply, err := ask[struct {
		TemplateID string `json:"template_id"`
	}](ctx, c, CallAddTemplate, token, struct {
		ID         string `json:"id"`
		KeywordIDs []int  `json:"keyword_id_list"`
	}{libraryID, keywordIDs})
	if err == nil && reply.TemplateID == "" {
		err = incomplete(CallAddTemplate)
	}
	return reply.TemplateID, err
}

// ListTemplates reads the account's whole own list. The reply has no total, so pages are read until a short one.
func (c *Client) ListTemplates(ctx context.Context, token string) ([]OwnTemplate, error) {
	var all []OwnTemplate
	for range maxPages {
		reply, err := ask[struct {
			List []OwnTemplate `json:"list"`
		}](ctx, c, CallListTemplates, token, page{len(all), pageSize})
		if err != nil {
			return nil, err
		}
		all = append(all, reply.List...)
		if len(reply.List) < pageSize {
			return all, nil
		}
	}
	return nil, &TransportError{Call: CallListTemplates, Status: http.StatusOK, MayHaveArrived: true, Err: errEndless}
}

// DeleteTemplate removes a template from the account's own list.
func (c *Client) DeleteTemplate(ctx context.Context, token, templateID string) error {
	_, err := ask[struct{}](ctx, c, CallDelTemplate, token, map[string]string{"template_id": templateID})
	return err
}

type page struct {
	Offset int `json:"offset"`
	Count  int `json:"count"`
}

var errEndless = errors.New("the list of templates does not end")

// ask posts one request of the library and decodes its reply.
func ask[T any](ctx context.Context, c *Client, call Call, token string, request any) (T, error) {
	var reply T
	body, err := encode(request)
	if err != nil {
		return reply, err
	}
	head, err := c.post(ctx, call, token, body, &reply)
	if err == nil && !head.acknowledged() {
		err = incomplete(call)
	}
	return reply, err
}

func incomplete(call Call) error {
	return &TransportError{Call: call, Status: http.StatusOK, MayHaveArrived: true, Err: errPayload}
}
