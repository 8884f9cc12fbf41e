package handlers

import (
	"context"
	"errors"

	"xinshi/models"
	"xinshi/views/batch"
)

// firstOf is the first person of an audience, whose card is shown; ID 0: nobody.
func (s *Server) firstOf(ctx context.Context, app models.App, t models.Template, kind models.AudienceKind, list string) (models.Recipient, error) {
	person, err := s.Store.FirstOf(ctx, app, t, models.Audience{Kind: kind, Openids: openids(list)})
	if errors.Is(err, models.ErrNotFound) {
		return models.Recipient{}, nil
	}
	return person, err
}

// crowd counts an audience as far as that is cheap.
func (s *Server) crowd(ctx context.Context, app models.App, t models.Template, in models.BatchInput) (batch.Crowd, error) {
	reach, err := s.Store.Reach(ctx, app, t, in.Audience, in.StartAt)
	return batch.Crowd{Listed: len(in.Audience.Openids), People: reach.People, Reach: reach.Reachable}, err
}
