package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// alreadyAdded answers the wish for a template that the account has, with its id beside it.
const alreadyAdded = 200022

// misread are the answers to a body in an encoding that the platform does not read: it then finds no tid, or no list.
var misread = []int{200014, 200020}

// AddSubscribeTemplate adds a template of the public library with the chosen keywords, in that order, and returns its
// new template id; one that the account has already is a success too. scene says what it is used for.
func (c *Client) AddSubscribeTemplate(ctx context.Context, token, tid string, keywordIDs []int, scene string) (string, error) {
	bodies, err := addBodies(tid, keywordIDs, scene)
	if err != nil {
		return "", err
	}
	head, err := c.change(ctx, CallAddSubscribe, token, bodies)
	var refused *APIError
	switch {
	case errors.As(err, &refused) && refused.Errcode == alreadyAdded && refused.TemplateID != "":
		return refused.TemplateID, nil
	case err == nil && head.PriTmplID == "":
		err = incomplete(CallAddSubscribe)
	}
	return head.PriTmplID, err
}

// DeleteSubscribeTemplate removes a template from the account's own subscribe templates.
func (c *Client) DeleteSubscribeTemplate(ctx context.Context, token, templateID string) error {
	asJSON, err := encode(map[string]string{"priTmplId": templateID})
	if err != nil {
		return err
	}
	_, err = c.change(ctx, CallDelSubscribe, token, [][]byte{[]byte("priTmplId=" + url.QueryEscape(templateID)), asJSON})
	return err
}

// change posts a wish in one encoding after another until the platform reads it. A body that was not read has changed
// nothing, so posting it again is safe. The first refusal is the one worth telling: it is of the documented encoding.
func (c *Client) change(ctx context.Context, call Call, token string, bodies [][]byte) (envelope, error) {
	var first error
	for _, body := range bodies {
		head, err := c.post(ctx, call, token, body, nil)
		if err == nil && !head.acknowledged() {
			err = incomplete(call)
		}
		var refused *APIError
		if !errors.As(err, &refused) || !slices.Contains(misread, refused.Errcode) {
			return head, err
		}
		if first == nil {
			first = err
		}
	}
	return envelope{}, first
}

// addBodies are the encodings of one wish, the documented one first. Reports of each working and of each failing exist,
// so none can be left out: a form that repeats kidList, a form that numbers it, and JSON with the tid as text.
func addBodies(tid string, keywordIDs []int, scene string) ([][]byte, error) {
	if keywordIDs == nil {
		keywordIDs = []int{} // newer templates have fixed keywords, and want an empty list
	}
	repeated, indexed := "tid="+url.QueryEscape(tid), "tid="+url.QueryEscape(tid)
	for i, id := range keywordIDs {
		repeated += "&kidList=" + strconv.Itoa(id)
		indexed += "&" + url.QueryEscape(fmt.Sprintf("kidList[%d]", i)) + "=" + strconv.Itoa(id)
	}
	tail := "&sceneDesc=" + url.QueryEscape(scene)
	asJSON, err := encode(struct {
		TID       string `json:"tid"`
		KidList   []int  `json:"kidList"`
		SceneDesc string `json:"sceneDesc"`
	}{tid, keywordIDs, scene})
	if err != nil {
		return nil, err
	}
	bodies := [][]byte{[]byte(repeated + tail), []byte(indexed + tail), asJSON}
	if len(keywordIDs) == 0 {
		return [][]byte{bodies[0], bodies[2]}, nil // the two forms are one
	}
	return bodies, nil
}
