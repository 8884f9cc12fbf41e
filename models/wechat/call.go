package wechat

// Call names one operation of the platform by its path. The same error code can mean different things in
// different calls, so errors carry it.
type Call string

// The calls this client makes.
const (
	CallToken         Call = "/cgi-bin/token"
	CallStableToken   Call = "/cgi-bin/stable_token"
	CallSendTemplate  Call = "/cgi-bin/message/wxopen/template/send"
	CallSendSubscribe Call = "/cgi-bin/message/subscribe/send"
	CallLibraryList   Call = "/cgi-bin/wxopen/template/library/list"
	CallLibraryGet    Call = "/cgi-bin/wxopen/template/library/get"
	CallAddTemplate   Call = "/cgi-bin/wxopen/template/add"
	CallListTemplates Call = "/cgi-bin/wxopen/template/list"
	CallDelTemplate   Call = "/cgi-bin/wxopen/template/del"
)

// IsToken tells the calls that fetch a token from the business calls that use one.
func (c Call) IsToken() bool {
	return c == CallToken || c == CallStableToken
}
