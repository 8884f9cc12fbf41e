package paths

// The alerts and the robots that are told of them.
const (
	SettingsAlerts           = "/settings/alerts"
	SettingsRobotNew         = "/settings/alerts/robots/new"
	SettingsRobotRoute       = "/settings/alerts/robots/:id"
	SettingsRobotTestRoute   = "/settings/alerts/robots/:id/test"
	SettingsRobotDeleteRoute = "/settings/alerts/robots/:id/delete"
)

// SettingsRobot is one robot; saving posts there.
func SettingsRobot(id int64) string { return join("settings", "alerts", "robots", ID(id)) }

// SettingsRobotTest makes a robot say something.
func SettingsRobotTest(id int64) string {
	return join("settings", "alerts", "robots", ID(id), "test")
}

// SettingsRobotDelete forgets a robot.
func SettingsRobotDelete(id int64) string {
	return join("settings", "alerts", "robots", ID(id), "delete")
}
