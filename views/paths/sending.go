package paths

// The last two steps of sending to many: 检查 and 发送.
const (
	DraftCheckRoute       = "/apps/:appid/drafts/:id/check"
	DraftCheckPeopleRoute = "/apps/:appid/drafts/:id/check/people"
	DraftCheckExportRoute = "/apps/:appid/drafts/:id/check/export"
	DraftLeaveOutRoute    = "/apps/:appid/drafts/:id/leave-out"
	DraftTestRoute        = "/apps/:appid/drafts/:id/test"
	DraftSendRoute        = "/apps/:appid/drafts/:id/send"
	DraftPlanRoute        = "/apps/:appid/drafts/:id/plan"
)

func draft(appid string, id int64, more ...string) string {
	return join(append([]string{"apps", appid, "drafts", ID(id)}, more...)...)
}

// DraftCheck is what a check found; opening it begins the check.
func DraftCheck(appid string, id int64) string { return draft(appid, id, "check") }

// DraftCheckPeople lists the people of a group in a check.
func DraftCheckPeople(appid string, id int64, group string) string {
	return With(draft(appid, id, "check", "people"), "group", group)
}

// DraftCheckExport is the dry run of a whole batch as a file.
func DraftCheckExport(appid string, id int64) string { return draft(appid, id, "check", "export") }

// DraftLeaveOut chooses whether those who got a message lately are left out.
func DraftLeaveOut(appid string, id int64) string { return draft(appid, id, "leave-out") }

// DraftTest sends a draft's message to testers.
func DraftTest(appid string, id int64) string { return draft(appid, id, "test") }

// DraftSend is the last step; sending posts there.
func DraftSend(appid string, id int64) string { return draft(appid, id, "send") }

// DraftPlan keeps when and how fast a draft is to go.
func DraftPlan(appid string, id int64) string { return draft(appid, id, "plan") }

// What an App asks of those who send to many.
const (
	SendingRulesRoute   = "/apps/:appid/rules"
	SendingWordsRoute   = "/apps/:appid/rules/words"
	SendingTestersRoute = "/apps/:appid/rules/testers"
)

// SendingRules is the page of an App's rules; saving posts there.
func SendingRules(appid string) string { return join("apps", appid, "rules") }

// SendingWords replaces the words that the check looks for.
func SendingWords(appid string) string { return join("apps", appid, "rules", "words") }

// SendingTesters makes a user a tester, or takes that back.
func SendingTesters(appid string) string { return join("apps", appid, "rules", "testers") }

// The first steps of sending to many: 模板, 受众 and 内容.
const (
	DraftsRoute        = "/apps/:appid/drafts"
	DraftNewRoute      = "/apps/:appid/drafts/new"
	DraftTemplateRoute = "/apps/:appid/drafts/:id/template"
	DraftAudienceRoute = "/apps/:appid/drafts/:id/audience"
	DraftListRoute     = "/apps/:appid/drafts/:id/list"
	DraftUntakenRoute  = "/apps/:appid/drafts/:id/list/untaken"
	DraftListAddRoute  = "/apps/:appid/drafts/:id/list/add"
	DraftContentRoute  = "/apps/:appid/drafts/:id/content"
	DraftDeleteRoute   = "/apps/:appid/drafts/:id/delete"
	MessageCopyRoute   = "/apps/:appid/messages/:id/copy"
	BatchCopyRoute     = "/apps/:appid/batches/:id/copy"
)

// Drafts lists an App's drafts; a new one posts there.
func Drafts(appid string) string { return join("apps", appid, "drafts") }

// DraftNew chooses the template of a new draft.
func DraftNew(appid string) string { return join("apps", appid, "drafts", "new") }

// DraftTemplate is the step 模板; saving posts there.
func DraftTemplate(appid string, id int64) string { return draft(appid, id, "template") }

// DraftAudience is the step 受众; saving posts there.
func DraftAudience(appid string, id int64) string { return draft(appid, id, "audience") }

// DraftList takes an uploaded list as a draft's audience.
func DraftList(appid string, id int64) string { return draft(appid, id, "list") }

// DraftListUntaken is a file of the lines of a draft's list that were not taken.
func DraftListUntaken(appid string, id int64) string { return draft(appid, id, "list", "untaken") }

// DraftListAdd makes the unknown people of a draft's list users.
func DraftListAdd(appid string, id int64) string { return draft(appid, id, "list", "add") }

// DraftContent is the step 内容; saving, also while typing, posts there.
func DraftContent(appid string, id int64) string { return draft(appid, id, "content") }

// DraftDelete removes a draft.
func DraftDelete(appid string, id int64) string { return draft(appid, id, "delete") }

// MessageCopy makes a draft with what a message said, for the same person.
func MessageCopy(appid string, id int64) string {
	return join("apps", appid, "messages", ID(id), "copy")
}

// BatchCopy makes a draft with what a batch was.
func BatchCopy(appid string, id int64) string { return join("apps", appid, "batches", ID(id), "copy") }
