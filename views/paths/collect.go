package paths

// Who calls these has no API key and no session: a user's mini program, which
// brings its own proof, and WeChat Pay, which signs.
const (
	CollectRoute        = "/collect/:appid"
	CollectSessionRoute = "/collect/:appid/session"
	PayNotifyRoute      = "/pay/:appid/notify"

	APIOrders     = "/api/v1/orders"
	APIOrderRoute = "/api/v1/orders/:order_no"

	SettingsPayRoute       = "/settings/apps/:id/pay"
	SettingsPayRemoveRoute = "/settings/apps/:id/pay/remove"
)

// Collect is where an App's mini program reports codes.
func Collect(appid string) string { return join("collect", appid) }

// PayNotify is where WeChat Pay tells of an App's payments.
func PayNotify(appid string) string { return join("pay", appid, "notify") }

// SettingsPay is how codes reach an App beside the API; saving posts there.
func SettingsPay(id int64) string { return join("settings", "apps", ID(id), "pay") }

// SettingsPayRemove forgets the App's merchant account.
func SettingsPayRemove(id int64) string { return join("settings", "apps", ID(id), "pay", "remove") }
