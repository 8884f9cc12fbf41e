package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
)

const (
	noticeID   = "SubNotice_0123456789-abcdefghijklmnopqrstuv"
	deliveryID = "SubDelivery_0123456789-zyxwvutsrqponmlkjihg"
)

// wire is one request as it arrived.
type wire struct{ line, contentType, body string }

// recorder answers each request with the next of the replies, or else with the last, and keeps what it was sent.
func recorder(t *testing.T, replies ...string) (*Client, *[]wire) {
	t.Helper()
	seen := &[]wire{}
	return clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		reply := replies[min(len(*seen), len(replies)-1)]
		*seen = append(*seen, wire{r.Method + " " + r.URL.RequestURI(), r.Header.Get("Content-Type"), string(body)})
		_, _ = io.WriteString(w, reply)
	}), seen
}

// form reads a sample that is no JSON.
func form(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(body), "\n")
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const formType = "application/x-www-form-urlencoded"

func TestSubscribeLibraryReplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sample, line string
		ask                func(*Client) (any, error)
		want               any
	}{
		{"categories", "newtmpl-getcategory.response", "GET /wxaapi/newtmpl/getcategory?access_token=t",
			func(c *Client) (any, error) { return c.Categories(t.Context(), "t") }, []Category{{9001, "示例类目"}}},
		{"titles", "newtmpl-getpubtemplatetitles.response", "GET /wxaapi/newtmpl/getpubtemplatetitles?access_token=t&ids=9001%2C9002&limit=30&start=60",
			func(c *Client) (any, error) {
				list, count, err := c.PublicTemplates(t.Context(), "t", []int{9001, 9002}, 60, 100)
				if count != 2 {
					t.Errorf("count is %d", count)
				}
				return list, err
			}, []PublicTemplate{{"9101", "示例付款通知", TypeOnce, 9001}, {"9102", "示例配送通知", TypeOnce, 9001}}},
		{"keywords", "newtmpl-getpubtemplatekeywords.response", "GET /wxaapi/newtmpl/getpubtemplatekeywords?access_token=t&tid=9101",
			func(c *Client) (any, error) { return c.PublicKeywords(t.Context(), "t", "9101") },
			[]PublicKeyword{{1, "订单号", "T1001", "character_string", nil}, {2, "付款金额", "¥59.00", "amount", nil}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, seen := recorder(t, sample(t, tt.sample))
			got, err := tt.ask(c)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v; want %+v", got, err, tt.want)
			}
			if want := (wire{line: tt.line}); (*seen)[0] != want {
				t.Errorf("asked %+v, want %+v", (*seen)[0], want)
			}
		})
	}
}

func TestLibraryIsReadLeniently(t *testing.T) {
	t.Parallel()
	c, _ := recorder(t, `{"errmsg":"ok","errcode":0,"data":[{"tid":"9101","title":"a","type":"3","categoryId":9001}]}`,
		`{"errcode":0,"data":[{"kid":"7","name":"状态","rule":"enum_string","enumValueList":["甲","乙"]}],"count":1}`)
	titles, _, err := c.PublicTemplates(t.Context(), "t", []int{1}, 0, 30)
	if want := []PublicTemplate{{"9101", "a", TypeLong, 9001}}; err != nil || !reflect.DeepEqual(titles, want) {
		t.Errorf("titles %+v, %v", titles, err)
	}
	keywords, err := c.PublicKeywords(t.Context(), "t", "9101")
	if want := []PublicKeyword{{7, "状态", "", "enum_string", []string{"甲", "乙"}}}; err != nil || !reflect.DeepEqual(keywords, want) {
		t.Errorf("keywords %+v, %v", keywords, err)
	}
}

