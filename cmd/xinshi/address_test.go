package main

import "testing"

// What the environment names as an address is http or https to a host and
// nothing else: no file, no other protocol, no password that would end in a log.
func TestConfiguredAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://api.weixin.qq.com": true, "http://127.0.0.1:8080": true, "https://push.example.com/base": true,
		"": false, "file:///etc/passwd": false, "gopher://127.0.0.1:6379/_INFO": false, "ftp://example.com": false, "javascript:alert(1)": false,
		"//example.com": false, "https://": false, "https://user:password@example.com": false, "https://example.com?x=1": false, "example.com": false,
		"https://example.com/\r\nHost: x": false,
	} {
		if got := webURL(address); got != want {
			t.Errorf("%q: %t, want %t", address, got, want)
		}
	}
}
