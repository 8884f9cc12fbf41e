package paths

// The shop's backend calls these; an API key says which App it speaks for.
const (
	APISendCodes      = "/api/v1/send-codes"
	APIMessages       = "/api/v1/messages"
	APIMessageRoute   = "/api/v1/messages/:id"
	APIRecipientRoute = "/api/v1/recipients/:openid"
	APIPaidRoute      = "/api/v1/payments/:order_no/paid"
)

// APIMessage is one message's state.
func APIMessage(id int64) string { return join("api", "v1", "messages", ID(id)) }

// APIPaid says that an order was paid.
func APIPaid(orderNo string) string { return join("api", "v1", "payments", orderNo, "paid") }
