package paths

// Signing in with a code, setting up, and one's own account.
const (
	LoginCode = "/login/code"
	Setup     = "/setup"

	Security                = "/settings/security"
	SecuritySecondStep      = "/settings/security/second-step"
	SecuritySecondStepOff   = "/settings/security/second-step/off"
	SecurityRecoveryCodes   = "/settings/security/recovery-codes"
	SecurityPassword        = "/settings/security/password" // #nosec G101 -- an address
	SecuritySessionsEnd     = "/settings/security/sessions/end"
	SecuritySessionEndRoute = "/settings/security/sessions/:id/end"

	SettingsSecondStep         = "/settings/staff/second-step"
	SettingsStaffSessionsRoute = "/settings/staff/:id/sessions/end"
	SettingsStaffResetRoute    = "/settings/staff/:id/second-step/reset"
)

// LoginCodeTo asks for the code and leads on to a page of ours.
func LoginCodeTo(next string) string {
	if next == Home {
		return LoginCode
	}
	return With(LoginCode, "next", next)
}

// SecuritySessionEnd ends one of one's own sessions.
func SecuritySessionEnd(id string) string {
	return join("settings", "security", "sessions", id, "end")
}

// SettingsStaffSessions signs somebody out everywhere.
func SettingsStaffSessions(id int64) string {
	return join("settings", "staff", ID(id), "sessions", "end")
}

// SettingsStaffReset turns off somebody's second step.
func SettingsStaffReset(id int64) string {
	return join("settings", "staff", ID(id), "second-step", "reset")
}
