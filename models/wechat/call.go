package wechat

import "strings"

// Call names one operation of the platform by its path. The same error code can mean different things in
// different calls, so errors carry it.
type Call string

// The calls this client makes.
const (
	CallToken         Call = "/cgi-bin/token"        // #nosec G101 -- an address
	CallStableToken   Call = "/cgi-bin/stable_token" // #nosec G101 -- an address
	CallSendTemplate  Call = "/cgi-bin/message/wxopen/template/send"
	CallSendSubscribe Call = "/cgi-bin/message/subscribe/send"
	CallLibraryList   Call = "/cgi-bin/wxopen/template/library/list"
	CallLibraryGet    Call = "/cgi-bin/wxopen/template/library/get"
	CallAddTemplate   Call = "/cgi-bin/wxopen/template/add"
	CallListTemplates Call = "/cgi-bin/wxopen/template/list"
	CallDelTemplate   Call = "/cgi-bin/wxopen/template/del"
	CallQuota         Call = "/cgi-bin/openapi/quota/get"

	CallCategories     Call = "/wxaapi/newtmpl/getcategory"
	CallPublicTitles   Call = "/wxaapi/newtmpl/getpubtemplatetitles"
	CallPublicKeywords Call = "/wxaapi/newtmpl/getpubtemplatekeywords"
	CallAddSubscribe   Call = "/wxaapi/newtmpl/addtemplate"
	CallDelSubscribe   Call = "/wxaapi/newtmpl/deltemplate"
	CallListSubscribe  Call = "/wxaapi/newtmpl/gettemplate"
)

// ManagesTemplates tells the calls that read and change an account's templates; no message goes out by them.
func (c Call) ManagesTemplates() bool {
	return strings.HasPrefix(string(c), "/wxaapi/newtmpl/") || strings.HasPrefix(string(c), "/cgi-bin/wxopen/template/")
}

// IsToken tells the calls that fetch a token from the business calls that use one.
func (c Call) IsToken() bool {
	return c == CallToken || c == CallStableToken
}
