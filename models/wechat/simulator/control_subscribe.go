package simulator

import (
	"errors"
	"net/http"
)

func (s *Simulator) controlAllow(r *http.Request) (any, error) {
	return act(r, func(in wish) error { return s.Allow(in.Appid, in.Openid, in.TemplateID) })
}

// controlDialog is wx.requestSubscribeMessage; a call that fails answers what the client's fail callback gets.
func (s *Simulator) controlDialog(r *http.Request) (any, error) {
	in, err := body[struct {
		Appid  string   `json:"appid"`
		Openid string   `json:"openid"`
		IDs    []string `json:"template_ids"`
		Dialog
	}](r)
	if err != nil {
		return nil, err
	}
	said, err := s.RequestSubscribe(in.Appid, in.Openid, in.IDs, in.Dialog)
	var failed *DialogError
	if errors.As(err, &failed) {
		return map[string]any{"errCode": failed.Code, "errMsg": "requestSubscribeMessage:fail " + failed.What}, nil
	}
	return said, err
}

func (s *Simulator) controlCallback(r *http.Request) (any, error) {
	in, err := body[struct {
		Appid string `json:"appid"`
		Callback
	}](r)
	if err == nil {
		err = s.SetCallback(r.Context(), in.Appid, in.Callback)
	}
	return done, err
}

func (s *Simulator) controlPushes(r *http.Request) (any, error) {
	return map[string]any{"pushes": s.Pushes(r.URL.Query().Get("appid"))}, nil
}

func (s *Simulator) controlRelease(*http.Request) (any, error) {
	s.ReleasePushes()
	return done, nil
}
