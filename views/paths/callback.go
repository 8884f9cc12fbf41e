package paths

// Where the platform pushes an App's events, and where its token and key are kept.
const (
	CallbackRoute                = "/callback/:appid"
	SettingsCallbackRoute        = "/settings/apps/:id/callback"
	SettingsCallbackSecretsRoute = "/settings/apps/:id/callback/secrets" // #nosec G101 -- an address
)

// Callback is the URL to enter at the platform.
func Callback(appid string) string { return join("callback", appid) }

// SettingsCallback is the page about it; saving posts there.
func SettingsCallback(id int64) string { return join("settings", "apps", ID(id), "callback") }

// SettingsCallbackSecrets makes token and key anew.
func SettingsCallbackSecrets(id int64) string {
	return join("settings", "apps", ID(id), "callback", "secrets")
}
