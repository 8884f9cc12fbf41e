package models

import (
	"crypto/rand"
	"strings"
)

// A browser in which somebody has signed in keeps a token that says so. It
// signs nobody in; it only keeps the failures of strangers, who may share its
// address, from being counted against it.

// DeviceToken makes the token of a browser for an account.
func (s *Store) DeviceToken(email string) string {
	id := rand.Text()
	return id + "." + keyed(s.devices, []byte(id+"|"+normalEmail(email)))
}

// knownDevice returns the name of the browser, or nothing when the token is not
// one of ours for this account.
func (s *Store) knownDevice(email, token string) string {
	id, mac, _ := strings.Cut(token, ".")
	if id == "" || !same(mac, keyed(s.devices, []byte(id+"|"+normalEmail(email)))) {
		return ""
	}
	return id
}
