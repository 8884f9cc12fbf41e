package wechat

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

func TestTemplateMessageJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		m    TemplateMessage
		want string
	}{
		{
			"everything, unescaped, sorted",
			TemplateMessage{ToUser: "o1", TemplateID: "T1", Page: "/pages/a?x=1&y=2", FormID: "F1", EmphasisKeyword: "keyword1.DATA",
				Data: map[string]Value{"keyword2": {Value: "<鲜果> & \"到家\""}, "keyword1": {Value: "已发货", Color: "#173177"}}},
			`{"touser":"o1","template_id":"T1","page":"pages/a?x=1&y=2","form_id":"F1","data":{"keyword1":{"value":"已发货","color":"#173177"},"keyword2":{"value":"<鲜果> & \"到家\""}},"emphasis_keyword":"keyword1.DATA"}`,
		},
		{"least", TemplateMessage{ToUser: "o1", TemplateID: "T1", FormID: "F1"}, `{"touser":"o1","template_id":"T1","form_id":"F1","data":{}}`},
		{
			"nothing that would be escaped as \\u",
			TemplateMessage{Data: map[string]Value{"keyword1": {Value: "a\u2028b\x00c\xffd\x7fe\nf\\u0041🍎"}}},
			`{"touser":"","template_id":"","form_id":"","data":{"keyword1":{"value":"a\nbc` + "\uFFFD" + `de\nf\\u0041🍎"}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.m.JSON()
			if err != nil || string(got) != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

func TestSubscribeMessageJSON(t *testing.T) {
	t.Parallel()
	got, err := SubscribeMessage{ToUser: "o1", TemplateID: "T1", Data: map[string]Value{"thing1": {Value: "好", Color: "#ff0000"}}}.JSON()
	want := `{"touser":"o1","template_id":"T1","miniprogram_state":"formal","lang":"zh_CN","data":{"thing1":{"value":"好"}}}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestSendPostsTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"template-send.request", "template-send.prepay.request"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var m TemplateMessage
			if err := json.Unmarshal([]byte(sample(t, name)), &m); err != nil {
				t.Fatal(err)
			}
			want, err := m.JSON()
			if err != nil {
				t.Fatal(err)
			}
			var compact bytes.Buffer
			if err := json.Compact(&compact, []byte(sample(t, name))); err != nil || compact.String() != string(want) {
				t.Errorf("encoded %s, the sample is %s", want, compact.String())
			}
			c := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if !bytes.Equal(body, want) || r.Method != http.MethodPost || r.URL.RequestURI() != string(CallSendTemplate)+"?access_token=a%2Fb" {
					t.Errorf("posted %s %s %s, want %s", r.Method, r.URL, body, want)
				}
				_, _ = io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
			})
			if _, err := c.SendTemplate(t.Context(), "a/b", m); err != nil {
				t.Error(err)
			}
		})
	}
}
