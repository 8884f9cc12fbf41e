package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/static"
	"xinshi/views/paths"
)

// route is one line of the list: what is asked, who may, who answers.
type route struct {
	method, pattern string
	needs           models.Permission
	handle          func(*Server, echo.Context) error
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is everything we answer. A page with :appid gets its App from the
// guard, see currentApp.
var routes = []route{
	{get, paths.Login, public, (*Server).showSignIn},
	{post, paths.Login, public, (*Server).signIn},
	{post, paths.Logout, public, (*Server).signOut},
	{post, paths.Preferences, public, (*Server).savePreferences},
	{get, paths.Home, signedIn, (*Server).home},

	{get, paths.OverviewRoute, models.PermView, (*Server).showOverview},
	{get, paths.RecipientsRoute, models.PermPeople, (*Server).listRecipients},
	{get, paths.RecipientRoute, models.PermPeople, (*Server).recipientPage},
	{post, paths.RecipientRoute, models.PermSend, (*Server).saveRecipient},
	{get, paths.MessagesRoute, models.PermView, (*Server).listMessages},
	{get, paths.MessageRoute, models.PermView, (*Server).messagePage},
	{post, paths.MessageResendRoute, models.PermSend, (*Server).sendAgain},
	{post, paths.MessageAssumeRoute, models.PermSend, (*Server).assumeSent},
	{post, paths.MessageCancelRoute, models.PermSend, (*Server).cancelMessage},

	{get, paths.TemplatesRoute, models.PermView, (*Server).listTemplates},
	{post, paths.TemplatesRoute, models.PermTemplates, (*Server).addTemplate},
	{get, paths.TemplateNewRoute, models.PermTemplates, (*Server).newTemplate},
	{post, paths.TemplatePreviewRoute, models.PermTemplates, (*Server).previewTemplate},
	{get, paths.TemplateRoute, models.PermView, (*Server).showTemplate},
	{get, paths.TemplateEditRoute, models.PermTemplates, (*Server).editTemplate},
	{post, paths.TemplateEditRoute, models.PermTemplates, (*Server).saveTemplate},
	{post, paths.TemplateStopRoute, models.PermTemplates, (*Server).stopTemplate},
	{post, paths.TemplateStartRoute, models.PermTemplates, (*Server).startTemplate},
	{get, paths.ComposeRoute, models.PermCompose, (*Server).showCompose},
	{post, paths.ComposePreviewRoute, models.PermCompose, (*Server).previewCompose},
	{post, paths.ComposeRoute, models.PermSend, (*Server).sendMessage},

	{get, paths.BatchesRoute, models.PermView, (*Server).listBatches},
	{post, paths.BatchesRoute, models.PermSend, (*Server).addBatch},
	{get, paths.BatchNewRoute, models.PermSend, (*Server).newBatch},
	{post, paths.BatchPreviewRoute, models.PermSend, (*Server).previewBatch},
	{post, paths.BatchCheckRoute, models.PermSend, (*Server).checkBatch},
	{get, paths.BatchRoute, models.PermView, (*Server).batchPage},
	{post, paths.BatchPauseRoute, models.PermSend, (*Server).pauseBatch},
	{post, paths.BatchResumeRoute, models.PermSend, (*Server).resumeBatch},
	{post, paths.BatchCancelRoute, models.PermSend, (*Server).cancelBatch},
	{post, paths.BatchPaceRoute, models.PermSend, (*Server).setBatchPace},
	{post, paths.BatchRetryRoute, models.PermSend, (*Server).retryBatch},

	{get, paths.PhoneRoute, models.PermPeople, (*Server).showPhone},
	{post, paths.PhoneFormRoute, models.PermSend, (*Server).submitForm},
	{post, paths.PhonePayRoute, models.PermSend, (*Server).payOrder},
	{post, paths.PhoneSubscribeRoute, models.PermSend, (*Server).acceptSubscription},
	{post, paths.PhoneFaultRoute, models.PermSend, (*Server).setFault},

	{get, paths.Audit, models.PermAudit, (*Server).listAudit},
	{get, paths.Settings, models.PermApps, (*Server).listApps},
	{get, paths.SettingsAppNew, models.PermApps, (*Server).newApp},
	{post, paths.SettingsAppNew, models.PermApps, (*Server).addApp},
	{get, paths.SettingsAppRoute, models.PermApps, (*Server).showApp},
	{post, paths.SettingsAppRoute, models.PermApps, (*Server).updateApp},
	{post, paths.SettingsPauseRoute, models.PermApps, (*Server).pauseApp},
	{post, paths.SettingsResumeRoute, models.PermApps, (*Server).resumeApp},
	{post, paths.SettingsKeysRoute, models.PermApps, (*Server).addKey},
	{post, paths.SettingsKeyRevokeRoute, models.PermApps, (*Server).revokeKey},
	{get, paths.SettingsStaff, models.PermStaff, (*Server).listStaff},
	{get, paths.SettingsStaffNew, models.PermStaff, (*Server).newMember},
	{post, paths.SettingsStaffNew, models.PermStaff, (*Server).addMember},
	{get, paths.SettingsStaffMemberRoute, models.PermStaff, (*Server).showMember},
	{post, paths.SettingsStaffMemberRoute, models.PermStaff, (*Server).updateMember},
	{post, paths.SettingsStaffPasswordRoute, models.PermStaff, (*Server).setPassword},

	{post, paths.APISendCodes, byKey, (*Server).addCodes},
	{post, paths.APIMessages, byKey, (*Server).addMessage},
	{post, paths.APIBulk, byKey, (*Server).addMessages},
	{get, paths.APIMessageRoute, byKey, (*Server).showMessage},
	{get, paths.APIRecipientRoute, byKey, (*Server).showRecipient},
	{post, paths.APIPaidRoute, byKey, (*Server).markPaid},

	{get, paths.Healthz, machine, (*Server).healthz},
	{get, paths.Readyz, machine, (*Server).readyz},
	{get, paths.Metrics, machine, (*Server).metrics},
}

// register builds the routes from the list; the guard decides what stands
// before the handler.
func (s *Server) register() {
	s.echo.Use(begin, s.accessLog, s.secure, chooseLanguage, recoverPanic)
	page := []echo.MiddlewareFunc{noStore, limitBody(maxPageBody), readForm, s.openSession, s.csrf()}
	api := []echo.MiddlewareFunc{noStore, s.openKey, limitBody(maxAPIBody)}

	for _, r := range routes {
		if s.MachineOnly && r.needs != machine {
			continue
		}
		handle := func(c echo.Context) error { return r.handle(s, c) }
		switch r.needs {
		case machine:
			s.add(r.method, r.pattern, handle, noStore)
		case byKey:
			s.add(r.method, r.pattern, handle, api...)
		default:
			s.add(r.method, r.pattern, s.guarded(r.needs, handle), page...)
		}
	}
	s.add(get, paths.Static+"*", echo.WrapHandler(static.Handler()))
}

// add registers a route; what answers GET answers HEAD.
func (s *Server) add(method, pattern string, handle echo.HandlerFunc, middleware ...echo.MiddlewareFunc) {
	s.echo.Add(method, pattern, handle, middleware...)
	if method == get {
		s.echo.Add(http.MethodHead, pattern, handle, middleware...)
	}
}
