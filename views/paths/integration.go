package paths

// The pages of the shop's developer, and the description of the API that
// programs read.
const (
	IntegrationRoute          = "/apps/:appid/integration"
	IntegrationCallsRoute     = "/apps/:appid/integration/calls"
	IntegrationReferenceRoute = "/apps/:appid/integration/reference"
	IntegrationKeysRoute      = "/apps/:appid/integration/keys"
	IntegrationKeyRevokeRoute = "/apps/:appid/integration/keys/:key/revoke"

	OpenAPIYAML = "/api/v1/openapi.yaml"
	OpenAPIJSON = "/api/v1/openapi.json"
)

// Integration is where the shop's developer begins.
func Integration(appid string) string { return join("apps", appid, "integration") }

// IntegrationCalls is the log of an App's API calls.
func IntegrationCalls(appid string) string { return join("apps", appid, "integration", "calls") }

// IntegrationReference describes every call of the API.
func IntegrationReference(appid string) string {
	return join("apps", appid, "integration", "reference")
}

// IntegrationKeys adds an API key to an App.
func IntegrationKeys(appid string) string { return join("apps", appid, "integration", "keys") }

// IntegrationKeyRevoke ends one.
func IntegrationKeyRevoke(appid string, key int64) string {
	return join("apps", appid, "integration", "keys", ID(key), "revoke")
}
