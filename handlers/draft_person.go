package handlers

import (
	"context"
	"errors"
	"slices"

	"xinshi/models"
	"xinshi/views/draft"
)

// shownCandidates is how many users are offered at a time.
const shownCandidates = 6

// candidates finds the users to choose from, the chosen one first: those that match
// the search, or else the latest who can be reached.
func (s *Server) candidates(ctx context.Context, app models.App, t models.Template, search string, chosen models.Recipient) (list []draft.Candidate, more bool, err error) {
	filter := models.RecipientFilter{Search: search, HasCode: search == ""}
	found, err := s.Store.Recipients(ctx, app.ID, filter, shownCandidates)
	if err == nil && filter.HasCode && len(found.Rows) == 0 {
		found, err = s.Store.Recipients(ctx, app.ID, models.RecipientFilter{}, shownCandidates)
	}
	if err != nil {
		return nil, false, err
	}
	people := found.Rows
	if chosen.ID != 0 {
		people = slices.DeleteFunc(people, func(r models.Recipient) bool { return r.ID == chosen.ID })
		people = slices.Insert(people, 0, chosen)
	}
	list, err = s.withCodes(ctx, app, t, people)
	return list, found.Older.Before != 0, err
}

// withCodes loads what codes people have, and which one a message would spend.
func (s *Server) withCodes(ctx context.Context, app models.App, t models.Template, people []models.Recipient) ([]draft.Candidate, error) {
	ids := make([]int64, len(people))
	for i, r := range people {
		ids[i] = r.ID
	}
	counts, err := s.Store.CodeCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]draft.Candidate, len(people))
	for i, r := range people {
		list[i] = draft.Candidate{Recipient: r, Counts: counts[r.ID]}
		if t.ID == 0 {
			continue
		}
		if list[i].Next, _, err = s.Store.NextCode(ctx, app, t, r.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// loadOne loads the one person whom a choice is for, and who else there is.
func (s *Server) loadOne(ctx context.Context, app models.App, src *draft.AudienceSource) error {
	to, err := models.Recipient{}, error(nil)
	if src.Whom.Choice.Kind == draft.AudienceOne && src.Whom.Choice.To != "" {
		to, err = s.Store.RecipientByOpenid(ctx, app.ID, src.Whom.Choice.To)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	src.Whom.Candidates, src.Whom.More, err = s.candidates(ctx, app, src.Draft.Template, src.Whom.Choice.Search, to)
	if err == nil && to.ID != 0 {
		src.One = src.Whom.Candidates[0]
	}
	return err
}
