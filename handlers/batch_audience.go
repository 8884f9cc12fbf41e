package handlers

import (
	"context"
	"errors"
	"slices"

	"xinshi/models"
	"xinshi/views/batch"
)

// How far we look for people before a batch is set up: for the card of the
// first, and for the number of all. Beyond that a page says "more than".
const (
	lookedAtForFirst = 100
	countedPeople    = 1000
)

// oldest is the beginning of a list in the order of ids, which is the order in
// which an audience is put together.
var oldest = models.Cursor{After: 1}

// firstOf is the first person of an audience, whose card is shown; ID 0: nobody.
func (s *Server) firstOf(ctx context.Context, app models.App, t models.Template, kind models.AudienceKind, list string) (models.Recipient, error) {
	if kind == models.AudiencePicked {
		return s.firstListed(ctx, app, openids(list))
	}
	reachable := kind == models.AudienceReachable
	filter, size := models.RecipientFilter{HasCode: reachable, Cursor: oldest}, 1
	if reachable {
		size = lookedAtForFirst
	}
	found, err := s.Store.Recipients(ctx, app.ID, filter, size)
	if err != nil {
		return models.Recipient{}, err
	}
	slices.SortFunc(found.Rows, func(a, b models.Recipient) int { return int(min(1, max(-1, a.ID-b.ID))) })
	if reachable && t.ID != 0 {
		if found.Rows, err = s.payable(ctx, t, found.Rows); err != nil {
			return models.Recipient{}, err
		}
	}
	if len(found.Rows) == 0 {
		return models.Recipient{}, nil
	}
	return found.Rows[0], nil
}

// firstListed is the first of the openids that is a user; after a few that are
// not, the page does without.
func (s *Server) firstListed(ctx context.Context, app models.App, ids []string) (models.Recipient, error) {
	for _, id := range ids[:min(len(ids), 5)] {
		person, err := s.Store.RecipientByOpenid(ctx, app.ID, id)
		if !errors.Is(err, models.ErrNotFound) {
			return person, err
		}
	}
	return models.Recipient{}, nil
}

// payable leaves those who have a usable code for a template.
func (s *Server) payable(ctx context.Context, t models.Template, people []models.Recipient) ([]models.Recipient, error) {
	ids := make([]int64, len(people))
	for i, r := range people {
		ids[i] = r.ID
	}
	counts, err := s.Store.CodeCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	pays := func(n models.CodeCount) bool {
		return slices.Contains(t.CodeKinds(), n.Kind) && (n.TemplateRef == 0 || n.TemplateRef == t.ID)
	}
	return slices.DeleteFunc(people, func(r models.Recipient) bool { return !slices.ContainsFunc(counts[r.ID], pays) }), nil
}

// crowd counts an audience as far as that is cheap.
func (s *Server) crowd(ctx context.Context, app models.App, t models.Template, audience models.Audience) (batch.Crowd, error) {
	if audience.Kind == models.AudiencePicked {
		return batch.Crowd{Listed: true, People: models.CappedCount{N: int64(len(audience.Openids))}}, nil
	}
	withCode, err := s.Store.Recipients(ctx, app.ID, models.RecipientFilter{HasCode: true}, countedPeople)
	if err != nil {
		return batch.Crowd{}, err
	}
	more := withCode.Older.Before != 0
	reached, err := s.payable(ctx, t, withCode.Rows)
	crowd := batch.Crowd{Reach: models.CappedCount{N: int64(len(reached)), Over: more}}
	crowd.People = crowd.Reach
	if err != nil || audience.Kind == models.AudienceReachable {
		return crowd, err
	}
	everyone, err := s.Store.Recipients(ctx, app.ID, models.RecipientFilter{}, countedPeople)
	crowd.People = models.CappedCount{N: int64(len(everyone.Rows)), Over: everyone.Older.Before != 0}
	return crowd, err
}
