package simulator

import (
	"net/http"

	"xinshi/models/wechat"
)

// route is one call of the platform: how it must be made, and what answers it.
type route struct {
	call      wechat.Call
	method    string
	needToken bool
	answer    func(*Simulator, *request) (any, *refusal)
}

var platformRoutes = []route{
	{wechat.CallToken, http.MethodGet, false, (*Simulator).getToken},
	{wechat.CallStableToken, http.MethodPost, false, (*Simulator).postStableToken},
	{wechat.CallSendTemplate, http.MethodPost, true, (*Simulator).send},
	{wechat.CallSendSubscribe, http.MethodPost, true, (*Simulator).send},
	{wechat.CallLibraryList, http.MethodPost, true, (*Simulator).libraryList},
	{wechat.CallLibraryGet, http.MethodPost, true, (*Simulator).libraryGet},
	{wechat.CallAddTemplate, http.MethodPost, true, (*Simulator).libraryAdd},
	{wechat.CallListTemplates, http.MethodPost, true, (*Simulator).listTemplates},
	{wechat.CallDelTemplate, http.MethodPost, true, (*Simulator).deleteTemplate},
	{wechat.CallQuota, http.MethodPost, true, (*Simulator).getQuota},
	{wechat.CallCategories, http.MethodGet, true, (*Simulator).getCategories},
	{wechat.CallPublicTitles, http.MethodGet, true, (*Simulator).getPublicTitles},
	{wechat.CallPublicKeywords, http.MethodGet, true, (*Simulator).getPublicKeywords},
	{wechat.CallAddSubscribe, http.MethodPost, true, (*Simulator).addSubscribe},
	{wechat.CallDelSubscribe, http.MethodPost, true, (*Simulator).deleteSubscribe},
	{wechat.CallListSubscribe, http.MethodGet, true, (*Simulator).listSubscribe},
	{wechat.CallLogin, http.MethodGet, false, (*Simulator).login},
}

// controlRoutes are the controls for scripts; each is one Go method behind JSON.
var controlRoutes = []struct {
	pattern string
	serve   func(*Simulator, *http.Request) (any, error)
}{
	{"POST /_sim/apps", (*Simulator).controlApp},
	{"POST /_sim/users", (*Simulator).controlUser},
	{"POST /_sim/templates", (*Simulator).controlTemplate},
	{"POST /_sim/forms", (*Simulator).controlForm},
	{"POST /_sim/orders", (*Simulator).controlOrder},
	{"POST /_sim/orders/{no}/paid", (*Simulator).controlPaid},
	{"POST /_sim/orders/{no}/notify", (*Simulator).controlNotify},
	{"POST /_sim/merchants", (*Simulator).controlMerchant},
	{"POST /_sim/subscribe", (*Simulator).controlSubscribe},
	{"POST /_sim/refuse", (*Simulator).controlRefuse},
	{"POST /_sim/allow", (*Simulator).controlAllow},
	{"POST /_sim/dialog", (*Simulator).controlDialog},
	{"POST /_sim/callback", (*Simulator).controlCallback},
	{"GET /_sim/pushes", (*Simulator).controlPushes},
	{"POST /_sim/pushes/release", (*Simulator).controlRelease},
	{"POST /_sim/block", (*Simulator).controlBlock},
	{"POST /_sim/logins", (*Simulator).controlLogin},
	{"POST /_sim/faults", (*Simulator).controlSetFaults},
	{"GET /_sim/faults", (*Simulator).controlFaults},
	{"POST /_sim/tokens/kill", (*Simulator).controlKillTokens},
	{"POST /_sim/clock", (*Simulator).controlAdvance},
	{"GET /_sim/clock", (*Simulator).controlClock},
	{"GET /_sim/ledger", (*Simulator).controlLedger},
	{"GET /_sim/inbox", (*Simulator).controlInbox},
}

func (s *Simulator) newMux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, rt := range platformRoutes {
		mux.HandleFunc(string(rt.call), func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, rt) })
	}
	mux.HandleFunc(string(callPrepay), s.servePrepay)
	for _, rt := range controlRoutes {
		mux.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { s.serveControl(w, r, rt.serve) })
	}
	return mux
}
