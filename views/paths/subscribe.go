package paths

// The simulated phone's settings, where a person turns a template off or on.
const PhoneSettingsRoute = "/apps/:appid/phone/settings"

// PhoneSettings is what they post to.
func PhoneSettings(appid string) string { return join("apps", appid, "phone", "settings") }
