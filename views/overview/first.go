package overview

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// firstSend is the way to a first message, from where the shop stands: with the
// simulator or once there are templates and users it can be sent at once. A
// role that may not do a step reads it without a link.
func firstSend(ctx context.Context, frame layout.Page, src Source) []Step {
	appid := src.App.Appid
	link := func(permission models.Permission, href string) string {
		if frame.Can(permission) {
			return href
		}
		return ""
	}
	write := Step{text.FirstSendWrite.In(ctx), text.FirstSendWriteText.In(ctx), link(models.PermCompose, paths.DraftNew(appid)), components.IconSquarePen}
	if len(src.Templates) == 0 || !src.HasPeople {
		return []Step{
			{text.FirstSendTemplate.In(ctx), text.FirstSendTplText.In(ctx), link(models.PermTemplates, paths.TemplateNew(appid)), components.IconLayoutTemplate},
			{text.FirstSendCodes.In(ctx), text.FirstSendCodesText.In(ctx), link(models.PermApps, paths.SettingsApp(src.App.ID)), components.IconTicket},
			write,
		}
	}
	last := Step{text.FirstSendHistory.In(ctx), text.FirstSendHistText.In(ctx), paths.Messages(appid), components.IconHistory}
	if frame.Simulator {
		last = Step{text.FirstSendPhone.In(ctx), text.FirstSendPhoneText.In(ctx), link(models.PermPeople, paths.Phone(appid)), components.IconSmartphone}
	}
	users := Step{text.FirstSendUser.In(ctx), text.FirstSendUserText.In(ctx), link(models.PermPeople, paths.With(paths.Recipients(appid), "has_code", "1")), components.IconUsers}
	return []Step{users, write, last}
}
