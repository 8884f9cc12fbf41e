package models

import (
	"errors"
	"fmt"
	"strings"
)

// The ways a call can end that its caller is expected to tell apart.
var (
	ErrNotFound     = errors.New("not found")
	ErrConflict     = errors.New("conflicts with what is stored")
	ErrUnauthorized = errors.New("not signed in")
	ErrForbidden    = errors.New("not allowed")
	ErrSchemaOld    = errors.New("database schema is older than this program")
	ErrSchemaNew    = errors.New("database schema is newer than this program")
	ErrWrongKey     = errors.New("secret key does not open what this database holds")
	ErrNotEmbedded  = errors.New("the database is a server's, which has tools of its own for this")
)

// Reason says why a value was refused. Views and the API choose the words.
type Reason string

// The reasons; a Limit beside one is the number it speaks of.
const (
	ReasonRequired         Reason = "required"
	ReasonTooLong          Reason = "too_long"
	ReasonTooShort         Reason = "too_short"
	ReasonBadFormat        Reason = "bad_format"
	ReasonControlChars     Reason = "control_characters"
	ReasonBadChoice        Reason = "bad_choice"
	ReasonTaken            Reason = "taken"
	ReasonUnknownTemplate  Reason = "unknown_template"
	ReasonTemplateStopped  Reason = "template_stopped"
	ReasonTemplateRemoved  Reason = "template_removed"
	ReasonUnknownKeyword   Reason = "unknown_keyword"
	ReasonUnknownRecipient Reason = "unknown_recipient"
	ReasonErased           Reason = "erased"
	ReasonNoSendCode       Reason = "no_send_code"
	ReasonAllBlank         Reason = "all_blank"
	ReasonBadColour        Reason = "bad_colour"
	ReasonBadDate          Reason = "bad_date"
	ReasonBadNumber        Reason = "bad_number"
	ReasonMockCode         Reason = "mock_code"
	ReasonFailedCode       Reason = "failed_code"
	ReasonForeignCode      Reason = "foreign_code"
	ReasonExpired          Reason = "expired"
	ReasonInFuture         Reason = "in_future"
	ReasonTooMany          Reason = "too_many"
	ReasonTooFew           Reason = "too_few"
	ReasonLastAdmin        Reason = "last_admin"
	ReasonCommonPassword   Reason = "common_password"
	ReasonWrongPassword    Reason = "wrong_password"
	ReasonWrongCode        Reason = "wrong_code"
	ReasonCreditsByEvent   Reason = "credits_by_event"
	ReasonConfirmState     Reason = "confirm_state"
	ReasonOtherState       Reason = "other_state"
	ReasonFormulaError     Reason = "formula_error" // a spreadsheet's broken formula: #N/A
	ReasonShortNumber      Reason = "short_number"  // a long number that a spreadsheet cut short: 1.5E+12
	ReasonNotHere          Reason = "not_here"
	ReasonBadKey           Reason = "bad_key"
	ReasonBadAmount        Reason = "bad_amount"
	ReasonLoginCode        Reason = "login_code"
	ReasonRobotURL         Reason = "robot_url"
	ReasonNeedsApproval    Reason = "needs_approval" // more messages than may go without a second person
)

// FieldError is one refused value. Field is the name the caller used
// ("to", "data.keyword1", "codes[3].openid").
type FieldError struct {
	Field  string
	Reason Reason
	Limit  int
}

// ValidationError holds everything that is wrong with an input, in its order.
type ValidationError struct {
	Fields []FieldError
}

// Add notes a refused value.
func (e *ValidationError) Add(field string, reason Reason, limit ...int) {
	fe := FieldError{Field: field, Reason: reason}
	if len(limit) > 0 {
		fe.Limit = limit[0]
	}
	e.Fields = append(e.Fields, fe)
}

// Err is the error itself, or nil while nothing was refused.
func (e *ValidationError) Err() error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}

// Typed leaves out what is merely not filled in yet: what a preview shows as
// wrong while somebody types.
func (e ValidationError) Typed() ValidationError {
	var rest ValidationError
	for _, fe := range e.Fields {
		if fe.Reason != ReasonRequired && fe.Reason != ReasonAllBlank {
			rest.Fields = append(rest.Fields, fe)
		}
	}
	return rest
}

// Of returns the first error of a field.
func (e *ValidationError) Of(field string) (FieldError, bool) {
	for _, fe := range e.Fields {
		if fe.Field == field {
			return fe, true
		}
	}
	return FieldError{}, false
}

// Error lists the fields and reasons; it is for logs and the command line.
func (e *ValidationError) Error() string {
	parts := make([]string, len(e.Fields))
	for i, fe := range e.Fields {
		parts[i] = fmt.Sprintf("%s: %s", fe.Field, fe.Reason)
	}
	return "refused values: " + strings.Join(parts, ", ")
}
