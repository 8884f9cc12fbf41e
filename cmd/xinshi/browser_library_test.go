package main

import "testing"

// fetchList has the lists of the platform on the page; another run of the page may
// have fetched them a moment ago.
func fetchList(t *testing.T, b *tab) {
	t.Helper()
	b.click(t, testID("fetch"))
	b.until(t, "the differences", testID("difference"))
}
