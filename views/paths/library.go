package paths

// The routes of an App's templates where they come from.
const (
	TemplateSyncRoute  = "/apps/:appid/templates/sync"
	TemplateFetchRoute = "/apps/:appid/templates/fetch"
)

// TemplateSync shows what the platform's list and the templates here differ in;
// taking differences over posts there.
func TemplateSync(appid string) string { return join("apps", appid, "templates", "sync") }

// TemplateFetch asks the platform for its list.
func TemplateFetch(appid string) string { return join("apps", appid, "templates", "fetch") }
