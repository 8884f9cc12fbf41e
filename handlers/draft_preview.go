package handlers

import (
	"context"
	"errors"

	"xinshi/models"
	"xinshi/views/draft"
)

// previewDraft renders the message for the person who was asked for, or for whom
// step leads to from there; else for the first of the audience, else for nobody.
func (s *Server) previewDraft(ctx context.Context, app models.App, src *draft.ContentSource, step string) error {
	if src.Draft.Template.ID == 0 {
		return nil
	}
	person, err := s.previewPerson(ctx, app, src)
	if err == nil && step != "" {
		person, err = s.stepBeside(ctx, app, src, person, step == draft.StepBack)
	}
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if person.ID != 0 {
		known, err := s.withCodes(ctx, app, src.Draft.Template, []models.Recipient{person})
		if err != nil {
			return err
		}
		src.Person = known[0]
	}
	src.Preview, err = s.Store.PreviewDraft(ctx, app, src.Draft, person)
	return err
}

// previewPerson is who has the openid that was asked for, or is found by these
// words, the others of whom are suggested.
func (s *Server) previewPerson(ctx context.Context, app models.App, src *draft.ContentSource) (models.Recipient, error) {
	if src.To != "" {
		person, err := s.Store.RecipientByOpenid(ctx, app.ID, src.To)
		if !errors.Is(err, models.ErrNotFound) {
			return person, err
		}
		found, err := s.Store.Recipients(ctx, app.ID, models.RecipientFilter{Search: src.To}, shownCandidates)
		if err != nil {
			return models.Recipient{}, err
		}
		if src.Matches = found.Rows; len(found.Rows) > 0 {
			return found.Rows[0], nil
		}
		src.Lost = true
	}
	return s.Store.FirstOfDraft(ctx, app, src.Draft)
}

// stepBeside goes on to the next person of the audience or back to the one before;
// where there is none it stays.
func (s *Server) stepBeside(ctx context.Context, app models.App, src *draft.ContentSource, person models.Recipient, back bool) (models.Recipient, error) {
	beside, err := s.Store.BesideInDraft(ctx, app, src.Draft, person, back)
	if errors.Is(err, models.ErrNotFound) {
		src.NoMore = true
		return person, nil
	}
	src.To, src.Matches, src.Lost = beside.Openid, nil, false
	return beside, err
}
