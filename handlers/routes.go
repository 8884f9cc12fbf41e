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
	{get, paths.LoginCode, public, (*Server).showCode},
	{post, paths.LoginCode, public, (*Server).giveCode},
	{get, paths.Setup, public, (*Server).showSetup},
	{post, paths.Setup, public, (*Server).setUp},
	{post, paths.Logout, public, (*Server).signOut},
	{post, paths.Preferences, public, (*Server).savePreferences},
	{get, paths.Home, signedIn, (*Server).home},

	{get, paths.OverviewRoute, models.PermView, (*Server).showOverview},
	{get, paths.RecipientsRoute, models.PermPeople, (*Server).listRecipients},
	{get, paths.RecipientRoute, models.PermPeople, (*Server).recipientPage},
	{get, paths.RecipientEditRoute, models.PermEdit, (*Server).editRecipient},
	{post, paths.RecipientEditRoute, models.PermEdit, (*Server).saveRecipient},
	{post, paths.RecipientTagsRoute, models.PermEdit, (*Server).tagRecipient},
	{post, paths.RecipientEraseRoute, models.PermErase, (*Server).eraseRecipient},
	{post, paths.RecipientsPickedRoute, models.PermEdit, (*Server).pickedRecipients},
	{get, paths.GroupsRoute, models.PermPeople, (*Server).listGroups},
	{get, paths.RadarRoute, models.PermPeople, (*Server).showRadar},
	{post, paths.SegmentsRoute, models.PermCompose, (*Server).addSegment},
	{post, paths.SegmentRenameRoute, models.PermCompose, (*Server).renameSegment},
	{post, paths.SegmentDeleteRoute, models.PermCompose, (*Server).deleteSegment},
	{post, paths.TagRenameRoute, models.PermEdit, (*Server).renameTag},
	{post, paths.TagDeleteRoute, models.PermEdit, (*Server).deleteTag},
	{post, paths.RecipientsExportRoute, models.PermExport, (*Server).exportRecipients},
	{get, paths.ImportsRoute, models.PermImport, (*Server).listImports},
	{get, paths.ImportNewRoute, models.PermImport, (*Server).newImport},
	{get, paths.ImportSampleRoute, models.PermImport, (*Server).importSample},
	{get, paths.ImportRoute, models.PermImport, (*Server).importPage},
	{post, paths.ImportCheckRoute, models.PermImport, (*Server).checkImport},
	{post, paths.ImportStartRoute, models.PermImport, (*Server).startImport},
	{post, paths.ImportCancelRoute, models.PermImport, (*Server).cancelImport},
	{post, paths.ImportRefusedRoute, models.PermImport, (*Server).exportRefused},
	{get, paths.MessagesRoute, models.PermView, (*Server).listMessages},
	{post, paths.MessagesExportRoute, models.PermExport, (*Server).exportMessages},
	{get, paths.MessageRoute, models.PermView, (*Server).messagePage},
	{post, paths.MessageResendRoute, models.PermSend, (*Server).sendAgain},
	{post, paths.MessageAssumeRoute, models.PermSend, (*Server).assumeSent},
	{post, paths.MessageCancelRoute, models.PermSend, (*Server).cancelMessage},

	{get, paths.TemplatesRoute, models.PermView, (*Server).listTemplates},
	{post, paths.TemplatesRoute, models.PermTemplates, (*Server).addTemplate},
	{get, paths.TemplateSyncRoute, models.PermView, (*Server).showSync},
	{post, paths.TemplateSyncRoute, models.PermTemplates, (*Server).takeTemplates},
	{post, paths.TemplateFetchRoute, models.PermTemplates, (*Server).fetchTemplates},
	{get, paths.TemplateNewRoute, models.PermTemplates, (*Server).newTemplate},
	{post, paths.TemplatePreviewRoute, models.PermTemplates, (*Server).previewTemplate},
	{get, paths.TemplateRoute, models.PermView, (*Server).showTemplate},
	{get, paths.TemplateEditRoute, models.PermTemplates, (*Server).editTemplate},
	{post, paths.TemplateEditRoute, models.PermTemplates, (*Server).saveTemplate},
	{post, paths.TemplateStopRoute, models.PermTemplates, (*Server).stopTemplate},
	{post, paths.TemplateStartRoute, models.PermTemplates, (*Server).startTemplate},
	{post, paths.TemplateDropRoute, models.PermTemplates, (*Server).dropTemplate},
	{get, paths.TemplateSucceedRoute, models.PermView, (*Server).showSuccessor},
	{post, paths.TemplateSucceedRoute, models.PermTemplates, (*Server).saveSuccessor},
	{get, paths.AnalyticsRoute, models.PermView, (*Server).showAnalytics},
	{get, paths.LibraryRoute, models.PermTemplates, (*Server).showLibrary},
	{get, paths.LibraryEntryRoute, models.PermTemplates, (*Server).showEntry},
	{post, paths.LibraryEntryRoute, models.PermTemplates, (*Server).addEntry},
	{get, paths.ComposeRoute, models.PermCompose, (*Server).compose},

	{get, paths.BatchesRoute, models.PermView, (*Server).listBatches},
	{get, paths.BatchRoute, models.PermView, (*Server).batchPage},
	{get, paths.BatchLiveRoute, models.PermView, (*Server).liveBatch},
	{post, paths.BatchPauseRoute, models.PermSend, (*Server).pauseBatch},
	{post, paths.BatchResumeRoute, models.PermSend, (*Server).resumeBatch},
	{post, paths.BatchCancelRoute, models.PermSend, (*Server).cancelBatch},
	{post, paths.BatchPaceRoute, models.PermSend, (*Server).setBatchPace},
	{post, paths.BatchRetryRoute, models.PermSend, (*Server).retryBatch},
	{get, paths.BatchApprovalRoute, models.PermPeople, (*Server).showApproval},
	{post, paths.BatchApproveRoute, models.PermApprove, (*Server).approveBatch},
	{post, paths.BatchRejectRoute, models.PermApprove, (*Server).rejectBatch},
	{post, paths.BatchWithdrawRoute, models.PermSend, (*Server).withdrawBatch},

	{post, paths.MessageCopyRoute, models.PermCompose, (*Server).copyMessage},
	{post, paths.BatchCopyRoute, models.PermCompose, (*Server).copyBatch},
	{get, paths.DraftsRoute, models.PermCompose, (*Server).listDrafts},
	{post, paths.DraftsRoute, models.PermCompose, (*Server).addDraft},
	{get, paths.DraftNewRoute, models.PermCompose, (*Server).newDraft},
	{get, paths.DraftTemplateRoute, models.PermCompose, (*Server).showTemplateStep},
	{post, paths.DraftTemplateRoute, models.PermCompose, (*Server).saveTemplateStep},
	{get, paths.DraftAudienceRoute, models.PermCompose, (*Server).showAudienceStep},
	{post, paths.DraftAudienceRoute, models.PermCompose, (*Server).saveAudienceStep},
	{post, paths.DraftUntakenRoute, models.PermCompose, (*Server).exportUntaken},
	{post, paths.DraftListAddRoute, models.PermImport, (*Server).addListed},
	{get, paths.DraftContentRoute, models.PermCompose, (*Server).showContentStep},
	{post, paths.DraftContentRoute, models.PermCompose, (*Server).saveContentStep},
	{post, paths.DraftDeleteRoute, models.PermCompose, (*Server).deleteDraft},
	{get, paths.DraftCheckRoute, models.PermCompose, (*Server).showCheck},
	{get, paths.DraftCheckPeopleRoute, models.PermCompose, (*Server).listChecked},
	{post, paths.DraftCheckExportRoute, models.PermExport, (*Server).exportCheck},
	{post, paths.DraftLeaveOutRoute, models.PermCompose, (*Server).leaveOut},
	{post, paths.DraftTestRoute, models.PermSend, (*Server).testDraft},
	{get, paths.DraftSendRoute, models.PermCompose, (*Server).showSend},
	{post, paths.DraftPlanRoute, models.PermCompose, (*Server).savePlan},
	{post, paths.DraftSendRoute, models.PermSend, (*Server).submitDraft},
	{get, paths.SendingRulesRoute, models.PermCompose, (*Server).showRules},
	{post, paths.SendingRulesRoute, models.PermApps, (*Server).saveRules},
	{post, paths.SendingWordsRoute, models.PermTemplates, (*Server).saveWords},
	{post, paths.SendingTestersRoute, models.PermEdit, (*Server).saveTester},

	{get, paths.PhoneRoute, models.PermPeople, (*Server).showPhone},
	{post, paths.PhoneFormRoute, models.PermSend, (*Server).submitForm},
	{post, paths.PhonePayRoute, models.PermSend, (*Server).payOrder},
	{post, paths.PhoneSubscribeRoute, models.PermSend, (*Server).answerDialog},
	{post, paths.PhoneSettingsRoute, models.PermSend, (*Server).changeSubscription},
	{post, paths.PhoneFaultRoute, models.PermSend, (*Server).setFault},

	{get, paths.IntegrationRoute, models.PermView, (*Server).showIntegration},
	{get, paths.IntegrationCallsRoute, models.PermView, (*Server).listCalls},
	{get, paths.IntegrationReferenceRoute, models.PermView, (*Server).showReference},
	{post, paths.IntegrationKeysRoute, models.PermApps, (*Server).addKey},
	{post, paths.IntegrationKeyRevokeRoute, models.PermApps, (*Server).revokeKey},

	{get, paths.Audit, models.PermAudit, (*Server).listAudit},
	{post, paths.AuditVerify, models.PermAudit, (*Server).verifyAudit},
	{post, paths.AuditExport, models.PermAudit, (*Server).exportAudit},
	{get, paths.Settings, models.PermApps, (*Server).listApps},
	{get, paths.SettingsAppNew, models.PermApps, (*Server).newApp},
	{post, paths.SettingsAppNew, models.PermApps, (*Server).addApp},
	{get, paths.SettingsAppRoute, models.PermApps, (*Server).showApp},
	{post, paths.SettingsAppRoute, models.PermApps, (*Server).updateApp},
	{post, paths.SettingsPauseRoute, models.PermApps, (*Server).pauseApp},
	{post, paths.SettingsResumeRoute, models.PermApps, (*Server).resumeApp},
	{get, paths.SettingsPayRoute, models.PermApps, (*Server).showPay},
	{post, paths.SettingsPayRoute, models.PermApps, (*Server).savePay},
	{post, paths.SettingsPayRemoveRoute, models.PermApps, (*Server).removeMerchant},
	{get, paths.SettingsCallbackRoute, models.PermApps, (*Server).showCallback},
	{post, paths.SettingsCallbackRoute, models.PermApps, (*Server).saveCallback},
	{post, paths.SettingsCallbackSecretsRoute, models.PermApps, (*Server).newCallbackSecrets},
	{get, paths.SettingsAlerts, models.PermApps, (*Server).showAlerts},
	{get, paths.SettingsRobotNew, models.PermApps, (*Server).newRobot},
	{post, paths.SettingsRobotNew, models.PermApps, (*Server).addRobot},
	{get, paths.SettingsRobotRoute, models.PermApps, (*Server).showRobot},
	{post, paths.SettingsRobotRoute, models.PermApps, (*Server).updateRobot},
	{post, paths.SettingsRobotTestRoute, models.PermApps, (*Server).testRobot},
	{post, paths.SettingsRobotDeleteRoute, models.PermApps, (*Server).deleteRobot},
	{get, paths.SettingsStaff, models.PermStaff, (*Server).listStaff},
	{get, paths.SettingsStaffNew, models.PermStaff, (*Server).newMember},
	{post, paths.SettingsStaffNew, models.PermStaff, (*Server).addMember},
	{get, paths.SettingsStaffMemberRoute, models.PermStaff, (*Server).showMember},
	{post, paths.SettingsStaffMemberRoute, models.PermStaff, (*Server).updateMember},
	{post, paths.SettingsStaffPasswordRoute, models.PermStaff, (*Server).setPassword},

	{post, paths.SettingsSecondStep, models.PermStaff, (*Server).setSecondStepRoles},
	{post, paths.SettingsStaffSessionsRoute, models.PermStaff, (*Server).endMemberSessions},
	{post, paths.SettingsStaffResetRoute, models.PermStaff, (*Server).resetMemberSecondStep},

	{get, paths.Security, signedIn, (*Server).showSecurity},
	{get, paths.SecuritySecondStep, signedIn, (*Server).showSecondStep},
	{post, paths.SecuritySecondStep, signedIn, (*Server).confirmSecondStep},
	{post, paths.SecuritySecondStepOff, signedIn, (*Server).dropSecondStep},
	{post, paths.SecurityRecoveryCodes, signedIn, (*Server).newRecoveryCodes},
	{post, paths.SecurityPassword, signedIn, (*Server).changePassword},
	{post, paths.SecuritySessionsEnd, signedIn, (*Server).endOtherSessions},
	{post, paths.SecuritySessionEndRoute, signedIn, (*Server).endOwnSession},

	{post, paths.APISendCodes, byKey, (*Server).addCodes},
	{post, paths.APIMessages, byKey, (*Server).addMessage},
	{post, paths.APIBulk, byKey, (*Server).addMessages},
	{get, paths.APIMessageRoute, byKey, (*Server).showMessage},
	{post, paths.APIRecipients, byKey, (*Server).addRecipients},
	{get, paths.APIRecipientRoute, byKey, (*Server).showRecipient},
	{post, paths.APIPaidRoute, byKey, (*Server).markPaid},

	{post, paths.APIOrders, byKey, (*Server).addOrder},
	{get, paths.APIOrderRoute, byKey, (*Server).showOrder},

	{post, paths.CollectSessionRoute, outside, (*Server).startCollecting},
	{post, paths.CollectRoute, outside, (*Server).collectCodes},
	{post, paths.PayNotifyRoute, outside, (*Server).payNotify},
	{get, paths.CallbackRoute, outside, (*Server).checkCallback},
	{post, paths.CallbackRoute, outside, (*Server).takePush},

	{get, paths.OpenAPIYAML, open, (*Server).showOpenAPIYAML},
	{get, paths.OpenAPIJSON, open, (*Server).showOpenAPIJSON},

	{get, paths.Healthz, machine, (*Server).healthz},
	{get, paths.Readyz, machine, (*Server).readyz},
	{get, paths.Metrics, machine, (*Server).metrics},
}

// register builds the routes from the list; the guard decides what stands
// before the handler.
func (s *Server) register() {
	s.echo.Use(begin, s.accessLog, s.noteCalls, s.secure, chooseLanguage, recoverPanic)
	page := []echo.MiddlewareFunc{noStore, limitBody(maxPageBody), readForm, s.openSession, s.csrf()}
	file := []echo.MiddlewareFunc{noStore, limitBody(maxUpload()), readUpload, s.openSession, s.csrf()}
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
		case open:
			s.add(r.method, r.pattern, handle)
		case outside:
			s.add(r.method, r.pattern, handle, noStore, limitOutside)
		default:
			s.add(r.method, r.pattern, s.guarded(r.needs, handle), page...)
		}
	}
	for _, r := range uploads {
		if !s.MachineOnly {
			s.add(r.method, r.pattern, s.guarded(r.needs, func(c echo.Context) error { return r.handle(s, c) }), file...)
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
