package delivery

import (
	"context"

	"xinshi/models"
	"xinshi/models/wechat"
)

// Sender makes the one platform call of a claimed message. Its error is one
// that wechat.Explain knows, or means that nothing was sent.
type Sender interface {
	Send(ctx context.Context, account wechat.Account, c *models.Claimed) (wechat.Receipt, error)
}

// Platform is the Sender that talks to WeChat. A refused token is renewed and
// the same message repeated with the same code, once.
type Platform struct {
	Client *wechat.Client
	Tokens *wechat.Tokens
}

// Send calls template/send or subscribe/send by the kind of the template.
func (p Platform) Send(ctx context.Context, account wechat.Account, c *models.Claimed) (wechat.Receipt, error) {
	var receipt wechat.Receipt
	err := p.Tokens.Do(ctx, account, func(ctx context.Context, token string) error {
		var err error
		if c.Template.Kind == models.KindTemplate {
			receipt, err = p.Client.SendTemplate(ctx, token, templateMessage(c))
		} else {
			receipt, err = p.Client.SendSubscribe(ctx, token, subscribeMessage(c))
		}
		return err
	})
	return receipt, err
}

// Payload is the exact body that Send posts for a message, for pages that show
// what went out.
func Payload(c *models.Claimed) ([]byte, error) {
	if c.Template.Kind == models.KindTemplate {
		return templateMessage(c).JSON()
	}
	return subscribeMessage(c).JSON()
}

func templateMessage(c *models.Claimed) wechat.TemplateMessage {
	m := wechat.TemplateMessage{
		ToUser: c.Openid, TemplateID: c.Template.TemplateID, Page: c.Message.Page,
		FormID: c.Code.Code, Data: values(c.Message.Data),
	}
	if c.Message.Emphasis != "" {
		m.EmphasisKeyword = c.Message.Emphasis + ".DATA"
	}
	return m
}

func subscribeMessage(c *models.Claimed) wechat.SubscribeMessage {
	return wechat.SubscribeMessage{
		ToUser: c.Openid, TemplateID: c.Template.TemplateID, Page: c.Message.Page, Data: values(c.Message.Data),
		State: string(c.Template.MiniprogramState), Lang: c.Template.Lang,
	}
}

// values leaves blank keywords out: a legacy card shows them empty either way,
// and a subscribe message with one was refused before it was queued.
func values(data []models.KeywordValue) map[string]wechat.Value {
	out := make(map[string]wechat.Value, len(data))
	for _, k := range data {
		if k.Value != "" {
			out[k.Key] = wechat.Value{Value: k.Value, Color: k.Colour}
		}
	}
	return out
}
