package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/text"
)

// peopleRequest leaves each user unread, so that one that cannot be read fails
// alone.
type peopleRequest struct {
	Recipients []json.RawMessage `json:"recipients"`
}

type personRequest struct {
	Openid     string                     `json:"openid"`
	Nickname   string                     `json:"nickname"`
	Remark     string                     `json:"remark"`
	Phone      string                     `json:"phone"`
	Tags       []string                   `json:"tags"`
	Attributes map[string]json.RawMessage `json:"attributes"`
	Note       *string                    `json:"note"`
}

type peopleAnswer struct {
	Added     int            `json:"added"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Rejected  []rejectedItem `json:"rejected"`
}

// rejectedItem is one user who was not taken: by the place in the call, which
// value, and why.
type rejectedItem struct {
	Index   int    `json:"index"`
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// addRecipients adds users and changes those already known, each judged alone.
func (s *Server) addRecipients(c echo.Context) error {
	ctx := c.Request().Context()
	var req peopleRequest
	if err := readJSON(c, &req); err != nil {
		return err
	}
	if err := req.validate(); err != nil {
		return err
	}
	answer, call := peopleAnswer{Rejected: []rejectedItem{}}, &of(c).call
	refuse := func(i int, r models.CallRefusal) {
		answer.Rejected = append(answer.Rejected, rejectedItem{i, r.Field, string(r.Reason), text.APIRefusal(ctx, r)})
		call.Refuse(r)
	}
	inputs, places := req.inputs(refuse)
	result, err := s.Store.SaveRecipients(ctx, actor(c), currentApp(c), inputs)
	if err != nil {
		return err
	}
	for _, r := range result.Rejected {
		refuse(places[r.Index], newRefusal(r.Field, r.Reason, r.Limit))
	}
	slices.SortFunc(answer.Rejected, func(a, b rejectedItem) int { return cmp.Compare(a.Index, b.Index) })
	answer.Added, answer.Changed, answer.Unchanged = result.Added, result.Changed, result.Unchanged
	call.Accepted, call.Rejected = result.Added+result.Changed+result.Unchanged, len(answer.Rejected)
	return writeJSON(c, http.StatusOK, answer)
}

func (r peopleRequest) validate() error {
	var bad models.ValidationError
	switch {
	case len(r.Recipients) == 0:
		bad.Add("recipients", models.ReasonRequired)
	case len(r.Recipients) > models.MaxPeople:
		bad.Add("recipients", models.ReasonTooMany, models.MaxPeople)
	}
	return bad.Err()
}

// inputs reads the users one by one. What cannot be read is refused; places says
// where in the call each of the others stood.
func (r peopleRequest) inputs(refuse func(int, models.CallRefusal)) (inputs []models.RecipientInput, places []int) {
	for i, raw := range r.Recipients {
		var person personRequest
		err := decodeItem("recipients", i, raw, &person)
		in := models.RecipientInput{
			Openid: person.Openid, Nickname: person.Nickname, Remark: person.Remark, Phone: person.Phone, Tags: person.Tags, Note: person.Note,
		}
		if err == nil {
			in.Attributes, err = person.attributes()
		}
		if refusals := refusalsOf(err); len(refusals) > 0 {
			refuse(i, refusals[0])
			continue
		}
		inputs, places = append(inputs, in), append(places, i)
	}
	return inputs, places
}

// attributes may be written as texts or as numbers; null takes one away.
func (r personRequest) attributes() (map[string]string, error) {
	if r.Attributes == nil {
		return nil, nil
	}
	var bad models.ValidationError
	values := make(map[string]string, len(r.Attributes))
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		if raw := r.Attributes[name]; string(raw) == "null" {
			values[name] = ""
		} else {
			values[name] = plainText(&bad, "attributes."+name, raw)
		}
	}
	return values, bad.Err()
}

// detailsOf are a user's tags and attributes, for the answer about one user.
func (s *Server) detailsOf(ctx context.Context, r models.Recipient) (tags []string, attributes map[string]string, err error) {
	found, err := s.Store.TagsOf(ctx, r.AppID, []int64{r.ID})
	tags, attributes = []string{}, map[string]string{}
	for _, t := range found[r.ID] {
		tags = append(tags, t.Name)
	}
	maps.Copy(attributes, r.Attributes)
	return tags, attributes, err
}
