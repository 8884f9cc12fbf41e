package simulator

import "xinshi/models/wechat"

type quotaCounts struct {
	DailyLimit int `json:"daily_limit"`
	Used       int `json:"used"`
	Remain     int `json:"remain"`
}

// getQuota tells how much of today's quota of a send call is used. Other calls are not counted, and their paths are
// answered as wrong.
func (s *Simulator) getQuota(q *request) (any, *refusal) {
	in, refused := decode[struct {
		CgiPath wechat.Call `json:"cgi_path"`
	}](q)
	if refused != nil {
		return nil, refused
	}
	if in.CgiPath != wechat.CallSendTemplate && in.CgiPath != wechat.CallSendSubscribe {
		return nil, &refusal{code: 76021}
	}
	q.account.mu.Lock()
	defer q.account.mu.Unlock()
	limit, used := q.account.quota(in.CgiPath, s.Faults()), q.account.used(in.CgiPath, s.Now())
	return struct {
		ok
		Quota quotaCounts `json:"quota"`
	}{okReply, quotaCounts{limit, used, max(limit-used, 0)}}, nil
}
