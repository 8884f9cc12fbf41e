package handlers

import (
	"crypto/rand"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"xinshi/models"
	"xinshi/views/components"
)

const (
	csrfKey    = "csrf"
	csrfCookie = "xinshi_csrf"
)

// errForeignForm is a form that does not prove that one of our pages made it.
var errForeignForm = errors.New("form without a valid token")

// csrf refuses changes that another site asks a browser for. Browsers say over
// https where a request comes from; over plain http the token of the form has
// to match the cookie.
func (s *Server) csrf() echo.MiddlewareFunc {
	return middleware.CSRFWithConfig(middleware.CSRFConfig{
		TokenLookup:    "form:" + components.CSRFField + ",header:" + echo.HeaderXCSRFToken,
		ContextKey:     csrfKey,
		CookieName:     s.cookieName(csrfCookie),
		CookiePath:     "/",
		CookieMaxAge:   int(models.SessionLife.Seconds()),
		CookieSecure:   s.https,
		CookieHTTPOnly: true,
		CookieSameSite: http.SameSiteLaxMode,
		ErrorHandler:   func(error, echo.Context) error { return errForeignForm },
		// Another host or port of the same name is another site to us, whatever
		// token it may have come by.
		AllowSecFetchSiteFunc: func(echo.Context) (bool, error) { return false, errForeignForm },
	})
}

// csrfToken is what forms carry. Where the middleware gave none (it refused the
// request, or there is no such page) it is the cookie's, or a new one, so that
// every form on every page can be sent.
func (s *Server) csrfToken(c echo.Context) string {
	if token, ok := c.Get(csrfKey).(string); ok {
		return token
	}
	name := s.cookieName(csrfCookie)
	cookie, err := c.Cookie(name)
	if err != nil || cookie.Value == "" {
		token := rand.Text()
		s.setCookie(c, name, token)
		c.Set(csrfKey, token)
		return token
	}
	return cookie.Value
}
