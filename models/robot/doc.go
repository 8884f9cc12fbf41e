// Package robot writes a text into a group chat of WeCom (企业微信), Feishu (飞书)
// or DingTalk (钉钉) by the address that the chat's robot was given. It knows
// nothing of ours. The address is typed by a person and called by our server, so
// it is taken only on the hosts of those robots, over https, and never reaches an
// address of a private network, see Hosts.
package robot
