package paths

// What concerns an App's API keys, and the call that only they can make.
const (
	SettingsKeysRoute      = "/settings/apps/:id/keys"
	SettingsKeyRevokeRoute = "/settings/apps/:id/keys/:key/revoke"
	APIPaidRoute           = "/api/v1/payments/:order_no/paid"
)

// SettingsKeys adds a key to an App.
func SettingsKeys(app int64) string { return join("settings", "apps", ID(app), "keys") }

// SettingsKeyRevoke ends a key.
func SettingsKeyRevoke(app, key int64) string {
	return join("settings", "apps", ID(app), "keys", ID(key), "revoke")
}
