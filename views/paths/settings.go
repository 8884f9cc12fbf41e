package paths

// Settings. The constants without a parameter are both pattern and URL.
const (
	Settings            = "/settings/apps"
	SettingsAppNew      = "/settings/apps/new"
	SettingsAppRoute    = "/settings/apps/:id"
	SettingsPauseRoute  = "/settings/apps/:id/pause"
	SettingsResumeRoute = "/settings/apps/:id/resume"

	SettingsStaff              = "/settings/staff"
	SettingsStaffNew           = "/settings/staff/new"
	SettingsStaffMemberRoute   = "/settings/staff/:id"
	SettingsStaffPasswordRoute = "/settings/staff/:id/password"
)

// SettingsApp is one App's settings; saving posts there.
func SettingsApp(id int64) string { return join("settings", "apps", ID(id)) }

// SettingsPause stops an App's sending.
func SettingsPause(id int64) string { return join("settings", "apps", ID(id), "pause") }

// SettingsResume starts it again.
func SettingsResume(id int64) string { return join("settings", "apps", ID(id), "resume") }

// SettingsStaffMember is one person's role and state; saving posts there.
func SettingsStaffMember(id int64) string { return join("settings", "staff", ID(id)) }

// SettingsStaffPassword sets a person's password anew.
func SettingsStaffPassword(id int64) string { return join("settings", "staff", ID(id), "password") }