func TestSubscribeTemplates(t *testing.T) {
	t.Parallel()
	c, seen := recorder(t, sample(t, "newtmpl-gettemplate.response"))
	list, err := c.SubscribeTemplates(t.Context(), "t")
	if err != nil || len(list) != 2 || (*seen)[0].line != "GET /wxaapi/newtmpl/gettemplate?access_token=t" {
		t.Fatalf("got %+v, %v from %+v", list, err, *seen)
	}
	if list[0].TemplateID != noticeID || list[0].Type != TypeOnce || list[1].TemplateID != deliveryID {
		t.Errorf("got %+v", list)
	}
	want := []OwnKeyword{{"character_string1", "订单号", "T1", nil}, {"amount2", "付款金额", "¥59.00", nil}, {"time3", "付款时间", "2024年05月01日 12:30", nil}, {"thing4", "温馨提示", "尽快发货", nil}}
	if got := list[0].Keywords(); !reflect.DeepEqual(got, want) {
		t.Errorf("keywords %+v, want %+v", got, want)
	}
	want = []OwnKeyword{{"enum_string1", "状态", "配送中", []string{"配送中", "已送达"}}, {"thing2", "备注", "请留意电话", nil}}
	if got := list[1].Keywords(); !reflect.DeepEqual(got, want) {
		t.Errorf("keywords %+v, want %+v", got, want)
	}
}

func TestAddSubscribeTemplate(t *testing.T) {
	t.Parallel()
	const scene = "付款通知"
	line := "POST /wxaapi/newtmpl/addtemplate?access_token=t"
	repeated := wire{line, formType, form(t, "newtmpl-addtemplate.form")}
	indexed := wire{line, formType, form(t, "newtmpl-addtemplate.form-indexed")}
	asJSON := wire{line, "application/json", compact(t, sample(t, "newtmpl-addtemplate.request"))}
	good, missing := sample(t, "newtmpl-addtemplate.response"), sample(t, "newtmpl-addtemplate.200014.response")
	tests := []struct {
		name    string
		replies []string
		sent    []wire
		id      string
		errcode int
	}{
		{"the documented form", []string{good}, []wire{repeated}, noticeID, 0},
		{"a platform that numbers the list", []string{`{"errcode":200020,"errmsg":"invalid keywords"}`, good}, []wire{repeated, indexed}, noticeID, 0},
		{"a platform that reads JSON only", []string{missing, missing, good}, []wire{repeated, indexed, asJSON}, noticeID, 0},
		{"a number that does not exist", []string{missing, missing, `{"errcode":200014,"errmsg":"tid does not exist"}`}, []wire{repeated, indexed, asJSON}, "", 200014},
		{"owned already", []string{sample(t, "newtmpl-addtemplate.200022.response")}, []wire{repeated}, noticeID, 0},
		{"owned already, without its id", []string{`{"errcode":200022,"errmsg":"template has added already"}`}, []wire{repeated}, "", 200022},
		{"no room", []string{`{"errcode":200012,"errmsg":"limit"}`}, []wire{repeated}, "", 200012},
		{"an answer without the id", []string{`{"errcode":0,"errmsg":"ok"}`}, []wire{repeated}, "", -2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, seen := recorder(t, tt.replies...)
			id, err := c.AddSubscribeTemplate(t.Context(), "t", "9101", []int{1, 2}, scene)
			if id != tt.id || codeOf(err) != tt.errcode {
				t.Errorf("got %q, %v; want %q, %d", id, err, tt.id, tt.errcode)
			}
			if !reflect.DeepEqual(*seen, tt.sent) {
				t.Errorf("sent %+v\nwant %+v", *seen, tt.sent)
			}
		})
	}
}

func TestAddTemplateWithFixedKeywords(t *testing.T) {
	t.Parallel()
	c, seen := recorder(t, sample(t, "newtmpl-addtemplate.200014.response"))
	_, err := c.AddSubscribeTemplate(t.Context(), "t", "10000001", nil, "a&b")
	if codeOf(err) != 200014 || len(*seen) != 2 || (*seen)[0].body != "tid=10000001&sceneDesc=a%26b" ||
		(*seen)[1].body != `{"tid":"10000001","kidList":[],"sceneDesc":"a&b"}` {
		t.Errorf("sent %+v, %v", *seen, err)
	}
}

