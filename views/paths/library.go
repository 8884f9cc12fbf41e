package paths

// The routes of an App's templates where they come from.
const (
	TemplateSyncRoute    = "/apps/:appid/templates/sync"
	TemplateFetchRoute   = "/apps/:appid/templates/fetch"
	TemplateDropRoute    = "/apps/:appid/templates/:id/drop"
	TemplateSucceedRoute = "/apps/:appid/templates/:id/succeed"
	AnalyticsRoute       = "/apps/:appid/templates/analytics"
	LibraryRoute         = "/apps/:appid/library"
	LibraryEntryRoute    = "/apps/:appid/library/:family/:entry"
)

// TemplateSync shows what the platform's list and the templates here differ in;
// taking differences over posts there.
func TemplateSync(appid string) string { return join("apps", appid, "templates", "sync") }

// TemplateFetch asks the platform for its list.
func TemplateFetch(appid string) string { return join("apps", appid, "templates", "fetch") }

// TemplateDrop deletes a template on the platform.
func TemplateDrop(appid string, id int64) string {
	return join("apps", appid, "templates", ID(id), "drop")
}

// Library is the platform's public library of templates.
func Library(appid string) string { return join("apps", appid, "library") }

// LibraryEntry is one of its templates; adding it posts there.
func LibraryEntry(appid, family, entry string) string {
	return join("apps", appid, "library", family, entry)
}

// TemplateSucceed moves a legacy template's mapping to a subscribe template.
func TemplateSucceed(appid string, id int64) string {
	return join("apps", appid, "templates", ID(id), "succeed")
}

// Analytics shows how subscriptions go.
func Analytics(appid string) string { return join("apps", appid, "templates", "analytics") }
