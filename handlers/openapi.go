package handlers

import (
	_ "embed"
	"fmt"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"xinshi/views/integration"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// The description of the API: written by hand as YAML, in both languages. The
// JSON is made from it by the test that checks both, in the same order; with it
// no YAML has to be read here.
var (
	//go:embed openapi.yaml
	openAPIYAML []byte
	//go:embed openapi.json
	openAPIJSON []byte
)

var openAPIDocument = sync.OnceValues(func() (integration.Document, error) {
	return integration.ParseDocument(openAPIJSON)
})

// showOpenAPIYAML is the description for programs.
func (s *Server) showOpenAPIYAML(c echo.Context) error {
	return describe(c, "application/yaml", openAPIYAML)
}

// showOpenAPIJSON is the same as JSON.
func (s *Server) showOpenAPIJSON(c echo.Context) error {
	return describe(c, echo.MIMEApplicationJSON, openAPIJSON)
}

// describe lets pages of other sites read it too: the tools for which it is
// there run in browsers, and it holds nothing of anybody's.
func describe(c echo.Context, contentType string, body []byte) error {
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, contentType, body)
}

// showReference is the description for people.
func (s *Server) showReference(c echo.Context) error {
	query, err := filters(c, integration.ParamGroup)
	if err != nil {
		return err
	}
	document, err := openAPIDocument()
	if err != nil {
		return err
	}
	frame := s.page(c, layout.NavIntegration, text.IntegrationReference)
	group := query.Get(integration.ParamGroup)
	page, ok := integration.NewReferencePage(c.Request().Context(), frame, document, currentApp(c).Appid, group)
	if !ok {
		return badRequest(fmt.Errorf("the reference has no group %q", group))
	}
	return s.render(c, http.StatusOK, integration.Reference(page))
}
