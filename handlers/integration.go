package handlers

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/integration"
	"xinshi/views/layout"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// showIntegration is the guide of the shop's developer.
func (s *Server) showIntegration(c echo.Context) error {
	query, err := filters(c, integration.ParamLang, integration.ParamTemplate)
	if err != nil {
		return err
	}
	src := integration.Source{Lang: query.Get(integration.ParamLang)}
	if src.Lang != "" && !slices.Contains(integration.Languages(), src.Lang) {
		return badRequest(fmt.Errorf("no samples in %q", src.Lang))
	}
	if id := query.Get(integration.ParamTemplate); id != "" {
		if src.Template, err = models.ParseID(id); err != nil {
			return badRequest(err)
		}
	}
	return s.integrationPage(c, http.StatusOK, src)
}

// integrationPage fills in what every answer of the guide shows.
func (s *Server) integrationPage(c echo.Context, status int, src integration.Source) error {
	ctx, app := c.Request().Context(), currentApp(c)
	src.App = app
	src.Base, src.Guessed = s.base(c)
	src.Collect, src.Callback = src.Base+paths.Collect(app.Appid), src.Base+paths.Callback(app.Appid)
	src.Limits = integration.Limits{PerSecond: callsPerSecond, MiB: maxAPIBody >> 20, Items: maxBulk}
	var err error
	if src.Templates, err = s.Store.Templates(ctx, app.ID); err != nil {
		return err
	}
	if src.Intake, err = s.Store.Intake(ctx, app.ID); err != nil {
		return err
	}
	keys, err := s.Store.APIKeys(ctx, app.ID)
	if err != nil {
		return err
	}
	if currentStaff(c).Role.Can(models.PermApps) {
		src.Keys = keys
	}
	latest, err := s.Store.APICalls(ctx, app.ID, models.APICallFilter{}, integration.LatestCalls)
	if err != nil {
		return err
	}
	src.Calls = integration.CallSource{App: app, Calls: latest.Rows, Names: keyNames(keys), MiB: maxAPIBody >> 20}
	if src.Calls.Refused, err = s.refusedToday(ctx, app); err != nil {
		return err
	}
	page, err := integration.NewPage(ctx, s.page(c, layout.NavIntegration, text.NavIntegration), src)
	if err != nil {
		return err
	}
	return s.render(c, status, integration.Guide(page))
}

// plainHost is what a host's name can be. Anything else is not repeated in a
// sample that somebody will run.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// base is the address of the API as the outside knows it; guessed from this
// request when nobody configured it.
func (s *Server) base(c echo.Context) (address string, guessed bool) {
	if s.PublicURL != "" {
		return strings.TrimRight(s.PublicURL, "/"), false
	}
	host := c.Request().Host
	if !plainHost.MatchString(host) {
		host = "localhost"
	}
	scheme := "http"
	if c.IsTLS() {
		scheme = "https"
	}
	return scheme + "://" + host, true
}

// refusedToday is what came in vain since midnight in the App's zone.
func (s *Server) refusedToday(ctx context.Context, app models.App) ([]models.Refusal, error) {
	now := s.Now().In(app.Zone())
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	return s.Store.Refusals(ctx, app.ID, models.At(midnight))
}

func keyNames(keys []models.APIKey) map[int64]string {
	names := make(map[int64]string, len(keys))
	for _, k := range keys {
		names[k.ID] = k.Name
	}
	return names
}

// addKey makes an API key. The answer to the form is the one page that shows
// it: a redirect would have to keep the key somewhere in between.
func (s *Server) addKey(c echo.Context) error {
	ctx, name := c.Request().Context(), c.FormValue("name")
	key, _, err := s.Store.AddAPIKey(ctx, actor(c), currentApp(c).ID, name)
	if sentences, ok := refusals(ctx, err); ok {
		form := integration.KeyForm{Name: name, Error: sentences["name"]}
		return s.integrationPage(c, http.StatusUnprocessableEntity, integration.Source{KeyForm: form})
	}
	if err != nil {
		return err
	}
	return s.integrationPage(c, http.StatusOK, integration.Source{NewKey: key})
}

// revokeKey ends an API key for good.
func (s *Server) revokeKey(c echo.Context) error {
	id, err := idParam(c, "key")
	if err != nil {
		return err
	}
	app := currentApp(c)
	if err := s.Store.RevokeAPIKey(c.Request().Context(), actor(c), app.ID, id); err != nil {
		return err
	}
	return s.done(c, paths.Integration(app.Appid), text.KeyWasRevoked)
}
