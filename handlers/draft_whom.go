package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/draft"
	"xinshi/views/paths"
	"xinshi/views/recipient"
)

// draftQuery reads what other pages link to: a template to begin with, and whom
// the draft is for. chosen is false when it names nobody.
func (s *Server) draftQuery(c echo.Context) (template string, choice draft.Choice, chosen bool, err error) {
	query, err := filters(c, "template", "to", "audience", "id", "segment", "tag", "filter")
	if err != nil {
		return "", choice, false, err
	}
	choose := func(kind models.AudienceKind) { choice.Kind = string(kind) }
	switch kind := models.AudienceKind(query.Get("audience")); kind {
	case "":
	case models.AudienceAll, models.AudienceReachable, models.AudiencePicked, models.AudienceSegment, models.AudienceTag:
		choose(kind)
	default:
		return "", choice, false, badRequest(fmt.Errorf("audience is %q", kind))
	}
	if choice.To = strings.TrimSpace(query.Get("to")); choice.To != "" {
		choice.Kind = draft.AudienceOne
	}
	if choice.Tag = query.Get("tag"); choice.Tag != "" {
		choose(models.AudienceTag)
	}
	if choice.Segment = query.Get("segment"); choice.Segment != "" {
		choose(models.AudienceSegment)
	}
	if filter := query.Get("filter"); filter != "" {
		choose(models.AudienceSegment)
		choice.Segment = filter
	}
	if people := query["id"]; len(people) > 0 {
		choose(models.AudiencePicked)
		choice.Openids, err = s.openidsOf(c, people)
	}
	return query.Get("template"), choice, choice.Kind != "", err
}

// openidsOf writes users as a list of openids, one a line.
func (s *Server) openidsOf(c echo.Context, people []string) (string, error) {
	var ids []int64
	for _, value := range people {
		id, err := models.ParseID(value)
		if err != nil {
			return "", badRequest(err)
		}
		ids = append(ids, id)
	}
	if len(ids) > models.MaxPeople {
		return "", badRequest(fmt.Errorf("%d people in one link", len(ids)))
	}
	known, err := s.Store.RecipientNames(c.Request().Context(), currentApp(c).ID, ids)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, id := range ids {
		if r := known[id]; r.ID != 0 && r.ErasedAt == 0 {
			lines = append(lines, r.Openid)
		}
	}
	return strings.Join(lines, "\n"), nil
}

// readChoice reads whom somebody chose.
func readChoice(c echo.Context) draft.Choice {
	v := c.Request().PostForm
	return draft.Choice{
		Kind: v.Get("audience"), To: strings.TrimSpace(v.Get("to")), Search: strings.TrimSpace(v.Get("q")),
		Openids: v.Get("openids"), Segment: v.Get("segment"), Tag: v.Get("tag"),
	}
}

// loadWhom loads the tags and segments to choose from, and what the choice comes to.
func (s *Server) loadWhom(ctx context.Context, app models.App, w *draft.WhomSource) error {
	var err error
	if w.Tags, err = s.Store.Tags(ctx, app.ID); err != nil {
		return err
	}
	if w.Segments, err = s.Store.Segments(ctx, app.ID); err != nil {
		return err
	}
	c := w.Choice
	w.Audience = models.Audience{Kind: models.AudienceKind(c.Kind)}
	switch w.Audience.Kind {
	case draft.AudienceOne:
		w.Audience = models.Audience{Kind: models.AudiencePicked, Openids: openids(c.To)}
	case models.AudiencePicked:
		w.Audience.Openids = openids(c.Openids)
	case models.AudienceTag:
		if c.Tag != "" {
			w.Audience.Filter = &models.RecipientFilter{Tags: []string{c.Tag}}
		}
	case models.AudienceSegment:
		return s.segmentAudience(ctx, app, w)
	}
	return nil
}

// segmentAudience is a saved segment, or the filters of the list of users as
// they stood when somebody came from there.
func (s *Server) segmentAudience(ctx context.Context, app models.App, w *draft.WhomSource) error {
	chosen := w.Choice.Segment
	at := slices.IndexFunc(w.Segments, func(g models.Segment) bool { return paths.ID(g.ID) == chosen })
	switch {
	case at >= 0:
		filter := w.Segments[at].Filter
		w.Audience.Filter, w.Audience.Segment = &filter, w.Segments[at].Name
		return nil
	case !strings.Contains(chosen, "="): // none, or one that was deleted meanwhile
		return nil
	}
	query, err := listedQuery(chosen)
	if err != nil {
		return err
	}
	filter, err := recipientFilter(inUse(query), app)
	if err != nil {
		return err
	}
	w.Audience.Filter = &filter
	w.Audience.Segment, err = s.filterWords(ctx, app, inUse(query))
	return err
}

// filterWords are the filters of the list of users in words.
func (s *Server) filterWords(ctx context.Context, app models.App, query url.Values) (string, error) {
	templates, err := s.Store.Templates(ctx, app.ID)
	return recipient.Words(ctx, query, templates), err
}

// whomWords say whom a link to a new draft is about; empty: nobody.
func (s *Server) whomWords(ctx context.Context, app models.App, w draft.WhomSource) (string, error) {
	switch w.Choice.Kind {
	case "":
		return "", nil
	case draft.AudienceOne:
		person, err := s.Store.RecipientByOpenid(ctx, app.ID, w.Choice.To)
		if errors.Is(err, models.ErrNotFound) {
			return w.Choice.To, nil
		}
		return person.Name(), err
	}
	return batch.Audience(ctx, w.Audience), nil
}

// openids reads a list, one a line, each once.
func openids(list string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, id := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;，；", r) }) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}
