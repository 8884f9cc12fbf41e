package robot

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
)

// Kind is whose robot it is.
type Kind string

// The kinds.
const (
	WeCom    Kind = "wecom"
	Feishu   Kind = "feishu"
	DingTalk Kind = "dingtalk"
)

// Kinds lists them.
var Kinds = []Kind{WeCom, Feishu, DingTalk}

// Signs tells whether a robot of the kind can ask for a signature.
func (k Kind) Signs() bool { return k == Feishu || k == DingTalk }

// homes are where the robots live, and how their addresses begin.
var homes = map[Kind]struct {
	hosts []string
	path  string
}{
	WeCom:    {[]string{"qyapi.weixin.qq.com"}, "/cgi-bin/webhook/send"},
	Feishu:   {[]string{"open.feishu.cn", "open.larksuite.com"}, "/open-apis/bot/v2/hook/"},
	DingTalk: {[]string{"oapi.dingtalk.com"}, "/robot/send"},
}

// ErrAddress says that an address is none of a robot.
var ErrAddress = errors.New("not the address of a robot")

// Hosts are further hosts, as host or host:port, that whoever runs the program
// trusts: a relay in their own network. They may speak http and be anywhere.
type Hosts []string

// Check judges an address as it was typed.
func (h Hosts) Check(kind Kind, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return ErrAddress // the cause of a parse error repeats the address, which is a secret
	}
	if h.trusts(u) && (u.Scheme == "https" || u.Scheme == "http") {
		return nil
	}
	home, ok := homes[kind]
	if !ok || u.Scheme != "https" || !slices.Contains(home.hosts, u.Host) || !strings.HasPrefix(u.Path, home.path) {
		return ErrAddress
	}
	return nil
}

func (h Hosts) trusts(u *url.URL) bool {
	return slices.Contains(h, u.Host) || slices.Contains(h, u.Hostname())
}

// errPrivate is what a name that leads into a private network is met with.
var errPrivate = errors.New("the name of the robot's host leads to an address that is not public")

// publicOnly is called with the address that is about to be dialled, after the
// name was looked up: a name that leads elsewhere the second time helps nobody.
func publicOnly(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return fmt.Errorf("dial: %w", errPrivate)
	}
	if !public(ip) {
		return errPrivate
	}
	return nil
}

// nowhere are ranges that are neither private nor public: shared by carriers,
// for documentation and benchmarks, embedding an IPv4 address, and the like.
var nowhere = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001:db8::/32"),
}

func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	return !slices.ContainsFunc(nowhere, func(p netip.Prefix) bool { return p.Contains(ip) })
}
