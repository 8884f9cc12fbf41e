package handlers

import (
	"slices"

	"xinshi/models"
)

// Routes lists every route as method, pattern and guard.
func Routes() (list [][3]string) {
	for _, r := range slices.Concat(routes, uploads) {
		list = append(list, [3]string{r.method, r.pattern, string(r.needs)})
	}
	return list
}

// The guards that are no permission.
const (
	Public   = string(public)
	SignedIn = string(signedIn)
	ByKey    = string(byKey)
	Machine  = string(machine)
	Open     = string(open)
	Outside  = string(outside)
)

// KnownGuard tells whether a route's guard is one that lets anybody in.
func KnownGuard(needs string) bool {
	switch models.Permission(needs) {
	case public, signedIn, byKey, machine, open, outside:
		return true
	}
	return models.RoleAdmin.Can(models.Permission(needs))
}

// CallsAtOnce is how many calls a key may make in one breath.
const CallsAtOnce = callsAtOnce

// RecipientFilter reads the filters of the list of users.
var RecipientFilter = recipientFilter

// ReportsAtOnce is how many reports a person's mini program may make in one breath.
const ReportsAtOnce = ownReportsAtOnce

// GoOn takes out of a pager the link with which a search goes on.
var GoOn = goOn
