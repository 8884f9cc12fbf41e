package robot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// message is the body for a robot; a signature of DingTalk goes into the address.
//
// WeCom (developer.work.weixin.qq.com/document/path/91770): {"msgtype":"text",
// "text":{"content"}}, at most 2,048 bytes, 20 a minute; it knows no signature.
//
// DingTalk (open.dingtalk.com, 自定义机器人接入): the same body; with 加签 the
// address gets &timestamp= in milliseconds and &sign=, the base64 of
// HMAC-SHA256(key: secret, of: timestamp + "\n" + secret).
//
// Feishu (open.feishu.cn, 自定义机器人使用指南): {"msg_type":"text","content":
// {"text"}}, at most 20 KB; with 签名校验 also "timestamp" in seconds and "sign",
// the base64 of HMAC-SHA256(key: timestamp + "\n" + secret, of: nothing).
func message(r Robot, u *url.URL, text string, now time.Time) any {
	text = cut(text, 2000)
	if r.Kind == Feishu {
		body := map[string]any{"msg_type": "text", "content": map[string]string{"text": strings.ReplaceAll(text, "<", "＜")}} // <at> would call everybody
		if r.Secret != "" {
			stamp := strconv.FormatInt(now.Unix(), 10)
			body["timestamp"], body["sign"] = stamp, sign(stamp+"\n"+r.Secret, "")
		}
		return body
	}
	if r.Kind == DingTalk && r.Secret != "" {
		stamp := strconv.FormatInt(now.UnixMilli(), 10)
		query := u.Query()
		query.Set("timestamp", stamp)
		query.Set("sign", sign(r.Secret, stamp+"\n"+r.Secret))
		u.RawQuery = query.Encode()
	}
	return map[string]any{"msgtype": "text", "text": map[string]string{"content": text}}
}

func sign(key, of string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(of))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// cut keeps whole characters of at most so many bytes.
func cut(s string, bytes int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= bytes {
		return s
	}
	end := 0
	for i := range s {
		if i > bytes-len("…") {
			break
		}
		end = i
	}
	return s[:end] + "…"
}
