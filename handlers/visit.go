package handlers

import (
	"net/url"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"xinshi/models"
)

// visit is what is known of one request, filled by the middleware on its way in.
type visit struct {
	requestID string
	session   *sessions.Session // pages only
	device    string            // what a browser carries in which somebody has signed in
	staff     models.Staff      // ID 0: not signed in
	apps      []models.App      // pages behind the sign-in
	app       models.App        // pages of an App, and the API
	frame     models.App        // the App that the frame around a page shows
	key       models.APIKey     // the API only
	call      models.APICall    // the API only: what its log will say
}

const visitKey = "visit"

// of returns the request's visit, which the first middleware made.
func of(c echo.Context) *visit { return c.Get(visitKey).(*visit) }

// currentApp is the App that the URL names, or the API key speaks for.
func currentApp(c echo.Context) models.App { return of(c).app }

// currentStaff is who is signed in.
func currentStaff(c echo.Context) models.Staff { return of(c).staff }

// actor says for the audit who asks for a change, and from where.
func actor(c echo.Context) models.Actor {
	v := of(c)
	a := models.Actor{Kind: models.ActorStaff, ID: v.staff.ID, Name: v.staff.Name}
	if v.key.ID != 0 {
		a = models.Actor{Kind: models.ActorAPIKey, ID: v.key.ID, Name: v.key.Name}
	}
	a.IP, a.UserAgent, a.RequestID, a.Device = c.RealIP(), c.Request().UserAgent(), v.requestID, v.device
	return a
}

// param is a segment of the URL as its writer meant it: echo leaves escapes in
// when the path has an escaped slash.
func param(c echo.Context, name string) string {
	raw := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return raw
	}
	plain, err := url.PathUnescape(raw)
	if err != nil {
		return raw
	}
	return plain
}

// idParam reads the id of one of our rows; what is no id names no row.
func idParam(c echo.Context, name string) (int64, error) { return models.ParseID(param(c, name)) }
