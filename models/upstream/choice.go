package upstream

import (
	"context"
	"strings"
	"unicode/utf8"

	"xinshi/models"
)

// Choice is what a person wants of the library: an entry with some of its keywords,
// in that order.
type Choice struct {
	Family   models.Family
	ID       string
	Title    string
	Keywords []int
	Scene    string // what it is used for; subscribe templates only
}

// Limits are how many keywords a template may have, and how long its scene may be.
func Limits(family models.Family) (fewest, most, scene int) {
	if family == models.FamilyTemplate {
		return 1, 10, 0
	}
	return 2, 5, 15
}

func (c *Choice) validate() error {
	var bad models.ValidationError
	fewest, most, scene := Limits(c.Family)
	c.Scene = strings.TrimSpace(c.Scene)
	switch {
	case Fixed(c.Family, c.ID):
		c.Keywords = nil
	case len(c.Keywords) < fewest:
		bad.Add("keywords", models.ReasonTooFew, fewest)
	case len(c.Keywords) > most:
		bad.Add("keywords", models.ReasonTooMany, most)
	}
	switch {
	case scene == 0:
		c.Scene = ""
	case c.Scene == "":
		bad.Add("scene", models.ReasonRequired)
	case utf8.RuneCountInString(c.Scene) > scene:
		bad.Add("scene", models.ReasonTooLong, scene)
	}
	return bad.Err()
}

// Add adds a template of the library to the App's own and registers it here. What
// its keys are called only the platform's list tells, so that is fetched. It returns
// the template here; one without an ID was added, but the list was not to be had.
func (k Keeper) Add(ctx context.Context, actor models.Actor, app models.App, c Choice) (models.Template, error) {
	if err := c.validate(); err != nil {
		return models.Template{}, err
	}
	var templateID string
	err := k.do(ctx, app, func(ctx context.Context, token string) (err error) {
		if c.Family == models.FamilyTemplate {
			templateID, err = k.Client.AddTemplate(ctx, token, c.ID, c.Keywords)
		} else {
			templateID, err = k.Client.AddSubscribeTemplate(ctx, token, c.ID, c.Keywords, c.Scene)
		}
		return err
	})
	if err != nil {
		return models.Template{}, err
	}
	if err := k.Store.NoteLibraryAdd(ctx, actor, app.ID, templateID, c); err != nil {
		return models.Template{}, err
	}
	return k.register(ctx, actor, app, templateID)
}

// register takes over a template that was just added, unless it is here already.
func (k Keeper) register(ctx context.Context, actor models.Actor, app models.App, templateID string) (models.Template, error) {
	if _, err := k.Fetch(ctx, app, models.FetchAfterChange); err != nil {
		return models.Template{}, err
	}
	return k.Store.TakeTemplate(ctx, actor, app.ID, templateID)
}

// Delete takes a template out of the App's own on the platform. Here it stays, with
// all that was sent by it, and is marked.
func (k Keeper) Delete(ctx context.Context, actor models.Actor, app models.App, t models.Template) error {
	err := k.do(ctx, app, func(ctx context.Context, token string) error {
		if t.Kind.Family() == models.FamilyTemplate {
			return k.Client.DeleteTemplate(ctx, token, t.TemplateID)
		}
		return k.Client.DeleteSubscribeTemplate(ctx, token, t.TemplateID)
	})
	if err != nil {
		return err
	}
	return k.Store.DropTemplate(ctx, actor, app.ID, t.ID)
}
