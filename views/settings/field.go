package settings

import (
	"context"

	"github.com/a-h/templ"

	"xinshi/views/components"
	"xinshi/views/text"
)

// appid can be typed once: everything of the App belongs to that account.
func appid(ctx context.Context, p AppPage) components.FieldView {
	f := components.FieldView{
		Name: "appid", Label: text.AppAppid.In(ctx), Hint: text.AppAppidHint.In(ctx), Value: p.Form.Appid,
		Error: p.Form.Errors["appid"], Required: true, Mono: true, Autocomplete: "off",
	}
	if p.ID != 0 {
		f.Hint, f.Required, f.Attrs = text.AppAppidFixed.In(ctx), false, templ.Attributes{"readonly": true}
	}
	return f
}

// secret has no value: it can be replaced, never read.
func secret(ctx context.Context, p AppPage) components.FieldView {
	f := components.FieldView{
		Name: "secret", Label: text.AppSecret.In(ctx), Hint: text.AppSecretHint.In(ctx),
		Error: p.Form.Errors["secret"], Required: true, Autocomplete: "new-password",
	}
	if p.ID != 0 {
		f.Hint, f.Required, f.Optional = text.AppSecretKeep.In(ctx), false, true
	}
	return f
}
