package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
)

type recipientAnswer struct {
	Openid     string            `json:"openid"`
	Available  int               `json:"available"`
	Soonest    *string           `json:"soonest_expires_at"`
	Codes      []codeAnswer      `json:"codes"`
	Tags       []string          `json:"tags"`
	Attributes map[string]string `json:"attributes"`
}

type codeAnswer struct {
	Kind     models.CodeKind `json:"kind"`
	Template string          `json:"template_id,omitempty"`
	Count    int             `json:"count"`
	Soonest  *string         `json:"soonest_expires_at"`
}

// showRecipient tells how many messages can still be sent to a user, and what
// groups the user.
func (s *Server) showRecipient(c echo.Context) error {
	ctx, app := c.Request().Context(), currentApp(c)
	r, err := s.Store.RecipientByOpenid(ctx, app.ID, param(c, "openid"))
	if err != nil {
		return err
	}
	counts, err := s.Store.CodeCounts(ctx, []int64{r.ID})
	if err != nil {
		return err
	}
	templates, err := s.Store.Templates(ctx, app.ID)
	if err != nil {
		return err
	}
	answer := newRecipientAnswer(r, counts[r.ID], templates)
	if answer.Tags, answer.Attributes, err = s.detailsOf(ctx, r); err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, answer)
}

func newRecipientAnswer(r models.Recipient, counts []models.CodeCount, templates []models.Template) recipientAnswer {
	names := make(map[int64]string, len(templates))
	for _, t := range templates {
		names[t.ID] = t.TemplateID
	}
	answer := recipientAnswer{Openid: r.Openid, Codes: []codeAnswer{}}
	soonest := models.Never
	for _, n := range counts {
		answer.Available += n.N
		soonest = min(soonest, n.Soonest)
		answer.Codes = append(answer.Codes, codeAnswer{n.Kind, names[n.TemplateRef], n.N, timeText(n.Soonest)})
	}
	answer.Soonest = timeText(soonest)
	return answer
}
