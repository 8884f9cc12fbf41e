package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/batch"
	"xinshi/views/paths"
	"xinshi/views/recipient"
)

// batchQuery reads what other pages link to: a template to begin with, and whom
// the batch is for.
func (s *Server) batchQuery(c echo.Context) (batch.Form, error) {
	query, err := filters(c, "template", "audience", "id", "segment", "tag", "filter")
	if err != nil {
		return batch.Form{}, err
	}
	form := batch.NewForm(query.Get("template"))
	choose := func(kind models.AudienceKind) { form.Audience = string(kind) }
	switch kind := models.AudienceKind(query.Get("audience")); kind {
	case "":
	case models.AudienceAll, models.AudienceReachable, models.AudiencePicked, models.AudienceSegment, models.AudienceTag:
		choose(kind)
	default:
		return form, badRequest(fmt.Errorf("audience is %q", kind))
	}
	if form.Tag = query.Get("tag"); form.Tag != "" {
		choose(models.AudienceTag)
	}
	if form.Segment = query.Get("segment"); form.Segment != "" {
		choose(models.AudienceSegment)
	}
	if filter := query.Get("filter"); filter != "" {
		choose(models.AudienceSegment)
		form.Segment = filter
	}
	if people := query["id"]; len(people) > 0 {
		choose(models.AudiencePicked)
		form.Openids, err = s.openidsOf(c, people)
	}
	return form, err
}

// openidsOf writes users as the list of a batch has them, one a line.
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

// loadAudiences loads the tags and segments to choose from, and what the form
// says of whom the batch is for.
func (s *Server) loadAudiences(ctx context.Context, src *batch.FormSource) error {
	var err error
	if src.Tags, err = s.Store.Tags(ctx, src.App.ID); err != nil {
		return err
	}
	if src.Segments, err = s.Store.Segments(ctx, src.App.ID); err != nil {
		return err
	}
	f := src.Form
	src.Audience = models.Audience{Kind: models.AudienceKind(f.Audience)}
	switch src.Audience.Kind {
	case models.AudiencePicked:
		src.Audience.Openids = openids(f.Openids)
	case models.AudienceTag:
		if f.Tag != "" {
			src.Audience.Filter = &models.RecipientFilter{Tags: []string{f.Tag}}
		}
	case models.AudienceSegment:
		return segmentAudience(ctx, src)
	}
	return nil
}

// segmentAudience is a saved segment, or the filters of the list of users as
// they stood when somebody came from there.
func segmentAudience(ctx context.Context, src *batch.FormSource) error {
	chosen := src.Form.Segment
	at := slices.IndexFunc(src.Segments, func(g models.Segment) bool { return paths.ID(g.ID) == chosen })
	switch {
	case at >= 0:
		filter := src.Segments[at].Filter
		src.Audience.Filter, src.Audience.Segment = &filter, src.Segments[at].Name
		return nil
	case !strings.Contains(chosen, "="): // none, or one that was deleted meanwhile
		return nil
	}
	query, err := listedQuery(chosen)
	if err != nil {
		return err
	}
	filter, err := recipientFilter(inUse(query), src.App)
	if err != nil {
		return err
	}
	src.Audience.Filter, src.Audience.Segment = &filter, recipient.Words(ctx, inUse(query), src.Templates)
	return nil
}

// firstOf is the first person of an audience, whose card is shown; ID 0: nobody.
func (s *Server) firstOf(ctx context.Context, src batch.FormSource) (models.Recipient, error) {
	person, err := s.Store.FirstOf(ctx, src.App, src.Template, src.Audience)
	var refused *models.ValidationError
	if errors.Is(err, models.ErrNotFound) || errors.As(err, &refused) {
		return models.Recipient{}, nil
	}
	return person, err
}

// crowd counts an audience as far as that is cheap.
func (s *Server) crowd(ctx context.Context, app models.App, t models.Template, in models.BatchInput) (batch.Crowd, error) {
	reach, err := s.Store.Reach(ctx, app, t, in.Audience, in.StartAt)
	return batch.Crowd{Listed: len(in.Audience.Openids), People: reach.People, Reach: reach.Reachable}, err
}
