package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"xinshi/models"
	"xinshi/views/text"
)

type codesRequest struct {
	Codes []codeRequest `json:"codes"`
}

type codeRequest struct {
	Openid     string          `json:"openid"`
	Kind       models.CodeKind `json:"kind"`
	Code       string          `json:"code"`
	TemplateID string          `json:"template_id"`
	ObtainedAt string          `json:"obtained_at"`
	OrderNo    string          `json:"order_no"`
	Scene      string          `json:"scene"`
}

type codesAnswer struct {
	Accepted   int            `json:"accepted"`
	Duplicates int            `json:"duplicates"`
	Rejected   []rejectedCode `json:"rejected"`
}

type rejectedCode struct {
	Index   int    `json:"index"`
	Reason  string `json:"reason"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// sourceAPI is what a code's story says of where it came from.
const sourceAPI = "api"

// addCodes stores send codes, each judged alone.
func (s *Server) addCodes(c echo.Context) error {
	ctx := c.Request().Context()
	var req codesRequest
	if err := readJSON(c, &req); err != nil {
		return err
	}
	codes, err := req.inputs()
	if err != nil {
		return err
	}
	result, err := s.Store.AddCodes(ctx, actor(c), currentApp(c), sourceAPI, codes)
	if err != nil {
		return err
	}
	call := &of(c).call
	call.Accepted, call.Duplicates, call.Rejected = result.Accepted, result.Duplicates, len(result.Rejected)
	answer := codesAnswer{Accepted: result.Accepted, Duplicates: result.Duplicates, Rejected: []rejectedCode{}}
	for _, r := range result.Rejected {
		refusal := newRefusal(r.Field, r.Reason, 0)
		answer.Rejected = append(answer.Rejected, rejectedCode{r.Index, string(r.Reason), r.Field, text.APIRefusal(ctx, refusal)})
		call.Refuse(refusal)
	}
	return writeJSON(c, http.StatusOK, answer)
}

// inputs refuses the whole call only for what is wrong with its form.
func (r codesRequest) inputs() ([]models.CodeInput, error) {
	var bad models.ValidationError
	if len(r.Codes) == 0 {
		bad.Add("codes", models.ReasonRequired)
	}
	codes := make([]models.CodeInput, len(r.Codes))
	for i, in := range r.Codes {
		codes[i] = models.CodeInput{
			Openid: in.Openid, Kind: in.Kind, Code: in.Code, TemplateID: in.TemplateID, OrderNo: in.OrderNo, Scene: in.Scene,
			ObtainedAt: apiTime(&bad, fmt.Sprintf("codes[%d].obtained_at", i), in.ObtainedAt),
		}
	}
	return codes, bad.Err()
}

// markPaid makes the payment code of an order usable.
func (s *Server) markPaid(c echo.Context) error {
	orderNo := param(c, "order_no")
	n, err := s.Store.MarkPaid(c.Request().Context(), actor(c), currentApp(c), orderNo)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, struct {
		OrderNo string `json:"order_no"`
		Codes   int    `json:"codes"` // that became usable now; 0 when the order was marked before
	}{orderNo, n})
}
