package paths

// Patterns of the pages of one App, for the route list. :appid is the
// platform's word for it, :id the decimal id of one of our rows.
const (
	OverviewRoute = "/apps/:appid"

	TemplatesRoute       = "/apps/:appid/templates"
	TemplateNewRoute     = "/apps/:appid/templates/new"
	TemplatePreviewRoute = "/apps/:appid/templates/preview"
	TemplateRoute        = "/apps/:appid/templates/:id"
	TemplateEditRoute    = "/apps/:appid/templates/:id/edit"
	TemplateStopRoute    = "/apps/:appid/templates/:id/stop"
	TemplateStartRoute   = "/apps/:appid/templates/:id/start"

	RecipientsRoute = "/apps/:appid/recipients"
	RecipientRoute  = "/apps/:appid/recipients/:id"
	ComposeRoute    = "/apps/:appid/compose"

	MessagesRoute      = "/apps/:appid/messages"
	MessageRoute       = "/apps/:appid/messages/:id"
	MessageResendRoute = "/apps/:appid/messages/:id/resend"
	MessageAssumeRoute = "/apps/:appid/messages/:id/assume-sent"
	MessageCancelRoute = "/apps/:appid/messages/:id/cancel"

	PhoneRoute          = "/apps/:appid/phone"
	PhoneFormRoute      = "/apps/:appid/phone/form"
	PhonePayRoute       = "/apps/:appid/phone/pay"
	PhoneSubscribeRoute = "/apps/:appid/phone/subscribe"
	PhoneFaultRoute     = "/apps/:appid/phone/fault"
)

// Overview is an App's first page.
func Overview(appid string) string { return join("apps", appid) }

// Templates lists an App's templates; adding one posts there.
func Templates(appid string) string { return join("apps", appid, "templates") }

// TemplateNew is the form for a template added by hand.
func TemplateNew(appid string) string { return join("apps", appid, "templates", "new") }

// TemplatePreview answers the phone card of a template form as it stands.
func TemplatePreview(appid string) string { return join("apps", appid, "templates", "preview") }

// Template shows one template.
func Template(appid string, id int64) string { return join("apps", appid, "templates", ID(id)) }

// TemplateEdit is the form for its mapping and colours; saving posts there.
func TemplateEdit(appid string, id int64) string {
	return join("apps", appid, "templates", ID(id), "edit")
}

// TemplateStop takes a template out of use.
func TemplateStop(appid string, id int64) string {
	return join("apps", appid, "templates", ID(id), "stop")
}

// TemplateStart brings it back.
func TemplateStart(appid string, id int64) string {
	return join("apps", appid, "templates", ID(id), "start")
}

// Recipients lists an App's users.
func Recipients(appid string) string { return join("apps", appid, "recipients") }

// Recipient shows one user.
func Recipient(appid string, id int64) string { return join("apps", appid, "recipients", ID(id)) }

// Compose leads to a new draft, with what it is to begin with in the query.
func Compose(appid string) string { return join("apps", appid, "compose") }

// Messages is the history.
func Messages(appid string) string { return join("apps", appid, "messages") }

// Message shows one message.
func Message(appid string, id int64) string { return join("apps", appid, "messages", ID(id)) }

// MessageResend sends again what failed or came to an unknown end.
func MessageResend(appid string, id int64) string {
	return join("apps", appid, "messages", ID(id), "resend")
}

// MessageAssume settles an unknown outcome as sent.
func MessageAssume(appid string, id int64) string {
	return join("apps", appid, "messages", ID(id), "assume-sent")
}

// MessageCancel takes back a message that still waits.
func MessageCancel(appid string, id int64) string {
	return join("apps", appid, "messages", ID(id), "cancel")
}

// Phone is the simulated phone, which exists only beside the simulator.
func Phone(appid string) string { return join("apps", appid, "phone") }

// PhoneForm submits the mini program's form on it.
func PhoneForm(appid string) string { return join("apps", appid, "phone", "form") }

// PhonePay pays an order on it.
func PhonePay(appid string) string { return join("apps", appid, "phone", "pay") }

// PhoneSubscribe accepts or refuses a subscription on it.
func PhoneSubscribe(appid string) string { return join("apps", appid, "phone", "subscribe") }

// PhoneFault makes the simulated platform misbehave.
func PhoneFault(appid string) string { return join("apps", appid, "phone", "fault") }
