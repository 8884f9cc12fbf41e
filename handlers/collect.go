package handlers

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/text"
)

// The pace of the mini program's reports. A page reports once for each tap; many
// people share one address of a mobile network.
const (
	reportsPerSecond    = 50
	reportsAtOnce       = 200
	ownReportsPerSecond = 1
	ownReportsAtOnce    = 20
)

// maxOutsideBody is the largest body from those who have no key; a full report is
// a quarter of it.
const maxOutsideBody = 64 << 10

// limitOutside is limitBody for them. It leaves to the handler what to answer: the
// limit is another than the API's, and WeChat Pay reads another form.
func limitOutside(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		r.Body = http.MaxBytesReader(c.Response(), r.Body, maxOutsideBody)
		return next(c)
	}
}

type collectRequest struct {
	Codes      []clientCode `json:"codes"`
	Subscribed []string     `json:"subscribed"` // template ids that wx.requestSubscribeMessage answered with accept
}

type clientCode struct {
	Kind       models.CodeKind `json:"kind"`
	Code       string          `json:"code"`
	Scene      string          `json:"scene"`
	ObtainedAt string          `json:"obtained_at"`
}

type collectAnswer struct {
	Accepted   int        `json:"accepted"`
	Duplicates int        `json:"duplicates"`
	Rejected   []apiField `json:"rejected"`
}

// collectCodes takes what a mini program reports of its user, each judged alone.
func (s *Server) collectCodes(c echo.Context) error {
	ctx := c.Request().Context()
	app, intake, err := s.collecting(c)
	if err != nil {
		return err
	}
	openid, err := s.reporter(c, app)
	if err != nil {
		return err
	}
	var req collectRequest
	if err := readReport(c, &req); err != nil {
		return err
	}
	report, err := req.report()
	if err != nil {
		return err
	}
	result, err := s.Store.CollectCodes(ctx, outsider(c, models.ActorClient), app, intake, openid, report)
	if err != nil {
		return err
	}
	answer := collectAnswer{Accepted: result.Accepted, Duplicates: result.Duplicates, Rejected: []apiField{}}
	for _, r := range result.Rejected {
		refusal := newRefusal(req.place(r), r.Reason, 0)
		answer.Rejected = append(answer.Rejected, apiField{refusal.Field, string(r.Reason), text.APIRefusal(ctx, refusal)})
	}
	return writeJSON(c, http.StatusOK, answer)
}

// collecting finds the App of the address, if it takes reports at all.
func (s *Server) collecting(c echo.Context) (models.App, models.Intake, error) {
	ctx := c.Request().Context()
	if wait := s.addresses.wait(neighbourhood(c.RealIP()), s.Now()); wait > 0 {
		return models.App{}, models.Intake{}, &tooFastError{wait}
	}
	app, err := s.Store.AppByAppid(ctx, param(c, "appid"))
	if err != nil {
		return app, models.Intake{}, err
	}
	intake, err := s.Store.Intake(ctx, app.ID)
	if err == nil && !intake.Collect {
		err = &refusedCall{status: http.StatusForbidden, code: text.CodeCollectOff}
	}
	return app, intake, err
}

// readReport is readJSON with the limit of its own named.
func readReport(c echo.Context, into any) error {
	err := readJSON(c, into)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &refusedCall{status: http.StatusRequestEntityTooLarge, code: text.CodeReportTooLarge}
	}
	return err
}

// reporter is whose mini program it is.
func (s *Server) reporter(c echo.Context, app models.App) (openid string, err error) {
	openid, err = s.Store.ClientOf(c.Request().Context(), app, bearer(c))
	switch {
	case errors.Is(err, models.ErrUnauthorized):
		return "", &refusedCall{status: http.StatusUnauthorized, code: text.CodeLoginRequired}
	case err != nil:
		return "", err
	}
	if wait := s.reporters.wait(app.Appid+" "+openid, s.Now()); wait > 0 {
		return "", &tooFastError{wait}
	}
	return openid, nil
}

// report refuses the whole call only for what is wrong with its form.
func (r collectRequest) report() (models.ClientReport, error) {
	var bad models.ValidationError
	if len(r.Codes)+len(r.Subscribed) == 0 {
		bad.Add("codes", models.ReasonRequired)
	}
	report := models.ClientReport{Subscribed: r.Subscribed}
	for i, in := range r.Codes {
		report.Codes = append(report.Codes, models.ClientCode{
			Kind: in.Kind, Code: in.Code, Scene: in.Scene,
			ObtainedAt: apiTime(&bad, fmt.Sprintf("codes[%d].obtained_at", i), in.ObtainedAt),
		})
	}
	return report, bad.Err()
}

// place names a rejected item as the report does.
func (r collectRequest) place(rejected models.RejectedCode) string {
	if n := len(r.Codes); rejected.Index >= n {
		return fmt.Sprintf("subscribed[%d]", rejected.Index-n)
	}
	return fmt.Sprintf("codes[%d].%s", rejected.Index, rejected.Field)
}

// outsider is an actor who is nobody of ours. Where a user is is left out: their
// address would stay in the audit after they were erased.
func outsider(c echo.Context, kind models.ActorKind) models.Actor {
	a := models.Actor{Kind: kind, RequestID: of(c).requestID}
	if kind != models.ActorClient {
		a.IP, a.UserAgent = c.RealIP(), c.Request().UserAgent()
	}
	return a
}
