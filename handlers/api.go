package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"xinshi/models"
	"xinshi/views/text"
)

// What programs ask for: the shop's backend, its mini program, and WeChat Pay.
const (
	apiPrefix     = "/api/"
	collectPrefix = "/collect/"
	payPrefix     = "/pay/"
)

// The pace of one key: a shop's backend calls once an order, so this is far
// above any real need and well below what would hurt the others.
const (
	callsPerSecond = 50
	callsAtOnce    = 100
)

// openKey finds the App that a key speaks for, and holds back keys in a hurry.
func (s *Server) openKey(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		row, err := s.Store.APIKeyFor(ctx, bearer(c))
		v := of(c)
		v.call.AppID, v.call.KeyID = row.AppID, row.ID
		if errors.Is(err, models.ErrNotFound) {
			return models.ErrUnauthorized
		}
		if err != nil {
			return err
		}
		v.key = row
		if wait := s.limits.wait(row.ID, s.Now()); wait > 0 {
			return &tooFastError{wait}
		}
		if v.app, err = s.Store.App(ctx, row.AppID); err != nil {
			return err
		}
		return next(c)
	}
}

// bearer is the key that a call carries; empty: none.
func bearer(c echo.Context) string {
	scheme, key, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(key)
}

// tooFastError asks a caller to wait.
type tooFastError struct{ wait time.Duration }

func (e *tooFastError) Error() string { return "too many calls" }

// keyLimits holds a limiter for each key in use.
type keyLimits struct {
	mu    sync.Mutex
	byKey map[int64]*rate.Limiter
}

// wait is how long the key's next call has to wait; 0 lets it through.
func (l *keyLimits) wait(key int64, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byKey == nil {
		l.byKey = map[int64]*rate.Limiter{}
	}
	if l.byKey[key] == nil {
		l.byKey[key] = rate.NewLimiter(callsPerSecond, callsAtOnce)
	}
	turn := l.byKey[key].ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// apiError is what a refused call is answered.
type apiError struct {
	Code    string     `json:"code"`
	Message string     `json:"message"`
	Fields  []apiField `json:"fields,omitempty"`
}

// apiField is one refused value: a stable word for programs, a sentence for people.
type apiField struct {
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// newAPIError says what went wrong, with a reason for each refused value.
func newAPIError(ctx context.Context, p problem, err error) apiError {
	refusals := refusalsOf(err)
	answer := apiError{Code: p.code, Message: apiSentence(ctx, p.code, refusals), Fields: apiFields(ctx, refusals)}
	var call *refusedCall
	if errors.As(err, &call) && call.said != "" {
		answer.Message = text.PaySaid.In(ctx, answer.Message, call.said)
	}
	return answer
}

func (s *Server) answerAPIError(c echo.Context, p problem, err error) error {
	answer := newAPIError(c.Request().Context(), p, err)
	var fast *tooFastError
	var call *refusedCall
	retryAfter := func(wait time.Duration) {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	switch {
	case errors.As(err, &fast):
		retryAfter(fast.wait)
	case errors.As(err, &call) && call.wait > 0:
		retryAfter(call.wait)
	case p.status == http.StatusUnauthorized:
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, "Bearer")
	}
	return writeJSON(c, p.status, map[string]apiError{"error": answer})
}

// writeJSON leaves < > & as they are: our answers are read by programs, and
// escaped texts are hard to read in a log.
func writeJSON(c echo.Context, status int, answer any) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	c.Response().WriteHeader(status)
	out := json.NewEncoder(c.Response())
	out.SetEscapeHTML(false)
	return out.Encode(answer)
}
