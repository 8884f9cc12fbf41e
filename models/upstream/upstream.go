// Package upstream manages an App's templates where they come from: it asks the
// platform for the App's own lists and keeps the answers. What they mean for the
// templates here is decided in models, how the calls look in wechat.
package upstream

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
)

// Keeper makes the calls. No call happens inside a transaction.
type Keeper struct {
	Store  *models.Store
	Client *wechat.Client
	Tokens *wechat.Tokens
	Kept   *Kept
}

// Fetch asks the platform for the App's own templates and keeps what it says, a
// refusal of either list included. It is false if the last answer is too young to
// ask again; errors are of our own making.
func (k Keeper) Fetch(ctx context.Context, app models.App, why models.FetchReason) (bool, error) {
	mine, err := k.Store.BeginFetch(ctx, app.ID, why)
	if err != nil || !mine {
		return false, err
	}
	lists := models.HeardLists{}
	for family, list := range map[models.Family]func(context.Context, string) ([]wechat.OwnTemplate, error){
		models.FamilySubscribe: k.Client.SubscribeTemplates, models.FamilyTemplate: k.Client.ListTemplates,
	} {
		heard := models.Heard{At: k.Store.Now()}
		err := k.do(ctx, app, func(ctx context.Context, token string) (err error) {
			heard.Templates, err = list(ctx, token)
			return err
		})
		if refusal, refused := models.ExplainRefusal(err); refused && ctx.Err() == nil {
			heard.Refusal = &refusal
		} else if err != nil {
			return true, err
		}
		lists[family] = heard
	}
	return true, k.Store.KeepList(ctx, app.ID, lists)
}

func (k Keeper) do(ctx context.Context, app models.App, call func(ctx context.Context, token string) error) error {
	account, err := k.Store.Account(app)
	if err != nil {
		return err
	}
	return k.Tokens.Do(ctx, account, call)
}
