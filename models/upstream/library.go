package upstream

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/models/wechat"
)

// Entry is a template of the platform's public library.
type Entry struct {
	ID    string
	Title string
	Kind  models.TemplateKind
}

// Shelf is one page of the library. Total is how many entries there are.
type Shelf struct {
	Categories []wechat.Category // of subscribe templates
	Category   int               // the one shown
	Entries    []Entry
	Total      int
}

// Offer is a keyword that an entry offers. Rule is the type of its values; legacy
// ones have none.
type Offer struct {
	ID      int
	Name    string
	Example string
	Rule    string
	Choices []string
}

// PageSize is how many entries a page of a family's library has: what the platform
// gives at once.
func PageSize(family models.Family) int {
	if family == models.FamilyTemplate {
		return 20
	}
	return 30
}

// Browse reads a page of the library, counted from 0. Subscribe templates are
// sorted by the App's service categories: 0 is the first.
func (k Keeper) Browse(ctx context.Context, app models.App, family models.Family, category, page int) (Shelf, error) {
	at := page * PageSize(family)
	return keep(ctx, k, app, shelfKey{family, category, page}, func(ctx context.Context, token string) (Shelf, error) {
		if family == models.FamilyTemplate {
			return k.legacyShelf(ctx, token, at)
		}
		shelf := Shelf{Category: category}
		var err error
		if shelf.Categories, err = k.Client.Categories(ctx, token); err != nil || len(shelf.Categories) == 0 {
			return shelf, err
		}
		if category == 0 {
			shelf.Category = shelf.Categories[0].ID
		}
		titles, total, err := k.Client.PublicTemplates(ctx, token, []int{shelf.Category}, at, PageSize(family))
		for _, t := range titles {
			kind := models.KindSubscribeOnce
			if t.Type == wechat.TypeLong {
				kind = models.KindSubscribeLong
			}
			shelf.Entries = append(shelf.Entries, Entry{ID: t.TID, Title: t.Title, Kind: kind})
		}
		shelf.Total = total
		return shelf, err
	})
}

func (k Keeper) legacyShelf(ctx context.Context, token string, at int) (Shelf, error) {
	list, total, err := k.Client.LibraryList(ctx, token, at, PageSize(models.FamilyTemplate))
	shelf := Shelf{Total: total}
	for _, t := range list {
		shelf.Entries = append(shelf.Entries, Entry{ID: t.ID, Title: t.Title, Kind: models.KindTemplate})
	}
	return shelf, err
}

// Offers lists the keywords that an entry of the library offers.
func (k Keeper) Offers(ctx context.Context, app models.App, family models.Family, id string) ([]Offer, error) {
	return keep(ctx, k, app, offersKey{family, id}, func(ctx context.Context, token string) ([]Offer, error) {
		var offers []Offer
		if family == models.FamilyTemplate {
			entry, err := k.Client.LibraryGet(ctx, token, id)
			for _, o := range entry.Keywords {
				offers = append(offers, Offer{ID: o.ID, Name: o.Name, Example: o.Example})
			}
			return offers, err
		}
		list, err := k.Client.PublicKeywords(ctx, token, id)
		for _, o := range list {
			offers = append(offers, Offer{ID: o.ID, Name: o.Name, Example: o.Example, Rule: o.Rule, Choices: o.Choices})
		}
		return offers, err
	})
}

// Fixed tells the newer templates whose keywords cannot be chosen.
func Fixed(family models.Family, id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && family == models.FamilySubscribe && n >= 10_000_001 && n < 20_000_000
}
