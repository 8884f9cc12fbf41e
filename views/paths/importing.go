package paths

// What concerns files of users and codes, in and out.
const (
	ImportsRoute       = "/apps/:appid/imports"
	ImportNewRoute     = "/apps/:appid/imports/new"
	ImportSampleRoute  = "/apps/:appid/imports/sample"
	ImportRoute        = "/apps/:appid/imports/:id"
	ImportCheckRoute   = "/apps/:appid/imports/:id/check"
	ImportStartRoute   = "/apps/:appid/imports/:id/start"
	ImportCancelRoute  = "/apps/:appid/imports/:id/cancel"
	ImportRefusedRoute = "/apps/:appid/imports/:id/refused"

	RecipientsExportRoute = "/apps/:appid/recipients/export"
	MessagesExportRoute   = "/apps/:appid/messages/export"
)

// Imports lists an App's imports; a file is sent there.
func Imports(appid string) string { return join("apps", appid, "imports") }

// ImportNew is the form for a file of a kind; empty leaves the kind open.
func ImportNew(appid, kind string) string {
	return With(join("apps", appid, "imports", "new"), "kind", kind)
}

// ImportSample is a file to begin with.
func ImportSample(appid, kind, format string) string {
	return With(join("apps", appid, "imports", "sample"), "kind", kind, "format", format)
}

// Import shows one import.
func Import(appid string, id int64) string { return join("apps", appid, "imports", ID(id)) }

// ImportCheck takes what the columns are and has the rows judged.
func ImportCheck(appid string, id int64) string {
	return join("apps", appid, "imports", ID(id), "check")
}

// ImportStart lets a checked import run.
func ImportStart(appid string, id int64) string {
	return join("apps", appid, "imports", ID(id), "start")
}

// ImportCancel calls an import off.
func ImportCancel(appid string, id int64) string {
	return join("apps", appid, "imports", ID(id), "cancel")
}

// ImportRefused is a file of the rows that were refused.
func ImportRefused(appid string, id int64) string {
	return join("apps", appid, "imports", ID(id), "refused")
}

// RecipientsExport is a file of the users; the list's filters go with it.
func RecipientsExport(appid string) string { return join("apps", appid, "recipients", "export") }

// MessagesExport is a file of the history; its filters go with it.
func MessagesExport(appid string) string { return join("apps", appid, "messages", "export") }
