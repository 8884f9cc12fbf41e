package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The guards beside the permissions of models. An empty guard lets nobody in.
const (
	public   models.Permission = "public"    // a page for everyone
	signedIn models.Permission = "signed in" // a page for every role
	byKey    models.Permission = "api key"   // the shop's backend: no session, no cookies
	open     models.Permission = "open"      // a document for every program: the same to all
	machine  models.Permission = "machine"   // probes: nothing at all
	outside  models.Permission = "outside"   // whoever proves in the request itself who asks: a user's mini program, WeChat Pay
)

// openSession finds out who asks. Whoever was disabled since is signed out.
func (s *Server) openSession(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := of(c)
		session, err := s.sessions.Get(c.Request(), s.sessions.name)
		if err != nil {
			return err
		}
		v.session = session
		if known, err := c.Cookie(s.cookieName(deviceCookie)); err == nil {
			v.device = known.Value
		}
		staffID, _ := session.Values[staffKey].(int64)
		if staffID == 0 {
			return next(c)
		}
		member, err := s.Store.StaffMember(c.Request().Context(), staffID)
		switch {
		case errors.Is(err, models.ErrNotFound) || (err == nil && member.DisabledAt != 0):
			if err := s.sessions.end(c.Request().Context(), session); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			v.staff = member
		}
		return next(c)
	}
}

// guarded is a page's handler behind its guard.
func (s *Server) guarded(needs models.Permission, handle echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if needs == public {
			return handle(c)
		}
		staff := of(c).staff
		if staff.ID == 0 {
			return models.ErrUnauthorized
		}
		if needs != signedIn && !staff.Role.Can(needs) {
			return models.ErrForbidden
		}
		if !strings.HasPrefix(c.Path(), paths.Security) {
			must, err := s.Store.MustSetUpSecondStep(c.Request().Context(), staff)
			if err != nil {
				return err
			}
			if must {
				return s.toSecurity(c)
			}
		}
		if err := s.loadApps(c); err != nil {
			return err
		}
		return handle(c)
	}
}

// appCookie remembers the App last visited: pages outside any keep showing it,
// so that nobody comes back from the settings into another account.
const appCookie = "xinshi_app"

// loadApps loads the Apps that this person may see, for the switcher, and finds the one the URL names.
func (s *Server) loadApps(c echo.Context) error {
	v := of(c)
	var err error
	if v.apps, err = s.Store.AppsFor(c.Request().Context(), v.staff); err != nil {
		return err
	}
	named := strings.Contains(c.Path(), ":appid")
	known, err := c.Cookie(appCookie)
	last := ""
	if err == nil {
		last = known.Value
	}
	wanted := last
	if named {
		wanted = param(c, "appid")
	}
	at := slices.IndexFunc(v.apps, func(a models.App) bool { return a.Appid == wanted })
	switch {
	case at >= 0:
		v.frame = v.apps[at]
	case named:
		return fmt.Errorf("app %q: %w", wanted, models.ErrNotFound)
	case len(v.apps) > 0:
		v.frame = v.apps[0]
	}
	if named {
		v.app = v.frame
		if wanted != last {
			s.setCookie(c, appCookie, wanted)
		}
	}
	r := c.Request()
	c.SetRequest(r.WithContext(text.WithZone(r.Context(), v.frame.Zone())))
	return nil
}

// setCookie sets a cookie for a year that only we read.
func (s *Server) setCookie(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{ // #nosec G124 -- Secure wherever we are reached by https
		Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, Secure: s.https, SameSite: http.SameSiteLaxMode,
	})
}