func TestDeleteSubscribeTemplate(t *testing.T) {
	t.Parallel()
	c, seen := recorder(t, sample(t, "newtmpl-addtemplate.200014.response"), `{"errcode":0,"errmsg":"ok"}`)
	if err := c.DeleteSubscribeTemplate(t.Context(), "t", noticeID); err != nil {
		t.Fatal(err)
	}
	line := "POST /wxaapi/newtmpl/deltemplate?access_token=t"
	want := []wire{{line, formType, form(t, "newtmpl-deltemplate.form")}, {line, "application/json", `{"priTmplId":"` + noticeID + `"}`}}
	if !reflect.DeepEqual(*seen, want) {
		t.Errorf("sent %+v, want %+v", *seen, want)
	}
	c, _ = recorder(t, `{}`)
	if err := c.DeleteSubscribeTemplate(t.Context(), "t", noticeID); codeOf(err) != -2 {
		t.Errorf("an empty answer is no deletion: %v", err)
	}
}

func TestQuota(t *testing.T) {
	t.Parallel()
	c, seen := recorder(t, sample(t, "quota-get.response"))
	got, err := c.Quota(t.Context(), "t", CallSendSubscribe)
	if want := (Quota{10000000, 1234, 9998766}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if want := (wire{"POST /cgi-bin/openapi/quota/get?access_token=t", "application/json", compact(t, sample(t, "quota-get.request"))}); (*seen)[0] != want {
		t.Errorf("asked %+v, want %+v", (*seen)[0], want)
	}
	c, _ = recorder(t, `{"errcode":0,"errmsg":"ok"}`)
	if _, err := c.Quota(t.Context(), "t", CallSendSubscribe); codeOf(err) != -2 {
		t.Errorf("an answer without a quota: %v", err)
	}
}

// codeOf is the errcode of a refusal, 0 for none, -2 for a reply that is none.
func codeOf(err error) int {
	var refused *APIError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &refused):
		return refused.Errcode
	}
	return -2
}

func TestKeywordsOfContent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		content, example string
		want             []OwnKeyword
	}{
		{"legacy, without colons", "订单编号{{keyword1.DATA}}\n发货时间{{keyword2.DATA}}\n", "订单编号:T1001\n发货时间:2020年01月08日 12:30\n",
			[]OwnKeyword{{"keyword1", "订单编号", "T1001", nil}, {"keyword2", "发货时间", "2020年01月08日 12:30", nil}}},
		{"a wide colon and blanks", " 备注 ： {{ thing10 .DATA }} ", "备注：两点:三点", []OwnKeyword{{"thing10", "备注", "两点:三点", nil}}},
		{"a leading zero stays", "数量:{{number01.DATA}}", "", []OwnKeyword{{"number01", "数量", "", nil}}},
		{"no name", "{{first.DATA}}\n备注:{{remark.DATA}}", "", []OwnKeyword{{"first", "first", "", nil}, {"remark", "备注", "", nil}}},
		{"a name that begins another", "时间:{{time1.DATA}}\n时间段:{{time2.DATA}}", "时间段:09:00~10:00\n时间:08:00",
			[]OwnKeyword{{"time1", "时间", "08:00", nil}, {"time2", "时间段", "09:00~10:00", nil}}},
		{"a key twice counts once", "a:{{thing1.DATA}}\nb:{{thing1.DATA}}", "", []OwnKeyword{{"thing1", "a", "", nil}}},
		{"nothing to fill", "恭喜 {{}} {{1.DATA}} {{thing1.TEXT}}", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := OwnTemplate{Content: tt.content, Example: tt.example}.Keywords()
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
